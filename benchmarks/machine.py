"""What is measured, and on what."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

SCENARIO = Path(__file__).parents[1] / "scenarios" / "route_comparison.yaml"
GROUPS = 4
"""Lesion groups of the patients that are timed."""
PACKAGES = ("cartsim", "numpy", "scipy", "numba", "llvmlite", "numbalsoda", "libroadrunner", "mesa")


def machine() -> dict[str, str]:
    """Processor, system, versions, day."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
    flags = next((line for line in lines if line.startswith("flags")), "")
    wide = "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else "none named"
    versions = [f"{name} {_version(name)}" for name in PACKAGES]
    return {
        "processor": f"{model or platform.processor()}, {os.cpu_count()} cores, vectors: {wide}",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "versions": ", ".join(versions),
        "day": time.strftime("%Y-%m-%d"),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
