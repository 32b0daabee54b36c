"""A finished run as one value, and the choice of what of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from cartsim.results.manifest import make_manifest, make_nodule_manifest
from cartsim.scenario.scenario import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Median with the 50 % and 90 % bands of the figures."""


@dataclass(frozen=True)
class Run:
    """What one run asked, drew, simulated, saw and found.

    `course` holds the time series of the patients kept (`run.courses`, `run.sample`); `summary` holds, for
    all patients, what has no time axis (status, doses, events) and the quantiles over patients of what has.
    `nodule` holds single cells over time; a run of them alone has no patients, and of the other Datasets
    only `endpoints` and `summary` hold anything: the names of the arms. Where single cells are one lesion
    of the one patient, `equations` holds the patient's course by equations alone.
    """

    manifest: dict[str, Any]
    scenario: Scenario
    patients: xr.Dataset
    course: xr.Dataset
    visits: xr.Dataset
    endpoints: xr.Dataset
    summary: xr.Dataset
    nodule: xr.Dataset = field(default_factory=xr.Dataset)
    equations: xr.Dataset = field(default_factory=xr.Dataset)

    @property
    def alone(self) -> bool:
        """Whether it is a run of single cells without patients."""
        return bool(self.nodule.sizes) and not self.patients.sizes

    @property
    def coupled(self) -> bool:
        """Whether single cells are one lesion of a patient."""
        return bool(self.nodule.sizes) and bool(self.patients.sizes)


def collect_nodules(scenario: Scenario, nodule: xr.Dataset) -> Run:
    """A run of single cells alone as it is saved."""
    nothing, arms = xr.Dataset(), xr.Dataset(coords={"arm": nodule["arm"]})
    manifest = make_nodule_manifest(scenario, nodule)
    return Run(manifest, scenario, nothing, nothing, nothing, endpoints=arms, summary=arms, nodule=nodule)


def collect(
    scenario: Scenario, patients: xr.Dataset, course: xr.Dataset, visits: xr.Dataset, endpoints: xr.Dataset
) -> Run:
    """The run as it is saved: the kept courses, a summary of all of them, and the manifest."""
    return Run(
        manifest=make_manifest(scenario, patients, course),
        scenario=scenario,
        patients=patients,
        course=kept_courses(course, scenario.run.courses, scenario.run.sample),
        visits=visits,
        endpoints=endpoints,
        summary=summarise(course),
    )


def kept_courses(course: xr.Dataset, which: str, sample: int) -> xr.Dataset:
    """The whole course, that of the first `sample` patients, or nothing but its attributes.

    Patients are independent draws: the first ones are a random sample, and stay so when more are added.
    """
    if which == "none":
        return xr.Dataset(attrs=course.attrs)
    return course if which == "all" else course.isel(patient=slice(sample))


def summarise(course: xr.Dataset) -> xr.Dataset:
    """Per patient what has no time axis; per arm the quantiles over solved patients of what has one.

    The quantile variables keep their names and get dims (arm, quantile, time); `solved(arm)` is their n.
    """
    timeless = course.drop_vars([name for name in course.data_vars if "time" in course[name].dims])
    timeless = timeless.drop_vars([name for name in timeless.coords if "time" in timeless[name].dims])
    solved = course["status"] == 0
    series = [name for name in course.data_vars if set(course[name].dims) == {"arm", "patient", "time"}]
    bands = {name: _bands(course[name].where(solved)) for name in series}
    count = xr.Variable(
        "arm", solved.sum("patient").values.astype("int32"), {"units": "1", "long_name": "patients solved"}
    )
    levels = xr.Variable("quantile", list(QUANTILES), {"units": "1", "long_name": "quantile over patients"})
    return timeless.assign({**bands, "solved": count}).assign_coords(quantile=levels, time=course["time"])


def _bands(values: xr.DataArray) -> xr.DataArray:
    """Quantiles over patients, ignoring NaN, linear between order statistics (Hyndman and Fan's type 7)."""
    ordered = np.sort(values.transpose("patient", "arm", "time").values, axis=0)
    last = np.maximum(np.isfinite(ordered).sum(axis=0) - 1, 0)
    rows = [_at(ordered, last * level) for level in QUANTILES]
    return xr.DataArray(np.stack(rows, axis=1), dims=("arm", "quantile", "time"), attrs=values.attrs)


def _at(ordered: np.ndarray, position: np.ndarray) -> np.ndarray:
    """The value at a fractional rank of each column."""
    below = np.floor(position).astype(int)
    above = np.ceil(position).astype(int)
    low = np.take_along_axis(ordered, below[None], axis=0)[0]
    high = np.take_along_axis(ordered, above[None], axis=0)[0]
    return (low + (position - below) * (high - low)).astype("float32")
