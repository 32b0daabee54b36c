"""The uncertainties of each yes/no endpoint per arm, one by one and never in one interval.

Monte Carlo error: how well so many virtual patients pin down what the model says (exact limits).
Between-patient variation: the SD of one patient's outcome, sqrt(p (1 - p)).
Parameter uncertainty: what other typical values would give (`run.parameter_draws`).
A planned trial: the share that a trial of `trial.planned.patients_per_arm` patients would see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from cartsim.trial.components import CENTRAL, Components, components
from cartsim.trial.intervals import predictive
from cartsim.trial.shares import share

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario
    from cartsim.trial.paired import Measure

Floats = NDArray[np.float64]
Table = dict[str, NDArray]

UNKNOWN = -1
"""Code of a patient who does not count for a measure; 0 no, 1 yes."""


def uncertainties(measures: Mapping[str, Measure], scenario: Scenario) -> Table:
    """`outcome_share` with its Monte Carlo limits, `patient_sd`, and with a planned trial `predicted_*`, all
    (arm, measure)."""
    parts = [share("outcome_share", event, known) for event, known in measures.values()]
    found = {name: np.stack([part[name] for part in parts], axis=1) for name in parts[0]}
    found["patient_sd"] = np.sqrt(found["outcome_share"] * (1.0 - found["outcome_share"]))
    planned = scenario.trial.planned
    return found | (_predicted(found, planned.patients_per_arm) if planned else {})


def coded(measures: Mapping[str, Measure]) -> NDArray[np.int8]:
    """Outcomes (arm, measure, patient) as 0, 1 or UNKNOWN: what is kept of one parameter draw."""
    codes = [np.where(known, event, UNKNOWN) for event, known in measures.values()]
    return np.stack(codes, axis=1).astype(np.int8)


def drawn_uncertainties(
    outcomes: NDArray[np.int8], pairs: Sequence[tuple[int, int]], planned: int | None
) -> Table:
    """Parameter uncertainty of outcomes (draw, arm, measure, patient): `parameter_*` (arm, measure), and of
    the paired differences `difference_parameter_*` (contrast, measure).

    With a planned trial of so many patients also `predicted_drawn_*`: other typical values and the luck of
    few patients together, which is what a real trial meets.
    """
    values = np.where(outcomes == UNKNOWN, np.nan, outcomes.astype(float))
    differences = [values[:, arm] - values[:, reference] for arm, reference in pairs]
    shape = (values.shape[0], 0, *values.shape[2:])
    found = _summaries("", values) | _summaries(
        "difference_", np.stack(differences, axis=1) if pairs else np.empty(shape)
    )
    return found | (_predicted_drawn(values, found, planned) if planned else {})


def predicted_over(shares: Floats, patients: int) -> tuple[float, float]:
    """Central 95 % of x / n in a trial of n patients whose true share is any of `shares`, each as likely.

    >>> predicted_over(np.array([0.5]), 20), predicted_over(np.array([0.2, 0.8]), 20)
    ((0.3, 0.7), (0.05, 0.95))
    """
    known = shares[np.isfinite(shares)]
    if not known.size:
        return float("nan"), float("nan")
    reached = binom.cdf(np.arange(patients + 1)[:, None], patients, known[None, :]).mean(axis=1)
    low, high = (int(np.searchsorted(reached, level - 1e-12)) / patients for level in CENTRAL)
    return low, high


def _predicted(found: Mapping[str, NDArray], patients: int) -> Table:
    limits = np.full((2, *found["outcome_share"].shape), np.nan)
    for place in np.ndindex(*limits.shape[1:]):
        n = int(found["outcome_share_n"][place])
        if n:
            limits[(slice(None), *place)] = predictive(
                round(float(found["outcome_share"][place]) * n), n, patients
            )
    return {"predicted_lower": limits[0], "predicted_upper": limits[1]}


def _summaries(prefix: str, values: Floats) -> Table:
    """The components of each (row, measure) of values (draw, row, measure, patient)."""
    rows, measures = values.shape[1:3]
    table = np.full((len(Components._fields), rows, measures), np.nan)
    for row, measure in np.ndindex(rows, measures):
        table[:, row, measure] = components(values[:, row, measure])
    names = ("parameter_mean", "parameter_sd", "parameter_lower", "parameter_upper", "draw_mcse")
    return {f"{prefix}{name}": part for name, part in zip(names, table, strict=True)}


def _predicted_drawn(values: Floats, found: Mapping[str, NDArray], patients: int) -> Table:
    """Over the draws' shares, drawn together to the SD that parameter uncertainty has."""
    limits = np.full((2, *found["parameter_mean"].shape), np.nan)
    for place in np.ndindex(*limits.shape[1:]):
        shares = _means(values[:, place[0], place[1]])
        spread, centre = np.nanstd(shares, ddof=1) if shares.size > 1 else 0.0, np.nanmean(shares)
        narrowing = found["parameter_sd"][place] / spread if spread > 0.0 else 0.0
        limits[(slice(None), *place)] = predicted_over(centre + narrowing * (shares - centre), patients)
    return {"predicted_drawn_lower": limits[0], "predicted_drawn_upper": limits[1]}


def _means(table: Floats) -> Floats:
    """Mean outcome of every draw in which anybody counts."""
    inside = table[np.isfinite(table).any(axis=1)]
    return np.nanmean(inside, axis=1) if inside.size else np.array([np.nan])
