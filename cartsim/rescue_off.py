"""The same patients without rescue drugs: those who were given one are simulated again in that arm.

Only tocilizumab and dexamethasone are left out. Drainage and withheld doses are no treatment of CRS and stay.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import EVENT_KIND
from cartsim.scenario.doses import Arm
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.course import simulate
from cartsim.trial import observe
from cartsim.trial.toxicity import worst_crs
from cartsim.trial.unrescued import DRUGS, FAILED, NEVER_RESCUED

Count = Callable[[int], None]
PERSON = ("arm", "patient")


def rescued(course: xr.Dataset) -> NDArray[np.bool_]:
    """Who was given a rescue drug (arm, patient); a failed solve is nobody's."""
    kinds = course["event_kind"].transpose(*PERSON, "event").values
    given = np.isin(kinds, [EVENT_KIND.index(drug) for drug in DRUGS]).any(axis=-1)
    given |= (course["treated"].transpose(*PERSON, "time").values > 0).any(axis=-1)
    return given & (course["status"].transpose(*PERSON).values == 0)


def with_grades_without_rescue(
    visits: xr.Dataset,
    course: xr.Dataset,
    patients: xr.Dataset,
    scenario: Scenario,
    expect: Count,
    done: Count,
) -> xr.Dataset:
    """The visits with `crs_grade_again`: worst CRS grade without rescue drugs of those who were given one.

    `expect` is told how many more solves this takes, `done` how many are finished.
    """
    who = rescued(course)
    expect(int(who.sum()))
    grades = np.full(who.shape, NEVER_RESCUED, np.int8)
    for place, arm in enumerate(scenario.trial.arms):
        if who[place].any():
            again = patients.isel(patient=np.flatnonzero(who[place]))
            grades[place, who[place]] = grades_without(again, arm, scenario, done)
    return visits.assign(crs_grade_again=(PERSON, grades))


def grades_without(patients: xr.Dataset, arm: Arm, scenario: Scenario, done: Count | None = None) -> NDArray:
    """Worst CRS grade of these patients in an arm without rescue drugs; FAILED where the solve failed."""
    bare = without_drugs(scenario, arm)
    course = simulate(patients, bare, done=done)
    found = worst_crs(observe(course, bare), bare)[0]
    return np.where(course["status"].values[0] == 0, found, FAILED)


def without_drugs(scenario: Scenario, arm: Arm) -> Scenario:
    """The scenario with this arm alone and no rescue drug."""
    kept = tuple(rule for rule in scenario.trial.rescue_of(arm) if rule.drug not in DRUGS)
    alone = arm.model_copy(update={"rescue": kept})
    trial = scenario.trial.model_copy(update={"arms": (alone,), "planned": None})
    return scenario.model_copy(update={"trial": trial, "design": None})
