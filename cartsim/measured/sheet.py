"""A CSV file as records whose every cell knows its line and column.

Strict on purpose: UTF-8 (a byte order mark is fine, and so are the line ends of any system), commas between
the fields, points in decimals, one record to a line, every record as long as the header.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import nearest, safe, shown

MOST_BYTES = 200_000_000
"""Some millions of rows; a larger file is hardly a trial's."""
MOST_TOLD = 20


@dataclass(frozen=True)
class Record:
    """One line of the file: its cells by column, stripped, and its text."""

    path: Path
    line: int
    cells: Mapping[str, str]
    text: str

    def problem(self, column: str, message: str, remedy: str) -> Problem:
        """What is wrong with one cell."""
        starts = dict(zip(self.cells, _starts(self.text), strict=True))
        return Problem(f"{self.path}:{self.line}:{starts.get(column, 1)}", column, message, remedy)


@dataclass(frozen=True)
class Sheet:
    """The records of a file and what is wrong with its form; columns in the order of the header."""

    path: Path
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def refuse(problems: Sequence[Problem]) -> None:
    """Raise BadInput with the first of the problems, in the order of the file, if there are any."""
    ordered = sorted(dict.fromkeys(problems), key=_place)
    rest = len(ordered) - MOST_TOLD
    more = [Problem("", "", f"and {rest} more problems", "mend these first")] if rest > 0 else []
    if ordered:
        raise BadInput(*ordered[:MOST_TOLD], *more)


def read_sheet(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """The records of a CSV file; BadInput when it cannot be read as one at all.

    Column names are told apart without regard to case. One that is not known is refused with the nearest
    name, since a mistyped optional column would silently change the result.
    """
    lines = _lines(path)
    header = [name.strip().lower() for name in next(csv.reader(lines[:1]), [])]
    known = (*required, *optional)
    problems = _header_problems(path, lines[0], header, known, required)
    if problems:
        refuse(problems)
    records: list[Record] = []
    faults: list[Problem] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            _enter(path, number, line, header, records, faults)
    if not records and not faults:
        refuse([_about(path, "has a header and no rows", "give at least one row of data")])
    return Sheet(path, tuple(header), tuple(records), tuple(faults))


def _enter(
    path: Path, number: int, line: str, header: list[str], records: list[Record], faults: list[Problem]
) -> None:
    """The record of one line, or the fault that it has too few or too many fields."""
    fields = next(csv.reader([line])) if '"' in line else line.split(",")
    if len(fields) == len(header) and line.count('"') % 2 == 0:
        cells = {name: text.strip() for name, text in zip(header, fields, strict=True)}
        records.append(Record(path, number, cells, line))
        return
    message = f"has {len(fields)} fields where the header has {len(header)}"
    decimals = "write decimals with a point, and put text that holds a comma into double quotes"
    remedy = decimals if len(fields) > len(header) else "fill the row; a cell without a value stays empty"
    if line.count('"') % 2:
        message, remedy = "has a quote that is not closed", "write every record on one line"
    faults.append(Problem(f"{path}:{number}:1", "row", message, remedy))


def _header_problems(
    path: Path, line: str, header: list[str], known: Sequence[str], required: Sequence[str]
) -> list[Problem]:
    if len(header) == 1 and header[0] not in known:
        for separator, name in ((";", "semicolons"), ("\t", "tabs")):
            if separator in line:
                message = f"is separated by {name}"
                return [_about(path, message, "save it separated by commas, decimals with a point", 1)]
    starts = _starts(line)
    problems = [
        Problem(
            f"{path}:1:{starts[place]}",
            safe(name) or "header",
            "is no column of this file" if name else "a column has no name",
            nearest(name, known),
        )
        for place, name in enumerate(header)
        if name not in known
    ]
    problems += [
        Problem(f"{path}:1:{starts[place]}", name, "stands twice in the header", "keep one of them")
        for place, name in enumerate(header)
        if name in header[:place]
    ]
    return problems + [
        Problem(f"{path}:1:1", name, "this column is missing", f"the header needs {','.join(required)}")
        for name in required
        if name not in header
    ]


def _lines(path: Path) -> list[str]:
    """The lines of a text file, at least one."""
    try:
        if path.stat().st_size > MOST_BYTES:
            refuse([_about(path, f"is larger than {MOST_BYTES // 10**6} MB", "split it by subject")])
        content = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadInput(_about(path, f"cannot be read: {reason}", "check the name and its folder")) from error
    except ValueError as error:
        raise BadInput(_about(path, "is no name of a file", "check the name")) from error
    text = _decoded(path, content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not text.strip() or not lines[0].strip():
        refuse(
            [
                _about(
                    path,
                    "is empty" if not text.strip() else "begins with an empty line",
                    "begin with a header",
                )
            ]
        )
    return lines


def _decoded(path: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        message = (
            "is written in UTF-16" if wide else f"has the byte {shown(hex(content[error.start]))}, not UTF-8"
        )
        raise BadInput(
            Problem(f"{path}:{line}:{column}", "file", message, "save it as CSV in UTF-8")
        ) from None
    if "\0" in text:
        refuse([_about(path, "has a zero byte: it is no text", "save it as CSV in UTF-8")])
    return text


def _starts(line: str) -> list[int]:
    """Column, from 1, at which each field of a line begins; commas in quotes do not part fields."""
    starts, quoted = [1], False
    for place, sign in enumerate(line, start=1):
        quoted ^= sign == '"'
        if sign == "," and not quoted:
            starts.append(place + 1)
    return starts


def _about(path: Path, message: str, remedy: str, line: int | None = None) -> Problem:
    return Problem(str(path) if line is None else f"{path}:{line}:1", "file", message, remedy)


def _place(problem: Problem) -> tuple[str, int, int]:
    """Sorts problems by file, line and column."""
    path, *numbers = problem.where.rsplit(":", 2)
    if len(numbers) == 2 and all(map(str.isdigit, numbers)):
        return path, int(numbers[0]), int(numbers[1])
    return problem.where, 0, 0


def by_subject(records: Sequence[Record]) -> dict[str, list[Record]]:
    """Records of each subject, subjects in the order of the file."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.cells["subject"], []).append(record)
    return found


def without_subject(records: Sequence[Record]) -> Iterator[Problem]:
    """Rows that say of whom they are not."""
    for record in records:
        if not record.cells["subject"]:
            yield record.problem("subject", "is empty", "say whose row it is")
