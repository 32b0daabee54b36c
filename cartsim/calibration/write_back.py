"""`python -m cartsim.calibration.write_back calibration.json`: put a calibration into the parameter files.

Values that the data told become kind `fitted` with their own uncertainty; the others have the prior's value,
kind and reason, whatever an earlier calibration left. How the told ones go together in the posterior is
written beside them, for draws of typical values. The result is kept in this room, so that tests can compare.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cartsim.calibration.campaign import PATIENTS
from cartsim.calibration.free import load_free
from cartsim.calibration.written import STORED, because
from cartsim.parameters import load_parameters
from cartsim.parameters.load import plain_yaml

CALIBRATED = "; then calibrated, docs/explanation/calibration.md"
"""What `where` says after what it said of the prior."""
LEAST_CORRELATION = 0.2
"""Size of a correlation that is kept; a posterior's samples tell smaller ones by luck."""
TOGETHER = """# Correlations between the scores of typical values that were fitted together; others are
# independent. They hold where typical values are drawn (run.parameter_draws), not between patients.
# Written by cartsim/calibration/write_back.py.
"""
VALUES = Path(__file__).parents[1] / "parameters" / "values"


def main(path: str) -> None:
    """Write every free parameter's block anew, the correlations, and keep the result. Refuses one of some
    parameters only, or of fewer patients than a calibration has."""
    text = Path(path).read_text(encoding="utf-8")
    result = json.loads(text)
    if [row["symbol"] for row in result["parameters"]] != list(load_free()) or result["patients"] < PATIENTS:
        raise SystemExit(f"{path}: not a whole calibration of {len(load_free())} parameters, n = {PATIENTS}")
    for row in result["parameters"]:
        file = VALUES / f"{load_parameters()[row['symbol']].room}.yaml"
        file.write_text(rewritten(file.read_text(encoding="utf-8"), row), encoding="utf-8")
    (VALUES / "fitted_together.yaml").write_text(together(result["correlations"]), encoding="utf-8")
    (Path(__file__).parent / STORED).write_text(text, encoding="utf-8")


def together(pairs: Sequence[Mapping[str, Any]]) -> str:
    """The file of correlations between typical values that a calibration told."""
    lines = [
        f"- {{first: {pair['first']}, second: {pair['second']}, value: {pair['value']:g}, source: cartsim,\n"
        f"   where: posterior of the calibration, kind: fitted, reason: One target speaks of both.,\n"
        f"   second_reading: 'none: a fit of ours'}}\n"
        for pair in pairs
        if abs(pair["value"]) >= LEAST_CORRELATION
    ]
    return TOGETHER + ("".join(lines) or "[]\n")


def rewritten(text: str, row: Mapping[str, Any]) -> str:
    """The text of a values file with the block of one parameter as a calibration leaves it."""
    block = re.search(rf"^{row['symbol']}:\n(?:  .*\n)+", text, re.MULTILINE)
    if block is None:
        raise ValueError(f"no block of {row['symbol']}")
    fields = {"value": f"{row['shipped']:g}"}
    free = load_free().get(row["symbol"])
    if row["told_by"] == "prior" and free and CALIBRATED in block[0]:
        before = plain_yaml(block[0])[row["symbol"]]
        own = [key for key in before["source"].split(", ") if key != "cartsim"]
        fields |= {
            "kind": free.kind,
            "source": ", ".join(own) or "cartsim",
            "where": quoted(before["where"].removesuffix(CALIBRATED)),
            "reason": quoted(f"Prior of the calibration, which tells nothing of it: {free.reason}."),
        }
    if row["told_by"] != "prior":
        before = plain_yaml(block[0])[row["symbol"]]
        fields |= {
            "kind": "fitted",
            "source": ", ".join(dict.fromkeys([*before["source"].split(", "), "cartsim"])),
            "where": quoted(before["where"].removesuffix(CALIBRATED) + CALIBRATED),
            "uncertainty": f"{row['shipped_factor']:g}",
            "reason": quoted(because(row)),
        }
    new = re.sub(r"^  uncertainty: .*\n", "", block[0], flags=re.MULTILINE)
    for key, value in fields.items():
        new = with_field(new, key, value)
    return text[: block.start()] + new + text[block.end() :]


def quoted(text: str) -> str:
    """A text as YAML, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def with_field(block: str, key: str, value: str) -> str:
    """The block with one field replaced, or added at its end; a field may go over several lines."""
    line = f"  {key}: {value}\n"
    found, n = re.subn(rf"^  {key}:.*\n(?:    .*\n)*", line.replace("\\", r"\\"), block, flags=re.MULTILINE)
    return found if n else block + line


if __name__ == "__main__":
    main(sys.argv[1])
