"""CAR-T kinetics: peak, exposure and persistence of samples, by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from cartsim.datasets import COMPARTMENTS
from cartsim.trial.kinetics import geometric_cv, kinetic_endpoints, kinetics, median_known

NAN = np.nan
DAYS = np.array([0.0, 1, 2, 7, 14, 28, 91, 182])


def of_one(days, values, qpcr=0.025, flow=0.1):
    found = kinetics(np.array(days, float), np.array([[values]], float), qpcr, flow)
    return [float(value[0, 0]) for value in found]


def test_the_peak_is_read_from_day_two_to_twenty_eight():
    assert of_one(DAYS, [90, 80, 3, 5, 4, 1, 70, 60])[:2] == [5.0, 7.0]
    assert of_one(DAYS, [0, 0, 9, 5, 4, 1, 0, 0])[:2] == [9.0, 2.0]
    assert of_one(DAYS, [0, 0, 1, 2, 3, 9, 20, 0])[:2] == [9.0, 28.0]
    assert of_one(DAYS, [0, 0, 4, 9, 9, 1, 0, 0])[:2] == [9.0, 7.0]


def test_nothing_sampled_in_the_window_is_no_peak_but_may_persist():
    assert of_one([0, 1, 91], [5, 5, 5]) == pytest.approx([NAN, NAN, 5.0, 91.0, 91.0], nan_ok=True)
    assert of_one(DAYS, [5, 5, NAN, NAN, NAN, NAN, 5, NAN]) == pytest.approx(
        [NAN, NAN, 5.0, 91.0, 91.0], nan_ok=True
    )


def test_samples_without_a_cell_have_a_peak_of_zero_at_no_time():
    assert of_one(DAYS, [0] * 8) == pytest.approx([0.0, NAN, 0.0, 0.0, 0.0], nan_ok=True)


def test_a_count_at_the_limit_is_found():
    assert of_one(DAYS, [9, 9, 9, 9, 9, 0.1, 0.025, 0.0249])[3:] == [91.0, 28.0]


@pytest.mark.parametrize(("days", "values", "area"), [
    ([0, 7, 14], [0, 4, 2], 14 + 21),
    ([0, 7, 14], [0, NAN, 4], 28),
    ([-5, 0, 28, 91], [100, 2, 4, 100], 84),
    ([0, 7, 14, 28], [NAN, 2, 2, NAN], 14),
    ([0, 7], [3, NAN], NAN),
    ([7, 91], [3, 9], NAN),
    ([1, 3], [2, 2], 4),
])  # fmt: skip
def test_exposure_is_the_trapezoid_from_day_zero_to_twenty_eight(days, values, area):
    assert of_one(days, values)[2] == pytest.approx(area, nan_ok=True)


@given(st.lists(st.floats(0, 1e4), min_size=6, max_size=6))
def test_exposure_without_gaps_is_that_of_numpy(values):
    assert of_one(DAYS[:6], values)[2] == pytest.approx(np.trapezoid(values, DAYS[:6]))


def test_geometric_cv_is_known_from_two_found_values_on():
    values = np.array([[1.0, np.e**-2, 0.0], [1.0, 0.0, NAN], [3.0, 3.0, 3.0]])
    assert geometric_cv(values) == pytest.approx([100 * np.expm1(2.0) ** 0.5, NAN, 0.0], nan_ok=True)
    assert geometric_cv(values, axis=0)[0] == pytest.approx(100 * np.expm1(np.log(3) ** 2 / 3) ** 0.5)


def test_a_median_leaves_out_what_is_not_known():
    values = np.array([[1.0, NAN, 5.0], [NAN, NAN, NAN]])
    assert median_known(values) == pytest.approx([3.0, NAN], nan_ok=True)
    assert median_known(values, axis=0) == pytest.approx([1.0, NAN, 5.0], nan_ok=True)


def visits():
    """Three patients of one arm: infused, not infused, and one whose solve failed."""
    counts = np.array([[[0.0, 8.0, 2.0, 1.0], [0.0, 50.0, 50.0, 50.0], [0.0, 70.0, 70.0, 70.0]]])
    dims = ("patient", "arm", "sample")
    arrays = {
        f"car_t_{name}_sampled": (dims, (10.0**place * counts).transpose(1, 0, 2))
        for place, name in enumerate(COMPARTMENTS)
    }
    flags = {"infused": (("arm", "patient"), [[1, 0, 1]]), "status": (("arm", "patient"), [[0, 0, 1]])}
    return xr.Dataset(arrays | flags | {"sample_day": ("sample", [0.0, 7.0, 14.0, 28.0])})


def test_every_compartment_is_summarised_over_the_infused_who_were_solved():
    found = kinetic_endpoints(visits(), {"limit_qpcr": 0.5, "limit_flow": 1.5})
    for place, name in enumerate(COMPARTMENTS):
        tail = "" if name == "blood" else f"_{name}"
        scale = 10.0**place
        assert found[f"cmax{tail}"] == pytest.approx(np.array([[8 * scale, NAN, NAN]]), nan_ok=True)
        assert found[f"tmax{tail}"] == pytest.approx(np.array([[7.0, NAN, NAN]]), nan_ok=True)
        assert found[f"cmax{tail}_median"] == pytest.approx([8 * scale])
        assert found[f"tmax{tail}_median"] == pytest.approx([7.0])
        assert found[f"auc_0_28{tail}_median"] == pytest.approx([(28 + 35 + 21) * scale])
        assert np.isnan(found[f"cmax{tail}_gcv"]).all()
        assert np.isnan(found[f"auc_0_28{tail}_gcv"]).all()
    assert found["persistence"][0, 0] == 28.0
    assert found["persistence_flow"][0, 0] == 14.0
    assert len(found) == 10 * len(COMPARTMENTS)
