"""Every scenario of the repository runs with eight patients, or a smaller nodule, and answers its question.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cartsim import results, virtual_trial
from cartsim.scenario import loads
from cartsim.sweep.cells import of_arm
from cartsim.sweep.columns import rows_of
from cartsim.sweep.make import make_plan

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))
OF_SWEEPS = [path for path in SHIPPED if path.parent.name == "sweeps"]
"""Their points are no arms of one run."""
SCENARIOS = [path for path in SHIPPED if path not in OF_SWEEPS]


def test_the_promised_scenarios_are_there():
    promised = (
        "route_comparison receptor_comparison dose_levels split_dose antigen_escape rescue_rules "
        "route_fitness_sweep route_surface_sweep route_uptake_sweep route_delivery_sweep "
        "why_the_cavity stop_becomes_go dose_finding nodule_routes coupled_nodule emulated_nodules"
    )
    assert set(promised.split()) <= {path.stem for path in SCENARIOS}


MORE = {"dose_finding": 12}
"""Patients where eight are too few: a cohort of three at each of four levels."""


OF_CELLS = [path for path in SCENARIOS if "\n  mode: alone" in path.read_text(encoding="utf-8")]
COUPLED = [path for path in SCENARIOS if "\n  mode: coupled" in path.read_text(encoding="utf-8")]
SMALLER = ("radius=50 um", "domain=260 um", "duration=3 hours", "every=1 hour", "repeats=2", "snapshots=[0]")
"""Of a nodule, so that it takes seconds."""


OF_PATIENTS = [path for path in SCENARIOS if path not in OF_CELLS + COUPLED]


@pytest.mark.parametrize("path", OF_PATIENTS, ids=lambda path: path.stem)
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


@pytest.mark.parametrize("path", OF_SWEEPS, ids=lambda path: path.stem)
def test_a_sweep_plans_and_its_first_and_last_point_run_with_eight_patients(path):
    plan = make_plan(path, ["run.patients=8"], None)
    assert len(plan.cells) * len(plan.arms) * 200 <= 200_000
    assert plan.question.endswith("?")
    for point in (0, len(plan.cells) - 1):
        scenario = plan.scenario(point)
        for arm in range(len(plan.arms)):
            rows = rows_of(of_arm(scenario, arm), 0, 8)
            assert (rows["status"] == 0).all()


@pytest.mark.parametrize("path", OF_CELLS, ids=lambda path: path.stem)
def test_a_scenario_of_single_cells_runs_with_a_smaller_nodule(path, tmp_path):
    doses = loads(path.read_text(encoding="utf-8"), path.name).agents.doses
    early = [f"{{day: 0, ratio: {dose.ratio}}}" for dose in doses[:1]]
    changes = [*SMALLER, f"doses=[{', '.join(early)}]"]
    run = virtual_trial.run(path, sets=[f"agents.{change}" for change in changes], out=tmp_path)
    assert run.alone
    assert run.scenario.question.rstrip().endswith("?")
    assert int(run.nodule["unsolved_fields"].sum()) == 0
    assert (run.nodule["live_tumour"].isel(time=0) > 0).all()
    assert ((run.nodule["t_entered"].isel(time=-1) > 0) == bool(doses)).all()
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8")[:500]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "run.nc"]


@pytest.mark.parametrize("path", COUPLED, ids=lambda path: path.stem)
def test_a_scenario_of_a_coupled_lesion_runs_with_smaller_nodules(path, tmp_path):
    few = ["disease.burden={median: 1e4 cells, log10_sd: 0}", "agents.snapshots=[0]"]
    changes = [*few, "agents.duration=6 hours", "agents.every=1 hour"]
    run = virtual_trial.run(path, sets=changes, out=tmp_path)
    assert run.coupled
    assert run.scenario.question.rstrip().endswith("?")
    assert int((run.summary["status"] != 0).sum()) == 0
    assert run.patients.sizes["patient"] == run.equations.sizes["patient"] == 1
    assert int(run.nodule["unsolved_fields"].sum()) == 0
    assert (run.nodule["t_entered"].isel(time=-1).sel(arm="intracavitary") > 0).all()
    assert virtual_trial.excess_of_failures(run) == []
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "One lesion as single cells" in page
    assert "Single cells beside the equations" in page
    stored = results.open(tmp_path / "run.nc")
    assert stored.coupled
    assert set(stored.equations.data_vars) == set(stored.course.data_vars)
