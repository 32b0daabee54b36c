"""The table of arrays: every row is sound, and it describes what it lists and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import RESPONSE, VARIABLES, codes, data_array, describe, variable, words


def test_every_variable_has_units_a_meaning_and_known_dims():
    dims = {row.name for row in VARIABLES if row.dims == (row.name,)} | {
        "km_step",
        "lesion",
        "event",
        "ae_record",
        "cell",
    }
    for row in VARIABLES:
        assert row.long_name
        assert row.units
        assert set(row.dims) <= dims
        assert np.dtype(row.dtype)


def test_one_name_has_two_rows_only_with_different_dims():
    seen = [(row.name, row.dims) for row in VARIABLES]
    assert len(seen) == len(set(seen))


def test_no_units_text_makes_readers_decode_times():
    assert not {row.units for row in VARIABLES} & {"days", "hours", "minutes", "seconds"}


def test_categories_carry_their_words_in_cf_form():
    attrs = variable("overall_response").attrs
    assert attrs["flag_values"].dtype == np.int8
    assert attrs["flag_meanings"].split() == ["MISSING", "ND", "NE", "PD", "NON-CR_NON-PD", "SD", "PR", "CR"]
    assert words(codes([["CR", "ND"]], RESPONSE), RESPONSE).tolist() == [["CR", "ND"]]
    with pytest.raises(KeyError):
        codes(["Partial"], RESPONSE)


def test_a_dataset_is_described_and_its_values_left_alone():
    plain = xr.Dataset(
        {"sld": (("arm", "patient", "visit"), np.ones((1, 2, 3)))}, coords={"arm": ["IV"], "patient": [4, 9]}
    )
    found = describe(plain)
    assert found["sld"].attrs["units"] == "mm"
    assert found["patient"].attrs["long_name"]
    assert "units" not in plain["sld"].attrs
    xr.testing.assert_equal(plain, found)


def test_one_name_is_described_by_its_dims():
    assert "worst" in variable("crs_grade", ["arm", "patient"]).long_name
    assert "moment" in variable("crs_grade", ["arm", "patient", "time"]).long_name
    assert data_array("crs_grade", np.zeros((1, 2)), ["arm", "patient"]).dims == ("arm", "patient")


def test_a_name_that_is_not_listed_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match="'sld'"):
        describe(xr.Dataset({"sdl": ("patient", [1.0])}))
    with pytest.raises(ValueError, match="wrong"):
        describe(xr.Dataset({"weight": ("wrong", [1.0])}))
