"""The choices a protocol makes and a data file does not tell: given as options, or taken from a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from cartsim.errors import BadInput, Problem
from cartsim.measured.cells import NUMBER
from cartsim.scenario import load
from cartsim.scenario.assessment import ResponseRules, Visits
from cartsim.scenario.fields import Quantity
from cartsim.scenario.mistakes import nearest, shown
from cartsim.trial.survival import IntervalKind

Criteria = Literal["RECIST 1.1", "iRECIST"]
Censoring = Literal["fda", "simple"]
CHOICES: dict[str, tuple[str, ...]] = {
    "criteria": get_args(Criteria),
    "censoring": get_args(Censoring),
    "interval": get_args(IntervalKind),
}
SPELLINGS = {"recist": "RECIST 1.1"} | {
    word.lower().replace(" ", ""): word for words in CHOICES.values() for word in words
}
STUDY_DAY = Quantity("day", "28, or 28 days", high=36525.0, calendar=True)
DEFAULT = {name: field.default for name, field in ResponseRules.model_fields.items()}


@dataclass(frozen=True)
class Rules:
    """Days, counts and words as `cartsim assess --help` names them."""

    stable_disease_from: float
    criteria: Criteria = DEFAULT["criteria"]
    confirmation: float = DEFAULT["confirmation"]
    max_ne: int = DEFAULT["max_ne"]
    accept_sd: bool = DEFAULT["accept_sd"]
    missing_as_ne: bool = DEFAULT["missing_as_ne"]
    censoring: Censoring = "fda"
    schedule: tuple[float, ...] = ()
    window: float = Visits.model_fields["window"].default
    cutoff: float | None = None
    level: float = 0.95
    interval: IntervalKind = "log-log"


def rules_from(options: Mapping[str, Any], scenario: Path | None = None) -> Rules:
    """The rules of the options that are given (not None); the rest from the scenario's trial, else defaults.

    What is no field of `Rules` is left aside.
    """
    names = {field.name for field in fields(Rules)}
    given = {name: value for name, value in options.items() if name in names and value is not None}
    problems = _mistakes(given)
    base = {} if scenario is None else _of_scenario(scenario, given, problems)
    if "stable_disease_from" not in base | given:
        message = "is missing: from which day stable disease counts has no default"
        remedy = "give the protocol's day, such as 42; 28 and 42 differ when a scan is at month 1"
        problems.append(Problem("", "--stable-disease-from", message, remedy))
    if problems:
        raise BadInput(*problems)
    return Rules(**base | given | _spelt(given) | _days(given))


def _of_scenario(path: Path, given: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    trial = load(path).trial
    shared = {field.name for field in fields(Rules)} & set(type(trial.response).model_fields)
    if trial.response.sd_by == "nominal" and "stable_disease_from" not in given:
        message = f"{path} counts stable disease by the scheduled day, measured visits by the actual one"
        problems.append(Problem("", "--scenario", message, "give --stable-disease-from"))
    return {name: getattr(trial.response, name) for name in shared} | {
        "censoring": trial.censoring,
        "schedule": tuple(map(float, trial.visits.response)),
        "window": trial.visits.window,
    }


def _mistakes(given: Mapping[str, Any]) -> list[Problem]:
    """Options that cannot be meant."""
    problems = [
        Problem(
            "",
            f"--{name}",
            f"{shown(given[name])} is not one of {', '.join(words)}",
            nearest(given[name], words),
        )
        for name, words in CHOICES.items()
        if name in given and _spelt(given).get(name) not in words
    ]
    for name in ("stable_disease_from", "confirmation", "max_ne", "window"):
        if name in given and not 0 <= given[name] < float("inf"):
            flag = f"--{name.replace('_', '-')}"
            problems.append(
                Problem("", flag, f"{given[name]:g} is not 0 or more", "give days (or visits) of 0 or more")
            )
    if "level" in given and not 0.0 < given["level"] < 1.0:
        problems.append(
            Problem("", "--level", f"{given['level']:g} is not between 0 and 1", "write 0.95 for 95 %")
        )
    if "cutoff" in given and not 0.0 <= given["cutoff"] < float("inf"):
        problems.append(
            Problem("", "--cutoff", f"{given['cutoff']:g} is no day after the first dose", "give a study day")
        )
    return problems + _schedule_mistakes(given.get("schedule"))


def _schedule_mistakes(text: str | None) -> list[Problem]:
    words = _listed(text or "")
    strange = [word for word in words if not NUMBER.fullmatch(word) or float(word) <= 0]
    if strange:
        remedy = "write days after the first dose, such as 30,91,182"
        return [Problem("", "--schedule", f"{shown(strange[0])} is no day after baseline", remedy)]
    if text is not None and (not words or list(map(float, words)) != sorted(set(map(float, words)))):
        return [Problem("", "--schedule", "is empty or not in increasing order", "write 30,91,182")]
    return []


def _spelt(given: Mapping[str, Any]) -> dict[str, str]:
    """Words of the options as the rules spell them."""
    return {
        name: SPELLINGS.get(str(given[name]).lower().replace(" ", ""), str(given[name]))
        for name in CHOICES
        if name in given
    }


def _days(given: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    return {"schedule": tuple(map(float, _listed(given["schedule"])))} if "schedule" in given else {}


def days_in(text: str) -> float:
    """Days as an option gives them, with their unit or without; ValueError with a remedy.

    >>> days_in("28"), days_in("28 days"), days_in("6 weeks")
    (28.0, 28.0, 42.0)
    """
    if NUMBER.fullmatch(text.strip()):
        return float(text)
    return STUDY_DAY.read(text, bare=False)


def _listed(text: str) -> Sequence[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
