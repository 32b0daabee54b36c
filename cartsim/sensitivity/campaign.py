"""The whole way of a sensitivity analysis: screening, choice, design, evaluations, indices."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cartsim.scenario.scenario import Scenario
from cartsim.sensitivity.evaluate import Evaluate, Watch, evaluated
from cartsim.sensitivity.factors import DUMMY, Factor, chosen, factors_here
from cartsim.sensitivity.indices import Indices, design, sobol_indices
from cartsim.sensitivity.record import Record, belongs_to
from cartsim.sensitivity.screening import effects, paths, strength
from cartsim.sensitivity.trials import Trial, output_names

Floats = NDArray[np.float64]
Show = Callable[[str], AbstractContextManager[Watch | None]]
"""Opens the progress of a part of the work under its name."""
EVALUATIONS, SCREENED = "evaluations.jsonl", "screening.jsonl"


@dataclass(frozen=True)
class Choices:
    """How much is computed: base points N of the Sobol sequence, patients per evaluation, factors beside the
    dummy, paths of the screening and its patients, the symbols to vary instead of a screening, the seed of
    the designs."""

    points: int = 512
    patients: int = 400
    factors: int = 24
    paths: int = 10
    screening_patients: int = 100
    only: tuple[str, ...] = ()
    seed: int = 1


@dataclass(frozen=True)
class Screening:
    """mu* (factor, output) of every uncertain typical value."""

    factors: tuple[Factor, ...]
    effects: Floats


@dataclass(frozen=True)
class Analysis:
    """What was found: the factors with the dummy last, the outputs by name with their indices, the failed and
    all solves, the evaluations and the seconds each took (NaN: all were known)."""

    scenario: Scenario
    choices: Choices
    factors: tuple[Factor, ...]
    found: dict[str, Indices]
    failed: int
    solves: int
    evaluations: int
    seconds: float
    screening: Screening | None


def analyse(scenario: Scenario, choices: Choices, folder: Path, show: Show) -> Analysis:
    """Carry out a campaign for a scenario of `trials.trial_of`; what the folder holds is not done again."""
    screened = None if choices.only else screening(scenario, choices, folder, show)
    varied = _varied(scenario, choices, screened)
    trial, names = Trial(scenario, varied), output_names(scenario)
    start = time.perf_counter()
    with Record(folder / EVALUATIONS, belongs_to(scenario)) as record, show("sensitivity") as watch:
        known = len(record.known)
        values = values_of(trial, [factor.name for factor in varied], choices, record, watch)
        fresh = len(record.known) - known
    spent = time.perf_counter() - start
    found = indices_of([factor.name for factor in varied], names, values[:, :-1], choices.seed)
    return Analysis(
        scenario,
        choices,
        varied,
        found,
        int(values[:, -1, 0].sum()),
        2 * choices.patients * len(values),
        len(values),
        spent / fresh if fresh else float("nan"),
        screened,
    )


def values_of(
    evaluate: Evaluate, names: Sequence[str], choices: Choices, record: Record, watch: Watch | None
) -> Floats:
    """Outputs (row, output, part) over the Saltelli design of these factors."""
    return evaluated(evaluate, names, design(names, choices.points, choices.seed), record, watch)


def indices_of(
    names: Sequence[str], outputs: Sequence[str], values: Floats, seed: int
) -> dict[str, Indices]:
    """The indices of every output (row, output, part), by its name."""
    return {name: sobol_indices(names, values[:, place], seed) for place, name in enumerate(outputs)}


def screening(scenario: Scenario, choices: Choices, folder: Path, show: Show) -> Screening:
    """The effect of every uncertain typical value, with fewer patients."""
    factors = factors_here(scenario)
    names = [factor.name for factor in factors]
    size = choices.screening_patients
    run = scenario.run.model_copy(update={"patients": size, "route_basis_patients": size})
    small = scenario.model_copy(update={"run": run})
    points = paths(names, choices.paths, choices.seed)
    with Record(folder / SCREENED, belongs_to(small)) as record, show("screening") as watch:
        values = evaluated(Trial(small, factors), names, points, record, watch)
    return Screening(factors, effects(names, points, values[:, :-1, 0], choices.seed))


def _varied(scenario: Scenario, choices: Choices, screened: Screening | None) -> tuple[Factor, ...]:
    """The factors of the design, the dummy last."""
    if screened is None:
        wanted = tuple(factor for factor in factors_here(scenario) if set(factor.symbols) & set(choices.only))
    else:
        wanted = chosen(screened.factors, list(strength(screened.effects)), choices.factors)
    return (*wanted, Factor(DUMMY))

