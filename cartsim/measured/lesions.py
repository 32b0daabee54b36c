"""lesions.csv: every lesion at every visit, to the responses at the visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cartsim.errors import Problem
from cartsim.measured.cells import NUMBER, decimal_comma, needed_day
from cartsim.measured.sheet import Record, Sheet, without_subject
from cartsim.scenario.mistakes import nearest, shown
from cartsim.trial.lesion_rows import TYPES, WORDS, read_rows

COLUMNS = ("subject", "day", "lesion", "type", "nodal", "measure")
OPTIONAL = ("organ",)
HARMLESS = {"day": 0, "lesion": "1", "type": "nontarget", "nodal": "no", "measure": ""}
"""Cells that are surely right, beside which one cell at a time is tried."""
LARGEST = 1000.0
"""mm: a lesion of more than a metre was written in another unit."""


def lesion_problems(sheet: Sheet, without_baseline: frozenset[str] = frozenset()) -> list[Problem]:
    """What is wrong with the rows, each cell and each subject looked at."""
    problems: list[Problem] = list(without_subject(sheet.records))
    sound = [record for record in sheet.records if not _cell_problems(record, problems)]
    visits: dict[str, dict[float, dict[str, Record]]] = {}
    for record in sound:
        cells = record.cells
        lesions = visits.setdefault(cells["subject"], {}).setdefault(float(cells["day"]), {})
        if cells["lesion"] in lesions:
            first = lesions[cells["lesion"]].line
            message = f"{shown(cells['lesion'])} has a row on day {cells['day']} already, line {first}"
            problems.append(record.problem("lesion", message, "keep one row per lesion and visit"))
        lesions.setdefault(cells["lesion"], record)
    hurt = {record.cells["subject"] for record in sheet.records} - {
        record.cells["subject"] for record in sound
    }
    for subject, days in visits.items():
        if subject not in hurt:
            problems += _visit_problems(days, subject in without_baseline)
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
    for column in ("type", "nodal", "measure"):
        try:
            read_rows([{**HARMLESS, column: cells[column]}])
        except ValueError as error:
            problems.append(
                record.problem(column, str(error).removeprefix(f"{column} "), _remedy(column, cells))
            )
    if len(problems) == before:
        _whole_row(record, problems)
    return len(problems) > before


def _whole_row(record: Record, problems: list[Problem]) -> None:
    """What only cells together can get wrong."""
    text = record.cells["measure"]
    written = text.upper() in ("", "NA", "ND", "NAN", *WORDS)
    if not written and not NUMBER.fullmatch(text):
        problems.append(
            record.problem("measure", f"{shown(text)} is no plain number", "write mm, such as 12.5")
        )
    elif not written and float(text) > LARGEST:
        problems.append(record.problem("measure", f"{text} mm is more than {LARGEST:g} mm", "write mm"))
    elif record.cells["type"].lower() == "target" and text.upper() in ("PD", "PRESENT"):
        message = f"a target lesion is measured, and cannot be {text.upper()}"
        problems.append(
            record.problem("measure", message, "give mm, ABSENT, TSTM or NE, or make it nontarget")
        )


def _visit_problems(days: Mapping[float, Mapping[str, Record]], excused: bool) -> list[Problem]:
    """No baseline; a target or non-target lesion that first comes later."""
    before = [day for day in days if day <= 0]
    first = next(iter(days[min(days)].values()))
    if not before:
        remedy = "add the baseline (days count from the first dose, day 0), or say baseline no in --subjects"
        message = f"{shown(first.cells['subject'])} has no visit on day 0 or before"
        return [] if excused else [first.problem("day", message, remedy)]
    baseline = days[max(before)]
    problems: dict[str, Problem] = {}
    for day in sorted(day for day in days if day > 0):
        for name, record in days[day].items():
            found = _lesion_problem(name, record, baseline.get(name), max(before))
            if found:
                problems.setdefault(name, found)
    return list(problems.values())


def _lesion_problem(name: str, record: Record, first: Record | None, baseline: float) -> Problem | None:
    """A lesion that was not at baseline and is not new, or that was and has changed its kind."""
    kind = record.cells["type"].lower()
    if first is None:
        if kind == "new":
            return None
        message = f"lesion {shown(name)} has no row at baseline, day {baseline:g}"
        remedy = "a lesion first seen later is of type new; else add its baseline row"
        return record.problem("type", message, remedy)
    for column in ("type", "nodal"):
        was, now = first.cells[column].lower(), record.cells[column].lower()
        if was != now:
            message = f"lesion {shown(name)} is {shown(now)} here and {shown(was)} at baseline"
            return record.problem(column, message, "a lesion keeps its type and nodal through the study")
    return None


def _remedy(column: str, cells: Mapping[str, str]) -> str:
    text = cells[column]
    if column == "type":
        return nearest(text, TYPES)
    if column == "nodal":
        return "write yes for a lymph node, else no"
    pointed = decimal_comma(text)
    if pointed:
        return f"write {pointed}"
    if NUMBER.fullmatch(text):
        return "a size is 0 or more; write ABSENT for a lesion that is gone"
    return nearest(text, WORDS)
