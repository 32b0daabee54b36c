"""A small trial carried through with everything that says how sure it is."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from cartsim import virtual_trial
from cartsim.datasets import EVENT_KIND
from cartsim.outer_loop import parameter_draws
from cartsim.population import draw
from cartsim.report.plates.certainty import draw_uncertainties
from cartsim.report.sections.certainty import NOT_DRAWN, certainty
from cartsim.rescue_off import grades_without, rescued, with_grades_without_rescue, without_drugs
from cartsim.scenario import loads
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe
from cartsim.trial.unrescued import FAILED, NEVER_RESCUED, NOT_KNOWN, without_rescue

TEXT = """
schema: cartsim.scenario/1
title: Small and unsure
question: What is luck and what is not known?
disease: {kinds: {ovarian: 1}}
trial:
  arms:
    - {name: IV, dose: 1e6 cells/kg, route: intravenous}
    - {name: IC, dose: 1e6 cells/kg, route: intracavitary}
  rescue:
    - {drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 2, at_most: 3}
    - {drug: drainage, dose: 500 mL, when: effusion_volume >= 3000 mL, at_most: 1}
  visits: {response: [30, 60], safety: [1, 7, 14]}
  response: {stable_disease_from: 23 days, primary: {by: 60 days}}
  planned: {patients_per_arm: 2, trials: 50, hierarchy: [confirmed_orr, response_at_day_60, pfs]}
parameters: {sus_crs: {value: 3, because: so that some are rescued}}
run:
  {patients: 6, horizon: 67 days, parameter_draws: 20, draw_patients: 4, failures_allowed: 1,
   route_basis: false}
"""


def drawn(scenario, draws):
    """The scenario with other parameter draws, also with fewer than a run may have."""
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"parameter_draws": draws})})


@pytest.fixture(scope="module")
def scenario():
    return drawn(loads(TEXT, "unsure"), 3)


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def run(scenario, told):
    return virtual_trial.carry_out(scenario, lambda done, total: told.append((done, total)))


def test_every_draw_stands_in_the_results(run):
    endpoints = run.endpoints
    assert endpoints["confirmed_orr_draws"].dims == ("draw", "arm")
    assert endpoints["paired_difference_draws"].shape == (3, 1, endpoints.sizes["measure"])
    assert endpoints["typical_value"].sizes["draw"] == 3
    assert (endpoints["failed_draws"] == 0).all()
    known = endpoints["parameter_sd"].sel(measure="dcr")
    assert np.isfinite(known).all()
    assert (endpoints["predicted_drawn_lower"] <= endpoints["predicted_lower"]).all()
    assert (endpoints["predicted_drawn_upper"] >= endpoints["predicted_upper"]).all()


def test_a_further_draw_changes_no_earlier_one(run, scenario):
    again = parameter_draws(drawn(scenario, 2), run.endpoints)
    for name in ("confirmed_orr_draws", "median_pfs_draws", "orr_draws", "typical_value"):
        np.testing.assert_array_equal(again[name], run.endpoints[name].isel(draw=[0, 1]))


def test_draws_leave_the_trial_itself_as_it_is(run, scenario):
    endpoints = virtual_trial.carry_out(drawn(scenario, 0)).endpoints
    assert "typical_value" not in endpoints
    xr.testing.assert_equal(endpoints, run.endpoints[list(endpoints.data_vars)])


def test_the_planned_trial_is_tested_in_its_order(run):
    power = run.endpoints["power"]
    assert power["hypothesis"].values.tolist() == ["confirmed_orr", "response_at_day_60", "pfs"]
    assert ((power >= 0) & (power <= 1)).all()
    assert (run.endpoints["power_in_sequence"] <= power).all()


def test_progress_counts_every_course_and_ends_once(run, told):
    dones, totals = zip(*told, strict=True)
    assert list(dones) == sorted(dones)
    assert dones[-1] == totals[-1] >= 2 * (6 + 3 * 4)
    assert sum(done == total for done, total in told) == 1


def test_only_the_rescued_have_a_second_grade(run, scenario):
    course = run.summary
    given = (course["event_kind"] == EVENT_KIND.index("tocilizumab")).any("event").values
    again = run.visits["crs_grade_again"].values
    assert given.any()
    assert ((again != NEVER_RESCUED) == given).all()
    own, bare = run.endpoints["crs_grade"].values, run.endpoints["crs_grade_unrescued"].values
    assert (bare[~given] == own[~given]).all()
    assert (bare[given] == again[given]).all()
    assert (bare >= own).all()


def test_without_rescue_is_the_scenario_that_has_none(scenario):
    arm = scenario.trial.arms[0]
    bare = without_drugs(scenario, arm)
    assert [rule.drug for rule in bare.trial.rescue_of(bare.trial.arms[0])] == ["drainage"]
    patients = draw(scenario)
    written = loads(TEXT, "unsure", sets=("trial.rescue=[]", "trial.planned=null"))
    course = simulate(patients, written)
    expected = assess(observe(course, written), written)["crs_grade"].values[0]
    assert grades_without(patients, arm, scenario).tolist() == expected.tolist()


def test_visits_made_by_hand_need_no_second_simulation(run, scenario):
    bare = run.visits.drop_vars("crs_grade_again")
    endpoints = assess(bare, scenario)
    assert "crs_grade_unrescued" not in endpoints
    assert "severe_crs_unrescued_rate" not in endpoints


def test_nobody_rescued_has_the_share_as_it_is_and_no_rule_has_none(run, scenario):
    nobody = run.visits.drop_vars("crs_grade_again").copy(deep=True)
    nobody["event_kind"].values[nobody["event_kind"].values == EVENT_KIND.index("tocilizumab")] = 0
    found = assess(nobody, scenario)
    assert (found["severe_crs_unrescued_rate"] == found["severe_crs_rate"]).all()
    for rules in ("[]", "[{drug: drainage, dose: 500 mL, when: oxygen_need >= 100 L/min}]"):
        none = loads(TEXT, "unsure", sets=(f"trial.rescue={rules}",))
        assert "severe_crs_unrescued_rate" not in assess(run.visits, none)


def test_a_second_solve_that_failed_counts_beside_the_denominator(scenario):
    visits = xr.Dataset({
        "crs_grade_again": (("arm", "patient"), np.array([[NEVER_RESCUED, 4, FAILED, 2]], np.int8)),
        "infused": (("arm", "patient"), np.ones((1, 4), np.int8)),
    })  # fmt: skip
    found = without_rescue(visits, {"crs_grade": np.array([[1, 2, 2, 2]])}, np.ones((1, 4), bool), scenario)
    assert found["crs_grade_unrescued"].tolist() == [[1, 4, NOT_KNOWN, 2]]
    assert found["severe_crs_unrescued_rate"][0] == pytest.approx(1 / 3)
    assert found["severe_crs_unrescued_rate_least"][0] == pytest.approx(1 / 4)
    assert found["severe_crs_unrescued_rate_most"][0] == pytest.approx(2 / 4)


def test_nobody_rescued_is_simulated_once(scenario):
    patients = draw(scenario, [0, 1])
    course = simulate(patients, scenario)
    course["event_kind"].values[...] = 0
    course["treated"].values[...] = 0
    assert not rescued(course).any()
    expected = []
    visits = with_grades_without_rescue(
        observe(course, scenario), course, patients, scenario, expected.append, expected.append
    )
    assert expected == [0]
    assert (visits["crs_grade_again"] == NEVER_RESCUED).all()


def test_the_report_keeps_the_uncertainties_apart(run):
    section = certainty(run)
    text = " ".join(section.paragraphs)
    assert "3 draws of" in text
    assert "0 of 24 solves failed" in text
    assert "Fewer than 200 draws" in text
    assert "the 4 patients of the draws, the share that of the 6 of the run" in section.tables[0].note
    first = section.tables[0]
    assert first.header[-1] == "The same over typical values"
    assert len(first.rows) == 2 * run.endpoints.sizes["measure"]
    titles = [table.title for table in section.tables]
    assert "The planned trial: 2 patients per arm, repeated 50 times" in titles
    assert "How patients differ" in titles
    assert "typical values" in draw_uncertainties(run).axes[0].texts[0].get_text()


def test_the_report_says_when_nothing_was_drawn(run):
    kept = [name for name in run.endpoints.data_vars if "draw" not in run.endpoints[name].dims]
    gone = ["parameter_mean", "parameter_lower", "parameter_upper", "predicted_drawn_lower"]
    bare = run.endpoints[kept].drop_vars(gone)
    section = certainty(virtual_trial.Run(**{**vars(run), "endpoints": bare}))
    assert NOT_DRAWN in section.paragraphs
    assert section.tables[0].rows[0][4] == "not drawn"


def test_failed_solves_of_draws_count_against_the_allowance(run):
    assert virtual_trial.excess_of_failures(run) == []
    strict = run.scenario.model_copy(
        update={"run": run.scenario.run.model_copy(update={"failures_allowed": 0.1})}
    )
    endpoints = run.endpoints.assign(failed_draws=run.endpoints["failed_draws"] + 2)
    failing = virtual_trial.Run(**{**vars(run), "scenario": strict, "endpoints": endpoints})
    assert "12 of 36 solves failed" in virtual_trial.excess_of_failures(failing)[0]
