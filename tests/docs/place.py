"""A folder in which the code of a page runs in seconds: the scenarios are copies with few patients and small
nodules, and the files that readers have (their own scenario, their data, a finished run) are there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import cartsim as cs
from tests.docs.pages import DOCS, ROOT, blocks

PATIENTS = 8
SMALLER = {
    r"patients: \d+(?=[,}])": f"patients: {PATIENTS}",
    r"trials: \d+": "trials: 50",
    r"radius: \d+ um": "radius: 50 um",
    r"domain: \d+ um": "domain: 260 um",
    r"duration: \d+ days": "duration: 2 hours",
    r"snapshots: \[[^\]]*\]": "snapshots: [0, 2 hours]",
    r"(snapshots_every|every): 6 hours": r"\1: 1 hour",
    r"repeats: \d+": "repeats: 1",
    r"ratio: 0.02": "ratio: 0.5",
    r"(dose\"?: \[)[^\]]*": r"\1 1e6 cells/kg, 1e7 cells/kg",
    r"burden.median: \[[^\]]*": "burden.median: [1e10 cells",
    r"pd1_cd28, scfv_cd28\]": "pd1_cd28]",
}
"""What is smaller in the copies of the scenarios, and nothing else."""
OWN = {
    "mine.yaml": ROOT / "scenarios" / "route_comparison.yaml",
    "given.yaml": ROOT / "scenarios" / "route_comparison.yaml",
    "route_comparison.yaml": ROOT / "scenarios" / "route_comparison.yaml",
    "lesions.csv": ROOT / "tests" / "cases" / "measured" / "lesions.csv",
    "kinetics.csv": ROOT / "tests" / "cases" / "kinetics" / "cells.csv",
}
"""Files of the readers' own, and what stands for them."""


def small(scenario: str) -> str:
    """A scenario with few patients, a small nodule, few points."""
    for pattern, instead in SMALLER.items():
        scenario = re.sub(pattern, instead, scenario)
    return scenario


def furnish(place: Path) -> None:
    """Puts scenarios, cases and the readers' own files there."""
    for file in (ROOT / "scenarios").rglob("*.yaml"):
        copy = place / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(small(file.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(ROOT / "tests" / "cases", place / "tests" / "cases")
    for name, file in OWN.items():
        (place / name).write_text(small(file.read_text(encoding="utf-8")), encoding="utf-8")
    (sweep,) = (block for block in blocks(DOCS / "how-to" / "run_a_sweep.md") if block.language == "yaml")
    (place / "dose.yaml").write_text(small(sweep.text), encoding="utf-8")


def finish(place: Path, scenario: str, name: str = "") -> None:
    """A finished run of a scenario in out/, in a folder of another name if given, without its report."""
    path = place / "scenarios" / f"{scenario}.yaml"
    asked = cs.load(path)
    patients = cs.draw(asked)
    course = cs.simulate(patients, asked)
    visits = cs.observe(course, asked)
    folder = place / "out" / (name or scenario)
    folder.mkdir(parents=True, exist_ok=True)
    cs.save(folder / "run.nc", asked, patients, course, visits, cs.assess(visits, asked))


def finish_nodule(place: Path) -> None:
    """A finished run of single cells in out/."""
    from cartsim.results.file import write_run

    folder = place / "out" / "nodule_routes"
    folder.mkdir(parents=True, exist_ok=True)
    write_run(folder / "run.nc", cs.run(place / "scenarios" / "nodule_routes.yaml"))


def merge_sweep(place: Path, scenario: str, file: str) -> None:
    """The merged file of a sweep, computed in this process."""
    from cartsim.sweep.cluster import Where
    from cartsim.sweep.command import merge_sweep as merged
    from cartsim.sweep.command import plan_sweep, run_sweep
    from tests.sweep.conftest import silent

    folder = (place / file).parent / "planned"
    plan_sweep(place / scenario, [], None, folder, False, silent)
    run_sweep(folder, Where(), None, silent)
    merged(folder, place / file, False, silent)


def finish_comparison(place: Path) -> None:
    """The finished route comparison."""
    finish(place, "route_comparison")


def merge_dose_sweep(place: Path) -> None:
    """The sweep of the page that tells how to run one."""
    merge_sweep(place, "dose.yaml", "out/dose_sweep/sweep.nc")


def merge_surface(place: Path) -> None:
    """The sweep of the page that tells how to analyse one."""
    merge_sweep(place, "scenarios/sweeps/dose_route_receptor_burden.yaml", "sweep.nc")


def finish_two(place: Path) -> None:
    """Two runs to be compared."""
    finish(place, "route_comparison", "before")
    finish(place, "receptor_comparison", "after")


NEEDS: dict[str, tuple[Callable[[Path], None], ...]] = {
    "README.md": (finish_comparison, finish_two, finish_nodule),
    "compare_two_runs.md": (finish_two,),
    "read_a_run_file.md": (finish_comparison,),
    "simulate_a_nodule.md": (finish_nodule,),
    "analyse_a_sweep.md": (merge_surface,),
    "run_a_sweep.md": (merge_dose_sweep,),
}
"""What a page begins with that its own commands do not make here."""
