"""Where a run came from: what was asked, with which numbers, code and machine, and what failed."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from cartsim import __version__
from cartsim.datasets import STATUS
from cartsim.results.sources import parameter_table, reference_table
from cartsim.scenario.dump import dump
from cartsim.scenario.scenario import Scenario

FORMAT = "cartsim.results/1"
INTENDED_USE = "ranking routes, doses and receptor designs and teaching; never dosing a patient"
PACKAGES = (
    "numpy",
    "scipy",
    "numba",
    "xarray",
    "h5py",
    "h5netcdf",
    "matplotlib",
    "pydantic",
    "ruamel.yaml",
    "pint",
)


def make_manifest(scenario: Scenario, patients: xr.Dataset, course: xr.Dataset) -> dict[str, Any]:
    """Everything needed to say how a run came about and to repeat it."""
    manifest = _common(scenario) | {
        "solver": {"name": scenario.run.method, "relative_tolerance": float(scenario.run.tolerance)},
        "failures": failure_counts(course),
        "population": dict(patients.attrs),
    }
    if scenario.agents is not None and scenario.agents.mode == "emulated":
        from cartsim.simulate.table_facts import table_facts  # compiled code, which other runs have had

        manifest["nodule_table"] = table_facts(scenario, patients)
    return json_safe(manifest)


def make_nodule_manifest(scenario: Scenario, nodule: xr.Dataset) -> dict[str, Any]:
    """The same of a run of single cells; a repeat has failed if any of its fields did not come to rest."""
    from cartsim.simulate.agents.fields.field import TOLERANCE  # which a trial need not wait for

    failed = (nodule["unsolved_fields"] > 0).sum("repeat").values
    manifest = _common(scenario) | {
        "solver": {"name": "fields at rest by multigrid", "relative_tolerance": TOLERANCE},
        "failures": {
            str(arm): {"ok": nodule.sizes["repeat"] - int(n), "unsolved_field": int(n)}
            for arm, n in zip(nodule["arm"].values, failed, strict=True)
        },
        "population": {},
        "nodule": nodule_facts(nodule),
    }
    return json_safe(manifest)


def nodule_facts(nodule: xr.Dataset) -> dict[str, Any]:
    """How often single cells were simulated, and whether their fields came to rest."""
    from cartsim.simulate.agents.fields.field import TOLERANCE  # which a trial need not wait for

    return {
        "repeats": nodule.sizes["repeat"],
        "field_solves": int(nodule["field_solves"].sum()),
        "unsolved_fields": int(nodule["unsolved_fields"].sum()),
        "worst_residual": float(nodule["worst_residual"].max()),
        "tolerance": TOLERANCE,
        "at_edge": int(nodule["tumour_at_edge"].max()),
    }


def _common(scenario: Scenario) -> dict[str, Any]:
    """What every run says of itself."""
    return {
        "format": FORMAT,
        "program": {"name": "cartsim", "version": __version__, "source_sha256": source_hash()},
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "intended_use": INTENDED_USE,
        "scenario": dump(scenario),
        "parameters": parameter_table(scenario),
        "references": reference_table(scenario),
        "seed": int(scenario.run.seed),
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES},
        "machine": {"system": platform.platform(), "processor": _processor(), "cores": os.cpu_count() or 0},
    }


def root_attributes(manifest: dict[str, Any]) -> dict[str, str]:
    """CF and ACDD attributes of the file, with the manifest as JSON text."""
    scenario, program = manifest["scenario"], manifest["program"]
    digest = program["source_sha256"][:16]
    return {
        "Conventions": "CF-1.11, ACDD-1.3",
        "title": str(scenario.get("title") or "cartsim run"),
        "summary": str(scenario.get("question") or "Simulated CAR-T trial"),
        "keywords": "CAR-T, virtual clinical trial, simulation, pharmacology",
        "comment": f"SIMULATED data. Intended use: {manifest['intended_use']}.",
        "source": f"cartsim {program['version']} (simulation; source SHA-256 {digest})",
        "history": f"{manifest['created']} written by cartsim {program['version']}",
        "date_created": manifest["created"],
        "product_version": str(program["version"]),
        "cartsim_format": manifest["format"],
        "cartsim_manifest": json.dumps(manifest, ensure_ascii=False, allow_nan=False),
    }


def failure_counts(course: xr.Dataset) -> dict[str, dict[str, int]]:
    """Number of patients per status in each arm."""
    names = course["status"].attrs.get("flag_meanings", " ".join(STATUS)).split()
    return {
        str(arm): {
            name: int((course["status"].sel(arm=arm) == code).sum()) for code, name in enumerate(names)
        }
        for arm in course["arm"].values
    }


@cache
def source_hash() -> str:
    """SHA-256 over the package's Python and YAML sources, names and contents, in order of name."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".yaml", ".bib"} and "__pycache__" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """The processor's name where the system tells it, else its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )


def json_safe(value: Any) -> Any:
    """The same value in JSON's own types; not-a-number and infinity, which JSON lacks, become text."""
    if isinstance(value, dict):
        return {str(key): json_safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_safe(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return json_safe(value.tolist())
    if isinstance(value, float) and not np.isfinite(value):
        return {np.inf: "infinity", -np.inf: "-infinity"}.get(value, "not a number")
    return value if value is None or isinstance(value, str | int | float) else str(value)
