"""The tables of validation: complete, never mixed, and honest about what fails or was not tried."""

from __future__ import annotations

import json

import numpy as np
import pytest

from cartsim.calibration.free import load_free
from cartsim.calibration.targets import load_targets
from cartsim.calibration.written import stored
from cartsim.parameters import load_parameters
from cartsim.validation import calibrated, predicted, verification
from cartsim.validation.page import page, write_validation
from cartsim.validation.published import published_rows
from cartsim.validation.row import TABLES, Row, counted, verdict


def row(table="calibration", met=True, name="x", **more) -> Row:
    return Row(table, name, "what", "1 to 2", "3", verdict(met), "cartsim", **more)


def test_every_number_of_every_published_model_is_a_row():
    from cartsim.published import MODELS

    found = published_rows()
    assert len(found) == sum(len(model.reproduce()) for model in MODELS)
    assert len({row.id for row in found}) == len(found)
    assert {row.verdict for row in found} <= {"pass", "fail"}


def test_a_miss_stays_a_miss_in_row_count_and_page():
    rows = [row(met=True), row(met=False, name="y"), row(met=None, name="z")]
    assert counted(rows, "calibration") == {"pass": 1, "fail": 1, "shown": 0, "not attempted": 1}
    text = page(rows)
    assert text.count("**FAIL**") == 1
    assert "1 pass, 1 fail, 1 not attempted" in text


def test_tables_are_never_mixed():
    rows = [row(table, name=f"{table} row") for table in TABLES]
    parts = page(rows).split("\n## ")[1:]
    assert len(parts) == len(TABLES)
    for table, part in zip(TABLES, parts, strict=True):
        assert part.lower().startswith(table)
        assert [other for other in TABLES if f"{other} row" in part] == [table]


def test_the_rows_of_a_calibration_are_judged_by_what_was_asked():
    target = load_targets()["C7_peak"]
    met = calibrated._row(target, [2.0, 40.0], 10)
    missed = calibrated._row(target, [2.0, 60.0], 10)
    assert (met.verdict, missed.verdict) == ("pass", "fail")
    assert met.asked == "1 to 50 cell/uL"
    assert calibrated._row(load_targets()["C9"], [np.ones(3) / 3], 10).verdict == "shown"


def test_each_target_of_the_design_has_a_row_of_the_calibration():
    ids = {name.partition("_")[0] for name in load_targets()} | {"C10"}
    assert ids == {f"C{n}" for n in range(1, 11)}


def test_the_shipped_parameters_are_those_of_the_stored_calibration():
    """What the data told is shipped as fitted, with its own uncertainty; the rest stays as it was."""
    for found in stored()["parameters"]:
        entry = load_parameters()[found["symbol"]]
        assert entry.value == pytest.approx(found["shipped"], rel=1e-9), found["symbol"]
        assert found["prior"] == load_free()[found["symbol"]].prior
        if found["told_by"] == "prior":
            assert found["shipped"] == found["prior"]
            assert entry.kind == load_free()[found["symbol"]].kind
            assert entry.uncertainty is None
        else:
            assert entry.kind == "fitted"
            assert entry.uncertainty == pytest.approx(found["shipped_factor"])
            assert "calibrated" in entry.reason


def test_the_dish_is_followed_by_the_stored_values():
    for found in calibrated.dish_rows():
        assert found.verdict == "pass", found


def test_a_prediction_is_not_among_the_targets():
    texts = {target.where for target in load_targets().values()}
    for block in predicted.load_predictions().values():
        assert block["note"] not in texts
        assert "reading" in block or block["what"].startswith("results kept")


def test_every_test_that_a_verification_names_exists():
    for block in verification.load_blocks().values():
        assert isinstance(block["what"], str)
        assert isinstance(block["asked"], str)
        for node in block["tests"]:
            file, _, function = node.partition("::")
            text = (verification.CHECKOUT / file).read_text(encoding="utf-8")
            assert f"def {function}(" in text or not function, node


def test_verification_tells_passed_failed_and_what_the_tests_said():
    xml = """<testcase file="tests/a.py" name="test_x[1]"><properties><property name="error" value="1e-9"/>
    </properties></testcase>"""
    import xml.etree.ElementTree as ET

    cases = [
        ET.fromstring(xml),
        ET.fromstring('<testcase file="tests/a.py" name="test_x[2]"><failure/></testcase>'),
        ET.fromstring('<testcase file="tests/a.py" name="test_y"><skipped/></testcase>'),
    ]
    found = verification._outcome("tests/a.py::test_x", cases)
    assert (found.passed, found.failed, found.told) == (1, 1, {"error": "1e-9"})
    block = {"what": "w", "asked": "a", "tests": ["tests/a.py::test_x"]}
    assert verification._row("x", block, {"tests/a.py::test_x": found}).verdict == "fail"
    skipped = verification._outcome("tests/a.py::test_y", cases)
    block = {"what": "w", "asked": "a", "tests": ["tests/a.py::test_y"]}
    assert verification._row("y", block, {"tests/a.py::test_y": skipped}).verdict == "not attempted"
    assert verification._row("y", block, None).verdict == "not attempted"


def test_the_verification_really_runs_its_tests():
    node = "tests/model/test_laws.py::test_arrows_are_read_as_chemists_write_them"
    outcome = verification.run_tests([node])[node]
    assert (outcome.passed, outcome.failed) == (1, 0)


def test_the_page_is_written_with_its_rows_as_json(tmp_path):
    paths = write_validation([row("prediction", met=False)], tmp_path)
    assert (tmp_path / "validation.md") in paths
    content = json.loads((tmp_path / "validation.json").read_text())
    assert [found["verdict"] for found in content["rows"]] == ["fail"]
