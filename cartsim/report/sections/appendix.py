"""Sections on what the findings rest on: failures, assumptions, manifest, references."""

from __future__ import annotations

import json

from cartsim.parameters.second_reading import OURS
from cartsim.report.comparison_tables import bound_rows
from cartsim.report.sections.section import Section, Table
from cartsim.report.words import number, unit_text
from cartsim.results.run import Run
from cartsim.results.sources import Row, because_words, changed, looked_up, ours, used, value_words

FAILED = (
    "A failed solve stays in every table as a row with its status. It counts in no numerator and no "
    "denominator; the bounds below count it as without and as with the event."
)
ASSUMED = (
    "Assumed: a choice of ours, not read off an experiment. A value holds for the typical patient; the "
    "spread is between patients."
)
PARAMETER_HEADER = ("Parameter", "Meaning", "Value", "Unit", "Spread", "Why this value")


def failures(run: Run) -> Section:
    """Solves by how they ended, and what the failed ones could change."""
    by_arm = run.manifest["failures"]
    statuses = list(dict.fromkeys(name for found in by_arm.values() for name in found))
    rows = [(arm, *(str(found.get(name, 0)) for name in statuses)) for arm, found in by_arm.items()]
    header = ("Arm", *(name.replace("_", " ") for name in statuses))
    tables = [Table(header, rows, "Solves by how they ended", numbered_from=1)]
    arms = [str(arm) for arm in run.endpoints["arm"].values]
    title = "Bounds: if no failed solve, or every one, had the event"
    tables.append(Table(("Endpoint", "Population", *arms), bound_rows(run.endpoints), title))
    allowed = f"Up to {100 * run.scenario.run.failures_allowed:g} % failures are allowed in this run."
    words = [f"{FAILED} {allowed}"]
    share = run.manifest["population"].get("acceptance_rate")
    if isinstance(share, int | float):
        missing = int(run.manifest["population"].get("implausible_patients", 0))
        patients = run.endpoints.sizes["patient"] - missing
        words.append(
            f"The population's plausibility bounds accept {100 * share:.0f} % of the patients drawn. Those "
            f"accepted carry equal weight: the effective sample size is their number, {patients}."
        )
        if missing:
            words.append(
                f"For {missing} of the {run.endpoints.sizes['patient']} patients no candidate met the entry "
                "criteria: they count as failed (implausible), never as enrolled."
            )
    return Section("failures", "Failures and bounds", words, tables)


def parameters(run: Run) -> Section:
    """What the scenario changed, every choice of ours, and folded the rest."""
    rows = run.manifest["parameters"]
    in_use, assumed = used(rows), ours(rows)
    title = f"Assumed parameters: {len(assumed)} of the {len(in_use)} in use"
    tables = [*_changes(rows)]
    tables.append(Table(PARAMETER_HEADER, list(map(_parameter, assumed)), title, "assumed", classes="dense"))
    sourced = [
        (*_parameter(row), row["kind"], f"{row['source']}: {row['where']}")
        for row in in_use
        if row["kind"] != "assumed" and row["override"] is None
    ]
    header, title = (*PARAMETER_HEADER, "Kind", "Source"), f"Parameters with a source ({len(sourced)})"
    tables.append(Table(header, sourced, title, classes="dense", folded=True))
    return Section("parameters", "Assumptions", [ASSUMED], [*tables, *_doubts(rows), *_idle(rows)])


def _changes(rows: list[Row]) -> list[Table]:
    header = ("Parameter", "Meaning", "Usual", "Here", "Unit", "Because")
    found = [
        (
            row["symbol"],
            row["name"],
            number(row["value"]),
            value_words(row, number),
            unit_text(row["unit"]),
            because_words(row),
        )
        for row in changed(rows)
    ]
    return [Table(header, found, "Changed by this scenario")] if found else []


def _doubts(rows: list[Row]) -> list[Table]:
    doubted = [*looked_up(rows, "differs"), *looked_up(rows, "not found")]
    found = [(row["symbol"], row["name"], row["source"], row["second_reading"]) for row in doubted]
    title = f"Values that a second look at the source did not bear out ({len(found)})"
    header = ("Parameter", "Meaning", "Source", "What was found")
    return [Table(header, found, title, classes="dense", folded=True)] if found else []


def _idle(rows: list[Row]) -> list[Table]:
    found = [(row["symbol"], row["name"], row["unused"]) for row in rows if row.get("unused")]
    title = f"Without effect in this run ({len(found)})"
    return (
        [Table(("Parameter", "Meaning", "Why"), found, title, classes="dense", folded=True)] if found else []
    )


def _parameter(row: Row) -> tuple[str, ...]:
    return (row["symbol"], row["name"], _value(row), unit_text(row["unit"]), _spread(row), row["reason"])


def _value(row: Row) -> str:
    """The typical value a run used: the scenario's where it replaces ours."""
    return number(row["value"] if row["override"] is None else row["override"])


def _spread(row: Row) -> str:
    """How patients differ: the distribution and its width."""
    low, high = row["bounds"]
    words = {
        "fixed": "–",
        "covariate": "by disease",
        "loguniform": f"log-uniform {number(low)} to {number(high)}",
    }
    return words.get(row["distribution"], f"{row['distribution']} {number(row['spread'])}")


def manifest(run: Run) -> Section:
    """Program, machine and versions; the resolved scenario folded."""
    found = run.manifest
    program, solver, machine = found["program"], found["solver"], found["machine"]
    digest = program["source_sha256"][:16]
    rows = [
        ("Program", f"{program['name']} {program['version']}, source SHA-256 {digest}…"),
        ("Created", found["created"]),
        ("Seed", str(found["seed"])),
        ("Solver", f"{solver['name']}, relative tolerance {solver['relative_tolerance']:g}"),
        ("Machine", f"{machine['processor']}, {machine['cores']} cores, {machine['system']}"),
        ("Versions", ", ".join(f"{name} {version}" for name, version in found["versions"].items())),
    ]
    text = json.dumps(found["scenario"], indent=2, ensure_ascii=False)
    title = "The resolved scenario"
    tables = [Table(("", ""), rows)]
    return Section("manifest", "How it was made", [], tables, listing=text, listing_title=title)


def references(run: Run) -> Section:
    """Every source with the reason it is cited for."""
    recalled = " [recalled: not compared with the paper]"
    rows = [
        (
            row["text"] + ("" if row["checked"] or row["key"] in OURS else recalled),
            row["reason"],
            ", ".join(row["used_for"]),
        )
        for row in run.manifest["references"]
    ]
    table = Table(("Source", "Cited for", "Rests on it"), rows, classes="dense")
    return Section("references", "References", [], [table])
