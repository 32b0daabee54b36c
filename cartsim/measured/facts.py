"""What is known of a subject beside the scans: death, last contact, new therapy, progression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cartsim.errors import Problem
from cartsim.measured.cells import day_of
from cartsim.measured.sheet import Record, Sheet, by_subject, without_subject
from cartsim.scenario.mistakes import shown

COLUMNS = ("subject",)
DAYS = ("pd_day", "new_therapy_day", "death_day", "last_day")
OPTIONAL = (*DAYS, "baseline")
EMPTY = ("", "na", "nan", "none")


@dataclass(frozen=True)
class Facts:
    """Days, None where not known; `pd_day` None: no progression, "first": that of the responses."""

    pd_day: float | str | None = "first"
    new_therapy_day: float | None = None
    death_day: float | None = None
    last_day: float | None = None
    without_baseline: bool = False


def facts_of(sheet: Sheet, problems: list[Problem]) -> dict[str, Facts]:
    """The facts of every subject; each row may repeat them. What is wrong is added to the problems."""
    problems += without_subject(sheet.records)
    return {
        subject: _facts(records, sheet, problems) for subject, records in by_subject(sheet.records).items()
    }


def _facts(records: Sequence[Record], sheet: Sheet, problems: list[Problem]) -> Facts:
    found: dict[str, float | str | None] = {}
    for column in DAYS:
        if column in sheet.columns:
            found[column] = _agreed(records, column, problems)
    words = {record.cells.get("baseline", "").lower() for record in records}
    strange = words - {"", "yes", "no"}
    if strange:
        message = f"{shown(strange.pop())} is neither yes nor no"
        problems.append(
            records[0].problem("baseline", message, "write no for a subject without a baseline scan")
        )
    return Facts(**found, without_baseline="no" in words)  # type: ignore[arg-type]


def _agreed(records: Sequence[Record], column: str, problems: list[Problem]) -> float | None:
    """The one day that the rows of a subject give; a problem where two differ."""
    known: float | None = None
    for record in records:
        if record.cells[column].lower() in EMPTY:
            continue
        day = day_of(record, column, problems)
        if day is not None and day < 0:
            message = f"{day:g} lies before the first dose, day 0"
            problems.append(record.problem(column, message, "give a day of 0 or more, or leave it empty"))
        if day is not None and known is not None and day != known:
            message = f"{day:g}, but {known:g} in a row above"
            problems.append(record.problem(column, message, "every row of a subject gives the same day"))
        known = known if day is None else day
    return known


def contradictions(
    subject: str, facts: Facts, last_visit: float | None, seen: Record, columns: Sequence[str]
) -> list[Problem]:
    """Days that cannot all be true: a visit, a progression or a new therapy after death or after the last day
    anything is known of."""
    happened = {"visit": last_visit, "progression": facts.pd_day, "new therapy": facts.new_therapy_day}
    problems = []
    for column in ("death_day", "last_day"):
        end = getattr(facts, column)
        for what, day in happened.items():
            if end is not None and isinstance(day, (int, float)) and day > end:
                message = f"{end:g}, but {shown(subject)} has a {what} on day {day:g}"
                problems.append(
                    seen.problem(column if column in columns else "day", message, "mend one of them")
                )
    return problems
