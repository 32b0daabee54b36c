"""responses.csv: one response a visit, read off by someone else."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.errors import Problem
from cartsim.measured.cells import needed_day
from cartsim.measured.facts import DAYS, Facts
from cartsim.measured.sheet import Record, Sheet, by_subject
from cartsim.scenario.mistakes import nearest, shown
from cartsim.trial.responses import WORDS, response_word

COLUMNS = ("subject", "day", "response")
OPTIONAL = DAYS


def response_problems(sheet: Sheet, facts: dict[str, Facts]) -> list[Problem]:
    """What is wrong with the rows: days, words, two responses of a day, a PD beside an empty pd_day."""
    problems: list[Problem] = []
    for subject, records in by_subject(sheet.records).items():
        days: dict[float, int] = {}
        for record in records:
            problems += _row_problems(record, days)
        progressed = [record for record in records if record.cells["response"] == "PD"]
        if progressed and facts[subject].pd_day is None:
            message = f"is empty, but {shown(subject)} has a PD on day {progressed[0].cells['day']}"
            remedy = "give the day of progression, or leave the column out to take the first PD"
            problems.append(progressed[0].problem("pd_day", message, remedy))
    return problems


def visits_of(records: Sequence[Record]) -> list[tuple[float, str]]:
    """(day, response) of one subject, by day."""
    rows = [(float(record.cells["day"]), response_word(record.cells["response"])) for record in records]
    return sorted(rows)


def _row_problems(record: Record, days: dict[float, int]) -> list[Problem]:
    problems: list[Problem] = []
    day = needed_day(record, "day", problems)
    text = record.cells["response"]
    try:
        response_word(text)
    except ValueError:
        message = f"{shown(text)} is no response"
        problems.append(record.problem("response", message, nearest(text, sorted(WORDS))))
    if day is not None and day <= 0:
        message = f"{day:g} is the baseline, which has no response"
        problems.append(
            record.problem("day", message, "leave the row out; days count from the first dose, day 0")
        )
    elif day is not None and day in days:
        message = f"{day:g} has a response already, line {days[day]}"
        problems.append(record.problem("day", message, "keep one row per subject and day"))
    elif day is not None:
        days[day] = record.line
    return problems
