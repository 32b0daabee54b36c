"""Every file of the specification's valid half is read, and comes back unchanged from its plain form."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from cartsim.scenario import Scenario, dump, load
from cartsim.scenario.json_schema import json_schema

ROOT = Path(__file__).parents[2]
VALID = sorted((ROOT / "tests/cases/valid").rglob("*.yaml"))
SPELT = [path for path in VALID if path.name != "units.yaml"]
"""Valid files in the spellings an editor knows: `1 week` for a calendar day and `.inf` are for load alone."""
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("path", VALID + SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_valid_file_is_read_and_its_plain_form_is_the_same_scenario(path: Path) -> None:
    scenario = load(path)
    plain = json.loads(json.dumps(dump(scenario), allow_nan=False))
    assert Scenario.model_validate(plain) == scenario


@pytest.mark.parametrize("path", SPELT + SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_json_schema_accepts_what_load_accepts(path: Path) -> None:
    content = YAML(typ="safe", pure=True).load(path)
    jsonschema.Draft202012Validator(json_schema()).validate(content)


def test_there_are_at_least_twelve_valid_cases() -> None:
    assert len(VALID) >= 12


def test_other_spellings_of_units_give_the_same_numbers() -> None:
    scenario = load(ROOT / "tests/cases/valid/units.yaml")
    chemotherapy = scenario.trial.lymphodepletion
    first = scenario.trial.arms[0].doses[0]
    assert chemotherapy is not None
    assert (chemotherapy.fludarabine, chemotherapy.cyclophosphamide, chemotherapy.days) == (
        30.0,
        300.0,
        (-5.0, -4.0, -3.0),
    )
    assert (first.amount, first.per, first.duration) == (1e8, "cell/kg", pytest.approx(0.5 / 24))
    assert scenario.product.car.affinity == 0.58
    assert scenario.product.car.density == 15000.0
    assert scenario.trial.visits.response == (30, 91, 182)
    assert scenario.trial.response.stable_disease_from == 21.0
    assert scenario.parameters["tau_fit"].value == float("inf")
    assert scenario.parameters["k_g"].value == 0.0096
    assert scenario.parameters["a_serosa"].value == 300.0


def test_a_dose_in_total_cells_becomes_one_in_viable_cells() -> None:
    third = load(ROOT / "tests/cases/valid/doses.yaml").trial.arms[0].doses[2]
    assert (third.amount, third.cells) == (0.85e8, "viable")


def test_arms_take_from_the_trial_and_product_what_they_do_not_say() -> None:
    scenario = load(ROOT / "tests/cases/valid/arms.yaml")
    plain, own, without = scenario.trial.arms
    assert [scenario.receptor_of(arm) for arm in scenario.trial.arms] == ["scfv_cd28", "none", "scfv_cd28"]
    assert [scenario.affinity_of(arm) for arm in (plain, own)] == [0.58, 1119.0]
    assert [rule.drug for rule in scenario.trial.rescue_of(own)] == ["withhold_dose"]
    assert len(scenario.trial.rescue_of(plain)) == 1
    assert scenario.trial.rescue_of(without) == ()
    assert scenario.trial.lymphodepletion_of(without) is None
    assert scenario.trial.lymphodepletion_of(plain) == scenario.trial.lymphodepletion


def test_rescue_rules_are_resolved_with_the_limits_of_their_drug() -> None:
    rules = load(ROOT / "tests/cases/valid/rescue.yaml").trial.rescue
    first = rules[0]
    assert first.dose is not None
    assert (first.dose.amount, first.dose.per, first.max_dose, first.at_most) == (8.0, "mg/kg", 800.0, 3)
    assert (first.delay, first.every) == (0.5, pytest.approx(1 / 3))
    assert (rules[1].at_most, rules[1].max_dose) == (4, 800.0)
    assert (rules[2].at_most, rules[2].max_dose, rules[2].when.threshold) == (1000, None, 65.0)
    assert rules[3].dose is not None
    assert rules[3].dose.per == "mg/kg"


def test_a_file_that_extends_another_says_only_what_differs() -> None:
    scenario = load(ROOT / "tests/cases/valid/extends_below.yaml")
    assert scenario.title == "A base in a folder below"
    assert scenario.product.pdl1_receptor == "scfv_zeta"
    assert scenario.disease.kinds == {"nsclc": 1.0}, "a table of shares is taken whole"
    assert scenario.disease.effusion is not None, "a block is merged"
    assert [arm.name for arm in scenario.trial.arms] == ["only"], "a list is taken whole"
    assert scenario.trial.response.stable_disease_from == 23.0
    assert {symbol: override.value for symbol, override in scenario.parameters.items()} == {
        "tau_fit": 14.0,
        "k_g": 0.01,
    }
    assert (scenario.run.patients, scenario.run.seed) == (7, 5)
