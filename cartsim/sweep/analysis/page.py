"""analysis.md: what was asked, what was swept, what came out, for a colleague who has only this folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cartsim.results.sources import used
from cartsim.sweep.analysis.best_dose import BestDoses
from cartsim.sweep.analysis.draws import OverDraws
from cartsim.sweep.analysis.indices import Sensitivity
from cartsim.sweep.analysis.read import Column, SweepFile
from cartsim.sweep.analysis.sections import best_section, draws_section, indices_section
from cartsim.sweep.analysis.tables import markdown

MOST_VALUES = 8
"""Values of an axis that are named one by one."""
KINDS = {
    "grid": "a grid, every combination",
    "points": "a list of points",
    "latin_hypercube": "a Latin hypercube",
    "sobol": "a Sobol sequence",
    "saltelli": "Saltelli's design",
    "morris": "Morris' paths",
}


@dataclass(frozen=True)
class Findings:
    """All that an analysis found; what a sweep does not support is None, and `left_out` says why."""

    best: BestDoses | None
    indices: Sensitivity | None
    draws: Mapping[str, Sequence[OverDraws]] | None
    left_out: tuple[str, ...]


def page(file: SweepFile, found: Findings, figures: Mapping[str, str], tables: Mapping[str, str]) -> str:
    """The page; figures and tables are named with a sentence each."""
    attributes = file.dataset.attrs
    parts = [f"# {attributes['title']}\n\n{attributes['summary']}", _story(file), _axes(file)]
    if found.best:
        parts.append(best_section(file, found.best))
    if found.indices:
        parts.append(indices_section(found.indices))
    if found.draws:
        parts.append(draws_section(file, found.draws))
    parts += [f"![{name}]({name})\n\n{caption}" for name, caption in figures.items()]
    parts.append(_failed(file))
    if found.left_out:
        parts.append("## Left out\n\n" + "\n".join(f"- {why}" for why in found.left_out))
    listed = "\n".join(f"- `{name}`: {what}" for name, what in tables.items())
    parts.append(f"## Files\n\n{listed}\n\nFrom `{file.path.name}`, {attributes['source']}.")
    return "\n\n".join(parts) + "\n"


def _story(file: SweepFile) -> str:
    kind = KINDS.get(file.sweep.kind or "", "one point")
    draws = f", each in {len(file.draw.levels)} draws of the typical values" if file.draw else ""
    some = "" if file.points == file.planned else f" of {file.planned}, the others were not computed"
    size = f"{file.points} points{some} ({kind}{draws}), {len(file.arms)} arms ({', '.join(file.arms)})"
    return (
        f"SIMULATED data: {size}, n = {file.patients} virtual patients, the same with the same random "
        "numbers at every point and in every arm. Intervals are 95 % and Monte Carlo error alone, how well "
        "so many virtual patients pin down what the model says, unless it is said otherwise. "
        f"{_assumed(file)}"
    )


def _assumed(file: SweepFile) -> str:
    """How much of what the equations use is a choice."""
    rows = used(file.facts["parameters"])
    assumed = sum(row["kind"] == "assumed" for row in rows)
    held = "only the ranges over draws hold" if file.draw else "no interval here holds"
    return (
        f"Of the {len(rows)} parameters that the first point uses, {assumed} are assumed: no experiment "
        f"tells them, and {held} what that means."
    )


def _axes(file: SweepFile) -> str:
    rows = [(axis.name, f"`{axis.path}`", _values(axis)) for axis in file.axes]
    return f"## Axes\n\n{markdown(('axis', 'path in the scenario', 'values'), rows)}" if rows else ""


def _values(axis: Column) -> str:
    if len(axis.levels) <= MOST_VALUES:
        return ", ".join(axis.said(level) for level in axis.levels)
    low, high = axis.said(axis.levels[0]), axis.said(axis.levels[-1])
    return f"{len(axis.levels)} values from {low} to {high}"


def _failed(file: SweepFile) -> str:
    """How many solves failed, and where most."""
    failed = file.dataset["failed_solves"].values
    total = file.points * len(file.arms) * file.patients
    if not failed.any():
        return f"## Failed solves\n\nNone of {total}."
    place, arm = np.unravel_index(int(failed.argmax()), failed.shape)
    point = ", ".join(_worst(file, int(place)))
    return (
        f"## Failed solves\n\n{int(failed.sum())} of {total}, at most {int(failed.max())} of {file.patients} "
        f"(point {file.dataset['point'].values[place]}: {point}, {file.arms[arm]}). They are in no share; "
        "`_least` and `_most` of every share in the merged file bound what they might change."
    )


def _worst(file: SweepFile, place: int) -> Iterator[str]:
    return (f"{axis.name} {axis.said(axis.values[place])}" for axis in file.axes)
