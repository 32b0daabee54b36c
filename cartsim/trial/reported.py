"""The one trial of every arm that is told in full: its cohorts, its end, its expansion, and who was in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import DESIGN_DECISION, DESIGN_PART, DLT_REASON
from cartsim.trial.campaigns import Campaigns, Candidates, Plan, expansion_counts
from cartsim.trial.intervals import clopper_pearson

Table = dict[str, NDArray]
Counts = NDArray[np.int64]

DECISIONS = {-1: "de-escalate", 0: "stay", 1: "escalate"}


def reported_trials(trials: list[Campaigns], people: list[Candidates], plan: Plan) -> Table:
    """End, expansion and cohorts of the trial of each arm, the arm first; all trials have as many cohorts as
    the longest, those never opened at level 0."""
    steps = max(int(trial.escalation.cohort.max(initial=0)) for trial in trials)
    return side_by_side(
        [
            _ends(trial, one) | _cohorts(trial, one, steps, plan.rules.window)
            for trial, one in zip(trials, people, strict=True)
        ]
    )


def _ends(trial: Campaigns, people: Candidates) -> Table:
    """How the trial of one arm ended, and its expansion with the exact limits of a trial so small."""
    escalation = trial.escalation
    table: Table = {
        "design_trial_selected": escalation.selected[0],
        "design_trial_end": escalation.ended[0],
        "design_trial_enrolled": escalation.enrolled[0],
        "design_trial_replaced": escalation.replaced[0],
        "design_trial_days": trial.closes[0],
        "design_trial_obd": trial.obd[0],
        "design_expansion_level": trial.expansion.level[0],
    }
    for name, (events, patients) in expansion_counts(people, trial.expansion).items():
        x, n = int(events[0]), int(patients[0])
        lower, upper = clopper_pearson(x, n) if n else (np.nan, np.nan)
        values = {"": x / n if n else np.nan, "_lower": lower, "_upper": upper, "_n": n}
        table |= {f"design_expansion_{name}{tail}": np.array(value) for tail, value in values.items()}
    return table


def _cohorts(trial: Campaigns, people: Candidates, steps: int, window: float) -> Table:
    """Who was treated when, who was replaced and why, and the decision, by cohort."""
    escalation = trial.escalation
    cohort, level, day = escalation.cohort[0], escalation.level[0], escalation.day[0]
    mine = cohort == np.arange(1, steps + 1)[:, None]
    treated_at = np.arange(level.size), np.maximum(level - 1, 0)
    reason = people.reason[treated_at]
    known, limited = people.pool.evaluable[treated_at], people.pool.limited[treated_at]

    def count(flags: NDArray[np.bool_]) -> Counts:
        return np.asarray((mine & flags).sum(axis=1))

    at = np.where(mine, level, 0).max(axis=1, initial=0)
    return {
        "design_cohort_level": at,
        "design_cohort_patients": count(known),
        "design_cohort_dlts": count(known & limited),
        "design_cohort_under_dosed": count(reason == DLT_REASON.index("under-dosed")),
        "design_cohort_not_followed": count(reason == DLT_REASON.index("not followed")),
        "design_cohort_opens": _first(mine, day),
        "design_cohort_closes": window - _first(mine, -day),
        "design_cohort_decision": _decisions(at),
    }


def _first(mine: NDArray[np.bool_], day: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least day of each cohort; NaN for one without patients."""
    found = np.where(mine, day, np.inf).min(axis=1, initial=np.inf)
    return np.where(np.isfinite(found), found, np.nan)


def _decisions(at: Counts) -> Counts:
    """What followed each cohort, from the level of the next one; after the last, stop.

    >>> from cartsim.datasets import words
    >>> words(_decisions(np.array([1, 2, 1, 1, 0])), DESIGN_DECISION).tolist()
    ['escalate', 'de-escalate', 'stay', 'stop', 'none']
    """
    after = np.append(at, 0)[1:]
    codes = {step: DESIGN_DECISION.index(word) for step, word in DECISIONS.items()}
    moved = np.select([after > at, after == at], [codes[1], codes[0]], codes[-1])
    ends = np.where(after == 0, DESIGN_DECISION.index("stop"), moved)
    return np.where(at > 0, ends, DESIGN_DECISION.index("none"))


def patient_listing(trials: list[Campaigns], pool: Counts, patients: int) -> Table:
    """Part, level, cohort and day of infusion of every virtual patient in the reported trials (arm,
    patient)."""
    shape = (len(trials), patients)
    part, level, cohort = (np.zeros(shape, np.int64) for _ in range(3))
    day = np.full(shape, np.nan)
    for row, trial in enumerate(trials):
        escalation, expansion = trial.escalation, trial.expansion
        level[row, pool], cohort[row, pool] = escalation.level[0], escalation.cohort[0]
        part[row, pool] = np.where(escalation.level[0] > 0, DESIGN_PART.index("escalation"), 0)
        day[row, pool] = escalation.day[0]
        later = pool[expansion.who[0][expansion.filled[0]]]
        level[row, later], part[row, later] = expansion.level[0], DESIGN_PART.index("expansion")
        day[row, later] = expansion.day[0][expansion.filled[0]]
    return {"design_part": part, "design_level": level, "design_cohort": cohort, "design_day": day}


def side_by_side(rows: list[Table]) -> Table:
    """Tables of the arms as one, the arm first."""
    return {name: np.stack([row[name] for row in rows]) for name in rows[0]}
