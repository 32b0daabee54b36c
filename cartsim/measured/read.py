"""From the files to the subjects; all that is wrong with them is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.measured import facts as known
from cartsim.measured import lesions, responses
from cartsim.measured.assessment import Subject
from cartsim.measured.facts import Facts, contradictions, facts_of
from cartsim.measured.lesion_visits import IRECIST, LesionCourse, LesionVisit, lesion_course
from cartsim.measured.rules import Rules
from cartsim.measured.sheet import Record, Sheet, by_subject, read_sheet, refuse

UNSEEN = LesionCourse([], False)
"""Of a subject without any lesion row."""


def read_lesions(path: Path, rules: Rules, subjects: Path | None = None) -> list[Subject]:
    """Subjects of lesions.csv, and of subjects.csv those without any lesion row too."""
    sheet = read_sheet(path, lesions.COLUMNS, lesions.OPTIONAL)
    beside = None if subjects is None else read_sheet(subjects, known.COLUMNS, known.OPTIONAL)
    problems = [*sheet.problems, *(beside.problems if beside else ())]
    facts = facts_of(beside, problems) if beside else {}
    excused = frozenset(name for name, facts_ in facts.items() if facts_.without_baseline)
    courses: dict[str, LesionCourse] = {}

    def judge(subject: str, records: Sequence[Record]) -> None:
        courses[subject] = lesion_course(lesions.rows_of(records), rules.criteria)

    problems += lesions.lesion_problems(sheet, judge, excused)
    refuse(problems)
    rows = by_subject(sheet.records)
    found = [
        _of_course(name, courses.get(name, UNSEEN), facts.get(name, Facts())) for name in {**rows, **facts}
    ]
    refuse(_contradictions(found, rows, beside))
    return found


def read_responses(path: Path, rules: Rules, subjects: Path | None = None) -> list[Subject]:
    """Subjects of responses.csv; its optional columns are the facts, so that no second file is taken."""
    if subjects is not None:
        message = "is read beside lesions.csv only"
        raise BadInput(Problem("", "--subjects", message, "put its columns into the file of responses"))
    if rules.criteria == IRECIST:
        message = "iRECIST is judged from lesions, and responses are judged already"
        raise BadInput(Problem("", "--criteria", message, "give lesions.csv, or leave the option out"))
    sheet = read_sheet(path, responses.COLUMNS, responses.OPTIONAL)
    problems = list(sheet.problems)
    facts = facts_of(sheet, problems)
    problems += responses.response_problems(sheet, facts)
    refuse(problems)
    rows = by_subject(sheet.records)
    found = [_of_responses(name, records, facts[name]) for name, records in rows.items()]
    refuse(_contradictions(found, rows, sheet))
    return found


def _of_course(name: str, course: LesionCourse, facts: Facts) -> Subject:
    """Without a baseline nothing is known to be new or to have grown: whatever was read is NE."""
    visits = course.visits
    if facts.without_baseline:
        visits = [visit if visit.response == "ND" else visit._replace(response="NE") for visit in visits]
    return Subject(name, visits, facts, course.measurable)


def _of_responses(name: str, records: list[Record], facts: Facts) -> Subject:
    visits = [LesionVisit(day, word, None, None, None) for day, word in responses.visits_of(records)]
    return Subject(name, visits, facts)


def _contradictions(
    subjects: list[Subject], rows: dict[str, list[Record]], beside: Sheet | None
) -> list[Problem]:
    """Facts that the visits belie, told at the row that states the fact, else at the subject's last row."""
    stated = {} if beside is None else by_subject(beside.records)
    problems: list[Problem] = []
    for subject in subjects:
        read = [visit.day for visit in subject.visits if visit.response != "ND"]
        at = (stated.get(subject.name) or rows[subject.name])[-1]
        columns = () if beside is None else beside.columns
        problems += contradictions(subject.name, subject.facts, max(read, default=None), at, columns)
    return problems
