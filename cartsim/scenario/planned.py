"""The real trial one plans: how many patients, and in which order it tests what."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from cartsim.scenario.fields import Count, Part, Quantity
from cartsim.scenario.mistakes import nearest, refuse, safe

ON_DAY = "response_at_day_"
SHARES = ("confirmed_orr", "dcr", "severe_crs", "dlt")
TIMES = ("pfs", "os")
TESTABLE_SCHEMA = {
    "anyOf": [{"enum": [*SHARES, *TIMES]}, {"type": "string", "pattern": f"^{ON_DAY}[0-9]+$"}],
    "examples": [f"{ON_DAY}91"],
}
Testable = Annotated[str, WithJsonSchema(TESTABLE_SCHEMA)]


def _testable(names: tuple[str, ...]) -> tuple[str, ...]:
    for place, name in enumerate(names):
        if name not in (*SHARES, *TIMES) and not (
            name.startswith(ON_DAY) and name[len(ON_DAY) :].isdecimal()
        ):
            raise refuse(
                f"'{safe(name)}' cannot be tested", nearest(name, (*SHARES, *TIMES, f"{ON_DAY}91")), place
            )
        if name in names[:place]:
            raise refuse(f"{name} stands above", "test every hypothesis once", place)
    return names


class Planned(Part):
    """A trial of this size is repeated with different virtual patients in its arms.

    Every arm is tested against the first one. The hypotheses of `hierarchy` are tested in their order, each
    at the full `alpha`, until one is not rejected (fixed sequence).
    """

    patients_per_arm: Annotated[int, Quantity("1", "20", low=2, high=1000, whole=True)] = Field(
        description="patients in each arm of the real trial"
    )
    trials: Count = Field(
        default=2000, description="repeats, which the Monte Carlo error of the power rests on"
    )
    hierarchy: Annotated[tuple[Testable, ...], AfterValidator(_testable)] = Field(
        default=("confirmed_orr",),
        min_length=1,
        max_length=20,
        description="of confirmed_orr, response_at_day_91, dcr, severe_crs, dlt, pfs, os; tested in order",
    )
    alpha: Annotated[float, Quantity("1", "0.05", low=1e-4, high=0.5)] = Field(
        default=0.05, description="two-sided level of every test"
    )
    test: Literal["fisher", "boschloo"] = Field(
        default="fisher", description="of two shares; boschloo has more power and takes longer"
    )
