"""Compiled code on file systems that many nodes share."""

from __future__ import annotations

import stat

import pytest

from cartsim import _jit
from cartsim.sweep import work


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """cache_folder() as another process would find it."""
    monkeypatch.setenv("CARTSIM_CACHE", str(tmp_path))
    return _jit.cache_folder.__wrapped__


def test_the_folder_is_the_users_alone(fresh) -> None:
    assert stat.S_IMODE(fresh().stat().st_mode) == 0o700


def test_nodes_of_two_kinds_that_share_a_home_have_folders_of_their_own(fresh, monkeypatch) -> None:
    here = fresh()
    assert fresh() == here
    monkeypatch.setattr(_jit, "processor", lambda features=False: "another kind")
    assert fresh() != here


def test_a_folder_that_cannot_be_written_is_replaced_by_a_private_one(fresh, monkeypatch, tmp_path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("CARTSIM_CACHE", str(in_the_way))
    found = fresh()
    assert tmp_path not in found.parents
    assert stat.S_IMODE(found.stat().st_mode) == 0o700
    found.rmdir()


def test_one_worker_compiles_while_the_others_wait(monkeypatch, tmp_path) -> None:
    """A cold folder is held while this worker compiles; a warm one is not."""
    import fcntl

    held = []

    def look() -> None:
        with (tmp_path / "compiling.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held.append(False)
            except BlockingIOError:
                held.append(True)

    monkeypatch.setattr(_jit, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(_jit, "uncompiled", lambda: False)
    monkeypatch.setattr(work, "warm_up", look)
    for cold in (True, False):
        monkeypatch.setattr(_jit, "is_cold", lambda cold=cold: cold)
        work._compiled.__wrapped__()
    assert held == [True, False]
