"""A table of single cells is made of small nodules, kept run by run, and fitted by least squares."""

from __future__ import annotations

import json

import numpy as np
import pytest

from cartsim import tabulating
from cartsim.errors import BadInput
from cartsim.parameters.nodule_table import read_nodule_table
from cartsim.simulate.table.design import Design, point_of, points_of, scenario_of
from cartsim.simulate.table.fit import fitted, law_of
from cartsim.simulate.table.reading import OUTPUTS, Track, sideways

TINY = Design(
    runs=4, days=0.125, seed=5, radius=(50.0, 62.0), ratio=(0.05, 0.3), receptors=("pd1_cd28",)
)
"""Eight nodules of a few hundred cells for three hours."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("table")
    told = []
    out = folder / "table.json"
    table = tabulating.make_table(TINY, out, 2, lambda done, total: told.append((done, total)))
    return out, table, told


def test_a_further_run_of_each_kind_changes_none_of_those_before_it():
    few, many = points_of(Design(runs=3)), points_of(Design(runs=8))
    assert np.array_equal(few, many[: len(few)])


def test_points_lie_within_the_ranges_and_every_kind_has_as_many():
    design = Design(runs=6)
    points = points_of(design)
    for column, (low, high) in enumerate(design.ranges.values()):
        assert points[:, column].min() >= low
        assert points[:, column].max() <= high
    kinds, counts = np.unique(points[:, 3:5], axis=0, return_counts=True)
    assert len(kinds) == 8
    assert set(counts) == {6}


def test_a_point_is_a_nodule_with_its_dose_its_receptor_its_way_in_and_its_pdl1():
    row = np.array([100.0, 0.05, 2.0, 1.0, 2.0, 7.0])
    scenario = scenario_of(point_of(row), Design())
    arm = scenario.trial.arms[0]
    assert (scenario.agents.radius, scenario.agents.doses[0].ratio) == (100.0, 0.05)
    assert scenario.agents.domain >= 2 * 100.0 + 120.0
    assert (arm.doses[0].route, scenario.receptor_of(arm)) == ("intravenous", "scfv_cd28")
    assert scenario.parameters["l0"].value == 30000.0


def test_a_tiny_table_has_every_run_and_a_law_of_every_quantity(made):
    out, table, told = made
    assert told[-1] == (8, 8)
    assert set(OUTPUTS) <= set(table.runs)
    assert len(table.runs["kill"]) == 8
    assert all(np.array(table.runs["kills"]) > 0)
    for name, (low, high) in {"depth": (5, 62), "motility": (0.5, 60), "kill": (5, 200)}.items():
        value, spread = table.predict(name, "cavity", "pd1_cd28", {"radius": 55.0, "ratio": 0.1, "pdl1": 1.0})
        assert low < value[0] < high
        assert spread[0] > 0
    assert read_nodule_table(out.read_bytes()).sha256 == table.sha256


def test_a_table_that_was_interrupted_goes_on_and_comes_out_the_same_with_fewer_workers(made, tmp_path):
    out, _, _ = made
    again, told = tmp_path / "table.json", []
    lines = tabulating.record_of(out).read_text().splitlines(keepends=True)
    tabulating.record_of(again).write_text("".join(lines[:-2]) + lines[-1][:20])
    tabulating.make_table(TINY, again, 1, lambda done, total: told.append(done))
    assert told == [7, 8]
    assert again.read_bytes() == out.read_bytes()


def test_runs_of_another_design_are_refused(made, tmp_path):
    out, _, _ = made
    other = tmp_path / "table.json"
    tabulating.record_of(other).write_bytes(tabulating.record_of(out).read_bytes())
    with pytest.raises(BadInput, match="another"):
        tabulating.make_table(Design(runs=3, days=0.5), other, 1)


@pytest.mark.parametrize(
    ("runs", "days", "option"), [(2, 4.0, "--runs"), (8, 0.0, "--days"), (8, 99.0, "--days")]
)
def test_choices_that_make_no_table_are_refused(runs, days, option):
    with pytest.raises(BadInput, match=option):
        tabulating.plan_of(runs, days)


def known_runs(seed=3, noise=0.0, curve=0.0):
    """Runs of a law that is known: ln y = 1 + .2 for the vessels + .5 u1 + curve u1^2 - .1 u2 + .3 u3."""
    design = Design(runs=8)
    points = points_of(design)
    runs = tabulating.columns(points, np.ones((len(points), len(OUTPUTS))))
    u1 = np.log(points[:, 0] / np.sqrt(100 * 280))
    u2, u3 = np.log(points[:, 1] / np.sqrt(0.01 * 0.1)), np.log(points[:, 2])
    y = 1 + 0.2 * points[:, 3] + 0.5 * u1 + curve * u1**2 - 0.1 * u2 + 0.3 * u3
    y += noise * np.random.default_rng(seed).standard_normal(len(y))
    return runs | {"kill": np.exp(y).tolist()}, design.ranges


def test_least_squares_find_a_known_law():
    runs, ranges = known_runs()
    law = law_of("kill", runs, ranges, squared=False)
    found = dict(zip(law.terms, law.coefficients, strict=True))
    assert found["ln radius"] == pytest.approx(0.5)
    assert found["ln ratio/vessels"] == pytest.approx(-0.1)
    assert found["ln PD-L1/scfv_zeta"] == pytest.approx(0.3)
    assert found["vessels/none"] - found["cavity/none"] == pytest.approx(0.2)
    assert law.q2 == pytest.approx(1.0)


def test_the_square_of_the_radius_is_kept_where_it_tells_runs_left_out():
    noisy = known_runs(noise=0.1, seed=4)
    straight, curved = (law_of("kill", *noisy, squared) for squared in (False, True))
    assert ("ln radius squared" in fitted(*noisy)["kill"].terms) == (curved.q2 > straight.q2)
    assert "ln radius squared" in fitted(*known_runs(noise=0.05, curve=1.5))["kill"].terms


def test_the_error_of_a_run_left_out_is_that_of_a_fit_without_it():
    runs, ranges = known_runs(noise=0.2)
    law = law_of("kill", runs, ranges, False)
    y = np.log(runs["kill"])
    errors = []
    for out in range(len(y)):
        rest = {name: [v for k, v in enumerate(column) if k != out] for name, column in runs.items()}
        other = law_of("kill", rest, ranges, False)
        errors.append(y[out] - np.log(_at(other, runs, ranges, out)))
    assert law.q2 == pytest.approx(1 - np.sum(np.square(errors)) / np.sum((y - y.mean()) ** 2))


def _at(law, runs, ranges, k):
    from cartsim.parameters.nodule_table import VARIABLES, rows_of, scaled

    u = scaled(np.array([[runs[name][k] for name in VARIABLES]]), ranges)
    return np.exp(rows_of(law.terms, [runs["route"][k]], [runs["receptor"][k]], u) @ law.coefficients)[0]


def test_limits_of_the_law_hold_the_truth_as_often_as_they_say():
    inside = []
    for seed in range(60):
        runs, ranges = known_runs(seed=seed, noise=0.2)
        law = law_of("kill", runs, ranges, False)
        place = law.terms.index("ln radius")
        error = (law.coefficients[place] - 0.5) / law.covariance[place, place] ** 0.5
        inside.append(abs(error) < 1.96)
    assert 0.85 <= np.mean(inside) <= 1.0


def test_too_few_runs_for_a_law_are_refused():
    runs, ranges = known_runs()
    few = {name: column[:15] for name, column in runs.items()}
    with pytest.raises(BadInput, match="too few"):
        law_of("kill", few, ranges, False)


def test_a_file_of_something_else_is_no_table():
    for content in (b"", b"{}", b"[1]", json.dumps({"format": "cartsim.nodule_table/1"}).encode()):
        with pytest.raises(BadInput, match="no table"):
            read_nodule_table(content)


def test_motility_of_walkers_across_the_line_to_the_centre_is_their_diffusion_coefficient():
    """Brownian walkers of 8 um^2/min, drifting inwards by 1 um/min: the drift is not counted."""
    rng = np.random.default_rng(1)
    start = rng.standard_normal((3, 20000))
    start *= 400.0 / np.sqrt((start**2).sum(axis=0))
    steps = [np.sqrt(2 * 8.0 * 30.0) * rng.standard_normal(start.shape) - 30.0 * start / 400.0 for _ in range(2)]
    places = [start, start + steps[0], start + steps[0] + steps[1]]
    who, inside = np.arange(20000), np.ones(20000, dtype=bool)
    n, short, long = sideways(*(Track(who, place, inside, np.zeros(3)) for place in places))
    assert (long - short) / (4 * 30.0 * n) == pytest.approx(8.0, rel=0.03)


def test_only_t_cells_that_stay_within_are_tracked():
    place = np.zeros((3, 3))
    everyone, nobody = np.ones(3, dtype=bool), np.array([True, False, True])
    first = Track(np.array([1, 2, 5]), place, everyone, np.zeros(3))
    second = Track(np.array([2, 4, 5]), place, everyone, np.zeros(3))
    third = Track(np.array([2, 3, 5]), place, ~nobody, np.zeros(3))
    assert sideways(first, second, third)[0] == 0.0
    third = Track(np.array([2, 3, 5]), place, nobody, np.zeros(3))
    assert sideways(first, second, third)[0] == 2.0
