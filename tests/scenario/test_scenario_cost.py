"""Reading is quick: pint is imported only where something must be converted."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from cartsim.scenario import load

MAIN = Path(__file__).parents[2] / "scenarios/route_comparison.yaml"


def test_the_main_scenario_is_read_without_pint() -> None:
    code = f"import sys, cartsim.scenario as s; s.load({str(MAIN)!r}); print('pint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_scenario_is_read_in_a_moment() -> None:
    load(MAIN)
    started = time.perf_counter()
    load(MAIN)
    assert time.perf_counter() - started < 0.3
