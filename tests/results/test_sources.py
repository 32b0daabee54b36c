"""What a run says about its numbers: changed, ours, without effect; and that no effect means none."""

from __future__ import annotations

from dataclasses import replace

import pytest
import xarray as xr

from cartsim import virtual_trial
from cartsim.parameters import load_diseases, load_parameters
from cartsim.parameters.load import CELL_ROOMS
from cartsim.report.page import build_page
from cartsim.results.sources import (
    FLAGS,
    because_words,
    changed,
    looked_up,
    ours,
    parameter_table,
    plain,
    reference_table,
    used,
    value_words,
)
from cartsim.results.unused import PARTS, unused
from cartsim.scenario import Scenario, loads
from cartsim.scenario.agents import Agents
from cartsim.scenario.overrides import Override
from tests.report.synthetic import make_run

PLAIN = """
schema: cartsim.scenario/1
title: A plain CAR in ovarian cancer
question: Who needs a switch?
product: {car: {density: 8000 per cell, affinity: 3 nM}, memory_fraction: {median: 0.5, cv: 0.4}}
disease:
  kinds: {ovarian: 1}
  burden: {median: 5e9 cells, log10_sd: 0.4}
  free_cells: {median: 1e8 cells, log10_sd: 0.4}
  effusion: {low: 200 mL, high: 900 mL}
  her2_ihc: {2+: 1}
trial:
  arms:
    - {name: IC, dose: 1e6 cells/kg, route: intracavitary}
    - name: tuned
      dose: 1e6 cells/kg
      route: intracavitary
      affinity: 100 nM
      parameters: {k_x: 0.05 per day}
      because: the tuned CAR exhausts less
  response: {confirmation: 28 days, stable_disease_from: 23 days}
  visits: {response: [30, 60], safety: [0, 1, 7, 28]}
parameters:
  k_kill: {value: 4 per day, because: counted in our own assay}
run: {patients: 5, seed: 3, horizon: 70 days}
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return loads(PLAIN)


@pytest.fixture(scope="module")
def rows(scenario: Scenario) -> dict[str, dict]:
    return {row["symbol"]: row for row in parameter_table(scenario)}


def test_what_is_called_without_effect_has_none(scenario: Scenario) -> None:
    symbols = {symbol for symbol in unused(scenario) if _other(symbol) is not None}
    assert len(symbols) > 25
    others = {symbol: Override(value=_other(symbol), because="a test") for symbol in symbols}
    altered = scenario.model_copy(update={"parameters": {**scenario.parameters, **others}})
    one, two = virtual_trial.carry_out(scenario), virtual_trial.carry_out(altered)
    for part in ("course", "visits", "endpoints"):
        xr.testing.assert_identical(getattr(one, part), getattr(two, part))
    people = [
        run.patients.sel(parameter=~run.patients["parameter"].isin(list(symbols))) for run in (one, two)
    ]
    xr.testing.assert_identical(*people)


def _other(symbol: str) -> float | None:
    """Another value that the entry permits; None of a constant."""
    entry = load_parameters()[symbol]
    return next((v for v in (entry.value * 1.1, entry.value * 0.9) if v and entry.permits(v)), None)


def test_every_part_names_parameters_and_can_be_there_or_not(scenario: Scenario) -> None:
    full = make_run(patients=6).scenario
    everything = full.model_copy(
        update={"product": replace_receptor(full, "scfv_zeta"), "disease": loads(ALL_SORTS).disease}
    )
    drained = everything.model_copy(update={"trial": loads(ALL_SORTS).trial})
    assert unused(drained) == {}
    for part in PARTS:
        assert set(part.symbols) <= set(load_parameters())
    levels = ("her2_ihc_1", "her2_ihc_3")
    never = {symbol for part in PARTS if not part.lacking(scenario) for symbol in part.symbols}
    assert never == {"malignant_peritoneal", "her2_ihc_2"}
    assert all(level in unused(scenario) for level in levels)


ALL_SORTS = """
schema: cartsim.scenario/1
title: all
question: all
disease: {kinds: {nsclc: 0.5, ovarian: 0.5}, her2_ihc: {1+: 0.3, 2+: 0.3, 3+: 0.4}}
trial:
  arms: [{name: A, dose: 1e6 cells/kg, route: intravenous}]
  lymphodepletion: {days: [-3]}
  rescue:
    - {drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 2}
    - {drug: dexamethasone, dose: 10 mg/day, when: crs_grade >= 3}
    - {drug: drainage, dose: 1000 mL, when: effusion_volume >= 1000 mL}
  response: {stable_disease_from: 23 days}
run: {patients: 5}
"""


def replace_receptor(scenario: Scenario, receptor: str) -> object:
    return scenario.product.model_copy(update={"pdl1_receptor": receptor})


def test_an_entry_criterion_uses_its_parameter(scenario: Scenario) -> None:
    entry = "her2_ihc: {2+: 1}\n  entry: {sw: {at_least: 1 molecule/cell}}"
    bounded = loads(PLAIN.replace("her2_ihc: {2+: 1}", entry))
    assert "sw" in unused(scenario)
    assert "sw" not in unused(bounded)


def test_changes_carry_their_reason(rows: dict[str, dict]) -> None:
    assert {row["symbol"] for row in changed(rows.values())} == {"car", "kd_car", "f_m", "k_kill", "k_x"}
    assert rows["k_kill"]["override"] == 4.0
    assert because_words(rows["k_kill"]) == "counted in our own assay"
    assert value_words(rows["kd_car"]) == "3; 100 in tuned"
    assert because_words(rows["kd_car"]).endswith("(product.car.affinity); the tuned CAR exhausts less")
    assert rows["k_x"]["override"] is None
    assert value_words(rows["k_x"]) == "0.05 in tuned"
    assert rows["f_m"]["override"] == 0.5


def test_a_receptor_of_an_arm_sets_its_flags() -> None:
    text = PLAIN.replace("affinity: 100 nM", "pdl1_receptor: scfv_zeta")
    found = {row["symbol"]: row for row in parameter_table(loads(text))}
    assert [found[flag]["arms"]["tuned"]["value"] for flag in FLAGS] == [0.0, 1.0, 1.0]
    assert found["f_z"]["unused"] is None


def test_many_arms_are_counted_not_named(rows: dict[str, dict]) -> None:
    arms = {f"arm {i}": {"value": float(i > 2), "because": "swept"} for i in range(6)}
    assert value_words(rows["k_x"] | {"arms": arms}) == "0 in 3 of the arms; 1 in 3 of the arms"
    assert because_words(rows["k_x"] | {"arms": arms}) == "swept"


def test_infinity_is_a_word() -> None:
    assert [plain(value) for value in (float("inf"), "infinity", 0.05, 3)] == [
        "infinity",
        "infinity",
        "0.05",
        "3",
    ]


def test_choices_of_ours_are_in_use_and_not_the_scenarios(rows: dict[str, dict]) -> None:
    found = {row["symbol"] for row in ours(rows.values())}
    assert found < {row["symbol"] for row in used(rows.values())}
    assert not found & {"sw", "k_kill", "car"}
    assert "k_x" in found


def test_only_what_is_used_and_not_replaced_is_cited(scenario: Scenario) -> None:
    items = {item for row in reference_table(scenario) for item in row["used_for"]}
    assert not items & {
        "sw",
        "kd_car",
        "k_kill",
        "f_m",
        "ovarian burden",
        "ovarian her2_ihc",
        "tumour_burden",
    }
    assert {"k_x", "pd1", "ovarian male"} <= items
    keys = {row["key"] for row in reference_table(scenario)}
    assert not keys & {"liu2016", "liao2020", "frey2010", "brummer2022"}


def test_a_value_of_every_arm_is_not_cited(scenario: Scenario) -> None:
    tuned = scenario.trial.arms[1]
    both = scenario.trial.model_copy(update={"arms": (tuned, tuned.model_copy(update={"name": "again"}))})
    items = {
        item
        for row in reference_table(scenario.model_copy(update={"trial": both}))
        if row["reason"] == "parameter of the model"
        for item in row["used_for"]
    }
    assert "k_x" not in items


def test_the_report_shows_the_same_numbers(scenario: Scenario) -> None:
    run = make_run(patients=12)
    table = parameter_table(scenario)
    page = build_page(replace(run, manifest={**run.manifest, "parameters": table}))
    assert f"Assumed parameters: {len(ours(table))} of the {len(used(table))} in use" in page
    assert f"Without effect in this run ({len(table) - len(used(table))})" in page
    assert "3; 100 in tuned" in page
    doubted = len(looked_up(table, "differs")) + len(looked_up(table, "not found"))
    assert f"did not bear out ({doubted})" in page


def test_a_manifest_of_before_is_read(scenario: Scenario) -> None:
    new = ("arms", "unused", "second_reading", "uncertainty")
    old = [{key: value for key, value in row.items() if key not in new} for row in parameter_table(scenario)]
    assert len(used(old)) == len(old)
    assert "car" in {row["symbol"] for row in changed(old)}
    run = make_run(patients=12)
    assert "Assumed parameters" in build_page(replace(run, manifest={**run.manifest, "parameters": old}))


def test_men_are_asked_for_only_where_some_are_enrolled() -> None:
    assert load_diseases()["ovarian"].male.value == 0
    assert "weight_male" not in unused(loads(ALL_SORTS))


def test_values_of_single_cells_are_told_where_a_scenario_has_them_or_sets_one(scenario: Scenario) -> None:
    with_cells = scenario.model_copy(update={"agents": Agents(mode="alone")})
    setting = {**scenario.parameters, "attach_t": Override(value=0.1, because="a test")}
    without, within = ({row["room"] for row in parameter_table(scene)} for scene in (scenario, with_cells))
    assert not without & set(CELL_ROOMS)
    assert within - without == {"agents"}
    assert "attach_t" in unused(scenario.model_copy(update={"parameters": setting}))
    assert "attach_t" not in unused(with_cells.model_copy(update={"parameters": setting}))


def test_a_run_without_single_cells_cites_nothing_for_them(scenario: Scenario) -> None:
    with_cells = scenario.model_copy(update={"agents": Agents(mode="alone")})
    reasons = [{row["reason"] for row in reference_table(scene)} for scene in (scenario, with_cells)]
    assert "rule of single cells" in reasons[1] - reasons[0]
    keys = {row["key"] for row in reference_table(with_cells)}
    assert "ghaffarizadeh2018" in keys
    assert "luque2024" not in keys
