"""Endpoints: what a statistician computes from the visits, per patient and per arm."""

from __future__ import annotations

from cartsim.datasets.categories import (
    COMPARTMENTS,
    DLT,
    DLT_REASON,
    EFFUSION_RESPONSE,
    LANDMARK_STATUS,
    MECHANISM,
    NO_YES,
    RESPONSE,
)
from cartsim.datasets.uncertainty import UNCERTAINTY
from cartsim.datasets.variable import coded, interval, table

ENDPOINTS = [
    *coded(
        "arm patient visit",
        ("response_at_visit", NO_YES, "CR or PR at the visit, before any progression or new therapy"),
    ),
    *coded(
        "arm patient",
        ("best_overall_response", RESPONSE, "best overall response, unconfirmed"),
        ("confirmed_response", RESPONSE, "best overall response, confirmed"),
        ("response_by_primary", NO_YES, "responder of the primary estimand"),
        ("landmark_status", LANDMARK_STATUS, "in response at the month 3 landmark, of those in follow-up"),
        ("response_pending", NO_YES, "first CR or PR at the last visit: could still be confirmed"),
        ("best_effusion_response", EFFUSION_RESPONSE, "best response of the effusion (not RECIST)"),
        ("dlt", DLT, "dose-limiting toxicity"),
        ("dlt_reason", DLT_REASON, "why a DLT, or why not evaluable"),
        ("late_dlt", NO_YES, "first DLT-defining event after the window"),
        ("late_dlt_reason", DLT_REASON, "what the late event is"),
    ),
    *table(
        "arm patient",
        "f8",
        ("best_response_day", "day", "first visit that qualifies for the best response"),
        ("confirmed_response_day", "day", "first visit of the confirmed response"),
        ("response_day", "day", "first CR or PR that is confirmed; NaN: no responder"),
        ("time_in_response", "day", "days seen in confirmed response to day 365, 0 for those without"),
        (
            "time_in_response_pseudo",
            "day",
            "share of the patient in the mean days in confirmed response to day 365 (pseudo-value)",
        ),
        ("dlt_day", "day", "day of the dose-limiting toxicity"),
        ("late_dlt_day", "day", "day of the first DLT-defining event after the window"),
        ("crs_onset", "day", "first fever of the CRS"),
        ("crs_end", "day", "end of the last CRS episode, or last sight of it"),
        ("icans_onset", "day", "first sign of ICANS"),
        ("icans_end", "day", "end of the last ICANS episode, or last sight of it"),
    ),
    *table("arm patient", "i1", ("visits_missed", "1", "visits due that were not done or not evaluable")),
    *table(
        "arm patient",
        "i1",
        ("crs_grade", "1", "worst CRS grade, ASTCT 2019, from continuous monitoring"),
        ("crs_grade_seen", "1", "worst CRS grade at the safety visits"),
        ("crs_episodes", "1", "CRS episodes"),
        ("crs_grade_unrescued", "1", "worst CRS grade had no rescue drug been given; -1 that solve failed"),
        ("icans_grade", "1", "worst ICANS grade, ASTCT 2019, from continuous monitoring"),
        ("icans_grade_seen", "1", "worst ICANS grade at the safety visits"),
        ("icans_episodes", "1", "ICANS episodes"),
    ),
    *(
        v
        for name, (units, where, unit) in COMPARTMENTS.items()
        for tail in ["" if name == "blood" else f"_{name}"]
        for v in table(
            "arm patient",
            "f8",
            (f"cmax{tail}", units, f"highest sampled CAR-T in {where} to day 28 ({unit})"),
            (f"tmax{tail}", "day", f"day of the highest sample in {where}, read from day 2 on"),
            (
                f"auc_0_28{tail}",
                "day" if units == "1" else f"day {units}",
                f"AUC day 0-28 in {where} (day {unit})",
            ),
            (f"persistence{tail}", "day", f"last day CAR-T is found in {where} at the qPCR limit"),
            (f"persistence_flow{tail}", "day", f"last day CAR-T is found in {where} at the flow limit"),
        )
    ),
    *table("arm patient event_term", "i1", ("ae_grade", "1", "worst grade over the study, 0 none")),
    *table(
        "arm patient event_term",
        "f8",
        ("ae_onset", "day", "onset of the event"),
        ("ae_end", "day", "first time without the event; NaN: ongoing at last sight"),
        ("ae_onset_severe", "day", "first day at grade 3 or worse"),
    ),
    *coded(
        "arm patient event_term",
        ("ae_related", MECHANISM, "mechanism the event is attributed to"),
        (
            "ae_serious",
            NO_YES,
            "serious: death, grade 4, or CRS or ICANS of grade 3; never a blood count alone (a choice)",
        ),
    ),
    *(
        v
        for name, text in {
            "ae_incidence": "to day 28, of those followed",
            "ae_incidence_12_months": "to month 12, Aalen-Johansen",
        }.items()
        for v in interval(
            "arm event_term grade", name, "1", f"share with the event at this grade or worse {text}"
        )
    ),
    *table("arm event_term grade", "f8", ("ae_incidence_n", "1", "patients that ae_incidence is a share of")),
    *interval("arm event_term", "ae_mild", "1", "share with worst grade 1 or 2 to day 28, of those followed"),
    *table("arm event_term", "f8", ("ae_mild_n", "1", "patients that ae_mild is a share of")),
    *table(
        "arm event_term", "f8", ("ae_rate", "year-1", "events of any grade per patient-year of follow-up")
    ),
    *table(
        "arm event_term grade",
        "f8",
        ("ae_crude", "1", "crude share of infused with the event at this grade or worse by day 365"),
    ),
    *table(
        "arm event_term grade",
        "i8",
        (
            "ae_followed",
            "1",
            "patients with the event at this grade or worse, or 28 days seen, before any new therapy",
        ),
    ),
    *table(
        "arm lab_term baseline_grade worst_grade",
        "i8",
        ("lab_shift", "1", "patients by grade at baseline and worst grade at later safety visits"),
    ),
    *table("arm dlt_reason_kind", "i8", ("dlt_reason_count", "1", "enrolled patients by reason of DLT")),
    *(
        v
        for name, text in {
            "orr": "CR or PR at the visit, enrolled",
            "orr_measurable": "CR or PR at the visit, measurable disease",
            "orr_by": "best response CR or PR by the visit, enrolled",
            "in_response": "seen in confirmed response on the day of the visit, enrolled (crude)",
        }.items()
        for v in [
            *interval("arm visit", name, "1", f"share with {text} (limits: Monte Carlo)"),
            *table("arm visit", "f8", (f"{name}_n", "1", f"patients that {name} is a share of")),
        ]
    ),
    *table(
        "arm visit",
        "f8",
        ("orr_mcse", "1", "Monte Carlo standard error of orr"),
        *(
            row
            for name in ("orr", "orr_measurable", "orr_by", "in_response")
            for row in (
                (f"{name}_least", "1", f"{name} if every failed solve were a non-responder"),
                (f"{name}_most", "1", f"{name} if every failed solve were a responder"),
            )
        ),
    ),
    *(
        v
        for name, text in {
            "confirmed_orr": "the primary response, in the set that the scenario chose",
            "confirmed_orr_measurable": "the primary response, measurable disease",
            "confirmed_orr_infused": "the primary response, infused",
            "confirmed_orr_policy": "the primary response, new anticancer therapy: treatment policy",
            "best_orr": "unconfirmed CR or PR at any visit, enrolled",
            "dcr_measurable": "disease control (best response CR, PR or SD), measurable disease",
            "pending_orr": "first CR or PR at the last visit, which a later one could confirm, enrolled",
            "dcr": "best response CR, PR or SD, unconfirmed, enrolled",
            "effusion_orr": "effusion CR or PR (not RECIST), enrolled",
            "dlt_rate": "dose-limiting toxicity, DLT-evaluable",
            "late_dlt_rate": "first DLT-defining event after the window (crude), DLT-evaluable",
            "severe_crs_rate": "CRS of grade 3 or worse, infused",
            "severe_crs_unrescued_rate": "CRS of grade 3 or worse had no rescue drug been given, infused",
            "severe_icans_rate": "ICANS of grade 3 or worse, infused",
        }.items()
        for v in [
            *interval("arm", name, "1", f"share with {text} (limits: Monte Carlo)"),
            *table(
                "arm",
                "f8",
                (f"{name}_mcse", "1", f"Monte Carlo standard error of {name}"),
                (f"{name}_least", "1", f"{name} if no failed solve had it"),
                (f"{name}_most", "1", f"{name} if every failed solve had it"),
                (f"{name}_n", "1", f"patients that {name} is a share of"),
            ),
        ]
    ),
    *table(
        "arm response",
        "f8",
        ("best_response_share", "1", "share by best overall response, enrolled"),
        ("confirmed_response_share", "1", "share by confirmed response, enrolled"),
    ),
    *table(
        "arm crs_level",
        "f8",
        ("crs_share", "1", "share by worst CRS grade, infused"),
        ("icans_share", "1", "share by worst ICANS grade, infused"),
    ),
    *table(
        "arm response_day_grid",
        "f8",
        ("response_incidence", "1", "Aalen-Johansen incidence of CR or PR, PD and death competing"),
        ("response_probability", "1", "probability of being in confirmed response, enrolled"),
    ),
    *(
        v
        for name, (units, where, unit) in COMPARTMENTS.items()
        for tail in ["" if name == "blood" else f"_{name}"]
        for v in table(
            "arm",
            "f8",
            (f"cmax{tail}_median", units, f"median Cmax in {where} ({unit})"),
            (f"tmax{tail}_median", "day", f"median Tmax in {where}"),
            (
                f"auc_0_28{tail}_median",
                "day" if units == "1" else f"day {units}",
                f"median AUC 0-28 in {where}",
            ),
            (f"cmax{tail}_gcv", "%", f"between-patient geometric CV of Cmax in {where}"),
            (f"auc_0_28{tail}_gcv", "%", f"between-patient geometric CV of AUC 0-28 in {where}"),
        )
    ),
    *table("arm flow_step", "i8", ("flow", "1", "patients at this step")),
    *interval(
        "contrast measure", "paired_difference", "1", "difference of shares in the same patients (Newcombe)"
    ),
    *interval(
        "contrast measure",
        "bootstrap",
        "1",
        "the same difference, bootstrap of patients with all arms together",
    ),
    *table(
        "contrast measure",
        "f8",
        ("paired_se", "1", "standard error of the paired difference"),
        ("both", "1", "patients with it in both arms"),
        ("first_only", "1", "patients with it in the first arm named only"),
        ("second_only", "1", "patients with it in the second arm named only"),
        ("neither", "1", "patients with it in neither arm"),
        ("independent_patients", "1", "patients per arm that independent arms would need for the same error"),
    ),
    *interval(
        "contrast", "time_in_response_difference", "day", "difference of mean days in response, same patients"
    ),
    *UNCERTAINTY,
]
