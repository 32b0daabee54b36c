"""Writes the pages of arrays and of endpoints: python docs/make_arrays.py ARRAYS ENDPOINTS"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import cartsim.trial
from cartsim.datasets.coordinates import COORDINATES
from cartsim.datasets.course import COURSE
from cartsim.datasets.dose_finding import DOSE_FINDING
from cartsim.datasets.endpoints import ENDPOINTS
from cartsim.datasets.nodule import NODULE, NODULE_COORDINATES
from cartsim.datasets.patients import PATIENTS
from cartsim.datasets.route_basis import ROUTE_BASIS
from cartsim.datasets.time_to_event import TIME_TO_EVENT
from cartsim.datasets.uncertainty import UNCERTAINTY
from cartsim.datasets.variable import Variable
from cartsim.datasets.visits import VISITS
from cartsim.parameters.parameter_page import table
from cartsim.trial import estimand_table
from cartsim.trial.estimand_table import Estimand

HERE = Path(__file__).parent
TRIAL = Path(cartsim.trial.__file__).parent
ATTRIBUTES = ("Attribute", "What it is here")
HEADER = ("Name", "Dims", "Type", "Unit", "Meaning")
TYPES = {"f8": "float64", "f4": "float32", "i1": "int8", "i2": "int16", "i4": "int32", "i8": "int64"}
ENDPOINT_TABLES = {
    "Of a patient and of an arm": [row for row in ENDPOINTS if row not in UNCERTAINTY],
    "Time to event": TIME_TO_EVENT,
    "How sure they are": UNCERTAINTY,
    "What a contrast of routes rests on": ROUTE_BASIS,
    "Dose finding": DOSE_FINDING,
}


def arrays() -> str:
    """The page of all arrays but the endpoints."""
    of_groups = {
        "coordinates": COORDINATES,
        "patients": PATIENTS,
        "course": COURSE,
        "visits": VISITS,
        "nodule_coordinates": NODULE_COORDINATES,
        "nodule": NODULE,
    }
    template = (HERE / "arrays.md.txt").read_text(encoding="utf-8")
    return template.format(**{name: listed(rows) for name, rows in of_groups.items()})


def endpoints() -> str:
    """The page of endpoints: what each estimates, then every array."""
    told = [*estimand_table.ENDPOINTS, estimand_table.DOSE_FINDING]
    return (HERE / "endpoints.md.txt").read_text(encoding="utf-8").format(
        estimands="\n".join(map(estimand, told)),
        arrays="\n".join(f"### {title}\n\n{listed(rows)}" for title, rows in ENDPOINT_TABLES.items()),
    )


def estimand(row: Estimand) -> str:
    """One endpoint: the five attributes of ICH E9(R1), its arrays, its rule."""
    pairs = [
        ("Population", row.population),
        ("Time zero", row.time_zero),
        ("Variable", row.variable),
        ("Intercurrent events", "; ".join(row.intercurrent)),
        ("Summary", row.summary),
        ("Arrays", ", ".join(f"`{name}`" for name in row.variables)),
        ("Rule", f"{_rule(row.room)} [{row.room}.py](../../cartsim/trial/{row.room}.py)"),
    ]
    return f"### {row.title} ({row.role})\n\n{table(ATTRIBUTES, pairs)}"


def _rule(room: str) -> str:
    """What the module of a rule says of itself, in one paragraph."""
    said = ast.get_docstring(ast.parse((TRIAL / f"{room}.py").read_text(encoding="utf-8"))) or ""
    paragraphs = [" ".join(block.split()) for block in said.split("\n\n")]
    return "<br>".join(block for block in paragraphs if not block.startswith("Arrays end in"))


def listed(rows: Iterable[Variable]) -> str:
    """The table of some arrays; a value and its two limits are one row."""
    return table(HEADER, map(_row, _families(list(rows))))


def _families(rows: list[Variable]) -> Iterator[tuple[Variable, tuple[str, ...]]]:
    names = {(row.name, row.dims) for row in rows}
    for row in rows:
        limits = tuple(f"{row.name}_{end}" for end in ("lower", "upper"))
        stem = re.sub("_(lower|upper)$", "", row.name)
        if stem != row.name and (stem, row.dims) in names:
            continue
        yield row, limits if {(name, row.dims) for name in limits} <= names else ()


def _row(family: tuple[Variable, tuple[str, ...]]) -> tuple[str, ...]:
    row, limits = family
    told = row.long_name
    if limits and "limits" not in told:
        told += ", with limits"
    if row.categories:
        told += ": " + ", ".join(f"{code} {word}" for code, word in enumerate(row.categories))
    names = "<br>".join(f"`{name}`" for name in (row.name, *limits))
    unit = "" if row.dtype == "U" or row.categories else row.units
    told = told.replace("<", r"\<").replace("*", r"\*")
    return (names, ", ".join(row.dims), TYPES.get(row.dtype, "text"), unit, told)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(arrays(), encoding="utf-8")
    Path(sys.argv[2]).write_text(endpoints(), encoding="utf-8")
