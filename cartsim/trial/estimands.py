"""What every endpoint estimates, in the terms of ICH E9(R1), and where it stands in the results."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cartsim.trial.periods import events_until, primary_until, responses_until, said_until

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

TREATMENT_POLICY = "rescue drug and drainage: treatment policy"
NEW_THERAPY = (
    "new anticancer therapy: hypothetical (censored; treatment policy beside it; the effect of the new drug "
    "is not simulated)"
)
NEW_THERAPY_LEFT_OUT = (
    "new anticancer therapy: hypothetical (no event after it counts; without one before it the patient is "
    "left out)"
)
NEW_THERAPY_COMPETES = "new anticancer therapy: competing event (events per patient-year: treatment policy)"
NEW_THERAPY_IGNORED = "new anticancer therapy: treatment policy"
NO_PRODUCT = "manufacturing failure: non-response"


@dataclass(frozen=True)
class Estimand:
    """One endpoint: its variables in the results, whom it is about, from when, what happens in between, its
    summary."""

    variables: tuple[str, ...]
    title: str
    role: str
    population: str
    time_zero: str
    variable: str
    intercurrent: tuple[str, ...]
    summary: str
    room: str


def _row(
    variables: str,
    title: str,
    role: str,
    population: str,
    variable: str,
    summary: str,
    room: str,
    *more: str,
    time_zero: str = "first infusion",
    new_therapy: str = NEW_THERAPY,
) -> Estimand:
    events = (TREATMENT_POLICY, new_therapy, *more)
    return Estimand(
        tuple(variables.split()), title, role, population, time_zero, variable, events, summary, room
    )


ENDPOINTS: tuple[Estimand, ...] = (
    _row(
        "confirmed_orr",
        "Objective response",
        "primary",
        "enrolled",
        "confirmed CR or PR that begins by the primary visit",
        "share; exact limits are Monte Carlo error",
        "recist",
        "death before the scan: non-response",
        NO_PRODUCT,
    ),
    _row(
        "confirmed_orr_measurable confirmed_orr_infused best_orr pending_orr dcr dcr_measurable",
        "Response, other sets and forms",
        "secondary",
        "measurable disease, infused, enrolled, enrolled, enrolled, measurable disease",
        "confirmed response; unconfirmed best response CR or PR; unconfirmed and pending at the last visit; "
        "disease control (best response CR, PR or SD, unconfirmed)",
        "share; exact limits are Monte Carlo error",
        "recist",
        "death before the scan: non-response",
        NO_PRODUCT,
    ),
    _row(
        "orr orr_measurable orr_by",
        "Response at months 1, 3, 6 and after",
        "secondary",
        "enrolled, measurable disease, enrolled",
        "CR or PR at the visit, none after a first PD; best by the visit",
        "share per visit",
        "duration",
        "death before the scan: non-response",
        NO_PRODUCT,
    ),
    _row(
        "effusion_orr",
        "Effusion response (not RECIST)",
        "secondary",
        "enrolled",
        "fluid gone, or half of it, for 4 weeks",
        "share",
        "effusion",
        "drainage: progression of the effusion",
    ),
    _row(
        "dor median_dor",
        "Duration of response",
        "secondary",
        "confirmed responders",
        "PD or death",
        "Kaplan-Meier median; not a contrast of arms, since responders are chosen by an outcome",
        "duration",
        "death: event",
        time_zero="first CR or PR of the confirmed response",
    ),
    _row(
        "ddc median_ddc",
        "Duration of disease control",
        "secondary",
        "controlled late enough for stable disease, NON-CR/NON-PD too",
        "PD or death",
        "Kaplan-Meier median; not a contrast of arms",
        "duration",
        "death: event",
        time_zero="first CR, PR, SD or NON-CR/NON-PD on or after the day from which stable disease counts",
    ),
    _row(
        "pfs median_pfs",
        "Progression-free survival",
        "secondary",
        "enrolled",
        "PD or death",
        "Kaplan-Meier median at the day of detection, which moves in steps of the visit grid",
        "duration",
        "death: event",
        time_zero="planned day of the first infusion (enrolment: median_pfs_enrolment)",
    ),
    _row(
        "os median_os",
        "Overall survival",
        "secondary",
        "enrolled",
        "death of any cause",
        "Kaplan-Meier median",
        "duration",
        new_therapy=NEW_THERAPY_IGNORED,
    ),
    _row(
        "landmark_status landmark_os landmark_median_os",
        "Survival from the month 3 landmark, responders and others",
        "secondary",
        "alive and in follow-up at the landmark",
        "death of any cause, by response seen until the landmark",
        "Kaplan-Meier share alive on day 365; median",
        "landmark",
        new_therapy=NEW_THERAPY_IGNORED,
        time_zero="landmark: end of the window of the month 3 visit",
    ),
    _row(
        "mean_time_in_response response_probability time_in_response in_response response_incidence",
        "Time in response",
        "secondary",
        "enrolled",
        "days in confirmed response to day 365, 0 for non-responders",
        "restricted mean of the probability of being in response, paired between arms",
        "time_in_response",
        "death: end of response",
        NO_PRODUCT,
    ),
    _row(
        "dlt_rate dlt dlt_reason dlt_reason_count",
        "Dose-limiting toxicity",
        "safety",
        "DLT-evaluable",
        "any dose-limiting event in the window",
        "share",
        "dlt",
        "death by toxicity: event",
    ),
    _row(
        "late_dlt_rate late_dlt late_dlt_reason",
        "Delayed toxicity",
        "safety",
        "DLT-evaluable",
        "first DLT-defining event after the window, by the same rule, to month 12",
        "crude share: drop-out and other deaths are no event",
        "dlt",
        "death by toxicity: event",
    ),
    _row(
        "icans_grade icans_share severe_icans_rate",
        "Neurotoxicity (ICANS)",
        "safety",
        "infused",
        "worst ASTCT 2019 grade; motor weakness and cerebral oedema are not simulated",
        "share by grade",
        "crs",
    ),
    _row(
        "crs_grade crs_share severe_crs_rate",
        "Cytokine release syndrome",
        "safety",
        "infused",
        "worst ASTCT 2019 grade",
        "share by grade",
        "crs",
    ),
    _row(
        "ae_incidence ae_mild",
        "Adverse events to day 28",
        "safety",
        "infused with an event or 28 days seen, both before any new anticancer therapy",
        "first onset at the grade or worse",
        "share with exact limits",
        "events",
        new_therapy=NEW_THERAPY_LEFT_OUT,
    ),
    _row(
        "ae_incidence_12_months ae_rate ae_crude",
        "Adverse events to month 12",
        "safety",
        "infused",
        "first onset at the grade or worse",
        "Aalen-Johansen at day 365; events per patient-year",
        "events",
        "death: competing event",
        "drop-out: censored",
        new_therapy=NEW_THERAPY_COMPETES,
    ),
    _row(
        "cmax tmax auc_0_28 persistence",
        "CAR-T kinetics",
        "secondary",
        "infused",
        "samples with their limits of detection",
        "median, geometric CV",
        "kinetics",
    ),
)


DOSE_FINDING = _row(
    "design_selected design_obd_selected design_patients design_dlts design_duration",
    "Dose selected by an escalation",
    "design",
    "repeated trials, patients drawn from the solved virtual patients",
    "level selected as maximum tolerated dose; level chosen as optimal biological dose",
    "share of trials, mean over trials; Monte Carlo standard error over trials",
    "dose_finding",
    "not evaluable for DLT: replaced by the next patient",
    time_zero="first infusion of the arm",
)


def estimands_json(scenario: Scenario) -> str:
    """The table as JSON for the results, with the scenario's primary estimand and the set of the duration of
    disease control filled in."""
    rows = [asdict(row) for row in (*ENDPOINTS, *([DOSE_FINDING] if scenario.design else []))]
    variable, _, population = primary_words(scenario).rpartition(", ")
    rows[0] |= {"population": population, "variable": variable}
    ends = {"mean_time_in_response": responses_until, "ae_incidence_12_months": events_until}
    for name, until in ends.items():
        row = next(row for row in rows if name in row["variables"])
        row |= {part: said_until(row[part], until(scenario)) for part in ("title", "variable", "summary")}
    next(row for row in rows if "ddc" in row["variables"])["population"] = controlled_words(scenario)
    return json.dumps(rows)


def primary_words(scenario: Scenario) -> str:
    """The primary response and its population: 'confirmed CR or PR that begins by day 182 ..., enrolled'."""
    primary = scenario.trial.response.primary
    kind = "confirmed" if primary.confirmed else "unconfirmed"
    return (
        f"{kind} CR or PR that begins by day {primary_until(scenario):g} (and its visit window), "
        f"{primary.population.replace('_', '-')}"
    )


def controlled_words(scenario: Scenario) -> str:
    """Whom the duration of disease control is about: 'controlled from day 23, NON-CR/NON-PD too'."""
    rules = scenario.trial.response
    kind = "scheduled day" if rules.sd_by == "nominal" else "day"
    return f"controlled from {kind} {rules.stable_disease_from:g}, NON-CR/NON-PD too"
