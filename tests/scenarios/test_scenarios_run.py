"""Every scenario of the repository runs with eight patients and answers its question."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cartsim import virtual_trial

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))


def test_the_promised_scenarios_are_there():
    promised = (
        "route_comparison receptor_comparison dose_levels split_dose antigen_escape rescue_rules "
        "route_fitness_sweep route_surface_sweep route_uptake_sweep route_delivery_sweep "
        "why_the_cavity stop_becomes_go dose_finding"
    )
    assert set(promised.split()) <= {path.stem for path in SCENARIOS}


MORE = {"dose_finding": 12}
"""Patients where eight are too few: a cohort of three at each of four levels."""


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_runs_with_eight_patients(path, tmp_path):
    patients = MORE.get(path.stem, 8)
    run = virtual_trial.run(path, sets=[f"run.patients={patients}"], out=tmp_path)
    assert run.patients.sizes["patient"] == patients
    assert int((run.summary["status"] != 0).sum()) == 0
    assert run.scenario.question.rstrip().endswith("?")
    orr = run.endpoints["confirmed_orr"]
    assert np.all((orr >= 0) & (orr <= 1))
    assert (tmp_path / "run.nc").stat().st_size < 50e6
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8")[:500]
