"""What the table of single cells put in stands in the report and in the manifest, with its limits."""

from __future__ import annotations

import pytest

from cartsim import results, virtual_trial
from cartsim.parameters.nodule_table import load_nodule_table
from cartsim.replay import replay
from cartsim.report.page import build_page
from cartsim.report.sections import sections_of
from cartsim.scenario import loads

TEXT = """
schema: cartsim.scenario/1
title: emulated
question: what do single cells put in?
disease: {kinds: {ovarian: 1}}
trial:
  arms:
    - {name: IV, dose: 1e8 cells, route: intravenous}
    - {name: IC, dose: 1e8 cells, route: intracavitary}
  visits: {response: [30, 60], window: 7, safety: [0, 7, 28]}
  response: {stable_disease_from: 23 days}
run: {patients: 8, seed: 3, horizon: 80 days, route_basis_patients: 2}
"""


@pytest.fixture(scope="module")
def run():
    return virtual_trial.carry_out(loads(TEXT + "agents: {mode: emulated}\n", "emulated.yaml"))


def section(run):
    return next((one for one in sections_of(run) if one.name == "nodule-table"), None)


def test_the_section_names_version_and_hash_and_every_replaced_value(run):
    found = section(run)
    words = " ".join(found.paragraphs)
    assert f"version {load_nodule_table().version}" in words
    assert load_nodule_table().sha256[:16] in words
    assert "read at its edge" in words
    replaced, edges = found.tables
    assert [(row[0], row[3]) for row in replaced.rows] == [
        (arm, symbol) for arm in ("IV", "IC") for symbol in ("delta", "k_kill", "k_x")
    ]
    assert {row[1] for row in replaced.rows} == {"vessels", "cavity"}
    assert [row[4] for row in edges.rows if row[1].startswith("radius")] == ["100%", "100%"]
    assert "What single cells put in" in build_page(run)


def test_the_table_travels_with_the_results_file_and_a_patient_is_the_same_again(run, tmp_path):
    virtual_trial.write_run(tmp_path / "run.nc", run)
    stored = results.open(tmp_path / "run.nc")
    assert stored.manifest["nodule_table"] == run.manifest["nodule_table"]
    assert section(stored) == section(run)
    facts = stored.manifest["nodule_table"]
    assert (facts["version"], facts["sha256"]) == (load_nodule_table().version, load_nodule_table().sha256)
    assert replay(tmp_path / "run.nc", 3).bit_equal


def test_a_run_without_the_table_says_nothing_of_it():
    plain = virtual_trial.carry_out(loads(TEXT, "plain.yaml"))
    assert section(plain) is None
    assert "nodule_table" not in plain.manifest
