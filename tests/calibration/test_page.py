"""The pages that are made from stored results are what the results say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cartsim.calibration import page as calibration
from cartsim.calibration.campaign import CHECK_SEEDS
from cartsim.calibration.written import stored
from cartsim.validation import credibility

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_the_calibration_is_that_of_its_results():
    assert (DOCS / "explanation" / "calibration.md").read_text(encoding="utf-8") == calibration.page()


def test_the_credibility_file_is_that_of_the_last_validation():
    assert (DOCS / "credibility.md").read_text(encoding="utf-8") == credibility.page(DOCS)


def test_a_link_to_evidence_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match="not there"):
        credibility.page(tmp_path)


def test_two_searches_with_other_designs_and_patients_come_to_the_same():
    """Medians within one posterior SD, targets met by both, and what is `data` in one is not `prior` in the
    other."""
    first, second = stored(), calibration.second_search()
    assert first["seed"] != second["seed"]
    for one, other in zip(first["parameters"], second["parameters"], strict=True):
        assert calibration.distance(one, other) < 1.0, one["symbol"]
        assert {one["told_by"], other["told_by"]} != {"data", "prior"}, one["symbol"]
    for run in (first, second):
        assert run["seed"] not in run["check_seeds"]
        assert list(CHECK_SEEDS) == run["check_seeds"]
        assert all(all(row["accepted"]) for row in run["targets"] if row["accepted"][0] is not None)


def test_every_row_that_fails_is_discussed_by_its_name():
    rows = json.loads((DOCS / "validation.json").read_text(encoding="utf-8"))["rows"]
    text = calibration.page()
    assert [row["id"] for row in rows if row["verdict"] == "fail" and f"`{row['id']}`" not in text] == []
