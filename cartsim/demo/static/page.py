"""The page: what the script needs to know of the grid, as JSON, and the grid itself, packed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xarray as xr
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cartsim import __version__
from cartsim.datasets import CAVITY_SITE, RESPONSE
from cartsim.demo.static.grid import Grid, Watch, asked, computed, started
from cartsim.demo.static.packed import LOWEST, MANTISSAS, MISSING, as_text, decoded, in_planes
from cartsim.demo.static.reading import CRS_LEVELS, FLAGS, ROWS, SERIES, SETS, VISIT_BITS
from cartsim.demo.static.words import ONCE, axis_words, beginning, once, usual
from cartsim.errors import BadInput, Problem
from cartsim.population import draw
from cartsim.report.sentences import MONTE_CARLO, ROUTE_CAVEAT, estimand, routes_differ
from cartsim.report.style import RESPONSES, arm_styles
from cartsim.report.words import visit_words
from cartsim.results.manifest import INTENDED_USE, json_safe, source_hash
from cartsim.results.seal import write_whole
from cartsim.results.sources import ours, parameter_table, used
from cartsim.scenario.quantities import number_and_unit
from cartsim.sweep.points import Axis
from cartsim.virtual_trial import folder_to_fill

TEMPLATES = Path(__file__).parent / "templates"
OWN = Path(__file__).with_name("route_demo.yaml")
"""The scenario of the page that is written where none is named."""
SCRIPTS = ("data.js", "words.js", "charts.js", "body.js", "demo.js")


def write_demo(
    path: Path, scenario: Path | None = None, sets: Iterable[str] = (), watch: Watch | None = None
) -> Path:
    """Compute the grid of a scenario file (the route demo's own where none is named) and write the page,
    whole or not at all. Whether it can be written is found out before anything is computed."""
    grid = asked(scenario or OWN, sets)
    if path.is_dir():
        raise BadInput(Problem(str(path), "--static", "is a folder", "name a file in it, such as demo.html"))
    with folder_to_fill(path.absolute().parent):
        write_whole(path, build(grid, computed(grid, watch)).encode())
    return path


def build(grid: Grid, found: xr.Dataset) -> str:
    """The page as text."""
    low, high = in_planes(found["codes"].values)
    crs = found["crs"].values
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=grid.scenario.title,
            question=grid.scenario.question,
            facts=facts(grid, found),
            meta=_for_script(about(grid, found)),
            packed=as_text(low, high, *in_planes(crs), found["people"].values),
            scripts=[(TEMPLATES / name).read_text() for name in SCRIPTS],
            version=__version__,
            intended_use=INTENDED_USE,
            monte_carlo=MONTE_CARLO,
            caveat=ROUTE_CAVEAT if routes_differ(grid.scenario) else "",
        )
    )


def about(grid: Grid, found: xr.Dataset) -> dict[str, Any]:
    """What the script needs to know beside the numbers."""
    scenario, start = grid.scenario, started(grid)
    looks = arm_styles(arm.name for arm in scenario.trial.arms)
    days = scenario.trial.visits.response[: len(VISIT_BITS)]
    site = CAVITY_SITE[int(draw(scenario)["cavity_site"].values[0])]
    return {
        "shape": {name: found.sizes[name] for name in ("point", "arm", "row", "time", "level", "plane")},
        "patients": found.sizes["patient"],
        "failed": found["failed"].values.tolist(),
        "site": site,
        "arms": [
            {"name": arm.name, "colour": looks[arm.name].colour}
            | {"doses": [{"day": dose.day, "vein": dose.route == "intravenous"} for dose in arm.doses]}
            for arm in scenario.trial.arms
        ],
        "axes": [_axis(grid, k, axis, start[k]) for k, axis in enumerate(grid.axes)],
        "times": [float(f"{time:.4g}") for time in found["time"].values],
        "series": [
            {"name": s.name, "title": s.title, "unit": s.unit, "scale": s.scale, "drawn": s.drawn}
            | {"top": _top(found, s.name)}
            for s in SERIES
        ],
        "rows": [list(row) for row in ROWS],
        "levels": list(CRS_LEVELS),
        "visits": [
            {"day": day, "words": when} for day, when in zip(days, visit_words(days), strict=True)
        ],
        "flags": list(FLAGS),
        "responses": list(RESPONSE),
        "response_colours": RESPONSES,
        "sets": list(SETS),
        "primary": estimand(scenario),
        "start": beginning(grid),
        "code": {"mantissas": MANTISSAS, "lowest": LOWEST, "missing": MISSING},
    }


def _top(found: xr.Dataset, name: str) -> float:
    """The largest value over the whole grid, so that axes stand still while sliders move."""
    rows = [place for place, (series, _) in enumerate(ROWS) if series == name]
    codes = found["codes"].values[:, :, rows]
    return float(decoded(codes[codes != MISSING].max(keepdims=True, initial=0))[0])


def _axis(grid: Grid, place: int, axis: Axis, start: int) -> dict[str, Any]:
    values = grid.values(place)
    words = axis_words(axis.path, axis.label, axis.unit)
    numeric = axis.unit is not None
    return {
        "path": axis.path,
        "title": words.title,
        "note": words.note if once(grid.scenario) else words.note.replace(ONCE, ""),
        "unit": words.unit,
        "written": [str(value) for value in values],
        "values": [number_and_unit(value)[0] for value in values] if numeric else [],
        "names": [] if numeric else [words.names.get(str(value), str(value)) for value in values],
        "marks": usual(axis.path),
        "start": start,
    }


def facts(grid: Grid, found: xr.Dataset) -> dict[str, Any]:
    """What the foot of the page says of how it was made."""
    table = parameter_table(grid.scenario)
    courses = found.sizes["point"] * found.sizes["arm"] * found.sizes["patient"]
    return {
        "patients": found.sizes["patient"],
        "points": found.sizes["point"],
        "courses": f"{courses:,}".replace(",", "\u202f"),
        "failed": int(found["failed"].sum()),
        "parameters": len(used(table)),
        "assumed": len(ours(table)),
        "seed": grid.scenario.run.seed,
        "source": source_hash()[:16],
        "scenario": grid.name,
        "routes": routes_differ(grid.scenario),
    }


def _for_script(value: dict[str, Any]) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(json_safe(value), ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
