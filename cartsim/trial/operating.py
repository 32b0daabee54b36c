"""Operating characteristics of an escalation design: whole trials repeated over virtual patients.

Each virtual patient has a DLT or not at every dose level (levels are arms with common random numbers). A
trial enrols in an order of its own, takes cohorts from it, and replaces whoever is not evaluable by the
next in the order. Each cohort is decided once its last window has closed.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.population.streams import uniforms
from cartsim.trial.escalation import NextDose, boin_mtd, boin_next, read_outcomes, three_plus_three, totals

Rule = Literal["3+3", "boin"]


class EscalationTrial(NamedTuple):
    """One trial: what happened, the selected level (None: none is safe), patients and DLTs per level,
    replaced patients."""

    outcomes: str
    selected: int | None
    patients: tuple[int, ...]
    dlts: tuple[int, ...]
    replaced: int


class OperatingCharacteristics(NamedTuple):
    """Share of trials that select each level, and that select none; mean patients and DLTs per level."""

    selected: NDArray[np.float64]
    none_selected: float
    patients: NDArray[np.float64]
    dlts: NDArray[np.float64]


def run_escalation(
    limited: NDArray[np.bool_],
    evaluable: NDArray[np.bool_],
    rule: Rule,
    *,
    start: int = 1,
    cohort: int = 3,
    most_patients: int = 36,
    target: float = 0.3,
    deescalate: bool = True,
) -> EscalationTrial:
    """One trial of patients in enrolment order; `limited` and `evaluable` are (patient, level).

    It ends when the rule is done, when `most_patients` evaluable patients are treated, or when no patient
    is left.

    >>> toxic = np.array([[False, True]] * 12)
    >>> run_escalation(toxic, np.ones_like(toxic), "3+3")
    EscalationTrial(outcomes='1NNN 2TTT 1NNN', selected=1, patients=(6, 3), dlts=(0, 3), replaced=0)
    """
    doses = limited.shape[1]
    outcomes, level, queue, treated, replaced = "", start, 0, 0, 0
    decision = NextDose(start, False)
    while not decision.done and treated < most_patients:
        able = np.flatnonzero(evaluable[queue:, level - 1])[: min(cohort, most_patients - treated)]
        if able.size < min(cohort, most_patients - treated):
            break
        letters = "".join("T" if limited[queue + place, level - 1] else "N" for place in able)
        replaced += int(able[-1]) + 1 - able.size
        queue += int(able[-1]) + 1
        treated += able.size
        outcomes = f"{outcomes} {level}{letters}".strip()
        decision = _next(outcomes, doses, rule, target, deescalate)
        level = decision.next_dose or level
    patients, dlts = (tuple(count.values()) for count in totals(read_outcomes(outcomes, doses), doses))
    selected = decision.next_dose if decision.done else None
    if rule == "boin":
        selected = boin_mtd(outcomes, doses, target=target)
    return EscalationTrial(outcomes, selected, patients, dlts, replaced)


def operating_characteristics(
    limited: NDArray[np.bool_],
    evaluable: NDArray[np.bool_],
    rule: Rule,
    trials: int,
    seed: int,
    **settings: float | int | bool,
) -> OperatingCharacteristics:
    """Many trials, each with an enrolment order of its own drawn by (seed, trial) from the virtual
    patients."""
    doses = limited.shape[1]
    chosen = np.zeros(doses)
    patients, dlts = np.zeros(doses), np.zeros(doses)
    for trial in range(trials):
        order = np.argsort(uniforms(seed, f"enrolment/{trial}", np.arange(limited.shape[0]))[:, 0])
        one = run_escalation(limited[order], evaluable[order], rule, **settings)  # type: ignore[arg-type]
        patients += one.patients
        dlts += one.dlts
        if one.selected is not None:
            chosen[one.selected - 1] += 1
    return OperatingCharacteristics(
        chosen / trials, 1.0 - chosen.sum() / trials, patients / trials, dlts / trials
    )


def _next(outcomes: str, doses: int, rule: Rule, target: float, deescalate: bool) -> NextDose:
    if rule == "3+3":
        return three_plus_three(outcomes, doses, deescalate=deescalate)
    return boin_next(outcomes, doses, target=target)
