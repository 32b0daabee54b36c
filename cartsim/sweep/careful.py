"""Patients in a process of their own, so that what ends the process ends nothing else.

`python -m cartsim.sweep.careful FOLDER PLAN SHARD START STOP OUT` computes patients of a shard into a file.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from cartsim.errors import CartsimError
from cartsim.scenario.scenario import Scenario
from cartsim.sweep.columns import Rows, lost, rows_of
from cartsim.sweep.plan import Plan, Shard, planned

LIMIT = 60.0
"""Seconds that a process has for its start, and a patient at the most; one takes milliseconds."""
NO_MEMORY, CRASHED = 77, 76
"""Exit codes of a process that asked for more memory than there is, or met an error over a patient."""
TRIES = 2
"""How often a patient alone has to end a process: it may have been ended for another reason."""


def carefully(plan: Plan, folder: Path, shard: Shard, scenario: Scenario) -> Rows:
    """The rows of a shard; a patient who ends a process has a row with the reason as status."""
    return _part(plan, folder, shard, scenario, shard.start, shard.stop)


def _part(plan: Plan, folder: Path, shard: Shard, scenario: Scenario, start: int, stop: int) -> Rows:
    alone = stop - start == 1
    for _ in range(TRIES if alone else 1):
        rows, reason = _apart(plan, folder, shard, start, stop)
        if rows is not None:
            return rows
    if alone:
        return lost(scenario, start, reason)
    middle = (start + stop) // 2
    halves = [(start, middle), (middle, stop)]
    return np.concatenate([_part(plan, folder, shard, scenario, *half) for half in halves])


def limit(patients: int) -> float:
    """Seconds that some patients have, one alone above all."""
    return LIMIT + (LIMIT if patients == 1 else patients)


def _apart(plan: Plan, folder: Path, shard: Shard, start: int, stop: int) -> tuple[Rows | None, str]:
    """The rows of some patients from a process of its own, or the reason why there are none."""
    with tempfile.TemporaryDirectory(prefix="careful-", dir=folder) as place:
        out = Path(place, "rows.npy")
        asked = [str(folder.absolute()), plan.id, str(shard.number), str(start), str(stop), str(out)]
        command = [sys.executable, "-m", "cartsim.sweep.careful", *asked]
        try:
            ended = subprocess.run(
                command, timeout=limit(stop - start), check=False, capture_output=True, text=True
            )
        except subprocess.TimeoutExpired:
            return None, "wall_time"
        if ended.returncode == 0:
            return np.load(out, allow_pickle=False), ""
    return None, _reason(ended)


def _reason(ended: subprocess.CompletedProcess[str]) -> str:
    """Why a process ended over its patients; CartsimError where it ended over something else."""
    if ended.returncode in (NO_MEMORY, -signal.SIGKILL):
        return "memory"
    if ended.returncode == CRASHED or (
        ended.returncode < 0 and -ended.returncode not in (signal.SIGINT, signal.SIGTERM)
    ):
        return "crashed"
    told = ended.stderr.strip().splitlines()[-1:] or [f"exit code {ended.returncode}"]
    raise CartsimError(f"a process for single patients could not work: {told[0]}")


def main(folder: str, plan_id: str, index: str, start: str, stop: str, out: str) -> None:
    plan = planned(folder, plan_id)
    scenario = plan.of_shard(plan.shards[int(index)])
    try:
        rows = rows_of(scenario, int(start), int(stop))
    except MemoryError:
        sys.exit(NO_MEMORY)
    except (CartsimError, OSError):
        raise
    except Exception:  # an error over a patient: whose, is found by halves
        sys.exit(CRASHED)
    np.save(out, rows, allow_pickle=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
