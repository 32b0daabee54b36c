"""What an arm gives: doses of cells by route and day, and what else differs from the other arms."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from cartsim.scenario.fields import (
    AnyDay,
    DailyDose,
    Name,
    Nanomolar,
    Part,
    Quantity,
    Sentence,
    StudyDay,
    from_file,
)
from cartsim.scenario.mistakes import number_text, refuse, shown
from cartsim.scenario.overrides import TypicalValues
from cartsim.scenario.product import Pdl1Receptor
from cartsim.scenario.quantities import read_quantity
from cartsim.scenario.rescue import RescueRules

Route = Literal["intravenous", "intracavitary", "intrapleural", "intraperitoneal"]
PerPatient = Literal["cell", "cell/kg"]

EXAMPLE = "1e8 cells or 1e6 cells/kg"
MOST_CELLS = 1e15
"""More than a hundred kilograms of cells: a slip of the pen."""


def read_dose(written: object) -> tuple[float, str]:
    """Amount, and whether per patient or per kg: of `1e8 cells` or `1e6 cells/kg`."""
    amount, per = read_quantity(written, "cell", "cell/kg", example=EXAMPLE)
    if amount > MOST_CELLS:
        raise refuse(
            f"{shown(written)} is more than {number_text(MOST_CELLS)} cells", f"write it like {EXAMPLE}"
        )
    return amount, per


def _amount(written: object, info: ValidationInfo) -> float:
    if isinstance(written, str) or from_file(info):
        return read_dose(written)[0]
    return Quantity("cell", EXAMPLE, high=MOST_CELLS).read(written, bare=True)


def _per(written: object) -> str:
    """The unit of a dose given as text; one that is no dose is refused as an amount."""
    try:
        return read_dose(written)[1]
    except ValueError:
        return "cell"


class Dose(Part):
    """One infusion. `dose: 1e6 cells/kg` in a file is amount 1e6, per cell/kg."""

    SHORT: ClassVar = ("dose",)
    HIDDEN: ClassVar = ("amount", "per")

    day: StudyDay = Field(default=0.0, description="days since the first infusion")
    amount: Annotated[float, BeforeValidator(_amount)] = Field(description="number of cells")
    per: PerPatient = Field(description="whether that is per patient or per kg of body weight")
    route: Route = Field(description="where the cells go in; intracavitary: into the cavity of the disease")
    duration: Annotated[float, Quantity("day", "30 minutes", high=1.0)] = Field(
        default=0.0, description="how long the infusion takes; 0 is a bolus"
    )
    cells: Literal["viable", "total"] = Field(
        default="viable",
        description="what is counted: viable CAR+ cells, or all cells of the bag (times product.viability)",
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, written: Any, info: ValidationInfo) -> Any:
        if not isinstance(written, Mapping):
            return written
        if from_file(info) and {"amount", "per"} & set(written):
            raise refuse("amount and per are the resolved form", f"write dose: {EXAMPLE}")
        if "dose" not in written:
            return written
        dose = written["dose"] if from_file(info) else str(written["dose"])
        rest = {key: value for key, value in written.items() if key != "dose"}
        return rest | {"amount": dose, "per": _per(dose)}


def increasing(days: tuple[float, ...]) -> tuple[float, ...]:
    """Days in order, none twice."""
    for place, (before, after) in enumerate(pairwise(days), start=1):
        if after <= before:
            raise refuse(
                f"day {after:g} does not come after day {before:g}",
                "list the days in increasing order",
                place,
            )
    return days


class Lymphodepletion(Part):
    """Chemotherapy before the cells; `none` in a file is one without days."""

    fludarabine: DailyDose = Field(default=30.0, description="dose on each of the days, mg/m^2/day")
    cyclophosphamide: DailyDose = Field(
        default=300.0, description="dose on each of the days, mg/m^2/day"
    )
    days: Annotated[tuple[AnyDay, ...], AfterValidator(increasing)] = Field(
        max_length=30, description="days of chemotherapy, counted from the first infusion"
    )

    @model_validator(mode="before")
    @classmethod
    def _none(cls, written: Any) -> Any:
        return {"days": ()} if written == "none" else written


def _from_day_zero(doses: tuple[Dose, ...]) -> tuple[Dose, ...]:
    """Day 0 is the first infusion; infusions of one route do not overlap."""
    if doses[0].day != 0.0:
        raise refuse(
            f"the first dose is on day {doses[0].day:g}",
            "day 0 is the day of the first dose: count from it",
            0,
            "day",
        )
    for place, (before, after) in enumerate(pairwise(doses), start=1):
        if after.day < before.day:
            raise refuse(
                f"day {after.day:g} comes before day {before.day:g} of the dose above",
                "list the doses in order of day",
                place,
                "day",
            )
        if after.route == before.route and after.day < before.day + before.duration:
            raise refuse(
                "begins before the infusion above has ended", "let one infusion end first", place, "day"
            )
    return doses


class Arm(Part):
    """One way to treat the same virtual patients."""

    SHORT: ClassVar = ("dose", "route", "day", "duration", "cells")
    HIDDEN: ClassVar = ("swept",)

    name: Name = Field(description="name of the arm in tables and figures")
    doses: Annotated[tuple[Dose, ...], AfterValidator(_from_day_zero)] = Field(
        min_length=1, max_length=50, description="several infusions, instead of dose and route"
    )
    lymphodepletion: Lymphodepletion | None = Field(
        default=None, description="chemotherapy instead of the trial's; none: without"
    )
    rescue: RescueRules | None = Field(
        default=None, max_length=20, description="rescue rules instead of the trial's; []: without"
    )
    pdl1_receptor: Pdl1Receptor | None = Field(
        default=None, description="PD-L1 receptor instead of the product's"
    )
    affinity: Nanomolar | None = Field(
        default=None, description="dissociation constant of the CAR instead of the product's, nM"
    )
    parameters: TypicalValues = Field(
        default_factory=dict, description="typical values in this arm, in the parameter's unit"
    )
    because: Sentence | None = Field(default=None, description="why this arm's parameters differ")
    swept: dict[str, str] = Field(
        default_factory=dict, description="the point of a sweep this arm stands for"
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, written: Any, info: ValidationInfo) -> Any:
        if not isinstance(written, Mapping):
            return written
        if from_file(info) and "swept" in written:
            raise refuse("'swept' is the resolved form", "write the points under sweep:", "swept")
        short = {key: written[key] for key in cls.SHORT if key in written}
        if not short:
            return written
        if "doses" in written:
            raise refuse(
                "has doses and beside them " + ", ".join(short),
                "move them into doses, or leave doses out",
                "doses",
            )
        rest = {key: value for key, value in written.items() if key not in short}
        return rest | {"doses": (short,)}

    @model_validator(mode="after")
    def _say_why(self) -> Arm:
        if self.parameters and not self.because:
            raise refuse(
                "parameters are changed without a reason", "add because: to the arm and say why", "parameters"
            )
        return self
