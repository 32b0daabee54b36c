"""An escalation with what follows it: the expansion cohort and the choice of the optimal biological dose.

The same function runs the one reported trial, whose patients are enrolled in the order of their ids, and
the repeated ones, each of which draws its patients from the simulated ones, with replacement: so a trial of
any size can be drawn, and its luck is that of a trial among patients with the rates of the pool.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.population.streams import uniforms
from cartsim.trial.obd import Outcomes, UtilityRule, optimal_level
from cartsim.trial.operating import Escalations, Pool, Rules, escalate, tally

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

PATIENCE = 4
"""A repeated trial ends when it has enrolled so many times its largest number of evaluable patients."""
BATCH = 10_000
"""Trials run at a time: bounds the memory. No result depends on it."""


class Candidates(NamedTuple):
    """The virtual patients of one arm, (patient, level): what the escalation needs, confirmed response by the
    primary visit, infused, CRS of grade 3 or worse, and the DLT_REASON."""

    pool: Pool
    response: Flags
    infused: Flags
    severe: Flags
    reason: NDArray


class Plan(NamedTuple):
    """The escalation's rules, patients of the expansion (0: none), its level (None: the selected one), the
    rule of the optimal biological dose (None: none is chosen)."""

    rules: Rules
    expansion: int = 0
    level: int | None = None
    utility: UtilityRule | None = None


class Expansion(NamedTuple):
    """Level of each trial (0: none), its patients (trial, place) by their number in the pool, which of these
    places are filled, and the day of infusion."""

    level: Counts
    who: Counts
    filled: Flags
    day: Floats


class Campaigns(NamedTuple):
    """Trials in rows: escalation, expansion, outcomes of all evaluable patients by level, the OBD (0: none),
    the day on which the last DLT window closed."""

    escalation: Escalations
    expansion: Expansion
    outcomes: Outcomes
    obd: Counts
    closes: Floats


def campaigns(people: Candidates, order: Counts, plan: Plan) -> Campaigns:
    """Escalate, expand and choose, a trial per row of `order` (trial, place)."""
    escalation = escalate(people.pool, order, plan.rules)
    expansion = _expand(escalation, order, plan)
    outcomes = _outcomes(people, escalation, expansion, order)
    highest = escalation.selected
    obd = optimal_level(outcomes, plan.utility, highest) if plan.utility else np.zeros_like(highest)
    last = np.where(expansion.filled, expansion.day + plan.rules.window, 0.0).max(axis=1, initial=0.0)
    return Campaigns(escalation, expansion, outcomes, obd, np.maximum(escalation.closes, last))


def _expand(escalation: Escalations, order: Counts, plan: Plan) -> Expansion:
    """The next patients in the order, one after another once the escalation is over.

    A level given by its number is expanded where it proved tolerable: at or below the selected one.
    """
    selected = escalation.selected
    level = selected if plan.level is None else np.where(selected >= plan.level, plan.level, 0)
    level = level if plan.expansion else np.zeros_like(level)
    places = np.arange(plan.expansion)
    place = escalation.enrolled[:, None] + places
    filled = (place < order.shape[1]) & (level[:, None] > 0)
    who = np.take_along_axis(order, np.where(filled, place, 0), axis=1) if order.size else place
    return Expansion(level, who, filled, escalation.closes[:, None] + plan.rules.accrual * places)


def _outcomes(people: Candidates, escalation: Escalations, expansion: Expansion, order: Counts) -> Outcomes:
    """Counts by (trial, level) of the evaluable patients of both parts."""
    level = np.concatenate(
        [escalation.level, np.where(expansion.filled, expansion.level[:, None], 0)], axis=1
    )
    who, at = np.concatenate([order, expansion.who], axis=1), np.maximum(level - 1, 0)
    levels = people.response.shape[1]
    if order.size == 0:
        return Outcomes(*(np.zeros((len(order), levels), np.int64) for _ in range(4)))
    known = people.pool.evaluable[who, at] & (level > 0)
    dlt, response = known & people.pool.limited[who, at], known & people.response[who, at]
    return Outcomes(*(tally(level, flags, levels) for flags in (known, dlt, response, dlt & response)))


def expansion_counts(people: Candidates, expansion: Expansion) -> dict[str, tuple[Counts, Counts]]:
    """(events, patients) of each trial's expansion: response of all enrolled, DLT of the evaluable, severe
    CRS of the infused."""
    if people.response.size == 0:
        nobody = np.zeros(expansion.level.size, np.int64)
        return dict.fromkeys(("orr", "dlt", "severe_crs"), (nobody, nobody))
    at = (expansion.who, np.maximum(expansion.level - 1, 0)[:, None])
    sets = {
        "orr": (people.response[at], expansion.filled),
        "dlt": (people.pool.limited[at], expansion.filled & people.pool.evaluable[at]),
        "severe_crs": (people.severe[at], expansion.filled & people.infused[at]),
    }
    return {name: ((event & among).sum(axis=1), among.sum(axis=1)) for name, (event, among) in sets.items()}


def orders(seed: int, trials: Counts, patients: int, plan: Plan) -> Counts:
    """Patients of repeated trials in the order of enrolment, addressed by (seed, trial); the same in all
    arms.

    >>> orders(1, np.array([0, 1]), 10, Plan(Rules(most_patients=2))).shape
    (2, 8)
    """
    places = PATIENCE * plan.rules.most_patients + plan.expansion if patients else 0
    return (uniforms(seed, "design/enrolment", trials, places) * patients).astype(np.int64)
