"""How sure is this: Monte Carlo error, patients, typical values and a planned trial, each on its own."""

from __future__ import annotations

from cartsim.report.sections.section import Section, Table
from cartsim.report.uncertainty_tables import (
    DIFFERENCE_HEADER,
    POWER_HEADER,
    difference_rows,
    driver_rows,
    power_rows,
    uncertainty_header,
    uncertainty_rows,
    variation_rows,
)
from cartsim.results.run import Run

APART = (
    "Four things are uncertain, and none of them is mixed with another in one interval. Monte Carlo error: "
    "how well this many virtual patients pin down what the model says; it goes away with more of them. "
    "Variation: how patients differ; it never goes away and is no interval around anything. Typical values: "
    "what the model would say with other parameters that cannot be ruled out. A planned trial: what a real "
    "trial of its size would see, by the luck of who is in it."
)
NOT_DRAWN = (
    "Typical values were not drawn in this run, so nothing here says what the assumed numbers are worth: "
    "set run.parameter_draws (200 or more)."
)
FEW_DRAWS = "Fewer than 200 draws: the ends of their range are rough."
ENOUGH_DRAWS = 200
VARIATION = "Between-patient variation of the infused: it says how people differ and is no interval."
VARIATION_HEADER = (
    "As sampled",
    "Arm",
    "Median",
    "Half of the patients",
    "90 % of the patients",
    "Geometric CV",
)
LUCK = "A correlation under 2 over the root of the number of draws ({limit:.2f} here) can be luck."


def certainty(run: Run) -> Section | None:
    """The section; nothing for results without these endpoints."""
    endpoints = run.endpoints
    if "outcome_share" not in endpoints:
        return None
    rows = uncertainty_rows(endpoints)
    tables = [Table(uncertainty_header(endpoints), rows, numbered_from=2, classes="paired")]
    tables += _over_typical_values(run) + _planned(run)
    varied = variation_rows(endpoints)
    if varied:
        title = "How patients differ"
        tables.append(
            Table(VARIATION_HEADER, varied, title, note=VARIATION, numbered_from=2, classes="dense")
        )
    return Section("certainty", "How sure is this", [APART, *_draws(run)], tables, ["uncertainties"])


def _draws(run: Run) -> list[str]:
    """What was drawn, and how many of its solves failed."""
    settings, endpoints = run.scenario.run, run.endpoints
    if "typical_value" not in endpoints:
        return [NOT_DRAWN]
    failed, arms = int(endpoints["failed_draws"].sum()), endpoints.sizes["arm"]
    solves = settings.parameter_draws * settings.draw_patients * arms
    words = (
        f"{settings.parameter_draws} draws of {endpoints.sizes['uncertain']} typical values, each carried "
        f"through with the same {settings.draw_patients} virtual patients; {failed} of {solves} solves "
        "failed. The range of typical values is freed of the Monte Carlo error that so few patients leave "
        "in it."
    )
    return [words] + ([FEW_DRAWS] if settings.parameter_draws < ENOUGH_DRAWS else [])


def _over_typical_values(run: Run) -> list[Table]:
    if "typical_value" not in run.endpoints:
        return []
    title = "Differences between arms over typical values"
    rows = difference_rows(run.endpoints)
    tables = [Table(DIFFERENCE_HEADER, rows, title, numbered_from=2, classes="dense")] if rows else []
    drivers = driver_rows(run.endpoints)
    if drivers:
        header = ("Parameter", *(str(arm) for arm in run.endpoints["arm"].values))
        title = "Typical values that go most with the primary response (rank correlation over the draws)"
        note = LUCK.format(limit=2 / run.endpoints.sizes["draw"] ** 0.5)
        tables.append(Table(header, drivers, title, note=note, numbered_from=1))
    return tables


def _planned(run: Run) -> list[Table]:
    planned = run.scenario.trial.planned
    if planned is None or "power" not in run.endpoints or not run.endpoints.sizes["contrast"]:
        return []
    title = f"The planned trial: {planned.patients_per_arm} patients per arm, repeated {planned.trials} times"
    test = {"fisher": "Fisher's exact test", "boschloo": "Boschloo's exact test"}[planned.test]
    note = (
        f"Other patients in either arm. {test} or the log-rank test, two-sided at {planned.alpha:g}, in "
        "this order until one fails to reject. Limits: Monte Carlo error of the repeats, which draw on the "
        f"{run.endpoints.sizes['patient']} virtual patients and know no more than they do."
    )
    return [Table(POWER_HEADER, power_rows(run.endpoints), title, note=note, numbered_from=3)]
