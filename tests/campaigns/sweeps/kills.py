"""kill -9 of a whole run at random moments, and another run that goes on.

python -m tests.campaigns.sweeps.kills [--n 500] [--seed 1] [--out FILE]

Moments are uniform over the time that an undisturbed run takes, start and end included. Five kills, then a
run to the end: no patient may be lost or doubled, and the merged file must have the bytes of an undisturbed
one. Every tenth sweep runs on two Dask workers, and there every second kill is of the first process alone.
After each kill, what lies at the place of a shard must be whole.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import numpy as np

from tests.campaigns.sweeps.little import Little, believed, end, little, resumed, start, sweep
from tests.campaigns.sweeps.table import Row, main

KILLS = 5
"""Per sweep."""


def campaign(n: int, seed: int, place: Path, sound: Little | None = None) -> list[Row]:
    sound = sound or little(place)
    random = np.random.default_rng(seed)
    row = Row("kill -9 of a run", what="runs killed at a random moment, then finished by another")
    times = {workers: undisturbed(sound, place, workers) for workers in ((0, 2) if n >= 10 * KILLS else (0,))}
    while row.tried < n:
        workers = 2 if row.tried // KILLS % 10 == 9 else 0
        kills = min(KILLS, n - row.tried)
        row.count(killed(sound, place / "killed", times[workers], workers, kills, random), kills)
        row.patients += sound.patients
    return [row]


def undisturbed(sound: Little, place: Path, workers: int) -> float:
    """Seconds of an undisturbed run, as a command."""
    begun = time.monotonic()
    ended = sweep("run", sound.fresh(place / "timed"), "--workers", workers, "--quiet")
    assert ended.code == 0, ended.err
    return time.monotonic() - begun


def killed(
    sound: Little, folder: Path, seconds: float, workers: int, kills: int, random: np.random.Generator
) -> list[str]:
    """Complaints about a sweep that was killed so often, and then finished."""
    sound.fresh(folder)
    complaints = []
    for kill in range(kills):
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = start("run", folder, "--workers", workers, "--quiet", **nowhere)
        time.sleep(random.uniform(0.0, seconds))
        if workers and kill % 2:
            process.kill()
        else:
            end(process)
        process.wait()
        complaints += believed(sound, folder)[1]
    return complaints + resumed(sound, folder, "--workers", workers)


if __name__ == "__main__":
    main(__doc__, campaign, 500)
