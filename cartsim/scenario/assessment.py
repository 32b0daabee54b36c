"""How the trial looks at its patients: visits, response rules, dose-limiting toxicity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from cartsim.scenario.doses import increasing
from cartsim.scenario.fields import (
    CountOrNone,
    Duration,
    Flag,
    Grade,
    Part,
    PerMonth,
    Quantity,
    Share,
    StudyDay,
    VisitDay,
)
from cartsim.scenario.mistakes import Mistake, refuse, shown, without

Population = Literal["enrolled", "infused", "response_evaluable"]
VisitDays = Annotated[tuple[VisitDay, ...], AfterValidator(increasing)]


def _version(written: object) -> object:
    """A version without quotes is read as a number: 6.0 is "6.0", 4.03 stays as it is."""
    if type(written) not in (int, float):
        return written
    return f"{written}.0" if isinstance(written, int) else str(written)


CtcaeVersion = Annotated[
    Literal["5.0", "6.0"], BeforeValidator(_version), WithJsonSchema({"enum": ["5.0", "6.0", 5, 6]})
]


def _after_baseline(days: tuple[int, ...]) -> tuple[int, ...]:
    if days[0] < 1:
        raise refuse(f"day {days[0]} is the baseline", "begin with the first visit after the infusion", 0)
    return days


class Visits(Part):
    """When patients are seen: scans (`response`, each within +- `window` days) and safety visits."""

    response: Annotated[VisitDays, AfterValidator(_after_baseline)] = Field(
        default=(30, 91, 182, 274, 365),
        min_length=1,
        max_length=200,
        description="days of the scans, from the first infusion",
    )
    window: StudyDay = Field(default=7.0, description="days before and after the scheduled day")
    safety: VisitDays = Field(
        default=(0, 1, 2, 3, 5, 7, 10, 14, 21, 28),
        max_length=400,
        description="days on which toxicity and blood are looked at",
    )
    missed: Share = Field(default=0.0, description="share of response visits that do not take place")


class NewTherapy(Part):
    """When patients begin another anticancer therapy. Only its day is simulated: response and progression are
    censored there, and nothing is said about what the drug does."""

    after_pd: Share = Field(
        default=0.0, description="share of patients that begin one after the visit with their first PD"
    )
    delay: Duration = Field(default=21.0, description="from that visit to the new therapy, the same for all")
    without_pd: PerMonth = Field(
        default=0.0, description="probability per month of 365.25/12 days of beginning one before any PD"
    )


class Estimand(Part):
    """The one response rate that is primary: best response by a day, confirmed or not, in a population."""

    confirmed: Flag = Field(default=True, description="whether a response counts only once confirmed")
    by: Duration = Field(
        default=182.0, description="responses that begin by this day (and its visit window) count"
    )
    population: Population = Field(default="enrolled", description="who is in the denominator")


def _criteria(written: object) -> object:
    """RECIST has versions, and which one is meant is said."""
    if isinstance(written, str) and written.strip().lower() == "recist":
        raise refuse(f"{shown(written)} does not say which version", "write RECIST 1.1")
    return written


Criteria = Annotated[Literal["RECIST 1.1", "iRECIST"], BeforeValidator(_criteria)]


class ResponseRules(Part):
    """RECIST 1.1 and the choices it leaves to a protocol."""

    criteria: Criteria = Field(
        default="RECIST 1.1", description="the guideline; iRECIST: progression has to be confirmed"
    )
    confirmation: Duration = Field(
        default=28.0, description="shortest time from a response to the scan that confirms it"
    )
    stable_disease_from: Duration = Field(
        description="earliest day on which stable disease counts; has no default"
    )
    sd_by: Literal["actual", "nominal"] = Field(
        default="actual", description="compare it with the actual or the scheduled day"
    )
    measurement_cv: Annotated[float, Quantity("1", "0.07", high=1.0)] = Field(
        default=0.07, description="reading error of a diameter, coefficient of variation"
    )
    max_ne: CountOrNone = Field(
        default=1, description="visits not evaluable between a response and its confirmation"
    )
    accept_sd: Flag = Field(default=False, description="permit one SD between a PR and its confirmation")
    missing_as_ne: Flag = Field(default=False, description="no visit at all: NE instead of MISSING")
    primary: Estimand = Field(
        default_factory=Estimand, description="the one response rate that the trial is about"
    )


class DltRules(Part):
    """Dose-limiting toxicity. Grades are ASTCT (CRS, ICANS) and CTCAE; the numbers are choices."""

    window: Annotated[float, Quantity("day", "28 days", low=1.0, high=36525.0)] = Field(
        default=28.0, description="from the first infusion, its last day included"
    )
    crs_grade: Grade = Field(default=4, description="CRS of this grade is dose-limiting at once")
    crs_lasting_grade: Grade = Field(
        default=3, description="CRS of this grade, unless it falls below within crs_resolves"
    )
    crs_resolves: Duration = Field(
        default=3.0, description="time within which CRS of crs_lasting_grade has to fall below it"
    )
    icans_grade: Grade = Field(
        default=3, description="ICANS of this grade, unless it falls below within icans_resolves"
    )
    icans_resolves: Duration = Field(
        default=3.0, description="time within which ICANS of icans_grade has to fall below it"
    )
    other_grade: Grade = Field(default=3, description="other non-haematological events of this grade")
    other_resolves: Duration = Field(
        default=7.0, description="time within which these have to fall below other_grade"
    )
    lvef_grade: Grade = Field(default=3, description="fall of the heart's ejection fraction of this grade")
    pneumonitis_grade: Grade = Field(default=3, description="pneumonitis of this grade")
    haematological_grade: Grade = Field(
        default=4,
        description="low blood counts of this grade at the window's end, still there on haematological_until",
    )
    haematological_until: Duration = Field(
        default=42.0, description="day by which low blood counts have to recover"
    )
    late_until: Duration = Field(
        default=365.0, description="to this day the same events after the window are shown as late"
    )
    evaluable_dose: Share = Field(
        default=0.8, description="smallest share of the planned dose to be evaluable"
    )

    @model_validator(mode="after")
    def _in_order(self) -> DltRules:
        return without(self._out_of_order(), self)

    def _out_of_order(self) -> Iterator[Mistake]:
        """Grades and days that contradict each other."""
        if self.crs_lasting_grade > self.crs_grade:
            yield Mistake(
                f"grade {self.crs_lasting_grade} is above crs_grade, {self.crs_grade}, limiting at once",
                f"write {self.crs_grade} or less",
                ("crs_lasting_grade",),
            )
        if self.haematological_until < self.window:
            yield Mistake(
                f"day {self.haematological_until:g} comes before the end of dlt.window, day {self.window:g}",
                f"write {self.window:g} days or more",
                ("haematological_until",),
            )
        if self.late_until <= self.window:
            yield Mistake(
                f"day {self.late_until:g} is not after dlt.window, {self.window:g} days",
                f"write more than {self.window:g} days",
                ("late_until",),
            )
