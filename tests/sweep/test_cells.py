"""Addresses: what decides a patient changes them, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from sweep.conftest import LITTLE

import cartsim as cs
from cartsim.scenario import loads
from cartsim.scenario.swept import at_point
from cartsim.sweep.cells import address, of_arm
from cartsim.sweep.columns import AT_VISITS, OF_ENDPOINTS, OF_PATIENTS, rows_of


def addresses(*sets: str, text: str = LITTLE) -> list[str]:
    scenario = loads(text, sets=sets)
    return [address(of_arm(scenario, arm)) for arm in range(2)]


@pytest.mark.parametrize("sets", [
    "title=Another", "question=Why?", "run.patients=500", "run.courses=none", "run.route_basis=false",
    "run.failures_allowed=0.5", "run.parameter_draws=20", "trial.arms.IV.name=vein",
])  # fmt: skip
def test_what_decides_nothing_of_a_patient_changes_no_address(sets: str) -> None:
    assert addresses(sets) == addresses()


def test_reasons_change_no_address() -> None:
    texts = [LITTLE + f"parameters: {{tau_fit: {{value: 20 days, because: {why}}}}}\n" for why in ("a", "b")]
    assert addresses(text=texts[0]) == addresses(text=texts[1]) != addresses()


@pytest.mark.parametrize("sets", [
    "run.seed=5", "run.tolerance=1e-5", "run.horizon=80 days", "parameters.tau_fit=20 days",
    "trial.dropout=0.1 per month", "trial.visits.safety=[1, 7, 15, 28]", "product.pdl1_receptor=pd1_cd28",
    "disease.site=pleural", "trial.crs_quiet=3 days",
])  # fmt: skip
def test_what_every_patient_depends_on_changes_every_address(sets: str) -> None:
    assert not set(addresses(sets)) & set(addresses())


def test_what_one_arm_gives_changes_that_arm_alone() -> None:
    vein, cavity = addresses()
    other_vein, other_cavity = addresses("trial.arms.IC.dose=1e7 cells/kg")
    assert vein == other_vein
    assert cavity != other_cavity


def test_an_arm_that_no_axis_touches_is_one_cell(plan) -> None:
    assert [len({row[arm] for row in plan.cells}) for arm in range(2)] == [1, 2]
    assert len(plan.first_seen) == 3
    assert len(plan.shards) == 9
    assert [shard.number for shard in plan.shards] == list(range(9))
    assert sum(shard.patients for shard in plan.shards) == 60


def test_an_arm_alone_gives_the_bits_that_it_gives_among_others() -> None:
    scenario = loads(LITTLE)
    patients = cs.draw(scenario)
    visits = cs.observe(cs.simulate(patients, scenario), scenario)
    endpoints = cs.assess(visits, scenario)
    for arm in range(2):
        rows = rows_of(of_arm(scenario, arm), 0, 20)
        for name in OF_ENDPOINTS:
            together = endpoints[name].values[arm].astype(rows.dtype[name])
            assert together.tobytes() == rows[name].tobytes(), name
        for name in OF_PATIENTS:
            assert patients[name].values.astype(rows.dtype[name]).tobytes() == rows[name].tobytes(), name
        assert np.array_equal(visits[AT_VISITS[0]].values[arm], rows[AT_VISITS[0]])


def test_rows_do_not_depend_on_which_patients_are_computed_together() -> None:
    scenario = of_arm(loads(LITTLE), 1)
    whole = rows_of(scenario, 0, 20)
    parts = [rows_of(scenario, start, stop, threads=2) for start, stop in ((0, 3), (3, 4), (4, 20))]
    assert np.concatenate(parts).tobytes() == whole.tobytes()


def test_a_point_that_does_not_go_together_is_named() -> None:
    from cartsim.errors import BadInput
    from cartsim.scenario.source import read_text

    content = read_text(LITTLE, "little").content
    with pytest.raises(BadInput, match=r"point 3 .*tau_fit.*negative"):
        at_point(content, {"parameters.tau_fit": "-3 days"}, "point 3 (tau_fit -3 days)")
    with pytest.raises(BadInput, match="point 3: there is no 'XX' in this list"):
        at_point(content, {"trial.arms.XX.dose": "1e6 cells"}, "point 3")


def test_the_draws_of_a_sweep_are_those_of_the_outer_loop(make) -> None:
    from cartsim.population.typical import redrawn, typical_values
    from cartsim.sweep.plan import read_plan

    found = read_plan(make("sweep: {draws: 3}\n", 8))
    scenario = loads(LITTLE)
    typical = typical_values(scenario, 3)
    drawn = [redrawn(scenario, typical, draw) for draw in range(3)]
    expected = [address(of_arm(one, arm)) for one in drawn for arm in range(2)]
    assert [cell for row in found.cells for cell in row] == expected
    assert len(set(expected)) == 6


def test_every_file_that_a_patient_is_computed_from_is_in_the_address(tmp_path) -> None:
    """Modules that computing a patient imports, and the data files beside them."""
    import os
    import subprocess
    import sys
    from pathlib import Path

    from cartsim import _jit
    from cartsim.sweep.cells import CODE

    hashed = {path for pattern in CODE for path in _jit.PACKAGE.glob(pattern)}
    script = """
import sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from cartsim.scenario import loads
from cartsim.scenario.smallest import SMALLEST
from cartsim.sweep.columns import rows_of
from pathlib import Path
rows_of(loads(SMALLEST), 0, 2)
print("\\n".join(opened))
"""
    told = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": str(_jit.PACKAGE.parent)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=told)
    opened = {Path(line).resolve() for line in done.stdout.splitlines()}
    ours = {path for path in opened if _jit.PACKAGE in path.parents and path.suffix in SUFFIXES}
    beside = {path for path in ours - hashed if path.parent.name not in NOT_COMPUTED}
    assert {path.relative_to(_jit.PACKAGE).as_posix() for path in beside} <= BESIDE
    assert len(ours & hashed) > 50


SUFFIXES = (".py", ".yaml", ".json")
NOT_COMPUTED = ("results", "report", "sensitivity")
"""Rooms whose modules are imported on the way and decide nothing of a patient."""
BESIDE = {"__init__.py", "errors.py", "sweep/__init__.py"}
