"""Whole escalation trials, many at once: who is treated when and at which level, and what is selected.

Each virtual patient has a DLT or not at every level. A trial enrols in an order of its own; whoever turns out
not to be evaluable is replaced by the next in the order; a cohort is decided upon when the window of its last
patient has closed, and the next one opens on that day. Arrays are (trial, place), place counting the patients
in the order of enrolment, or (trial, level); levels count from 1, and 0 is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import DESIGN_END
from cartsim.trial.boin import boin_decision, boin_selection, boin_table
from cartsim.trial.escalation import three_plus_three_decision

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

RUNNING = -1
SELECTED, TOXIC, ALL_TREATED, NOBODY_LEFT = (
    DESIGN_END.index(word)
    for word in ("level selected", "lowest level too toxic", "all patients treated", "no patient left")
)


@dataclass(frozen=True)
class Rules:
    """How a trial escalates: by which rule, with how many patients, and how fast they come (days)."""

    kind: Literal["3+3", "boin"] = "3+3"
    start: int = 1
    cohort: int = 3
    most_patients: int = 36
    target: float = 0.3
    deescalate: bool = True
    accrual: float = 7.0
    window: float = 28.0


class Pool(NamedTuple):
    """What befalls each patient at each level, (patient, level): DLT, evaluable, and days from infusion until
    a patient is known not to be."""

    limited: Flags
    evaluable: Flags
    lost: Floats


class Escalations(NamedTuple):
    """`level`, `cohort` (both 0: not enrolled) and day of infusion by (trial, place); evaluable patients and
    DLTs by (trial, level); the selected level, how it ended (DESIGN_END), the day its last window closed."""

    level: Counts
    cohort: Counts
    day: Floats
    patients: Counts
    dlts: Counts
    selected: Counts
    ended: Counts
    closes: Floats

    @property
    def enrolled(self) -> Counts:
        """Patients enrolled in each trial."""
        return (self.level > 0).sum(axis=1)

    @property
    def replaced(self) -> Counts:
        """Patients of each trial who were not evaluable."""
        return self.enrolled - self.patients.sum(axis=1)


class _Floor:
    """The trials as they stand; each array has a row per trial."""

    def __init__(self, trials: int, places: int, levels: int, rules: Rules) -> None:
        one = np.ones(trials, np.int64)
        self.rules = rules
        self.current, self.number, self.ended = rules.start * one, one.copy(), RUNNING * one
        self.seats = min(rules.cohort, rules.most_patients) * one
        self.taken, self.filled, self.chosen = 0 * one, 0 * one, 0 * one
        self.day, self.vacant = np.zeros(trials), np.full(trials, -np.inf)
        self.level, self.cohort = (np.zeros((trials, places), np.int64) for _ in range(2))
        self.days = np.full((trials, places), np.nan)
        self.patients, self.dlts = (np.zeros((trials, levels), np.int64) for _ in range(2))

    def treat(self, rows: Counts, place: int, who: Counts, pool: Pool) -> None:
        """Infuse the next patient of these trials; a replacement waits until somebody is known to be lost."""
        at = self.current[rows] - 1
        counts = pool.evaluable[who, at]
        replaces = self.taken[rows] >= self.seats[rows]
        day = np.where(replaces, np.maximum(self.day[rows], self.vacant[rows]), self.day[rows])
        self.level[rows, place], self.cohort[rows, place] = at + 1, self.number[rows]
        self.days[rows, place], self.day[rows] = day, day + self.rules.accrual
        self.patients[rows, at] += counts
        self.dlts[rows, at] += counts & pool.limited[who, at]
        self.taken[rows] += 1
        self.filled[rows] += counts
        known = np.where(counts, -np.inf, day + pool.lost[who, at])
        self.vacant[rows] = np.maximum(self.vacant[rows], known)

    def full(self, rows: Counts) -> Counts:
        """Those of these trials whose cohort is complete."""
        return rows[self.filled[rows] >= self.seats[rows]]

    def decide(self, rows: Counts, rule: Decide) -> None:
        """Close the cohort of these trials and open the next one, or end."""
        following, done = rule(self.current[rows], self.patients[rows], self.dlts[rows])
        left = self.rules.most_patients - self.patients[rows].sum(axis=1)
        ends = [done & (following == 0), done, left <= 0]
        self.ended[rows] = np.select(ends, [TOXIC, SELECTED, ALL_TREATED], RUNNING)
        self.chosen[rows] = np.where(done, following, 0)
        self.current[rows] = np.where(following > 0, following, self.current[rows])
        self.day[rows] += self.rules.window - self.rules.accrual
        self.seats[rows] = np.minimum(self.rules.cohort, left)
        self.number[rows] += 1
        self.taken[rows], self.filled[rows], self.vacant[rows] = 0, 0, -np.inf


Decide = Callable[[Counts, Counts, Counts], tuple[Counts, Flags]]


def escalate(pool: Pool, order: Counts, rules: Rules) -> Escalations:
    """Run a trial for each row of `order`, which names patients of the pool in the order of enrolment.

    A trial ends when its rule is done, when `most_patients` evaluable ones are treated, or when no patient is
    left. BOIN then selects by isotonic regression; 3+3 selects only what its rule has settled.

    >>> toxic = np.array([[False, True]] * 12)
    >>> pool = Pool(toxic, np.ones_like(toxic), np.zeros(toxic.shape))
    >>> trial = escalate(pool, np.arange(12)[None], Rules())
    >>> trial.level[0].tolist(), int(trial.selected[0]), float(trial.closes[0])
    ([1, 1, 1, 2, 2, 2, 1, 1, 1, 0, 0, 0], 1, 126.0)
    """
    floor = _Floor(len(order), order.shape[1], pool.limited.shape[1], rules)
    table = boin_table(rules.target, rules.most_patients) if rules.kind == "boin" else None
    for place in range(order.shape[1]):
        rows = np.flatnonzero(floor.ended == RUNNING)
        if rows.size == 0:
            break
        floor.treat(rows, place, order[rows, place], pool)
        floor.decide(
            floor.full(rows),
            lambda level, n, y: (
                boin_decision(level, n, y, table)
                if table
                else three_plus_three_decision(level, n, y, rules.deescalate)
            ),
        )
    ended = np.where(floor.ended == RUNNING, NOBODY_LEFT, floor.ended)
    selected = boin_selection(floor.patients, floor.dlts, table) if table else floor.chosen
    last = np.where(floor.level > 0, floor.days, -rules.window).max(axis=1, initial=-rules.window)
    return Escalations(
        floor.level,
        floor.cohort,
        floor.days,
        floor.patients,
        floor.dlts,
        selected,
        ended,
        last + rules.window,
    )


def tally(level: Counts, flags: Flags, levels: int) -> Counts:
    """How many of the flagged patients of each trial were treated at each level, (trial, level).

    >>> tally(np.array([[1, 1, 2, 0]]), np.array([[True, False, True, True]]), 3).tolist()
    [[1, 1, 0]]
    """
    trials, width = level.shape[0], levels + 1
    cells = (np.arange(trials)[:, None] * width + level)[flags]
    return np.bincount(cells, minlength=trials * width).reshape(trials, width)[:, 1:]
