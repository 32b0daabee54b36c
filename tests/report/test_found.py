"""Each finding is one sentence of the numbers in the tables below it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from cartsim.report import found
from cartsim.report.comparison_tables import bound_rows
from cartsim.report.figures.paired import CELLS
from cartsim.report.sections import sections_of
from cartsim.report.sentences import answer
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


def test_arms_that_are_alike_are_counted_and_not_singled_out() -> None:
    many = make_run(swept_arms(), patients=12, swept="tau_fit").endpoints
    n = many.sizes["arm"]
    assert found.over_arms(many, [0.0] * n, str) == f"0.0 in each of {n} arms"
    one = found.over_arms(many, [0.0] * (n - 1) + [0.5], str)
    assert one == f"from 0.0 ({n - 1} arms) to 0.5 ({many['arm'].values[-1]})"


def test_medians_of_many_arms_are_named_and_one_not_reached_is_the_most() -> None:
    many = make_run(swept_arms(), patients=12, swept="tau_fit").endpoints
    medians = np.full(many.sizes["arm"], 100.0)
    medians[0], medians[-1] = 40.0, np.nan
    words = found.duration(many.assign(median_os=("arm", medians)))
    first, last = many["arm"].values[[0, -1]]
    assert f"overall survival from 40 ({first}) to NR ({last})" in words


def test_without_visits_or_pairs_nothing_is_said(run: Run) -> None:
    assert found.response(run.endpoints.isel(visit=[0])) == ""
    cells = {name: run.endpoints[name] * 0 for name in CELLS}
    assert found.comparison(run.endpoints.assign(cells)) == ""


def test_scans_of_one_month_are_told_apart_by_their_days(run: Run) -> None:
    days = 14.0 * np.arange(run.endpoints.sizes["visit"])
    close = run.endpoints.assign_coords(scheduled_day=("visit", days))
    assert found.response(close).startswith("CR or PR on day 14 ")
    assert "CR or PR on day 28" in [row.endpoint for row in endpoint_rows(close)]


def test_nobody_to_count_is_not_called_no_difference(run: Run) -> None:
    cells = {name: run.endpoints[name] * 0 for name in CELLS}
    names = [name for name in run.endpoints if "paired_difference" in str(name)]
    nothing = {name: run.endpoints[name] * np.nan for name in names}
    empty = replace(run, endpoints=run.endpoints.assign(cells | nothing))
    assert answer(empty).endswith("nobody to compare.")
    single = make_run(arms=("only",), patients=12)
    none = single.endpoints.assign(confirmed_orr_n=single.endpoints["confirmed_orr_n"] * 0)
    assert answer(replace(single, endpoints=none)).endswith("nobody to count.")


def test_bounds_call_scans_as_the_sentences_do(run: Run) -> None:
    ends = run.endpoints.assign({f"orr_{end}": run.endpoints["orr"] for end in ("least", "most")})
    assert "CR or PR at month 3" in [row[0] for row in bound_rows(ends)]
    close = ends.assign_coords(scheduled_day=("visit", 14.0 * np.arange(ends.sizes["visit"])))
    assert "CR or PR at day 28" in [row[0] for row in bound_rows(close)]
