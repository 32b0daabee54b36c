"""RECIST 1.1 as array code: the response at each visit from what was written down.

Eisenhauer 2009, Eur J Cancer 45:228; nodes that stay under 10 mm by the questions and
clarifications of the RECIST working group (recist.eortc.org). [recalled]: the 5 mm of a lesion too small
to measure, and that nodes which shrank to normal progress by 20 % and 5 mm.

Arrays end in the dims (visit, lesion), visit 0 the baseline; whatever stands before them (arm, patient) is
carried along. `states` are codes of LESION_STATE, responses codes of RESPONSE. Sizes are whole numbers of
1/`per_mm` mm, 0 where a state has no number, so that every comparison is exact: 63 of 90 mm is a PR and
30 after 25 mm a PD.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cartsim.datasets import LESION_STATE, RESPONSE, words
from cartsim.trial.best_response import BestResponse, best_overall_response, confirmed_response
from cartsim.trial.irecist import IRECIST, Seen, irecist_codes
from cartsim.trial.lesion_rows import by_visit, read_rows
from cartsim.trial.lesion_table import LesionTable, lesion_table
from cartsim.trial.target_choice import PER_MM, choose_targets, measurable

__all__ = [
    "AssessedVisits",
    "BestResponse",
    "assessed_visits",
    "best_overall_response",
    "choose_targets",
    "confirmed_response",
    "grown",
    "measurable",
    "non_target_responses",
    "overall_responses",
    "target_responses",
    "visit_responses",
]

Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Sizes = NDArray[Any]
"""int64, or Python integers where those would overflow."""

NORMAL_NODE = 10
"""A node under 10 mm is normal."""
PD_STEP = 5
"""mm above the nadir."""

STATE = {word: code for code, word in enumerate(LESION_STATE)}
MISSING, ND, NE, PD, NON, SD, PR, CR = (np.int8(code) for code in range(len(RESPONSE)))
SIZED = np.isin(LESION_STATE, ("measured", "ABSENT", "TSTM"))
"""States with a number."""
THERE = np.isin(LESION_STATE, ("measured", "TSTM", "PRESENT", "PD"))
"""States of a lesion that was seen."""
UNJUDGED = np.isin(LESION_STATE, ("not read", "NE"))


def visit_responses(
    rows: Iterable[Mapping[str, Any]], *, criteria: Literal["RECIST 1.1", "iRECIST"] = "RECIST 1.1"
) -> list[tuple[float, str]]:
    """(day, response) of every visit after day 0 of one patient, from rows with the columns of lesions.csv.

    Columns: day; lesion; type target, nontarget or new; nodal; measure (mm, or ABSENT, TSTM, PRESENT, PD,
    NE; empty: not read); optional subject, organ for the limit of two targets per organ (nodes are one),
    and malignant (no: fluid whose cytology is negative, no PD and no new lesion). Baseline is the last visit
    on day <= 0 of which anything was read. A baseline lesion without a row at a later visit is unmeasured; a
    visit of which nothing was read is ND. With `criteria` "iRECIST" the words are those of IRECIST: iCR,
    iPR, iSD, iNON-CR/NON-PD, iUPD, iCPD, NE, ND; `settled` turns them into RECIST's.

    >>> rows = [{"day": day, "lesion": "liver", "type": "target", "nodal": "no", "measure": mm}
    ...         for day, mm in [(-3, 90), (30, 63), (91, 75.6)]]
    >>> visit_responses(rows)
    [(30, 'PR'), (91, 'PD')]
    >>> visit_responses(rows, criteria="iRECIST")
    [(30, 'iPR'), (91, 'iUPD')]
    """
    found = assessed_visits(rows, criteria=criteria)
    return list(zip(found.days, found.responses, strict=True))


class AssessedVisits(NamedTuple):
    """Days and responses of the visits after day 0; sums of the targets in mm, the baseline first, None where
    a target was unmeasured or there is none."""

    days: list[float]
    responses: list[str]
    sums: list[Fraction | None]


def assessed_visits(
    rows: Iterable[Mapping[str, Any]], *, criteria: Literal["RECIST 1.1", "iRECIST"] = "RECIST 1.1"
) -> AssessedVisits:
    """As `visit_responses`, with the sums of the targets.

    >>> rows = [{"day": day, "lesion": "liver", "type": "target", "nodal": "no", "measure": mm}
    ...         for day, mm in [(-3, 90), (30, 63), (91, "NE")]]
    >>> assessed_visits(rows).sums
    [Fraction(90, 1), Fraction(63, 1), None]
    """
    if criteria not in ("RECIST 1.1", "iRECIST"):
        raise ValueError(f"criteria {criteria!r} are neither 'RECIST 1.1' nor 'iRECIST'")
    read = lesion_table(by_visit(read_rows(rows)))
    first, size, node = read.states[0], read.sizes[0], read.nodal
    large = measurable(size, node, read.per_mm) & (first == STATE["measured"])
    targets = choose_targets(size, read.offered & large, read.organs)
    read.refuse_progressed(targets)
    normal = _normal(read)
    others = read.followed & ~targets & ~normal[0]
    target = target_responses(read.states, read.sizes, targets, node, read.per_mm)
    other = non_target_responses(np.where(normal, STATE["ABSENT"], read.states), others)
    new = _new(read, normal)
    overall = overall_responses(target, other, np.asarray(new.any(axis=-1)))
    overall[(read.states == STATE["not read"]).all(axis=-1)] = ND
    seen = _seen(read, target, other, overall, targets, others, new)
    sums = [
        Fraction(int(total), read.per_mm) if complete and targets.any() else None
        for total, complete in zip(seen.total, seen.complete, strict=True)
    ]
    if criteria == "iRECIST":
        immune = words(irecist_codes(seen, read.per_mm)[1:], IRECIST)
        return AssessedVisits(read.days, immune.tolist(), sums)
    return AssessedVisits(read.days, words(overall[1:], RESPONSE).tolist(), sums)


def target_responses(
    states: Codes, sizes: Sizes, targets: Flags, nodal: Flags, per_mm: int = PER_MM
) -> Codes:
    """Response of the targets (..., lesion) at each visit (..., visit); MISSING at baseline and without any.

    CR: every other lesion 0 and every node under 10 mm. PR: sum <= 70 % of baseline. PD: sum at least 5 mm
    above and at least 120 % of the nadir, the least of baseline and earlier complete visits; after a CR any
    lesion other than a node that is there. Nodes that all stay normal with nothing else there are no PD,
    however much their sum rose (EORTC's reading [recalled]; by the letter 1 to 6 mm would be). One
    unmeasured: NE, unless what was measured is PD.

    >>> sizes = np.array([[2500, 6500], [2500, 3800], [3000, 4560], [0, 0], [500, 0]])
    >>> states = np.where(sizes > 0, STATE["measured"], STATE["ABSENT"])
    >>> words(target_responses(states, sizes, np.ones(2, bool), np.zeros(2, bool)), RESPONSE)[1:].tolist()
    ['PR', 'PD', 'CR', 'PD']
    """
    mine = targets[..., None, :]
    known = SIZED[states] & mine
    total = np.where(known, sizes, 0).sum(axis=-1)
    complete = (known == mine).all(axis=-1)
    there = np.asarray((THERE[states] & (targets & ~nodal)[..., None, :]).any(axis=-1))
    swollen = ((targets & nodal)[..., None, :] & (sizes >= NORMAL_NODE * per_mm)).any(axis=-1)
    calm = ~there & ~swollen
    gone = np.asarray(complete & calm)
    shrunk = 10 * total <= 7 * total[..., :1]
    found = np.where(complete, np.where(gone, CR, np.where(shrunk, PR, SD)), NE)
    nadir, cleared = total[..., 0], np.zeros(total.shape[:-1], bool)
    for visit in range(1, total.shape[-1]):
        now = total[..., visit]
        worse = grown(now, nadir, per_mm) | (cleared & there[..., visit])
        found[..., visit][worse & ~calm[..., visit]] = PD
        nadir = np.where(complete[..., visit], np.minimum(nadir, now), nadir)
        cleared = cleared | gone[..., visit]
    found[..., 0] = MISSING
    found[~targets.any(axis=-1)] = MISSING
    return found


def grown(total: Sizes, nadir: Sizes, per_mm: int = PER_MM) -> Flags:
    """At least 5 mm and at least 20 % above the nadir.

    >>> grown(np.array([3000, 2999, 1150]), np.array([2500, 2500, 700])).tolist()
    [True, False, False]
    """
    return np.asarray((total - nadir >= PD_STEP * per_mm) & (5 * total >= 6 * nadir))


def non_target_responses(states: Codes, others: Flags) -> Codes:
    """Response of the non-target lesions `others` (..., lesion) at each visit; MISSING at baseline and
    without any. One that is PD is PD, else one not judged is NE, else CR when none is there.

    >>> states = np.array([[4, 4], [2, 4], [2, 6], [5, 6], [2, 2]])
    >>> words(non_target_responses(states, np.ones(2, bool)), RESPONSE)[1:].tolist()
    ['NON-CR/NON-PD', 'NE', 'PD', 'CR']
    """
    mine = others[..., None, :]
    absent = ((states == STATE["ABSENT"]) | ~mine).all(axis=-1)
    found = np.where(absent, CR, NON)
    found[(UNJUDGED[states] & mine).any(axis=-1)] = NE
    found[((states == STATE["PD"]) & mine).any(axis=-1)] = PD
    found[..., 0] = MISSING
    found[~others.any(axis=-1)] = MISSING
    return found


def overall_responses(target: ArrayLike, non_target: ArrayLike, new_lesion: Flags) -> Codes:
    """Overall response of each visit. Without targets no PR exists; without any lesion at baseline only PD or
    NE.

    >>> target, other = [CR, PR, MISSING], [NE, PD, NON]
    >>> words(overall_responses(target, other, np.zeros(3, bool)), RESPONSE).tolist()
    ['PR', 'PD', 'NON-CR/NON-PD']
    """
    main, other = np.asarray(target), np.asarray(non_target)
    alone = np.where(other == MISSING, NE, other)
    cleared = (main == CR) & (other != MISSING) & (other != CR)
    found = np.where(main == MISSING, alone, np.where(cleared, PR, main))
    return np.where(new_lesion | (main == PD) | (other == PD), PD, found)


def _normal(read: LesionTable) -> Flags:
    """Not there, or a node of normal size (visit, lesion)."""
    small = read.nodal & SIZED[read.states] & (read.sizes < NORMAL_NODE * read.per_mm)
    return np.asarray((read.states == STATE["ABSENT"]) | small)


def _new(read: LesionTable, normal: Flags) -> Flags:
    """Which lesions are there and new (visit, lesion): of type new, or normal at baseline; a node that was
    normal must have grown by 5 mm, too, since 9 to 11 mm is not unequivocal. One that is PRESENT has at least
    the 10 mm of a node that is not normal."""
    size = np.where(read.states == STATE["PRESENT"], NORMAL_NODE * read.per_mm, read.sizes)
    risen = (read.states == STATE["PD"]) | (size - read.sizes[0] >= PD_STEP * read.per_mm)
    fresh = read.new | (read.followed & normal[0] & (~read.nodal | risen))
    found = fresh & THERE[read.states] & ~normal
    found[0] = False
    return found


def _seen(
    read: LesionTable, target: Codes, other: Codes, overall: Codes, targets: Flags, others: Flags, new: Flags
) -> Seen:
    """What iRECIST compares between visits; non-target growth is another lesion called PD or a larger one."""
    known = SIZED[read.states]
    size = np.where(known, read.sizes, 0)
    called = (others & (read.states == STATE["PD"])).sum(axis=-1)
    largest = np.where(others, size, 0).max(axis=-1, initial=0)
    return Seen(
        days=np.array([0.0, *read.days]),
        overall=overall,
        target=target,
        non_target=other,
        total=np.where(targets, size, 0).sum(axis=-1),
        complete=np.asarray((known | ~targets).all(axis=-1)),
        amounts=np.stack([called, largest], axis=-1).astype(float),
        new_lesions=new.sum(axis=-1),
        new_total=np.where(new, size, 0).sum(axis=-1),
        new_complete=np.asarray((known | ~new).all(axis=-1)),
    )
