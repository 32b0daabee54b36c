"""The comparison as one HTML file in the look of the report: no network, no script, no second file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from cartsim.report.figures.courses import LEVELS
from cartsim.report.figures.two_runs import Difference, forest, overlay, overlay_legend
from cartsim.report.page import Drawing, environment
from cartsim.report.pictures import encoded
from cartsim.report.plates.courses import AFTER_DEATH
from cartsim.report.plates.sheet import Block, Panel, sheet, stacked
from cartsim.report.style import arm_styles, journal_style
from cartsim.report.two_runs import words
from cartsim.report.two_runs.pair import Pair
from cartsim.report.two_runs.rows import OTHERWISE, Compared, Row
from cartsim.report.two_runs.sections import sections, verdict
from cartsim.results.seal import write_whole

MOST_ARMS = 4
"""Pairs of arms in the figures; the tables have all."""
COURSES = ("car_t_blood", "car_t_cavity", "car_t_tumour", "tumour_cells")
SHOWN = {"points": ("response", "safety"), "days": ("time",), "ratio": ("kinetics",)}
"""Families of endpoints in a forest, by its scale."""
FOREST_WORDS = (
    "B minus A with its 95 % interval, dark where it leaves out zero. Intervals are Monte Carlo error. "
    "Adverse events, and what has no finite limits, stand in the tables only."
)
OVERLAY_WORDS = (
    "Medians over all patients of either run, also where the comparison above is within shared patients; "
    f"values below the lower edge of an axis are drawn on it. {AFTER_DEATH}"
)


def write_comparison(found: Compared, path: Path) -> Path:
    """Write the page, whole or not at all, and return where it stands."""
    write_whole(path, build_page(found).encode())
    return path


def build_page(found: Compared) -> str:
    """The page as text."""
    pair = found.pair
    first, second = (run.scenario for run in pair.runs)
    title = first.title if first.title == second.title else f"{first.title} – {second.title}"
    pictures = _figures(found)
    shown = [
        replace(section, figures=[pictures[name] for name in section.plates if name in pictures])
        for section in sections(found)
    ]
    return environment().get_template("two_runs.html.j2").render(
        kicker="Two simulated trials compared · no real patients",
        title=title,
        question=second.question if first.question == second.question else "What differs, and what moved?",
        answer=words.answer(found),
        monte_carlo=words.MONTE_CARLO,
        route_caveat="",
        glance=_glance(found),
        manifest=pair.second.manifest,
        sections=shown,
        runs=_runs(pair),
        changed=len(words.inputs(pair)),
        moved=len(found.moved),
        compared=len(found.rows),
    )  # fmt: skip


def _runs(pair: Pair) -> list[dict[str, Any]]:
    names = zip("AB", pair.names, pair.runs, pair.sizes, strict=True)
    return [
        {"letter": letter, "file": file, "patients": size, "seed": run.manifest["seed"]}
        for letter, file, run, size in names
    ]


def _glance(found: Compared) -> dict[str, Any]:
    """The primary response of every pair of arms."""
    looks = list(arm_styles([both.first for both in found.pair.arms]).values())
    primary = ((row, (*row.values, row.difference, verdict(row))) for row in found.primary())
    rows = [
        {"colour": look.colour, "arm": row.arms.name, "cells": shown}
        for (row, shown), look in zip(primary, looks, strict=True)
    ]
    own = "'s own" if any(row.label.startswith(OTHERWISE) for row in found.primary()) else ""
    return {"header": [f"Primary response, A{own}", f"B{own}", "B − A, points", "Verdict"], "rows": rows}


def _figures(found: Compared) -> dict[str, Drawing]:
    """Both figures by their name, drawn."""
    drawn = {
        "forest": (draw_forest, "Differences between the runs", FOREST_WORDS),
        "overlay": (draw_overlay, "Median courses of both runs", OVERLAY_WORDS),
    }
    if not found.pair.arms:
        return {}
    some = f" The first {MOST_ARMS} pairs of arms." if len(found.pair.arms) > MOST_ARMS else ""
    with journal_style():
        return {
            name: Drawing(name, number, title, f"{caption}{some}", *encoded(draw(found)))
            for number, (name, (draw, title, caption)) in enumerate(drawn.items(), start=1)
        }


def draw_forest(found: Compared) -> Figure:
    """Shares, days and ratios of each pair of arms in panels of their own."""
    arms = found.pair.arms[:MOST_ARMS]
    kind = "same patients" if found.pair.shared.paired else "independent patients"
    blocks = []
    for scale, families in SHOWN.items():
        chosen = [row for row in found.rows if row.scale == scale and row.family in families]
        panels: list[Panel] = [
            partial(_forest, [_difference(row) for row in chosen if row.arms == both], both.name, kind, scale)
            for both in arms
        ]
        longest = max(sum(row.arms == both for row in chosen) for both in arms)
        blocks.append(Block(panels, 2, 1.05 + 0.33 * longest))
    return stacked(blocks)


def _difference(row: Row) -> Difference:
    factor = 100 if row.scale == "points" else 1
    shift = row.shift
    ends = (factor * shift.difference, factor * shift.lower, factor * shift.upper)
    return Difference(row.label.split(" (")[0], *ends, shift.verdict == "moved")


def _forest(rows: list[Difference], title: str, note: str, scale: str, ax: Any) -> Any:
    return forest(rows, ax, title, f"{note}; 95 % interval, Monte Carlo", scale)


def draw_overlay(found: Compared) -> Figure:
    """CAR-T in three places and the tumour."""
    pair, arms = found.pair, found.pair.arms[:MOST_ARMS]
    summaries = (pair.first.summary, pair.second.summary)
    names = [name for name in COURSES if all(name in summary for summary in summaries) and name in LEVELS]
    panels: list[Panel] = [partial(_overlay, summaries, name, arms) for name in names]
    return sheet(panels, 2, 2.7, overlay_legend(arms, [both.name for both in arms]))


def _overlay(summaries: Any, name: str, arms: Any, ax: Any) -> Any:
    return overlay(summaries, ax, name, arms)
