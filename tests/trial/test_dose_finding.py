"""Dose finding from what the clinic saw to the arrays of the results: a pool of made-up patients, by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import DESIGN_DECISION, DESIGN_END, DESIGN_PART, DLT, DLT_REASON, variable, words
from cartsim.scenario import loads
from cartsim.trial.campaigns import Plan, orders
from cartsim.trial.dose_finding import design_endpoints
from cartsim.trial.estimands import estimands_json
from cartsim.trial.operating import Rules

SCENARIO = """\
schema: cartsim.scenario/1
title: A small escalation
question: Which level?
disease: {{kinds: {{ovarian: 1}}}}
trial:
  arms:
    - {{name: IV, dose: 1e8 cells, route: intravenous}}
    - {{name: IC, dose: 1e8 cells, route: intracavitary}}
  response: {{stable_disease_from: 23 days}}
design: {design}
run: {{patients: 12}}
"""
LEVELS = "levels: [1e6 cells, 1e7 cells]"
PATIENTS = 12


def scenario(design: str = f"{{kind: 3+3, {LEVELS}, trials: 200}}"):
    return loads(SCENARIO.format(design=design))


def clinic(**changes: np.ndarray):
    """Visits and endpoints of 4 arms (level 1 IV, IC, level 2 IV, IC), nothing happening but the changes."""
    shape = (4, PATIENTS)
    found = {
        "dlt": np.zeros(shape, int),
        "dlt_reason": np.zeros(shape, int),
        "response_by_primary": np.zeros(shape, int),
        "crs_grade": np.zeros(shape, int),
    }
    visits = {"infused": np.ones(shape, int), "last_seen_day": np.full(shape, 365.0)}
    for name, values in changes.items():
        (visits if name in visits else found)[name] = values
    dataset = xr.Dataset({name: (("arm", "patient"), values) for name, values in visits.items()})
    return dataset, found


def marked(*cells: tuple[int, int], value: int = 1) -> np.ndarray:
    values = np.zeros((4, PATIENTS), int)
    for arm, patient in cells:
        values[arm, patient] = value
    return values


def endpoints(design: str = f"{{kind: 3+3, {LEVELS}, trials: 200}}", solved=None, **changes):
    visits, found = clinic(**changes)
    solved = np.ones((4, PATIENTS), bool) if solved is None else solved
    return design_endpoints(visits, scenario(design), found, solved)


def test_without_a_design_there_is_nothing():
    visits, found = clinic()
    plain = loads(SCENARIO.replace("design: {design}\n", "").replace("{{", "{").replace("}}", "}"))
    assert design_endpoints(visits, plain, found, np.ones((4, PATIENTS), bool)) == ({}, {})
    assert "design_selected" not in estimands_json(plain)
    assert json.loads(estimands_json(scenario()))[-1]["title"] == "Dose selected by an escalation"


def test_levels_become_arms_and_arms_escalate_apart():
    names = [arm.name for arm in scenario().trial.arms]
    assert names == ["IV, dose 1e6 cells", "IC, dose 1e6 cells", "IV, dose 1e7 cells", "IC, dose 1e7 cells"]
    assert [arm.doses[0].amount for arm in scenario().trial.arms] == [1e6, 1e6, 1e7, 1e7]
    toxic = marked((2, 3), (2, 4), value=DLT.index("dlt"))
    found, coordinates = endpoints(dlt=toxic)
    assert coordinates["design_arm"].tolist() == ["IV", "IC"]
    assert coordinates["level"].tolist() == [1, 2]
    assert found["level_dose"].tolist() == ["1e6 cells", "1e7 cells"]
    assert found["design_trial_selected"].tolist() == [1, 2]
    assert found["design_dlt_rate"].tolist() == [[0, 2 / 12], [0, 0]]


def test_the_cohorts_of_the_reported_trial():
    """IV: 0 of 3, then 2 of 3 at level 2, then 0 of 3 at level 1; patient 1 is under-dosed in both arms, 4
    leaves on day 9."""
    codes = marked((2, 5), (2, 6), value=DLT.index("dlt"))
    codes[:, 1] = codes[:, 4] = DLT.index("not evaluable")
    reason = np.zeros((4, PATIENTS), int)
    reason[:, 1], reason[:, 4] = DLT_REASON.index("under-dosed"), DLT_REASON.index("not followed")
    last = np.full((4, PATIENTS), 365.0)
    last[:, 4] = 9.0
    found, _ = endpoints(dlt=codes, dlt_reason=reason, last_seen_day=last)
    assert found["design_cohort_level"].tolist() == [[1, 2, 1], [1, 2, 0]]
    assert found["design_cohort_patients"].tolist() == [[3, 3, 3], [3, 3, 0]]
    assert found["design_cohort_dlts"].tolist() == [[0, 2, 0], [0, 0, 0]]
    assert found["design_cohort_under_dosed"].tolist() == [[1, 0, 0], [1, 0, 0]]
    assert found["design_cohort_not_followed"].tolist() == [[0, 1, 0], [0, 1, 0]]
    decisions = words(found["design_cohort_decision"], DESIGN_DECISION)
    assert decisions.tolist() == [["escalate", "de-escalate", "stop"], ["escalate", "stop", "none"]]
    assert found["design_cohort_opens"][0].tolist() == [0, 49, 98]
    assert found["design_cohort_closes"][0].tolist() == [49, 98, 140]
    assert np.isnan(found["design_cohort_opens"][1, 2])
    assert words(found["design_trial_end"], DESIGN_END).tolist() == ["level selected"] * 2
    assert found["design_trial_enrolled"].tolist() == [11, 8]
    assert found["design_trial_replaced"].tolist() == [2, 2]
    assert found["design_level"][0].tolist() == [1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 0]
    assert found["design_cohort"][0].tolist() == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 0]


def test_a_failed_solve_leaves_the_pool_of_all_arms():
    solved = np.ones((4, PATIENTS), bool)
    solved[3, 0] = False
    found, _ = endpoints(solved=solved)
    assert (int(found["design_pool"]), int(found["design_pool_failed"])) == (11, 1)
    assert found["design_level"][:, 0].tolist() == [0, 0]
    assert found["design_response_rate_lower"].shape == (2, 2)


def test_all_solves_failed():
    found, _ = endpoints(
        f"{{kind: boin, {LEVELS}, trials: 5, expansion: {{patients: 2}}, obd: {{}}}}",
        solved=np.zeros((4, PATIENTS), bool),
    )
    assert int(found["design_pool"]) == 0
    assert found["design_trial_selected"].tolist() == [0, 0]
    assert found["design_undecided"].tolist() == [1.0, 1.0]
    assert np.isnan(found["design_expansion_orr"]).all()


def test_the_expansion_treats_the_next_patients():
    """Level 2 is selected after 6; patients 6 to 9 follow, 7 days apart from day 84: 2 of 4 respond."""
    response = marked((2, 6), (2, 8), (2, 0), (0, 7))
    dlt = marked((2, 9), value=DLT.index("dlt"))
    dlt[2, 7] = DLT.index("not evaluable")
    design = f"{{kind: 3+3, {LEVELS}, trials: 50, expansion: {{patients: 4}}}}"
    found, _ = endpoints(design, response_by_primary=response, dlt=dlt, crs_grade=marked((2, 6), value=3))
    assert found["design_expansion_level"].tolist() == [2, 2]
    assert (found["design_expansion_orr"][0], found["design_expansion_orr_n"][0]) == (0.5, 4)
    limits = [float(found[f"design_expansion_orr{tail}"][0]) for tail in ("_lower", "_upper")]
    assert limits == pytest.approx([0.067586, 0.932414], abs=1e-6), "exact limits of 2 of 4"
    assert (found["design_expansion_dlt"][0], found["design_expansion_dlt_n"][0]) == (1 / 3, 3)
    assert found["design_expansion_severe_crs"][0] == 0.25
    part = words(found["design_part"][0], DESIGN_PART)
    assert part.tolist() == ["escalation"] * 6 + ["expansion"] * 4 + ["not enrolled"] * 2
    assert found["design_day"][0, 6:10].tolist() == [84, 91, 98, 105]
    assert found["design_trial_days"][0] == 105 + 28
    assert found["design_expanded"].tolist() == [1 - found["design_none_selected"][0], 1.0]


@pytest.mark.parametrize(("level", "toxic", "expanded"), [(1, (), 1), (2, (3, 4), 0), (1, (3, 4), 1)])
def test_a_level_by_number_is_expanded_where_it_was_tolerated(level, toxic, expanded):
    dlt = marked(*((2, patient) for patient in toxic), value=DLT.index("dlt"))
    design = f"{{kind: 3+3, {LEVELS}, trials: 2, expansion: {{patients: 2, level: {level}}}}}"
    found, _ = endpoints(design, dlt=dlt)
    assert found["design_expansion_level"][0] == expanded * level


def test_the_expansion_ends_with_the_pool():
    design = f"{{kind: 3+3, {LEVELS}, trials: 2, expansion: {{patients: 30}}}}"
    assert endpoints(design)[0]["design_expansion_orr_n"].tolist() == [6, 6]


def test_utility_of_the_pool_and_its_optimal_dose():
    """IV level 1: 6 of 12 respond, 70; level 2: all respond, all with DLT, 60 but too toxic."""
    response = marked(*((0, patient) for patient in range(6)), *((2, patient) for patient in range(12)))
    dlt = marked(*((2, patient) for patient in range(12)), value=DLT.index("dlt"))
    design = f"{{kind: boin, {LEVELS}, trials: 100, obd: {{}}}}"
    found, _ = endpoints(design, response_by_primary=response, dlt=dlt)
    assert found["design_utility"].tolist() == [[70.0, 60.0], [40.0, 40.0]]
    assert found["design_utility_mcse"][0].tolist() == pytest.approx([30 / np.sqrt(12), 0.0])
    assert found["design_pool_obd"].tolist() == [1, 0], "where nobody responds no level is admissible"
    assert found["design_trial_obd"][0] == 1
    assert found["design_obd_selected"][0, 0] > 0.9
    assert found["design_obd_selected"][1].tolist() == [1, 0], "0 of 33 rules level 2 out, 0 of 3 not level 1"


def test_repeated_trials_add_up():
    random = np.random.default_rng(4)
    dlt = np.where(random.random((4, PATIENTS)) < 0.3, DLT.index("dlt"), DLT.index("none"))
    dlt[:, 3] = DLT.index("not evaluable")
    design = f"{{kind: 3+3, {LEVELS}, trials: 300}}"
    found, _ = endpoints(design, dlt=dlt)
    shares = found["design_selected"].sum(axis=1) + found["design_none_selected"] + found["design_undecided"]
    assert shares == pytest.approx([1.0, 1.0])
    assert (found["design_dlts"] <= found["design_patients"]).all()
    assert found["design_enrolled"] == pytest.approx(
        found["design_patients"].sum(axis=1) + found["design_replaced"]
    )
    p = found["design_selected"][0, 0]
    assert found["design_selected_mcse"][0, 0] == pytest.approx(np.sqrt(p * (1 - p) / 300))
    again = endpoints(design, dlt=dlt)[0]
    assert all(np.array_equal(found[name], again[name], equal_nan=True) for name in found if name[0] == "d")


def test_a_trial_is_addressed_by_seed_and_number():
    plan = Plan(Rules(most_patients=6), expansion=3)
    many, one = orders(5, np.arange(10), 40, plan), orders(5, np.array([7]), 40, plan)
    assert many[7].tolist() == one[0].tolist()
    assert many.shape == (10, 27)
    assert (orders(6, np.arange(10), 40, plan) != many).any()
    assert set(np.unique(many)) <= set(range(40))


def test_every_array_is_in_the_table_of_names_with_its_dims():
    design = f"{{kind: boin, {LEVELS}, trials: 20, expansion: {{patients: 2}}, obd: {{}}}}"
    found, coordinates = endpoints(design)
    sizes = {name: values.size for name, values in coordinates.items()} | {"patient": PATIENTS}
    for name, values in found.items():
        dims = variable(name).dims
        assert np.shape(values) == tuple(sizes[dim] for dim in dims), name


def test_ten_thousand_trials_take_seconds():
    import time

    begun = time.process_time()
    endpoints(f"{{kind: boin, {LEVELS}, trials: 10000, expansion: {{patients: 15}}, obd: {{}}}}")
    assert time.process_time() - begun < 6, "two arms; the promise is 3 s each"
