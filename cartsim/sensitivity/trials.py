"""One evaluation: the trial at a point of typical values, from its patients to the shares of interest.

The virtual patients are the same in every evaluation (same ids and random numbers). Their outcomes are also
summed over either half of them (even and odd ids): how much the halves disagree is the luck of who they are.
A typical value that decides who is enrolled (tumour burden, its split, cells per volume) can put another
candidate in the place of one who no longer fits, as in the trial itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartsim.errors import BadInput, Problem
from cartsim.route_basis import outcomes_with
from cartsim.scenario.routes import RoutePair, alone, route_pairs
from cartsim.scenario.scenario import Scenario
from cartsim.sensitivity.factors import Factor, at_point, basis_symbols
from cartsim.trial.paired import Measure, month_3_measure

TOLERANCE = 1e-4
"""Relative tolerance of a solve: diameters to about .003 mm in 95 % of patients, below any reading error."""
PARTS = ("all", "even", "odd")
"""Patients a share is taken over."""
PER_ARM = ("confirmed_orr", "severe_crs", "dlt")
"""Yes/no endpoints looked at in either arm."""


@dataclass(frozen=True)
class Trial:
    """What is evaluated: a scenario with the two arms of a route pair alone, cavity first; the factors."""

    scenario: Scenario
    factors: tuple[Factor, ...]

    def __call__(self, point: NDArray[np.float64]) -> NDArray[np.float64]:
        """Outputs (output, part) at a point (factor), and in a last row the failed solves."""
        measures, failed = outcomes_with(at_point(self.scenario, self.factors, point), threads=1)
        shares = [_shares(measures, self.scenario, part) for part in PARTS]
        return np.vstack([np.array(shares).T, np.full(len(PARTS), float(failed))])


def trial_of(scenario: Scenario, patients: int, where: str) -> Scenario:
    """The scenario as it is evaluated; BadInput where no two arms differ by route alone."""
    pairs = route_pairs(scenario, basis_symbols())
    if not pairs:
        message = "no two arms differ by route alone"
        remedy = "give the same dose by vein and into the cavity, as scenarios/route_comparison.yaml does"
        raise BadInput(Problem(where, "trial.arms", message, remedy))
    return _cheap(alone(scenario, most_telling(scenario, pairs)), patients)


def most_telling(scenario: Scenario, pairs: Sequence[RoutePair]) -> RoutePair:
    """The last pair: of doses in rising order the highest, which has the most responses and toxicity."""
    return pairs[-1]


def output_names(scenario: Scenario) -> tuple[str, ...]:
    """What the rows of an evaluation are called: `response_at_day_91 IC - IV`, `confirmed_orr IC`, ..."""
    cavity, vein = (arm.name for arm in scenario.trial.arms)
    per_arm = (f"{measure} {arm}" for measure in PER_ARM for arm in (cavity, vein))
    return (f"{month_3_measure(scenario)} {cavity} - {vein}", *per_arm)


def _cheap(scenario: Scenario, patients: int) -> Scenario:
    settings = {"patients": patients, "route_basis_patients": patients, "tolerance": TOLERANCE}
    run = scenario.run.model_copy(update={**settings, "solver": "default"})
    return scenario.model_copy(update={"run": run})


def _shares(measures: dict[str, Measure], scenario: Scenario, part: str) -> list[float]:
    """The outputs over a part of the patients."""
    half = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}[part]
    event, known = (side[:, half] for side in measures[month_3_measure(scenario)])
    both = known[0] & known[1]
    rows = [_share(event[0], both) - _share(event[1], both)]
    for name in PER_ARM:
        event, known = (side[:, half] for side in measures[name])
        rows += [_share(event[arm], known[arm]) for arm in range(2)]
    return rows


def _share(event: NDArray[np.bool_], known: NDArray[np.bool_]) -> float:
    """The share with an event among those who count; NaN of nobody."""
    return float(event[known].mean()) if known.any() else float("nan")
