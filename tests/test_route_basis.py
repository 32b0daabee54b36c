"""A contrast of routes carries what it rests on: the same patients at other values of what nobody knows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from cartsim import results, virtual_trial
from cartsim.errors import BadInput
from cartsim.parameters.route_basis import load_route_basis, read_basis
from cartsim.population import draw
from cartsim.replay import replay
from cartsim.report.plates.route_basis import draw_route_basis
from cartsim.report.route_words import has_route_basis, route_header, route_line, route_paragraphs, route_rows
from cartsim.report.sections.route import SWEEP_FIRST, route
from cartsim.results.file import write_run
from cartsim.route_basis import outcomes_with, pairs_with_basis, settings_of, solves
from cartsim.scenario import loads
from cartsim.scenario.routes import alone, own_value, route_pairs, with_values
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe
from cartsim.trial.paired import month_3_measure, yes_no_measures

TEXT = """
schema: cartsim.scenario/1
title: Two ways in
question: What does the contrast of routes rest on?
disease: {kinds: {ovarian: 1}}
trial:
  arms:
    - {name: IV, dose: 3e6 cells/kg, route: intravenous}
    - {name: IC, dose: 3e6 cells/kg, route: intracavitary}
  visits: {response: [30, 60, 95], safety: [1, 7, 14]}
  response: {stable_disease_from: 23 days, primary: {by: 60 days}}
parameters: {tau_fit: {value: 40 days, because: a value that the file does not list}}
run: {patients: 10, horizon: 102 days, route_basis_patients: 6, tolerance: 1e-4}
"""
DIMS = ["route_contrast", "route_setting", "route_measure"]
SYMBOLS = [basis.symbol for basis in load_route_basis()]


@pytest.fixture(scope="module")
def scenario():
    return loads(TEXT, "two ways")


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def run(scenario, told):
    return virtual_trial.carry_out(scenario, lambda done, total: told.append((done, total)))


def with_arms(*arms):
    """The scenario with other arms."""
    begin, end = TEXT.index("    - {name: IV"), TEXT.index("  visits:")
    return loads(TEXT[:begin] + "".join(f"    - {arm}\n" for arm in arms) + TEXT[end:], "other arms")


def test_every_value_of_the_file_and_the_own_ones_are_settings(scenario):
    labels = [setting.label for setting in settings_of(scenario)]
    assert [label for label in labels if label.startswith("tau_fit")] == [
        "tau_fit 14 day",
        "tau_fit 25 day",
        "tau_fit 40 day",
        "tau_fit 50 day",
        "tau_fit infinity",
    ]
    assert {label.split()[0] for label in labels} == set(SYMBOLS)
    assert len(labels) == 14


def test_what_is_the_scenarios_own_is_the_contrast_of_the_run(run):
    found = run.endpoints
    assert found["route_own"].values.sum() == len(SYMBOLS)
    own = found.isel(route_setting=found["route_own"].values[0] == 1)
    assert set(own["route_symbol"].values) == set(SYMBOLS)
    assert own["route_value"].values.tolist() == [40.0, 300.0, 0.3, 1e-3]
    first = found.isel(patient=slice(6))
    by_hand = (first["response_by_primary"].sel(arm="IC") == 1).mean() - (
        first["response_by_primary"].sel(arm="IV") == 1
    ).mean()
    mine = own["route_difference"].sel(route_measure="confirmed_orr").values
    np.testing.assert_allclose(mine, float(by_hand), atol=1e-12)


def test_another_value_is_what_a_run_with_it_would_find(run, scenario):
    changed = with_values(scenario, {"k_ct": 1.0}, "by hand")
    visits = observe(simulate(draw(changed), changed), changed)
    endpoints = assess(visits, changed).isel(patient=slice(6))
    names = ("response_by_primary", "best_overall_response", "crs_grade", "dlt")
    values = {name: endpoints[name].values for name in names}
    seen = visits.isel(patient=slice(6))
    measures = yes_no_measures(seen, values, seen["status"].values == 0)
    here = run.endpoints.isel(route_contrast=0).sel(route_setting="k_ct 1 per day")
    for name in here["route_measure"].values:
        event, known = measures[str(name)]
        both = known.all(axis=0)
        iv, ic = event[:, both]
        assert float(here["route_difference"].sel(route_measure=name)) == pytest.approx(ic.mean() - iv.mean())
        assert float(here["route_cavity_share"].sel(route_measure=name)) == ic.mean()
        assert int(here["route_pairs"].sel(route_measure=name)) == both.sum()


def test_patients_in_batches_have_the_same_outcomes(scenario, monkeypatch):
    (pair,) = route_pairs(scenario)
    whole, _ = outcomes_with(alone(scenario, pair))
    monkeypatch.setattr("cartsim.route_basis.BATCH", 4)
    parts, _ = outcomes_with(alone(scenario, pair))
    for name, (event, known) in whole.items():
        np.testing.assert_array_equal(event, parts[name][0])
        np.testing.assert_array_equal(known, parts[name][1])


def test_the_progress_counts_what_is_solved_for_it(scenario, told, run):
    assert solves(scenario) == 2 * (14 - 4) * 6
    assert told[-1] == (2 * 10 + 120, 2 * 10 + 120)
    assert virtual_trial.courses_of(scenario) == 140


def test_the_run_itself_is_not_moved_by_it(run, scenario):
    off = scenario.model_copy(update={"run": scenario.run.model_copy(update={"route_basis": False})})
    plain = virtual_trial.carry_out(off)
    assert not any(str(name).startswith("route_") for name in plain.endpoints.variables)
    assert virtual_trial.courses_of(off) == 20
    xr.testing.assert_identical(plain.endpoints, run.endpoints.drop_dims(DIMS))
    xr.testing.assert_identical(plain.visits, run.visits)


def test_it_is_saved_and_read_back_and_a_patient_replays(run, tmp_path):
    path = tmp_path / "run.nc"
    write_run(path, run)
    back = results.open(path).endpoints
    for name in (name for name in run.endpoints.variables if str(name).startswith("route_")):
        np.testing.assert_array_equal(back[name].values, run.endpoints[name].values)
        assert back[name].attrs["long_name"]
    assert np.isinf(back["route_value"].values).any()
    assert replay(path, 3).bit_equal


def test_failed_solves_of_other_values_count(run):
    failed = run.endpoints["route_failed"].copy()
    failed[:] = 3
    worse = replace(run, endpoints=run.endpoints.assign(route_failed=failed))
    assert virtual_trial.failed_beside(run) == 0
    assert virtual_trial.failed_beside(worse) == 3 * 10


IV, IC = "dose: 1e8 cells, route: intravenous", "dose: 1e8 cells, route: intracavitary"
HALVES = "doses: [{dose: 5e7 cells, route: intravenous}, {dose: 5e7 cells, route: intracavitary}]"


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        (IC, IV, 1),
        (f"{IC}, lymphodepletion: none", f"{IV}, lymphodepletion: none", 1),
        (IC, IV.replace("1e8", "1e7"), 0),
        (IC.replace("1e8", "0"), IV.replace("1e8", "0"), 0),
        (IC, f"{IV}, pdl1_receptor: none", 0),
        (HALVES, IV, 0),
        (IC, IC, 0),
    ],
)
def test_only_arms_that_differ_by_route_alone_are_a_pair(first, second, pairs):
    scenario = with_arms(f"{{name: a, {first}}}", f"{{name: b, {second}}}")
    assert len(pairs_with_basis(scenario)) == pairs


def test_points_of_a_sweep_over_a_basis_count_once_and_doses_each():
    swept = loads(TEXT + "sweep: {grid: {parameters.tau_fit: [14 days, 40 days, infinity]}}\n", "swept")
    (pair,) = pairs_with_basis(swept)
    assert swept.trial.arms[pair.cavity].name == "IC, tau_fit 40 day"
    assert own_value(alone(swept, pair), "tau_fit") == 40.0
    assert alone(swept, pair).trial.arms[0].parameters == {}
    doses = loads(TEXT + "sweep: {grid: {'trial.arms[*].dose': [1e7 cells, 1e8 cells]}}\n", "doses")
    assert len(pairs_with_basis(doses)) == 2


def test_month_3_is_the_nearest_visit(scenario):
    assert month_3_measure(scenario) == "response_at_day_95"


def test_the_report_says_how_far_the_contrast_depends(run):
    section = route(run)
    assert "route-basis" in section.plates
    text = " ".join(section.paragraphs)
    assert "IC minus IV, CR or PR on day 95" in text
    for symbol in SYMBOLS:
        assert f"{symbol} (" in text
    assert "assumed" in {row[3] for table in section.tables for row in table.rows if len(row) == 5}
    assert len(route_rows(run.endpoints)) == 14
    assert len(route_rows(run.endpoints)[0]) == len(route_header(run.endpoints))
    assert sum("(own)" in row[2] for row in route_rows(run.endpoints)) == 4
    assert route_line(run.endpoints).startswith("IC minus IV, CR or PR on day 95: ")
    assert draw_route_basis(run) is not None


def test_a_run_without_it_is_sent_to_the_sweep(run):
    bare = replace(run, endpoints=run.endpoints.drop_dims(DIMS))
    assert not has_route_basis(bare.endpoints)
    assert SWEEP_FIRST in route(bare).paragraphs
    assert draw_route_basis(bare) is None


def made_up(differences, own, half=0.04):
    """Endpoints of one contrast over five values of one parameter."""
    middle = np.array(differences)[None, :, None] * np.ones((1, 1, 4))
    dims = ("route_contrast", "route_setting", "route_measure")
    at = ("route_setting",)
    size = len(differences)
    return xr.Dataset(
        {
            "route_difference": (dims, middle),
            "route_difference_lower": (dims, middle - half),
            "route_difference_upper": (dims, middle + half),
            "route_pairs": (dims, np.full(middle.shape, 50.0)),
            "route_own": (dims[:2], (np.arange(size) == own)[None].astype(int)),
            "route_symbol": (at, ["tau_fit"] * size),
            "route_unit": (at, ["day"] * size),
            "route_kind": (at, ["assumed"] * size),
            "route_value": (at, [float(10 * (place + 1)) for place in range(size)]),
        },
        coords={
            "arm": ["IV", "IC"],
            "route_contrast": ["IC - IV"],
            "route_measure": ["confirmed_orr", "response_at_day_91", "severe_crs", "dlt"],
        },
    )


@pytest.mark.parametrize(
    ("differences", "own", "said"),
    [
        ([0.3, 0.2, 0.1], 1, "It keeps its sign at every value. The interval covers 0 nowhere."),
        ([0.3, 0.2, -0.1], 1, "The sign turns or is lost at tau_fit 30. The interval covers 0 nowhere."),
        ([0.3, 0.2, 0.02], 1, "It keeps its sign at every value. The interval covers 0 at tau_fit 30."),
        ([0.3, 0.02, 0.2], 1, "The interval covers 0 at the scenario's own values."),
        ([0.0, 0.0, 0.0], 1, "The interval covers 0 at every value."),
    ],
)
def test_the_words_follow_the_numbers(differences, own, said):
    (paragraph,) = route_paragraphs(made_up(differences, own))
    assert said in paragraph
    low, high = (f"{100 * end:+.1f}".replace("-", "−") for end in (min(differences), max(differences)))
    if low != high:
        assert f"tau_fit (10 to 30, day) {low} at" in paragraph
        assert f"to {high} at" in paragraph


BLOCK = {"values": [14, 25], "unit": "day", "kind": "assumed", "reason": "a choice"}


@pytest.mark.parametrize(
    ("symbol", "change", "message"),
    [
        ("tau_fix", {}, "not a parameter"),
        ("tau_fit", {"unit": "h"}, "the parameter in day"),
        ("tau_fit", {"values": [25, 14]}, "do not rise"),
        ("tau_fit", {"values": [0, 14]}, "outside the bounds"),
        ("tau_fit", {"kind": "guessed"}, "unknown kind"),
        ("tau_fit", {"reason": " "}, "no reason"),
        ("tau_fit", {"more": 1}, "exactly the keys"),
    ],
)
def test_a_faulty_block_is_refused(symbol, change, message):
    with pytest.raises(BadInput, match=message):
        read_basis(symbol, BLOCK | change)
