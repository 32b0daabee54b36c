"""What cannot be told is said so: with curves whose intervals and collinearity are known by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from cartsim.fitting.estimate import Task, best, search
from cartsim.fitting.free import Floats, Free
from cartsim.fitting.group import fit_group
from cartsim.fitting.identify import collinearity, told_apart
from cartsim.fitting.profile import interval
from cartsim.fitting.samples import Samples

DAYS = np.linspace(1.0, 10.0, 12)
SIGMA = 0.2
WIDTH = 1.959964


@dataclass(frozen=True)
class Straight:
    """ln level = design x: everything about it is known."""

    free: tuple[Free, ...]
    days: Floats
    columns: tuple[str, ...]

    def levels(self, x: Floats) -> Floats:
        shapes = {"level": np.ones_like(self.days), "slope": self.days / 10, "flat": 0.0 * self.days,
                  "twin": 1.0 + 1e-3 * self.days}  # fmt: skip
        return x @ np.array([shapes[name] for name in self.columns])

    def at(self, days: Floats) -> Straight:
        return Straight(self.free, days, self.columns)


def straight(*columns: str, within: float = 1e6) -> Straight:
    free = tuple(Free(name, name, "1", 1.0, 1.0, within, "") for name in columns)
    return Straight(free, DAYS, columns)


def sampled(seed: int = 1, sigma: float = SIGMA) -> Samples:
    logs = 0.5 + 0.3 * DAYS / 10 + sigma * np.random.default_rng(seed).standard_normal(DAYS.size)
    return Samples("1", "cells/uL", DAYS, logs, np.zeros(12, bool), np.full(12, np.nan))


def task(curve: Straight, prior: bool) -> Task:
    count = len(curve.free)
    return Task(curve, sampled(), SIGMA, np.ones(count, bool), np.zeros(count), prior)


@pytest.mark.parametrize("prior", [False, True])
def test_profiles_of_a_straight_line_are_those_of_the_book(prior):
    asked = task(straight("level", "slope"), prior)
    found = best(asked)
    design = np.stack([np.ones_like(DAYS), DAYS / 10], axis=1)
    told = design.T @ design / SIGMA**2 + (np.eye(2) if prior else 0.0)
    by_hand = np.linalg.solve(told, design.T @ asked.samples.logs / SIGMA**2)
    assert found.x == pytest.approx(by_hand, abs=1e-4)
    for place, error in enumerate(np.sqrt(np.diag(np.linalg.inv(told)))):
        sides = interval(asked, found, place, 0.95, error)
        assert sides.upper - by_hand[place] == pytest.approx(WIDTH * error, rel=0.02)
        assert by_hand[place] - sides.lower == pytest.approx(WIDTH * error, rel=0.02)


def test_a_flat_direction_is_not_identifiable_and_stays_at_its_typical_value():
    fit = fit_group([straight("level", "slope", "flat")], [sampled()], ["-"], "straight")
    level, slope, flat = fit.subjects[0].estimates
    assert level.identifiable
    assert slope.identifiable
    assert not flat.identifiable
    assert flat.value == flat.free.typical
    assert (flat.lower, flat.upper) == (None, None)
    assert flat.reason == "no effect on these samples"
    assert flat.shrinkage == pytest.approx(1.0)


@pytest.mark.parametrize("prior", [False, True])
def test_of_twins_one_is_estimated_and_the_other_called_collinear(prior):
    curve = straight("level", "twin")
    fit = fit_group([curve], [sampled()], ["-"], "straight", prior=prior)
    told = [estimate for estimate in fit.subjects[0].estimates if estimate.identifiable]
    other = next(estimate for estimate in fit.subjects[0].estimates if not estimate.identifiable)
    assert len(told) == 1
    assert other.reason.startswith("collinear, index")
    assert other.value == other.free.typical


def test_a_parameter_known_from_one_side_has_one_open_end():
    curve = straight("level", "slope", within=1.6)
    fit = fit_group([curve], [sampled()], ["-"], "straight")
    level = fit.subjects[0].estimates[0]
    assert not level.identifiable
    assert level.upper is None
    assert level.lower is not None
    assert "open above" in level.reason


def test_the_collinearity_index_is_one_over_the_least_singular_value():
    angle = 0.1  # two directions at this angle: gamma = 1/sqrt(1 - cos)
    columns = np.array([[1.0, np.cos(angle)], [0.0, np.sin(angle)]]) * [1.0, 7.0]
    assert collinearity(columns) == pytest.approx(1 / np.sqrt(1 - np.cos(angle)))
    assert collinearity(np.ones((1, 2))) == np.inf


def test_no_more_parameters_are_told_apart_than_there_are_samples():
    curve = straight("level", "slope")
    one = Samples("1", "cells/uL", DAYS[:1], np.array([0.3]), np.zeros(1, bool), np.full(1, np.nan))
    asked = Task(curve.at(DAYS[:1]), one, SIGMA, np.ones(2, bool), np.zeros(2), True)
    assert told_apart(asked, search(asked, np.zeros(2)), 0.95).moves.sum() == 1


def test_the_residual_error_divides_by_samples_less_parameters():
    samples = sampled(sigma=0.4)
    fit = fit_group([straight("level", "slope")], [samples], ["-"], "straight", prior=False)
    design = np.stack([np.ones_like(DAYS), DAYS / 10], axis=1)
    left = samples.logs - design @ np.linalg.lstsq(design, samples.logs, rcond=None)[0]
    assert fit.sigma == pytest.approx(np.sqrt((left**2).sum() / (DAYS.size - 2)), rel=0.01)
