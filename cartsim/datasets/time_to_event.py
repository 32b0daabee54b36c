"""Endpoints: time to event, per patient and per arm."""

from __future__ import annotations

from cartsim.datasets.categories import CENSORING, CURVES, NO_YES
from cartsim.datasets.variable import coded, interval, table

TIME_TO_EVENT = [
    *(
        v
        for name, text in CURVES.items()
        for v in [
            *table(
                "arm patient", "f8", (name, "day", f"{text}, days from its time zero; NaN: not in the set")
            ),
            *coded(
                "arm patient",
                (f"{name}_event", NO_YES, f"{text}: event seen (no: censored)"),
                (f"{name}_reason", CENSORING, f"{text}: the event, or what censors it"),
            ),
            *table(
                "arm patient",
                "f8",
                (
                    f"{name}_after",
                    "day",
                    f"{text}: last adequate visit before an event that a visit found, else the day itself",
                ),
            ),
        ]
    ),
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
        *(
            (f"median_{name}_{tail}", "day", f"median {CURVES[name]} {text}")
            for name in ("pfs", "dor", "ddc")
            for tail, text in {
                "worst_case": "if whoever left had progressed at the next visit",
                "fda": "with an event after two missed visits censored",
                "simple": "with events after missed visits counted",
                "policy": "with new anticancer therapy ignored (treatment policy)",
            }.items()
        ),
        *(
            (f"median_{name}_{tail}", "day", f"median {CURVES[name]} {text}")
            for name in ("pfs", "os")
            for tail, text in {"infused": "of the infused", "enrolment": "from enrolment"}.items()
        ),
    ),
    *table("arm curve end_reason", "i8", ("end_reasons", "1", "patients whose time ends for this reason")),
    *interval("arm", "mean_time_in_response", "day", "mean days in confirmed response to day 365, enrolled"),
    *table("arm landmark_group", "f8", ("landmark_n", "1", "patients in follow-up at the landmark")),
    *interval("arm landmark_group", "landmark_median_os", "day", "median survival from the landmark"),
    *interval("arm landmark_group", "landmark_os", "1", "share alive on day 365, from the landmark"),
]
