"""The verb `simulate_coupled`: every arm of one patient, one of whose lesions is single cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from threading import Event
from typing import NamedTuple

import numpy as np
import xarray as xr

from cartsim.model.state import MAX_LESIONS
from cartsim.scenario.agents import Agents
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.agents.crew import Crew
from cartsim.simulate.agents.events import DAY, HOUR
from cartsim.simulate.agents.observe import Reading, Since, picture
from cartsim.simulate.agents.prepare import asked_of, tissue, values_of
from cartsim.simulate.arms import problem
from cartsim.simulate.coupled.body import LESION, Body
from cartsim.simulate.coupled.cells import NoduleOfCells
from cartsim.simulate.coupled.guest import Seen
from cartsim.simulate.coupled.hand_back import HandBack, kills_per_effector, last_of, share_holding
from cartsim.simulate.coupled.hours import SAME, STEP, days_of_exchange, live_together
from cartsim.simulate.coupled.lesion import Lesion, chosen, last_day, sized
from cartsim.simulate.coupled.readings import with_the_nodule
from cartsim.simulate.coupled.whole import WholeCells
from cartsim.simulate.course import as_course, without_sums
from cartsim.simulate.nodule_course import Course, Followed, Job, look_at, read
from cartsim.simulate.nodules import assembled, each, jobs_of, one_at_a_time
from cartsim.simulate.ode.ensemble import blank
from cartsim.simulate.ode.values import Solution
from cartsim.simulate.schedule import first_day, schedule

NOT_REACHED = -1
"""A count at a time that a run did not reach, because the solver failed before."""


class Coupled(NamedTuple):
    """The patient's course in every arm, and the nodule's in every arm and repeat; how the lesion was handed
    back to the equations by arm, None where it was not.
    """

    course: xr.Dataset
    nodule: xr.Dataset
    hand_back: dict[str, HandBack | None]


class Together(NamedTuple):
    """One arm and repeat: the nodule, the patient's course, the planned dose, the hand-back."""

    followed: Followed
    solution: Solution
    planned: float
    hand_back: HandBack | None


def simulate_coupled(
    patient: xr.Dataset,
    scenario: Scenario,
    *,
    threads: int | None = None,
    done: Callable[[int], None] | None = None,
    step: float = STEP,
) -> Coupled:
    """The one patient of the Dataset in every arm, with the lesion that `agents` names as single cells; the
    course is that of the first repeat.

    Bit-equal for any number of threads. `done` is told how many more hours are simulated, of all
    `coupled_hours`; `step` is the time between two exchanges (day). A failed solve has its status; what was
    not reached is NaN, or -1 in counts.
    """
    lesion = chosen(scenario, patient)
    scenario, told = sized(scenario, patient, lesion), one_at_a_time(done)
    jobs = jobs_of(scenario)

    def one(job: Job, hands: Crew, stop: Event) -> Together:
        return Pair(scenario, patient, lesion, job, hands, stop, told).follow(step)

    found = each(jobs, threads, one)
    nodule = assembled(scenario, jobs, padded([pair.followed for pair in found]))
    first = [pair for job, pair in zip(jobs, found, strict=True) if job.repeat == 0]
    arms = [arm.name for arm in scenario.trial.arms]
    hand_back = {arm: pair.hand_back for arm, pair in zip(arms, first, strict=True)}
    return Coupled(course_of(scenario, patient, first), nodule, hand_back)


def coupled_hours(scenario: Scenario) -> int:
    """Hours of all nodules of a coupled run."""
    return len(jobs_of(scenario)) * whole_hours(last_day(scenario) - first_day(scenario))


def whole_hours(days: float) -> int:
    """Hours of so many days, rounded up."""
    return ceil(days * DAY / HOUR - SAME)


@dataclass
class Diary:
    """What is written down while body and nodule live together: whole states by place among the times of the
    course, readings and pictures of the nodule.
    """

    states: dict[int, np.ndarray] = field(default_factory=dict)
    nodule: Course = field(default_factory=Course)
    since: Since = field(default_factory=lambda: Since(0.0, np.nan))
    hours: int = 0


class Pair:
    """One arm and repeat: a patient and the nodule."""

    def __init__(
        self, scenario: Scenario, patient: xr.Dataset, lesion: Lesion, job: Job, hands: Crew, stop: Event,
        told: Callable[[int], None],
    ) -> None:  # fmt: skip
        arm, self.asked = scenario.trial.arms[job.arm], asked_of(scenario)
        schedule_of_arm = schedule(scenario, arm, patient)
        self.planned = float(schedule_of_arm.planned[0])
        whole = WholeCells.of_run(float(lesion.nodules), scenario.run.seed, job.repeat)
        asked = problem(scenario, arm, patient, schedule_of_arm)
        self.body = Body(asked, schedule_of_arm.plan, lesion.place, whole)
        known, dome = values_of(scenario, arm, patient), self.asked.place == "serosa"
        nodule, setting = tissue(scenario, arm, known, job.repeat, hands, lesion.cells)
        sheds = self.body.cavity > 0
        self.guest = NoduleOfCells(nodule, setting, float(lesion.nodules), sheds, dome, stop)
        self.look = look_at(self.asked, known)
        self.diary, self.told, self.job = Diary(), told, job
        self.start, self.end = schedule_of_arm.plan.start, last_day(scenario)

    def follow(self, step: float) -> Together:
        """From the first day to the last; the lesion is the equations' again after it was single cells."""
        plan, asked = self.body.course.plan, self.asked
        days = days_of_exchange(self.start, self.end, plan.times, step)
        self.read, self.kept = days_read(asked, days), days_kept(asked, days)
        hand_back = None
        if live_together(self.body, self.guest, days, self.note):
            if plan.times[-1] > self.end + STEP:
                hand_back = handed_back(self.body)
            if self.body.course.waiting:
                self.body.course.go_on()
        solution = with_the_nodule(self.body, self.diary.states)
        followed = Followed(self.guest.nodule, self.guest.setting, self.diary.nodule)
        return Together(followed, solution, self.planned, hand_back)

    def note(self, day: float, seen: Seen) -> None:
        """Write down what there is to read on a day."""
        diary, guest = self.diary, self.guest
        times = self.body.course.plan.times
        here = np.flatnonzero(times == day)
        if here.size and self.body.course.begun:
            diary.states[int(here[0])] = self.body.whole_state(seen)
        at = round(day * DAY / guest.setting.biology_step)
        if day in self.read:
            found = read(guest.nodule, guest.setting, self.look, diary.since)
            diary.since = Since(guest.nodule.minute, float(found["radius_surface"]))
            diary.nodule.readings[at] = found | {"minute": np.array(day * DAY)}
        if day in self.kept and self.job.repeat == 0:
            diary.nodule.pictures[at] = picture(guest.nodule, guest.setting)
        hours = whole_hours(day - self.start)
        self.told(hours - diary.hours)
        diary.hours = hours


def handed_back(body: Body) -> HandBack:
    """How the lesion passes to the equations that have just taken it back: they go on for an hour."""
    looks, listed, day = last_of(body.looks), body.p["k_sf1"], body.course.day
    before, engaged, as_listed = body.group().copy(), body.engaged(body.search), body.engaged(listed)
    held, kills = share_holding(looks), kills_per_effector(looks)
    after = body.group() if body.course.go_on(day + STEP) else np.full_like(before, np.nan)
    dead, effectors = LESION["D"], (before + after)[LESION["E"]] / 2 * STEP
    killed = after[dead] - before[dead] + body.p["k_clear"] * STEP * (before + after)[dead] / 2
    some = np.isfinite(engaged) and effectors > 0
    kills_after = float(killed / effectors) if some else np.nan
    return HandBack(day, held, engaged, as_listed, body.search, listed, kills, kills_after)


def days_read(asked: Agents, days: np.ndarray) -> set[float]:
    """Days of exchange nearest to those on which the nodule is read, the last one among them."""
    wanted = np.arange(days[0], days[-1] + asked.every / 2, asked.every)
    return {*nearest(days, wanted), float(days[-1])}


def days_kept(asked: Agents, days: np.ndarray) -> set[float]:
    """Days of exchange nearest to those on which every cell is kept."""
    often = asked.snapshots_every
    wanted = [*asked.snapshots, *(np.arange(0.0, days[-1] + often / 2, often) if often else ())]
    return nearest(days, np.array([day for day in wanted if days[0] <= day <= days[-1]]))


def nearest(days: np.ndarray, wanted: np.ndarray) -> set[float]:
    """The nearest of the days to each of those wanted."""
    return {float(days[np.abs(days - day).argmin()]) for day in wanted}


def padded(found: list[Followed]) -> list[Followed]:
    """The same with a reading of nothing where a run did not come to one that another did."""
    longest = max((one.course.readings for one in found), key=len)
    return [
        one._replace(
            course=Course(
                {at: one.course.readings.get(at, nothing_like(reading)) for at, reading in longest.items()},
                one.course.pictures,
            )
        )
        for one in found
    ]


def nothing_like(reading: Reading) -> Reading:
    """A reading that was not reached: NaN, or -1 in counts; the minute stays."""
    return {
        name: value
        if name == "minute"
        else np.full_like(value, np.nan if np.issubdtype(value.dtype, np.floating) else NOT_REACHED)
        for name, value in reading.items()
    }


def course_of(scenario: Scenario, patient: xr.Dataset, pairs: list[Together]) -> xr.Dataset:
    """The courses of all arms as one Dataset (arm, patient, ...)."""
    times, arms = pairs[0].solution.body.shape[-1], len(pairs)
    room = blank((arms, 1), times, MAX_LESIONS, with_state=False)
    for place, pair in enumerate(pairs):
        for name in Solution._fields:
            if name != "state":
                getattr(room, name)[place] = getattr(pair.solution, name)
    planned = np.array([[pair.planned] for pair in pairs])
    states = None
    if scenario.run.state_cube:
        states = np.stack([without_sums(pair.solution.state) for pair in pairs]).astype(np.float32)
    return as_course(scenario, patient, room, planned, states)
