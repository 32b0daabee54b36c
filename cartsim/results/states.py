"""What a long run has come to, kept in a folder so that the run goes on from there when it is started again.

Each file belongs to one scenario and one version of the sources; of anything else it is refused.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.results.manifest import source_hash
from cartsim.results.seal import LENGTH, is_whole, sealed, write_whole
from cartsim.scenario.dump import dump
from cartsim.scenario.scenario import Scenario

FOLDER = "nodule_state"
EVERY = 300.0
"""Seconds between two files of one nodule: what an interruption costs at most. Shorter runs keep none."""
DIGEST = hashlib.sha256().digest_size
ELSEWHERE = "start it with another --out, or remove that folder to begin anew"


class Kept:
    """The states of a run in `folder`, one file for each name."""

    def __init__(self, folder: Path, scenario: Scenario, every: float = EVERY) -> None:
        text = json.dumps([dump(scenario), source_hash()], sort_keys=True)
        self.folder, self.every = folder, every
        self._belongs = hashlib.sha256(text.encode()).digest()
        self._begun = time.monotonic()
        self._last: dict[str, float] = {}

    def find(self, name: str) -> bytes | None:
        """What was kept last under a name; None without any."""
        path = self._path(name)
        if not path.exists():
            return None
        if not is_whole(path):
            raise self._refusal(path, "is damaged")
        content = path.read_bytes()[:-LENGTH]
        if content[:DIGEST] != self._belongs:
            raise self._refusal(path, "belongs to another scenario or to other sources")
        return content[DIGEST:]

    def keep(self, name: str, make: Callable[[], bytes], finished: bool) -> None:
        """Keep what `make` gives, if the last time is long ago, or if it is final and the run is a long
        one."""
        now = time.monotonic()
        if now - (self._begun if finished else self._last.get(name, self._begun)) < self.every:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._path(name), *sealed(self._belongs + make()))
        self._last[name] = now

    def forget(self) -> None:
        """The run is finished: nothing is kept any more."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.h5"

    def _refusal(self, path: Path, message: str) -> BadInput:
        return BadInput(Problem(str(path), "", message, ELSEWHERE))
