"""Response, durations, landmark and rates of patients written by hand; expectations are from the rules."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import CENSORING, EFFUSION_RESPONSE, LANDMARK_STATUS, RESPONSE, words
from cartsim.trial.duration import answered, response_at_visits, response_endpoints
from cartsim.trial.follow_up import answers, follow_up, stable_from, starts, times
from cartsim.trial.intervals import clopper_pearson
from cartsim.trial.landmark import landmark, landmark_day
from cartsim.trial.response_rates import best_effusion_response, response_incidence, response_rates
from cartsim.trial.responses import RANK
from cartsim.trial.survival import kaplan_meier
from tests.trial.synthetic_course import make_scenario
from tests.trial.visits_by_hand import GRID, make_visits

NAN = float("nan")


def endpoints(*rows, sets=()):
    """Endpoints of the patients of one arm."""
    return response_endpoints(make_visits([{"seen": row} if isinstance(row, str) else row for row in rows]),
                              make_scenario(*sets))  # fmt: skip


def one(name, row, sets=()):
    """One endpoint of one patient."""
    return endpoints(row, sets=sets)[name][0, 0]


# seen and what else is known, best with its day, confirmed with its day, first day of the response
ANSWERS = [
    ({"seen": "CR CR CR CR CR"}, ("CR", 30), ("CR", 30), 30),
    ({"seen": "SD PR PR PD SD"}, ("PR", 91), ("PR", 91), 91),
    ({"seen": "SD SD SD SD PR"}, ("PR", 365), ("SD", 30), NAN),
    ({"seen": "PR SD PR PR PR"}, ("PR", 30), ("PR", 182), 182),
    ({"seen": "PD PR PR PR PR"}, ("PD", 30), ("PD", 30), NAN),
    ({"seen": "SD PR PR PR PR", "therapy": 150}, ("PR", 91), ("SD", 30), NAN),
    ({"seen": "SD PR PR PR PR", "death": 150}, ("PR", 91), ("SD", 30), NAN),
    ({"seen": "SD PR PR PR PR", "left": 182}, ("PR", 91), ("PR", 91), 91),
    ({"seen": "NE NE ND ND ND"}, ("NE", 30), ("NE", 30), NAN),
    ({"seen": "SD SD SD SD SD", "death": 20}, ("MISSING", NAN), ("MISSING", NAN), NAN),
    ({"seen": "PR PR PR PR PR", "status": 1}, ("MISSING", NAN), ("MISSING", NAN), NAN),
]


@pytest.mark.parametrize("row", ANSWERS, ids=str)
def test_best_and_confirmed_response(row):
    patient, best, confirmed, response = row
    found = {name: values[0, 0] for name, values in endpoints(patient).items()}
    assert RESPONSE[found["best_overall_response"]] == best[0]
    assert RESPONSE[found["confirmed_response"]] == confirmed[0]
    days = [found[name] for name in ("best_response_day", "confirmed_response_day", "response_day")]
    assert days == pytest.approx([best[1], confirmed[1], response], nan_ok=True)


@pytest.mark.parametrize(("row", "pending"), [
    ({"seen": "SD SD SD SD PR"}, 1),
    ({"seen": "SD SD SD PR PR"}, 0),
    ({"seen": "SD SD PR ND ND"}, 0),
    ({"seen": "SD SD PR ND ND", "left": 200}, 0),
    ({"seen": "SD SD PR PR PR", "death": 182}, 0),
    ({"seen": "SD SD SD SD PR", "therapy": 365}, 0),
    ({"seen": "SD SD SD SD PR", "therapy": 400}, 1),
    ({"seen": "SD SD SD SD PR", "left": 400}, 1),
    ({"seen": "SD PD SD SD CR"}, 0),
    ({"seen": "SD SD SD SD SD"}, 0),
    ({"seen": "SD SD SD SD PR", "status": 1}, 0),
])  # fmt: skip
def test_a_first_response_at_the_last_visit_is_pending(row, pending):
    assert one("response_pending", row) == pending


@pytest.mark.parametrize(("row", "days"), [
    ("PR PR PR PR PR", 335),
    ("SD PR PR PD SD", 183),
    ({"seen": "PR PR PR PR PR", "death": 200}, 170),
    ({"seen": "PR PR PR PR PR", "death": 370}, 335),
    ({"seen": "PR PR PR PR PR", "left": 100}, 61),
    ("PR SD SD SD SD", 0),
    ("SD SD SD SD SD", 0),
    ({"seen": "PR PR PR PR PR", "status": 1}, NAN),
])  # fmt: skip
def test_days_in_response_to_day_365(row, days):
    assert one("time_in_response", row) == pytest.approx(days, nan_ok=True)


@pytest.mark.parametrize(("row", "missed"), [
    ("SD SD SD SD SD", 0), ("NE ND SD NE SD", 3), ({"seen": "NE ND ND ND ND", "left": 100}, 2),
])  # fmt: skip
def test_visits_that_told_nothing_are_counted_while_they_were_due(row, missed):
    found = endpoints(row)["visits_missed"]
    assert found.tolist() == [[missed]]
    assert found.dtype == np.int8


BY_182 = ["trial.response.primary={confirmed: false}"]


@pytest.mark.parametrize(("row", "sets", "expected"), [
    ("SD SD PR PR PR", (), 1),
    ("SD SD SD PR PR", (), 0),
    ("SD SD PR SD PR", (), 0),
    ("SD SD PR SD PR", BY_182, 1),
    ("SD SD SD PR PR", ("trial.response.primary={by: 274 days}",), 1),
    ("SD SD SD SD SD", BY_182, 0),
])  # fmt: skip
def test_who_responds_by_the_primary_estimand(row, sets, expected):
    assert one("response_by_primary", row, tuple(sets)) == expected


def test_the_window_of_the_visit_belongs_to_its_month():
    """Planned for day 182 and seen on day 186: in time with a window of 7 days, late with none."""
    visits = make_visits([{"seen": "SD SD PR PR PR"}])
    visits["visit_day"] = visits["visit_day"] + np.array([0, 0, 0, 4, 0, 0])
    for window, expected in ((0, 0), (3, 0), (4, 1), (7, 1)):
        scenario = make_scenario(f"trial.visits.window={window}")
        assert response_endpoints(visits, scenario)["response_by_primary"].tolist() == [[expected]]


def test_durations_run_from_their_own_time_zero():
    found = endpoints("SD PR PR PD SD", {"seen": "PR PR PR PR PR", "death": 200}, "SD SD SD SD SD",
                      {"seen": "SD SD SD SD SD", "status": 1})  # fmt: skip
    expected = {
        "pfs": [274, 200, 365, NAN], "pfs_event": [1, 1, 0, 0], "pfs_after": [182, 200, 365, NAN],
        "dor": [183, 170, NAN, NAN], "dor_event": [1, 1, 0, 0], "dor_after": [91, 170, NAN, NAN],
        "ddc": [244, 170, 335, NAN], "ddc_event": [1, 1, 0, 0], "ddc_after": [152, 170, 335, NAN],
        "os": [372, 200, 372, NAN], "os_event": [0, 1, 0, 0],
    }  # fmt: skip
    for name, values in expected.items():
        np.testing.assert_array_equal(found[name][0], values, err_msg=name)
        if name.endswith("_event"):
            assert found[name].dtype == np.int8


def test_disease_control_begins_with_the_first_stable_visit_late_enough():
    rows = (
        "SD SD SD SD SD",
        "NE SD SD SD SD",
        "NON-CR/NON-PD SD SD SD SD",
        "PD SD SD SD SD",
        "NE NE NE NE NE",
    )
    visits = make_visits([{"seen": row} for row in rows])
    seen = follow_up(visits)
    found = answers(seen, make_scenario())
    assert found.control_day.tolist() == [[30, 91, 30, inf, inf]]
    assert answers(seen, make_scenario("trial.response.stable_disease_from=30 days")).control_day[0, 0] == 30
    late = make_scenario("trial.response.stable_disease_from=30 days", "trial.response.sd_by=nominal")
    assert answers(seen, late).control_day[0, 0] == 30
    assert starts(seen, found)["ddc"].tolist() == found.control_day.tolist()
    assert starts(seen, found)["dor"].tolist() == [[inf] * 5]
    assert starts(seen, found)["os"].tolist() == [[0.0] * 5]


def test_stable_by_the_planned_day_of_a_visit_that_was_due():
    visits = make_visits([{"seen": "SD SD SD SD SD"}, {"seen": "SD SD SD SD SD", "left": 60}])
    visits["visit_day"] = visits["visit_day"] + np.array([0, 1, -3, 0, 0, 0])
    seen = follow_up(visits)
    assert stable_from(seen, 42.0, "actual").tolist() == [[42, 42]]
    assert stable_from(seen, 42.0, "nominal").tolist() == [[88, inf]]
    assert stable_from(seen, 91.0, "nominal").tolist() == [[88, inf]]
    assert stable_from(seen, 30.0, "nominal").tolist() == [[31, 31]]


def test_what_is_known_ends_with_the_follow_up():
    rows = [
        {"seen": "SD SD SD SD SD", "left": 91}, {"seen": "SD SD SD SD SD", "left": 100, "death": 100},
        {"seen": "SD SD SD SD SD", "left": 400}, {"seen": "SD SD SD SD SD", "status": 1},
        {"seen": "SD SD SD SD SD", "therapy": 120},
    ]  # fmt: skip
    seen = follow_up(make_visits(rows))
    assert (seen.history.codes != RANK["MISSING"]).sum(axis=-1).tolist() == [[2, 2, 5, 0, 5]]
    assert seen.left.tolist() == [[True, False, False, False, False]]
    assert seen.solved.tolist() == [[True, True, True, False, True]]
    assert seen.death.tolist() == [[inf, 100, inf, inf, inf]]
    assert seen.new_therapy.tolist() == [[inf, inf, inf, inf, 120]]
    assert seen.last.tolist() == [[91, 100, 372, 372, 372]]
    assert seen.scheduled.tolist() == GRID[1:].tolist()
    assert seen.history.days.shape == (1, 5, 5)


def test_the_rule_of_censoring_is_that_of_the_scenario_unless_asked_for():
    visits, scenario = make_visits([{"seen": "SD ND ND PD SD"}]), make_scenario()
    seen = follow_up(visits)
    zero = starts(seen, answers(seen, scenario))["pfs"]
    assert times(seen, zero, "pfs", scenario).day.tolist() == [[30]]
    assert times(seen, zero, "pfs", scenario, "simple").day.tolist() == [[274]]
    assert times(seen, zero, "pfs", make_scenario("trial.censoring=simple")).day.tolist() == [[274]]


def test_the_response_rules_of_the_scenario_reach_the_answer():
    for row, sets, expected in (
        ("PR SD PR SD SD", (), "SD"),
        ("PR SD PR SD SD", ("trial.response.accept_sd=true",), "PR"),
        ("PR NE PR SD SD", (), "PR"),
        ("PR NE PR SD SD", ("trial.response.max_ne=0",), "SD"),
        ("PR NE NE PR SD", ("trial.response.max_ne=2",), "PR"),
        ("PR PR SD SD SD", ("trial.response.confirmation=62 days",), "SD"),
        ("PR PR SD SD SD", ("trial.response.confirmation=61 days",), "PR"),
        ("SD NE NE NE NE", ("trial.response.stable_disease_from=30 days",), "SD"),
    ):
        assert RESPONSE[one("confirmed_response", row, sets)] == expected, (row, sets)


def test_stable_disease_before_its_day_is_not_evaluable():
    """Planned for day 30 and seen on day 25: late enough by the plan, too early by the calendar."""
    visits = make_visits([{"seen": "SD NE NE NE NE"}])
    visits["visit_day"] = visits["visit_day"] + np.array([0, -5, 0, 0, 0, 0])
    planned = make_scenario("trial.response.stable_disease_from=30 days", "trial.response.sd_by=nominal")
    rules = planned.trial.response.model_copy(update={"sd_by": "actual"})
    actual = planned.model_copy(update={"trial": planned.trial.model_copy(update={"response": rules})})
    for scenario, word in ((planned, "SD"), (actual, "NE")):
        found = response_endpoints(visits, scenario)
        assert RESPONSE[found["best_overall_response"][0, 0]] == word
        assert RESPONSE[found["confirmed_response"][0, 0]] == word


def test_what_ends_the_follow_up_reaches_the_curves():
    rows = [{"seen": "SD SD SD SD SD", "therapy": 100}, {"seen": "SD SD SD SD SD", "left": 150},
            {"seen": "SD ND NE ND ND", "death": 189}]  # fmt: skip
    found = endpoints(*rows, sets=("trial.visits.window=7",))
    assert found["pfs"].tolist() == [[91, 91, 189]]
    expected = ["new anticancer therapy", "left the study", "death"]
    assert words(found["pfs_reason"][0], CENSORING).tolist() == expected
    assert endpoints(*rows)["pfs"].tolist() == [[91, 91, 30]]
    flags = endpoints("SD PD SD SD SD", "SD SD SD SD PR")
    assert flags["response_pending"].tolist() == [[0, 1]]
    assert [flags[f"response_{name}"].dtype for name in ("pending", "by_primary")] == [np.int8] * 2


def test_nobody_scanned_is_not_evaluable_where_the_protocol_says_so():
    dead = {"seen": "SD SD SD SD SD", "death": 20}
    found = endpoints(dead, sets=("trial.response.missing_as_ne=true",))
    names = ("best_overall_response", "confirmed_response")
    assert [RESPONSE[found[name][0, 0]] for name in names] == ["NE", "NE"]


def test_two_arms_keep_their_places():
    first, second = (make_visits([{"seen": text}] * 2) for text in ("SD SD SD SD SD", "PR PR PR PR PR"))
    visits = xr.concat([first, second], dim="arm", data_vars="minimal")
    assert response_at_visits(visits).sum(axis=(1, 2)).tolist() == [0, 10]
    assert response_at_visits(visits)[1, 0].tolist() == [False, *[True] * 5]
    turned = visits.transpose("visit", "patient", "arm")
    assert response_at_visits(turned.assign(visit_day=visits["visit_day"])).sum(axis=(1, 2)).tolist() == [
        0,
        10,
    ]


AT_91 = [
    ("PR SD SD SD SD", {}, "response"),
    ("SD PR SD SD SD", {}, "response"),
    ("SD SD PR PR PR", {}, "no response"),
    ("PR PD SD SD SD", {}, "no response"),
    ("PR PR PD PD PD", {}, "response"),
    ("PR PR PR PR PR", {"therapy": 91}, "no response"),
    ("PR PR PR PR PR", {"therapy": 91.25}, "response"),
    ("PR PR PR PR PR", {"death": 91}, "not in the set"),
    ("PR PR PR PR PR", {"death": 91.25}, "response"),
    ("SD ND ND ND ND", {"left": 90}, "not in the set"),
    ("SD ND ND ND ND", {"left": 92}, "no response"),
    ("PR PR PR PR PR", {"status": 1}, "not in the set"),
    ("NE NE NE NE NE", {}, "no response"),
]


@pytest.mark.parametrize(("seen", "known", "expected"), AT_91)
def test_at_the_landmark_everybody_is_sorted_by_what_was_seen(seen, known, expected):
    found = landmark(make_visits([{"seen": seen, **known}]), 91.0)
    assert words(found["landmark_status"][0, 0], LANDMARK_STATUS).item() == expected
    assert found["landmark_n"][0].tolist() == [expected == "response", expected == "no response"]


def test_survival_from_the_landmark_by_hand():
    """Of four without response two die, on days 191 and 365; those in response all leave before day 365."""
    stable, better = "SD SD SD SD SD", "PR PR PR PR PR"
    rows = [{"seen": stable, "death": 191}, {"seen": stable, "death": 365}, *[{"seen": stable}] * 2,
            {"seen": better, "left": 300}, {"seen": better, "left": 364, "death": 400}]  # fmt: skip
    found = {name: values[0] for name, values in landmark(make_visits(rows), 91.0).items()}
    curve = kaplan_meier([100, 274, 281, 281], [1, 1, 0, 0])
    assert found["landmark_n"].tolist() == [2, 4]
    np.testing.assert_array_equal(found["landmark_os"], [NAN, 0.5])
    np.testing.assert_array_equal(found["landmark_os_lower"], [NAN, curve.lower[1]])
    np.testing.assert_array_equal(found["landmark_os_upper"], [NAN, curve.upper[1]])
    np.testing.assert_array_equal(found["landmark_median_os"], [NAN, curve.median])
    np.testing.assert_array_equal(found["landmark_median_os_lower"], [NAN, curve.median_lower])
    np.testing.assert_array_equal(found["landmark_median_os_upper"], [NAN, curve.median_upper])
    assert curve.median == (274 + 281) / 2


def test_nobody_is_alive_on_day_365_once_all_have_died():
    """One of one dies on day 200, one of two on day 200 and the other leaves then."""
    stable = "SD SD SD SD SD"
    alone = landmark(make_visits([{"seen": stable, "death": 200}]), 91.0)
    assert alone["landmark_os"][0, 1] == 0.0
    left = landmark(make_visits([{"seen": stable, "death": 200}, {"seen": stable, "left": 200}]), 91.0)
    assert np.isnan(left["landmark_os"][0, 1])


def test_until_the_first_death_all_are_alive_and_no_limit_is_known():
    found = {
        name: values[0] for name, values in landmark(make_visits([{"seen": "SD SD SD SD SD"}]), 91.0).items()
    }
    np.testing.assert_array_equal(found["landmark_os"], [NAN, 1.0])
    assert np.isnan([found["landmark_os_lower"], found["landmark_os_upper"]]).all()
    left = make_visits([{"seen": "SD SD SD SD SD", "left": 365}])
    assert landmark(left, 91.0)["landmark_os"][0, 1] == 1.0


def test_each_arm_has_its_own_landmark():
    """One of two dies on day 191 in the first arm, the other has progressed; both respond in the second."""
    gone = {"seen": "SD SD ND ND ND", "left": 50}
    one = make_visits([{"seen": "SD SD SD SD SD", "death": 191}, {"seen": "PR PD SD SD SD"}, gone])
    two = make_visits([{"seen": "PR PR PR PR PR"}, {"seen": "PR SD SD SD SD"}, gone])
    found = landmark(xr.concat([one, two], dim="arm", data_vars="minimal"), 91.0)
    assert found["landmark_n"].tolist() == [[0, 2], [2, 0]]
    assert words(found["landmark_status"], LANDMARK_STATUS).tolist() == [
        ["no response", "no response", "not in the set"],
        ["response", "response", "not in the set"],
    ]
    np.testing.assert_array_equal(found["landmark_os"], [[NAN, 0.5], [1.0, NAN]])


def test_a_response_counts_before_progression_and_new_therapy_only():
    rows = [{"seen": "PR PD PR CR PR"}, {"seen": "SD PR PR PR PR", "therapy": 182}]
    found = response_at_visits(make_visits(rows))[0, :, 1:]
    assert found.tolist() == [[True, False, False, False, False], [False, True, False, False, False]]


def test_the_landmark_is_the_end_of_the_window_of_month_3():
    visits = make_visits([{"seen": "SD SD SD SD SD"}])
    assert landmark_day(visits, make_scenario("trial.visits.window=5")) == 96
    assert landmark_day(visits.isel(visit=[0, 1, 3]), make_scenario("trial.visits.window=5")) == 91


PEOPLE = [
    {"seen": "PR PR PD SD SD"},
    {"seen": "SD PR PR PR PR"},
    {"seen": "SD SD SD SD SD", "measurable": 0},
    {"seen": "PR PR PR PR PR", "status": 1},
    {"seen": "NE SD SD SD SD", "infused": 0},
]
EFFUSIONS = np.array([[EFFUSION_RESPONSE.index(word) for word in ("PR", "SD", "CR", "CR", "PD")]])


def rates_of_people():
    """Rates of one arm of these five."""
    visits, scenario = make_visits(PEOPLE), make_scenario()
    found = response_endpoints(visits, scenario) | {"best_effusion_response": EFFUSIONS}
    return response_rates(visits, scenario, found, visits["status"].values == 0)


def test_rates_at_every_visit_by_hand():
    """Four are solved, three of them measurable; the fifth solve might have gone either way."""
    rates = rates_of_people()
    hits = {
        "orr": [1, 2, 1, 1, 1], "orr_by": [1, 2, 2, 2, 2], "in_response": [1, 2, 1, 1, 1],
        "orr_measurable": [1, 2, 1, 1, 1],
    }  # fmt: skip
    for name, counts in hits.items():
        of = 3 if name == "orr_measurable" else 4
        expected = {
            name: [count / of for count in counts],
            f"{name}_lower": [clopper_pearson(count, of).lower for count in counts],
            f"{name}_upper": [clopper_pearson(count, of).upper for count in counts],
            f"{name}_n": [of] * 5,
            f"{name}_least": [count / (of + 1) for count in counts],
            f"{name}_most": [(count + 1) / (of + 1) for count in counts],
        }
        for key, values in expected.items():
            assert np.isnan(rates[key][0, 0]), key
            assert rates[key][0, 1:].tolist() == pytest.approx(values), key
        assert (f"{name}_mcse" in rates) == (name == "orr")


def test_rates_of_the_whole_course_by_hand():
    rates = rates_of_people()
    for name, hit, of in (
        ("confirmed_orr", 2, 4), ("confirmed_orr_measurable", 2, 3), ("confirmed_orr_infused", 2, 3),
        ("best_orr", 2, 4), ("dcr", 4, 4), ("effusion_orr", 2, 4),
    ):  # fmt: skip
        assert rates[name].tolist() == [hit / of], name
        assert rates[f"{name}_n"].tolist() == [of], name
        assert rates[f"{name}_least"].tolist() == [hit / (of + 1)], name
        assert rates[f"{name}_most"].tolist() == [(hit + 1) / (of + 1)], name
    best = dict(zip(RESPONSE, rates["best_response_share"][0], strict=True))
    assert {word: share for word, share in best.items() if share} == {"PR": 0.5, "SD": 0.5}
    assert rates["confirmed_response_share"].shape == (1, len(RESPONSE))
    assert rates["confirmed_response_share"].sum() == pytest.approx(1.0)


def test_the_primary_rate_is_of_the_set_of_the_scenario():
    visits = make_visits(PEOPLE)
    for name, of in (("enrolled", 4), ("infused", 3), ("response_evaluable", 2)):
        scenario = make_scenario(f"trial.response.primary={{population: {name}}}")
        found = response_endpoints(visits, scenario) | {"best_effusion_response": EFFUSIONS}
        table = response_rates(visits, scenario, found, visits["status"].values == 0)
        assert table["confirmed_orr_n"].tolist() == [of]


def test_the_best_of_an_effusion_is_that_before_its_first_progression():
    rows = ["SD PR PD CR", "PD CR CR CR", "PR CR SD PD", "SD SD SD SD", "PR PR PR PR"]
    codes = np.array(
        [[[EFFUSION_RESPONSE.index(word) for word in ("not read", *row.split())] for row in rows]]
    )
    codes = np.concatenate([codes, np.zeros((1, 1, 5), int)], axis=1)
    visits = xr.Dataset({"effusion_response": (("arm", "patient", "visit"), codes)})
    solved = np.array([[True] * 4 + [False, True]])
    for table in (visits, visits.transpose("visit", "arm", "patient")):
        best = best_effusion_response(table, solved)["best_effusion_response"]
        assert words(best, EFFUSION_RESPONSE).tolist() == [["PR", "PD", "CR", "SD", *["not read"] * 2]]


def test_the_incidence_of_a_first_response_by_hand():
    """Aalen-Johansen: 1/5 on day 30; one dies (60), one leaves (70); on day 91 one of two left: 3/5 x 1/2."""
    rows = [
        {"seen": "PR PR PR PR PR"}, {"seen": "SD PR PR PR PR", "death": 60},
        {"seen": "SD PR PR PR PR", "left": 70}, {"seen": "SD PR PR PR PR"},
        {"seen": "SD SD SD SD SD"}, {"seen": "CR CR CR CR CR", "status": 1},
    ]  # fmt: skip
    found = response_incidence(make_visits(rows), np.array([29.0, 30, 90, 91, 365]))
    assert found[0].tolist() == pytest.approx([0, 0.2, 0.2, 0.5, 0.5])
    therapy = make_visits(
        [{"seen": "SD PR PR PR PR", "therapy": 90}, {"seen": "SD PR PR PR PR", "therapy": 91}]
    )
    assert response_incidence(therapy, np.array([365.0])).tolist() == [[1.0]]


def test_without_a_product_nobody_responds_or_is_controlled():
    """Scans may waver: what they show stays, but no endpoint counts it."""
    rows = [{"seen": "PR PR PR SD SD", "unmade": unmade} for unmade in (0, 1)]
    found = endpoints(*rows)
    assert words(found["best_overall_response"][0], RESPONSE).tolist() == ["PR", "PR"]
    assert words(found["confirmed_response"][0], RESPONSE).tolist() == ["PR", "PR"]
    assert found["response_day"][0].tolist() == pytest.approx([30, np.nan], nan_ok=True)
    assert found["response_by_primary"][0].tolist() == [1, 0]
    assert np.isnan(found["dor"][0]).tolist() == np.isnan(found["ddc"][0]).tolist() == [False, True]
    assert found["time_in_response"][0, 1] == 0.0
    assert np.isfinite(found["pfs"][0]).all()
    visits = make_visits(rows)
    assert response_at_visits(visits)[0].any(axis=-1).tolist() == [True, False]
    for flags in answered(found["best_overall_response"], visits):
        assert flags.tolist() == [[True, False]]
    late = endpoints(*({"seen": "SD SD SD SD PR", "unmade": unmade} for unmade in (0, 1)))
    assert late["response_pending"][0].tolist() == [1, 0]
