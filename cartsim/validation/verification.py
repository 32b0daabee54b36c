"""Rows of the verification: the tests that show each, run where they are at hand."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cartsim.parameters.load import plain_yaml
from cartsim.validation.row import Row, Verdict

CHECKOUT = Path(__file__).parents[2]
"""Where the tests lie beside the package, in a checkout."""
NOT_HERE = "the tests are not installed; run it from a checkout, with the extra test"
MOST_FOUND = 4
"""Numbers of one row that are printed."""


@dataclass
class Outcome:
    """What became of the tests of one node: how many passed, failed and were skipped, and what they told."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    told: dict[str, str] = field(default_factory=dict)


def verification_rows() -> list[Row]:
    """A row for each block of verification.yaml."""
    blocks = load_blocks()
    outcomes = run_tests({node for block in blocks.values() for node in block["tests"]})
    return [_row(name, block, outcomes) for name, block in blocks.items()]


def load_blocks() -> dict[str, dict[str, Any]]:
    """The blocks of verification.yaml by id."""
    text = files("cartsim.validation").joinpath("verification.yaml").read_text(encoding="utf-8")
    return dict(plain_yaml(text))


def run_tests(nodes: Iterable[str]) -> dict[str, Outcome] | None:
    """Run tests by node id (a file, or a file::function with all its cases); None where there are none."""
    nodes = sorted(nodes)
    if not all((CHECKOUT / node.split("::")[0]).is_file() for node in nodes) or find_spec("pytest") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        command += ["-o", "junit_family=xunit1", "--continue-on-collection-errors", *nodes]
        subprocess.run(command, cwd=CHECKOUT, env=os.environ, capture_output=True)
        cases = list(ET.parse(report).iter("testcase")) if report.exists() else []
    return {node: _outcome(node, cases) for node in nodes}


def _outcome(node: str, cases: Iterable[ET.Element]) -> Outcome:
    """The cases of a node: of its file and, where it names one, its function. A file that cannot be read by
    pytest has no case, which a row counts as failed."""
    path, _, function = node.partition("::")
    found = Outcome()
    for case in cases:
        name = case.get("name", "").partition("[")[0]
        if case.get("file") != path or function not in ("", name):
            continue
        if case.find("failure") is not None or case.find("error") is not None:
            found.failed += 1
        elif case.find("skipped") is not None:
            found.skipped += 1
        else:
            found.passed += 1
        for told in case.iter("property"):
            name, value = told.get("name", ""), told.get("value", "")
            found.told[name] = worse(found.told.get(name, value), value)
    return found


def worse(first: str, second: str) -> str:
    """Of two numbers that cases tell under one name the larger; the second where they are no numbers.

    >>> worse("3e-07", "2e-09"), worse("a", "b")
    ('3e-07', 'b')
    """
    try:
        return max(first, second, key=float)
    except ValueError:
        return second


def _row(name: str, block: Mapping[str, Any], outcomes: Mapping[str, Outcome] | None) -> Row:
    note = ", ".join(block["tests"])
    if outcomes is None:
        return Row("verification", name, block["what"], block["asked"], NOT_HERE, "not attempted", note)
    own = [outcomes[node] for node in block["tests"]]
    passed, failed, skipped = (sum(getattr(o, k) for o in own) for k in ("passed", "failed", "skipped"))
    told = {key: value for outcome in own for key, value in outcome.told.items()}
    cases = f"{passed} of {passed + failed} cases" + (f", {skipped} skipped" if skipped else "")
    numbers = "; ".join(f"{key} {value}" for key, value in list(told.items())[:MOST_FOUND])
    met: Verdict = "fail" if failed or not passed + skipped else "not attempted"
    if all(outcome.passed for outcome in own) and not failed:
        met = "pass"
    found = f"{cases}: {numbers}" if numbers else cases
    return Row("verification", name, block["what"], block["asked"], found, met, note)
