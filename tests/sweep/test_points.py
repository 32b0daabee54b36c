"""Axes and points of every kind of sweep."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.sample import morris, sobol
from scipy.stats import qmc

from cartsim.errors import BadInput
from cartsim.scenario.sweep import Sweep
from cartsim.sweep.points import axes_of, design, number, points_of

DOSE = {"low": "1e5 cells/kg", "high": "1e7 cells/kg", "scale": "log"}
FITNESS = {"low": "14 days", "high": "50 days"}
TWO = {"trial.arms[*].dose": DOSE, "parameters.tau_fit": FITNESS}


def test_a_grid_has_every_combination_and_the_last_axis_changes_fastest() -> None:
    receptors = ("none", "pd1_cd28")
    sweep = Sweep(grid={"parameters.tau_fit": ("14 days", "infinity"), "product.pdl1_receptor": receptors})
    assert points_of(sweep) == [
        ("14 days", "none"),
        ("14 days", "pd1_cd28"),
        ("infinity", "none"),
        ("infinity", "pd1_cd28"),
    ]
    fitness, receptor = axes_of(sweep)
    assert (fitness.label, fitness.unit) == ("tau_fit", "day")
    assert (receptor.label, receptor.unit) == ("pdl1_receptor", None)
    assert [number(value) for value in ("14 days", "infinity", 3)] == [14.0, np.inf, 3.0]


def test_a_list_has_its_points_and_no_others() -> None:
    rows = ({"a.dose": 1, "b": "x"}, {"b": "y", "a.dose": 2})
    assert points_of(Sweep(points=rows)) == [(1, "x"), (2, "y")]
    assert [axis.unit for axis in axes_of(Sweep(points=rows))] == ["", None]


def test_axes_that_end_alike_are_told_apart_by_more_of_their_paths() -> None:
    paths = ("trial.arms.IV.dose", "trial.arms.IC.dose", "trial.arms[0].doses[1].dose")
    labels = [axis.label for axis in axes_of(Sweep(grid=dict.fromkeys(paths, (1, 2))))]
    assert labels == ["IV_dose", "IC_dose", "n1_dose"]
    assert all(label.isidentifier() for label in labels)


def test_numbers_written_in_two_units_are_words() -> None:
    (axis,) = axes_of(Sweep(grid={"parameters.tau_fit": ("14 days", "3 weeks")}))
    assert axis.unit is None


def test_a_latin_hypercube_has_one_point_in_every_slice_of_an_axis() -> None:
    sweep = Sweep(latin_hypercube={"points": 50, "axes": TWO, "seed": 3})
    doses = np.array([number(dose) for dose, _ in points_of(sweep)])
    days = np.array([number(day) for _, day in points_of(sweep)])
    assert sorted(np.floor(25 * np.log10(doses / 1e5)).astype(int)) == list(range(50))
    assert sorted(np.floor(50 * (days - 14) / 36).astype(int)) == list(range(50))
    assert design(sweep).tolist() == design(sweep).tolist()


def test_a_sobol_sequence_is_scipys() -> None:
    sweep = Sweep(sobol={"points": 16, "axes": TWO, "seed": 5})
    shares = qmc.Sobol(2, rng=5).random(16)
    dose, day = points_of(sweep)[7]
    assert number(dose) == pytest.approx(1e5 * 100 ** shares[7, 0], rel=1e-11)
    assert number(day) == pytest.approx(14 + 36 * shares[7, 1], rel=1e-11)
    assert dose.endswith(" cells/kg")


@pytest.mark.parametrize(("kind", "asked", "sample", "settings"), [
    ("saltelli", {"base_points": 8}, sobol.sample, {"N": 8, "calc_second_order": False}),
    ("morris", {"paths": 5}, morris.sample, {"N": 5, "num_levels": 4}),
])  # fmt: skip
def test_designs_for_indices_are_salibs(kind, asked, sample, settings) -> None:
    sweep = Sweep(**{kind: {**asked, "axes": TWO, "seed": 2}})
    expected = sample({"num_vars": 2, "names": list(TWO), "bounds": [[0, 1]] * 2}, seed=2, **settings)
    np.testing.assert_allclose(design(sweep), expected, atol=1e-12)
    assert len(points_of(sweep)) == len(expected)


def test_draws_alone_are_one_point() -> None:
    sweep = Sweep(draws=20)
    assert points_of(sweep) == [()]
    assert axes_of(sweep) == ()


@pytest.mark.parametrize("sweep", [
    Sweep(grid={"a": tuple(range(1000)), "b": tuple(range(101))}),
    Sweep(grid={"a": tuple(range(600)), "b": (1, 2)}, draws=100),
    Sweep(latin_hypercube={"points": 200_000, "axes": TWO}),
])  # fmt: skip
def test_too_many_points_are_refused_before_they_are_made(sweep: Sweep) -> None:
    with pytest.raises(BadInput, match="keep to 100000, or plan several sweeps"):
        points_of(sweep)


def test_the_median_of_a_burden_is_called_after_the_burden() -> None:
    (axis,) = axes_of(Sweep(grid={"disease.burden.median": ("1e9 cells", "1e10 cells")}))
    assert (axis.label, axis.unit) == ("burden_median", "cell")


def test_an_axis_is_never_called_like_an_array_of_the_merged_file() -> None:
    paths = ("trial.weight", "parameters.effusion_volume", "arm", "draw")
    labels = [axis.label for axis in axes_of(Sweep(grid=dict.fromkeys(paths, (1, 2))))]
    assert labels == ["axis_0", "axis_1", "axis_2", "axis_3"]
    (axis,) = axes_of(Sweep(grid={"trial.weight": (1, 2)}))
    assert axis.label == "trial_weight"
