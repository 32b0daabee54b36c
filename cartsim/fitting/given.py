"""What each subject was given: by a scenario's arm, by options, by a file of subjects; the last wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from cartsim.errors import BadInput, Problem
from cartsim.measured.cells import NUMBER
from cartsim.measured.sheet import Record, Sheet, by_subject, read_sheet, refuse, without_subject
from cartsim.scenario import load, loads
from cartsim.scenario.doses import Arm, Dose, Lymphodepletion, Route, read_dose
from cartsim.scenario.mistakes import nearest, said, shown
from cartsim.scenario.scenario import Scenario

COLUMNS = ("subject",)
OPTIONAL = ("dose", "route", "weight", "lymphodepletion")
ROUTES = get_args(Route)
STANDARD_DAYS = (-5.0, -4.0, -3.0)
"""Days of the standard lymphodepletion that is taken where no scenario says another."""
LIGHTEST, HEAVIEST = 2.0, 400.0
"""kg of anyone who was ever treated: beyond, a unit slipped."""

NO_SCENARIO = """
schema: cartsim.scenario/1
title: Measured kinetics
question: What do the samples tell of the patient?
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: as given, dose: 1e8 cells, route: intravenous}]
  visits: {response: [30, 60], safety: [1]}
  response: {stable_disease_from: 23 days}
run: {patients: 1, horizon: 67 days}
"""
"""Its product is the default one, and its arm is replaced by what the options say."""


@dataclass(frozen=True)
class Options:
    """What the command line says was given; None: it does not say."""

    scenario: Path | None = None
    arm: str | None = None
    dose: str | None = None
    route: str | None = None
    lymphodepletion: bool | None = None
    subjects: Path | None = None


@dataclass(frozen=True)
class Given:
    """One subject's scenario, arm and, if known, weight [kg]."""

    scenario: Scenario
    arm: Arm
    weight: float | None

    @property
    def words(self) -> str:
        """The doses and the chemotherapy, for a table."""
        doses = ", ".join(
            f"{dose.amount:g} {dose.per} {dose.route} day {dose.day:g}" for dose in self.arm.doses
        )
        chemotherapy = self.scenario.trial.lymphodepletion_of(self.arm)
        days = ", ".join(f"{day:g}" for day in chemotherapy.days) if chemotherapy else ""
        return f"{doses}; " + (f"lymphodepletion days {days}" if days else "no lymphodepletion")


def treatments(names: Sequence[str], asked: Options) -> dict[str, Given]:
    """What each of these subjects was given; BadInput with all that is wrong or missing."""
    sheet = None if asked.subjects is None else read_sheet(asked.subjects, COLUMNS, OPTIONAL)
    scenario = loads(NO_SCENARIO, "no scenario") if asked.scenario is None else load(asked.scenario)
    arm, dosed = _arm_of_options(scenario, asked)
    problems = list(sheet.problems) if sheet else []
    own = _own_rows(sheet, names, problems) if sheet else {}
    found = {}
    for name in names:
        before = len(problems)
        mine, weight = _with_row(arm, own.get(name), problems)
        if not dosed and not (name in own and own[name].cells.get("dose")):
            where = f"{asked.subjects}" if asked.subjects else ""
            message = f"how many cells {shown(name)} was given is not said"
            remedy = "give --dose, such as '1e8 cells', or --scenario, or --subjects with a column dose"
            problems.append(Problem(where, "dose", message, remedy))
        elif weight is None and len(problems) == before and any(d.per == "cell/kg" for d in mine.doses):
            message = f"the dose is per kg, and the weight of {shown(name)} is not said"
            remedy = "give --subjects with the column weight, or the dose in cells"
            problems.append(Problem(str(asked.subjects or ""), "weight", message, remedy))
        found[name] = Given(scenario, mine, weight)
    refuse(problems)
    return found


def _arm_of_options(scenario: Scenario, asked: Options) -> tuple[Arm, bool]:
    """The arm that the options ask for, and whether its dose is known."""
    problems: list[Problem] = []
    arm = _named_arm(scenario, asked, problems)
    dosed = asked.scenario is not None or asked.dose is not None
    if asked.scenario is None:
        arm = _chemotherapy(arm, asked.lymphodepletion is not False)
    elif asked.lymphodepletion is False:
        arm = _chemotherapy(arm, False)
    elif asked.lymphodepletion and scenario.trial.lymphodepletion_of(arm) is None:
        arm = _chemotherapy(arm, True)
    for option, text in (("--dose", asked.dose), ("--route", asked.route)):
        if text is not None:
            try:
                arm = _redosed(arm, **{option.removeprefix("--"): text})
            except ValueError as error:
                problems += [Problem("", option, item.message, item.remedy) for item in _said(error)]
    if problems:
        raise BadInput(*problems)
    return arm, dosed


def _named_arm(scenario: Scenario, asked: Options, problems: list[Problem]) -> Arm:
    """The arm of this name; without a name, the only one."""
    arms = {arm.name: arm for arm in scenario.trial.arms}
    if asked.arm is None and len(arms) == 1:
        return scenario.trial.arms[0]
    if asked.scenario is None and asked.arm is not None:
        problems.append(Problem("", "--arm", "has no scenario to take it from", "name one with --scenario"))
    elif asked.arm is None:
        message = f"the scenario has {len(arms)} arms"
        problems.append(Problem(str(asked.scenario), "--arm", message, f"name one of {', '.join(arms)}"))
    elif asked.arm not in arms:
        message = f"there is no arm {shown(asked.arm)}"
        problems.append(Problem(str(asked.scenario), "--arm", message, nearest(asked.arm, arms)))
    return arms.get(asked.arm or "", scenario.trial.arms[0])


def _chemotherapy(arm: Arm, given: bool) -> Arm:
    days = STANDARD_DAYS if given else ()
    return arm.model_copy(update={"lymphodepletion": Lymphodepletion(days=days)})


def _redosed(arm: Arm, dose: str | None = None, route: str | None = None) -> Arm:
    """The arm with another amount or route; ValueError where they cannot be."""
    if dose is not None and len(arm.doses) > 1:
        raise ValueError("the arm has several doses, and one is given here")
    if route is not None and route not in ROUTES:
        raise ValueError(f"{shown(route)} is no route; {nearest(route, ROUTES)}")
    first = arm.doses[0]
    changed: dict[str, object] = {"route": route or first.route}
    if dose is not None:
        amount, per = read_dose(dose)
        if amount <= 0:
            raise ValueError(f"{shown(dose)} is no dose; write it like 1e8 cells or 1e6 cells/kg")
        changed |= {"amount": amount, "per": per}
    doses: tuple[Dose, ...] = tuple(each.model_copy(update=changed) for each in arm.doses)
    return arm.model_copy(update={"doses": doses})


def _own_rows(sheet: Sheet, names: Sequence[str], problems: list[Problem]) -> dict[str, Record]:
    """The row of each subject; one row each, none too many, none missing."""
    problems += without_subject(sheet.records)
    rows = by_subject(sheet.records)
    for name, records in rows.items():
        if name and name not in names:
            message = f"{shown(name)} has no samples"
            problems.append(records[0].problem("subject", message, nearest(name, names)))
        for record in records[1:]:
            message = f"{shown(name)} has a row already, line {records[0].line}"
            problems.append(record.problem("subject", message, "keep one row of each subject"))
    missing = [name for name in names if name not in rows]
    if missing:
        message = f"has no row of {', '.join(map(shown, missing[:5]))}{' ...' * (len(missing) > 5)}"
        problems.append(Problem(str(sheet.path), "subject", message, "give each subject a row"))
    return {name: records[0] for name, records in rows.items()}


def _with_row(arm: Arm, record: Record | None, problems: list[Problem]) -> tuple[Arm, float | None]:
    """The arm as a row changes it, and the weight it gives."""
    if record is None:
        return arm, None
    cells = record.cells
    for column in ("dose", "route"):
        if cells.get(column):
            try:
                arm = _redosed(arm, **{column: cells[column]})
            except ValueError as error:
                problems += [record.problem(column, item.message, item.remedy) for item in _said(error)]
    word = cells.get("lymphodepletion", "").lower()
    if word in ("yes", "no"):
        arm = _chemotherapy(arm, word == "yes")
    elif word:
        message = f"{shown(word)} is neither yes nor no"
        problems.append(record.problem("lymphodepletion", message, "write yes, no, or nothing"))
    return arm, _weight(record, problems)


def _weight(record: Record, problems: list[Problem]) -> float | None:
    text = record.cells.get("weight", "")
    if not text:
        return None
    weight = float(text) if NUMBER.fullmatch(text) else None
    if weight is not None and LIGHTEST <= weight <= HEAVIEST:
        return weight
    message = f"{shown(text)} is no weight in kg"
    problems.append(record.problem("weight", message, f"write kg, from {LIGHTEST:g} to {HEAVIEST:g}"))
    return None


def _said(error: ValueError) -> list[Problem]:
    """The faults of a refused value, the remedy apart."""
    if isinstance(error, ValidationError):
        return [Problem("", "", str(item["msg"])) for item in error.errors()]
    mistakes = said(error)
    parts = [(item.message, item.remedy) for item in mistakes]
    return [
        Problem("", "", message.partition("; ")[0], remedy or message.partition("; ")[2])
        for message, remedy in parts
    ]
