"""CRS of the same patients without rescue drugs: what the rescue hides.

Rescue is triggered by the grade and lowers it, so the grade seen under rescue understates how severe CRS
would become. Patients who were given tocilizumab or dexamethasone are simulated again without (with the same
random numbers) and their grade travels in the visits as `crs_grade_again`; all others have the grade they
have. A trial without a rule for these drugs has nothing to say here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import EVENT_KIND
from cartsim.trial.shares import arm_share

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

DRUGS = ("tocilizumab", "dexamethasone")
"""Rescue drugs that lower CRS."""
SEVERE = 3
NEVER_RESCUED, FAILED = -1, -2
"""Codes of `crs_grade_again` where there is no second grade."""
NOT_KNOWN = -1


def without_rescue(
    visits: xr.Dataset, found: Mapping[str, NDArray], solved: NDArray[np.bool_], scenario: Scenario
) -> dict[str, NDArray]:
    """`crs_grade_unrescued` (arm, patient) and `severe_crs_unrescued_rate` (arm); where nobody was rescued
    they are the grade and the share as they are.

    Nothing where no arm has a rule for the drugs, or where somebody was given one and the visits hold no
    second simulation. A second solve that failed is NOT_KNOWN and counts beside the denominator, as a first
    solve that failed does, also before the infusion.
    """
    again = _again(visits) if has_rescue(scenario) else None
    if again is None:
        return {}
    grade = np.where(again == NEVER_RESCUED, found["crs_grade"], np.where(again == FAILED, NOT_KNOWN, again))
    known, infused = solved & (grade != NOT_KNOWN), visits["infused"].values == 1
    severe = arm_share("severe_crs_unrescued_rate", grade >= SEVERE, known & infused, ~known)
    return {"crs_grade_unrescued": grade, **severe}


def has_rescue(scenario: Scenario) -> bool:
    """Whether any arm has a rule for tocilizumab or dexamethasone."""
    trial = scenario.trial
    return any(rule.drug in DRUGS for arm in trial.arms for rule in trial.rescue_of(arm))


def _again(visits: xr.Dataset) -> NDArray[np.int8] | None:
    """Grades of the second simulation (arm, patient); None where there should have been one and is not."""
    if "crs_grade_again" in visits:
        return np.asarray(visits["crs_grade_again"].transpose("arm", "patient").values)
    rescued = np.isin(visits["event_kind"].values, [EVENT_KIND.index(drug) for drug in DRUGS]).any()
    return None if rescued else np.full(visits["infused"].shape, NEVER_RESCUED, np.int8)
