"""A merged sweep, opened: checked first, then read a variable and a few points at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from cartsim.errors import BadInput, Problem
from cartsim.report.words import number, unit_text
from cartsim.results.seal import is_whole
from cartsim.scenario.paths import steps_of
from cartsim.scenario.sweep import Sweep
from cartsim.scenario.swept import at_point
from cartsim.sweep.merge import FORMAT
from cartsim.sweep.outcomes import SHARES, Outcome
from cartsim.sweep.points import OF_A_WHOLE

HELD = 1 << 20
"""Values of a variable that are read at a time."""
KEPT = 1 << 25
"""Values of a variable that is small enough to be kept whole once it has been read."""
SET_BY = "trial.response.primary.population"
"""What decides who counts for the primary response."""
NOT_OURS = "name the sweep.nc that `cartsim sweep merge` wrote"


@dataclass(frozen=True)
class Column:
    """An axis of the sweep: its value at every point, numbers in `unit` or, where that is None, words."""

    label: str
    path: str
    unit: str | None
    scale: str
    values: tuple[Any, ...]

    @property
    def measured(self) -> bool:
        """Whether its values are finite numbers, which have distances."""
        return self.unit is not None and all(np.isfinite(value) for value in self.values)

    @cached_property
    def levels(self) -> list[Any]:
        """Its distinct values: numbers in rising order, words in the order of the points."""
        found = list(dict.fromkeys(self.values))
        return found if self.unit is None else sorted(found)

    @cached_property
    def rank(self) -> dict[Any, int]:
        """Value -> its place among the levels."""
        return {value: place for place, value in enumerate(self.levels)}

    @property
    def name(self) -> str:
        """The axis in words, without its unit."""
        steps = self.path.replace("[*]", "").split(".")
        if steps[0] == "parameters":
            return steps[1]
        last = steps[-2:] if steps[-1] in OF_A_WHOLE and len(steps) > 1 else steps[-1:]
        return " ".join(last).replace("_", " ").replace("pdl1", "PD-L1")

    @property
    def unit_words(self) -> str:
        """The unit as scenarios write it; nothing of plain numbers and words."""
        if self.unit in (None, "1"):
            return ""
        return re.sub(r"^cell\b", "cells", unit_text(str(self.unit)))

    @property
    def title(self) -> str:
        """The axis in words with its unit, as a figure's axis is called."""
        symbol = self.path.startswith("parameters.")
        named = self.name if symbol else f"{self.name[:1].upper()}{self.name[1:]}"
        return f"{named} ({self.unit_words})" if self.unit_words else named

    def said(self, value: Any) -> str:
        """A value with its unit."""
        if self.unit is None or value == float("inf"):
            return "infinity" if self.unit else str(value)
        return f"{number(value)} {self.unit_words}".rstrip()


@dataclass(frozen=True)
class SweepFile:
    """A merged sweep: its arrays, its axes, and what its plan said."""

    path: Path
    dataset: xr.Dataset
    facts: Mapping[str, Any]
    sweep: Sweep

    @property
    def arms(self) -> list[str]:
        return [str(arm) for arm in self.dataset["arm"].values]

    @property
    def points(self) -> int:
        return self.dataset.sizes["point"]

    @property
    def planned(self) -> int:
        """Points of the plan, of which a partial merge leaves some out."""
        return int(self.dataset.attrs.get("cartsim_points_planned", self.points))

    @property
    def patients(self) -> int:
        return self.dataset.sizes["patient"]

    @cached_property
    def axes(self) -> tuple[Column, ...]:
        """In the order of the scenario file."""
        swept = [name for name in self.dataset.variables if "path" in self.dataset[name].attrs]
        return tuple(_column(self.dataset[name]) for name in swept)

    @cached_property
    def draw(self) -> Column | None:
        """The draw of the uncertain typical values at every point, where there are several."""
        return _column(self.dataset["draw"]) if "draw" in self.dataset else None

    @cached_property
    def population(self) -> str:
        """The set of patients of the primary response."""
        if any(steps_of(axis.path) == steps_of(SET_BY) for axis in self.axes):
            message = "patients cannot be compared: who counts for the primary response is swept"
            raise BadInput(Problem(str(self.path), SET_BY, message, "choose --measure best_orr or dcr"))
        return at_point(self.facts["content"], {}, str(self.path)).trial.response.primary.population

    def grouped(self, by: Sequence[Column]) -> dict[tuple[Any, ...], list[int]]:
        """Values on these axes -> the points that have them, in the order of the file."""
        found: dict[tuple[Any, ...], list[int]] = {}
        for point in range(self.points):
            found.setdefault(tuple(axis.values[point] for axis in by), []).append(point)
        return found

    def share(self, measure: str, tail: str = "") -> np.ndarray:
        """An endpoint (point, arm); `tail` such as `_lower`."""
        return self.dataset[f"{measure}{tail}"].values

    def blocks(self) -> Iterator[slice]:
        """All points, as many at a time as can be held."""
        step = max(1, HELD // self.patients)
        return (slice(start, start + step) for start in range(0, self.points, step))

    def outcome(
        self, measure: str, points: slice | Sequence[int], arm: int, patients: int | None = None
    ) -> Outcome:
        """Event, and who counts, both (point, patient), of the first `patients` or all; the patients are the
        same at every point and in every arm."""
        columns = _Columns(self.dataset, points, arm, patients)
        return SHARES[measure](columns, self.population if measure == "confirmed_orr" else "")


class _Columns(dict[str, np.ndarray]):
    """Arrays (point, patient) by name, read when they are asked for."""

    def __init__(self, dataset: xr.Dataset, points: slice | Sequence[int], arm: int, patients: int | None):
        super().__init__()
        self.dataset = dataset
        self.place = {"point": points, "arm": arm, "patient": slice(patients)}

    def __missing__(self, name: str) -> np.ndarray:
        array = self.dataset[name]
        if array.size <= KEPT:
            array.load()
        place = {dim: at for dim, at in self.place.items() if dim in array.dims}
        self[name] = array.isel(place).values
        return self[name]


@contextmanager
def opened(path: Path) -> Iterator[SweepFile]:
    """A merged sweep; BadInput where the file is none, or is not whole."""
    _require_whole(path)
    try:
        dataset = xr.open_dataset(path, engine="h5netcdf", decode_timedelta=False)
    except (OSError, ValueError, KeyError) as error:
        raise _refusal(path, f"cannot be read as NetCDF ({error})", NOT_OURS) from error
    with dataset:
        written = dataset.attrs.get("cartsim_format", "none")
        if written != FORMAT:
            raise _refusal(path, f"is no merged sweep: its format is {written}, not {FORMAT}", NOT_OURS)
        facts = json.loads(dataset.attrs["cartsim_plan"])
        yield SweepFile(path, dataset, facts, Sweep.model_validate(facts["sweep"]))


def _require_whole(path: Path) -> None:
    """Bytes that do not fit their seal are never handed to the HDF5 library."""
    try:
        whole = is_whole(path)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise _refusal(path, f"cannot be opened: {reason}", NOT_OURS) from error
    if whole is None:
        message = "has no seal: cartsim did not write it, or it was cut short or changed since"
        raise _refusal(path, message, NOT_OURS)
    if not whole:
        message = "is damaged: its bytes do not match its checksum"
        raise _refusal(path, message, "merge the sweep again: `cartsim sweep merge FOLDER`")


def _column(array: xr.DataArray) -> Column:
    """An axis as the file has it; draws have no path, and are called by their own name."""
    told, text = array.attrs, array.dtype.kind in "OUT"
    return Column(
        str(array.name),
        told.get("path", str(array.name)),
        None if text else told.get("units", "1"),
        told.get("scale", "linear"),
        tuple(array.values.tolist()),
    )


def _refusal(path: Path, message: str, remedy: str) -> BadInput:
    return BadInput(Problem(str(path), "merged sweep", message, remedy))
