"""Sections on what was asked and found: trial, flow, endpoints, response, comparison, safety, kinetics."""

from __future__ import annotations

from dataclasses import replace

from cartsim.report import found, rules, sentences
from cartsim.report.comparison_tables import PAIRED_HEADER, paired_rows, time_in_response_rows
from cartsim.report.kinetics_tables import kinetics_rows
from cartsim.report.plates.sheet import FEW
from cartsim.report.sections.safety_tables import safety_tables
from cartsim.report.sections.section import Section, Table
from cartsim.report.tables import (
    EXACT,
    LOG_LOG,
    endpoint_header,
    endpoint_rows,
    estimands,
    grid_words,
)
from cartsim.report.time_to_event_tables import end_rows, landmark_rows, strategy_rows
from cartsim.results.run import Run
from cartsim.trial.periods import YEAR, said_until

LONG = 12
"""Rows beyond which a table of comparisons shows the primary endpoint and folds the rest."""
FEW_COLUMNS = FEW
"""Arms up to which an estimate and its limits stand on one line."""

ENDPOINT_WORDS = (
    "The first row is the primary response estimand; all others are secondary. Exact (Clopper-Pearson) and "
    "log-log limits of simulated patients are Monte Carlo error. NR: not reached within the follow-up."
)
LIMITS = (
    f"Limits in brackets, Monte Carlo: {EXACT} (Clopper-Pearson) of shares, {LOG_LOG} of medians; medians "
    "freed of the visits have none."
)
"""Said once below a table of many arms, which has no room for a column that says it in every row."""
PAIRED_WORDS = (
    "Every virtual patient is treated under every arm with the same random numbers; a difference is that of "
    "the same patients with themselves, first arm minus second. No test is made over simulated patients, "
    "whose number is a setting."
)
INDEPENDENT = "Independent patients: how many per arm a design without pairing needs for the same error."
IN_RESPONSE = (
    "All enrolled, those without response at 0: unlike the duration of response, a comparison of arms."
)
SURVIVAL_WORDS = (
    "A new anticancer therapy ends the follow-up of response and progression (hypothetical strategy); its "
    "own effect is not simulated, neither here nor where it is ignored (treatment policy)."
)
LANDMARK_WORDS = (
    "Sorted by what was seen until then, among those alive and in follow-up: responders against others from "
    "infusion would favour whoever lived long enough to respond."
)
SAFETY_WORDS = (
    "Grades are derived from the simulated course (ASTCT 2019 for CRS and ICANS, CTCAE {version} for the "
    "rest) through assumed links: read them as a ranking of arms. Of ICANS, motor weakness and cerebral "
    "oedema are not simulated."
)


def trial(run: Run) -> Section:
    """Product, visits and rules in a sentence; the arms in a table."""
    scenario = run.scenario
    rows = [
        (
            arm.name,
            sentences.doses(arm),
            sentences.receptor(scenario.receptor_of(arm)),
            f"{scenario.affinity_of(arm):g} nM",
            sentences.lymphodepletion(scenario.trial.lymphodepletion_of(arm)),
            sentences.rescue(scenario.trial.rescue_of(arm)),
        )
        for arm in scenario.trial.arms
    ]
    header = ("Arm", "Dose", "PD-L1 receptor", "CAR affinity", "Lymphodepletion", "Rescue")
    words = [
        sentences.protocol(scenario),
        f"{rules.dose_limiting(scenario)} {rules.quiet_time(scenario)}",
    ]
    return Section("trial", "What was simulated", words, [Table(header, rows)])


def glance(run: Run) -> Section | None:
    """The figure to send to a colleague; nothing for many arms or nobody."""
    if len(run.scenario.trial.arms) > FEW:
        return None
    return Section("glance-section", "At a glance", plates=["glance"])


def flow(run: Run) -> Section:
    """How many patients reach each step."""
    words = "From the population to the analyses; all arms share the same virtual patients."
    return Section("flow-section", "Patient flow", [words], plates=["flow"])


def endpoints(run: Run) -> Section:
    """The endpoint table and, folded, what each endpoint estimates."""
    rows, columns = [row.cells for row in endpoint_rows(run.endpoints)], endpoint_header(run.endpoints)
    if run.endpoints.sizes["arm"] > FEW_COLUMNS:
        rows = [row[:-1] for row in rows]
        table = Table(columns[:-1], rows, note=LIMITS, classes="endpoints many")
    else:
        table = Table(columns, rows, classes="endpoints interval")
    header = ("Endpoint", "Role", "Population", "Time zero", "Variable", "Intercurrent events", "Summary")
    keys = ("title", "role", "population", "time_zero", "variable", "intercurrent", "summary")
    stated = [tuple(_listed(row[key]) for key in keys) for row in estimands(run.endpoints)]
    title = "How the endpoints are defined (ICH E9(R1))"
    defined = Table(header, stated, title, classes="dense", folded=True)
    return Section("endpoints", "All endpoints", [ENDPOINT_WORDS], [table, defined])


def _listed(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def response(run: Run) -> Section:
    """Tumour response by arm and patient."""
    plates = ["response-rates", "waterfall", "spider", "swimmer"]
    return Section("response", "Response", plates=plates, finding=found.response(run.endpoints))


def comparison(run: Run) -> Section | None:
    """Paired differences; nothing for a single arm."""
    rows = paired_rows(run.endpoints)
    if not rows:
        return None
    tables = [Table(PAIRED_HEADER, rows, note=INDEPENDENT, numbered_from=2, classes="paired")]
    if len(rows) > LONG:
        first = [row for row in rows if row[1] == rows[0][1]]
        title = f"All endpoints ({len(rows)} rows)"
        folded = replace(tables[0], title=title, classes="paired dense", folded=True)
        tables = [replace(tables[0], rows=first), folded]
    header = ("Contrast", "First arm", "Second arm", "Difference (95 % limits)")
    until = float(run.endpoints.attrs.get("responses_until_day", YEAR))
    title = said_until(f"Mean days in confirmed response to day {YEAR:g}", until)
    means = Table(header, time_in_response_rows(run.endpoints), title, note=IN_RESPONSE, numbered_from=1)
    finding = found.comparison(run.endpoints)
    title = "Routes within patients" if sentences.routes_differ(run.scenario) else "Arms within patients"
    return Section("comparison", title, [PAIRED_WORDS], [*tables, means], ["paired"], finding=finding)


def survival(run: Run) -> Section:
    """Time to event, why it ends, what other rules would give, and survival from the landmark."""
    data, arms = run.endpoints, [str(arm) for arm in run.endpoints["arm"].values]
    grid = f"Medians that visits find move in the steps of the visits: {grid_words(data)}."
    point = f"{float(data.attrs.get('landmark_day', 0.0)):.0f}"
    tables = (
        Table(("Time to", *arms), end_rows(data), "What ends it, patients"),
        Table(
            ("Under another rule", *arms),
            strategy_rows(data),
            "The same under other rules",
            note=grid,
            classes="dense",
            folded=True,
        ),
        Table(
            (f"On day {point}", *arms),
            landmark_rows(data),
            f"Alive on day 365 and median survival, days, from the landmark on day {point}",
            note=LANDMARK_WORDS,
        ),
    )
    words = [rules.censoring(run.scenario), SURVIVAL_WORDS, grid]
    told = [table for table in tables if table.rows]
    return Section("time-to-event", "Duration", words, told, ["survival"], finding=found.duration(data))


def safety(run: Run) -> Section:
    """Cytokine release, neurotoxicity, adverse events, DLT, laboratory, and the cytokines behind them."""
    words = SAFETY_WORDS.format(version=run.endpoints.attrs.get("ctcae", run.scenario.trial.ctcae))
    tables, finding = safety_tables(run.endpoints), found.toxicity(run.endpoints)
    plates = ["crs", "adverse-events", "cytokines"]
    return Section("safety", "Toxicity over time", [words], tables, plates, finding=finding)


def kinetics(run: Run) -> Section:
    """CAR-T and tumour over time."""
    rows = [(row.endpoint, row.population, *row.values) for row in kinetics_rows(run.endpoints)]
    header = ("As sampled", "Population", *(str(arm) for arm in run.endpoints["arm"].values))
    tables = [Table(header, rows, note="Median (quartiles) over patients.")] if rows else []
    plates, finding = ["car-t", "tumour"], found.kinetics(run.endpoints)
    return Section("kinetics", "Kinetics and tumour", [], tables, plates, finding=finding)
