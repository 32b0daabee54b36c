"""The sections of a comparison: what changed, what moved, every endpoint, courses, what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from cartsim.report.sections.section import Section, Table
from cartsim.report.two_runs import words
from cartsim.report.two_runs.labels import FAMILIES
from cartsim.report.two_runs.pair import Pair
from cartsim.report.two_runs.rows import Compared, Row

Rows = list[tuple[str, ...]]
HEADER = ("Endpoint", "Arm", "B − A (95 % limits)", "Verdict", "A", "B", "n")
NOTES = {
    "response": "Shares: exact limits of each run; of the difference Newcombe's, in percentage points.",
    "time": "Days. Limits of medians: log-log of each run, of the difference by resampling patients; of "
    "means normal. +NR: only B's median is not reached, −NR: only A's. Medians that visits find move in the "
    "steps of the visits; means tell more apart.",
    "safety": "Shares, as above.",
    "events": "Shares of the infused with the event at grade 3 or worse over the whole study, as above.",
    "kinetics": "Median (quartiles) over patients in A and B. B − A: {own}; peaks and areas as the "
    "ratio B / A, the others in days.",
}
OWN = {
    True: "the median over the shared patients of each one's own change, by the sign test",
    False: "the change of the median, by resampling patients",
}
SIGNS = {"moved": "●", "not told apart": "○", "same": "=", "no value": "–"}
BESIDE = (
    "Beside the endpoints of arms nothing is compared: neither the operating characteristics of an "
    "escalation, nor parameter draws, planned trials and what a contrast of routes rests on."
)


def sections(found: Compared) -> list[Section]:
    """All sections in the order they are read."""
    pair = found.pair
    said = [words.patients(pair), *words.arms(pair)]
    return [
        Section("changed", "What changed", said, list(_inputs(pair))),
        Section("moved", "What moved", [words.by_chance(found)], _moved(found), ["forest"]),
        Section("endpoints", "Every endpoint", [], list(_families(found))),
        Section("kinetics", "Courses of both runs", [], [], ["overlay"]),
        Section("not-compared", "What is not compared", list(_left_out(found))),
    ]


def _inputs(pair: Pair) -> Iterator[Table]:
    """Fields of the scenario, values of parameters that other files of cartsim give, and the program."""
    rows: Rows = [tuple(change) for change in pair.changes]
    note = "" if rows else "No field of the scenario differs."
    yield Table(("Field of the scenario", "A", "B") if rows else (), rows, note=note, classes="dense")
    values = parameters_of(pair)
    if values:
        title = "Parameters whose value in cartsim's own files differs"
        yield Table(("Parameter", "A", "B"), values, title, classes="dense")
    yield Table(("", "A", "B"), origin(pair), "Where the runs come from", classes="dense")


def parameters_of(pair: Pair) -> Rows:
    """Parameters that the two versions of cartsim give different values, limits or spreads."""
    fields = ("value", "spread", "distribution", "bounds")
    tables = [{row["symbol"]: row for row in run.manifest["parameters"]} for run in pair.runs]
    rows: Rows = []
    for symbol in tables[0].keys() & tables[1].keys():
        both = [table[symbol] for table in tables]
        unlike = [key for key in fields if both[0][key] != both[1][key]]
        if unlike:
            rows.append((symbol, *("; ".join(f"{key} {row[key]}" for key in unlike) for row in both)))
    return sorted(rows)


def origin(pair: Pair) -> Rows:
    """Files, sizes, seeds, programs and machines; versions of libraries only where they differ."""
    manifests = [run.manifest for run in pair.runs]

    def row(name: str, *values: object) -> tuple[str, ...]:
        return (name, *map(str, values))

    libraries = [
        row(name, *(m["versions"].get(name, "–") for m in manifests))
        for name in dict.fromkeys(key for m in manifests for key in m["versions"])
        if len({m["versions"].get(name) for m in manifests}) > 1
    ]
    return [
        row("File", *pair.names),
        row("Written", *(m["created"] for m in manifests)),
        row("Virtual patients", *pair.sizes),
        row("Seed", *(m["seed"] for m in manifests)),
        row("cartsim", *(m["program"]["version"] for m in manifests)),
        row("Source, SHA-256", *(m["program"]["source_sha256"][:16] for m in manifests)),
        row("Processor", *(m["machine"]["processor"] for m in manifests)),
        *libraries,
    ]


def _moved(found: Compared) -> list[Table]:
    if not found.moved:
        return [Table((), [], note="No endpoint moved beyond Monte Carlo error.")]
    rows = [cells(row) for row in found.moved]
    return [Table(HEADER, rows, note="The clearest first.", classes="shifts")]


def _families(found: Compared) -> Iterator[Table]:
    """One table a family; the many adverse events and kinetics are folded."""
    for family, title in FAMILIES.items():
        rows = [cells(row) for row in found.rows if row.family == family]
        if rows:
            note = NOTES[family].format(own=OWN[found.pair.shared.paired])
            folded = family in ("events", "kinetics")
            heading = f"{title} ({len(rows)} rows)" if folded else title
            yield Table(HEADER, rows, heading, note=note, classes="shifts", folded=folded)


def cells(row: Row) -> tuple[str, ...]:
    """A row of the tables."""
    one, two = row.shift.patients
    n = str(one) if one == two else f"{one}, {two}"
    return (row.label, row.arms.name, row.difference, verdict(row), *row.values, n)


def verdict(row: Row) -> str:
    """The verdict with a sign that can be found at a glance."""
    return f"{SIGNS[row.shift.verdict]}\N{NO-BREAK SPACE}{row.shift.verdict}"


def _left_out(found: Compared) -> Iterator[str]:
    first, second = (run.endpoints.attrs["estimands"] for run in found.pair.runs)
    for letter, names in zip("AB", found.only, strict=True):
        if names:
            yield f"Only {letter} has: {'; '.join(names)}."
    if found.nobody:
        yield f"Adverse events that nobody had at grade 3 or worse in either run: {', '.join(found.nobody)}."
    if first != second:
        yield "Endpoints are defined differently in the two runs; the report of each says how."
    yield from words.arms(found.pair)
    yield BESIDE
