"""The grid of the page: its axes, every point simulated with the same virtual patients in both arms."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import xarray as xr

from cartsim.datasets import CAVITY_SITE
from cartsim.demo.static.reading import Reading, read, times_kept
from cartsim.errors import BadInput, Problem
from cartsim.parameters import load_parameters
from cartsim.population import draw
from cartsim.scenario.quantities import number_and_unit
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.swept import Swept, at_point, load_swept
from cartsim.sensitivity.evaluate import on_all_cores
from cartsim.simulate.schedule import course_times
from cartsim.sweep.points import Axis, Point, axes_of, points_of

Watch = Callable[[int, int], None]
MOST_POINTS = 2000
"""More would make a file that is slow to open."""
ARMS = 2
"""Drawn side by side."""


@dataclass(frozen=True)
class Grid:
    """What is asked of a page: the scenario without its sweep, axes and points in the order of the file."""

    name: str
    swept: Swept
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]

    @property
    def scenario(self) -> Scenario:
        """The scenario at the point where the page opens."""
        return self.swept.scenario

    def at(self, point: Point) -> Scenario:
        """The resolved scenario of a point."""
        paths = [axis.path for axis in self.axes]
        return at_point(self.swept.content, dict(zip(paths, point, strict=True)), self.name)

    def values(self, axis: int) -> list[Any]:
        """The values on an axis, in the order of the file."""
        return list(dict.fromkeys(point[axis] for point in self.points))


def asked(path: str | os.PathLike[str], sets: Iterable[str] = ()) -> Grid:
    """The grid of a scenario file; BadInput says what a page cannot show."""
    swept = load_swept(path, sets)
    if swept.sweep.grid is None:
        remedy = "write sweep: {grid: {path: [values]}}: one control each"
        raise BadInput(Problem(str(path), "sweep", "is no grid", remedy))
    grid = Grid(os.path.basename(path), swept, axes_of(swept.sweep), tuple(points_of(swept.sweep)))
    problems = [Problem(str(path), *fault) for fault in _faults(grid)]
    if problems:
        raise BadInput(*problems)
    return grid


def _faults(grid: Grid) -> Iterator[tuple[str, str, str]]:
    if len(grid.points) > MOST_POINTS:
        remedy = f"keep to {MOST_POINTS}: fewer values on an axis"
        yield "sweep.grid", f"has {len(grid.points)} points", remedy
    arms = [arm.name for arm in grid.scenario.trial.arms]
    if len(arms) != ARMS:
        yield "trial.arms", f"are {len(arms)}", "name two: the page shows them side by side"
    if grid.scenario.run.state_cube:
        yield "run.state_cube", "keeps what the page does not show", "leave it out"
    for place, axis in enumerate(grid.axes):
        values = grid.values(place) if axis.unit is not None else []
        numbers = [number_and_unit(value)[0] for value in values]
        if numbers != sorted(numbers):
            yield f"sweep.grid.{axis.path}", "does not rise", "write its values from low to high"
    yield from _moved_times(grid)
    sites = np.unique(draw(grid.scenario)["cavity_site"].values)
    if sites.size > 1:
        cavities = " and ".join(CAVITY_SITE[site] for site in sites)
        yield "disease.kinds", f"put tumours in two cavities, {cavities}", "keep to one"


def _moved_times(grid: Grid) -> Iterator[tuple[str, str, str]]:
    """Axes along which courses are not read at the same times, such as the horizon."""
    for place, axis in enumerate(grid.axes):
        values = ({axis.path: value} for value in grid.values(place))
        moved = [at_point(grid.swept.content, value, grid.name) for value in values]
        if len({tuple(course_times(scenario)) for scenario in moved}) > 1:
            remedy = "leave it out, and set it for all of the page with --set"
            yield f"sweep.grid.{axis.path}", "gives courses of different times", remedy


def computed(grid: Grid, watch: Watch | None = None, workers: int | None = None) -> xr.Dataset:
    """Every point read: codes (point, arm, row, time), CRS counts, patients' planes, failed solves."""
    each = grid.scenario.run.patients * ARMS
    found: list[Reading | None] = [None] * len(grid.points)
    places = range(len(grid.points))
    compute = partial(_read_at, grid)
    for done, (place, reading) in enumerate(on_all_cores(compute, grid.points, places, workers), start=1):
        found[place] = reading
        if watch is not None:
            watch(done * each, len(grid.points) * each)
    readings = [reading for reading in found if reading is not None]
    times = course_times(grid.scenario)
    return xr.Dataset(
        {
            "codes": (("point", "arm", "row", "time"), np.stack([r.values for r in readings])),
            "crs": (("point", "arm", "level", "time"), np.stack([r.crs for r in readings])),
            "people": (("point", "arm", "plane", "patient"), np.stack([r.people for r in readings])),
            "failed": (("point",), np.array([r.failed for r in readings])),
        },
        coords={"time": times[times_kept(times)]},
    )


def _read_at(grid: Grid, point: Point) -> Reading:
    return read(grid.at(point))


def started(grid: Grid) -> tuple[int, ...]:
    """Where each axis stands when the page opens: at what the scenario says without the grid, else in the
    middle."""
    here = _essence(grid.scenario)
    places = []
    for k, axis in enumerate(grid.axes):
        values = grid.values(k)
        moved = (_essence(at_point(grid.swept.content, {axis.path: value}, grid.name)) for value in values)
        places.append(next((k for k, found in enumerate(moved) if found == here), (len(values) - 1) // 2))
    return tuple(places)


def _essence(scenario: Scenario) -> Any:
    """What a scenario says; of parameters the values that are not the usual ones, without reasons."""
    said = scenario.model_dump(mode="json")
    usual = load_parameters()
    said["parameters"] = {
        symbol: block.value
        for symbol, block in scenario.parameters.items()
        if block.value != usual[symbol].value
    }
    return said
