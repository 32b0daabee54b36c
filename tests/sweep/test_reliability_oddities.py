"""Folders that are moved, linked, read-only or oddly named, and files that are something else."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from cartsim.errors import CartsimError
from cartsim.sweep.cluster import Where
from cartsim.sweep.manifest import FOLDER
from cartsim.sweep.run import carry_out
from cartsim.sweep.shards import path_of
from cartsim.sweep.survey import survey
from cartsim.sweep.work import work
from tests.campaigns.sweeps.disk_full import disk, may_mount
from tests.campaigns.sweeps.little import (
    Little,
    complete,
    finish,
    no_traceback,
    resumed,
    shared,
    start,
    sweep,
)

HERE = Where()


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


def test_a_linked_folder_with_an_odd_name_is_one_like_any_other(sound: Little, tmp_path: Path) -> None:
    folder, link = sound.fresh(tmp_path / "it's a *sweep* {now}"), tmp_path / "link"
    link.symlink_to(folder)
    assert resumed(sound, link) == []


def test_a_folder_that_moves_under_a_run_ends_it_and_goes_on_elsewhere(sound: Little, tmp_path: Path) -> None:
    folder, elsewhere = sound.fresh(tmp_path / "here"), tmp_path / "elsewhere"
    process = start("run", folder, "--workers", 0, "--quiet")
    while not any((folder / "shards").rglob("*.shard")) and process.poll() is None:
        time.sleep(0.01)
    folder.rename(elsewhere)
    ended = finish(process)
    assert (ended.code, no_traceback(ended.err)) == (1, [])
    assert "there is no such folder" in ended.err
    assert not folder.exists()
    assert resumed(sound, elsewhere) == []


@pytest.mark.skipif(not may_mount(), reason="only root may mount a small disk")
def test_a_read_only_folder_can_be_read_and_merged_elsewhere(sound: Little, tmp_path: Path) -> None:
    with disk(tmp_path / "disk") as mounted:
        folder = sound.copy(mounted / "sweep")
        subprocess.run(["mount", "-o", "remount,ro", mounted], check=True)
        ended = sweep("run", folder, "--workers", 0)
        assert (ended.code, no_traceback(ended.err)) == (1, [])
        assert "read-only" in ended.err
        merged = sweep("merge", folder, "--out", tmp_path / "merged.nc", "--quiet")
    assert merged.code == 0, merged.err
    assert (tmp_path / "merged.nc").read_bytes() == sound.merged


def test_a_folder_in_the_place_of_a_shard_is_named(sound: Little, tmp_path: Path) -> None:
    folder, shard = sound.copy(tmp_path / "odd"), sound.plan.shards[3]
    path = path_of(folder, shard)
    path.unlink()
    path.mkdir()
    found = survey(sound.plan, folder)
    assert (found.missing, found.faults) == ([shard], {"unreadable (is a directory)": 1})
    with pytest.raises(CartsimError, match="a folder of that name is in the way"):
        carry_out(sound.plan, folder, found.missing, HERE, None)
    path.rmdir()
    carry_out(sound.plan, folder, found.missing, HERE, None)
    assert complete(sound, folder) == []


def test_a_clock_that_goes_back_changes_nothing(sound: Little, tmp_path: Path) -> None:
    folder = sound.copy(tmp_path / "clock")
    (path,) = (folder / FOLDER).iterdir()
    path.rename(path.with_name(f"29991231T235959.000000Z-{path.name}"))
    for shard in sound.plan.shards[:3]:
        path_of(folder, shard).unlink()
    carry_out(sound.plan, folder, survey(sound.plan, folder).missing, HERE, None)
    assert complete(sound, folder) == []


def test_a_plan_that_was_replaced_meanwhile_is_told(sound: Little, tmp_path: Path) -> None:
    folder = sound.fresh(tmp_path / "replaced")
    with pytest.raises(CartsimError, match="another sweep has been planned here meanwhile"):
        work(str(folder), "0123456789abcdef", 0)


def test_what_a_killed_writer_leaves_is_counted_by_nobody(sound: Little, tmp_path: Path) -> None:
    folder, shard = sound.copy(tmp_path / "left"), sound.plan.shards[0]
    path = path_of(folder, shard)
    path.rename(path.with_name(f".{path.name}.77.ab12cd34.part"))
    (folder / "careful-0123").mkdir()
    (folder / FOLDER / "20000101T000000.000000Z-host-1-ab12.jsonl").touch()
    found = survey(sound.plan, folder)
    assert (found.missing, found.damaged_lines, dict(found.faults)) == ([shard], 0, {})
    carry_out(sound.plan, folder, found.missing, HERE, None)
    assert complete(sound, folder) == []
