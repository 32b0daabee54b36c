"""The visits of one measured patient: response, sum of the targets, nadir, change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.measured.rules import Criteria
from cartsim.trial.irecist import settled
from cartsim.trial.lesion_rows import by_visit, read_rows
from cartsim.trial.lesion_table import LesionTable, lesion_table
from cartsim.trial.recist import SIZED, targets_of, visit_responses

IRECIST = "iRECIST"


class LesionVisit(NamedTuple):
    """One visit after baseline; mm, None where the visit is incomplete or there are no targets."""

    day: float
    response: str
    sum_of_targets: float | None
    nadir: float | None
    change: float | None


def lesion_visits(rows: Iterable[Mapping[str, Any]], criteria: Criteria) -> list[LesionVisit]:
    """The visits of one patient by RECIST 1.1, or with unconfirmed progressions overturned under iRECIST.

    Sum and nadir in mm (the nadir is the least of baseline and earlier complete visits), change from
    baseline in percent.

    >>> rows = [{"day": day, "lesion": "liver", "type": "target", "nodal": "no", "measure": mm}
    ...         for day, mm in [(-3, 90), (30, 63)]]
    >>> lesion_visits(rows, "RECIST 1.1")
    [LesionVisit(day=30, response='PR', sum_of_targets=63.0, nadir=90.0, change=-30.0)]
    """
    written = list(rows)
    responses = visit_responses(written, criteria=criteria)
    read = lesion_table(by_visit(read_rows(written)))
    words = [word for _, word in responses]
    sums = _sums(read, targets_of(read))
    start = nadir = sums[0]
    result = []
    words = settled(words) if criteria == IRECIST else words
    for day, word, total in zip(read.days, words, sums[1:], strict=True):
        change = None if total is None or not start else float(100 * (total - start) / start)
        result.append(LesionVisit(day, word, _mm(total), _mm(nadir), change))
        nadir = nadir if total is None or nadir is None else min(nadir, total)
    return result


def measurable(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a patient has a target lesion at baseline."""
    return bool(targets_of(lesion_table(by_visit(read_rows(rows)))).any())


def _sums(read: LesionTable, targets: NDArray[np.bool_]) -> list[Fraction | None]:
    """Sum of the targets in mm at each visit, the baseline first; None where it is incomplete."""
    complete = np.all(SIZED[read.states] | ~targets, axis=-1) & bool(targets.any())
    totals = np.where(targets, read.sizes, 0).sum(axis=-1)
    return [
        Fraction(int(total), read.per_mm) if known else None
        for total, known in zip(totals.tolist(), np.atleast_1d(complete).tolist(), strict=True)
    ]


def _mm(size: Fraction | None) -> float | None:
    return None if size is None else float(size)
