"""The results of a sensitivity analysis as CSV and JSON for programs, and as Markdown for a document."""

from __future__ import annotations

import csv
import io
import json
from importlib.metadata import version
from typing import Any

import numpy as np

from cartsim import __version__
from cartsim.parameters import load_parameters
from cartsim.report.figures.paired import measure_name
from cartsim.report.words import number, signed
from cartsim.results.manifest import source_hash
from cartsim.scenario.dump import dump
from cartsim.sensitivity.campaign import Analysis, Screening
from cartsim.sensitivity.factors import CENTRAL, DUMMY, Factor
from cartsim.sensitivity.indices import Indices

FORMAT = "cartsim.sensitivity/1"
COLUMNS = ("first", "first_lower", "first_upper", "total", "total_lower", "total_upper", "luck")
FACTOR = ("factor", "symbols", "kind", "unit", "low", "centre", "high")
SHOWN = 12
"""Factors that a document's table lists of each output."""
MARKDOWN = ("factor", "kind", "total order (95 %)", "first order (95 %)", "luck of the patients")
STRONGEST = 4
"""Factors that the terminal prints of each output."""
HEADER = ("Output", "Factor", "Total order (95 %)", "First order (95 %)")
NEVER_CHANGES = "does not change over the design"


def output_words(name: str) -> str:
    """An output in words.

    >>> output_words("response_at_day_91 IC - IV"), output_words("dlt IC")
    ('CR or PR on day 91, IC minus IV', 'DLT, IC')
    """
    measure, _, arms = name.partition(" ")
    return f"{measure_name(measure)}, {arms.replace(' - ', ' minus ')}"


def indices_csv(analysis: Analysis) -> str:
    """One row per output and factor."""
    rows = [
        (output, *_factor_cells(factor), *(repr(float(getattr(found, name)[place])) for name in COLUMNS))
        for output, found in analysis.found.items()
        for place, factor in enumerate(analysis.factors)
    ]
    return _csv(("output", *FACTOR, *COLUMNS), rows)


def screening_csv(screening: Screening, outputs: tuple[str, ...]) -> str:
    """One row per uncertain typical value: mu* of every output."""
    rows = [
        (*_factor_cells(factor), *map(repr, map(float, effects)))
        for factor, effects in zip(screening.factors, screening.effects, strict=True)
    ]
    return _csv((*FACTOR, *(f"mu_star {name}" for name in outputs)), rows)


def facts(analysis: Analysis) -> dict[str, Any]:
    """Everything, for a program and for who asks later what was done."""
    choices = analysis.choices
    return {
        "format": FORMAT,
        "program": {"name": "cartsim", "version": __version__, "source_sha256": source_hash()},
        "versions": {name: version(name) for name in ("SALib", "numpy", "scipy", "numba")},
        "scenario": dump(analysis.scenario),
        "base_points": choices.points,
        "evaluations": analysis.evaluations,
        "patients": choices.patients,
        "patients_seed": analysis.scenario.run.seed,
        "design_seed": choices.seed,
        "tolerance": analysis.scenario.run.tolerance,
        "probabilities": list(CENTRAL),
        "failed_solves": analysis.failed,
        "solves": analysis.solves,
        "seconds_per_evaluation": _known(analysis.seconds),
        "factors": [_factor_facts(factor) for factor in analysis.factors],
        "outputs": {name: _index_facts(found, analysis.factors) for name, found in analysis.found.items()},
        "screened": len(analysis.screening.factors) if analysis.screening else 0,
    }


def facts_json(analysis: Analysis) -> str:
    """`facts` as text."""
    return json.dumps(facts(analysis), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def document(analysis: Analysis) -> str:
    """Markdown: what was done in a paragraph, then a table per output, the strongest factors first."""
    parts = [f"{story(analysis)}\n"]
    for name, found in analysis.found.items():
        parts.append(f"**{output_words(name)}** ({level(found)})\n")
        if np.isnan(found.total).all():
            continue
        parts.append(_markdown(analysis, found))
    return "\n".join(parts)


def strongest_rows(analysis: Analysis) -> list[tuple[str, ...]]:
    """For the terminal: of each output the few strongest factors."""
    rows: list[tuple[str, ...]] = []
    for name, found in analysis.found.items():
        if np.isnan(found.total).all():
            rows.append((output_words(name), NEVER_CHANGES, "", ""))
            continue
        for place in order(found)[:STRONGEST]:
            cells = (_cell(found, "total", place), _cell(found, "first", place))
            rows.append((output_words(name), analysis.factors[place].name, *cells))
    return rows


def story(analysis: Analysis) -> str:
    """What was varied over how many evaluations of whom, what failed, and the floor."""
    choices, varied = analysis.choices, len(analysis.factors) - 1
    screened = (
        f"chosen by a screening of all {len(analysis.screening.factors)} (Morris, {choices.paths} paths, "
        f"{choices.screening_patients} patients)"
        if analysis.screening
        else "chosen by name"
    )
    return (
        f"{varied} uncertain typical values, {screened}, and a dummy that enters nothing; each over the "
        f"central 95 % of its distribution. {analysis.evaluations} trials of the same {choices.patients} "
        f"virtual patients (Saltelli's design, N = {choices.points}, seed {choices.seed}); "
        f"{analysis.failed} of {analysis.solves} solves failed. Limits: 95 % bootstrap of the base points. "
        f"{floor(analysis)}"
    )


def floor(analysis: Analysis) -> str:
    """The dummy's index and the luck of the patients, in words."""
    known = [found for found in analysis.found.values() if not np.isnan(found.total).all()]
    if not known:
        return "No output changes over the design."
    dummy = max(float(found.total_upper[-1]) for found in known)
    luck = max(float(np.nanmax(found.luck)) for found in known)
    return (
        f"The dummy's total order is at most {dummy:.3f} (upper limit, over all outputs): with the same "
        "patients in every trial nothing but the factors varies. What remains is that few patients answer in "
        f"steps: up to {luck:.2f} of a factor's total order, given with each, is the luck of who they are."
    )


def level(found: Indices) -> str:
    """Mean and SD of an output over the design, in points."""
    if np.isnan(found.total).all():
        return f"{signed(100 * found.mean)} points; {NEVER_CHANGES}"
    return f"mean {signed(100 * found.mean)}, SD {100 * found.sd:.1f} points over the design"


def order(found: Indices) -> list[int]:
    """Places of the factors, the largest total order first; the dummy always last."""
    last = found.total.size - 1
    return [*sorted(range(last), key=lambda place: -found.total[place]), last]


def _markdown(analysis: Analysis, found: Indices) -> str:
    head = f"| {' | '.join(MARKDOWN)} |\n{'|---' * len(MARKDOWN)}|"
    places = order(found)
    rows = [
        f"| {analysis.factors[place].name} | {analysis.factors[place].kind} | {_cell(found, 'total', place)} "
        f"| {_cell(found, 'first', place)} | {found.luck[place]:.2f} |"
        for place in [*places[:-1][:SHOWN], places[-1]]
    ]
    return "\n".join([head, *rows, ""])


def _cell(found: Indices, name: str, place: int) -> str:
    middle, low, high = (float(getattr(found, f"{name}{end}")[place]) for end in ("", "_lower", "_upper"))
    return f"{middle:.2f} ({low:.2f} to {high:.2f})".replace("-", "−")


def _factor_cells(factor: Factor) -> tuple[str, ...]:
    """Name, symbols, kind, unit, and the ends and the centre of the range of the first symbol."""
    known = _factor_facts(factor)
    values = ("" if known[end] is None else number(known[end]) for end in ("low", "centre", "high"))
    return (factor.name, " ".join(factor.symbols), factor.kind, known["unit"] or "", *values)


def _factor_facts(factor: Factor) -> dict[str, Any]:
    if factor.name == DUMMY:
        nothing = dict.fromkeys(("unit", "low", "centre", "high"))
        return {"name": DUMMY, "symbols": [], "kind": factor.kind, **nothing}
    first = factor.symbols[0]
    low, high = (factor.values(end)[first] for end in CENTRAL)
    return {
        "name": factor.name,
        "symbols": list(factor.symbols),
        "kind": factor.kind,
        "unit": load_parameters()[first].unit,
        "low": low,
        "centre": factor.centres[0],
        "high": high,
    }


def _index_facts(found: Indices, factors: tuple[Factor, ...]) -> dict[str, Any]:
    rows = {
        factor.name: {name: _known(float(getattr(found, name)[place])) for name in COLUMNS}
        for place, factor in enumerate(factors)
    }
    return {"mean": _known(found.mean), "sd": _known(found.sd), "indices": rows}


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _csv(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(["" if cell == "nan" else cell for cell in row] for row in rows)
    return text.getvalue()
