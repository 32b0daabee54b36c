"""CAR-T kinetics from the samples of the visits: peak, time of peak, exposure to day 28, persistence.

Peak and its time are read from day 2 on: the first hours show how an intravenous dose spreads, not how it
grows. Exposure is the trapezoid over the samples of day 0 to 28, a sample below the limit counting as 0; no
value without two samples.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import COMPARTMENTS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FROM, TO = 2.0, 28.0
"""Days of the peak, and the end of the exposure."""


class Kinetics(NamedTuple):
    """Per (arm, patient)."""

    cmax: Floats
    tmax: Floats
    auc_0_28: Floats
    persistence: Floats
    persistence_flow: Floats


def kinetics(days: Floats, counts: Floats, limit_qpcr: float, limit_flow: float) -> Kinetics:
    """Kinetics of samples (arm, patient, sample); NaN where nothing was sampled.

    Persistence is the last day on which a sample is at or above the limit, 0 for none.

    >>> found = kinetics(np.array([0.0, 7, 14, 28, 90]), np.array([[[1.0, 10, 4, 0.2, 0.05]]]), 0.025, 0.1)
    >>> [float(value[0, 0]) for value in found]
    [10.0, 7.0, 116.9, 90.0, 28.0]
    """
    drawn = np.ascontiguousarray(np.moveaxis(counts, -1, 0))
    taken = np.isfinite(drawn)
    cmax, tmax = _peak(days, drawn, taken)
    sampled = np.asarray(taken.any(axis=0))
    return Kinetics(
        cmax,
        tmax,
        _exposure(days, drawn, taken),
        _last_found(days, drawn, limit_qpcr, sampled),
        _last_found(days, drawn, limit_flow, sampled),
    )


def geometric_cv(values: Floats, axis: int = -1) -> Floats:
    """Geometric coefficient of variation in percent, 100 sqrt(exp(SD(ln)^2) - 1), over values above 0.

    >>> round(float(geometric_cv(np.exp([1.0, 2.0, 3.0]))), 1)
    131.1
    """
    logs = np.log(np.where(values > 0, values, np.nan))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return 100.0 * np.sqrt(np.expm1(np.nanstd(logs, axis=axis, ddof=1) ** 2))


def median_known(values: Floats, axis: int = -1) -> Floats:
    """Median over known values; NaN where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.nanmedian(values, axis=axis)


def _peak(days: Floats, drawn: Floats, taken: Flags) -> tuple[Floats, Floats]:
    """The highest sample of the window and its day, the first of equal ones; no day where none is above 0."""
    highest, day = np.full(drawn.shape[1:], -np.inf), np.full(drawn.shape[1:], np.nan)
    for place in np.flatnonzero((days >= FROM) & (days <= TO)):
        higher = taken[place] & (drawn[place] > highest)
        highest[higher], day[higher] = drawn[place][higher], days[place]
    known = highest > -np.inf
    return np.where(known, highest, np.nan), np.where(known & (highest > 0.0), day, np.nan)


def _exposure(days: Floats, drawn: Floats, taken: Flags) -> Floats:
    """Trapezoid over the taken samples of day 0 to 28; a gap is bridged, a record that ends early gives
    less."""
    area, count = np.zeros(drawn.shape[1:]), np.zeros(drawn.shape[1:], np.int32)
    last_day, last_value = np.zeros(area.shape), np.zeros(area.shape)
    for place in np.flatnonzero((days >= 0.0) & (days <= TO)):
        there, value = taken[place], drawn[place]
        wide = np.where(there & (count > 0), days[place] - last_day, 0.0)
        area += wide * np.where(there, value + last_value, 0.0) / 2.0
        last_day[there], last_value[there] = days[place], value[there]
        count += there
    return np.where(count > 1, area, np.nan)


def _last_found(days: Floats, drawn: Floats, limit: float, sampled: Flags) -> Floats:
    found = np.zeros(drawn.shape[1:])
    for day, values in zip(days, drawn, strict=True):
        np.maximum(found, day, out=found, where=values >= limit)
    return np.where(sampled, found, np.nan)


def kinetic_endpoints(visits: xr.Dataset, clinic: Mapping[str, float]) -> dict[str, NDArray]:
    """Kinetics of each compartment, per patient and summarised over the infused whose solve did not fail."""
    days = visits["sample_day"].values
    dosed = (visits["infused"].values == 1) & (visits["status"].values == 0)
    found: dict[str, NDArray] = {}
    for name in COMPARTMENTS:
        tail = "" if name == "blood" else f"_{name}"
        counts = visits[f"car_t_{name}_sampled"].transpose("arm", "patient", "sample").values
        values = kinetics(days, counts, clinic["limit_qpcr"], clinic["limit_flow"])._asdict()
        known = {key: np.where(dosed, value, np.nan) for key, value in values.items()}
        found |= {f"{key}{tail}": value for key, value in known.items()}
        found |= {f"{key}{tail}_median": median_known(known[key]) for key in ("cmax", "tmax", "auc_0_28")}
        found |= {f"{key}{tail}_gcv": geometric_cv(known[key]) for key in ("cmax", "auc_0_28")}
    return found
