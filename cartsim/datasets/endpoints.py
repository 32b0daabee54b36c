"""Endpoints: what a statistician computes from the visits, per patient and per arm."""

from __future__ import annotations

from cartsim.datasets.categories import (
    COMPARTMENTS,
    CURVES,
    DLT,
    DLT_REASON,
    EFFUSION_RESPONSE,
    MECHANISM,
    NO_YES,
    RESPONSE,
)
from cartsim.datasets.uncertainty import UNCERTAINTY
from cartsim.datasets.variable import coded, interval, table

ENDPOINTS = [
    *coded(
        "arm patient",
        ("best_overall_response", RESPONSE, "best overall response, unconfirmed"),
        ("confirmed_response", RESPONSE, "best overall response, confirmed"),
        ("response_by_primary", NO_YES, "confirmed CR or PR by the primary visit"),
        ("response_pending", NO_YES, "first CR or PR at the last visit: not yet confirmed"),
        ("best_effusion_response", EFFUSION_RESPONSE, "best response of the effusion (not RECIST)"),
        ("dlt", DLT, "dose-limiting toxicity"),
        ("dlt_reason", DLT_REASON, "why a DLT, or why not evaluable"),
    ),
    *table(
        "arm patient",
        "f8",
        ("best_response_day", "day", "first visit that qualifies for the best response"),
        ("confirmed_response_day", "day", "first visit of the confirmed response"),
        ("response_day", "day", "first CR or PR of the confirmed response; NaN: no responder"),
        ("time_in_response", "day", "days in confirmed response to day 365, 0 for those without"),
        ("pfs_after", "day", "last adequate visit without progression before the event"),
        ("dlt_day", "day", "day of the dose-limiting toxicity"),
        ("crs_onset", "day", "first fever of the CRS"),
        ("crs_end", "day", "end of the last CRS episode"),
    ),
    *(
        v
        for name, text in CURVES.items()
        for v in [
            *table(
                "arm patient", "f8", (name, "day", f"{text}, days from its time zero; NaN: not in the set")
            ),
            *coded("arm patient", (f"{name}_event", NO_YES, f"{text}: event seen (no: censored)")),
        ]
    ),
    *table(
        "arm patient",
        "i1",
        ("crs_grade", "1", "worst CRS grade, ASTCT 2019, from continuous monitoring"),
        ("crs_grade_seen", "1", "worst CRS grade at the safety visits"),
        ("crs_episodes", "1", "CRS episodes"),
        ("crs_grade_unrescued", "1", "worst CRS grade had no rescue drug been given; -1 that solve failed"),
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
        ("ae_end", "day", "end of the event; NaN: ongoing at last sight"),
        ("ae_onset_severe", "day", "first day at grade 3 or worse"),
    ),
    *coded(
        "arm patient event_term",
        ("ae_related", MECHANISM, "mechanism the event is attributed to"),
        ("ae_serious", NO_YES, "grade 4 or worse, or death"),
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
    *table(
        "arm event_term", "f8", ("ae_rate", "year-1", "events of any grade per patient-year of follow-up")
    ),
    *(
        v
        for name, text in {
            "orr": "CR or PR at the visit, enrolled",
            "orr_measurable": "CR or PR at the visit, measurable disease",
            "orr_by": "best response CR or PR by the visit, enrolled",
            "in_response": "in confirmed response on the day of the visit, enrolled",
        }.items()
        for v in interval("arm visit", name, "1", f"share with {text} (limits: Monte Carlo)")
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
            "confirmed_orr": "confirmed CR or PR by the primary visit, enrolled (primary)",
            "confirmed_orr_measurable": "confirmed CR or PR by the primary visit, measurable disease",
            "confirmed_orr_infused": "confirmed CR or PR by the primary visit, infused",
            "best_orr": "unconfirmed CR or PR at any visit, enrolled",
            "dcr": "CR, PR or SD as best response, enrolled",
            "effusion_orr": "effusion CR or PR (not RECIST), enrolled",
            "dlt_rate": "dose-limiting toxicity, DLT-evaluable",
            "severe_crs_rate": "CRS of grade 3 or worse, infused",
            "severe_crs_unrescued_rate": "CRS of grade 3 or worse had no rescue drug been given, infused",
        }.items()
        for v in [
            *interval("arm", name, "1", f"share with {text} (limits: Monte Carlo)"),
            *table(
                "arm",
                "f8",
                (f"{name}_mcse", "1", f"Monte Carlo standard error of {name}"),
                (f"{name}_least", "1", f"{name} if no failed solve had it"),
                (f"{name}_most", "1", f"{name} if every failed solve had it"),
            ),
        ]
    ),
    *table(
        "arm response",
        "f8",
        ("best_response_share", "1", "share by best overall response, enrolled"),
        ("confirmed_response_share", "1", "share by confirmed response, enrolled"),
    ),
    *table("arm crs_level", "f8", ("crs_share", "1", "share by worst CRS grade, infused")),
    *table(
        "arm curve km_step",
        "f8",
        ("km_time", "day", "time of the row"),
        ("km_at_risk", "1", "patients at risk"),
        ("km_events", "1", "events at this time"),
        ("km_survival", "1", "Kaplan-Meier estimate"),
        ("km_lower", "1", "lower log-log limit"),
        ("km_upper", "1", "upper log-log limit"),
    ),
    *(v for name, text in CURVES.items() for v in interval("arm", f"median_{name}", "day", f"median {text}")),
    *table(
        "arm",
        "f8",
        ("median_pfs_interval_start", "day", "start of Turnbull's interval of the median of PFS"),
        ("median_pfs_interval_end", "day", "end of Turnbull's interval of the median of PFS"),
        ("median_pfs_latent", "day", "median of PFS with the true day of progression"),
        *(
            row
            for name in ("pfs", "os")
            for row in (
                (f"median_{name}_least", "day", f"median_{name} if every failed solve had the event at once"),
                (f"median_{name}_most", "day", f"median_{name} if no failed solve ever had the event"),
            )
        ),
        ("median_pfs_worst_case", "day", "median of PFS if whoever left had progressed at the next visit"),
    ),
    *table(
        "arm response_day_grid",
        "f8",
        ("response_incidence", "1", "Aalen-Johansen incidence of CR or PR, PD and death competing"),
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
