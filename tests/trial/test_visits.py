"""Who is seen on which day: death, drop-out, missed visits, and what the clinic keeps of the course."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import MECHANISM
from cartsim.population.streams import uniforms
from cartsim.trial import observe
from cartsim.trial.mortality import monthly_days
from tests.trial.synthetic_course import make_course, make_scenario, put

SEED, HORIZON = 7, 372.0


def leaving_on(day, rate, many=6000):
    """A patient who drops out on this day."""
    return int(np.flatnonzero(monthly_days(rate, SEED, "dropout", np.arange(many)) == day)[0])


def test_the_visits_say_their_months_days_and_criteria():
    visits = observe(make_course(1), make_scenario())
    assert visits["scheduled_day"].values.tolist() == [-5, 30, 91, 182, 274, 365]
    assert visits["visit_month"].values.tolist() == [0, 1, 3, 6, 9, 12]
    assert visits["sample_day"].values.tolist() == [0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 30, 91, 182, 274, 365]
    assert (visits.attrs["data_cutoff"], visits.attrs["criteria"]) == (HORIZON, "RECIST 1.1")
    course = make_course(1).assign_attrs(seed=7)
    assert observe(course, make_scenario()).attrs["seed"] == 7


def test_codes_are_whole_numbers_and_days_are_not():
    visits = observe(make_course(2), make_scenario())
    for name in ("visit_done", "infused", "death_cause"):
        assert visits[name].dtype == np.int8, name
    for name in ("scheduled_day", "safety_day", "visit_day"):
        assert visits[name].dtype == float, name


def test_whoever_got_any_cells_is_infused():
    course = make_course(3)
    course["given_dose"].values[0] = [0.0, 0.5, 1e8]
    assert observe(course, make_scenario())["infused"].values.tolist() == [[0, 1, 1], [1, 1, 1]]


def test_covariates_of_patients_and_of_their_lesions_are_passed_on():
    course = make_course(2)
    visits = observe(course, make_scenario())
    for name in ("weight", "ecog", "lesion_kind", "lesion_cavity", "event_day", "given_dose"):
        assert np.array_equal(visits[name].values, course[name].values, equal_nan=True), name
    assert "lesion_diameter" not in visits


def test_drop_out_is_drawn_by_its_own_name_and_ends_with_the_horizon():
    rate = 0.06
    scenario = make_scenario(f"trial.dropout={rate} per month")
    days = monthly_days(rate, SEED, "dropout", np.arange(40))
    visits = observe(make_course(40), scenario)
    np.testing.assert_array_equal(visits["dropout_day"].values, np.where(days <= HORIZON, days, np.nan))
    np.testing.assert_array_equal(visits["last_seen_day"].values[0], np.minimum(days, HORIZON))
    last = observe(make_course(1, first=leaving_on(HORIZON, rate)), scenario)
    assert last["dropout_day"].item() == HORIZON


def test_a_scan_on_the_day_of_leaving_takes_place_and_none_after_it():
    rate = 0.06
    who = leaving_on(91.0, rate)
    visits = observe(make_course(1, first=who), make_scenario(f"trial.dropout={rate} per month"))
    assert visits["visit_done"].values[:, 0].tolist() == [[1, 1, 1, 0, 0, 0]] * 2


def test_a_scan_on_the_day_of_death_does_not_take_place():
    """The tumour kills within the day on which it becomes huge."""
    course = make_course(2)
    put(course, "tumour_cells", 1, 1e18, since=91)
    visits = observe(course, make_scenario())
    assert visits["death_day"].values[0].tolist() == pytest.approx([np.nan, 91], nan_ok=True)
    assert visits["visit_done"].values[0].tolist() == [[1] * 6, [1, 1, 0, 0, 0, 0]]
    causes = [MECHANISM[code] for code in visits["death_cause"].values[0]]
    assert causes == ["none", "disease"]
    assert visits["last_seen_day"].values[0].tolist() == [HORIZON, 91.0]


def test_a_death_on_the_day_of_leaving_is_seen_and_one_after_it_is_not():
    rate = 0.06
    scenario, who = make_scenario(f"trial.dropout={rate} per month"), leaving_on(91.0, 0.06)
    for day, seen in ((91, True), (92, False)):
        course = make_course(1, first=who)
        put(course, "tumour_cells", 0, 1e18, since=day)
        visits = observe(course, scenario)
        assert np.isfinite(visits["death_day"].values).tolist() == [[seen]] * 2
        assert (visits["death_cause"].values > 0).tolist() == [[seen]] * 2


def test_visits_are_missed_by_a_draw_of_their_own():
    scenario = make_scenario("trial.visits.missed=0.3")
    visits = observe(make_course(50), scenario)
    draws = [uniforms(SEED, f"missed visit/{day}", np.arange(50))[:, 0] for day in (30, 91, 182, 274, 365)]
    expected = np.column_stack([np.ones(50, bool), *(draw >= 0.3 for draw in draws)])
    np.testing.assert_array_equal(visits["visit_done"].values[0] == 1, expected)


def test_the_baseline_takes_place_even_if_the_solve_fails_at_nothing_else():
    course = make_course(2)
    course["status"].values[0, 1] = 2
    visits = observe(course, make_scenario())
    assert visits["visit_done"].values[0].tolist() == [[1] * 6, [0] * 6]
