"""A comparison for programs: what the page says, as plain values."""

from __future__ import annotations

import math
from typing import Any

from cartsim.report.two_runs import words
from cartsim.report.two_runs.pair import Pair
from cartsim.report.two_runs.rows import Compared, Row
from cartsim.report.two_runs.sections import parameters_of
from cartsim.trial.between_runs import LEVEL, expected_by_chance

PARAMETER = ("symbol", "first", "second")


def facts_of(found: Compared) -> dict[str, Any]:
    """Inputs that changed, patients, and every comparison; shares as fractions, ratios as B / A."""
    pair = found.pair
    return {
        "runs": [_run(pair, side) for side in (0, 1)],
        "answer": words.answer(found),
        "changes": [change._asdict() for change in pair.changes],
        "parameter_files": [dict(zip(PARAMETER, row, strict=True)) for row in parameters_of(pair)],
        "other_program": words.other_program(pair),
        "patients": {
            "paired": pair.shared.paired,
            "shared": int(pair.shared.first.size),
            "differ_in": list(pair.unlike),
        },
        "arms": [both._asdict() for both in pair.arms],
        "arms_alone": {"first": list(pair.alone[0]), "second": list(pair.alone[1])},
        "level": LEVEL,
        "moved": len(found.moved),
        "compared": len(found.rows),
        "expected_by_chance": expected_by_chance([row.shift for row in found.rows]),
        "endpoints": [_row(row) for row in found.rows],
        "endpoints_alone": {"first": found.only[0], "second": found.only[1]},
    }


def _run(pair: Pair, side: int) -> dict[str, Any]:
    manifest = pair.runs[side].manifest
    return {
        "file": pair.names[side],
        "title": pair.runs[side].scenario.title,
        "patients": pair.sizes[side],
        "seed": manifest["seed"],
        "program": manifest["program"],
        "created": manifest["created"],
    }


def _row(row: Row) -> dict[str, Any]:
    shift = row.shift
    ends = (shift.difference, shift.lower, shift.upper)
    middle, low, high = (_plain(math.exp(end) if row.scale == "ratio" else end) for end in ends)
    return {
        "endpoint": row.name,
        "label": row.label,
        "family": row.family,
        "arm": row.arms._asdict(),
        "values": list(row.values),
        "scale": "share" if row.scale == "points" else row.scale,
        "difference": middle,
        "lower": low,
        "upper": high,
        "patients": list(shift.patients),
        "verdict": shift.verdict,
    }


def _plain(value: float) -> float | str | None:
    """A number that JSON has."""
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else "infinity" if value > 0 else "-infinity"
