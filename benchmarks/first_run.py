"""How long a person waits: compiling once, starting warm, and the route comparison, each in a process of its
own.

python benchmarks/first_run.py [REPEATS]

Prints wall and processor seconds (least, median, greatest of REPEATS); compiling is measured once, in an
empty cache folder. Seconds on a shared machine say little: compare only what one call of this script printed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios" / "route_comparison.yaml"
ASK = "import cartsim; s = cartsim.load({path!r}, ['run.patients={n}']); cartsim.simulate(cartsim.draw(s), s)"
WHOLE = "import cartsim; cartsim.run({path!r}, out={out!r})"


def seconds(code: str, cache: str) -> tuple[float, float]:
    """Wall and processor seconds of one Python process running `code`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, env=os.environ | {"CARTSIM_CACHE": cache}
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(name: str, pairs: list[tuple[float, float]]) -> str:
    columns = []
    for values in zip(*pairs, strict=True):
        columns.append(f"{min(values):7.1f} {statistics.median(values):7.1f} {max(values):7.1f}")
    return f"{name:<44} {columns[0]}   {columns[1]}"


def main(repeats: int) -> None:
    """Measure and print the table."""
    path = str(SCENARIO)
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as out:
        print(f"{'':<44} {'wall s: least, median, most':<23}   processor s")
        print(row("first call ever, 1 patient (compiles)", [seconds(ASK.format(path=path, n=1), cache)]))
        print(
            row("warm start, 1 patient", [seconds(ASK.format(path=path, n=1), cache) for _ in range(repeats)])
        )
        print(
            row(
                "draw and simulate, 200 patients, 2 arms",
                [seconds(ASK.format(path=path, n=200), cache) for _ in range(repeats)],
            )
        )
        whole = WHOLE.format(path=path, out=out)
        print(
            row("the same with endpoints, file and report", [seconds(whole, cache) for _ in range(repeats)])
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
