"""The measured curves in a dish are there as published, with their licence."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from cartsim.published import carrgo
from cartsim.published.dish import CONDITIONS, FIRST_ROW, dish_curves, licence_line, normalised_rmse

ROWS = 652


def test_the_file_says_whose_it_is_and_under_which_licence():
    assert licence_line().startswith("xCELLigence impedance")
    assert licence_line().endswith("MIT licence, (c) 2021 Alex Brummer")
    text = files("cartsim.published").joinpath("data", "killing_pbt1.LICENSE.txt").read_text(encoding="utf-8")
    assert "Copyright (c) 2021 Alex Brummer" in text
    assert "The above copyright notice and this permission notice shall be included" in text


def test_there_are_three_curves_of_one_length_without_gaps():
    data = dish_curves()
    assert set(data.cell_index) == set(data.sd) == set(CONDITIONS)
    for column in (data.hours, *data.cell_index.values(), *data.sd.values()):
        assert column.shape == (ROWS,)
        assert np.isfinite(column).all()
    assert (np.diff(data.hours) > 0).all()
    assert all((sd >= 0).all() for sd in data.sd.values())


def test_the_first_fitted_row_is_a_day_after_seeding():
    assert dish_curves().hours[FIRST_ROW] == pytest.approx(26.584)
    assert {fit.first for name, fit in carrgo.FITS.items() if "untreated" not in name} == {FIRST_ROW}


def test_more_car_t_cells_leave_fewer_glioma_cells():
    last = {name: curve[-1] for name, curve in dish_curves().cell_index.items()}
    assert last["untreated"] > last["1:8"] > last["1:4"]


def test_the_curves_cannot_be_changed_by_a_caller():
    with pytest.raises(ValueError, match="read-only"):
        dish_curves().hours[0] = 1.0


def test_the_normalised_difference_is_over_the_range_of_the_measured_curve():
    measured = np.array([1.0, 3.0])
    assert normalised_rmse(measured + 0.5, measured) == pytest.approx(0.25)
    assert normalised_rmse(measured, measured) == 0
