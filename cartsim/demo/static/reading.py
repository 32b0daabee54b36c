"""What the page shows of a grid point: quartiles of courses, counts of patients, each patient's end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT
from cartsim.demo.static.packed import coded
from cartsim.parameters import load_parameters
from cartsim.population import draw
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.course import simulate
from cartsim.trial import observe
from cartsim.trial.assess import of_patients
from cartsim.trial.duration import response_at_visits
from cartsim.trial.paired import SEVERE
from cartsim.trial.response_rates import population

Values = NDArray[np.float32]
UL_PER_ML = 1000.0
PERCENT = 100.0
QUARTILES = (0.25, 0.5, 0.75)
EVEN_TIMES = 36
LANDMARKS = (0.0, 1.0, 7.0, 14.0, 21.0, 28.0)
"""Days that people speak of."""
CRS_LEVELS = (1, 2, 3)


@dataclass(frozen=True)
class Series:
    """A quantity over time: its name in the page, title, unit in words, axis, and how a course tells it
    (arm, patient, time); `drawn` ones have a chart, the others move the body map."""

    name: str
    title: str
    unit: str
    scale: str
    read: Callable[[xr.Dataset], Any]
    drawn: bool = True


def _size(course: xr.Dataset) -> Any:
    """Sum of the true diameters of all nodules, relative to before treatment."""
    total = course["lesion_diameter"].sum("lesion")
    return PERCENT * total / total.isel(time=0)


def _in_blood(course: xr.Dataset) -> Any:
    """Cells in all blood; its volume is alike in all patients."""
    return course["car_t_blood"] * load_parameters()["v_b"].value * UL_PER_ML


SERIES = (
    Series("blood", "CAR-T cells in blood", "cells per µL", "log", lambda c: c["car_t_blood"]),
    Series("fluid", "CAR-T cells in the fluid", "cells per µL", "log", lambda c: c["car_t_cavity"]),
    Series("tumour", "CAR-T cells in the tumour", "cells", "log", lambda c: c["car_t_tumour"]),
    Series("size", "Tumour size", "% of its start", "linear", _size),
    Series("volume", "Fluid in the cavity", "mL", "linear", lambda c: c["effusion_volume"]),
    Series("pdl1", "PD-L1 on tumour cells", "molecules per cell", "log", lambda c: c["pdl1"]),
    Series("go", "Go signal of the PD-L1 receptor", "0 to 1", "linear", lambda c: c["switch_signal"]),
    Series("in_blood", "", "cells", "log", _in_blood, drawn=False),
    Series("in_lung", "", "cells", "log", lambda c: c["car_t_lung"], drawn=False),
    Series("in_tissue", "", "cells", "log", lambda c: c["car_t_lymphoid"], drawn=False),
    Series(
        "in_fluid", "", "cells", "log", lambda c: c["car_t_cavity"] * c["effusion_volume"] * UL_PER_ML,
        drawn=False,
    ),
)  # fmt: skip
ROWS = tuple(
    (series.name, quantile) for series in SERIES for quantile in (QUARTILES if series.drawn else (0.5,))
)
"""The rows of values of an arm: every quartile of a chart, the median of what moves the map."""


@dataclass(frozen=True)
class Reading:
    """One point: codes (arm, row, time); patients at or above each CRS grade, and dead (arm, level, time);
    best response, flags, worst CRS grade and analysis sets of every patient (arm, plane, patient); how many
    solves failed."""

    values: NDArray[np.uint16]
    crs: NDArray[np.uint16]
    people: NDArray[np.uint8]
    failed: int


def read(scenario: Scenario) -> Reading:
    """Simulate a point and read it."""
    patients = draw(scenario)
    course = simulate(patients, scenario, threads=1)
    visits = observe(course, scenario)
    found = of_patients(visits, scenario) | {"response_at_visit": response_at_visits(visits)}
    kept = course.isel(time=times_kept(course["time"].values))
    solved = course["status"] == 0
    sets = analysis_sets(visits, found, scenario)
    return Reading(
        coded(quartiles(kept.where(solved))),
        counts_now(kept, solved, visits["death_day"]),
        people(found, sets),
        int((~solved).sum()),
    )


def times_kept(times: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places of EVEN_TIMES times from the first dose on, even on a square-root scale, and LANDMARKS."""
    after = np.flatnonzero(times >= 0)
    aims = [*np.linspace(0, np.sqrt(times[-1]), EVEN_TIMES) ** 2, *LANDMARKS]
    return np.unique([after[np.abs(times[after] - aim).argmin()] for aim in aims])


def quartiles(course: xr.Dataset) -> Values:
    """Quantiles over patients (arm, row, time) of every series."""
    parts = []
    for series in SERIES:
        wanted = QUARTILES if series.drawn else (0.5,)
        values = series.read(course).transpose("arm", "patient", "time").values
        parts.append(np.moveaxis(np.nanquantile(values, wanted, axis=1), 0, 1))
    return np.concatenate(parts, axis=1)


def counts_now(course: xr.Dataset, solved: xr.DataArray, death: xr.DataArray) -> NDArray[np.uint16]:
    """Patients (arm, level, time) alive with CRS of at least each grade at this moment; last, those who have
    died by then, whose courses go on in the medians."""
    died = (solved & (death <= course["time"])).transpose("arm", "patient", "time").values
    grade = course["crs_grade"].where(solved, 0).transpose("arm", "patient", "time").values
    parts = [((grade >= level) & ~died).sum(axis=1) for level in CRS_LEVELS]
    return np.stack([*parts, died.sum(axis=1)], axis=1).astype(np.uint16)


def analysis_sets(visits: xr.Dataset, found: Any, scenario: Scenario) -> NDArray[np.uint8]:
    """Bits (arm, patient) of SETS: among whom the endpoints of a run count."""
    members = (
        population(visits, "enrolled"),
        population(visits, scenario.trial.response.primary.population),
        found["dlt"] != DLT.index("not evaluable"),
        population(visits, "infused"),
    )
    return _bits(members)


def _bits(flags: Sequence[Any]) -> NDArray[np.uint8]:
    """Yes or no of several kinds in one byte, the first the lowest."""
    parts = (np.asarray(flag).astype(np.uint8) << np.uint8(place) for place, flag in enumerate(flags))
    return np.bitwise_or.reduce(list(parts))


def people(found: Any, sets: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Of every patient (arm, plane, patient): best response by its code; bits for CR or PR at the first
    visits, the primary response, DLT and severe ICANS; worst CRS grade; bits of the analysis sets."""
    answers = found["response_at_visit"][..., 1:]
    bits = [answers[..., k] for k in range(min(answers.shape[-1], len(VISIT_BITS)))]
    bits += [np.zeros_like(bits[0])] * (len(VISIT_BITS) - len(bits))
    bits += [
        found["response_by_primary"] == 1,
        found["dlt"] == DLT.index("dlt"),
        found["icans_grade"] >= SEVERE,
    ]
    planes = (found["best_overall_response"], _bits(bits), np.maximum(found["crs_grade"], 0), sets)
    return np.stack(planes, axis=1).astype(np.uint8)


VISIT_BITS = ("visit 1", "visit 2", "visit 3")
FLAGS = (*VISIT_BITS, "primary", "dlt", "severe_icans")
"""The bits of the second plane, the lowest first."""
SETS = ("enrolled", "primary", "dlt", "infused")
"""The bits of the fourth: the denominators of a run, none of which counts a failed solve."""
