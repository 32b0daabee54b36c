"""The course of one nodule: biology steps to the times of the readings, kept now and then to go on from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from threading import Event
from typing import NamedTuple, Protocol

import h5py  # type: ignore[import-untyped]
import numpy as np

from cartsim.scenario.agents import Agents
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.agents.crew import Crew
from cartsim.simulate.agents.loop import fields_at_rest, run
from cartsim.simulate.agents.nodule import Nodule, Setting
from cartsim.simulate.agents.observe import Look, Reading, Since, observe, picture, shells_of
from cartsim.simulate.agents.prepare import asked_of, prepare, values_of
from cartsim.simulate.agents.snapshot import read_arrays, read_nodule, write_arrays, write_nodule
from cartsim.simulate.agents.t_cells import DAY, HOUR


class Stopped(Exception):
    """The run was called off."""


class Job(NamedTuple):
    """One nodule: the places of its arm and repeat."""

    arm: int
    repeat: int

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        return f"arm_{self.arm}_repeat_{self.repeat}"


class States(Protocol):
    """Where nodules are kept while they are simulated."""

    def find(self, name: str) -> bytes | None:
        """What was kept last under a name."""

    def keep(self, name: str, make: Callable[[], bytes], finished: bool) -> None:
        """Keep what `make` gives under a name, if it is time to."""


@dataclass
class Course:
    """What has been read of a nodule so far: readings and pictures by biology step."""

    readings: dict[int, Reading] = field(default_factory=dict)
    pictures: dict[int, Reading] = field(default_factory=dict)

    @property
    def since(self) -> Since:
        """The last reading."""
        if not self.readings:
            return Since(0.0, np.nan)
        last = self.readings[max(self.readings)]
        return Since(float(last["minute"]), float(last["radius_surface"]))


class Stops(NamedTuple):
    """Biology steps after which a nodule is read, and after which its picture is kept."""

    read: list[int]
    kept: list[int]
    hour: int

    @property
    def all(self) -> list[int]:
        """Every one of them, and whole hours, at which progress is told and the nodule may be kept."""
        return sorted({*self.read, *self.kept, *range(0, self.read[-1], self.hour)})


def stops_of(asked: Agents, step: float) -> Stops:
    """Readings and pictures at the biology steps (of so many minutes) nearest to their days, and at the
    end: what is looked at moves no step.
    """
    last = _nearest(asked.duration, step)

    def regular(every: float) -> set[int]:
        return {_nearest(day, step) for day in np.arange(0.0, asked.duration + every / 2, every)}

    kept = {_nearest(day, step) for day in asked.snapshots}
    kept |= regular(asked.snapshots_every) if asked.snapshots_every else set()
    read = {at for at in regular(asked.every) if at < last} | {last}
    return Stops(sorted(read), sorted(at for at in kept if at <= last), max(round(HOUR / step), 1))


def _nearest(day: float, step: float) -> int:
    return round(day * DAY / step)


def hours_of(asked: Agents) -> int:
    """Hours of one nodule, rounded up: what progress counts."""
    return int(np.ceil(asked.duration * DAY / HOUR - 1e-9))


class Followed(NamedTuple):
    """A nodule at its end, its setting, and what was read of it."""

    nodule: Nodule
    setting: Setting
    course: Course


def follow(
    scenario: Scenario, job: Job, crew: Crew, stop: Event, told: Callable[[int], None], states: States | None
) -> Followed:
    """One nodule from where it was kept, or from the start, to the end."""
    asked, arm = asked_of(scenario), scenario.trial.arms[job.arm]
    nodule, setting = prepare(scenario, arm, job.repeat, crew)
    look = look_at(asked, values_of(scenario, arm))
    stops, course, said = stops_of(asked, setting.biology_step), Course(), 0
    kept = states.find(job.name) if states else None
    if kept is None:
        fields_at_rest(nodule, setting, setting.rules.sense(nodule, setting))
    else:
        nodule, course = unpacked(kept)
    for at in stops.all:
        if at < nodule.turn or (at == nodule.turn and kept is not None):
            continue
        go_on(nodule, setting, at, stop)
        if at in stops.read:
            course.readings[at] = read(nodule, setting, look, course.since)
        if at in stops.kept and job.repeat == 0:
            course.pictures[at] = picture(nodule, setting)
        hours = hours_of(asked) * at // stops.read[-1]
        told(hours - said)
        said = hours
        if states is not None:
            states.keep(job.name, lambda: packed(nodule, course), at == stops.read[-1])
    return Followed(nodule, setting, course)


def look_at(asked: Agents, known: Mapping[str, float]) -> Look:
    """How the nodule of a scenario is looked at, with values by symbol."""
    dish = asked.rules == "organoid"
    fading = None if dish else (known["fade_50"], known["fade_n"])
    low = known["abm_antigen_low" if dish else "her2_n"]
    return Look(shells_of(asked.domain), low, asked.place == "serosa", fading)


def go_on(nodule: Nodule, setting: Setting, at: int, stop: Event) -> None:
    """Biology steps to the one numbered `at`, unless it is called off."""
    while nodule.turn < at:
        if stop.is_set():
            raise Stopped
        run(nodule, setting, (nodule.turn + 1) * setting.biology_step)


def read(nodule: Nodule, setting: Setting, look: Look, since: Since) -> Reading:
    """A reading with its minute; the kills that it has counted are counted no more."""
    found = observe(nodule, setting, look, since) | {"minute": np.array(nodule.minute)}
    nodule.kills.clear()
    return found


def packed(nodule: Nodule, course: Course) -> bytes:
    """Nodule and course as the bytes of an HDF5 file."""
    name = f"nodule {id(nodule)}"  # HDF5 takes two open files of one name for the same file, in memory too
    with h5py.File(name, "w", driver="core", backing_store=False, track_order=True) as file:
        write_nodule(file.create_group("nodule", track_order=True), nodule)
        readings = file.create_group("readings", track_order=True)
        readings.attrs["steps"] = list(course.readings)
        names = next(iter(course.readings.values()), {})
        write_arrays(readings, {n: np.stack([r[n] for r in course.readings.values()]) for n in names})
        for at, found in course.pictures.items():
            write_arrays(file.create_group(f"pictures/{at}", track_order=True), found)
        file.flush()
        return bytes(file.id.get_file_image())


def unpacked(content: bytes) -> tuple[Nodule, Course]:
    """What was packed; ValueError or OSError for other bytes."""
    with h5py.File(BytesIO(content), "r") as file:
        columns = read_arrays(file["readings"])
        steps = [int(at) for at in file["readings"].attrs["steps"]]
        readings = {at: {name: column[k] for name, column in columns.items()} for k, at in enumerate(steps)}
        pictures = {int(at): read_arrays(group) for at, group in file.get("pictures", {}).items()}
        return read_nodule(file["nodule"]), Course(readings, dict(sorted(pictures.items())))
