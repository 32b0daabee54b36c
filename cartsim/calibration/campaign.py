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
from cartsim.calibration.posterior import sampled, told, top
from cartsim.calibration.readings import log_likelihood, parts
from cartsim.calibration.search import evaluated, first_wave, next_wave
from cartsim.calibration.surface import Surface, fitted
from cartsim.calibration.targets import load_targets
from cartsim.parameters.uncertainty import CENTRAL_95

Values = NDArray[np.float64]
Watch = Callable[[int, int], None]

WAVES = (450, 350, 350)
"""Evaluations of each wave; the last two make the surfaces that the posterior is sampled on."""
PATIENTS = 400
"""Virtual patients of each trial of an evaluation."""
CHECK_PATIENTS = 2000
"""Patients of the trials by which the best set is judged, under other seeds than the search's."""
CHECK_SEEDS = (101, 102, 103)
PREDICTED = 60
"""Samples of the posterior at which the model itself is asked for the targets."""
MOST_TARGETS, LEAST_SHARE = 3, 0.1
"""Targets that are said to tell a parameter, and the least share of what all tell that one has to have."""
ROUND = 3
"""Digits of a value that goes into a parameter file."""
FILES = ("calibration.json", "evaluations.csv", "evaluations_check.csv", "evaluations_posterior.csv")


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

    def evaluate(scores: Values, patients: int, seed: int, table: str) -> Values:
        return evaluated(scores, patients, seed, folder / table, count.more, asked.symbols)

    surface = surface_of(evaluate, asked)
    best, samples = top(surface), sampled(surface, asked.seed)
    kept = rounded(best, asked.free, [row.word for row in told(samples)])
    some = samples[np.random.default_rng(asked.seed).choice(len(samples), asked.predicted, replace=False)]
    spread = evaluate(some, asked.patients, asked.seed, FILES[3])
    checks = {
        name: [
            evaluate(scores[None], asked.check_patients, seed, FILES[2])[0]
            for seed in CHECK_SEEDS
        ]
        for name, scores in (("prior", np.zeros_like(best)), ("fitted", kept))
    }
    dish = fit_dish(asked.seed)
    return {
        "patients": asked.patients,
        "seed": asked.seed,
        "waves": list(asked.waves),
        "check_patients": asked.check_patients,
        "check_seeds": list(CHECK_SEEDS),
        "predicted": asked.predicted,
        "log_posterior": float(log_likelihood(surface(kept)) - 0.5 * (kept**2).sum()),
        "parameters": parameter_rows(asked.free, best, kept, samples, surface),
        "targets": target_rows(checks, spread, surface),
        "dish": {"values": dish.values, "misfit": dish.misfit},
    }


def surface_of(evaluate: Callable[[Values, int, int, str], Values], asked: Asked) -> Surface:
    """The response surfaces after the last wave."""
    scores = [first_wave(asked.waves[0], len(asked.free), asked.seed)]
    rows = [evaluate(scores[0], asked.patients, asked.seed, FILES[1])]
    surface = fitted(scores[0], rows[0])
    for wave, size in enumerate(asked.waves[1:], start=1):
        scores.append(next_wave(surface, size, asked.seed + wave))
        rows.append(evaluate(scores[-1], asked.patients, asked.seed, FILES[1]))
        surface = fitted(np.concatenate(scores[-2:]), np.concatenate(rows[-2:]))
    return surface


def rounded(best: Values, free: Sequence[Free], words: Sequence[str]) -> Values:
    """Scores of what goes into the parameter files: the best set in three digits, and the prior's value where
    the data told nothing."""
    return np.array(
        [
            0.0 if word == "prior" else one.score(digits(float(one.value(z))))
            for one, z, word in zip(free, best, words, strict=True)
        ]
    )


def digits(value: float) -> float:
    """A value in three digits."""
    return float(f"{value:.{ROUND}g}")


def parameter_rows(
    parameters: Sequence[Free], best: Values, kept: Values, samples: Values, surface: Surface
) -> list[dict[str, Any]]:
    """Per free parameter: prior, best set, posterior, what told it, and what is shipped."""
    rows = []
    for place, (free, row) in enumerate(zip(parameters, told(samples), strict=True)):
        value = digits(float(free.value(kept[place])))
        rows.append(
            {
                "symbol": free.symbol,
                "prior": free.prior,
                "factor": free.factor,
                "best": float(free.value(best[place])),
                "median": float(free.value(row.median)),
                "lower": float(free.value(row.lower)),
                "upper": float(free.value(row.upper)),
                "sd_ratio": row.sd_ratio,
                "told_by": row.word,
                "targets": nearest_targets(place, kept, surface) if row.word != "prior" else [],
                "shipped": value,
                "shipped_factor": digits(math.exp(CENTRAL_95 * free.sd_log * row.sd_ratio)),
            }
        )
    return rows


def nearest_targets(place: int, scores: Values, surface: Surface, step: float = 0.1) -> list[str]:
    """The targets whose log-likelihood bends most along a parameter at the best set: at most three, and none
    that has less than a tenth of all bending."""
    moved = np.repeat(scores[None], 3, axis=0)
    moved[:, place] += step * np.array([-1.0, 0.0, 1.0])
    found = {name: load_targets()[name].log_likelihood(part) for name, part in parts(surface(moved)).items()}
    bend = {name: -float(np.diff(value, 2)[0]) for name, value in found.items()}
    whole = sum(max(value, 0.0) for value in bend.values())
    order = sorted((name for name in bend if bend[name] >= LEAST_SHARE * whole), key=lambda name: -bend[name])
    return order[:MOST_TARGETS]


def target_rows(checks: dict[str, list[Values]], spread: Values, surface: Surface) -> list[dict[str, Any]]:
    """Per target: its values at the prior and at the fitted set under each seed, the central 95 % of the
    posterior's, and the error of its surface."""
    values = {
        name: {key: load_targets()[key].value(part) for key, part in parts(np.array(rows)).items()}
        for name, rows in checks.items()
    }
    predicted, errors = parts(spread), parts(surface.error)
    return [
        {
            "id": name,
            **{key: values[key][name].tolist() for key in checks},
            "predicted": np.nanquantile(target.value(predicted[name]), [0.025, 0.975], axis=0).tolist(),
            "accepted": [target.accepts(value) for value in values["fitted"][name]],
            "surface_error": errors[name].tolist(),
        }
        for name, target in load_targets().items()
    ]


class Count:
    """Tells a watch how many evaluations of how many are done."""

    def __init__(self, watch: Watch | None, total: int) -> None:
        self.watch, self.total, self.seen = watch, total, 0

    def more(self, finished: int) -> None:
        """So many more."""
        self.seen += finished
        if self.watch is not None and finished:
            self.watch(self.seen, self.total)
