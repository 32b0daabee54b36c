"""The validation page: Markdown with the four tables, JSON of the same rows, and the figures beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from cartsim import __version__
from cartsim.calibration.written import draw, stored
from cartsim.parameters.parameter_page import table
from cartsim.results.seal import write_whole
from cartsim.validation.row import TABLES, Row, Table, counted

MARKS = {"pass": "pass", "fail": "**FAIL**", "shown": "shown", "not attempted": "not attempted"}
HEAD = {
    "verification": ("row", "what", "asked", "found", "", "shown by"),
    "published": ("row", "what", "published", "ours", "", "source", "kind of number, and where it stands"),
    "calibration": ("row", "what", "asked", "found", "", "source", "seen", "where, and with how many"),
    "prediction": ("row", "what", "asked", "found", "", "source", "seen", "note"),
}
INTRODUCTION = """# Validation

Made by `cartsim validate`, cartsim {version}. Four tables that are never mixed: whether the model is solved
right, whether published models written again give their numbers, whether the model meets what it was fitted
to, and whether it predicts what it was not fitted to. A row that fails stays here as failed;
[what the failures mean](explanation/calibration.md) is said apart. *Seen*: the number was in the
objective (fitted), known to those who tuned (seen), or not (unseen). No row makes the model fit to dose a
patient.

{counts}
"""
FIGURES: dict[Table, tuple[tuple[str, str], ...]] = {
    "verification": (),
    "published": (("published_models.png", "Six published models, solved again"),),
    "calibration": (
        ("targets.png", "Targets before and after calibration"),
        ("parameters.png", "Free parameters before and after calibration"),
        ("dish.png", "Killing in a dish, measured and by the laws of cartsim"),
    ),
    "prediction": (),
}


def write_validation(rows: Sequence[Row], folder: Path) -> list[Path]:
    """Write validation.md, validation.json and the figures into a folder; the paths."""
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    content = {"cartsim": __version__, "rows": [asdict(row) for row in rows]}
    texts = {
        "validation.md": page(rows),
        "validation.json": json.dumps(content, indent=1, ensure_ascii=False) + "\n",
    }
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    return [folder / name for name in texts] + draw_figures(rows, figures)


def draw_figures(rows: Sequence[Row], folder: Path) -> list[Path]:
    """The figures of the tables that have rows."""
    tables = {row.table for row in rows}
    drawn: list[Path] = []
    if "published" in tables:
        from cartsim.calibration.figures import save
        from cartsim.published import MODELS
        from cartsim.report.plates.published import published_models

        save(published_models(MODELS), folder / "published_models.png")
        drawn.append(folder / "published_models.png")
    if "calibration" in tables:
        drawn += draw(folder, stored())
    return drawn


def page(rows: Sequence[Row]) -> str:
    """The page as Markdown."""
    some = [name for name in TABLES if any(row.table == name for row in rows)]
    counts = "\n".join(f"- {name}: {count_line(rows, name)}" for name in some)
    parts = [INTRODUCTION.format(version=__version__, counts=counts)]
    for name in some:
        parts.append(f"## {name.capitalize()}: {TABLES[name][0].lower()}{TABLES[name][1:]}\n")
        parts.append(table(HEAD[name], [_cells(row) for row in rows if row.table == name]))
        parts += [f"![{caption}](figures/{file})\n" for file, caption in FIGURES[name]]
    return "\n".join(parts)


def count_line(rows: Sequence[Row], table: Table) -> str:
    """`17 pass, 2 fail, 1 not attempted`"""
    return ", ".join(f"{n} {word}" for word, n in counted(list(rows), table).items() if n)


def _cells(row: Row) -> tuple[str, ...]:
    start = (row.id, row.what, row.asked, row.found, MARKS[row.verdict])
    source = row.source.replace(", ", ",<br>") if row.table == "verification" else row.source
    extra = {
        "verification": (source,),
        "published": (source, row.note),
        "calibration": (source, row.seen, row.note),
        "prediction": (source, row.seen, row.note),
    }
    return (*start, *extra[row.table])
