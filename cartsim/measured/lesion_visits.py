"""The visits of one measured patient: response, sum of the targets, nadir, change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from cartsim.trial.irecist import settled
from cartsim.trial.recist import assessed_visits

IRECIST = "iRECIST"


class LesionVisit(NamedTuple):
    """One visit after baseline; mm, None where the visit is incomplete or there are no targets."""

    day: float
    response: str
    sum_of_targets: float | None
    nadir: float | None
    change: float | None


class LesionCourse(NamedTuple):
    """The visits of one patient; `measurable`: whether there was a target lesion at baseline."""

    visits: list[LesionVisit]
    measurable: bool


def lesion_course(rows: Iterable[Mapping[str, Any]], criteria: str) -> LesionCourse:
    """The visits of one patient by RECIST 1.1, or with unconfirmed progressions overturned under iRECIST.

    Sum and nadir in mm (the nadir is the least of baseline and earlier complete visits), change from
    baseline in percent. ValueError for what the rules refuse, such as PD at baseline.

    >>> rows = [{"day": day, "lesion": "liver", "type": "target", "nodal": "no", "measure": mm}
    ...         for day, mm in [(-3, 90), (30, 63)]]
    >>> lesion_course(rows, "RECIST 1.1").visits
    [LesionVisit(day=30, response='PR', sum_of_targets=63.0, nadir=90.0, change=-30.0)]
    """
    found = assessed_visits(rows, criteria="iRECIST" if criteria == IRECIST else "RECIST 1.1")
    responses = settled(found.responses) if criteria == IRECIST else found.responses
    start = nadir = found.sums[0]
    result = []
    for day, word, total in zip(found.days, responses, found.sums[1:], strict=True):
        change = None if total is None or not start else float(100 * (total - start) / start)
        result.append(LesionVisit(day, word, _mm(total), _mm(nadir), change))
        nadir = nadir if total is None or nadir is None else min(nadir, total)
    return LesionCourse(result, found.sums[0] is not None)


def _mm(size: Fraction | None) -> float | None:
    return None if size is None else float(size)
