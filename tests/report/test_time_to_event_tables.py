"""The tables of the survival section, cell by cell."""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.datasets import CENSORING, LANDMARK_STATUS
from cartsim.report.tables import grid_words
from cartsim.report.time_to_event_tables import end_rows, landmark_rows, strategy_rows


def test_the_ends_are_listed_from_the_most_frequent_on():
    counts = np.zeros((2, 1, len(CENSORING)), int)
    for word, number in {"progression": 5, "death": 7, "not in the set": 9}.items():
        counts[0, 0, CENSORING.index(word)] = number
    data = xr.Dataset(
        {"end_reasons": (("arm", "curve", "end_reason"), counts)},
        coords={"arm": ["IV", "IC"], "curve": ["pfs"], "end_reason": list(CENSORING)},
    )
    assert end_rows(data) == [("Progression-free survival", "death 7, progression 5", "nobody")]
    assert end_rows(xr.Dataset()) == []


def test_the_other_form_of_censoring_stands_beside_the_primary():
    values = {
        f"median_pfs{tail}": ("arm", [day]) for tail, day in (("", 91.0), ("_fda", 91.0), ("_simple", np.nan))
    } | {"pfs": (("arm", "patient"), [[91.0, 120.0]])}
    rows = strategy_rows(xr.Dataset(values, attrs={"censoring": "fda"}))
    assert rows == [
        ("Median PFS, days: the primary analysis", "91"),
        ("Median PFS, days: an event after missed visits counts", "NR"),
    ]
    rows = strategy_rows(xr.Dataset(values, attrs={"censoring": "simple"}))
    assert rows[1] == ("Median PFS, days: an event after two missed visits is censored", "91")


def test_medians_of_nobody_are_no_medians_not_reached():
    values = {f"median_pfs{tail}": ("arm", [np.nan] * 2) for tail in ("", "_simple", "_infused")}
    values |= {"pfs": (("arm", "patient"), [[np.nan, np.nan], [91.0, 120.0]])}
    values |= {"flow": (("arm", "flow_step"), [[0], [0]])}
    data = xr.Dataset(values, coords={"flow_step": ["infused"]}, attrs={"censoring": "fda"})
    assert [row[1:] for row in strategy_rows(data)] == [("–", "NR"), ("–", "NR"), ("–", "–")]


def test_limits_at_the_landmark_that_do_not_exist_are_left_out():
    dims = ("arm", "landmark_group")
    names = [f"landmark_{name}{tail}" for name in ("os", "median_os") for tail in ("", "_lower", "_upper")]
    values = {name: (dims, [[np.nan]]) for name in names}
    values |= {"landmark_n": (dims, [[2]]), "landmark_os": (dims, [[1.0]])}
    data = xr.Dataset(values, coords={"arm": ["IV"], "landmark_group": ["response"]})
    assert landmark_rows(data) == [("Response", "n = 2: 100.0 %; median NR (NR to NR)")]


def test_an_empty_group_at_the_landmark_is_nobody():
    dims = ("arm", "landmark_group")
    values = {"landmark_n": (dims, [[4, 0]])}
    for name, cells in {"landmark_os": [0.5, 0.1, 0.9], "landmark_median_os": [200.0, 50.0, np.nan]}.items():
        values |= {
            f"{name}{tail}": (dims, [[cell, np.nan]])
            for tail, cell in zip(("", "_lower", "_upper"), cells, strict=True)
        }
    data = xr.Dataset(values, coords={"arm": ["IV"], "landmark_group": list(LANDMARK_STATUS[1:])})
    assert landmark_rows(data) == [
        ("Response", "n = 4: 50.0 % (10.0 to 90.0); median 200 (50 to NR)"),
        ("No response", "nobody"),
    ]


def test_a_long_grid_is_not_listed():
    grid = xr.Dataset(coords={"scheduled_day": ("visit", np.arange(-5.0, 100.0, 5.0))})
    assert grid_words(grid) == "scans on 20 days from 0 to 95"
