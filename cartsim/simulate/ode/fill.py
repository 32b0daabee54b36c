"""A patient enters a lane, and leaves it with a status."""

from __future__ import annotations

from math import floor

from cartsim._jit import inner
from cartsim._lanes import take
from cartsim.model import kernel as k_
from cartsim.model.state import MAX_LESIONS
from cartsim.simulate.ode.control import FIRST_STEP
from cartsim.simulate.ode.film import finish_film, print_nothing
from cartsim.simulate.ode.meet import meet
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION, N_Q
from cartsim.simulate.ode.values import (
    EXPOSED,
    FINISHED,
    GROUPS,
    IDLE,
    LOOKED,
    NEXT,
    OK,
    PATIENT,
    PREVIOUS,
    READ,
    REJECTED,
    ROW,
    STATE,
    H,
    T,
)

NODULES, CAVITY = (k_.LESION_PARAMETERS.index(name) for name in ("n", "cavity"))


@inner
def leave(lane, status, problem, work, counter, result):
    """The patient of this lane is done; what is on the film is written."""
    i = work.place[PATIENT, lane]
    finish_film(lane, i, problem.n_lesions[i], work, result)
    if status != OK:
        print_nothing(i, work.place[READ, lane], result)
    result.status[i] = status
    work.place[PATIENT, lane] = IDLE
    take(counter, FINISHED)


@inner
def fill(lane, order, counter, plan, problem, work, result):
    """The next patient in line, if there is one, at the start of the course. A lane left idle keeps its
    numbers and is not looked at again.
    """
    at = take(counter, NEXT)
    if at >= order.size:
        return
    i = order[at]
    n_lesions = problem.n_lesions[i]
    for m in range(problem.p.shape[1]):
        work.p[m, lane] = problem.p[i, m]
    for m in range(work.y.shape[0]):
        there = m < N_BORDER + N_LESION * n_lesions
        work.y[m, lane] = problem.y0[i, m] if there else 0.0
        work.armed[m, lane] = work.y[m, lane] > 0.0
    for k in range(MAX_LESIONS):  # a place without a group is inert: a nodule of no cells, not in the cavity
        there = k < n_lesions
        work.q[N_Q * k + NODULES, lane] = problem.q[i, k, NODULES] if there else 1.0
        work.q[N_Q * k + CAVITY, lane] = problem.q[i, k, CAVITY] if there else 0.0
    for r in range(work.rule_state.shape[0]):
        for m in range(work.rule_state.shape[1]):
            work.rule_state[r, m, lane] = 0.0
    clock, place = work.clock, work.place
    place[PATIENT, lane], place[STATE, lane] = i, REJECTED
    place[ROW, lane], place[READ, lane], place[EXPOSED, lane] = 0, 0, 0
    clock[T, lane], clock[LOOKED, lane] = plan.start, floor(plan.start)
    clock[H, lane], clock[PREVIOUS, lane] = FIRST_STEP, 1.0
    clock[GROUPS, lane] = n_lesions
    meet(lane, i, plan.start, plan, problem, work, result)
