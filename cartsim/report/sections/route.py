"""What must be said with every contrast of routes."""

from __future__ import annotations

from typing import Any

from cartsim.report import route_words, sentences
from cartsim.report.sections.section import Section, Table
from cartsim.report.words import number, unit_text
from cartsim.results.run import Run

SWEEP_FIRST = (
    "This run holds them at the values below. Run scenarios/route_fitness_sweep.yaml before quoting a "
    "difference between routes."
)
OVER_VALUES = "The contrast at every value, points with 95 % Newcombe limits (Monte Carlo)"
OWN = "Own: the value of the scenario, where the contrast is that of the run."
HEADER = ("Parameter", "Meaning", "Value here", "Unit", "Kind", "Why this value")
SHOWN_HEADER = ("Parameter", "Shown at", "Unit", "Kind of these values", "Why these")
Row = dict[str, Any]


def route(run: Run) -> Section | None:
    """The parameters a contrast of routes rests on, and the contrast over their values where the run carries
    it; of a sweep its figure; nothing where neither is."""
    swept = any(arm.swept for arm in run.scenario.trial.arms)
    differ = sentences.routes_differ(run.scenario)
    if not (swept or differ):
        return None
    words, finding = [sentences.ROUTE_CAVEAT] if differ else [], ""
    tables = [_held(run)] if differ else []
    if route_words.has_route_basis(run.endpoints):
        finding = f"{route_words.route_line(run.endpoints)}."
        words += route_words.route_paragraphs(run.endpoints)
        tables += _over_values(run)
    elif not swept:
        words.append(SWEEP_FIRST)
    title = "What the route result rests on" if differ else "Over the swept values"
    return Section("route", title, words, tables, ["route-basis", "sensitivity"], finding=finding)


def _held(run: Run) -> Table:
    """The four parameters with the value they have in this run."""
    rows = [
        (row["symbol"], row["name"], _here(run, row), unit_text(row["unit"]), row["kind"], row["reason"])
        for row in run.manifest["parameters"]
        if row["symbol"] in sentences.UNIDENTIFIED
    ]
    return Table(HEADER, rows)


def _over_values(run: Run) -> list[Table]:
    """Why these values, and the contrast at each of them, folded."""
    found = run.endpoints
    shown: dict[str, list[str]] = {}
    facts: dict[str, tuple[str, str, str]] = {}
    for place, symbol in enumerate(found["route_symbol"].values):
        one = found.isel(route_setting=place)
        shown.setdefault(str(symbol), []).append(number(float(one["route_value"])))
        unit, kind, reason = (str(one[f"route_{name}"].values) for name in ("unit", "kind", "reason"))
        facts[str(symbol)] = (unit_text(unit), kind, reason)
    why = [(symbol, ", ".join(values), *facts[symbol]) for symbol, values in shown.items()]
    header, rows = route_words.route_header(found), route_words.route_rows(found)
    return [
        Table(SHOWN_HEADER, why),
        Table(header, rows, OVER_VALUES, note=OWN, numbered_from=4, classes="dense", folded=True),
    ]


def _here(run: Run, row: Row) -> str:
    """The typical values of the arms: their own where they have one, else the run's."""
    own = [
        arm.parameters[row["symbol"]] for arm in run.scenario.trial.arms if row["symbol"] in arm.parameters
    ]
    used = row["value"] if row["override"] is None else row["override"]
    return ", ".join(dict.fromkeys(number(value) for value in own)) or number(used)
