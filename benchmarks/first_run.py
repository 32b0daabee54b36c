"""How long a person waits, and what memory a run takes: compiling once, starting warm, the route comparison,
each in a process of its own.

python benchmarks/first_run.py [REPEATS]
python benchmarks/first_run.py install   # a newcomer: wheel, empty environment, `init`, `run`; needs network

Prints wall seconds until everything is done and processor seconds until the process has ended (least,
median, greatest of REPEATS); compiling is measured once, in an empty cache folder. Seconds on a shared
machine say little: compare only what one call of this script printed. Memory is that which a process holds at
most, less the courses that it returns.
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
ASK = """
import cartsim
scenario = cartsim.load({path!r}, {sets!r})
course = cartsim.simulate(cartsim.draw(scenario), scenario)
print("done", flush=True)
"""
PEAK = """
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - course.nbytes)
"""
WHOLE = "from cartsim.cli import main; import sys; sys.argv[1:] = {words!r}; main()"
FEW, MANY = 2000, 8000
"""Patients of the two runs whose memory is compared."""


def environment(cache: str) -> dict[str, str]:
    """As a user has it: compiled code in this folder, and Python may keep its own."""
    return {**os.environ, "CARTSIM_CACHE": cache, "PYTHONDONTWRITEBYTECODE": ""}


def seconds(code: str, cache: str) -> tuple[float, float]:
    """Wall seconds until a Python process that runs `code` says "done" or ends; its processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(cache), stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            if line == "done\n":
                break
        wall = time.perf_counter() - start
        process.communicate()
    if process.returncode:
        raise SystemExit(f"ended with {process.returncode}: {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(name: str, pairs: list[tuple[float, float]]) -> str:
    columns = []
    for values in zip(*pairs, strict=True):
        columns.append(f"{min(values):7.1f} {statistics.median(values):7.1f} {max(values):7.1f}")
    return f"{name:<44} {columns[0]}   {columns[1]}"


def beyond(path: str, cache: str, patients: int) -> int:
    """Bytes that a run of so many patients holds at most, beyond its courses."""
    code = ASK.format(path=path, sets=[f"run.patients={patients}", "run.tolerance=1e-4"]) + PEAK
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, env=environment(cache), stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    return int(done.stdout.split()[-1])


def main(repeats: int) -> None:
    """Measure and print the table."""
    path = str(SCENARIO)
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as out:

        def show(name: str, code: str, times: int, *sets: str) -> None:
            words = ["run", path, "--out", out, *(word for one in sets for word in ("--set", one))]
            asked = code.format(path=path, sets=list(sets), words=words)
            print(row(name, [seconds(asked, cache) for _ in range(times)]), flush=True)

        print(f"{'':<44} {'wall s: least, median, most':<23}   processor s")
        show("first call ever, 1 patient (compiles)", ASK, 1, "run.patients=1")
        show("warm start, 1 patient", ASK, repeats, "run.patients=1")
        for tolerance in ("1e-4", "1e-6"):
            sets = ("run.patients=1000", f"run.tolerance={tolerance}")
            show(f"warm start to 1000 patients, 2 arms, {tolerance}", ASK, repeats, *sets)
        show("cartsim run: 1000 patients, 2 arms, with report", WHOLE, repeats, "run.patients=1000")
        few, many = beyond(path, cache, FEW), beyond(path, cache, MANY)
        each = (many - few) / (MANY - FEW) / 1e3
        print(f"memory beyond the courses: {few / 1e6:.0f} MB with {FEW} patients, {many / 1e6:.0f} MB with "
              f"{MANY}: {each:.1f} kB for each one more")  # fmt: skip


def elapsed(command: list[str], folder: Path, empty: Path) -> tuple[float, float]:
    """Wall and processor seconds of a command of somebody who has no cache of compiled code and of fonts."""
    place = {"CARTSIM_CACHE": str(empty), "MPLCONFIGDIR": str(empty / "fonts"), "PYTHONPATH": ""}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command, check=True, cwd=folder, env={**os.environ, **place}, **quiet)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def newcomer() -> None:
    """Wheel into an empty environment, with wheels alone; then the first commands."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        bin_, empty = folder / "venv" / "bin", folder / "empty"
        build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", place]
        elapsed([sys.executable, *build, str(ROOT)], folder, empty)
        elapsed([sys.executable, "-m", "venv", str(bin_.parent)], folder, empty)
        wheel = str(next(folder.glob("*.whl")))
        cartsim = str(bin_ / "cartsim")
        run = [cartsim, "run", "my.yaml", "-n", "20"]
        steps = {
            "pip install, wheels only, downloads included": [
                str(bin_ / "pip"), "install", "--only-binary", ":all:", wheel,
            ],
            "cartsim init my.yaml": [cartsim, "init", "my.yaml"],
            "cartsim run my.yaml -n 20, nothing compiled": run,
            "the same again": run,
        }  # fmt: skip
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"{'':<50} wall s  processor s")
        for name, command in steps.items():
            wall, busy = elapsed(command, folder, empty)
            print(f"{name:<50} {wall:6.1f}  {busy:11.1f}", flush=True)
        times = [elapsed([cartsim, "--help"], folder, empty) for _ in range(5)]
        wall, busy = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{'cartsim --help, median of 5':<50} {wall:6.2f}  {busy:11.2f}")


if __name__ == "__main__":
    if sys.argv[1:] == ["install"]:
        newcomer()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
