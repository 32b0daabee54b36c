"""What an analysis found as CSV: one row per point and arm, per choice, per index, per combination."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from cartsim.sweep.analysis.best_dose import SAFETY, Best, BestDoses
from cartsim.sweep.analysis.draws import OverDraws
from cartsim.sweep.analysis.indices import Sensitivity
from cartsim.sweep.analysis.read import Column, SweepFile
from cartsim.sweep.outcomes import SHARES
from cartsim.trial.uncertainties import NAMES

TAILS = ("", "_lower", "_upper")
CHOSEN = ("best", *TAILS[1:])
NONE_WITHIN = "no dose within the limit"


def surface_csv(file: SweepFile) -> str:
    """Every point and arm: values on the axes, failed solves, every share with its limits and n."""
    axes = (*file.axes, *((file.draw,) if file.draw else ()))
    columns = [f"{share}{tail}" for share in SHARES for tail in (*TAILS, "_n")]
    arrays = {name: file.dataset[name].values for name in ("failed_solves", *columns)}
    head = ("point", *map(_headed, axes), "arm", *arrays)
    ids = file.dataset["point"].values
    rows = (
        (ids[place], *(axis.values[place] for axis in axes), arm, *(a[place, row] for a in arrays.values()))
        for place in range(file.points)
        for row, arm in enumerate(file.arms)
    )
    return _csv(head, rows)


def best_csv(file: SweepFile, found: BestDoses) -> str:
    """Every arm at every combination of the other axes: the best, and what cannot be told from it."""
    moved = [_headed(axis) for axis in found.moved]
    head = [*map(_headed, found.fixed), "arm", *moved]
    head += [f"{name}{tail}" for name in (found.measure, SAFETY) for tail in (*TAILS, "_n")]
    head += ["dlt_upper_within_limit", "not_distinguishable", "not_distinguishable_over_limit"]
    head += ["candidates_within_limit", "candidates", "dlt_limit"]
    return _csv(head, (_best_row(file, found, row) for row in found.rows))


def _best_row(file: SweepFile, found: BestDoses, row: Best) -> Iterator[Any]:
    yield from (*row.fixed, file.arms[row.arm])
    if row.point is None:
        yield from (NONE_WITHIN, *[""] * (len(found.moved) - 1 + 11))
    else:
        yield from (axis.values[row.point] for axis in found.moved)
        for name in (found.measure, SAFETY):
            yield from (file.share(name, tail)[row.point, row.arm] for tail in (*TAILS, "_n"))
        yield "yes" if surely_safe(file, found, row) else "no"
        for points in (row.alike, row.alike_over):
            yield "; ".join(said(found.moved, point) for point in points)
    yield from (row.within, row.of, found.limit)


def surely_safe(file: SweepFile, found: BestDoses, row: Best) -> bool:
    """Whether the upper limit of the best dose's DLT rate is within the limit too."""
    return row.point is not None and bool(file.share(SAFETY, "_upper")[row.point, row.arm] <= found.limit)


def said(axes: Sequence[Column], point: int) -> str:
    """The values of a point on some axes, in words."""
    if len(axes) == 1:
        return axes[0].said(axes[0].values[point])
    return ", ".join(f"{axis.name} {axis.said(axis.values[point])}" for axis in axes)


def indices_csv(found: Sensitivity) -> str:
    """Every share, arm or difference, and axis; empty where the share never changes."""
    names = next((list(output.columns) for output in found.found.values() if output.columns), [])
    rows = (
        (measure, arm, axis, output.mean, output.sd, *(_at(output.columns, name, place) for name in names))
        for (measure, arm), output in found.found.items()
        for place, axis in enumerate(found.axes)
    )
    return _csv(("measure", "arm", "axis", "mean", "sd", *names), rows)


def draws_csv(file: SweepFile, found: Mapping[str, Sequence[OverDraws]]) -> str:
    """Every share and combination over its draws."""
    told = ("median", "lower", "upper", "draws", "draws_above_0", "patients_of_components")
    head = ("measure", *map(_headed, file.axes), "arm", *told, *COMPONENTS, "variance_from_parameters")
    rows = (
        (measure, *row.fixed, row.arm, row.median, row.lower, row.upper, row.draws, row.above, row.patients,
         *row.parts, row.from_parameters)
        for measure, of in found.items()
        for row in of
    )  # fmt: skip
    return _csv(head, rows)


COMPONENTS = (*NAMES[:-1], "monte_carlo_sd")
"""The fields of `Components` as columns."""


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of a page.

    >>> print(markdown(("dose", "share"), [("1e6", "20 %")]))
    | dose | share |
    |---|---|
    | 1e6 | 20 % |
    """
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def _headed(axis: Column) -> str:
    """An axis as the head of a column, with its unit."""
    return f"{axis.label} [{axis.unit}]" if axis.unit not in (None, "1") else axis.label


def _at(columns: Mapping[str, np.ndarray], name: str, place: int) -> Any:
    return columns[name][place] if columns else ""


def _csv(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue()


def _plain(cell: Any) -> Any:
    """A cell without the marks of NumPy; nothing for NaN."""
    if isinstance(cell, float | np.floating):
        return "" if np.isnan(cell) else repr(float(cell))
    return cell
