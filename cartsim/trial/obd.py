"""The optimal biological dose: which level is worth most when response and DLT are weighed.

Each patient's outcome (response or not, DLT or not) has a utility from 0 to 100. The sum of utilities / 100
is taken as a number x of quasi-events among n patients, so that the mean utility has the posterior Beta(1 +
x, 1 + n - x) times 100 and the mean 100 (1 + x) / (2 + n). A level is admissible when it was tried, lies at
or below the maximum tolerated dose, and neither P(DLT rate > target) nor P(response rate < floor), each under
Beta(1, 1), exceeds its certainty. The OBD is the admissible level of highest mean utility, the lower among
equals.

Quasi-binomial utility, its usual values (100, 60, 40, 0), the two admissibility rules and the bound at the
MTD are those by which BOIN12 selects at its end: Lin et al. 2020 (JCO Precis Oncol 4:1393) [recalled; the
selection was compared with its implementation in the R package escalation]. Utilities of four outcomes weigh
U-BOIN's doses, too: Zhou, Lee & Yuan 2019 (Stat Med 38:5299). Neither design's way of assigning
cohorts by utility is used here: patients are assigned by the escalation, for toxicity alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincc

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


class Outcomes(NamedTuple):
    """Patients whose outcome is known, those with a DLT, with a response, with both; (..., level)."""

    patients: Counts
    dlts: Counts
    responses: Counts
    both: Counts


@dataclass(frozen=True)
class UtilityRule:
    """Utilities of the four outcomes (0 to 100) and what makes a level admissible."""

    response_only: float = 100.0
    response_and_dlt: float = 60.0
    neither: float = 40.0
    dlt_only: float = 0.0
    target: float = 0.3
    least_response: float = 0.25
    dlt_certainty: float = 0.95
    response_certainty: float = 0.9


def utility_sums(outcomes: Outcomes, rule: UtilityRule) -> Floats:
    """Sum of the patients' utilities at each level.

    >>> utility_sums(Outcomes(*map(np.array, ([6], [2], [3], [1]))), UtilityRule()).tolist()
    [340.0]
    """
    n, dlts, responses, both = outcomes
    return (
        rule.response_only * (responses - both)
        + rule.response_and_dlt * both
        + rule.neither * (n - dlts - responses + both)
        + rule.dlt_only * (dlts - both)
    )


def posterior_utility(outcomes: Outcomes, rule: UtilityRule) -> Floats:
    """Posterior mean of the mean utility at each level, 0 to 100; 50 where nobody was treated.

    >>> posterior_utility(Outcomes(*map(np.array, ([6], [2], [3], [1]))), UtilityRule()).tolist()
    [55.0]
    """
    return (100.0 + utility_sums(outcomes, rule)) / (2.0 + outcomes.patients)


def admissible(outcomes: Outcomes, rule: UtilityRule) -> NDArray[np.bool_]:
    """Tried levels that are neither surely too toxic nor surely too weak.

    >>> outcomes = Outcomes(*map(np.array, ([9, 9, 9, 0], [0, 0, 6, 0], [0, 3, 6, 0], [0, 0, 5, 0])))
    >>> admissible(outcomes, UtilityRule()).tolist()
    [False, True, False, False]
    """
    n, dlts, responses, _ = outcomes
    toxic = betaincc(1 + dlts, 1 + n - dlts, rule.target) > rule.dlt_certainty
    weak = betainc(1 + responses, 1 + n - responses, rule.least_response) > rule.response_certainty
    return np.asarray((n > 0) & ~toxic & ~weak)


def optimal_level(outcomes: Outcomes, rule: UtilityRule, highest: ArrayLike) -> Counts:
    """The OBD of each trial, from 1, not above its `highest` level; 0: no level is admissible.

    >>> outcomes = Outcomes(*(np.array([row]) for row in ([9, 9], [0, 4], [5, 5], [0, 2])))
    >>> optimal_level(outcomes, UtilityRule(), [2]).tolist()
    [1]
    """
    levels = np.arange(1, outcomes.patients.shape[-1] + 1)
    allowed = admissible(outcomes, rule) & (levels <= np.asarray(highest)[..., None])
    utility = np.where(allowed, posterior_utility(outcomes, rule), -np.inf)
    return np.where(allowed.any(axis=-1), utility.argmax(axis=-1) + 1, 0)
