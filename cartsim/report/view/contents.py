"""What the page of single cells holds beside its words: cells and fields packed, counts, courses."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from matplotlib import colormaps

from cartsim.datasets import CELL_KIND
from cartsim.report.figures.nodule_slices import PDL1
from cartsim.report.nodule_slices import SLAB, TUMOUR, cells_of, on_wall
from cartsim.report.nodule_tables import t_cells
from cartsim.report.style import arm_styles
from cartsim.report.view.choice import Choice, drawn
from cartsim.report.view.fields import grid_of, pack_fields
from cartsim.report.view.packing import Packing
from cartsim.report.view.states import STATES, antigen_none, states_of
from cartsim.results.run import Run

ROOM = 1.15
"""How much more than the tumour the view shows at first."""
MOST = 0.99
"""Share of the tumour cells that it holds then, and of their levels within the scale of colours."""
FIELD_COLOURS = "cividis"
SHADES = 256


def contents(run: Run, choice: Choice) -> tuple[dict[str, Any], str]:
    """What the scripts read: the table of contents, and the packed arrays as text."""
    packing = Packing()
    snapshots = pack_cells(run, choice, packing)
    fields = pack_fields(run, choice, packing)
    looks = arm_styles(run.nodule["arm"].values)
    table = {
        "arms": [{"name": name, "colour": looks[name].colour} for name in choice.arms],
        "moments": [{"day": float(day), "words": moment_words(float(day))} for day in choice.days],
        "snapshots": snapshots,
        "states": [state._asdict() for state in STATES],
        "fields": fields,
        "grid": grid_of(run, choice.coarse),
        "wall": on_wall(run),
        "reach": reach_of(run, choice),
        "slab": SLAB,
        "tints": {name: limits_of(run, choice, name) for name in ("her2", "pdl1")},
        "courses": courses(run, choice),
        "colours": {"field": _shades(FIELD_COLOURS), "cell": _shades(PDL1)},
        "dish": run.scenario.agents is not None and run.scenario.agents.rules == "organoid",
        "arrays": packing.table,
    }
    return table, packing.text()


def pack_cells(run: Run, choice: Choice, packing: Packing) -> list[list[dict[str, Any]]]:
    """Put the drawn cells in; where those of each snapshot [arm][day] begin, how many, and how many cells of
    each state there are in all."""
    names = ("cell_x", "cell_y", "cell_z", "cell_radius", "cell_her2", "cell_pdl1")
    columns: dict[str, list[np.ndarray]] = {name: [] for name in (*names, "state")}
    start, told = 0, []
    for arm, row in zip(choice.arms, choice.snapshots, strict=True):
        low, of_arm = antigen_none(run, arm), []
        for snapshot in row:
            cells, keep = cells_of(run.nodule, snapshot), drawn(run, snapshot, choice.nth)
            states = states_of(cells, low)
            counts = np.bincount(states, minlength=len(STATES))
            of_arm.append({"start": start, "drawn": keep.size, "counts": counts.tolist()})
            columns["state"].append(states[keep])
            for name in names:
                columns[name].append(cells[name].values[keep])
            start += keep.size
        told.append(of_arm)
    packing.bytes_of("state", np.concatenate(columns.pop("state")))
    for name, parts in columns.items():
        packing.numbers(name.removeprefix("cell_"), np.concatenate(parts), log=name == "cell_her2")
    return told


def courses(run: Run, choice: Choice) -> dict[str, Any]:
    """Counts over time of every repeat [arm][repeat][time]: tumour cells, CAR-T cells, kills."""
    nodule = run.nodule.sel(arm=choice.arms)
    read = {
        "Live tumour cells": nodule["live_tumour"],
        "Live CAR-T cells": t_cells(nodule),
        "Tumour cells killed since the start": nodule["tumour_killed"],
    }
    panels = [
        {"title": title, "values": values.transpose("arm", "repeat", "time").values.tolist()}
        for title, values in read.items()
    ]
    return {"days": nodule["time"].values.tolist(), "panels": panels}


def limits_of(run: Run, choice: Choice, name: str) -> list[float]:
    """Between which levels the live tumour cells of these snapshots are coloured: from the least to MOST."""
    found = [cells_of(run.nodule, snapshot) for snapshot in choice.all_snapshots]
    live = [cells[f"cell_{name}"].values[cells["cell_kind"].values == TUMOUR] for cells in found]
    levels = np.concatenate(live)
    low, high = (float(levels.min()), float(np.quantile(levels, MOST))) if levels.size else (0.0, 1.0)
    return [low, high if high > low else low + max(low, 1.0)]


def reach_of(run: Run, choice: Choice) -> float:
    """Half the width of the first view (um): MOST of the tumour cells of all snapshots lie within it."""
    found = [np.empty(0)]
    for snapshot in choice.all_snapshots:
        cells = cells_of(run.nodule, snapshot)
        tumour = cells["cell_kind"].values <= CELL_KIND.index("necrotic")
        places = np.stack([cells[f"cell_{axis}"].values[tumour] for axis in "xyz"]).astype("f8")
        found.append(np.sqrt((places**2).sum(axis=0)))
    far = np.concatenate(found)
    return ROOM * float(np.quantile(far, MOST)) if far.size else float(run.nodule["voxel_x"].values[-1])


def moment_words(day: float) -> str:
    """A moment in words.

    >>> moment_words(0.0), moment_words(1.25), moment_words(2.0), moment_words(1 / 24)
    ('day 0', 'day 1, 6 hours', 'day 2', 'day 0, 1 hour')
    """
    whole = int(day + 1e-6)
    hours = f"{24 * (day - whole):.3g}"
    if hours in ("0", "-0") or abs(24 * (day - whole)) < 1e-3:
        return f"day {whole}"
    return f"day {whole}, {hours} hour{'' if hours == '1' else 's'}"


def _shades(colours: Any) -> str:
    """A scale of colours as SHADES times three bytes, base64."""
    scale = colormaps[colours] if isinstance(colours, str) else colours
    rows = np.round(255 * scale(np.linspace(0, 1, SHADES))[:, :3]).astype("u1")
    return base64.b64encode(rows.tobytes()).decode("ascii")
