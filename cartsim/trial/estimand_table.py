"""What every endpoint estimates, in the terms of ICH E9(R1): the table that `estimands` completes."""

from __future__ import annotations

from dataclasses import dataclass

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


ENDPOINTS: tuple[Estimand, ...] = (
    Estimand(
        variables=("confirmed_orr",),
        title="Objective response",
        role="primary",
        population="enrolled",
        time_zero="first infusion",
        variable="confirmed CR or PR that begins by the primary visit",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death before the scan: non-response", NO_PRODUCT),
        summary="share; exact limits are Monte Carlo error",
        room="recist",
    ),
    Estimand(
        variables=(
            "confirmed_orr_measurable",
            "confirmed_orr_infused",
            "best_orr",
            "pending_orr",
            "dcr",
            "dcr_measurable",
        ),
        title="Response, other sets and forms",
        role="secondary",
        population="measurable disease, infused, enrolled, enrolled, enrolled, measurable disease",
        time_zero="first infusion",
        variable=(
            "confirmed response; unconfirmed best response CR or PR; unconfirmed and pending at the "
            "last visit; disease control (best response CR, PR or SD, unconfirmed)"
        ),
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death before the scan: non-response", NO_PRODUCT),
        summary="share; exact limits are Monte Carlo error",
        room="recist",
    ),
    Estimand(
        variables=("orr", "orr_measurable", "orr_by"),
        title="Response at months 1, 3, 6 and after",
        role="secondary",
        population="enrolled, measurable disease, enrolled",
        time_zero="first infusion",
        variable="CR or PR at the visit, none after a first PD; best by the visit",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death before the scan: non-response", NO_PRODUCT),
        summary="share per visit",
        room="duration",
    ),
    Estimand(
        variables=("effusion_orr",),
        title="Effusion response (not RECIST)",
        role="secondary",
        population="enrolled",
        time_zero="first infusion",
        variable="fluid gone, or half of it, for 4 weeks",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "drainage: progression of the effusion", NO_PRODUCT),
        summary="share",
        room="effusion",
    ),
    Estimand(
        variables=("dor", "median_dor"),
        title="Duration of response",
        role="secondary",
        population="confirmed responders",
        time_zero="first CR or PR of the confirmed response",
        variable="PD or death",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death: event"),
        summary="Kaplan-Meier median; not a contrast of arms, since responders are chosen by an outcome",
        room="duration",
    ),
    Estimand(
        variables=("ddc", "median_ddc"),
        title="Duration of disease control",
        role="secondary",
        population="controlled late enough for stable disease, NON-CR/NON-PD too",
        time_zero="first CR, PR, SD or NON-CR/NON-PD on or after the day from which stable disease counts",
        variable="PD or death",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death: event"),
        summary="Kaplan-Meier median; not a contrast of arms",
        room="duration",
    ),
    Estimand(
        variables=("pfs", "median_pfs"),
        title="Progression-free survival",
        role="secondary",
        population="enrolled",
        time_zero="planned day of the first infusion (enrolment: median_pfs_enrolment)",
        variable="PD or death",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death: event"),
        summary="Kaplan-Meier median at the day of detection, which moves in steps of the visit grid",
        room="duration",
    ),
    Estimand(
        variables=("os", "median_os"),
        title="Overall survival",
        role="secondary",
        population="enrolled",
        time_zero="first infusion",
        variable="death of any cause",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY_IGNORED),
        summary="Kaplan-Meier median",
        room="duration",
    ),
    Estimand(
        variables=("landmark_status", "landmark_os", "landmark_median_os"),
        title="Survival from the month 3 landmark, responders and others",
        role="secondary",
        population="alive and in follow-up at the landmark",
        time_zero="landmark: end of the window of the month 3 visit",
        variable="death of any cause, by response seen until the landmark",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY_IGNORED),
        summary="Kaplan-Meier share alive on day 365; median",
        room="landmark",
    ),
    Estimand(
        variables=(
            "mean_time_in_response",
            "response_probability",
            "time_in_response",
            "in_response",
            "response_incidence",
        ),
        title="Time in response",
        role="secondary",
        population="enrolled",
        time_zero="first infusion",
        variable="days in confirmed response to day 365, 0 for non-responders",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death: end of response", NO_PRODUCT),
        summary="restricted mean of the probability of being in response, paired between arms",
        room="time_in_response",
    ),
    Estimand(
        variables=("dlt_rate", "dlt", "dlt_reason", "dlt_reason_count"),
        title="Dose-limiting toxicity",
        role="safety",
        population="DLT-evaluable",
        time_zero="first infusion",
        variable="any dose-limiting event in the window",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death by toxicity: event"),
        summary="share",
        room="dlt",
    ),
    Estimand(
        variables=("late_dlt_rate", "late_dlt", "late_dlt_reason"),
        title="Delayed toxicity",
        role="safety",
        population="DLT-evaluable",
        time_zero="first infusion",
        variable="first DLT-defining event after the window, by the same rule, to month 12",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "death by toxicity: event"),
        summary="crude share: drop-out and other deaths are no event",
        room="dlt",
    ),
    Estimand(
        variables=("icans_grade", "icans_share", "severe_icans_rate"),
        title="Neurotoxicity (ICANS)",
        role="safety",
        population="infused",
        time_zero="first infusion",
        variable="worst ASTCT 2019 grade; motor weakness and cerebral oedema are not simulated",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY),
        summary="share by grade",
        room="crs",
    ),
    Estimand(
        variables=("crs_grade", "crs_share", "severe_crs_rate"),
        title="Cytokine release syndrome",
        role="safety",
        population="infused",
        time_zero="first infusion",
        variable="worst ASTCT 2019 grade",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY),
        summary="share by grade",
        room="crs",
    ),
    Estimand(
        variables=("ae_incidence", "ae_mild"),
        title="Adverse events to day 28",
        role="safety",
        population="infused with an event or 28 days seen, both before any new anticancer therapy",
        time_zero="first infusion",
        variable="first onset at the grade or worse",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY_LEFT_OUT),
        summary="share with exact limits",
        room="events",
    ),
    Estimand(
        variables=("ae_incidence_12_months", "ae_rate", "ae_crude"),
        title="Adverse events to month 12",
        role="safety",
        population="infused",
        time_zero="first infusion",
        variable="first onset at the grade or worse",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY_COMPETES, "death: competing event", "drop-out: censored"),
        summary="Aalen-Johansen at day 365; events per patient-year",
        room="events",
    ),
    Estimand(
        variables=("cmax", "tmax", "auc_0_28", "persistence"),
        title="CAR-T kinetics",
        role="secondary",
        population="infused",
        time_zero="first infusion",
        variable="samples with their limits of detection",
        intercurrent=(TREATMENT_POLICY, NEW_THERAPY),
        summary="median, geometric CV",
        room="kinetics",
    ),
)


DOSE_FINDING = Estimand(
    variables=("design_selected", "design_obd_selected", "design_patients", "design_dlts", "design_duration"),
    title="Dose selected by an escalation",
    role="design",
    population="repeated trials, patients drawn from the solved virtual patients",
    time_zero="first infusion of the arm",
    variable="level selected as maximum tolerated dose; level chosen as optimal biological dose",
    intercurrent=(TREATMENT_POLICY, NEW_THERAPY, "not evaluable for DLT: replaced by the next patient"),
    summary="share of trials, mean over trials; Monte Carlo standard error over trials",
    room="dose_finding",
)
