"""The few frozen values that the engine's functions hand to one another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cartsim.model import kernel as k_
from cartsim.simulate.ode.rodas5p import STAGES
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION

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

EVENT_DOSE, EVENT_WITHHELD, EVENT_LYMPHODEPLETION, EVENT_TOCILIZUMAB, EVENT_DEXAMETHASONE, EVENT_DRAIN = (
    range(1, 7)
)
EVENT_GROUP_EXTINCT, EVENT_FREE_EXTINCT = 7, 8
"""Codes in a course's event log (categories of `event_kind`)."""

EVENT_SLOTS = 64
PENDING_SLOTS = 32


class Plan(NamedTuple):
    """What an arm asks for: when rows act, what to read when, how exactly, with how much work at most."""

    start: float
    times: np.ndarray
    row_day: np.ndarray
    row_kind: np.ndarray
    row_length: np.ndarray
    rules: np.ndarray
    rtol: float
    max_steps: int


class Log(NamedTuple):
    """What happened to one patient: event rows, counters (steps, rejections, jacobians, overflow,
    extinctions), dose given.
    """

    day: np.ndarray
    kind: np.ndarray
    amount: np.ndarray
    counts: np.ndarray
    given: np.ndarray


class Case(NamedTuple):
    """One patient in one arm: state `y` (its first `n` places in use), parameters and constants `p`, the
    groups' own `q`, how many groups, the share h0 that lymphodepletion leaves, amounts of the schedule's rows
    and of the rules.
    """

    y: np.ndarray
    p: np.ndarray
    q: np.ndarray
    n_lesions: int
    n: int
    h0: float
    amounts: np.ndarray
    rule_amounts: np.ndarray


class Readings(NamedTuple):
    """What is read of one patient: `body` (time, observable), `lesion` (time, group, observable), `state`
    (time or none, state).
    """

    body: np.ndarray
    lesion: np.ndarray
    state: np.ndarray


class Work(NamedTuple):
    """Scratch of one thread."""

    u: np.ndarray
    point: np.ndarray
    new: np.ndarray
    dense: np.ndarray
    at: np.ndarray
    border_j: np.ndarray
    block_j: np.ndarray
    border: np.ndarray
    block: np.ndarray
    seen: np.ndarray
    lesion_seen: np.ndarray
    rule_state: np.ndarray
    pending: np.ndarray


STEPS, REJECTIONS, JACOBIANS, OVERFLOW, EXTINCTIONS, EVENTS, WITHHELD, PENDING = range(8)
"""Places in `Log.counts`; the last three are running counts of the solve itself."""

RULE_ACTION, RULE_SEES, RULE_OP, RULE_LEVEL, RULE_UNTIL_SEES, RULE_UNTIL_OP, RULE_UNTIL_LEVEL = range(7)
RULE_DELAY, RULE_EVERY, RULE_AT_MOST = 7, 8, 9
RULE_FIELDS = 10
"""Columns of `Plan.rules`. Ops: 0 >=, 1 >, 2 <=, 3 <. `RULE_UNTIL_SEES` -1: until the condition itself no
longer holds.
"""


def workspace(n_lesions: int, n_rules: int) -> Work:
    """Scratch for patients with up to `n_lesions` groups."""
    n = N_BORDER + N_LESION * n_lesions
    return Work(
        u=np.zeros((STAGES, n)),
        point=np.zeros(n),
        new=np.zeros(n),
        dense=np.zeros((3, n)),
        at=np.zeros(n),
        border_j=np.zeros(k_.N_BORDER_SLOTS),
        block_j=np.zeros((n_lesions, k_.N_BLOCK_SLOTS)),
        border=np.zeros(k_.N_BORDER_SLOTS),
        block=np.zeros((n_lesions, k_.N_BLOCK_SLOTS)),
        seen=np.zeros(len(k_.BODY_OBSERVABLES)),
        lesion_seen=np.zeros((n_lesions, len(k_.LESION_OBSERVABLES))),
        rule_state=np.zeros((n_rules, 3)),
        pending=np.zeros((PENDING_SLOTS, 3)),
    )
