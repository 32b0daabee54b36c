"""`cartsim init`: a first scenario file from a shipped one, and beside it what editors complete from.

The schema is a copy in a folder of its own beside the file, named by a relative path in the file's first
line: both can be moved, sent or committed together, and no network is needed.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.results.seal import write_whole
from cartsim.scenario import load, require_runnable
from cartsim.scenario.json_schema import FILE, TITLE, committed_schema
from cartsim.scenario.shipped import FIRST, shipped, shipped_file
from cartsim.scenario.source import read_file
from cartsim.scenario.template import template

FOLDER = ".cartsim"
"""Beside the scenario: hidden, as editors' own folders are."""


@dataclass(frozen=True)
class Begun:
    """A scenario file that was written, and what to do with it next."""

    file: Path
    schema: Path | None
    next_commands: tuple[str, ...]


def begin(file: Path, name: str = FIRST, schema: bool = True) -> Begun:
    """Write a template as `file`, which must not be there yet, and with it the schema for editors."""
    source = shipped_file(name)
    _refuse_name(file, source.stem)
    beside = file.parent / FOLDER / FILE if schema else None
    verbs = ("check", _carrying_out(source))
    head = [f"# yaml-language-server: $schema={FOLDER}/{FILE}"] if schema else []
    head += [
        f"# Begun by `cartsim init --template {source.stem}`. Change the question first: one file asks one.",
        *(f"#   cartsim {verb} {shlex.quote(file.name)}" for verb in verbs),
    ]
    text = "\n".join([*head, template(source)])
    if beside is not None:
        _write_schema(beside)
    write_whole(file, text.encode())
    return Begun(file, beside, tuple(f"cartsim {verb} {shlex.quote(str(file))}" for verb in verbs))


def templates() -> list[dict[str, str]]:
    """Every template by name, with its title and question."""
    rows = []
    for name, path in shipped().items():
        content = read_file(path).content
        rows.append({"template": name, "title": content["title"], "question": content["question"]})
    return rows


def _carrying_out(source: Path) -> str:
    """The command for a scenario: sweeps over patients or parameters of all arms are planned, not run."""
    try:
        require_runnable(load(source))
    except BadInput:
        return "sweep plan"
    return "run"


def _refuse_name(file: Path, name: str) -> None:
    """A file that is there stays as it is; one with another ending would be no scenario."""
    if file.suffix not in (".yaml", ".yml"):
        right = file.with_suffix(".yaml").name if file.name else f"{name}.yaml"
        raise BadInput(Problem(str(file), "FILE", "is no name of a .yaml file", f"write {right}"))
    if os.path.lexists(file):
        free = _free_name(file)
        remedy = f"nothing was changed; choose another name, such as {free}, or move it away first"
        raise BadInput(Problem(str(file), "FILE", "is there already", remedy))
    if not file.parent.is_dir():
        remedy = f"make it: mkdir -p {shlex.quote(str(file.parent))}"
        raise BadInput(Problem(str(file), "FILE", "there is no such folder", remedy))


def _free_name(file: Path) -> Path:
    names = (file.with_stem(f"{file.stem}_{number}") for number in range(2, 1000))
    return next(name for name in names if not os.path.lexists(name))


def _write_schema(path: Path) -> None:
    """The schema of this version; that of another version is replaced, a file of another kind is not."""
    text = committed_schema().encode()
    if os.path.lexists(path):
        before = path.read_bytes() if path.is_file() else b""
        if before == text:
            return
        if TITLE.encode() not in before:
            message, remedy = "is no schema of cartsim", "move it away, or begin with --no-schema"
            raise BadInput(Problem(str(path), "", message, remedy))
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadInput(Problem(str(path.parent), "", reason, "choose a folder you may write to")) from None
    write_whole(path, text)
