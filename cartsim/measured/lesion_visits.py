"""The visits of one measured patient: response, sum of the targets, nadir, change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from cartsim.trial.irecist import Seen, settled
from cartsim.trial.lesion_rows import Row, baseline_of, by_visit, choose_targets, read_rows
from cartsim.trial.recist import visit_responses

IRECIST = "iRECIST"


class LesionVisit(NamedTuple):
    """One visit after baseline; mm, None where the visit is incomplete or there are no targets."""

    day: float
    response: str
    sum_of_targets: float | None
    nadir: float | None
    change: float | None


def lesion_visits(rows: Iterable[Mapping[str, Any]], criteria: str) -> list[LesionVisit]:
    """The visits of one patient by RECIST 1.1, or with unconfirmed progressions overturned under iRECIST.

    Sum and nadir in mm (the nadir is the least of baseline and earlier complete visits), change from
    baseline in percent.

    >>> rows = [{"day": day, "lesion": "liver", "type": "target", "nodal": "no", "measure": mm}
    ...         for day, mm in [(-3, 90), (30, 63)]]
    >>> lesion_visits(rows, "RECIST 1.1")
    [LesionVisit(day=30, response='PR', sum_of_targets=63.0, nadir=90.0, change=-30.0)]
    """
    written = list(rows)
    responses = visit_responses(written)
    visits = by_visit(read_rows(written))
    names, start = _targets(visits)
    sums = {day: _sum(visits[day], names) for day, _ in responses}
    if criteria == IRECIST:
        seen = [
            _seen(day, word, visits[day], names, set(baseline_of(visits) or ())) for day, word in responses
        ]
        responses = [(day, word) for (day, _), word in zip(responses, settled(seen), strict=True)]
    result, nadir = [], start
    for day, word in responses:
        total = sums[day]
        change = None if total is None or not start else float(100 * (total - start) / start)
        result.append(LesionVisit(day, word, _mm(total), _mm(nadir), change))
        nadir = nadir if total is None or nadir is None else min(nadir, total)
    return result


def measurable(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a patient has a target lesion at baseline."""
    return bool(_targets(by_visit(read_rows(rows)))[0])


def _targets(visits: Mapping[float, dict[str, Row]]) -> tuple[list[str], Fraction | None]:
    """Names of the target lesions, and their sum at baseline in 0.01 mm."""
    baseline = baseline_of(visits)
    names = [] if baseline is None else choose_targets(baseline.values())
    return names, _sum(baseline or {}, names)


def _sum(found: Mapping[str, Row], names: Sequence[str]) -> Fraction | None:
    """Sum of the targets in 0.01 mm; None where one was not measured, or there are none."""
    sizes = [found[name].reading.size if name in found else None for name in names]
    known = [size for size in sizes if size is not None]
    return sum(known, Fraction(0)) if names and len(known) == len(sizes) else None


def _seen(day: float, word: str, found: Mapping[str, Row], names: Sequence[str], baseline: set[str]) -> Seen:
    """A visit as iRECIST looks at it: sums of what was measured, the largest non-target, the new lesions."""

    def sizes(rows: Iterable[Row]) -> list[Fraction]:
        return [row.reading.size for row in rows if row.reading.size is not None]

    new = [row for row in found.values() if row.type == "new" and row.reading.there]
    others = [row for name, row in found.items() if name not in names and name in baseline]
    targets = [row for name, row in found.items() if name in names]
    return Seen(
        day,
        word,
        sum(sizes(targets), Fraction(0)),
        float(max(sizes(others), default=0)),
        len(new),
        sum(sizes(new), Fraction(0)),
    )


def _mm(size: Fraction | None) -> float | None:
    return None if size is None else float(size / 100)
