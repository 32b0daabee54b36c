"""When a patient starts a new anticancer therapy: after the first progression seen, or before one. Choices.

Only the day is simulated: the visits after it are those of a patient without the new drug, so that the
hypothetical strategy (censored there) is what they support, and treatment policy, computed beside it, is
treatment policy for a drug without effect. Random numbers belong to the patient and are the same in every
arm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.population.streams import uniforms
from cartsim.trial.mortality import monthly_days
from cartsim.trial.responses import RANK, Floats, History, first_day

if TYPE_CHECKING:
    from cartsim.scenario.trial import NewTherapy


def new_therapy_days(
    days: Floats, codes: NDArray[np.int8], last: Floats, rules: NewTherapy, seed: int, patients: NDArray
) -> Floats:
    """Day (arm, patient) on which a new therapy begins under observation, which ends on day `last`; NaN:
    never.

    `days` (patient, visit) and `codes` (arm, patient, visit) of RESPONSE give the first PD visit. After it
    the share `after_pd` changes therapy, `delay` later. Before it, at a constant hazard with the probability
    `without_pd` per month, a patient changes without progression; the day is rounded up to a whole day.
    """
    progression = first_day(History(days[None], codes), codes == RANK["PD"])
    changes = uniforms(seed, "new therapy/after progression", patients)[:, 0] < rules.after_pd
    later = np.where(changes, progression + rules.delay, np.inf)
    early = monthly_days(rules.without_pd, seed, "new therapy/without progression", patients)
    day = np.where(early < progression, early, later)
    return np.where(day <= last, day, np.nan)
