"""Writes the page of the command line from its commands: python docs/make_commands.py FILE"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from cartsim import cli
from cartsim.parameters.parameter_page import table

HERE = Path(__file__).parent
KINDS = {"int": "whole number", "float": "number"}
HEADER = ("Argument or option", "Value", "Default", "Meaning")
OWN_DEFAULT = re.compile(r"\s*\[([^\]]+)\]\.?$")
"""How a help text ends that names the default of an option which is not there itself."""


def text() -> str:
    """The page."""
    root = typer.main.get_command(cli.app)
    commands = list(_commands(root, "cartsim"))
    rows = [(f"[`{path}`](#{path.replace(' ', '-')})", _said(command)) for path, command in commands]
    return (HERE / "commands.md.txt").read_text(encoding="utf-8").format(
        commands=table(("Command", "What it does"), rows),
        sections="\n".join(_section(path, command) for path, command in commands),
    )


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every command that does something, with the words that call it."""
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, f"{path} {name}")
    if not hasattr(command, "commands"):
        yield path, command


def _said(command: Any) -> str:
    return " ".join((command.help or "").split())


def _section(path: str, command: Any) -> str:
    rows = [_row(one) for one in command.params]
    parts = [f"### {path}\n", f"{_said(command)}\n"]
    if rows:
        parts += [table(HEADER, rows)]
    pages = [f"[{title}](../how-to/{file})" for file, title in _pages(path)]
    if pages:
        parts += [f"Told in {', '.join(pages)}.\n"]
    return "\n".join(parts)


def _row(one: Any) -> tuple[str, ...]:
    help_ = (one.help or "").strip()
    own = OWN_DEFAULT.search(help_)
    default = own[1] if own else "" if one.default in (None, False) else str(one.default)
    meaning = OWN_DEFAULT.sub(".", help_) if own else help_
    if one.param_type_name == "argument":
        many = ", one or more" if one.nargs == -1 else ""
        name, value = f"`{one.metavar}`", f"file or folder{many}" if one.metavar != "PATH" else ""
    else:
        name = ", ".join(f"`{word}`" for word in (*one.opts, *one.secondary_opts))
        value = "" if one.is_flag else f"`{one.metavar or KINDS.get(one.bare_type(), 'text')}`"
    needed = "**required**" if one.required else f"`{default}`" if default else ""
    return (name, value, needed, meaning.lstrip(".").strip())


def _pages(path: str) -> Iterator[tuple[str, str]]:
    """How-to pages with a line of code that calls the command: file and title."""
    for page in sorted((HERE / "how-to").glob("*.md")):
        written = page.read_text(encoding="utf-8")
        blocks = "\n".join(re.findall(r"^```[^\n]*\n(.*?)^```", written, re.DOTALL | re.MULTILINE))
        if re.search(rf"^{path}( |$)", blocks, re.MULTILINE):
            yield page.name, written.split("\n", 1)[0].removeprefix("# ")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
