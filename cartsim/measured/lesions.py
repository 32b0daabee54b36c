"""lesions.csv: every lesion at every visit, to the responses at the visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from cartsim.errors import Problem
from cartsim.measured.cells import NUMBER, decimal_comma, needed_day
from cartsim.measured.sheet import Record, Sheet, without_subject
from cartsim.scenario.mistakes import nearest, shown
from cartsim.trial.lesion_rows import TYPES, WORDS, YES, read_rows

COLUMNS = ("subject", "day", "lesion", "type", "nodal", "measure")
OPTIONAL = ("organ", "malignant")
HARMLESS = {"day": 30, "lesion": "1", "type": "nontarget", "nodal": "no", "measure": ""}
"""Cells that are surely right, beside which one cell at a time is tried."""
NOTHING = ("", "NA", "ND")
"""What is written for a lesion that was not read."""
Judge = Callable[[str, Sequence[Record]], object]
"""Applies the rules to the rows of a subject; ValueError for what they refuse."""
LARGEST = 1000.0
"""mm: a lesion of more than a metre was written in another unit."""


def lesion_problems(
    sheet: Sheet, judge: Judge, without_baseline: frozenset[str] = frozenset()
) -> list[Problem]:
    """What is wrong with the rows: each cell is looked at, each subject, and what its judge refuses."""
    problems: list[Problem] = list(without_subject(sheet.records))
    bad = [record for record in sheet.records if _cell_problems(record, problems)]
    hurt = {record.cells["subject"] for record in bad} | {""}
    visits: dict[str, dict[float, dict[str, Record]]] = {}
    for record in sheet.records:
        cells = record.cells
        if cells["subject"] in hurt:
            continue
        lesions = visits.setdefault(cells["subject"], {}).setdefault(float(cells["day"]), {})
        if cells["lesion"] in lesions:
            first = lesions[cells["lesion"]].line
            message = f"{shown(cells['lesion'])} has a row on day {cells['day']} already, line {first}"
            problems.append(record.problem("lesion", message, "keep one row per lesion and visit"))
        lesions.setdefault(cells["lesion"], record)
    for subject, days in visits.items():
        found = _visit_problems(days, subject in without_baseline) + _change_problems(days)
        problems += found or _rule_problems(subject, days, judge)
    return problems


def rows_of(records: Sequence[Record]) -> list[Mapping[str, str]]:
    """The rows of one subject as the rules read them."""
    return [dict(record.cells) for record in records]


def _cell_problems(record: Record, problems: list[Problem]) -> bool:
    """Adds what is wrong with the cells of one row; whether anything is."""
    before = len(problems)
    cells = record.cells
    needed_day(record, "day", problems)
    if not cells["lesion"]:
        problems.append(
            record.problem("lesion", "is empty", "give every lesion a name, the same at all visits")
        )
    for column in ("type", "nodal", "measure", "malignant"):
        fault = _fault(column, cells.get(column, ""))
        if fault:
            problems.append(record.problem(column, fault, _remedy(column, cells)))
    if len(problems) == before:
        _size_problem(record, problems)
    return len(problems) > before


@lru_cache(maxsize=100_000)
def _fault(column: str, text: str) -> str:
    """Why the rules cannot read a cell; empty if they can."""
    try:
        read_rows([{**HARMLESS, column: text}])
    except ValueError as error:
        return str(error).removeprefix(f"{column} ")
    return ""


def _size_problem(record: Record, problems: list[Problem]) -> None:
    """A measure that the rules could read and nobody meant."""
    text = record.cells["measure"]
    written = text.upper() in (*NOTHING, *WORDS)
    if not written and not NUMBER.fullmatch(text):
        remedy = "write mm, such as 12.5; where nothing was read, leave it empty or write NA or ND"
        problems.append(record.problem("measure", f"{shown(text)} is no plain number", remedy))
    elif not written and float(text) > LARGEST:
        problems.append(record.problem("measure", f"{text} mm is more than {LARGEST:g} mm", "write mm"))


def _visit_problems(days: Mapping[float, Mapping[str, Record]], excused: bool) -> list[Problem]:
    """No baseline; a target or non-target lesion that first comes later."""
    before = [day for day, lesions in days.items() if day <= 0 and any(map(_read, lesions.values()))]
    first = next(iter(days[min(days)].values()))
    if not before:
        remedy = "add the baseline (days count from the first dose, day 0), or say baseline no in --subjects"
        message = f"nothing was read of {shown(first.cells['subject'])} on day 0 or before"
        return [] if excused else [first.problem("day", message, remedy)]
    baseline = days[max(before)]
    problems: dict[str, Problem] = {}
    for day in sorted(day for day in days if day > 0):
        for name, record in days[day].items():
            found = _lesion_problem(name, record, baseline.get(name), max(before))
            if found:
                problems.setdefault(name, found)
    return list(problems.values())


def _change_problems(days: Mapping[float, Mapping[str, Record]]) -> list[Problem]:
    """Lesions that change their organ, or become a node, from one visit to another; an organ may be left out
    where it was said before."""
    first: dict[tuple[str, str], Record] = {}
    problems: dict[tuple[str, str], Problem] = {}
    for day in sorted(days):
        for name, record in days[day].items():
            for column in ("organ", "nodal"):
                if column == "organ" and not record.cells.get(column):
                    continue
                before = first.setdefault((name, column), record)
                if _meaning(column, before) != _meaning(column, record):
                    here, there = shown(record.cells[column]), shown(before.cells[column])
                    lines = f"{here} in line {record.line} and {there} in line {before.line}"
                    message = f"lesion {shown(name)} is {lines}"
                    remedy = f"a lesion keeps its {column} through the study"
                    problems.setdefault((name, column), record.problem(column, message, remedy))
    return list(problems.values())


def _meaning(column: str, record: Record) -> str | bool:
    """Of a cell, however it is spelt: whether the lesion is a node, or its organ."""
    text = record.cells[column].lower()
    return text in YES if column == "nodal" else text


def _rule_problems(subject: str, days: Mapping[float, Mapping[str, Record]], judge: Judge) -> list[Problem]:
    """What the rules themselves refuse, such as PD at baseline, told at the row of the lesion they name, one
    that says PD foremost."""
    records = [record for lesions in days.values() for record in lesions.values()]
    try:
        judge(subject, records)
    except ValueError as error:
        message = str(error)
        named = [record for record in records if repr(record.cells["lesion"]) in message] or records
        at = max(named, key=lambda record: record.cells["measure"].upper() == "PD")
        return [at.problem("lesion", message, "mend the rows of this lesion")]
    return []


def _read(record: Record) -> bool:
    """Whether anything was written down of the lesion."""
    return record.cells["measure"].upper() not in NOTHING


def _lesion_problem(name: str, record: Record, first: Record | None, baseline: float) -> Problem | None:
    """A lesion that was not at baseline and is not new, or that was and has changed its kind."""
    kind = record.cells["type"].lower()
    if first is None:
        if kind == "new":
            return None
        message = f"lesion {shown(name)} has no row at baseline, day {baseline:g}"
        remedy = "a lesion first seen later is of type new; else add its baseline row"
        return record.problem("type", message, remedy)
    was, now = first.cells["type"].lower(), kind
    if was == now:
        return None
    message = f"lesion {shown(name)} is {shown(now)} here and {shown(was)} at baseline, line {first.line}"
    return record.problem("type", message, "a lesion keeps its type through the study")


def _remedy(column: str, cells: Mapping[str, str]) -> str:
    text = cells[column]
    if column == "type":
        return nearest(text, TYPES)
    if column == "malignant":
        return "write no for an effusion of negative cytology, else leave it empty"
    if column == "nodal":
        return "write yes for a lymph node, else no"
    pointed = decimal_comma(text)
    if pointed:
        return f"write {pointed}"
    if NUMBER.fullmatch(text):
        return "a size is 0 or more; write ABSENT for a lesion that is gone"
    return nearest(text, WORDS)
