"""Dose escalation: which dose the next cohort gets, by the 3+3 rule and by the BOIN design.

`outcomes` are the cohorts of a trial in order, each a level (from 1) and N or T (a DLT) per patient: "1NNN
2NNT". Without outcomes the trial starts at level 1. `next_dose` is None when even the lowest dose is too
toxic. The rules themselves act on many trials at once; the functions here give them one trial. 3+3: Storer
1989 (Biometrics 45:925). BOIN: `cartsim.trial.boin`.

The maximum tolerated dose of a 3+3 trial is the level on which it ends: the highest at which at most one of
six (or none of three, at the top level) had a DLT, two or more having had one at the level above if that was
tried. Without de-escalation it is the level below the one with two or more, however few were treated there.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.trial.boin import (
    Boundaries,
    Counts,
    boin_boundaries,
    boin_decision,
    boin_selection,
    boin_table,
)

__all__ = ["Boundaries", "NextDose", "boin_boundaries", "boin_mtd", "boin_next", "three_plus_three"]

COHORT = re.compile(r"(\d+)([NT]+)")
FULL = 6
"""Patients with whom a 3+3 level is settled."""


class NextDose(NamedTuple):
    """The level of the next cohort (or of the recommended dose when done); None: the lowest is too toxic."""

    next_dose: int | None
    done: bool


def three_plus_three(outcomes: str, doses: int, *, deescalate: bool = True) -> NextDose:
    """The 3+3 rule on the totals at the last level.

    A number that is no multiple of 3: stay. Two or more DLTs: one down, done if that dose has 6 patients or
    `deescalate` is False. One of 3: stay. Else up; at the top: done. Where the level above had two or more
    DLTs: done with 6, else stay.

    >>> three_plus_three("1NNN", 3), three_plus_three("1NNN 2NTT", 3)
    (NextDose(next_dose=2, done=False), NextDose(next_dose=1, done=False))
    >>> three_plus_three("1NTT", 3)
    NextDose(next_dose=None, done=True)
    """
    cohorts = read_outcomes(outcomes, doses)
    if not cohorts:
        return NextDose(1, False)
    patients, dlts = totals(cohorts, doses)
    return _only(three_plus_three_decision(np.array([cohorts[-1][0]]), patients, dlts, deescalate))


def three_plus_three_decision(
    level: Counts, patients: Counts, dlts: Counts, deescalate: bool = True
) -> tuple[Counts, NDArray[np.bool_]]:
    """Level of the next cohort of each trial (0: none is safe), and whether the trial is over.

    `level` (trial) is the last cohort's, from 1; `patients` and `dlts` are totals (trial, level).

    >>> counts = np.array([[3, 0], [3, 3], [6, 3]]), np.array([[0, 0], [0, 2], [1, 2]])
    >>> level, done = three_plus_three_decision(np.array([1, 2, 2]), *counts)
    >>> level.tolist(), done.tolist()
    ([2, 1, 1], [False, False, True])
    """
    rows, top = np.arange(level.size), patients.shape[1]
    n, y = patients[rows, level - 1], dlts[rows, level - 1]
    below = patients[rows, np.maximum(level - 2, 0)]
    above = np.where(level < top, dlts[rows, np.minimum(level, top - 1)], 0)
    cases = [n % 3 > 0, y >= 2, (y == 1) & (n == 3), above >= 2, level == top]
    final = (level == 1) | (not deescalate) | (below >= FULL)
    never, always = np.zeros_like(final), np.ones_like(final)
    following = np.select(cases, [level, level - 1, level, level, level], level + 1)
    return following, np.select(cases, [never, final, never, n >= FULL, always], never)


def boin_next(outcomes: str, doses: int, *, target: float) -> NextDose:
    """The next dose of a BOIN trial; it never enters an eliminated level nor leaves the range.

    >>> boin_next("1NNN", 3, target=0.3), boin_next("1NNN 2NTT", 3, target=0.3)
    (NextDose(next_dose=2, done=False), NextDose(next_dose=1, done=False))
    >>> boin_next("1TTT", 3, target=0.3)
    NextDose(next_dose=None, done=True)
    """
    cohorts = read_outcomes(outcomes, doses)
    if not cohorts:
        return NextDose(1, False)
    patients, dlts = totals(cohorts, doses)
    table = boin_table(target, int(patients.max()))
    return _only(boin_decision(np.array([cohorts[-1][0]]), patients, dlts, table))


def boin_mtd(outcomes: str, doses: int, *, target: float) -> int | None:
    """The maximum tolerated dose after a BOIN trial: the tried, not eliminated dose whose isotonic DLT rate
    is nearest the target.

    Rates (y + .05)/(n + .1) are made monotone by pooling adjacent violators; among equals the highest dose
    below the target, the lowest above it.

    >>> boin_mtd("1NNN 2NNN 3NTT 2NNT", 3, target=0.3)
    2
    """
    patients, dlts = totals(read_outcomes(outcomes, doses), doses)
    return int(boin_selection(patients, dlts, boin_table(target, int(patients.max())))[0]) or None


def read_outcomes(outcomes: str, doses: int) -> list[tuple[int, str]]:
    """(level, letters) per cohort; ValueError for anything else.

    >>> read_outcomes("1NNN 2NNT", 3)
    [(1, 'NNN'), (2, 'NNT')]
    """
    if int(doses) != doses or doses < 1:
        raise ValueError(f"{doses} doses")
    cohorts = []
    for word in outcomes.split():
        found = COHORT.fullmatch(word.upper())
        if not found or not 1 <= int(found[1]) <= doses:
            raise ValueError(
                f"{word!r} is no cohort: a level from 1 to {doses}, then N or T per patient, like 2NNT"
            )
        cohorts.append((int(found[1]), found[2]))
    return cohorts


def totals(cohorts: list[tuple[int, str]], doses: int) -> tuple[Counts, Counts]:
    """Patients and DLTs of one trial, both (1, level).

    >>> [counts.tolist() for counts in totals([(1, "NNN"), (2, "NNT")], 3)]
    [[[3, 3, 0]], [[0, 1, 0]]]
    """
    patients, dlts = (np.zeros((1, doses), np.int64) for _ in range(2))
    for level, letters in cohorts:
        patients[0, level - 1] += len(letters)
        dlts[0, level - 1] += letters.count("T")
    return patients, dlts


def _only(decision: tuple[Counts, NDArray[np.bool_]]) -> NextDose:
    """The decision on the one trial there is."""
    return NextDose(int(decision[0][0]) or None, bool(decision[1][0]))
