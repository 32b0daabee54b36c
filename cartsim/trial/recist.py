"""RECIST 1.1: the response at each visit from what was written down of the lesions.

Eisenhauer 2009, Eur J Cancer 45:228. [recalled]: the 5 mm of a lesion too small to measure, and that nodes
which shrank to normal progress by 20 % and 5 mm. Sums are compared in exact arithmetic: sizes are whole or
rational numbers of 0.01 mm, so that 63 of 90 mm is a PR and 30 after 25 mm a PD.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from cartsim.trial.best_response import BestResponse, best_overall_response, confirmed_response
from cartsim.trial.lesion_rows import Reading, Row, baseline_of, by_visit, choose_targets, read_rows

__all__ = [
    "BestResponse",
    "best_overall_response",
    "choose_targets",
    "confirmed_response",
    "non_target_response",
    "overall_response",
    "target_responses",
    "visit_responses",
]

Size = int | Fraction
"""In 0.01 mm."""

NORMAL_NODE = 1000
"""A node under 10 mm is normal."""
PD_STEP = 500
"""5 mm."""


def visit_responses(rows: Iterable[Mapping[str, Any]]) -> list[tuple[float, str]]:
    """(day, response) of every visit after day 0 of one patient, from rows with the columns of lesions.csv.

    Columns: day; lesion; type target, nontarget or new; nodal; measure (mm, or ABSENT, TSTM, PRESENT, PD,
    NE; empty: not read); optional subject, and organ for the limit of two targets per organ. Baseline is
    the last visit on day <= 0. A baseline lesion without a row at a later visit is unmeasured; a visit of
    which nothing was read is ND.

    >>> rows = [{"day": day, "lesion": "liver", "type": "target", "nodal": "no", "measure": mm}
    ...         for day, mm in [(-3, 90), (30, 63), (91, 75.6)]]
    >>> visit_responses(rows)
    [(30, 'PR'), (91, 'PD')]
    """
    visits = by_visit(read_rows(rows))
    baseline = baseline_of(visits)
    later = [(day, found) for day, found in visits.items() if day > 0]
    if baseline is None:
        return [(day, _without_baseline(found.values())) for day, found in later]
    names = choose_targets(baseline.values())
    nodal = [baseline[name].nodal for name in names]
    others = [
        name for name, row in baseline.items() if row.type != "new" and name not in names and not _normal(row)
    ]
    sizes = [[_size(found.get(name)) for name in names] for _, found in later]
    targets = target_responses([_known(baseline[name]) for name in names], sizes, nodal)
    result = []
    for (day, found), target in zip(later, targets, strict=True):
        other = non_target_response([_state(found.get(name)) for name in others])
        new = any(row.type == "new" and row.reading.there for row in found.values())
        unread = all(row.reading.state == "not read" for row in found.values())
        result.append((day, "ND" if unread else overall_response(target, other, new)))
    return result


def target_responses(
    baseline: Sequence[Size], visits: Iterable[Sequence[Size | None]], nodal: Sequence[bool]
) -> list[str | None]:
    """Response of the target lesions at each visit, in order; None where there are no targets.

    Sizes in 0.01 mm, 0 absent, None unmeasured; longest diameters, for nodes short axes. CR: every other
    lesion 0, every node under 10 mm. PR: sum <= 70 % of baseline. PD: sum at least 5 mm above and at least
    120 % of the nadir, the least of baseline and earlier complete visits; after a CR any lesion other than
    a node above 0. One unmeasured: NE, unless what was measured is PD.

    >>> target_responses([2500, 6500], [[2500, 3800], [3000, 4560], [0, 0], [500, 0]], [False, False])
    ['PR', 'PD', 'CR', 'PD']
    """
    start = nadir = sum(baseline)
    cleared = False
    responses: list[str | None] = []
    for sizes in visits:
        total = sum(size for size in sizes if size is not None)
        complete = None not in sizes
        response = _target_response(sizes, nodal, total, start, nadir, cleared) if baseline else None
        nadir = min(nadir, total) if complete else nadir
        cleared = cleared or response == "CR"
        responses.append(response)
    return responses


def _target_response(
    sizes: Sequence[Size | None], nodal: Sequence[bool], total: Size, start: Size, nadir: Size, cleared: bool
) -> str:
    known = [(size, node) for size, node in zip(sizes, nodal, strict=True) if size is not None]
    if grown(total, nadir) or (cleared and any(size > 0 and not node for size, node in known)):
        return "PD"
    if len(known) < len(sizes):
        return "NE"
    if all(size < NORMAL_NODE if node else size == 0 for size, node in known):
        return "CR"
    return "PR" if 10 * total <= 7 * start else "SD"


def grown(total: Size, nadir: Size) -> bool:
    """At least 5 mm and at least 20 % above the nadir.

    >>> grown(3000, 2500), grown(2999, 2500), grown(1150, 700), grown(1199, 700)
    (True, False, False, False)
    """
    return total - nadir >= PD_STEP and 5 * total >= 6 * nadir


def non_target_response(states: Sequence[str]) -> str | None:
    """Response of the non-target lesions from their states at a visit; None where there are none.

    >>> [non_target_response(states) for states in (["ABSENT", "PRESENT"], ["ABSENT", "NE"], ["PD", "NE"])]
    ['NON-CR/NON-PD', 'NE', 'PD']
    """
    if not states:
        return None
    if "PD" in states:
        return "PD"
    if "NE" in states:
        return "NE"
    return "CR" if all(state == "ABSENT" for state in states) else "NON-CR/NON-PD"


def overall_response(target: str | None, non_target: str | None, new_lesion: bool) -> str:
    """Overall response of a visit. Without targets no PR exists; without any lesion at baseline only PD or
    NE.

    >>> overall_response("CR", "NE", False), overall_response("PR", "PD", False)
    ('PR', 'PD')
    >>> overall_response(None, "NON-CR/NON-PD", False)
    'NON-CR/NON-PD'
    """
    if new_lesion or "PD" in (target, non_target):
        return "PD"
    if target is None:
        return non_target or "NE"
    if target == "CR":
        return "CR" if non_target in (None, "CR") else "PR"
    return target


def _without_baseline(found: Iterable[Row]) -> str:
    return "PD" if any(row.type == "new" and row.reading.there for row in found) else "NE"


def _size(row: Row | None) -> Size | None:
    return None if row is None else row.reading.size


def _known(row: Row) -> Size:
    """The size of a target at baseline, which it has: only measurable lesions are chosen."""
    return row.reading.size or 0


def _state(row: Row | None) -> str:
    """The state of a non-target lesion: PD, PRESENT, ABSENT (a node under 10 mm too) or NE."""
    if row is None or row.reading.state in ("NE", "not read"):
        return "NE"
    if row.reading.state == "PD":
        return "PD"
    return "ABSENT" if _normal(row) else "PRESENT"


def _normal(row: Row) -> bool:
    """Not there, or a node of normal size."""
    reading: Reading = row.reading
    return not reading.there or (row.nodal and reading.size is not None and reading.size < NORMAL_NODE)
