"""How sure is this: Monte Carlo error, patients, typical values and a planned trial, each on its own."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.report.drivers import BEYOND, Drivers, drivers
from cartsim.report.sections.section import Section, Table
from cartsim.report.uncertainty_tables import (
    DIFFERENCE_HEADER,
    POWER_HEADER,
    difference_rows,
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
NOT_SEPARABLE = (
    "Not separable: not separable from Monte Carlo error at this number of draws and patients. The 95 % "
    "limits of the SD over typical values (two-way analysis of variance of draws and patients) reach down to "
    "0; the upper one is given, and there is no range. More draws, or more patients in each, tell more."
)
OTHER_PATIENTS = (
    "The mean over typical values is that of the {draw_patients} patients of the draws, the share that of "
    "the {patients} of the run with the assumed values. They differ because the patients do, and because a "
    "mean over typical values is not the value at their middle."
)
WIDER = (
    "The planned trial over typical values holds the luck of its patients, of the virtual patients behind it "
    "and the typical values, and always the interval without them: that alone would be right if the assumed "
    "values were."
)
LUCK = (
    "{mark}: beyond ±{limit:.2f}, which none of {parameters} parameters in any arm exceeds in 95 % of random "
    "orders of the draws. Only parameters with such a correlation are listed{more}."
)
NOTHING = (
    "No parameter stands out among {parameters} at {draws} draws: the strongest rank correlation of a "
    "typical value with the primary response, {strongest}, is within the ±{limit:.2f} that luck alone "
    "reaches among so many."
)


def certainty(run: Run) -> Section | None:
    """The section; nothing for results without these endpoints."""
    endpoints = run.endpoints
    if "outcome_share" not in endpoints:
        return None
    rows = uncertainty_rows(endpoints)
    note = _beside_the_shares(run, rows)
    tables = [Table(uncertainty_header(endpoints), rows, note=note, numbered_from=2, classes="paired")]
    driving = drivers(endpoints)
    tables += _over_typical_values(run, driving) + _planned(run)
    varied = variation_rows(endpoints)
    if varied:
        title = "How patients differ"
        tables.append(
            Table(VARIATION_HEADER, varied, title, note=VARIATION, numbered_from=2, classes="dense")
        )
    words = [APART, *_draws(run), *_nothing(driving)]
    return Section("certainty", "How sure is this", words, tables, ["uncertainties"])


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


def _over_typical_values(run: Run, driving: Drivers | None) -> list[Table]:
    if "typical_value" not in run.endpoints:
        return []
    title = "Differences between arms over typical values"
    rows = difference_rows(run.endpoints)
    note = _not_separable(rows)
    tables = [Table(DIFFERENCE_HEADER, rows, title, note=note, numbered_from=2, classes="dense")]
    tables = tables if rows else []
    if driving and driving.rows:
        header = ("Parameter", *(str(arm) for arm in run.endpoints["arm"].values))
        title = "Typical values that go with the primary response (rank correlation over the draws)"
        more = f", the {len(driving.rows)} strongest; {driving.more} more are beyond" if driving.more else ""
        note = LUCK.format(mark=BEYOND, limit=driving.limit, parameters=driving.parameters, more=more)
        tables.append(Table(header, driving.rows, title, note=note, numbered_from=1))
    return tables


def _not_separable(rows: Sequence[Sequence[str]]) -> str:
    """What the words mean, where they stand."""
    return NOT_SEPARABLE if any("not separable" in cell for row in rows for cell in row) else ""


def _beside_the_shares(run: Run, rows: Sequence[Sequence[str]]) -> str:
    """How to read what stands beside a share."""
    if "typical_value" not in run.endpoints:
        return ""
    settings = run.scenario.run
    people = OTHER_PATIENTS.format(draw_patients=settings.draw_patients, patients=settings.patients)
    trial = [WIDER] if "predicted_drawn_lower" in run.endpoints else []
    return " ".join([_not_separable(rows), people, *trial]).strip()


def _nothing(driving: Drivers | None) -> list[str]:
    """That no parameter stands out, where none does."""
    return [] if driving is None or driving.rows else [NOTHING.format(**driving._asdict())]


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
