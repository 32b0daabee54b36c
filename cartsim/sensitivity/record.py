"""Evaluations kept as they come, so that an interrupted campaign goes on where it stopped.

A file of JSON lines: first what the evaluations belong to (hashes of scenario, parameters and code), then one
line per evaluation under the hash of its point. A last line cut off in the middle is dropped; a file of
something else is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.errors import BadInput, Problem
from cartsim.parameters.nodule_table import load_nodule_table
from cartsim.results.manifest import source_hash
from cartsim.scenario.dump import dump
from cartsim.scenario.scenario import Scenario

FORMAT = "cartsim.evaluations/1"
OTHERS = {
    "scenario": "another scenario, or of other patients",
    "parameters and code": "other parameters or code",
}
"""What has changed where a hash is another."""
ELSEWHERE = "name another folder with --out, or remove the file to begin anew"


def belongs_to(scenario: Scenario) -> dict[str, str]:
    """What evaluations depend on beside their point: the scenario as it is evaluated; parameters and code."""
    text = json.dumps(dump(scenario), sort_keys=True)
    return {
        "format": FORMAT,
        "scenario": blake2b(text.encode(), digest_size=16).hexdigest(),
        "parameters and code": source_hash() + _table_of(scenario),
    }


def _table_of(scenario: Scenario) -> str:
    """The hash of the table of single cells, which is no source, where the scenario reads it."""
    asked = scenario.agents
    return load_nodule_table().sha256 if asked is not None and asked.mode == "emulated" else ""


def key_of(names: Sequence[str], point: NDArray[np.float64]) -> str:
    """The hash that names an evaluation: of its factors and their probabilities, to the last bit."""
    content = "\0".join(names).encode() + b"\0" + np.ascontiguousarray(point, np.float64).tobytes()
    return blake2b(content, digest_size=12).hexdigest()


class Record:
    """An open file of evaluations; `known` holds what is in it, by key."""

    def __init__(self, path: Path, belongs: Mapping[str, str]) -> None:
        self.path, self.known = path, _read(path, belongs)
        fresh = not path.exists() or path.stat().st_size == 0
        try:
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise BadInput(Problem(str(path), "--out", f"cannot be written to ({reason})")) from error
        if fresh:
            self._write(belongs)

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, key: str, values: NDArray[np.float64]) -> None:
        """Keep an evaluation, in the file at once."""
        self.known[key] = values
        rows = [[None if np.isnan(number) else float(number) for number in row] for row in values]
        self._write({"key": key, "values": rows})

    def _write(self, content: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(content) + "\n")
        self._file.flush()


def _read(path: Path, belongs: Mapping[str, str]) -> dict[str, NDArray[np.float64]]:
    """What a file holds, cut back to its last whole line; nothing where there is none."""
    if not path.exists():
        return {}
    try:
        content = path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        lines = [json.loads(line) for line in whole.decode().splitlines()]
        _check(path, lines[0] if lines else dict(belongs), belongs)
        found = {line["key"]: np.array(line["values"], float) for line in lines[1:]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(Problem(str(path), "", "is no file of evaluations", ELSEWHERE)) from error
    if len(whole) < len(content):
        with path.open("rb+") as file:
            file.truncate(len(whole))
    return found


def _check(path: Path, head: Any, belongs: Mapping[str, str]) -> None:
    """Refuse evaluations of another scenario, of other parameters or of other code."""
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise ValueError("another file")
    other = [OTHERS[name] for name in OTHERS if head.get(name) != belongs[name]]
    if other:
        message = f"holds evaluations of {' and '.join(other)}"
        raise BadInput(Problem(str(path), "", message, ELSEWHERE))
