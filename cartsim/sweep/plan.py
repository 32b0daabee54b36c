"""The plan of a sweep: one file, plan.json, from which any worker on any machine knows what to compute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from cartsim import __version__
from cartsim.errors import BadInput, CartsimError, Problem
from cartsim.population.typical import redrawn, typical_values
from cartsim.results.seal import write_whole
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.sweep import Sweep
from cartsim.scenario.swept import at_point
from cartsim.sweep.cells import address, code, libraries, of_arm
from cartsim.sweep.columns import row_type
from cartsim.sweep.points import Axis, Point, axes_of

FILE = "plan.json"
FORMAT = "cartsim.sweep/1"
MOST_PATIENTS = 10_000_000_000
"""Of all points and arms together."""


class Shard(NamedTuple):
    """Patients `start` to `stop` of a cell, as its first point and arm make it."""

    number: int
    cell: str
    point: int
    arm: int
    start: int
    stop: int

    @property
    def name(self) -> str:
        return f"{self.cell}-{self.start}-{self.stop}"

    @property
    def patients(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True)
class Plan:
    """What plan.json says: `content` is the scenario as it was written, `points` the values on the axes,
    `cells` the address of every (point, arm). A point of `cells` counts, last and fastest, a draw of the
    typical values: with draws there are `draws` of them for each of `points`."""

    source: str
    title: str
    question: str
    content: Mapping[str, Any]
    sweep: Sweep
    arms: tuple[str, ...]
    patients: int
    shard_size: int
    points: tuple[Point, ...]
    cells: tuple[tuple[str, ...], ...]
    code: str
    libraries: Mapping[str, str]
    failures_allowed: float
    estimate: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        return axes_of(self.sweep)

    @property
    def draws(self) -> int:
        return self.sweep.draws

    @cached_property
    def first_seen(self) -> dict[str, tuple[int, int]]:
        """Address -> the first (point, arm) that has it: the cells to compute, in order."""
        found: dict[str, tuple[int, int]] = {}
        for point, row in enumerate(self.cells):
            for arm, cell in enumerate(row):
                found.setdefault(cell, (point, arm))
        return found

    @cached_property
    def shards(self) -> tuple[Shard, ...]:
        """Every shard in order; its number is what `--shards` counts."""
        ranges = list(self.ranges())
        return tuple(
            Shard(number * len(ranges) + place, cell, *at, *ends)
            for number, (cell, at) in enumerate(self.first_seen.items())
            for place, ends in enumerate(ranges)
        )

    @cached_property
    def row_type(self) -> np.dtype:
        """The fields of a patient's row: no axis changes how many visits there are."""
        return row_type(self.scenario(0))

    def ranges(self) -> Iterator[tuple[int, int]]:
        """The first patient and the one after the last, of every shard of a cell."""
        for start in range(0, self.patients, self.shard_size):
            yield start, min(start + self.shard_size, self.patients)

    @cached_property
    def id(self) -> str:
        """A hash of what is planned: two plans with one id have the same shards of the same bits."""
        text = json.dumps([self.cells, self.patients, self.shard_size, self.arms])
        return sha256(text.encode()).hexdigest()[:16]

    def scenario(self, point: int) -> Scenario:
        """The resolved scenario of a point."""
        return scenario_at(self.content, self.sweep, self.axes, self.points, point)

    def checked(self, point: int) -> Scenario:
        """The same; CartsimError where its arms are not those whose shards lie there."""
        found = self.scenario(point)
        if any(address(of_arm(found, arm)) != cell for arm, cell in enumerate(self.cells[point])):
            raise self._another(point)
        return found

    def _another(self, point: int) -> CartsimError:
        why = self.strangeness() or "the plan is damaged"
        return CartsimError(f"point {point} is not what was planned: {why}")

    def of_shard(self, shard: Shard) -> Scenario:
        """The scenario of a shard's one arm; CartsimError where this machine would compute something else."""
        found = of_arm(self.scenario(shard.point), shard.arm)
        if address(found) != shard.cell:
            raise self._another(shard.point)
        return found

    def strangeness(self) -> str:
        """What of this machine's code and libraries is not that of the plan; empty if nothing."""
        if self.code != code():
            return "the plan was made by other code or parameter files than those installed here"
        here = libraries()
        pairs = ((name, here.get(name, "none"), old) for name, old in self.libraries.items())
        return "; ".join(f"{name} {new} here, {old} in the plan" for name, new, old in pairs if new != old)


def scenario_at(
    content: Mapping[str, Any], sweep: Sweep, axes: tuple[Axis, ...], points: Sequence[Point], point: int
) -> Scenario:
    """The resolved scenario of a point, draws included; BadInput names the point and its values."""
    number, draw = divmod(point, max(sweep.draws, 1))
    values = {axis.path: value for axis, value in zip(axes, points[number], strict=True)}
    told = ", ".join(f"{axis.label} {value}" for axis, value in zip(axes, points[number], strict=True))
    found = at_point(content, values, f"point {point} ({told})" if told else "the scenario")
    if not sweep.draws:
        return found
    return redrawn(found, typical_values(found, sweep.draws), draw)


def write_plan(plan: Plan, folder: Path) -> None:
    """plan.json, whole or not at all, with a checksum of what it says."""
    facts = {
        "format": FORMAT,
        "program": f"cartsim {__version__}",
        **{name: getattr(plan, name) for name in PLAIN},
        "libraries": dict(plan.libraries),
        "estimate": dict(plan.estimate),
        "sweep": plan.sweep.model_dump(mode="json", by_alias=True, exclude_none=True),
    }
    text = json.dumps({"sha256": _digest(facts), "plan": facts}, ensure_ascii=False, indent=1)
    write_whole(folder / FILE, text.encode())


PLAIN = (
    "source", "title", "question", "content", "arms", "patients", "shard_size", "points", "cells",
    "code", "failures_allowed",
)  # fmt: skip


def read_plan(folder: Path) -> Plan:
    """The plan in a folder; BadInput where there is none, or none that can be believed."""
    path = folder / FILE
    try:
        facts = json.loads(path.read_bytes())
        plan = facts["plan"]
        if facts["sha256"] != _digest(plan):
            raise ValueError("its checksum does not fit")
        if plan["format"] != FORMAT:
            raise ValueError(f"it has the format {plan['format']}, this version reads {FORMAT}")
        plain = {name: plan[name] for name in (*PLAIN, "libraries", "estimate")}
        plain |= {name: tuple(map(tuple, plan[name])) for name in ("cells", "points")}
        plain |= {"arms": tuple(plan["arms"])}
        return Plan(**plain, sweep=Sweep.model_validate(plan["sweep"]))
    except FileNotFoundError:
        message, remedy = "has no plan.json", "name a folder that `cartsim sweep plan` filled"
    except OSError as error:
        message, remedy = f"cannot be read: {(error.strerror or str(error)).lower()}", "check the folder"
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
        why = "it is cut short or changed" if isinstance(error, json.JSONDecodeError) else str(error)
        message = f"has a plan.json that cannot be used ({why})"
        remedy = "plan again with --update: finished shards stay"
    raise BadInput(Problem(str(folder), "FOLDER", message, remedy))


def _digest(facts: Any) -> str:
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=4)
def planned(folder: str, plan_id: str) -> Plan:
    """The plan in a folder, read once by a worker; CartsimError if it is no longer the one that was sent."""
    found = read_plan(Path(folder))
    if found.id != plan_id:
        again = "start `cartsim sweep run` again"
        raise CartsimError(f"{folder}: another sweep has been planned here meanwhile; {again}")
    return found
