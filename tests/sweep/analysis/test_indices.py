"""Shares that are functions whose indices are known, through the patients of a merged file."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.scenario.sweep import Sweep
from cartsim.sweep.analysis.indices import no_indices, outputs, sensitivity
from cartsim.sweep.analysis.read import opened
from cartsim.sweep.points import design
from tests.sweep.analysis.conftest import designed

AXES = {f"parameters.x{place}": {"low": 0.0, "high": 1.0} for place in (1, 2, 3)}


def ishigami(shares):
    """Ishigami and Homma 1990 with a = 7, b = 0.1, moved into the shares between 0.05 and 0.95."""
    x = np.pi * (2.0 * shares - 1.0)
    value = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return 0.05 + 0.9 * (value + 11.0) / 29.0


def known():
    """First and total order by the closed form."""
    v1 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    v2, v13 = 7.0**2 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = v1 + v2 + v13
    return np.array([v1, v2, 0]) / whole, np.array([v1 + v13, v2, v13]) / whole


@pytest.fixture(scope="module")
def saltelli(tmp_path_factory):
    sweep = {"saltelli": {"base_points": 256, "axes": AXES, "seed": 3}}
    shares = design(Sweep.model_validate(sweep))
    return designed(tmp_path_factory.mktemp("saltelli"), "saltelli", sweep, shares, ishigami)


@pytest.fixture(scope="module")
def morris(tmp_path_factory):
    sweep = {"morris": {"paths": 8, "axes": AXES, "seed": 2}}
    shares = design(Sweep.model_validate(sweep))
    plane = designed(
        tmp_path_factory.mktemp("morris"), "morris", sweep, shares, lambda x: 0.2 + x @ [0.5, -0.1, 0.0]
    )
    return plane


def test_the_indices_of_ishigami_come_back_from_the_patients(saltelli):
    with opened(saltelli) as file:
        found = sensitivity(file, ["confirmed_orr"]).found
    first, total = known()
    for arm in ("IC", "IC - IV"):
        columns = found["confirmed_orr", arm].columns
        np.testing.assert_allclose(columns["total"], total, atol=0.08)
        np.testing.assert_allclose(columns["first"], first, atol=0.1)
        assert (columns["total_lower"] < total).all()
        assert (total < columns["total_upper"]).all()
        assert (columns["luck"] < 0.01).all()


def test_what_never_changes_has_no_indices(saltelli):
    with opened(saltelli) as file:
        found = sensitivity(file, ["confirmed_orr", "dlt_rate"]).found
    assert found["confirmed_orr", "IV"].columns == {}
    assert found["dlt_rate", "IC"].columns == {}
    assert found["dlt_rate", "IC"].sd < 1e-12


def test_the_difference_is_paired_and_the_halves_are_those_of_the_ids(saltelli):
    with opened(saltelli) as file:
        values = outputs(file, "confirmed_orr")
        event, _ = file.outcome("confirmed_orr", slice(None), 1)
        np.testing.assert_allclose(values["IC"][:, 1], event[:, ::2].mean(axis=1))
        np.testing.assert_allclose(values["IC"][:, 2], event[:, 1::2].mean(axis=1))
        np.testing.assert_allclose(values["IC - IV"], values["IC"] - values["IV"])
        np.testing.assert_array_equal(values["IC"][:, 0], file.share("confirmed_orr")[:, 1])


def test_the_effects_of_a_plane_are_its_slopes(morris):
    with opened(morris) as file:
        columns = sensitivity(file, ["confirmed_orr"]).found["confirmed_orr", "IC"].columns
    np.testing.assert_allclose(columns["mu_star"], [0.5, 0.1, 0.0], atol=0.003)
    np.testing.assert_allclose(columns["mu"], [0.5, -0.1, 0.0], atol=0.003)
    assert (columns["mu_star_lower"] <= columns["mu_star"]).all()
    assert columns["luck"][2] == 0.0
    assert (columns["luck"] < 0.05).all()


def test_a_grid_and_a_design_with_points_missing_have_none(grid, saltelli, tmp_path):
    with opened(grid) as file:
        assert "saltelli or morris" in no_indices(file)
    with opened(saltelli) as file:
        assert no_indices(file) == ""
        part = type(file)(file.path, file.dataset.isel(point=slice(0, 10)), file.facts, file.sweep)
        assert "10 of 1280 points" in no_indices(part)
