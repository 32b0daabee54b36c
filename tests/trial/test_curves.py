"""Tables of curves, their medians and bounds, and time in response, on few patients by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import CURVES
from cartsim.trial.curves import (
    COLUMNS,
    incidence_on,
    incidence_with_limits,
    interval_medians,
    median_bounds,
    medians,
    survival_tables,
)
from cartsim.trial.survival import aalen_johansen, kaplan_meier
from cartsim.trial.time_in_response import pseudo_values, survival_on, time_in_response

NAN = float("nan")
NOBODY = np.full(4, NAN)
OS = (np.array([[10.0, 20, 30, 40], [5, 5, 60, 80]]), np.array([[1, 1, 1, 0], [1, 0, 1, 1]]))
PFS = (np.array([[8.0, 8, 30, NAN], [5, 6, 7, 8]]), np.array([[1, 1, 0, 0], [1, 1, 1, 1]]))
DOR = (np.array([[NAN, 12, NAN, NAN], NOBODY]), np.array([[0, 1, 0, 0], [0, 0, 0, 0]]))


def found():
    """Two arms of four patients; nobody in the set of disease control."""
    table = {"ddc": np.full((2, 4), NAN), "ddc_event": np.zeros((2, 4), int)}
    for name, (days, event) in {"os": OS, "pfs": PFS, "dor": DOR}.items():
        table |= {name: days, f"{name}_event": event}
    return table


def test_every_table_is_the_curve_of_its_arm_padded_to_the_longest():
    tables = survival_tables(found())
    names = tuple(CURVES)
    for arm in range(2):
        for name, (days, event) in {"os": OS, "pfs": PFS, "dor": DOR}.items():
            inside = np.isfinite(days[arm])
            curve = kaplan_meier(days[arm][inside], event[arm][inside])
            for key, field in COLUMNS.items():
                row = tables[key][arm, names.index(name)]
                assert row.shape == (4,)
                np.testing.assert_array_equal(row[: curve.time.size], getattr(curve, field), err_msg=key)
                assert np.isnan(row[curve.time.size :]).all()
            for tail, field in (("", "median"), ("_lower", "median_lower"), ("_upper", "median_upper")):
                np.testing.assert_array_equal(tables[f"median_{name}{tail}"][arm], getattr(curve, field))
        assert np.isnan(tables["km_time"][arm, names.index("ddc")]).all()
    assert tables["km_time"][0, names.index("os")].tolist() == [10, 20, 30, 40]
    assert tables["km_at_risk"][0, names.index("pfs")][:2].tolist() == [3, 1]
    assert tables["km_events"][0, names.index("pfs")][:2].tolist() == [2, 0]
    assert tables["km_survival"][0, names.index("os")].tolist() == [0.75, 0.5, 0.25, 0.25]
    assert tables["median_os"].tolist() == [25, 60]
    assert np.isnan(tables["median_ddc"]).all()


def test_without_anybody_there_is_no_step():
    nobody = {name: np.full((1, 2), NAN) for name in CURVES} | {
        f"{n}_event": np.zeros((1, 2)) for n in CURVES
    }
    assert survival_tables(nobody)["km_time"].shape == (1, len(CURVES), 0)


def test_medians_by_arm():
    np.testing.assert_array_equal(medians(*OS), [25, 60])
    np.testing.assert_array_equal(medians(*DOR), [12, NAN])


def test_the_interval_holds_the_event_and_the_latent_day_is_exact():
    """Arm 1: both progressed between days 30 and 91, on days 40 and 70 in truth; the third solve failed.
    Arm 2: one died on day 50, one was last seen without progression on day 80, and one progressed unseen."""
    table = {
        "pfs": np.array([[91.0, 91, NAN], [50, 80, 80]]),
        "pfs_event": np.array([[1, 1, 0], [1, 0, 0]]),
        "pfs_after": np.array([[30.0, 30, NAN], [50, 80, 80]]),
    }
    latent = np.array([[40.0, 70, 1], [NAN, 90, 85]])
    death = np.array([[NAN, 300, NAN], [50, NAN, NAN]])
    last = np.array([[372.0, 372, 372], [50, 86, 84]])
    result = interval_medians(table, latent, death, last)
    assert (result["median_pfs_interval_start"][0], result["median_pfs_interval_end"][0]) == (30, 91)
    assert np.isnan(result["median_pfs_interval_start"][1]) or result["median_pfs_interval_start"][1] >= 80
    np.testing.assert_array_equal(result["median_pfs_latent"], [(40 + 70) / 2, NAN])
    seen = interval_medians(table, latent, death, np.array([[372.0, 372, 372], [50, 90, 84]]))
    assert seen["median_pfs_latent"][1] == 90


def test_failed_solves_bound_a_median_from_both_sides():
    """Days 30 and 90 of two, one failed: 0 30 90 has its median at 30; 30 90 and none to 372 at 90."""
    table = {"pfs": np.array([[30.0, 90, NAN]]), "pfs_event": np.array([[1, 1, 0]]),
             "os": np.array([[40.0, 100, NAN]]), "os_event": np.array([[1, 0, 0]])}  # fmt: skip
    bounds = median_bounds(table, np.array([[False, False, True]]), 372.0)
    assert sorted(bounds) == ["median_os_least", "median_os_most", "median_pfs_least", "median_pfs_most"]
    assert [float(bounds[f"median_{name}"][0]) for name in ("pfs_least", "pfs_most", "os_least")] == [
        30,
        90,
        40,
    ]
    assert np.isnan(bounds["median_os_most"][0])
    longer = median_bounds(
        {**table, "pfs": np.array([[400.0, 400, NAN]])}, np.array([[False, False, True]]), 372.0
    )
    assert longer["median_pfs_most"][0] == 400


def test_a_failed_solve_may_have_had_the_event_at_once():
    table = {name: np.array([[NAN]]) for name in ("pfs", "os")}
    bounds = median_bounds(table | {"pfs_event": np.zeros((1, 1)), "os_event": np.zeros((1, 1))},
                           np.array([[True]]), 372.0)  # fmt: skip
    assert bounds["median_pfs_least"].tolist() == bounds["median_os_least"].tolist() == [0]


def test_incidences_on_days_by_hand():
    """Cause 1 on day 10 of four, cause 2 on day 20 of three, cause 1 on day 30 of two: 1/4 + 1/2 x 1/2."""
    time, cause = np.array([[10.0, 20, 30, 40], [10, 20, 30, 40]]), np.array([[1, 2, 1, 0], [1, 1, 1, 1]])
    among = np.array([[True] * 4, [False] * 4])
    table = incidence_on(np.array([9.0, 10, 29, 30, 99]), time, cause, among)
    assert table[0].tolist() == pytest.approx([0, 0.25, 0.25, 0.5, 0.5])
    assert np.isnan(table[1]).all()
    some = incidence_on(
        np.array([30.0]), time, cause, np.array([[True, False, True, True], [False] * 3 + [True]])
    )
    assert some[:, 0].tolist() == pytest.approx([2 / 3, 0])
    assert incidence_with_limits(30.0, time[0], cause[0]) == aalen_johansen(time[0], cause[0]).at(30.0)
    assert incidence_with_limits(30.0, time[0], cause[0])[0] == pytest.approx(0.5)
    assert np.isnan(incidence_with_limits(30.0, time[0][:0], cause[0][:0])).all()


def test_survival_on_a_day_counts_the_events_of_that_day():
    curve = kaplan_meier([2, 4, 4], [1, 1, 0])
    assert survival_on(np.array([0.0, 1.75, 2, 3, 4, 99]), curve) == pytest.approx(
        [1, 1, 2 / 3, 2 / 3, 1 / 3, 1 / 3]
    )


def test_pseudo_values_of_three_by_hand():
    """Event, censoring, event on days 1, 2, 3: the area to day 3 is 1 + 2/3 + 2/3, of it 4/3 after day 1. A
    hazard of 1/3 there moves it by (4/3) / (1 - 1/3) for each patient at risk, so the first has day 1."""
    values = pseudo_values(np.array([1.0, 2, 3]), np.array([1, 0, 1]), 3.0)
    first = (4 / 3) / (2 / 3) / 3
    assert values == pytest.approx(
        [7 / 3 + 3 * (first / 3 - first), 7 / 3 + 3 * first / 3, 7 / 3 + 3 * first / 3]
    )
    assert values.mean() == pytest.approx(7 / 3)


def test_time_in_response_of_each_arm_and_its_limits():
    """Arm 1 is in response for 244, 0, 0 days, one has failed; arm 2 has nobody."""
    table = {
        "pfs": np.array([[274.0, 200, 91, NAN], NOBODY]),
        "pfs_event": np.array([[1, 1, 1, 0], [0] * 4]),
        "response_day": np.array([[30.0, NAN, NAN, NAN], NOBODY]),
    }
    result = time_in_response(table, np.array([0.0, 29, 30, 100, 274]), 365.0)
    np.testing.assert_allclose(result["time_in_response_pseudo"], [[244, 0, 0, NAN], NOBODY], atol=1e-9)
    np.testing.assert_allclose(result["response_probability"][0], [0, 0, 1 / 3, 1 / 3, 0], atol=1e-12)
    assert np.isnan(result["response_probability"][1]).all()
    mean, half = 244 / 3, 1.959963985 * np.std([244, 0, 0], ddof=1) / np.sqrt(3)
    for tail, value in (("", mean), ("_lower", mean - half), ("_upper", mean + half)):
        name = f"mean_time_in_response{tail}"
        assert result[name][0] == pytest.approx(value), tail
        assert np.isnan(result[name][1])


def test_each_arm_has_its_own_mean():
    """The time in response is 244 and 0 days in the first arm, 100 and 0 in the second."""
    table = {"pfs": np.array([[274.0, 200], [130, 50]]), "pfs_event": np.ones((2, 2), int),
             "response_day": np.array([[30.0, NAN], [30, NAN]])}  # fmt: skip
    result = time_in_response(table, np.array([0.0]), 365.0)
    assert result["mean_time_in_response"] == pytest.approx([122, 50])
    half = 1.959963985 * np.array([122, 50])
    assert result["mean_time_in_response_upper"] == pytest.approx([122, 50] + half)


def test_a_year_is_the_end_of_time_in_response():
    table = {
        "pfs": np.array([[400.0, 400]]),
        "pfs_event": np.array([[1, 1]]),
        "response_day": np.array([[300.0, NAN]]),
    }
    for until, days in ((365.0, 65), (330.0, 30), (290.0, 0)):
        result = time_in_response(table, np.array([0.0]), until)
        assert result["time_in_response_pseudo"][0] == pytest.approx([days, 0])


def test_who_left_in_response_is_censored_there():
    """Responses on day 30 of two of three; one leaves on day 100, the other progresses on day 200."""
    table = {"pfs": np.array([[100.0, 200, 50]]), "pfs_event": np.array([[0, 1, 1]]),
             "response_day": np.array([[30.0, 30, NAN]])}  # fmt: skip
    result = time_in_response(table, np.array([40.0, 150, 200]), 365.0)
    assert result["response_probability"][0] == pytest.approx([2 / 3, 2 / 3, 0])
    assert result["mean_time_in_response"][0] == pytest.approx(170 * 2 / 3)
