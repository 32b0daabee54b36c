"""Dose escalation, and the cohort that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, model_validator

from cartsim.scenario.doses import EXAMPLE, MOST_CELLS, PerPatient, read_dose
from cartsim.scenario.fields import Count, Flag, Part, Quantity, from_file, quantity_schema
from cartsim.scenario.mistakes import refuse


class Level(Part):
    """One dose level, in cells per patient or per kg."""

    amount: Annotated[float, Quantity("1", EXAMPLE, high=MOST_CELLS)]
    per: PerPatient

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


class Expansion(Part):
    """Patients treated after the escalation, at the selected level or at a level by its number."""

    patients: Count
    level: Literal["selected"] | Annotated[int, Quantity("1", "2", low=1, high=20, whole=True)] = "selected"


class Design(Part):
    """Escalation over `levels`, which replace the dose of every arm; each arm escalates on its own."""

    kind: Literal["3+3", "boin"]
    levels: Annotated[tuple[WrittenLevel, ...], AfterValidator(_rising)] = Field(min_length=1, max_length=20)
    start: Annotated[int, Quantity("1", "1", low=1, high=20, whole=True)] = Field(
        default=1, description="1 is the lowest"
    )
    target: Annotated[float, Quantity("1", "0.3", low=0.05, high=0.6)] = Field(
        default=0.3, description="DLT rate aimed at (boin)"
    )
    cohort: Annotated[int, Quantity("1", "3", low=1, high=100, whole=True)] = 3
    max_patients: Annotated[int, Quantity("1", "36", low=1, high=10_000, whole=True)] = 36
    deescalate: Flag = Field(
        default=True, description="whether 3+3 may go down and treat more at a level it has left"
    )
    trials: Count = Field(default=1000, description="repeated trials, for the operating characteristics")
    expansion: Expansion | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Design:
        if self.start > len(self.levels):
            raise refuse(
                f"level {self.start} does not exist", f"there are {len(self.levels)} levels", "start"
            )
        if self.kind == "3+3" and self.cohort != 3:
            raise refuse(f"a cohort of {self.cohort} is no 3+3", "leave cohort out, or choose boin", "cohort")
        level = self.expansion.level if self.expansion else "selected"
        if isinstance(level, int) and level > len(self.levels):
            raise refuse(
                f"level {level} does not exist", f"there are {len(self.levels)} levels", "expansion", "level"
            )
        return self
