"""Lymphodepletion before the cells and rescue after them, as controls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartsim.demo.live.setting import Changes, Setting, Values, numbers
from cartsim.scenario.doses import Lymphodepletion
from cartsim.scenario.edited import REMOVED
from cartsim.scenario.quantities import in_words
from cartsim.scenario.rescue import EXAMPLES, HIGHEST_GRADE, MOST_TIMES
from cartsim.scenario.scenario import Scenario

DAYS = (-5, -4, -3)
"""As in the shipped scenarios: the three days up to two days before the cells."""
DRUGS = {"tocilizumab": "Tocilizumab", "dexamethasone": "Dexamethasone"}
NEVER = "never"
CHEMOTHERAPY = ("fludarabine", "cyclophosphamide")


def lymphodepletion(scenario: Scenario) -> list[Setting]:
    """Whether, how much, when; all of it is one block of the text."""
    given = scenario.trial.lymphodepletion
    current = given or Lymphodepletion(days=DAYS)

    def written(values: Values) -> Changes:
        block = {name: str(values[name]) for name in CHEMOTHERAPY}
        path = ("trial", "lymphodepletion")
        return {path: {**block, "days": numbers(str(values["chemo_days"]))} if values["chemo"] else REMOVED}

    listed = ", ".join(f"{day:g}" for day in current.days or DAYS)
    dose = {name: in_words(getattr(current, name), "mg/m^2/day") for name in CHEMOTHERAPY}
    return [
        Setting("chemo", "Given", "tick", bool(given and given.days), written),
        Setting("fludarabine", "Fludarabine", "text", dose["fludarabine"], written, half=True),
        Setting("cyclophosphamide", "Cyclophosphamide", "text", dose["cyclophosphamide"], written, half=True),
        Setting("chemo_days", "On days, counted from the cells", "text", listed, written),
    ]


def rescue(content: Mapping[str, Any]) -> list[Setting]:
    """From which grade of CRS each drug is given; rules of another form stay as they are written."""
    rules = list(content["trial"].get("rescue") or [])
    grades = {NEVER: None} | {f"from CRS grade {grade} on": grade for grade in range(1, HIGHEST_GRADE + 1)}
    return [_rule(drug, name, rules, grades) for drug, name in DRUGS.items()]


def _rule(drug: str, name: str, rules: list[dict[str, Any]], grades: Mapping[str, int | None]) -> Setting:
    own = [rule for rule in rules if rule.get("drug") == drug]
    conditions = [str(rule.get("when")) for rule in own]
    names = {_condition(grade): said for said, grade in grades.items() if grade}
    simple = len(own) < 2 and set(conditions) <= set(names)
    shown = (names[conditions[0]] if own else NEVER) if simple else "by rules of its own (as written)"
    options = dict(grades) if simple else {**grades, shown: own}

    def written(values: Values) -> Changes:
        chosen = [rule for each in DRUGS for rule in _rules_of(each, rules, values, grades)]
        return {("trial", "rescue"): chosen + others}

    others = [rule for rule in rules if rule.get("drug") not in DRUGS]
    return Setting(f"rescue_{drug}", name, "choice", shown, written, options)


def _rules_of(
    drug: str, rules: list[dict[str, Any]], values: Values, grades: Mapping[str, int | None]
) -> list[dict[str, Any]]:
    """The rules of a drug as its control says; as they were where it says nothing of grades."""
    own = [rule for rule in rules if rule.get("drug") == drug]
    chosen = values[f"rescue_{drug}"]
    if chosen not in grades:
        return own
    grade = grades[chosen]
    if grade is None:
        return []
    usual: dict[str, Any] = {"drug": drug, "dose": EXAMPLES[drug]}
    if drug in MOST_TIMES:
        usual["at_most"] = MOST_TIMES[drug]
    return [{**(own[0] if len(own) == 1 else usual), "when": _condition(grade)}]


def _condition(grade: int) -> str:
    return f"crs_grade >= {grade}"
