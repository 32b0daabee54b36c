"""What a file leaves out is listed, as it could be written there."""

from __future__ import annotations

from cartsim.scenario import Scenario, defaults_used, dump, loads
from cartsim.scenario.scenario import Run


def test_everything_left_out_is_listed_with_its_value(small: str) -> None:
    listed = dict(defaults_used(loads(small)))
    assert listed["run.horizon"] == "372 day"
    assert listed["trial.visits.response"] == "[30, 91, 182, 274, 365]"
    assert listed["product.car.affinity"] == "0.58 nM"
    assert listed["product.memory_fraction.median"] == "0.3"
    assert listed["trial.lymphodepletion"] == "none"
    assert listed["trial.dropout"] == "0.02 per month"
    assert listed["trial.arms[*].doses[*].day"] == "0"
    assert "run.patients" not in listed
    assert "trial.response.stable_disease_from" not in listed


def test_every_field_of_a_block_that_is_left_out_is_listed(small: str) -> None:
    listed = dict(defaults_used(loads(small.replace("run: {patients: 10}\n", ""))))
    assert {f"run.{name}" for name in Run.model_fields} <= set(listed)


def test_a_default_that_differs_between_items_is_listed_for_each(small: str) -> None:
    rules = """  rescue:
    - {drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 2}
    - {drug: dexamethasone, dose: 10 mg/day, when: crs_grade >= 3}
run:"""
    listed = dict(defaults_used(loads(small.replace("run:", rules))))
    assert (listed["trial.rescue[0].max_dose"], listed["trial.rescue[1].max_dose"]) == ("800 mg", "none")
    assert listed["trial.rescue[*].every"] == "1 day"


def test_the_resolved_form_leaves_nothing_out(small: str) -> None:
    assert defaults_used(Scenario.model_validate(dump(loads(small)))) == []
