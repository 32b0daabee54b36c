"""Endpoints on how sure the others are: Monte Carlo error, patients, typical values, a planned trial."""

from __future__ import annotations

from cartsim.datasets.variable import interval, table

DRAWN = {
    "confirmed_orr": ("1", "confirmed CR or PR by the primary visit"),
    "best_orr": ("1", "unconfirmed CR or PR at any visit"),
    "dcr": ("1", "best response CR, PR or SD, unconfirmed"),
    "dlt_rate": ("1", "dose-limiting toxicity"),
    "severe_crs_rate": ("1", "CRS of grade 3 or worse"),
    "median_pfs": ("day", "median progression-free survival"),
    "median_os": ("day", "median overall survival"),
}

UNCERTAINTY = [
    *interval("arm measure", "outcome_share", "1", "share with the yes/no endpoint (limits: Monte Carlo)"),
    *table(
        "arm measure",
        "f8",
        ("outcome_share_mcse", "1", "Monte Carlo standard error of outcome_share"),
        ("outcome_share_n", "1", "patients who count for the yes/no endpoint"),
        ("patient_sd", "1", "between-patient SD of the outcome, sqrt(p (1 - p)): variation, no interval"),
        ("predicted_lower", "1", "lower limit of the share that a planned trial would see"),
        ("predicted_upper", "1", "upper limit of the share that a planned trial would see"),
        ("predicted_drawn_lower", "1", "the same also over typical values, lower limit, never above"),
        ("predicted_drawn_upper", "1", "the same also over typical values, upper limit, never below"),
    ),
    *(
        v
        for dims, prefix, what in (
            ("arm measure", "", "share"),
            ("contrast measure", "difference_", "paired difference of shares"),
        )
        for v in table(
            dims,
            "f8",
            (f"{prefix}parameter_mean", "1", f"{what}, mean over parameter draws"),
            (f"{prefix}parameter_sd", "1", f"{what}, SD over typical values, freed of Monte Carlo error"),
            *(
                (
                    f"{prefix}parameter_{end}",
                    "1",
                    f"{what}, {level} % of typical values, freed of Monte Carlo error; "
                    "none where not separable from it",
                )
                for end, level in (("lower", "2.5"), ("upper", "97.5"))
            ),
            *(
                (
                    f"{prefix}parameter_sd_{end}",
                    "1",
                    f"{what}, SD over typical values, {end} 95 % limit{more}",
                )
                for end, more in (("lower", "; 0: not separable from Monte Carlo error"), ("upper", ""))
            ),
            (f"{prefix}draw_mcse", "1", f"{what}, Monte Carlo standard error of one parameter draw"),
        )
    ),
    *(
        v
        for name, (units, text) in DRAWN.items()
        for v in table("draw arm", "f8", (f"{name}_draws", units, f"{text}, in each parameter draw"))
    ),
    *table("draw arm visit", "f8", ("orr_draws", "1", "CR or PR at the visit, in each parameter draw")),
    *table(
        "draw contrast measure",
        "f8",
        ("paired_difference_draws", "1", "difference of shares in the same patients, in each parameter draw"),
    ),
    *table("draw arm", "i8", ("failed_draws", "1", "failed solves of each parameter draw")),
    *table(
        "draw uncertain", "f8", ("typical_value", "1", "typical value drawn, in the unit of its parameter")
    ),
    *(
        v
        for name, text in {
            "power": "reject the hypothesis taken alone",
            "power_in_sequence": "reject the hypothesis and all before it",
            "power_in_favour": "reject it with the arm named first higher (share) or later (time)",
        }.items()
        for v in [
            *interval("contrast hypothesis", name, "1", f"share of repeated planned trials that {text}"),
            *table(
                "contrast hypothesis",
                "f8",
                (f"{name}_mcse", "1", f"Monte Carlo standard error of {name}"),
                (f"{name}_n", "1", f"repeats that {name} is a share of"),
            ),
        ]
    ),
]
