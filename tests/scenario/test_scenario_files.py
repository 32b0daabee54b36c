"""What cannot be written as a case file: what is no file, no text, or far too much of either."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from cartsim.errors import BadInput
from cartsim.scenario import load, loads


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as refused:
        load(path)
    assert all(problem.remedy for problem in refused.value.problems)
    return str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "nowhere.yaml: cannot be read: no such file or directory" in refusal(tmp_path / "nowhere.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.touch()
    assert "is empty" in refusal(path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert "is not a regular file" in refusal(path)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(BadInput, match="is not the name of a file"):
        load("a\0b.yaml")


def test_a_hundred_megabytes_are_refused_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    started = time.perf_counter()
    assert "has 100000000 bytes" in refusal(path)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"schema: cartsim.scenario/1\ntitle: a\0b\n", "bytes.yaml:2:9: the character '\\x00'"),
        (b"\xef\xbb\xbfschema: cartsim.scenario/1\n", "bytes.yaml:1:1: begins with a byte-order mark"),
        (b"schema: x\ntitle: \xff\n", "bytes.yaml:2:8: byte 0xff is not UTF-8"),
        ("schema: x\n".encode("utf-16"), "bytes.yaml:1:1: begins with a byte-order mark"),
        (b"title: \x1b[31mred\n", "bytes.yaml:1:8: the character '\\x1b'"),
        (b"a: 1\n" * 20_000, "has 20000 lines"),
        (b"a: " + b"x" * 20_000, "bytes.yaml:1:1: the line has 20003 characters"),
        (b"- " * 4_000, "bytes.yaml:1:67 [0][0][0][0]: more than 32 levels deep"),
        (b"[" * 4_000, "more than 32 levels deep"),
        (b"[a, a, a, a, a, a, a, a, a, a]\n" * 1, "is not a block of keys and values"),
        (b"a: [" + b"1,\n" * 9_900 + b"]\n" + b"b: {" + b"c, \n" * 90 + b"}\n", "more than 10000 values"),
        (b"a: &a [b, b]\nc: &c [*a, *a]\nd: &d [*c, *c]\n", "bytes.yaml:1:4 a: &a is an anchor"),
    ],
)
def test_what_is_no_text_or_too_much_of_it_is_refused_at_once(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "bytes.yaml"
    path.write_bytes(content)
    started = time.perf_counter()
    assert said in refusal(path).replace(f"{tmp_path}/", "")
    assert time.perf_counter() - started < 3.0


def test_a_name_with_control_characters_is_printed_harmlessly(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31mb\n.yaml"
    assert "a\\x1b[31mb\\n.yaml" in refusal(path)


def test_a_base_behind_a_link_that_leads_elsewhere_is_refused(tmp_path: Path, small: str) -> None:
    elsewhere, here = tmp_path / "elsewhere", tmp_path / "here/inner"
    elsewhere.mkdir()
    here.mkdir(parents=True)
    (elsewhere / "base.yaml").write_text(small)
    (here / "base.yaml").symlink_to(elsewhere / "base.yaml")
    head = "schema: cartsim.scenario/1\ntitle: a\nquestion: b\n"
    (here / "file.yaml").write_text(head + "extends: base.yaml\n")
    assert "is a link that leads elsewhere" in refusal(here / "file.yaml")
    (here / "file.yaml").write_text(head + "extends: ../../elsewhere/base.yaml\n")
    assert "leads elsewhere" in refusal(here / "file.yaml")


def test_a_problem_inside_the_base_is_told_at_its_place_there(tmp_path: Path, small: str) -> None:
    (tmp_path / "base.yaml").write_text(
        small.replace("1e8 cells, route: intravenous", "1e8, route: intravenous")
    )
    head = "schema: cartsim.scenario/1\ntitle: a\nquestion: b\nextends: base.yaml\nrun: {patients: 0}\n"
    (tmp_path / "file.yaml").write_text(head)
    told = refusal(tmp_path / "file.yaml").replace(f"{tmp_path}/", "").splitlines()
    assert [line.split(":", 3)[:3] for line in told] == [
        ["base.yaml", "7", "24 trial.arms[0].dose"],
        ["file.yaml", "5", "17 run.patients"],
    ]


def test_a_text_without_a_file_cannot_extend_another() -> None:
    with pytest.raises(BadInput, match="a text has no folder"):
        loads("schema: cartsim.scenario/1\nextends: base.yaml\n")
