"""Each finding is one sentence of the numbers in the tables below it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from cartsim.report import found
from cartsim.report.sections import sections_of
from cartsim.report.tables import endpoint_rows
from cartsim.results import Run
from tests.report.synthetic import make_run, swept_arms


@pytest.fixture(scope="module")
def run() -> Run:
    return make_run(patients=30)


def test_chapters_follow_the_order_in_which_a_reader_asks(run: Run) -> None:
    sections = sections_of(run)
    names = [section.name for section in sections]
    asked = ["glance-section", "flow-section", "kinetics", "response", "time-to-event", "safety"]
    asked += ["comparison", "route", "parameters", "manifest"]
    assert [name for name in names if name in asked] == asked
    chapters = [section.chapter for section in sections if section.chapter]
    assert chapters[0] == "The trial"
    assert chapters[-1] == "Provenance"


def test_shares_in_the_sentences_are_those_of_the_table(run: Run) -> None:
    table = {row.endpoint: row.values for row in endpoint_rows(run.endpoints)}
    for sentence, endpoint in (
        (found.response(run.endpoints), "CR or PR at month 1"),
        (found.toxicity(run.endpoints), "Dose-limiting toxicity"),
        (found.toxicity(run.endpoints), "CRS grade ≥ 3"),
    ):
        for cell in table[endpoint]:
            assert cell.split(" (")[0] in sentence


def test_the_four_cells_of_a_comparison_add_up_to_the_pairs(run: Run) -> None:
    total, *cells = map(int, re.findall(r"\b\d+\b", found.comparison(run.endpoints)))
    assert sum(cells) == total


def test_peaks_are_medians_of_what_was_sampled(run: Run) -> None:
    peaks = np.nanmedian(run.endpoints["cmax"].transpose("arm", "patient").values, axis=1)
    assert all(f"{peak:.3g}" in found.kinetics(run.endpoints) for peak in peaks)


def test_of_many_arms_the_least_and_the_most_are_named() -> None:
    many = make_run(swept_arms(), patients=12, swept="tau_fit").endpoints
    values = list(np.linspace(0.1, 0.9, many.sizes["arm"]))
    words = found.over_arms(many, values, lambda share: f"{share:.1f}")
    assert words == f"from 0.1 ({many['arm'].values[0]}) to 0.9 ({many['arm'].values[-1]})"
    assert found.over_arms(many, [np.nan] * len(values), str) == "–"


def test_one_arm_needs_no_name_and_has_no_comparison() -> None:
    single = make_run(arms=("only",), patients=12)
    assert "(only)" not in found.response(single.endpoints)
    assert found.comparison(single.endpoints) == ""


def test_nobody_sampled_gives_dashes(run: Run) -> None:
    none = replace(run, endpoints=run.endpoints.assign(cmax=run.endpoints["cmax"] * np.nan)).endpoints
    assert "in blood – (IV) against – (IC)" in found.kinetics(none)
