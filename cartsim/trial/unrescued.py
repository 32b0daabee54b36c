"""CRS of the same patients without rescue drugs: what the rescue hides.

Rescue is triggered by the grade and lowers it, so the grade seen under rescue understates how severe CRS
would become. Patients who were given tocilizumab or dexamethasone are simulated again without (with the same
random numbers) and their grade travels in the visits as `crs_grade_again`; all others have the grade they
have.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.trial.shares import arm_share

SEVERE = 3
NEVER_RESCUED, FAILED = -1, -2
"""Codes of `crs_grade_again` where there is no second grade."""
NOT_KNOWN = -1


def without_rescue(
    visits: xr.Dataset, found: Mapping[str, NDArray], solved: NDArray[np.bool_]
) -> dict[str, NDArray]:
    """`crs_grade_unrescued` (arm, patient) and `severe_crs_unrescued_rate` (arm).

    Nothing where the visits hold no second simulation. A second solve that failed is NOT_KNOWN and counts
    beside the denominator.
    """
    if "crs_grade_again" not in visits:
        return {}
    again = visits["crs_grade_again"].transpose("arm", "patient").values
    grade = np.where(again == NEVER_RESCUED, found["crs_grade"], np.where(again == FAILED, NOT_KNOWN, again))
    known, infused = solved & (grade != NOT_KNOWN), visits["infused"].values == 1
    severe = arm_share("severe_crs_unrescued_rate", grade >= SEVERE, known & infused, ~known & infused)
    return {"crs_grade_unrescued": grade, **severe}
