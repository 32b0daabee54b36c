"""The whole way of a calibration, with two parameters and few patients: model, surfaces, posterior, files."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from ruamel.yaml import YAML

from cartsim.calibration.campaign import Asked, calibrate
from cartsim.calibration.command import asked
from cartsim.calibration.targets import load_targets
from cartsim.calibration.write_back import CALIBRATED, rewritten, with_field
from cartsim.calibration.written import because, fitted_blocks, stored, write
from cartsim.errors import BadInput

SMALL = Asked(patients=30, waves=(12, 10), check_patients=30, predicted=3, symbols=("i_max_k", "k_bc"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calibration")
    told = []
    result = calibrate(folder, SMALL, lambda done, total: told.append((done, total)))
    return folder, result, told


@pytest.mark.slow
def test_a_small_calibration_goes_its_whole_way(small):
    _, result, told = small
    assert [row["symbol"] for row in result["parameters"]] == ["k_bc", "i_max_k"]
    assert [row["id"] for row in result["targets"]] == list(load_targets())
    assert told[-1] == (SMALL.evaluations, SMALL.evaluations)


@pytest.mark.slow
def test_lysis_tells_what_pd1_takes_of_killing(small):
    """C5 depends on i_max_k alone, and smoothly, so that its posterior can be reckoned: the target's interval
    over the slope of the reading, beside the prior."""
    from cartsim.calibration.dish import lysis
    from cartsim.calibration.free import load_free
    from cartsim.calibration.targets import on_scale

    _, result, _ = small
    free, target = load_free()["i_max_k"], load_targets()["C5"]
    above, below = (lysis({"i_max_k": float(free.value(z))})[0] for z in (0.1, -0.1))
    slope = (above - below) / 0.2
    low, high = (on_scale(target.estimate[key], "logit") for key in ("low", "high"))
    error = (high - low) / (2 * 1.959964)
    expected = 1.0 / np.sqrt(1.0 + (slope / error) ** 2)
    (row,) = [row for row in result["parameters"] if row["symbol"] == "i_max_k"]
    assert row["sd_ratio"] == pytest.approx(expected, abs=0.08)
    assert set(row["targets"]) <= {"C5"}


@pytest.mark.slow
def test_it_goes_on_without_evaluating_again_and_ends_the_same(small):
    folder, result, _ = small
    rows = (folder / "evaluations.jsonl").read_text()
    assert calibrate(folder, SMALL) == result
    assert (folder / "evaluations.jsonl").read_text() == rows


@pytest.mark.slow
def test_its_files_are_whole(small, tmp_path):
    _, result, _ = small
    paths = write(tmp_path, result)
    assert json.loads((tmp_path / "calibration.json").read_text()) == json.loads(json.dumps(result))
    for path in paths:
        assert path.stat().st_size > 0
    assert {path.suffix for path in paths} == {".json", ".csv", ".yaml", ".png"}


def test_the_block_for_a_scenario_is_one_that_a_scenario_takes(tmp_path):
    from cartsim.scenario import loads
    from cartsim.virtual_trial import SMALLEST

    scenario = loads(SMALLEST + fitted_blocks(stored()), "calibrated")
    told = [row for row in stored()["parameters"] if row["told_by"] != "prior"]
    assert {symbol: written.value for symbol, written in scenario.parameters.items()} == pytest.approx(
        {row["symbol"]: row["shipped"] for row in told}
    )
    assert all(written.uncertain for written in scenario.parameters.values())


def test_a_block_of_a_parameter_file_is_rewritten_and_nothing_beside_it():
    text = (
        "first:\n  value: 1\n  kind: assumed\n\nsecond:\n  value: 2\n  source: gong2021\n  where: table 2\n"
        "  reason: one line\n    and another\n  kind: assumed\n\nthird:\n  value: 3\n"
    )
    row = {
        "symbol": "second", "shipped": 2.5, "shipped_factor": 1.3, "told_by": "data", "targets": ["C1"],
        "median": 2.4, "lower": 2.0, "upper": 3.0, "prior": 2.0, "factor": 2.0,
    }  # fmt: skip
    found = YAML(typ="safe").load(rewritten(text, row))
    assert found["first"] == {"value": 1, "kind": "assumed"}
    assert found["third"] == {"value": 3}
    assert found["second"] == {
        "value": 2.5, "kind": "fitted", "source": "gong2021, cartsim", "uncertainty": 1.3,
        "reason": because(row), "where": "table 2" + CALIBRATED,
    }  # fmt: skip
    again = rewritten(rewritten(text, row), row)
    assert again == rewritten(text, row)


def test_what_the_data_did_not_tell_keeps_its_words():
    text = "a:\n  value: 5\n  kind: assumed\n"
    row = {"symbol": "a", "shipped": 4.0, "told_by": "prior"}
    assert rewritten(text, row) == "a:\n  value: 4\n  kind: assumed\n"
    assert with_field("  x: 1\n", "y", "2") == "  x: 1\n  y: 2\n"


def test_what_is_told_no_longer_is_as_it_was_before_any_fit():
    text = "k_bc:\n  value: 0.07\n  source: khot2019\n  where: text\n  reason: x\n  kind: assumed\n"
    row = {
        "symbol": "k_bc", "shipped": 0.08, "shipped_factor": 1.3, "told_by": "data", "targets": ["C6"],
        "median": 0.08, "lower": 0.07, "upper": 0.09, "prior": 0.07, "factor": 2.0,
    }  # fmt: skip
    fitted = rewritten(text, row)
    back = YAML(typ="safe").load(rewritten(fitted, {"symbol": "k_bc", "shipped": 0.07, "told_by": "prior"}))
    assert "uncertainty" not in back["k_bc"]
    assert {key: back["k_bc"][key] for key in ("value", "source", "where", "kind")} == {
        "value": 0.07, "source": "khot2019", "where": "text", "kind": "assumed",
    }  # fmt: skip
    assert "calibrated" not in back["k_bc"]["reason"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"waves": "450"}, "--waves"),
        ({"waves": "10,400"}, "--waves"),
        ({"waves": "many,400"}, "--waves"),
        ({"waves": "450,350,35O"}, "--waves"),
        ({"waves": "450,0,350"}, "--waves"),
        ({"waves": "²,400"}, "--waves"),
        ({"waves": "8,500", "only": ["k_bc"]}, "--waves"),
        ({"patients": 3}, "--patients"),
        ({"only": ["k_kil"]}, "--only"),
    ],
)
def test_what_could_give_no_posterior_is_refused(given, field):
    with pytest.raises(BadInput, match=field):
        asked(**{"patients": 400, "seed": 1, "waves": "450,350,350"} | given)


def test_fewer_parameters_need_fewer_evaluations():
    assert asked(400, 1, "12,12", ["k_bc"]) == replace(Asked(), waves=(12, 12), symbols=("k_bc",))
