"""The whole calibration: waves, posterior, what the best set gives with other patients, tables of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.calibration.dish_fit import fit_dish
from cartsim.calibration.free import Free, chosen
from cartsim.calibration.posterior import Told, sampled, told, told_by, top
from cartsim.calibration.readings import log_likelihood, parts
from cartsim.calibration.search import first_wave, next_wave, read_off
from cartsim.calibration.surface import Surface, fitted
from cartsim.calibration.targets import load_targets
from cartsim.parameters.uncertainty import CENTRAL_95

Values = NDArray[np.float64]
Watch = Callable[[int, int], None]
Evaluate = Callable[[Values, int, int, str], Values]
"""From scores [evaluation, free], patients, seed and the name of a file to readings [evaluation, column]."""

WAVES = (450, 350, 350)
"""Evaluations of each wave; the last two make the surfaces that the posterior is sampled on."""
PATIENTS = 400
"""Virtual patients of each trial of an evaluation."""
CHECK_PATIENTS = 2000
"""Patients of the trials by which the best set is judged, under other seeds than the search's."""
CHECK_SEEDS = (101, 102, 103)
PREDICTED = 60
"""Samples of the posterior at which the model itself is asked for the targets."""
DIGITS = 3
"""Digits of a value that goes into a parameter file."""
SEARCHED, CHECKED, SAMPLED = "evaluations.jsonl", "evaluations_check_{}.jsonl", "evaluations_posterior.jsonl"


@dataclass(frozen=True)
class Asked:
    """How a calibration is done."""

    patients: int = PATIENTS
    seed: int = 1
    waves: tuple[int, ...] = WAVES
    check_patients: int = CHECK_PATIENTS
    predicted: int = PREDICTED
    symbols: tuple[str, ...] = ()

    @property
    def free(self) -> tuple[Free, ...]:
        """The parameters that are moved."""
        return chosen(self.symbols)

    @property
    def evaluations(self) -> int:
        """Evaluations of the model in all."""
        return sum(self.waves) + self.predicted + 2 * len(CHECK_SEEDS)


def calibrate(folder: Path, asked: Asked, watch: Watch | None = None) -> dict[str, Any]:
    """Carry a calibration out, or go on with one that stopped in this folder; the result as plain values."""
    count = Count(watch, asked.evaluations)

    def evaluate(scores: Values, patients: int, seed: int, name: str) -> Values:
        rows = read_off(scores, asked.free, patients, seed, folder / name, count.during)
        count.passed(len(scores))
        return rows

    surface = surface_of(evaluate, asked)
    best, samples = top(surface), sampled(surface, asked.seed)
    facts = told(samples)
    kept = rounded(best, asked.free, facts)
    some = samples[np.random.default_rng(asked.seed).choice(len(samples), asked.predicted, replace=False)]
    spread = evaluate(some, asked.patients, asked.seed, SAMPLED)
    both = np.stack([np.zeros_like(best), kept])
    n = asked.check_patients
    checks = np.stack([evaluate(both, n, seed, CHECKED.format(seed)) for seed in CHECK_SEEDS])
    dish = fit_dish(asked.seed)
    return {
        "patients": asked.patients,
        "seed": asked.seed,
        "waves": list(asked.waves),
        "check_patients": asked.check_patients,
        "check_seeds": list(CHECK_SEEDS),
        "predicted": asked.predicted,
        "samples_that_meet_all": float(np.mean([meets_all(row) for row in spread])),
        "effective_samples": effective(log_likelihood(spread) - log_likelihood(surface(some))),
        "parameters": parameter_rows(asked.free, best, kept, facts, told_by(surface, samples, asked.seed)),
        "correlations": correlations(asked.free, samples, facts),
        "targets": target_rows(checks, spread, surface),
        "dish": {"values": dish.values, "misfit": dish.misfit},
    }


def surface_of(evaluate: Evaluate, asked: Asked) -> Surface:
    """The response surfaces after the last wave."""
    scores = [first_wave(asked.waves[0], len(asked.free), asked.seed)]
    rows = [evaluate(scores[0], asked.patients, asked.seed, SEARCHED)]
    surface = fitted(scores[0], rows[0])
    for wave, size in enumerate(asked.waves[1:], start=1):
        scores.append(next_wave(surface, size, asked.seed + wave))
        rows.append(evaluate(scores[-1], asked.patients, asked.seed, SEARCHED))
        surface = fitted(np.concatenate(scores[-2:]), np.concatenate(rows[-2:]))
    return surface


def rounded(best: Values, free: Sequence[Free], facts: Sequence[Told]) -> Values:
    """Scores of what goes into the parameter files: the best set in three digits, and the prior's value where
    the data told nothing."""
    return np.array(
        [
            0.0 if fact.word == "prior" else one.score(digits(float(one.value(z))))
            for one, z, fact in zip(free, best, facts, strict=True)
        ]
    )


def digits(value: float) -> float:
    """A value in three digits."""
    return float(f"{value:.{DIGITS}g}")


def meets_all(row: Values) -> bool:
    """Whether readings [column] meet every target that asks something."""
    values = {name: load_targets()[name].value(part) for name, part in parts(row).items()}
    return all(load_targets()[name].accepts(value) is not False for name, value in values.items())


def effective(log_weights: Values) -> float:
    """Share of samples that count once each is weighted by the model's likelihood over the surface's: 1 where
    the surface is right, (sum w)^2 / (n sum w^2) in general."""
    weights = np.exp(log_weights - np.nanmax(log_weights))
    return float(np.nansum(weights) ** 2 / (len(weights) * np.nansum(weights**2)))


def parameter_rows(
    free: Sequence[Free], best: Values, kept: Values, facts: Sequence[Told], by: Sequence[list[str]]
) -> list[dict[str, Any]]:
    """Per free parameter: prior, best set, posterior, what told it, and what is shipped."""
    return [
        {
            "symbol": one.symbol,
            "prior": one.prior,
            "factor": one.factor,
            "best": float(one.value(best[place])),
            "median": float(one.value(fact.median)),
            "lower": float(one.value(fact.lower)),
            "upper": float(one.value(fact.upper)),
            "sd_ratio": fact.sd_ratio,
            "shift": fact.median,
            "told_by": fact.word,
            "targets": by[place],
            "shipped": digits(float(one.value(kept[place]))),
            "shipped_factor": digits(math.exp(CENTRAL_95 * one.sd_log * fact.sd_ratio)),
        }
        for place, (one, fact) in enumerate(zip(free, facts, strict=True))
    ]


def correlations(free: Sequence[Free], samples: Values, facts: Sequence[Told]) -> list[dict[str, Any]]:
    """Correlation of the posterior scores of every pair of parameters that the data told."""
    matrix = np.atleast_2d(np.corrcoef(samples.T))
    told_ones = [place for place, fact in enumerate(facts) if fact.word != "prior"]
    return [
        {"first": free[i].symbol, "second": free[j].symbol, "value": round(float(matrix[i, j]), DIGITS)}
        for n, i in enumerate(told_ones)
        for j in told_ones[n + 1 :]
    ]


def target_rows(checks: Values, spread: Values, surface: Surface) -> list[dict[str, Any]]:
    """Per target: its values before and after under each seed of `checks` [seed, before or after, column],
    the central 95 % of the posterior's, and the error of its surface."""
    before, after = parts(checks[:, 0]), parts(checks[:, 1])
    predicted, errors = parts(spread), parts(surface.error)
    return [
        {
            "id": name,
            "prior": target.value(before[name]).tolist(),
            "fitted": target.value(after[name]).tolist(),
            "predicted": np.nanquantile(target.value(predicted[name]), [0.025, 0.975], axis=0).tolist(),
            "accepted": [target.accepts(value) for value in target.value(after[name])],
            "surface_error": errors[name].tolist(),
        }
        for name, target in load_targets().items()
    ]


class Count:
    """Tells a watch how many evaluations of how many are done, over all parts of the work."""

    def __init__(self, watch: Watch | None, total: int) -> None:
        self.watch, self.total, self.before = watch, total, 0

    def during(self, done: int, of: int) -> None:
        """So many of the part that is worked on."""
        if self.watch is not None:
            self.watch(min(self.before + done, self.total), self.total)

    def passed(self, size: int) -> None:
        """A part of this size is done."""
        self.before += size
        if self.watch is not None and self.before == self.total:
            self.watch(self.total, self.total)
