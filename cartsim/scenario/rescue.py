"""Rules a clinic follows while it treats a patient: what is watched, what is given, how often, how long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, model_validator

from cartsim.scenario import known
from cartsim.scenario.fields import Count, Duration, Part, Quantity, from_file, quantity_schema
from cartsim.scenario.mistakes import nearest, refuse, safe, shown
from cartsim.scenario.quantities import read_quantity, spelled

Drug = Literal["tocilizumab", "dexamethasone", "drainage", "withhold_dose"]
Comparison = Literal[">=", ">", "<=", "<"]

DOSE_UNITS: dict[str, tuple[str, ...]] = {
    "tocilizumab": ("mg/kg", "mg"),
    "dexamethasone": ("mg", "mg/kg"),
    "drainage": ("mL",),
    "withhold_dose": (),
}
EXAMPLES = {"tocilizumab": "8 mg/kg", "dexamethasone": "10 mg/day", "drainage": "1000 mL"}

MOST_TIMES = {"tocilizumab": 4}
"""Label of tocilizumab for CRS: up to three further doses. The others go on while their condition holds."""

LARGEST_DOSE = {"tocilizumab": 800.0}
"""mg; label of tocilizumab for CRS."""

CONDITION = re.compile(r"\s*(\w+)\s*(>=|<=|>|<)\s*(\S.*?)\s*")
HIGHEST_GRADE = 4
"""A living patient's CRS grade (ASTCT 2019); 5 is death."""


class Condition(Part):
    """`crs_grade >= 2`: something the clinic sees, compared with a threshold in its unit."""

    observable: str = Field(description="what is watched")
    op: Comparison = Field(description="how it is compared")
    threshold: Annotated[float, Quantity("1", "2")] = Field(description="in the unit of what is watched")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any, info: ValidationInfo) -> Any:
        remedy = "write it like crs_grade >= 2, with one of >= > <= <"
        if isinstance(written, Mapping | Condition) and not from_file(info):
            return written
        found = CONDITION.fullmatch(written) if isinstance(written, str) and len(written) < 200 else None
        if found is None:
            raise refuse(f"{shown(written)} is not a condition", remedy)
        observable, op, threshold = found.groups()
        unit = known.OBSERVABLES.get(observable)
        if unit is None:
            raise refuse(
                f"'{safe(observable)}' is not something the clinic watches",
                nearest(observable, known.OBSERVABLES),
            )
        return {"observable": observable, "op": op, "threshold": _threshold(threshold, observable, unit)}

    @model_validator(mode="after")
    def _watchable(self) -> Condition:
        if self.observable not in known.OBSERVABLES:
            raise refuse(
                f"'{safe(self.observable)}' is not something the clinic watches",
                nearest(self.observable, known.OBSERVABLES),
            )
        if self.observable == "crs_grade" and self.threshold not in range(HIGHEST_GRADE + 1):
            raise refuse(
                f"grade {self.threshold:g} does not exist", f"choose a grade from 0 to {HIGHEST_GRADE}"
            )
        return self


def _threshold(text: str, observable: str, unit: str) -> float:
    if unit != "1":
        return read_quantity(text, unit, example=f"{observable} >= 50 {unit}")[0]
    try:
        return float(text)
    except ValueError:
        raise refuse(f"{shown(text)} is not a grade", f"write it like {observable} >= 2") from None


class DrugAmount(Part):
    """How much at a time. A dose per day is given once a day; a drainage removes at most what is there."""

    amount: Annotated[float, Quantity("1", "8", high=1e5)] = Field(description="the number")
    per: Literal["mg/kg", "mg", "mL"] = Field(description="its unit")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any, info: ValidationInfo) -> Any:
        if isinstance(written, Mapping | DrugAmount) and not from_file(info):
            return written
        text = re.sub(r"/day$", "", spelled(written)) if isinstance(written, str) else written
        amount, per = read_quantity(text, "mg", "mg/kg", "mL", example="8 mg/kg, 10 mg/day or 1000 mL")
        return {"amount": amount, "per": per}


CONDITION_SCHEMA = {
    "type": "string",
    "pattern": rf"^\s*({'|'.join(known.OBSERVABLES)})\s*(>=|<=|>|<)\s*\S",
    "examples": ["crs_grade >= 2", "effusion_volume >= 1500 mL"],
}
WrittenCondition = Annotated[Condition, WithJsonSchema(CONDITION_SCHEMA)]
WrittenAmount = Annotated[DrugAmount, WithJsonSchema(quantity_schema("8 mg/kg", "10 mg/day", "1000 mL"))]


class RescueRule(Part):
    """Give `drug` when the condition holds, `delay` later, each `every` until `until`, `at_most` times.

    Looked at once a day. `withhold_dose` keeps back the next planned dose once the condition has held, the
    dose after it only if the condition holds again after that.
    """

    drug: Drug = Field(description="what is given or done; withhold_dose keeps back the next planned dose")
    dose: WrittenAmount | None = Field(default=None, description="how much at a time")
    when: WrittenCondition = Field(description="what the clinic sees, compared with a threshold")
    until: WrittenCondition | None = Field(
        default=None, description="condition that ends it for good; default: goes on while `when` holds"
    )
    delay: Duration = Field(default=0.0, description="time from the condition to the first dose")
    every: Annotated[float, Quantity("day", "1 day", low=0.25, high=365.0)] = Field(
        default=1.0, description="time between doses"
    )
    at_most: Count = Field(
        default_factory=lambda seen: MOST_TIMES.get(seen.get("drug", ""), 1000),
        description="largest number of doses; default: 4 of tocilizumab, else as long as the condition holds",
    )
    max_dose: Annotated[float, Quantity("mg", "800 mg", high=1e5)] | None = Field(
        default_factory=lambda seen: LARGEST_DOSE.get(seen.get("drug", "")),
        description="largest single dose, mg; default: 800 mg of tocilizumab, else none",
    )

    @model_validator(mode="before")
    @classmethod
    def _once_a_day(cls, written: Any) -> Any:
        if (
            isinstance(written, Mapping)
            and "every" in written
            and str(written.get("dose")).rstrip().endswith("day")
        ):
            raise refuse(
                "is given beside a dose per day", "leave it out, or write one dose, such as 10 mg", "every"
            )
        return written

    @model_validator(mode="after")
    def _dose_fits(self) -> RescueRule:
        units = DOSE_UNITS[self.drug]
        if not units and self.dose is not None:
            raise refuse(f"{self.drug} has no dose", "leave the dose out", "dose")
        if units and self.dose is None:
            raise refuse(f"{self.drug} has no dose", f"add dose: {EXAMPLES[self.drug]}")
        if self.dose is not None and self.dose.per not in units:
            raise refuse(
                f"{self.drug} is not given in {self.dose.per}", f"write it like {EXAMPLES[self.drug]}", "dose"
            )
        if self.max_dose is not None and self.drug in ("drainage", "withhold_dose"):
            raise refuse(f"{self.drug} has no largest dose in mg", "leave max_dose out", "max_dose")
        return self


def _none_twice(rules: tuple[RescueRule, ...]) -> tuple[RescueRule, ...]:
    for place, rule in enumerate(rules):
        if rule in rules[:place]:
            raise refuse("the same rule stands above", "leave one of them out", place)
    return rules


RescueRules = Annotated[tuple[RescueRule, ...], AfterValidator(_none_twice)]
