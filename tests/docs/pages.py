"""The pages of the documentation, their blocks of code and the command lines in these."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import typer

from cartsim import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(page for page in sorted(DOCS.rglob("*.md")) if not {"reference", "_build"} & set(page.parts)),
]
"""All but the reference, which is printed from the program."""
BLOCK = re.compile(r"^( *)```([^\n`]*)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
SHELL = ("", "bash", "sh", "console")


@dataclass(frozen=True)
class Block:
    """A fenced block: what language it says it is, its text, and where it stands."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def lines(self) -> list[list[str]]:
        """Command lines, in words; lines that end in a backslash go on."""
        joined = self.text.replace("\\\n", " ").splitlines()
        return [words for line in joined if (words := shlex.split(line, comments=True))]


def blocks(page: Path) -> list[Block]:
    """Blocks of a page in order, without equations and directives."""
    text = page.read_text(encoding="utf-8")
    found = [
        Block(page, text[: match.start()].count("\n") + 1, match[2].strip(), match[3])
        for match in BLOCK.finditer(text)
    ]
    return [block for block in found if block.language != "math" and not block.language.startswith("{")]


def shell_lines(page: Path) -> list[tuple[Block, list[str]]]:
    """Command lines of a page that call the program."""
    own = (block for block in blocks(page) if block.language in SHELL)
    return [(block, words) for block in own for words in block.lines if words[0] == "cartsim"]


def parse(words: list[str]) -> str:
    """Reads a command line as the program would, computing nothing; what is wrong with it, or nothing."""
    command, rest, context = typer.main.get_command(cli.app), words[1:], None
    try:
        while hasattr(command, "commands"):
            context = command.make_context(words[0], list(rest), parent=context, resilient_parsing=True)
            _, command, rest = command.resolve_command(context, list(rest))
        if command is None:
            return "there is no such command"
        command.make_context(words[0], list(rest), parent=context)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
