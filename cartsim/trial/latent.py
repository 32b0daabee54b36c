"""The true day of progression, without visits or reading errors: a label for what the visits can only
bracket."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.trial.recist import grown
from cartsim.trial.scans import OCCULT, TARGET


def latent_progression_days(course: xr.Dataset, clinic: Mapping[str, float]) -> NDArray[np.float64]:
    """First time from infusion on (arm, patient) at which the true sum of targets has grown by 20 % and 5
    mm over its nadir, or an occult seed has reached the size of a new lesion; NaN: never. Non-target growth
    and death are left to the visits.
    """
    time, kinds = course["time"].values, course["lesion_kind"].values[None, :, None, :]
    diameter = course["lesion_diameter"].transpose("arm", "patient", "time", "lesion").values
    total = np.nansum(np.where(kinds == TARGET, diameter, 0.0), axis=-1, dtype=float)  # same in any order
    nadir = np.minimum.accumulate(total, axis=-1)
    worse = grown(total, nadir, per_mm=1)
    with np.errstate(invalid="ignore"):
        worse |= ((kinds == OCCULT) & (diameter >= clinic["new_lesion_diameter"])).any(axis=-1)
    worse &= (time >= 0.0)[None, None, :]
    return np.where(worse.any(axis=-1), time[np.argmax(worse, axis=-1)], np.nan)
