"""The few frozen values that the engine's functions hand to one another."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np

from cartsim._lanes import LANES, aligned
from cartsim.model import kernel as k_
from cartsim.model.state import MAX_LESIONS
from cartsim.simulate.ode.rodas5p import STAGES
from cartsim.simulate.ode.sizes import N_P, N_Q, N_ROWS, SCALE

(
    DRAIN,
    TOCILIZUMAB,
    DEXAMETHASONE,
    LYMPHODEPLETION,
    DOSE_IV,
    DOSE_CAVITY,
    INFUSE_IV,
    INFUSE_CAVITY,
    WITHHOLD,
) = range(9)
"""Kinds of schedule row, in the order in which simultaneous rows act. Infusion rows change the running rate
(cell/day).
"""

OK, WORK_LIMIT, STEP_UNDERFLOW, NOT_FINITE = range(4)
"""How a solve ended."""

RODAS5P, RODAS4 = range(2)
"""`Plan.method`."""

EVENT_DOSE, EVENT_WITHHELD, EVENT_LYMPHODEPLETION, EVENT_TOCILIZUMAB, EVENT_DEXAMETHASONE, EVENT_DRAIN = (
    range(1, 7)
)
EVENT_GROUP_EXTINCT, EVENT_FREE_EXTINCT = 7, 8
"""Codes in a course's event log (categories of `event_kind`)."""

CODES = ("treated", "crs_grade")
"""Observables that are whole numbers, kept in a byte each."""
MEASURES = k_.BODY_OBSERVABLES[: -len(CODES)]
if k_.BODY_OBSERVABLES[len(MEASURES) :] != CODES:
    raise ValueError("codes are the last observables; their order has changed")

EVENT_SLOTS = 64
PENDING_SLOTS = 32


class Plan(NamedTuple):
    """What an arm asks for: when rows act, what to read when, rules in the order of their actions, how
    exactly, with how much work at most, by which method; cells below which a pool that has held them is gone
    (-inf: none ever is); the day at which a patient who is alone in the lanes waits (see `paused`).
    """

    start: float
    times: np.ndarray
    row_day: np.ndarray
    row_kind: np.ndarray
    row_length: np.ndarray
    rules: np.ndarray
    rtol: float
    max_steps: int
    method: int
    extinct_below: float
    pause: float = inf


class Problem(NamedTuple):
    """Initial states `y0` (patient, state), parameters and inputs `p`, groups' own parameters `q` (patient,
    lesion, .), number of groups, the share h0 that lymphodepletion leaves, the largest share of the fluid
    that a drainage removes, amounts of schedule rows and of rules (patient, row).
    """

    y0: np.ndarray
    p: np.ndarray
    q: np.ndarray
    n_lesions: np.ndarray
    h0: np.ndarray
    most_drained: np.ndarray
    amounts: np.ndarray
    rule_amounts: np.ndarray


class Solution(NamedTuple):
    """Readings `body` (patient, measure, time), `codes` (patient, code, time), `lesion` (patient, observable,
    group, time), optionally `state` (patient, time, state); how each solve ended, the event log, counters,
    dose given.
    """

    body: np.ndarray
    codes: np.ndarray
    lesion: np.ndarray
    state: np.ndarray
    status: np.ndarray
    event_day: np.ndarray
    event_kind: np.ndarray
    event_amount: np.ndarray
    counts: np.ndarray
    given: np.ndarray


class Scratch(NamedTuple):
    """What a step needs to itself: state of a stage, what loops over groups keep, the linear system, scales
    of the tolerance, stage increments (and then the vectors of the dense output).
    """

    point: np.ndarray
    kept: np.ndarray
    border: np.ndarray
    block: np.ndarray
    scale: np.ndarray
    u: tuple[np.ndarray, ...]


class Work(NamedTuple):
    """What one thread works on, a lane for each of its patients: states y, new; parameters and constants p,
    q; dense output k1, k2, k3; observables seen; the numbers of `clock` and `place` below; memory of the
    rules, actions put off, pools that can go extinct, which lanes are new.

    Of each lane, a film of eight moments: states, parameters, groups' parameters, and what each moment is for
    (`columns`, rows below). A film is observed when it is full, or when a rule needs to see it.
    """

    y: np.ndarray
    new: np.ndarray
    k1: np.ndarray
    k2: np.ndarray
    k3: np.ndarray
    p: np.ndarray
    q: np.ndarray
    kept: np.ndarray
    seen: np.ndarray
    lesion_seen: np.ndarray
    clock: np.ndarray
    place: np.ndarray
    rule_state: np.ndarray
    pending: np.ndarray
    armed: np.ndarray
    fresh: np.ndarray
    film: np.ndarray
    film_p: np.ndarray
    film_q: np.ndarray
    columns: np.ndarray


T, H, STEP, INVERSE, AFTER, ERROR, PREVIOUS, REACH, STOP, LOOKED, MOVED, WATCH, GROUPS = range(13)
"""Rows of `Work.clock`: day; step to try and step tried, its inverse, the next one proposed; error and the
one before; day a step reaches, the next stop, last daily look; whether the lane moves on to `new`, whether
nothing can go extinct in the step; number of groups.
"""
PATIENT, ROW, READ, STATE, EXPOSED = range(5)
"""Rows of `Work.place`: patient in the lane (IDLE: none), next schedule row, next reading, how far the lane
is with its step, moments on its film.
"""
IDLE = -1
REJECTED, WALKING, WALKED, ROLLED_BACK = range(4)
"""Values of STATE: step rejected; accepted; read to its end; cut back to a day on which something acted."""
DAY, SHARE, OPEN, READING, DAILY = range(5)
"""Rows of `Work.columns[lane]`: day of each moment, its share of the step, whether it is being exposed, the
reading it is for (NO_READING: none), whether it is a daily look.
"""
NO_READING = -1.0

NEXT, FINISHED, CANCELLED, WAITING = range(4)
COUNTERS = 4
"""Places in the counters that all threads share: next in line, how many are done, whether to stop, whether a
patient waits at the plan's pause.
"""

STEPS, REJECTIONS, JACOBIANS, OVERFLOW, EXTINCTIONS, EVENTS, WITHHELD, PENDING = range(8)
"""Places in `Solution.counts`; the last three are running counts of the solve itself."""

RULE_ACTION, RULE_SEES, RULE_OP, RULE_LEVEL, RULE_UNTIL_SEES, RULE_UNTIL_OP, RULE_UNTIL_LEVEL = range(7)
RULE_DELAY, RULE_EVERY, RULE_AT_MOST = 7, 8, 9
RULE_FIELDS = 10
"""Columns of `Plan.rules`. Ops: 0 >=, 1 >, 2 <=, 3 <. `RULE_UNTIL_SEES` -1: until the condition itself no
longer holds.
"""


def scratch_room() -> Scratch:
    """Scratch of one thread."""
    return Scratch(
        point=aligned(N_ROWS),
        kept=aligned(len(k_.KEPT) * MAX_LESIONS),
        border=aligned(k_.N_BORDER_SLOTS),
        block=aligned(k_.N_BLOCK_SLOTS * MAX_LESIONS),
        scale=_every_lane(SCALE),
        u=tuple(aligned(N_ROWS) for _ in range(STAGES)),
    )


def workspace(n_rules: int, scratch: Scratch) -> Work:
    """Room for the lanes of one thread, which share its scratch."""
    k1, k2, k3 = scratch.u[:3]
    return Work(
        y=aligned(N_ROWS),
        new=aligned(N_ROWS),
        k1=k1,
        k2=k2,
        k3=k3,
        p=aligned(N_P),
        q=aligned(N_Q * MAX_LESIONS),
        kept=scratch.kept,
        seen=aligned(len(k_.BODY_OBSERVABLES)),
        lesion_seen=aligned(len(k_.LESION_OBSERVABLES) * MAX_LESIONS),
        clock=aligned(GROUPS + 1),
        place=np.full((EXPOSED + 1, LANES), IDLE, dtype=np.int64),
        rule_state=np.zeros((n_rules, 3, LANES)),
        pending=np.zeros((PENDING_SLOTS, 3, LANES)),
        armed=aligned(N_ROWS),
        fresh=np.zeros(LANES, dtype=np.bool_),
        film=aligned(LANES, N_ROWS),
        film_p=aligned(LANES, N_P),
        film_q=aligned(LANES, N_Q * MAX_LESIONS),
        columns=aligned(LANES, DAILY + 1),
    )


def _every_lane(column: np.ndarray) -> np.ndarray:
    rows = aligned(column.size)
    rows[:] = column[:, np.newaxis]
    return rows
