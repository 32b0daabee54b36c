"""The page of single cells in three dimensions, as one HTML file: its words, its scripts, its numbers."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cartsim.report import coupled_tables
from cartsim.report.sections import nodules
from cartsim.report.sentences import routes_differ
from cartsim.report.view.choice import Choice, choose
from cartsim.report.view.contents import contents
from cartsim.report.view.states import STATES
from cartsim.results.run import Run
from cartsim.results.seal import write_whole

ROOM = Path(__file__).parent
SCRIPTS = (
    "data",
    "view",
    "shaders",
    "draw",
    "pick",
    "plate",
    "chart",
    "legend",
    "words",
    "turning",
    "controls",
    "save",
    "start",
)
"""In this order they are one script."""


def write_view(run: Run, path: Path, arms: Sequence[str] = ()) -> Path:
    """Write the page of a run's snapshots, whole or not at all."""
    write_whole(path, build_view(run, arms).encode())
    return path


def build_view(run: Run, arms: Sequence[str] = ()) -> str:
    """The page as text; BadInput for a run without snapshots or an arm that is none."""
    choice = choose(run, arms)
    table, numbers = contents(run, choice)
    script = "\n".join((ROOM / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    table["title"] = run.scenario.title
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=run.scenario.title,
            question=run.scenario.question,
            manifest=run.manifest,
            setting=setting(run),
            shown=shown(run, choice),
            arms=table["arms"],
            fields=table["fields"],
            states=STATES,
            moments=table["moments"],
            dish=table["dish"],
            table=_data_block(table),
            numbers=numbers,
            script=script,
            digest=digest(script),
        )
    )


def setting(run: Run) -> list[str]:
    """What was simulated, in sentences."""
    asked = run.scenario.agents
    assert asked is not None
    if run.coupled:
        return [coupled_tables.lesion_words(run), *coupled_tables.at_start(run)]
    said = [nodules.setting_words(asked)]
    return [*said, nodules.ROUTE_CAVEAT] if routes_differ(run.scenario) else said


def shown(run: Run, choice: Choice) -> list[str]:
    """What of the run the page shows, in sentences."""
    repeats = run.nodule.sizes["repeat"]
    which = (
        f"The first of {repeats} repeats is shown: a run keeps the cells of the first alone. The courses are "
        "of all repeats, the first drawn strong."
        if repeats > 1
        else "One repeat was simulated, and is shown."
    )
    steps = (
        "Cells stand where the run file has them, at the moments that it kept; nothing is drawn between two "
        "moments. Places are rounded to 1/65535 of the domain, levels and fields to 1/65535 of their range."
    )
    less = [f"Thinned to keep the page small: {'; '.join(choice.thinned)}."] if choice.thinned else []
    return [which, steps, *less]


def digest(script: str) -> str:
    """What the page's Content-Security-Policy allows to run: this script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _data_block(table: dict[str, Any]) -> str:
    """JSON that can stand within a script element: no name of an arm can end it."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _environment() -> Environment:
    """The template; words are escaped, the script and the data blocks are ours and marked safe there."""
    return Environment(
        loader=FileSystemLoader(ROOM),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
