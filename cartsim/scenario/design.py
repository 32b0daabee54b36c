"""Dose escalation, and the cohort that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from cartsim.scenario.doses import EXAMPLE, MOST_CELLS, PerPatient, read_dose
from cartsim.scenario.fields import Count, Duration, Flag, Part, Quantity, Share, from_file, quantity_schema
from cartsim.scenario.mistakes import refuse, shown


class Level(Part):
    """One dose level, in cells per patient or per kg."""

    amount: Annotated[float, Quantity("1", EXAMPLE, high=MOST_CELLS)] = Field(description="number of cells")
    per: PerPatient = Field(description="whether that is per patient or per kg of body weight")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any, info: ValidationInfo) -> Any:
        if isinstance(written, Mapping | Level) and not from_file(info):
            return written
        amount, per = read_dose(written)
        return {"amount": amount, "per": per}


WrittenLevel = Annotated[Level, WithJsonSchema(quantity_schema("1e6 cells/kg"))]


def _rising(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    for place, (lower, upper) in enumerate(pairwise(levels), start=1):
        if upper.per != lower.per:
            raise refuse(
                "is counted in another unit than the level below",
                "give all levels per patient, or all per kg",
                place,
            )
        if upper.amount <= lower.amount:
            raise refuse("is not above the level below", "list the levels in increasing order", place)
    return levels


MOST_LEVELS = 20


def _level(written: object) -> object:
    """`selected`, or the number of a level."""
    if written == "selected":
        return written
    if isinstance(written, bool) or not isinstance(written, int | float) or written not in LEVEL_NUMBERS:
        message = f"{shown(written)} is neither selected nor the number of a level, from 1 to {MOST_LEVELS}"
        raise refuse(message, "write selected, or a number such as 2")
    return int(written)


LEVEL_NUMBERS = range(1, MOST_LEVELS + 1)
LEVEL_SCHEMA = {
    "anyOf": [
        {"const": "selected", "type": "string"},
        {"maximum": MOST_LEVELS, "minimum": 1, "type": "integer"},
    ]
}
LevelOrSelected = Annotated[Literal["selected"] | int, PlainValidator(_level), WithJsonSchema(LEVEL_SCHEMA)]


class Expansion(Part):
    """Patients treated after the escalation, at the selected level or at a level by its number."""

    patients: Count = Field(description="treated after the escalation")
    level: LevelOrSelected = Field(
        default="selected", description="selected: the level the escalation chose; or the number of a level"
    )


Utility = Annotated[float, Quantity("1", "60", high=100.0)]


class BiologicalDose(Part):
    """The optimal biological dose: what each outcome of a patient is worth (0 to 100), and which levels are
    admissible. The numbers are those usual for BOIN12 (assumed: a trial's own team has to set them)."""

    response_only: Utility = Field(default=100.0, description="utility of a response without DLT")
    response_and_dlt: Utility = Field(default=60.0, description="utility of a response with a DLT")
    neither: Utility = Field(default=40.0, description="utility of no response and no DLT")
    dlt_only: Utility = Field(default=0.0, description="utility of a DLT without response")
    least_response: Share = Field(default=0.25, description="response rate below which a level is too weak")
    dlt_certainty: Share = Field(
        default=0.95, description="posterior probability of a DLT rate above target that rules a level out"
    )
    response_certainty: Share = Field(
        default=0.9, description="posterior probability of a response rate too low that rules a level out"
    )

    @model_validator(mode="after")
    def _best_and_worst(self) -> BiologicalDose:
        mixed = (self.response_and_dlt, self.neither)
        if self.response_only < max(mixed) or self.dlt_only > min(mixed):
            raise refuse(
                "a response without DLT is not worth most, or a DLT without response not least",
                "put response_and_dlt and neither between response_only and dlt_only",
                "response_only",
            )
        return self


class Design(Part):
    """Escalation over `levels`, which replace the dose of every arm; each arm escalates on its own."""

    kind: Literal["3+3", "boin"] = Field(description="the rules of escalation")
    levels: Annotated[tuple[WrittenLevel, ...], AfterValidator(_rising)] = Field(
        min_length=1, max_length=20, description="dose levels, rising, all per patient or all per kg"
    )
    start: Annotated[int, Quantity("1", "1", low=1, high=20, whole=True)] = Field(
        default=1, description="number of the level to start at; 1 is the lowest"
    )
    target: Annotated[float, Quantity("1", "0.3", low=0.05, high=0.6)] = Field(
        default=0.3, description="DLT rate aimed at (boin)"
    )
    cohort: Annotated[int, Quantity("1", "3", low=1, high=100, whole=True)] = Field(
        default=3, description="patients treated together"
    )
    max_patients: Annotated[int, Quantity("1", "36", low=1, high=10_000, whole=True)] = Field(
        default=36, description="most patients of one escalation"
    )
    deescalate: Flag = Field(
        default=True, description="whether 3+3 may go down and treat more at a level it has left"
    )
    trials: Count = Field(default=1000, description="repeated trials, for the operating characteristics")
    accrual: Duration = Field(
        default=7.0,
        description="time between two infusions of an arm (assumed); cohorts wait for the DLT window",
    )
    expansion: Expansion | None = Field(
        default=None, description="patients treated after the escalation"
    )
    obd: BiologicalDose | None = Field(
        default=None, description="select the optimal biological dose as well; {}: by the usual numbers"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Design:
        if self.start > len(self.levels):
            raise refuse(
                f"level {self.start} does not exist", f"there are {len(self.levels)} levels", "start"
            )
        if self.kind == "3+3" and self.cohort != 3:
            raise refuse(f"a cohort of {self.cohort} is no 3+3", "leave cohort out, or choose boin", "cohort")
        if self.max_patients < self.cohort:
            raise refuse(
                f"{self.max_patients} patients are not one cohort of {self.cohort}",
                f"write {self.cohort} or more",
                "max_patients",
            )
        level = self.expansion.level if self.expansion else "selected"
        if isinstance(level, int) and level > len(self.levels):
            raise refuse(
                f"level {level} does not exist", f"there are {len(self.levels)} levels", "expansion", "level"
            )
        return self
