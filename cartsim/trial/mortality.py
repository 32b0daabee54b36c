"""When a virtual patient dies, of what, and when one leaves the study. Hazards are assumed
(values/clinic.yaml).

Disease: death_rate * (tumour cells / 1e10)^death_burden * death_ecog^(ECOG - death_ecog_reference) per day,
where ECOG is the performance status at baseline. Toxicity: death_crs per day while CRS is grade 4, death_lung
while lung injury threatens life. Each cause has its own random number per patient, the same in every arm, and
the death is the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import MECHANISM
from cartsim.population.streams import uniforms

Floats = NDArray[np.float64]

REFERENCE_BURDEN = 1e10
"""Tumour cells at which the hazard of death is `death_rate`."""
DAYS_PER_MONTH = 365.25 / 12.0
LIFE_THREATENING = 4


class Deaths(NamedTuple):
    """Day (NaN: alive at the end) and cause (code of MECHANISM), both (arm, patient)."""

    day: Floats
    cause: NDArray[np.int8]


def deaths(
    time: Floats,
    tumour_cells: NDArray,
    crs_grade: NDArray,
    lung_grade: NDArray,
    ecog: NDArray,
    clinic: Mapping[str, float],
    seed: int,
    patients: NDArray[np.int64],
) -> Deaths:
    """First day on which a cumulative hazard passes the patient's own threshold -ln(u); series are (arm,
    patient, time), `ecog` (patient)."""
    burden = np.maximum(tumour_cells, 0.0) / REFERENCE_BURDEN
    frailty = clinic["death_ecog"] ** (np.asarray(ecog, float) - clinic["death_ecog_reference"])
    disease = clinic["death_rate"] * burden ** clinic["death_burden"] * frailty[None, :, None]
    toxic = clinic["death_crs"] * (crs_grade >= LIFE_THREATENING) + clinic["death_lung"] * (
        lung_grade >= LIFE_THREATENING
    )
    days = [
        _first_passage(time, hazard, -np.log(uniforms(seed, f"death/{name}", patients)[:, 0]))
        for name, hazard in (("disease", disease), ("toxicity", toxic))
    ]
    first = np.fmin(*days)
    by_toxicity = np.isfinite(days[1]) & ~(days[0] < days[1])
    cause = np.where(by_toxicity, MECHANISM.index("CAR-T"), MECHANISM.index("disease"))
    return Deaths(first, np.where(np.isnan(first), MECHANISM.index("none"), cause).astype(np.int8))


def monthly_days(per_month: float, seed: int, purpose: str, patients: NDArray[np.int64]) -> Floats:
    """Day of each patient's event of constant hazard, the same in every arm; infinite where it has none.

    Exponential with the given probability per month of 365.25/12 days, rounded up to whole days.
    """
    if per_month <= 0.0:
        return np.full(patients.size, np.inf)
    rate = -np.log1p(-per_month)
    return np.ceil(-np.log(uniforms(seed, purpose, patients)[:, 0]) / rate * DAYS_PER_MONTH)


def _first_passage(time: Floats, hazard: NDArray, threshold: Floats) -> Floats:
    """Whole day, from infusion on, by which the integrated hazard has passed the threshold of each patient;
    NaN: never."""
    after = time >= 0.0
    days, rate = time[after], np.asarray(hazard, float)[..., after]
    risk = np.cumsum((rate[..., 1:] + rate[..., :-1]) / 2.0 * np.diff(days), axis=-1)
    dead = risk >= threshold[None, :, None]
    found = np.ceil(days[1:][np.argmax(dead, axis=-1)])
    return np.where(dead.any(axis=-1), found, np.nan)
