"""Dose finding: arrays of the reported escalation trials and of the repeated ones."""

from __future__ import annotations

from cartsim.datasets.categories import DESIGN_DECISION, DESIGN_END, DESIGN_PART
from cartsim.datasets.variable import Variable, coded, interval, table


def _mean(dims: str, name: str, units: str, text: str) -> list[Variable]:
    """A mean over repeated trials with its standard error."""
    error = f"Monte Carlo standard error of {name} over trials"
    return table(dims, "f8", (name, units, text), (f"{name}_mcse", units, error))


EXPANSION = {
    "orr": "confirmed response by the primary visit, enrolled",
    "dlt": "dose-limiting toxicity, DLT-evaluable",
    "severe_crs": "CRS of grade 3 or worse, infused",
}

DOSE_FINDING = [
    *table("design_arm", "U", ("design_arm", "1", "arm that escalates")),
    *table("level", "i8", ("level", "1", "dose level, 1 the lowest")),
    *table("level", "U", ("level_dose", "1", "dose of the level")),
    *table("cohort_step", "i8", ("cohort_step", "1", "cohort of the reported trial, in order")),
    *table("design_quantile", "f8", ("design_quantile", "1", "quantile over repeated trials")),
    *table(
        "",
        "i8",
        ("design_pool", "1", "virtual patients the trials are drawn from"),
        ("design_pool_failed", "1", "virtual patients left out because a solve failed"),
        ("design_trials", "1", "repeated trials per arm"),
    ),
    *_mean("design_arm level", "design_selected", "1", "share of trials that select the level"),
    *_mean("design_arm level", "design_patients", "1", "evaluable patients of an escalation at the level"),
    *_mean("design_arm level", "design_dlts", "1", "patients with a DLT in an escalation at the level"),
    *_mean("design_arm level", "design_obd_selected", "1", "share of trials that choose the level as OBD"),
    *_mean("design_arm", "design_none_selected", "1", "share of trials that select no level as too toxic"),
    *_mean("design_arm", "design_undecided", "1", "share of trials that end without a decision"),
    *_mean("design_arm", "design_obd_none", "1", "share of trials without an OBD"),
    *_mean("design_arm", "design_enrolled", "1", "patients enrolled in an escalation, replaced included"),
    *_mean("design_arm", "design_replaced", "1", "patients replaced in an escalation"),
    *_mean("design_arm", "design_duration", "day", "first infusion to the close of the last DLT window"),
    *_mean("design_arm", "design_expanded", "1", "share of trials with an expansion cohort"),
    *(
        v
        for name, text in {
            "design_dlt_rate": "share of the pool with dose-limiting toxicity at the level, DLT-evaluable",
            "design_response_rate": "share of the pool with a confirmed response at the level, enrolled",
            "design_severe_crs_rate": "share of the pool with CRS of grade 3 or worse at the level, infused",
        }.items()
        for v in [
            *interval("design_arm level", name, "1", f"{text} (limits: Monte Carlo)"),
            *table("design_arm level", "f8", (f"{name}_mcse", "1", f"Monte Carlo standard error of {name}")),
            *table("design_arm level", "i8", (f"{name}_n", "1", f"patients of {name}")),
        ]
    ),
    *table(
        "design_arm level",
        "f8",
        ("design_utility", "1", "mean utility over the pool at the level, 0 to 100"),
        ("design_utility_mcse", "1", "Monte Carlo standard error of design_utility over the pool"),
    ),
    *table(
        "design_arm",
        "i8",
        ("design_pool_obd", "1", "OBD by the trials' rule over the whole pool, 0 none"),
        ("design_trial_selected", "1", "level the reported trial selects, 0 none"),
        ("design_trial_obd", "1", "OBD of the reported trial, 0 none"),
        ("design_trial_enrolled", "1", "patients enrolled in the reported escalation"),
        ("design_trial_replaced", "1", "of these, not evaluable and replaced"),
        ("design_expansion_level", "1", "level of the reported expansion, 0 none"),
    ),
    *coded("design_arm", ("design_trial_end", DESIGN_END, "how the reported escalation ended")),
    *table(
        "design_arm",
        "f8",
        ("design_trial_days", "day", "first infusion to the close of the last DLT window, reported trial"),
    ),
    *(
        v
        for name, text in EXPANSION.items()
        for v in [
            *interval("design_arm", f"design_expansion_{name}", "1", f"reported expansion, {text} (exact)"),
            *table("design_arm", "i8", (f"design_expansion_{name}_n", "1", f"patients of it: {text}")),
            *table(
                "design_arm design_quantile",
                "f8",
                (f"design_expansion_{name}_trials", "1", f"spread over repeated trials: {text}"),
            ),
        ]
    ),
    *table(
        "design_arm cohort_step",
        "i8",
        ("design_cohort_level", "1", "level of the cohort, 0 not opened"),
        ("design_cohort_patients", "1", "evaluable patients of the cohort"),
        ("design_cohort_dlts", "1", "patients of the cohort with a DLT"),
        ("design_cohort_under_dosed", "1", "replaced since under-dosed"),
        ("design_cohort_not_followed", "1", "replaced since not followed to the end of the DLT window"),
    ),
    *table(
        "design_arm cohort_step",
        "f8",
        ("design_cohort_opens", "day", "first infusion of the cohort, days since the arm's first"),
        ("design_cohort_closes", "day", "close of the cohort's last DLT window"),
    ),
    *coded(
        "design_arm cohort_step",
        ("design_cohort_decision", DESIGN_DECISION, "decision after the cohort"),
    ),
    *coded("design_arm patient", ("design_part", DESIGN_PART, "part of the reported trial")),
    *table(
        "design_arm patient",
        "i8",
        ("design_level", "1", "level in the reported trial, 0 not enrolled"),
        ("design_cohort", "1", "cohort of the reported escalation, 0 none"),
    ),
    *table("design_arm patient", "f8", ("design_day", "day", "infusion, days since the arm's first")),
]
