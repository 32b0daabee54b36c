"""Mode emulated: the equations take depth, killing and exhaustion from the table of single cells."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.parameters.nodule_table import load_nodule_table
from cartsim.population import draw
from cartsim.population.typical import redrawn, typical_values
from cartsim.scenario import dump, loads, require_runnable, restore
from cartsim.scenario.runnable import warnings_of
from cartsim.sensitivity.record import belongs_to
from cartsim.simulate import emulated
from cartsim.simulate.arms import own_parameters_of_arm, parameters_of_arm
from cartsim.simulate.course import simulate
from cartsim.simulate.table_facts import table_facts, warnings_of_table

TEXT = """
schema: cartsim.scenario/1
title: emulated
question: what do single cells put in?
disease: {kinds: {ovarian: 0.5, nsclc: 0.5}}
trial:
  arms:
    - {name: IV, dose: 1e8 cells, route: intravenous, pdl1_receptor: none}
    - {name: IC, dose: 1e8 cells, route: intracavitary, pdl1_receptor: pd1_cd28}
  visits: {response: [30, 60], window: 7, safety: [0, 7, 28]}
  response: {stable_disease_from: 23 days}
run: {patients: 12, seed: 3, horizon: 80 days}
"""
AGENTS = "agents: {mode: emulated}\n"


def scenario(*sets: str, text: str = TEXT + AGENTS):
    return loads(text, "emulated.yaml", sets)


def both(asked, arm=0):
    patients = draw(asked)
    one = asked.trial.arms[arm]
    return own_parameters_of_arm(asked, one, patients), parameters_of_arm(asked, one, patients)


def test_without_the_block_nothing_reads_the_table_and_no_bit_changes(monkeypatch):
    plain = scenario(text=TEXT)
    before = simulate(draw(plain), plain)
    monkeypatch.setattr(emulated, "load_nodule_table", lambda: pytest.fail("the table was read"))
    after = simulate(draw(plain), plain)
    assert before.identical(after)
    own, used = both(plain)
    assert all(np.array_equal(own[symbol], used[symbol]) for symbol in own)


def test_the_table_changes_depth_killing_and_exhaustion_and_nothing_else():
    own, used = both(scenario())
    changed = {symbol for symbol in own if not np.array_equal(own[symbol], used[symbol])}
    assert changed == {"delta", "k_kill", "k_x"}


def test_only_what_is_wanted_is_taken_from_the_table():
    own, used = both(scenario("agents.table_reads=[depth]"))
    assert {symbol for symbol in own if not np.array_equal(own[symbol], used[symbol])} == {"delta"}


def test_patients_keep_their_ratio_to_what_the_table_replaces():
    """k_kill of a patient is its own over the typical value, times what the table has where the patient is."""
    asked = scenario()
    own, used = both(asked, arm=1)
    table, arm, patients = load_nodule_table(), asked.trial.arms[1], draw(asked)
    where = emulated.variables_of(asked, arm, patients, own)
    kill, _ = table.predict("kill", "cavity", "pd1_cd28", where)
    assert used["k_kill"] / own["k_kill"] == pytest.approx(kill / 8.0)
    motility, _ = table.predict("motility", "cavity", "pd1_cd28", where)
    assert used["delta"] / own["delta"] == pytest.approx(np.sqrt(6 * motility * 1e4) * 1e-4 / 0.06)


def test_a_scenario_that_kills_twice_as_fast_does_so_with_the_table():
    twice = 'parameters: {k_kill: {value: "16 /day", because: a question}}\n'
    faster, usual = (both(scenario(text=text + AGENTS))[1]["k_kill"] for text in (TEXT + twice, TEXT))
    assert faster == pytest.approx(2 * usual)


def test_where_the_table_is_read_is_known_by_hand():
    """Two cavity lesions of a patient by hand: one of 1e8 cells in 100 nodules, one of 3e8 in one."""
    asked = scenario()
    arm, patients = asked.trial.arms[1], draw(asked, [0])
    cells = np.zeros((1, patients.sizes["lesion"]))
    cells[0, :3] = 1e8, 3e8, 6e8
    first = np.zeros_like(cells)
    first[0, :3] = 100, 1, 1
    cavity = np.zeros_like(cells)
    cavity[0, :2] = 1
    dims = ("patient", "lesion")
    patients = patients.assign(
        lesion_tumour_cells=(dims, cells), lesion_nodules=(dims, first), lesion_cavity=(dims, cavity)
    )
    own = own_parameters_of_arm(asked, arm, patients)
    where = emulated.variables_of(asked, arm, patients, own)
    radii = [1e4 * (3 * volume / (4 * np.pi)) ** (1 / 3) for volume in (1e6 / 2.06e8, 3e8 / 2.06e8)]
    assert where["radius"][0] == pytest.approx(0.25 * radii[0] + 0.75 * radii[1])
    assert where["ratio"][0] == pytest.approx(1e8 / 1e9)
    assert where["pdl1"][0] == pytest.approx(own["l0"][0] / 1.5e4)


def test_an_error_of_the_table_moves_all_patients_by_its_deviations():
    asked = scenario()
    kill = emulated.replacements(asked, asked.trial.arms[0], draw(asked), both(asked)[0])["kill"]
    moved = both(scenario("agents.table_error.kill=2"))[1]["k_kill"]
    assert moved / both(asked)[1]["k_kill"] == pytest.approx(np.exp(2 * kill.spread))


def test_parameter_draws_draw_the_error_of_the_table():
    asked = scenario("run.parameter_draws=40", "run.draw_patients=4")
    typical = typical_values(asked, 40)
    errors = np.array([redrawn(asked, typical, k).agents.table_error.kill for k in range(40)])
    assert abs(errors.mean()) < 0.5
    assert 0.7 < errors.std() < 1.4
    assert redrawn(asked, typical, 7).agents.table_error.kill == errors[7]
    plain = scenario("run.parameter_draws=40", "run.draw_patients=4", text=TEXT)
    assert redrawn(plain, typical_values(plain, 1), 0).agents is None


def test_a_reading_that_is_not_wanted_has_no_drawn_error():
    asked = scenario("agents.table_reads=[depth]", "run.parameter_draws=20", "run.draw_patients=4")
    drawn = redrawn(asked, typical_values(asked, 3), 2).agents.table_error
    assert drawn.depth != 0.0
    assert (drawn.kill, drawn.exhaustion) == (0.0, 0.0)


def test_the_share_of_patients_beyond_the_table_is_told():
    asked = scenario()
    found = table_facts(asked, draw(asked))
    radius = next(row for row in found["edges"] if row["variable"] == "radius")
    assert radius["outside"] == 1.0
    assert radius["median"] > 280.0
    pdl1 = next(row for row in found["edges"] if row["variable"] == "pdl1")
    assert 0.0 <= pdl1["outside"] < 0.7
    text = " ".join(warnings_of_table(asked))
    assert "radius of nodules 100 to 280 um: 100% of patients beyond" in text
    assert "k_kill" in text
    assert warnings_of_table(scenario(text=TEXT)) == []


def test_what_the_table_put_in_has_limits_around_it_and_its_hash():
    asked = scenario()
    found = table_facts(asked, draw(asked))
    assert len(found["rows"]) == 2 * 3
    for row in found["rows"]:
        assert row["low"] < row["table"] < row["high"]
    assert found["sha256"] == load_nodule_table().sha256
    assert found["version"] == load_nodule_table().version


def test_evaluations_that_are_kept_belong_to_their_table():
    plain, asked = belongs_to(scenario(text=TEXT)), belongs_to(scenario())
    assert asked["parameters and code"] == plain["parameters and code"] + load_nodule_table().sha256


def test_emulated_can_be_run_and_comes_back_from_its_resolved_form():
    asked = scenario("agents.table_reads=[kill, depth]", "agents.table_error.depth=-1.5")
    require_runnable(asked)
    assert restore(dump(asked)) == asked


def test_words_about_a_nodule_that_is_not_run_are_warned_about():
    asked = scenario("agents.radius=500 um", "agents.domain=1200 um")
    told = warnings_of(asked)
    assert [text.split(":")[1].strip() for text in told] == ["agents.radius", "agents.domain"]
    assert not warnings_of(scenario())
