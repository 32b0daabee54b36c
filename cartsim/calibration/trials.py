"""Readings from virtual trials: response, blood kinetics, CRS, lung injury, untreated disease.

The trials are the scenarios of this room, run with the endpoints of any other run; their patients are the
same at every set of parameters, so that readings change with the parameters alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.calibration.targets import odds_of, share_on_scale
from cartsim.parameters import load_parameters
from cartsim.population import draw
from cartsim.scenario import load
from cartsim.scenario.overrides import Override
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe
from cartsim.trial.kinetics import geometric_cv, kinetics
from cartsim.trial.latent import latent_progression_days

Values = NDArray[np.float64]
Readings = dict[str, Values]

DAYS_PER_MONTH = 30.4375
LASTING = 100.0
"""Day on which cells in blood count as lasting (target C7)."""
CRS_UNTIL = 28.0
"""Last day of the CRS that counts."""
INJURY_UNTIL = 0.25
"""Last day of the injury that counts as at once (target C4: within hours; six of them)."""
INJURY_RANK = {
    "high affinity and large dose": ("injury_large", 0.1),
    "high affinity and usual dose": ("injury_usual", 0.99),
    "1119 nM and large dose": ("injury_1119", 0.9),
    "3910 nM and large dose": ("injury_3910", 0.9),
}
"""Arm -> reading and the quantile of the patients' injury that stands for a share: 90 % of patients are above
a threshold where the 10 % quantile is. A quantile moves smoothly; a share of patients near 0 does not."""
INJURY_SHARE = 2
"""The trial of the lung has four arms; it takes one in so many of the patients."""
LEAST_INJURY = 1e-12
"""Injury below which none is told from none, so that its logarithm exists."""


@cache
def scenario(name: str) -> Scenario:
    """A scenario of this room."""
    with as_file(files("cartsim.calibration").joinpath("scenarios")) as folder:
        return load(folder / f"{name}.yaml")


def asked(name: str, typical: Mapping[str, float], patients: int, seed: int) -> Scenario:
    """A scenario of this room with other typical values, number of patients and seed."""
    given = scenario(name)
    moved = {symbol: Override(value=value, because="calibration") for symbol, value in typical.items()}
    run = given.run.model_copy(update={"patients": patients, "seed": seed})
    return given.model_copy(update={"parameters": {**given.parameters, **moved}, "run": run})


def course_of(given: Scenario) -> xr.Dataset:
    """The course of a scenario, by one thread since evaluations run side by side; patients whose solve failed
    in any arm are left out of every reading."""
    course = simulate(draw(given), given, threads=1)
    solved = (course["status"].values == 0).all(axis=0)
    return course if solved.all() else course.isel(patient=np.flatnonzero(solved))


def responses_and_kinetics(typical: Mapping[str, float], patients: int, seed: int) -> Readings:
    """Best response by month 6 (C1, C2) and blood counts of the CAR alone (C7)."""
    given = asked("solid_tumour", typical, patients, seed)
    course = course_of(given)
    response, n = assess(observe(course, given), given)["best_orr"].values, course.sizes["patient"]
    found = {
        f"response_{name}": np.array([share_on_scale(share * n, n)])
        for name, share in zip(("car_alone", "switch"), response, strict=True)
    }
    return found | blood(course.isel(arm=0))


def blood(course: xr.Dataset) -> Readings:
    """Peak, its day, its spread, and who has cells in blood on day 100, of one arm."""
    days, counts = course["time"].values, course["car_t_blood"].values.astype(float)
    limits = {name: load_parameters()[f"limit_{name}"].value for name in ("qpcr", "flow")}
    peak = kinetics(days, counts[None], limits["qpcr"], limits["flow"])
    late = counts[:, np.argmin(np.abs(days - LASTING))]
    return {
        "peak": np.log(np.nanmedian(peak.cmax, keepdims=True)[0]),
        "peak_day": np.log([interpolated_day(days, counts)]),
        "peak_spread": np.log(geometric_cv(peak.cmax)),
        **{
            f"lasting_{name}": np.array([share_on_scale(float((late > limit).sum()), late.size)])
            for name, limit in limits.items()
        },
    }


def interpolated_day(days: Values, counts: Values) -> float:
    """Median over patients of the day of the peak from day 2 to 28, by a parabola through the three readings
    around it, so that it moves smoothly with the parameters."""
    some = np.flatnonzero((days >= 2.0) & (days <= 28.0))
    top = np.nanargmax(counts[:, some], axis=1)
    inner = np.clip(top, 1, some.size - 2)
    rows = np.arange(len(counts))
    x = np.stack([days[some[inner + k]] for k in (-1, 0, 1)])
    y = np.log(np.maximum(np.stack([counts[rows, some[inner + k]] for k in (-1, 0, 1)]), 1e-300))
    slopes = np.diff(y, axis=0) / np.diff(x, axis=0)
    bend = (slopes[1] - slopes[0]) / (x[2] - x[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = 0.5 * (x[0] + x[1]) - 0.5 * slopes[0] / bend
    fits = (bend < 0.0) & (top == inner)
    return float(np.median(np.where(fits, np.clip(at, x[0], x[2]), days[some[top]])))


def crs(name: str, typical: Mapping[str, float], patients: int, seed: int) -> tuple[Values, float]:
    """Worst CRS grade within 28 days as log odds of some and of severe, and the lower quartile of peak
    signalling IL-6 [pg/mL]."""
    course = course_of(asked(name, typical, patients, seed)).isel(arm=0)
    during = (course["time"].values >= 0.0) & (course["time"].values <= CRS_UNTIL)
    grade = course["crs_grade"].values[:, during].max(axis=1)
    il6 = course["il6_signal"].values[:, during].max(axis=1)
    counts = [(grade == 0).sum(), ((grade > 0) & (grade < 3)).sum(), (grade > 2).sum()]
    return odds_of(counts), float(np.quantile(il6, 0.25))


def lung(typical: Mapping[str, float], patients: int, seed: int) -> Readings:
    """Quantiles of the lung injury of the first day (C4)."""
    course = course_of(asked("lung", typical, patients // INJURY_SHARE, seed))
    at_once = (course["time"].values >= 0.0) & (course["time"].values <= INJURY_UNTIL)
    injury = course["lung_injury"].values[:, :, at_once].max(axis=2)
    found = {}
    for arm, worst in zip(course["arm"].values.tolist(), injury, strict=True):
        reading, rank = INJURY_RANK[arm]
        found[reading] = np.log([max(float(np.quantile(worst, rank)), LEAST_INJURY)])
    return found


def untreated(typical: Mapping[str, float], patients: int, seed: int) -> Readings:
    """Median true time to progression without cells [month] (C8)."""
    course = course_of(asked("untreated", typical, patients, seed))
    clinic = {symbol: entry.value for symbol, entry in load_parameters().items()}
    days = latent_progression_days(course, clinic)[0]
    median = np.median(np.where(np.isnan(days), np.inf, days))
    return {"progression": np.log([min(float(median), float(course["time"].values[-1])) / DAYS_PER_MONTH])}


def of_trials(typical: Mapping[str, float], patients: int, seed: int) -> Readings:
    """Every reading of a virtual trial."""
    found = responses_and_kinetics(typical, patients, seed)
    grades, quartile = crs("crs", typical, patients, seed)
    found |= {"crs": grades, "il6_lower_quartile": np.log([quartile])}
    found["crs_high"] = crs("high_burden", typical, patients, seed)[0]
    return found | lung(typical, patients, seed) | untreated(typical, patients, seed)
