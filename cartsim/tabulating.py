"""What `cartsim agents table` does: nodules run on all cores, kept as they come, the law fitted, one file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.errors import BadInput, Problem
from cartsim.parameters import load_parameters
from cartsim.parameters.nodule_table import FORMAT, RECEPTORS, ROUTES, Law, NoduleTable, read_nodule_table
from cartsim.results.manifest import source_hash
from cartsim.results.seal import write_whole
from cartsim.sensitivity.evaluate import Watch, evaluated
from cartsim.sensitivity.record import FORMAT as EVALUATIONS
from cartsim.sensitivity.record import Record
from cartsim.simulate.table.design import Design, Point, points_of
from cartsim.simulate.table.fit import fitted
from cartsim.simulate.table.reading import OUTPUTS, Reading

VERSION = "2"
"""Of the table: another number whenever its runs, readings or law are others."""
REFERENCE = ("delta", "k_kill", "k_x", "l0")
"""What the table's values are ratios to: typical values of the equations when it was made."""
WANDER_MINUTES = 1e4
"""min: the week that `delta` is reckoned over, sqrt(6 D t)."""
COUNTS = ("tumour_cells", "t_cells", "kills", "exhausted", "left")


def plan_of(runs: int, days: float) -> Design:
    """The design of these choices, refused where it makes no table."""
    problems = [Problem("", *fault) for fault in _faults(runs, days)]
    if problems:
        raise BadInput(*problems)
    return Design(runs=runs, days=days)


def _faults(runs: int, days: float) -> Iterator[tuple[str, str, str]]:
    if runs < 3:
        yield "--runs", f"{runs} runs of each kind tell no slope from chance", "choose 8, or 3 at the least"
    if not 1 / 24 <= days <= 60:
        yield "--days", f"{days:g} days is no length of a run", "choose 2, within an hour and 60 days"


def make_table(
    design: Design, out: Path, workers: int | None = None, watch: Watch | None = None
) -> NoduleTable:
    """Run every nodule of a design that the record beside `out` lacks, fit, and write the table whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    points = points_of(design)
    belongs = {"format": EVALUATIONS, "scenario": design.digest, "parameters and code": source_hash()}
    with Record(record_of(out), belongs) as record:
        values = evaluated(Reading(design), Point._fields, points, record, watch, workers)
    content = document(design, points, values[:, :, 0])
    write_whole(out, content)
    return read_nodule_table(content)


def record_of(out: Path) -> Path:
    """Where the runs of a table are kept as they come."""
    return out.with_suffix(".runs.jsonl")


def document(design: Design, points: NDArray[np.float64], values: NDArray[np.float64]) -> bytes:
    """The table as the bytes of its file, from points (run, field) and outputs (run, output)."""
    runs = columns(points, values)
    laws = fitted(runs, design.ranges)
    content = {
        "format": FORMAT,
        "version": VERSION,
        "made": {
            "source_sha256": source_hash(),
            "seed": design.seed,
            "runs_of_each_kind": design.runs,
            "days": design.days,
        },
        "ranges": design.ranges,
        "reference": {symbol: load_parameters()[symbol].value for symbol in REFERENCE},
        "wander_minutes": WANDER_MINUTES,
        "laws": {name: _block(law) for name, law in laws.items()},
        "runs": runs,
    }
    return _lines(content).encode()


def columns(points: NDArray[np.float64], values: NDArray[np.float64]) -> dict[str, list[Any]]:
    """Runs by column: the way in and the receptor by name, nothing (null) where a reading is none."""
    named = {
        "route": [ROUTES[int(k)] for k in points[:, Point._fields.index("route")]],
        "receptor": [RECEPTORS[int(k)] for k in points[:, Point._fields.index("receptor")]],
    }
    numbers = {name: points[:, k] for k, name in enumerate(Point._fields) if name not in named}
    numbers |= {name: values[:, k] for k, name in enumerate(OUTPUTS)}
    whole = ("number", *COUNTS)
    return named | {
        name: [None if np.isnan(v) else int(v) if name in whole else float(v) for v in column]
        for name, column in numbers.items()
    }


def _block(law: Law) -> dict[str, Any]:
    return {
        "terms": list(law.terms),
        "coefficients": law.coefficients.tolist(),
        "covariance": law.covariance.tolist(),
        "residual_sd": law.residual_sd,
        "q2": law.q2,
        "runs": law.runs,
    }


def _lines(content: dict[str, Any]) -> str:
    """JSON with a line for each column and each law's part, so that a change can be read."""
    parts = []
    for key, value in content.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"  {json.dumps(name)}: {json.dumps(item)}" for name, item in value.items())
            parts.append(f"{json.dumps(key)}: {{\n{inner}\n }}")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return "{\n " + ",\n ".join(parts) + "\n}\n"
