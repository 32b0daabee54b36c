"""Shards and the manifest: whole, or found out."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.errors import CartsimError
from cartsim.sweep.columns import row_type
from cartsim.sweep.manifest import Writer, read_manifest
from cartsim.sweep.shards import path_of, read_shard, write_shard


@pytest.fixture
def kind(plan):
    return row_type(plan.scenario(0))


def test_a_shard_is_read_as_it_was_written(plan, finished, kind, tmp_path) -> None:
    shard = plan.shards[4]
    found = read_shard(finished, shard, kind)
    assert found.rows["patient"].tolist() == list(range(shard.start, shard.stop))
    digest, size = write_shard(tmp_path, shard, found.rows)
    assert path_of(tmp_path, shard).read_bytes() == path_of(finished, shard).read_bytes()
    assert (digest, size) == (found.sha256, path_of(finished, shard).stat().st_size)


@pytest.mark.parametrize("change", [
    lambda content: content[:-1],
    lambda content: content[: len(content) // 2],
    lambda content: content + b"x",
    lambda content: b"",
    lambda content: bytes([content[0] ^ 1]) + content[1:],
    lambda content: content[:700] + bytes([content[700] ^ 4]) + content[701:],
    lambda content: content[:-1] + bytes([content[-1] ^ 128]),
])  # fmt: skip
def test_a_damaged_shard_is_found(change, plan, copied, kind) -> None:
    path = path_of(copied, plan.shards[0])
    path.write_bytes(change(path.read_bytes()))
    assert read_shard(copied, plan.shards[0], kind).fault == "damaged"


def test_a_whole_shard_at_the_place_of_another_is_found(plan, copied, kind) -> None:
    first, second = plan.shards[0], plan.shards[1]
    path_of(copied, first).write_bytes(path_of(copied, second).read_bytes())
    sums = read_manifest(copied).sums(first.name)
    assert read_shard(copied, first, kind).fault == "another shard's"
    assert read_shard(copied, first, kind, sums).fault == "not the file that the manifest names"


def test_rows_of_other_patients_or_fields_are_found(plan, copied, kind) -> None:
    shard = plan.shards[0]
    rows = read_shard(copied, shard, kind).rows.copy()
    rows["patient"] += 1
    write_shard(copied, shard, rows)
    assert read_shard(copied, shard, kind).fault == "of other patients"
    write_shard(copied, shard, rows[["patient", "status"]].copy())
    assert read_shard(copied, shard, kind).fault == "of other fields"
    write_shard(copied, shard, rows[:-1])
    assert read_shard(copied, shard, kind).fault == "of other fields"


def test_no_object_is_ever_read_from_a_shard(plan, tmp_path, kind) -> None:
    import hashlib
    import io

    from cartsim.results.seal import MAGIC
    from cartsim.sweep.shards import _head

    shard, content = plan.shards[0], io.BytesIO()
    np.lib.format.write_array(content, np.array([{}, 1], object), allow_pickle=True)
    body = _head(shard) + content.getvalue()
    path = path_of(tmp_path, shard)
    path.parent.mkdir(parents=True)
    path.write_bytes(body + MAGIC + hashlib.sha256(body).digest())
    assert read_shard(tmp_path, shard, kind).fault == "of other fields"


def test_the_manifest_names_every_shard_with_its_checksum(plan, finished, kind) -> None:
    manifest = read_manifest(finished)
    assert manifest.damaged == 0
    assert set(manifest.lines) == {shard.name for shard in plan.shards}
    for shard in plan.shards:
        assert manifest.sums(shard.name) == {read_shard(finished, shard, kind).sha256}
        assert sum(manifest.lines[shard.name][0]["status"].values()) == shard.patients


def test_changed_and_torn_lines_are_dropped_and_counted(finished, copied) -> None:
    (path,) = (copied / "manifest").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    lines[0] = lines[0].replace(b'"bytes": ', b'"bytes": 9', 1)
    lines[-1] = lines[-1][:-20]
    path.write_bytes(b"".join(lines))
    manifest = read_manifest(copied)
    assert manifest.damaged == 2
    assert len(manifest.lines) == len(read_manifest(finished).lines) - 2


def test_two_writers_have_files_of_their_own(tmp_path) -> None:
    line = {"shard": "a-0-8", "sha256": "x"}
    with Writer(tmp_path) as first, Writer(tmp_path) as second:
        first.add(line)
        second.add({**line, "sha256": "y"})
        assert first.path != second.path
    assert read_manifest(tmp_path).sums("a-0-8") == {"x", "y"}
    with Writer(tmp_path) as third:
        pass
    assert not third.path.exists()


def test_a_manifest_that_cannot_be_written_says_why(tmp_path) -> None:
    (tmp_path / "manifest").write_text("in the way")
    with pytest.raises(CartsimError, match="not written: "):
        Writer(tmp_path)
