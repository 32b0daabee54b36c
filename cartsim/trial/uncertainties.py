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

from cartsim.trial.components import CENTRAL, Components, components, narrowed
from cartsim.trial.intervals import predictive
from cartsim.trial.shares import share

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario
    from cartsim.trial.paired import Measure

Floats = NDArray[np.float64]
Table = dict[str, NDArray]

UNKNOWN = -1
"""Code of a patient who does not count for a measure; 0 no, 1 yes."""
NAMES = (
    "parameter_mean",
    "parameter_sd",
    "parameter_lower",
    "parameter_upper",
    "parameter_sd_lower",
    "parameter_sd_upper",
    "draw_mcse",
)
"""What the fields of `Components` are called in the results."""


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


def drawn_uncertainties(outcomes: NDArray[np.int8], pairs: Sequence[tuple[int, int]]) -> Table:
    """Parameter uncertainty of outcomes (draw, arm, measure, patient): `parameter_*` (arm, measure), and of
    the paired differences `difference_parameter_*` (contrast, measure)."""
    values = _values(outcomes)
    differences = [values[:, arm] - values[:, reference] for arm, reference in pairs]
    shape = (values.shape[0], 0, *values.shape[2:])
    return _summaries("", values) | _summaries(
        "difference_", np.stack(differences, axis=1) if pairs else np.empty(shape)
    )


def predicted_over_draws(
    outcomes: NDArray[np.int8], found: Mapping[str, NDArray], alone: tuple[NDArray, NDArray], patients: int
) -> Table:
    """`predicted_drawn_*` (arm, measure): what a planned trial of so many patients would see whatever the
    typical values are, from what `drawn_uncertainties` found in the same outcomes.

    The shares of the draws, drawn together to the SD that parameter uncertainty has, or as long as that is
    not separable from Monte Carlo error to the most it may be. The limits also hold `alone`, those of the
    assumed typical values: 95 % of trials lie inside if these are right, and 95 % over all that may be.
    """
    values = _values(outcomes)
    limits = np.stack([np.asarray(end, float) for end in alone])
    for place in np.ndindex(*limits.shape[1:]):
        table = values[:, place[0], place[1]]
        counts = np.isfinite(table).sum(axis=1)
        if counts.any():
            shares = np.nansum(table, axis=1)[counts > 0] / counts[counts > 0]
            separable = found["parameter_sd_lower"][place] > 0.0
            sd = float(found["parameter_sd" if separable else "parameter_sd_upper"][place])
            low, high = predicted_over(narrowed(shares, sd), counts[counts > 0], patients)
            limits[(0, *place)] = np.fmin(limits[(0, *place)], low)
            limits[(1, *place)] = np.fmax(limits[(1, *place)], high)
    return {"predicted_drawn_lower": limits[0], "predicted_drawn_upper": limits[1]}


def predicted_over(shares: Floats, of: NDArray, patients: int) -> tuple[float, float]:
    """Central 95 % of x / n in a trial of n patients whose true share is behind any of `shares`, each as
    likely and seen in so many virtual patients: beta-binomials under the Jeffreys prior, as in `predictive`.

    >>> predicted_over(np.array([0.4]), np.array([1000]), 20)
    (0.2, 0.6)
    >>> predicted_over(np.array([0.2, 0.8]), np.array([1000, 1000]), 20)
    (0.05, 0.95)
    """
    from scipy.stats import betabinom  # takes long to load, and few runs need it

    yes = shares * of
    chance = betabinom.pmf(np.arange(patients + 1)[:, None], patients, yes + 0.5, of - yes + 0.5)
    reached = chance.mean(axis=1).cumsum()
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
    return {f"{prefix}{name}": part for name, part in zip(NAMES, table, strict=True)}


def _values(outcomes: NDArray[np.int8]) -> Floats:
    return np.where(outcomes == UNKNOWN, np.nan, outcomes.astype(float))
