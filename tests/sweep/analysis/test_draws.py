"""Draws whose spread is known: what is owed to the typical values, and what to the patients."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.sweep.analysis.best_dose import best_doses
from cartsim.sweep.analysis.draws import over_draws
from cartsim.sweep.analysis.read import opened
from tests.sweep.analysis.conftest import DOSE, dataset, stored

DRAWS, PATIENTS = 120, 400


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """IC answers by another chance in every draw of the second dose, and always alike in the first; IV is IC
    less 0.1. The luck of a patient is new in every draw, so that all of it stays in the draws' shares."""
    random = np.random.default_rng(4)
    varied = 0.5 + 0.1 * random.standard_normal(DRAWS)
    chance = np.r_[np.full(DRAWS, 0.5), varied]
    luck = random.random((2, 2 * DRAWS, 1, PATIENTS))
    axes = {"dose": (DOSE, "cell/kg", [1e5] * DRAWS + [1e6] * DRAWS)}
    responds = np.stack([chance - 0.1, chance], axis=1)
    found = dataset(axes, responds, np.full((2 * DRAWS, 2), 0.1), luck, draws=DRAWS)
    sweep = {"grid": {DOSE: ["1e5 cells/kg", "1e6 cells/kg"]}, "draws": DRAWS}
    path = stored(tmp_path_factory.mktemp("draws") / "sweep.nc", found, sweep, "grid")
    return path, varied


def rows_of(path):
    with opened(path) as file:
        return {(row.fixed[0], row.arm): row for row in over_draws(file, "confirmed_orr")}


@pytest.fixture(scope="module")
def rows(drawn):
    return rows_of(drawn[0])


def test_median_and_range_are_those_of_the_draws(drawn, rows):
    path, row = drawn[0], rows[1e6, "IC"]
    with opened(path) as file:
        shares = file.share("confirmed_orr")[DRAWS:, 1]
    expected = np.quantile(shares, [0.025, 0.5, 0.975])
    np.testing.assert_allclose([row.lower, row.median, row.upper], expected)
    assert (row.draws, row.patients) == (DRAWS, PATIENTS)


def test_the_spread_of_the_parameters_is_told_from_the_luck_of_the_patients(drawn, rows):
    varied, row = drawn[1], rows[1e6, "IC"]
    assert row.parts.parameter_sd == pytest.approx(varied.std(ddof=1), rel=0.15)
    of_luck = 0.25 / PATIENTS
    assert row.from_parameters == pytest.approx(0.01 / (0.01 + of_luck), abs=0.03)


def test_where_the_parameters_do_nothing_their_part_is_small_and_has_no_range(rows):
    row = rows[1e5, "IC"]
    assert row.from_parameters < 0.2
    assert np.isnan(row.parts.lower)


def test_the_difference_of_the_arms_is_taken_in_the_same_patients(rows):
    row = rows[1e6, "IC - IV"]
    assert row.median == pytest.approx(0.1, abs=0.01)
    assert row.upper - row.lower < 0.5 * (rows[1e6, "IC"].upper - rows[1e6, "IC"].lower)
    assert row.above == DRAWS


def test_the_best_dose_is_chosen_in_every_draw(drawn):
    with opened(drawn[0]) as file:
        found = best_doses(file, "confirmed_orr", 0.33)
    assert [axis.label for axis in found.fixed] == ["draw"]
    assert len(found.rows) == 2 * DRAWS
    assert {row.of for row in found.rows} == {2}


def test_few_patients_are_held_where_there_are_many(drawn, monkeypatch):
    monkeypatch.setattr("cartsim.sweep.analysis.draws.MOST", 50 * DRAWS)
    row = rows_of(drawn[0])[1e6, "IC"]
    assert row.patients == 50
    assert row.parts.parameter_sd == pytest.approx(0.1, rel=0.35)
