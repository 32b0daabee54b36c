"""`python -m cartsim.calibration.write_back calibration.json`: put a calibration into the parameter files.

Values that the data told become kind `fitted` with their own uncertainty; the others keep the prior's value
and stay `assumed`. The result is kept in this room, so that tests can compare the two.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cartsim.calibration.written import STORED, because
from cartsim.parameters import load_parameters
from cartsim.parameters.load import plain_yaml

CALIBRATED = "; then calibrated to published results, docs/explanation/calibration.md"
"""What `where` says after what it said of the prior."""
VALUES = Path(__file__).parents[1] / "parameters" / "values"


def main(path: str) -> None:
    """Write every free parameter's block anew and keep the result."""
    text = Path(path).read_text(encoding="utf-8")
    for row in json.loads(text)["parameters"]:
        file = VALUES / f"{load_parameters()[row['symbol']].room}.yaml"
        file.write_text(rewritten(file.read_text(encoding="utf-8"), row), encoding="utf-8")
    (Path(__file__).parent / STORED).write_text(text, encoding="utf-8")


def rewritten(text: str, row: Mapping[str, Any]) -> str:
    """The text of a values file with the block of one parameter as a calibration leaves it."""
    block = re.search(rf"^{row['symbol']}:\n(?:  .*\n)+", text, re.MULTILINE)
    if block is None:
        raise ValueError(f"no block of {row['symbol']}")
    fields = {"value": f"{row['shipped']:g}"}
    if row["told_by"] != "prior":
        before = plain_yaml(block[0])[row["symbol"]]
        fields |= {
            "kind": "fitted",
            "source": ", ".join(dict.fromkeys([*before["source"].split(", "), "cartsim"])),
            "where": quoted(before["where"].removesuffix(CALIBRATED) + CALIBRATED),
            "uncertainty": f"{row['shipped_factor']:g}",
            "reason": quoted(because(row)),
        }
    new = block[0]
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
