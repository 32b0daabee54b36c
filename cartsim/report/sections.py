"""What stands where on the page: the sections in order, their words, tables and the names of their figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cartsim.report import sentences
from cartsim.report.tables import (
    PAIRED_HEADER,
    bound_rows,
    endpoint_header,
    endpoint_rows,
    estimands,
    kinetics_rows,
    number,
    paired_rows,
    time_in_response_rows,
    unit_text,
)
from cartsim.results.run import Run


LONG = 12
"""Rows beyond which a table of comparisons shows the primary endpoint and folds the rest."""
FEW_COLUMNS = 4
"""Arms up to which an estimate and its limits stand on one line."""


@dataclass(frozen=True)
class Table:
    """A table of the page; columns from `numbered_from` on are figures, a folded one opens on a click."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""
    name: str = ""
    note: str = ""
    classes: str = ""
    numbered_from: int = 99
    folded: bool = False


@dataclass(frozen=True)
class Section:
    """A section of the page; `plates` name its figures, `figures` holds them once drawn."""

    name: str
    title: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()
    plates: Sequence[str] = ()
    figures: Sequence[Any] = field(default_factory=list)
    listing: str = ""
    listing_title: str = ""


def sections_of(run: Run) -> list[Section]:
    """The sections of a run in the order they are read."""
    makers = (
        _trial,
        _flow,
        _endpoints,
        _response,
        _paired,
        _survival,
        _safety,
        _kinetics,
        _route,
        _failures,
        _parameters,
        _manifest,
        _references,
    )
    return [section for section in (make(run) for make in makers) if section]


def _trial(run: Run) -> Section:
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
    visits, rules = scenario.trial.visits, scenario.trial.response
    scans = ", ".join(f"{day:g}" for day in visits.response)
    paragraph = (
        f"{scenario.product.name}. Scans on days {scans} (window ±{visits.window:g} days), read with "
        f"{100 * rules.measurement_cv:g} % error; {rules.criteria}, responses confirmed after {rules.confirmation:g} days, "
        f"stable disease from day {rules.stable_disease_from:g}; drop-out {100 * scenario.trial.dropout:g} % per month."
    )
    header = ("Arm", "Dose", "PD-L1 receptor", "CAR affinity", "Lymphodepletion", "Rescue")
    return Section("trial", "What was simulated", [paragraph], [Table(header, rows)])


def _flow(run: Run) -> Section:
    words = "From the population to the analyses; all arms share the same virtual patients."
    return Section("flow-section", "Patient flow", [words], plates=["flow"])


def _endpoints(run: Run) -> Section:
    words = (
        "The first row is the primary response estimand; all other rows are secondary. Exact (Clopper-Pearson) and log-log "
        "limits of simulated patients are Monte Carlo error. NR: not reached within the follow-up."
    )
    rows = [row.cells for row in endpoint_rows(run.endpoints)]
    many = " many" if run.endpoints.sizes["arm"] > FEW_COLUMNS else ""
    table = Table(endpoint_header(run.endpoints), rows, classes=f"endpoints{many}")
    stated = [
        (
            row["title"],
            row["role"],
            row["population"],
            row["time_zero"],
            row["variable"],
            "; ".join(row["intercurrent"]),
            row["summary"],
        )
        for row in estimands(run.endpoints)
    ]
    header = ("Endpoint", "Role", "Population", "Time zero", "Variable", "Intercurrent events", "Summary")
    rules = Table(
        header, stated, title="How the endpoints are defined (ICH E9(R1))", classes="dense", folded=True
    )
    return Section("endpoints", "Endpoints", [words], [table, rules])


def _response(run: Run) -> Section:
    return Section("response", "Response", plates=["response-rates", "waterfall", "spider", "swimmer"])


def _paired(run: Run) -> Section | None:
    rows = paired_rows(run.endpoints)
    if not rows:
        return None
    words = (
        "Every virtual patient is treated under every arm with the same random numbers; differences are of the same patients "
        "with themselves, first arm minus second. No test is made over simulated patients, whose number is a setting."
    )
    note = "Independent patients: how many per arm a design without pairing would need for the same Monte Carlo error."
    whole = Table(PAIRED_HEADER, rows, note=note, numbered_from=2, classes="paired")
    tables = [whole]
    if len(rows) > LONG:
        first = [row for row in rows if row[1] == rows[0][1]]
        tables = [
            Table(PAIRED_HEADER, first, note=note, numbered_from=2, classes="paired"),
            replace(whole, title=f"All endpoints ({len(rows)} rows)", classes="paired dense", folded=True),
        ]
    means = Table(
        ("Contrast", "First arm", "Second arm", "Difference (95 % limits)"),
        time_in_response_rows(run.endpoints),
        "Mean days in confirmed response to day 365",
        numbered_from=1,
        note="All enrolled, those without response at 0: unlike the duration of response, a comparison of arms.",
    )
    return Section("comparison", "Arms compared", [words], [*tables, means], ["paired"])


def _survival(run: Run) -> Section:
    return Section("time-to-event", "Time to event", plates=["survival"])


def _safety(run: Run) -> Section:
    words = (
        "Grades are derived from the simulated course (ASTCT 2019 for CRS, CTCAE for the rest) and depend on assumed links; read "
        "them as a ranking of arms."
    )
    return Section("safety", "Safety", [words], plates=["crs", "adverse-events", "cytokines"])


def _kinetics(run: Run) -> Section:
    rows = [(row.endpoint, row.population, *row.values) for row in kinetics_rows(run.endpoints)]
    arms = [str(arm) for arm in run.endpoints["arm"].values]
    tables = (
        [Table(("As sampled", "Population", *arms), rows, note="Median (quartiles) over patients.")]
        if rows
        else []
    )
    return Section("kinetics", "Kinetics and tumour", [], tables, ["car-t", "tumour"])


def _route(run: Run) -> Section | None:
    swept = any(arm.swept for arm in run.scenario.trial.arms)
    if not (swept or sentences.routes_differ(run.scenario)):
        return None
    rows = [
        (row["symbol"], row["name"], _value(row), unit_text(row["unit"]), row["kind"], row["reason"])
        for row in run.manifest["parameters"]
        if row["symbol"] in sentences.UNIDENTIFIED
    ]
    words = [sentences.ROUTE_CAVEAT] if sentences.routes_differ(run.scenario) else []
    if not swept:
        words.append(
            "This run holds them at the values below. Run scenarios/route_fitness_sweep.yaml before quoting a difference "
            "between routes."
        )
    table = Table(("Parameter", "Meaning", "Value here", "Unit", "Kind", "Why this value"), rows)
    return Section("route", "What the route result rests on", words, [table] if rows else [], ["sensitivity"])


def _failures(run: Run) -> Section:
    statuses = list(dict.fromkeys(name for counts in run.manifest["failures"].values() for name in counts))
    rows = [
        (arm, *(str(counts.get(name, 0)) for name in statuses))
        for arm, counts in run.manifest["failures"].items()
    ]
    arms = [str(arm) for arm in run.endpoints["arm"].values]
    tables = [
        Table(
            ("Arm", *(name.replace("_", " ") for name in statuses)),
            rows,
            "Solves by how they ended",
            numbered_from=1,
        )
    ]
    bounds = bound_rows(run.endpoints)
    if bounds:
        tables.append(
            Table(
                ("Endpoint", "Population", *arms),
                bounds,
                "Bounds: if no failed solve, or every one, had the event",
            )
        )
    drawn = run.manifest["population"].get("acceptance_rate")
    words = [
        "A failed solve stays in the tables as a row with its status; it counts in no numerator and the bounds below show what "
        f"it could change. Up to {100 * run.scenario.run.failures_allowed:g} % failures are allowed in this run."
    ]
    if isinstance(drawn, int | float):
        words.append(
            f"The plausibility bounds of the population accepted {100 * drawn:.0f} % of the patients drawn."
        )
    return Section("failures", "Failures and bounds", words, tables)


def _value(row: dict[str, Any]) -> str:
    """The typical value a run used: the scenario's where it replaces ours."""
    return _number(row["value"] if row.get("override") is None else row["override"])


def _parameters(run: Run) -> Section:
    rows = run.manifest["parameters"]
    assumed = [row for row in rows if row["kind"] == "assumed"]
    changed = [row for row in rows if row.get("override") is not None]
    header = ("Parameter", "Meaning", "Value", "Unit", "Spread", "Why this value")
    tables = [
        Table(
            header,
            [_parameter(row) for row in assumed],
            f"Assumed parameters: {len(assumed)} of {len(rows)}",
            "assumed",
            classes="dense",
        )
    ]
    if changed:
        listed = [
            (
                row["symbol"],
                row["name"],
                _number(row["value"]),
                _value(row),
                unit_text(row["unit"]),
                row["because"],
            )
            for row in changed
        ]
        tables.insert(
            0,
            Table(
                ("Parameter", "Meaning", "Usual", "Here", "Unit", "Because"),
                listed,
                "Changed by this scenario",
            ),
        )
    rest = [
        (*_parameter(row), row["kind"], f"{row['source']}: {row['where']}")
        for row in rows
        if row["kind"] != "assumed"
    ]
    tables.append(
        Table(
            (*header, "Kind", "Source"),
            rest,
            f"Parameters with a source ({len(rest)})",
            classes="dense",
            folded=True,
        )
    )
    words = "Assumed: a choice of ours, not read off an experiment. A value holds for the typical patient; the spread is between patients."
    return Section("parameters", "Parameters", [words], tables)


def _parameter(row: dict[str, Any]) -> tuple[str, ...]:
    return (row["symbol"], row["name"], _value(row), unit_text(row["unit"]), _spread(row), row["reason"])


def _spread(row: dict[str, Any]) -> str:
    """How patients differ: the distribution and its width."""
    low, high = row["bounds"]
    words = {
        "fixed": "–",
        "covariate": "by disease",
        "loguniform": f"log-uniform {_number(low)} to {_number(high)}",
    }
    return words.get(row["distribution"], f"{row['distribution']} {_number(row['spread'])}")


def _number(value: float | str) -> str:
    """A number of the manifest, where infinity is a word."""
    return value if isinstance(value, str) else number(float(value))


def _manifest(run: Run) -> Section:
    manifest = run.manifest
    program, solver, machine = manifest["program"], manifest["solver"], manifest["machine"]
    rows = [
        (
            "Program",
            f"{program['name']} {program['version']}, source SHA-256 {program['source_sha256'][:16]}…",
        ),
        ("Created", manifest["created"]),
        ("Seed", str(manifest["seed"])),
        ("Solver", f"{solver['name']}, relative tolerance {solver['relative_tolerance']:g}"),
        ("Machine", f"{machine['processor']}, {machine['cores']} cores, {machine['system']}"),
        ("Versions", ", ".join(f"{name} {version}" for name, version in manifest["versions"].items())),
    ]
    text = json.dumps(manifest["scenario"], indent=2, ensure_ascii=False)
    return Section(
        "manifest",
        "Manifest",
        [],
        [Table(("", ""), rows)],
        listing=text,
        listing_title="The resolved scenario",
    )


def _references(run: Run) -> Section | None:
    listed = [
        (
            row["text"] + ("" if row["checked"] else " [recalled: not compared with the paper]"),
            row["reason"],
            ", ".join(row["used_for"]),
        )
        for row in run.manifest["references"]
    ]
    return (
        Section(
            "references",
            "References",
            [],
            [Table(("Source", "Cited for", "Rests on it"), listed, classes="dense")],
        )
        if listed
        else None
    )
