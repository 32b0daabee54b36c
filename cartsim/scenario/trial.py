"""The trial: arms, chemotherapy before them, rescue rules, visits and the rules endpoints are read by."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cartsim.scenario.assessment import CtcaeVersion, DltRules, NewTherapy, ResponseRules, Visits
from cartsim.scenario.doses import Arm, Lymphodepletion
from cartsim.scenario.fields import Flag, Part, PerMonth, Quantity
from cartsim.scenario.planned import Planned
from cartsim.scenario.rescue import RescueRules

MOST_ARMS = 64


class Trial(Part):
    """What is done to the patients and how it is looked at."""

    arms: tuple[Arm, ...] = Field(
        min_length=1,
        max_length=MOST_ARMS,
        description="the ways to treat, each tried in the same virtual patients; the first is compared with",
    )
    lymphodepletion: Lymphodepletion | None = Field(
        default=None, description="chemotherapy before the cells; none: without"
    )
    rescue: RescueRules = Field(
        default=(), max_length=20, description="what the clinic gives when it sees toxicity; []: nothing"
    )
    il6_visible: Flag = Field(
        default=False, description="whether IL-6 is measured daily, so that rules may watch it"
    )
    visits: Visits = Field(default_factory=Visits, description="when patients are seen")
    response: ResponseRules = Field(description="how scans are read as responses")
    dlt: DltRules = Field(default_factory=DltRules, description="which toxicity limits the dose")
    ctcae: CtcaeVersion = Field(default="5.0", description="version that adverse events are graded by")
    crs_quiet: Annotated[float, Quantity("day", "1 day", high=28.0)] = Field(
        default=1.0,
        description="time without any sign that ends an episode of CRS or ICANS, and the adverse event",
    )
    dropout: PerMonth = Field(
        default=0.02, description="probability of leaving the trial, per month of 365.25/12 days"
    )
    new_therapy: NewTherapy = Field(
        default_factory=NewTherapy, description="when patients begin another anticancer therapy"
    )
    censoring: Literal["fda", "simple"] = Field(
        default="fda", description="fda: two missed visits before an event censor it; simple: they do not"
    )
    planned: Planned | None = Field(
        default=None, description="the real trial to be expected: its size and its tests"
    )

    def lymphodepletion_of(self, arm: Arm) -> Lymphodepletion | None:
        """The chemotherapy of an arm: its own, else the trial's; None where none is given."""
        chosen = arm.lymphodepletion or self.lymphodepletion
        return chosen if chosen and chosen.days else None

    def rescue_of(self, arm: Arm) -> RescueRules:
        """The rescue rules of an arm: its own, else the trial's."""
        return self.rescue if arm.rescue is None else arm.rescue
