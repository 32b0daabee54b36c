"""From bytes to plain values that remember where they stood. Nothing of YAML gets further than this.

What is no regular file, too large, or no plain text is refused before it is read as YAML.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from typing import Any

from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import Path, safe
from cartsim.scenario.shipped import instead_of
from cartsim.scenario.yaml_reader import Place, Reader

MOST_BYTES = 1 << 20
MOST_LINES = 10_000
LONGEST_LINE = 10_000

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Source:
    """What a file says: plain values, and the place of every key and value."""

    name: str
    content: dict[str, Any] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def has(self, path: Path) -> bool:
        """Whether there is a value, be it null, at this path."""
        return _at(self.content, path) is not ABSENT

    def place(self, path: Path, of_key: bool = False) -> str:
        """Where a value, or the key of a block, stands; where it is missing, the block around it."""
        while path and (path not in self.values or not self.has(path)):
            path, of_key = path[:-1], True
        block = isinstance(_at(self.content, path), dict | list)
        chosen = self.keys.get(path) if of_key or block else None
        return str(chosen or self.values.get(path) or self.name)

    def put(self, path: Path, value: Any, place: Place) -> None:
        """Sets a value, with the blocks around it if they are missing; forgets where parts of it stood."""
        for known in (self.keys, self.values):
            for stale in [at for at in known if at[: len(path)] == path]:
                del known[stale]
        block: Any = self.content
        for depth, step in enumerate(path[:-1], start=1):
            if isinstance(block, dict) and block.get(step) is None:
                block[step] = {}
                self.values[path[:depth]] = place
            block = block[step]
        block[path[-1]] = value
        self.values[path] = place


ABSENT = object()


def _at(content: Any, path: Path) -> Any:
    """The value at a path; `ABSENT` where there is none."""
    for step in path:
        here = isinstance(content, dict) and step in content
        here = here or (isinstance(content, list) and isinstance(step, int) and step < len(content))
        if not here:
            return ABSENT
        content = content[step]
    return content


def read_file(path: str | os.PathLike[str]) -> Source:
    """The content of a file, refused by its kind and size before it is read."""
    name = safe(os.fsdecode(path), 300)
    try:
        kind = os.stat(path)
        if stat.S_ISDIR(kind.st_mode):
            raise _refusal(name, "is a folder", "name a .yaml file in it")
        if not stat.S_ISREG(kind.st_mode):
            raise _refusal(name, "is not a regular file", "name a .yaml file")
        _check_size(name, kind.st_size)
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        message = "cannot be read: no such file or directory"
        raise _refusal(name, message, instead_of(os.fsdecode(path))) from None
    except OSError as error:
        raise _refusal(
            name,
            f"cannot be read: {(error.strerror or 'unknown reason').lower()}",
            "check the name and the folder",
        ) from None
    except ValueError:
        raise _refusal(name, "is not the name of a file", "name a .yaml file") from None
    return read_bytes(content, name)


def read_bytes(content: bytes, name: str) -> Source:
    """The content of a file that was read."""
    _check_size(name, len(content))
    if content.startswith(b"\xef\xbb\xbf") or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _refusal(
            f"{name}:1:1", "begins with a byte-order mark", "save it as UTF-8 without byte-order mark (BOM)"
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        raise _refusal(
            _place(name, before), f"byte 0x{content[error.start]:02x} is not UTF-8", "save the file as UTF-8"
        ) from None
    return read_text(text, name)


def read_text(text: str, name: str) -> Source:
    """A block of keys with everything it holds, and what is wrong with its form."""
    _check_size(name, len(text.encode("utf-8", "surrogatepass")))
    _check_text(text, name)
    reader = Reader(name)
    content = reader.document(text)
    if not isinstance(content, dict):
        what = "is empty" if content is None else "is not a block of keys and values"
        problem = Problem(f"{name}:1:1", "", what, "begin with: schema: cartsim.scenario/1")
        raise BadInput(*(reader.problems or [problem]))
    return Source(name, content, reader.keys, reader.values, reader.problems)


def read_value(text: str, name: str) -> Any:
    """One value, as after `--set path=`."""
    _check_size(name, len(text.encode("utf-8", "surrogatepass")))
    if UNPRINTABLE.search(text):
        raise _refusal(name, "has characters that cannot be printed", "write plain text")
    reader = Reader(name)
    value = reader.document(text)
    if reader.problems:
        raise BadInput(*(Problem(name, item.field, item.message, item.remedy) for item in reader.problems))
    return value


def _check_text(text: str, name: str) -> None:
    """Refuses what is no readable text, before the parser spends seconds on it."""
    odd = UNPRINTABLE.search(text)
    if odd:
        raise _refusal(
            _place(name, text[: odd.start()]),
            f"the character {odd.group()!a} cannot be in a text file",
            "delete it, or save the file as plain UTF-8 text",
        )
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise _refusal(name, f"has {len(lines)} lines", "a scenario has some forty")
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise _refusal(
                f"{name}:{number}:1", f"the line has {len(line)} characters", "break it into shorter ones"
            )
        if line.startswith("%"):
            raise _refusal(
                f"{name}:{number}:1", "the line is a % directive", "delete it: a scenario has none"
            )


def _check_size(name: str, size: int) -> None:
    if size > MOST_BYTES:
        raise _refusal(name, f"has {size} bytes", f"a scenario has at most {MOST_BYTES} (1 MiB)")
    if size == 0:
        raise _refusal(name, "is empty", "begin with: schema: cartsim.scenario/1")


def _refusal(where: str, message: str, remedy: str) -> BadInput:
    return BadInput(Problem(where, "", message, remedy))


def _place(name: str, before: str) -> str:
    """The place behind the text `before`."""
    return str(Place(name, before.count("\n") + 1, len(before) - before.rfind("\n")))
