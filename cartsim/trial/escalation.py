"""Dose escalation: which dose the next cohort gets, by the 3+3 rule and by the BOIN design.

`outcomes` are the cohorts of a trial in order, each a level (from 1) and N or T (a DLT) per patient: "1NNN
2NNT". Without outcomes the trial starts at level 1. `next_dose` is None when even the lowest dose is too
toxic. 3+3: Storer 1989 (Biometrics 45:925). BOIN: Liu & Yuan 2015 (J R Stat Soc C 64:507).
"""

from __future__ import annotations

import re
from functools import cache
from math import floor, log
from typing import NamedTuple

import numpy as np
from scipy.special import betaincc

SAFE, TOXIC = 0.6, 1.4
"""BOIN's highest sub-therapeutic and lowest over-toxic DLT rate, as multiples of the target (the design's
defaults)."""
TOO_TOXIC = 0.95
"""Posterior probability of a DLT rate above target that eliminates a dose."""
LEAST_FOR_ELIMINATION = 3
"""Patients at a dose before it can be eliminated."""

COHORT = re.compile(r"(\d+)([NT]+)")


class NextDose(NamedTuple):
    """The level of the next cohort (or of the recommended dose when done); None: the lowest is too toxic."""

    next_dose: int | None
    done: bool


class Boundaries(NamedTuple):
    """BOIN at n patients: escalate at `escalate` DLTs or fewer, de-escalate at `deescalate` or more, and so
    on."""

    lambda_e: float
    lambda_d: float
    escalate: int
    deescalate: int
    eliminate: int | None


def boin_boundaries(target: float, n: int) -> Boundaries:
    """BOIN's boundaries for a target DLT rate p and n patients at the dose.

    lambda_e = ln((1-p1)/(1-p)) / ln(p(1-p1)/(p1(1-p))), lambda_d = ln((1-p)/(1-p2)) /
    ln(p2(1-p)/(p(1-p2))), p1 = .6 p, p2 = 1.4 p. Escalate at a DLT rate <= lambda_e, de-escalate at >=
    lambda_d; eliminate the dose (n >= 3) when the probability of a rate above p exceeds .95 under Beta(1 +
    y, 1 + n - y).

    >>> boundaries = boin_boundaries(0.3, 6)
    >>> round(boundaries.lambda_e, 7), round(boundaries.lambda_d, 7)
    (0.2364907, 0.3585195)
    >>> boundaries.escalate, boundaries.deescalate, boundaries.eliminate
    (1, 3, 4)
    """
    lambda_e, lambda_d = _lambdas(target)
    if int(n) != n or n < 1:
        raise ValueError(f"n = {n}: boundaries are for at least 1 patient")
    toxic = [y for y in range(n + 1) if n >= LEAST_FOR_ELIMINATION and _surely_above(target, y, n)]
    deescalate = next(y for y in range(n + 2) if y >= lambda_d * n)
    return Boundaries(lambda_e, lambda_d, floor(lambda_e * n), deescalate, toxic[0] if toxic else None)


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
    patients, toxic = totals(cohorts, doses)
    level = cohorts[-1][0]
    treated, dlts = patients[level], toxic[level]
    if treated % 3:
        return NextDose(level, False)
    if dlts >= 2:
        return _below(level, patients, deescalate)
    if dlts == 1 and treated == 3:
        return NextDose(level, False)
    if level < doses and toxic[level + 1] >= 2:
        return NextDose(level, treated >= 6)
    return NextDose(level, True) if level == doses else NextDose(level + 1, False)


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
    patients, toxic = totals(cohorts, doses)
    open_levels = _not_eliminated(patients, toxic, doses, target)
    if open_levels == 0:
        return NextDose(None, True)
    level = cohorts[-1][0]
    bounds = boin_boundaries(target, patients[level])
    step = 1 if toxic[level] <= bounds.escalate else -1 if toxic[level] >= bounds.deescalate else 0
    return NextDose(min(max(level + step, 1), open_levels), False)


def boin_mtd(outcomes: str, doses: int, *, target: float) -> int | None:
    """The maximum tolerated dose after a BOIN trial: the tried, not eliminated dose whose isotonic DLT rate
    is nearest the target.

    Rates (y + .05)/(n + .1) are made monotone by pooling adjacent violators; among equals the highest dose
    below the target, the lowest above it.

    >>> boin_mtd("1NNN 2NNN 3NTT 2NNT", 3, target=0.3)
    2
    """
    cohorts = read_outcomes(outcomes, doses)
    patients, toxic = totals(cohorts, doses)
    tried = [
        level for level in range(1, _not_eliminated(patients, toxic, doses, target) + 1) if patients[level]
    ]
    if not tried:
        return None
    rates = _isotonic(
        [(toxic[level] + 0.05) / (patients[level] + 0.1) for level in tried],
        [_beta_precision(toxic[level], patients[level]) for level in tried],
    )
    nudged = [rate + 1e-10 * level for rate, level in zip(rates, tried, strict=True)]
    return tried[int(np.argmin([abs(rate - target) for rate in nudged]))]


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


def totals(cohorts: list[tuple[int, str]], doses: int) -> tuple[dict[int, int], dict[int, int]]:
    """Patients and DLTs by level."""
    patients, toxic = (dict.fromkeys(range(1, doses + 1), 0) for _ in range(2))
    for level, letters in cohorts:
        patients[level] += len(letters)
        toxic[level] += letters.count("T")
    return patients, toxic


def _below(level: int, patients: dict[int, int], deescalate: bool) -> NextDose:
    """After too many DLTs: one level down, final once it has six patients or the design does not go back."""
    if level == 1:
        return NextDose(None, True)
    return NextDose(level - 1, not deescalate or patients[level - 1] >= 6)


def _not_eliminated(patients: dict[int, int], toxic: dict[int, int], doses: int, target: float) -> int:
    """The highest level still open: those from the lowest eliminated one up are closed."""
    for level in range(1, doses + 1):
        if patients[level] >= LEAST_FOR_ELIMINATION and _surely_above(target, toxic[level], patients[level]):
            return level - 1
    return doses


@cache
def _lambdas(target: float) -> tuple[float, float]:
    if not 0.0 < target * TOXIC < 1.0:
        raise ValueError(f"target {target}: a DLT rate between 0 and {1 / TOXIC:.3f}")
    low, high, odds = SAFE * target, TOXIC * target, 1.0 - target
    escalate = log((1.0 - low) / odds) / log(target * (1.0 - low) / (low * odds))
    deescalate = log(odds / (1.0 - high)) / log(high * odds / (target * (1.0 - high)))
    return escalate, deescalate


def _surely_above(target: float, dlts: int, patients: int) -> bool:
    return bool(betaincc(1 + dlts, 1 + patients - dlts, target) > TOO_TOXIC)


def _beta_precision(dlts: int, patients: int) -> float:
    """1 / variance of Beta(y + .05, n - y + .05)."""
    a, b = dlts + 0.05, patients - dlts + 0.05
    return (a + b) ** 2 * (a + b + 1.0) / (a * b)


def _isotonic(rates: list[float], weights: list[float]) -> list[float]:
    """Non-decreasing rates by pooling adjacent violators."""
    blocks: list[list[float]] = []
    for rate, weight in zip(rates, weights, strict=True):
        blocks.append([rate, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            right, left = blocks.pop(), blocks.pop()
            total = left[1] + right[1]
            blocks.append([(left[0] * left[1] + right[0] * right[1]) / total, total, left[2] + right[2]])
    return [block[0] for block in blocks for _ in range(int(block[2]))]
