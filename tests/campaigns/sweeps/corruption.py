"""Random damage to a shard, to the manifest or to the plan, within one process.

python -m tests.campaigns.sweeps.corruption [--n 1000] [--seed 1] [--out FILE]

A bit flipped, bytes cut off or appended, a stretch of zeros, a file in the place of another, a folder in the
place of a file, an empty file. All of it has to be found: a shard by what the survey says, a line of the
manifest by its count, the plan by a refusal. A run may compute the damaged shards and no other; after it
every shard has the bytes of the undisturbed sweep, and every fiftieth time the merged file is compared too.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np

from cartsim.errors import BadInput
from cartsim.sweep.cluster import Where
from cartsim.sweep.manifest import read_manifest
from cartsim.sweep.merge import merge
from cartsim.sweep.plan import read_plan
from cartsim.sweep.run import carry_out
from cartsim.sweep.survey import survey
from tests.campaigns.sweeps.little import Little, little
from tests.campaigns.sweeps.table import Row, main

MERGED_EVERY = 50
Random = np.random.Generator


def campaign(n: int, seed: int, place: Path, sound: Little | None = None) -> list[Row]:
    sound = sound or little(place)
    random = np.random.default_rng(seed)
    rows = {what: Row(f"damage to {what}", what="flips, cuts, appends, swaps") for what in TARGETS}
    for turn in range(n):
        folder = sound.copy(place / "damaged")
        what = random.choice(list(TARGETS), p=[0.6, 0.25, 0.15])
        complaints = TARGETS[what](sound, folder, random)
        if turn % MERGED_EVERY == 0:
            merge(sound.plan, folder, folder / "again.nc")
            same = (folder / "again.nc").read_bytes() == sound.merged
            complaints += [] if same else ["the merged file has other bytes"]
        rows[what].count(complaints)
        rows[what].patients += sound.patients
    return list(rows.values())


def flip(content: bytes, random: Random) -> bytes:
    place = random.integers(8 * len(content))
    found = bytearray(content)
    found[place // 8] ^= 1 << place % 8
    return bytes(found)


def cut(content: bytes, random: Random) -> bytes:
    return content[: random.integers(len(content))]


def append(content: bytes, random: Random) -> bytes:
    return content + b"x" + random.bytes(random.integers(200))


def zeros(content: bytes, random: Random) -> bytes:
    """A block that never reached the disk."""
    start = random.integers(len(content) - 1)
    size = min(int(random.integers(1, 4096)), len(content) - start)
    return content[:start] + bytes(size) + content[start + size :]


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (flip, flip, cut, append, zeros)


def changed(path: Path, random: Random) -> str:
    """Change a file; what was done to it."""
    before = path.read_bytes()
    while True:
        how = CHANGES[random.integers(len(CHANGES))]
        after = how(before, random)
        if after != before:
            path.write_bytes(after)
            return how.__name__


def damage_shard(sound: Little, folder: Path, random: Random) -> list[str]:
    """Complaints about what becomes of a damaged shard."""
    files = sorted((folder / "shards").rglob("*.shard"))
    one, other = (files[place] for place in random.choice(len(files), 2, replace=False))
    hurt = {one.name}
    how = random.choice(["change", "swap", "copy", "folder", "gone"], p=[0.8, 0.05, 0.05, 0.05, 0.05])
    if how == "swap":
        kept = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(kept)
        hurt.add(other.name)
    elif how == "copy":
        shutil.copyfile(other, one)
    elif how in ("folder", "gone"):
        one.unlink()
        if how == "folder":
            one.mkdir()
    else:
        how = changed(one, random)
    found = {f"{shard.name}.shard" for shard in survey(sound.plan, folder).missing}
    complaints = [] if found == hurt else [f"{how}: {found} found, not {hurt}"]
    if how == "folder":
        one.rmdir()
    return complaints + mended(sound, folder, hurt)


def damage_manifest(sound: Little, folder: Path, random: Random) -> list[str]:
    """Complaints about what becomes of a damaged manifest: shards say themselves what they are."""
    (path,), before = (folder / "manifest").glob("*.jsonl"), read_manifest(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    how = random.choice(["change", "drop", "empty", "huge", "folder"], p=[0.7, 0.1, 0.05, 0.05, 0.1])
    if how == "drop":
        del lines[random.integers(len(lines))]
        path.write_bytes(b"".join(lines))
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "huge":
        path.write_bytes(path.read_bytes() + b"9" * 5_000_000)
    elif how == "folder":
        path.unlink()
        path.mkdir()
    else:
        how = changed(path, random)
    found, harmless = survey(sound.plan, folder), read_manifest(folder) == before
    seen = found.damaged_lines or found.unlisted or harmless
    complaints = [] if seen else [f"{how} of the manifest is not found"]
    complaints += [] if not found.missing else [f"{how} of the manifest: {len(found.missing)} shards lost"]
    return complaints + mended(sound, folder, set())


def damage_plan(sound: Little, folder: Path, random: Random) -> list[str]:
    """Complaints about a damaged plan that is believed, unless it says what it said before."""
    how = changed(folder / "plan.json", random)
    try:
        if read_plan(folder) != sound.plan:
            return [f"{how} of the plan is believed"]
    except BadInput:
        pass
    shutil.copy(sound.folder / "plan.json", folder)
    return mended(sound, folder, set())


TARGETS = {"a shard": damage_shard, "the manifest": damage_manifest, "the plan": damage_plan}


def mended(sound: Little, folder: Path, hurt: set[str]) -> list[str]:
    """Complaints about a run over a damaged sweep: it may write the files that were hurt and no other."""
    before = {path.name: path.stat().st_ino for path in (folder / "shards").rglob("*.shard")}
    found = survey(sound.plan, folder)
    carry_out(sound.plan, folder, sorted([*found.missing, *found.unlisted]), Where(), None)
    after = {path.name: path.stat().st_ino for path in (folder / "shards").rglob("*.shard")}
    written = {name for name in after if after[name] != before.get(name)}
    complaints = [] if written == hurt else [f"{written} were written, not {hurt}"]
    if sound.shards_of(folder) != sound.shards_of(sound.folder):
        complaints.append("the shards have other bytes")
    again = survey(sound.plan, folder)
    if again.missing or again.unlisted:
        complaints.append("the sweep is not whole afterwards")
    return complaints


if __name__ == "__main__":
    main(__doc__, campaign, 1000)
