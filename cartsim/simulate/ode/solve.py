"""The loop of the engine: a patient in every lane, from the first schedule row to the end.

A lane steps with its own step size and takes the next patient when its own has come to the end. Schedule rows
are met exactly. Readings, rules and extinction come from the dense output of an accepted step; when a rule or
extinction acts, that lane alone is cut back to the day on which it does.
"""

from __future__ import annotations

from math import isfinite

from cartsim._held import held
from cartsim._jit import inner, kernel
from cartsim._lanes import LANES, get
from cartsim._straight import TOGETHER
from cartsim.model.kernel import prepare_
from cartsim.model.state import MAX_LESIONS
from cartsim.simulate.ode import rodas4, rodas5p
from cartsim.simulate.ode.control import FIRST_STEP, RELAXED, SMALLEST_STEP, propose
from cartsim.simulate.ode.fill import fill, leave
from cartsim.simulate.ode.film import load_film
from cartsim.simulate.ode.meet import meet, next_stop
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.steps import rodas4_, rodas5p_
from cartsim.simulate.ode.values import (
    AFTER,
    CANCELLED,
    ERROR,
    IDLE,
    INVERSE,
    JACOBIANS,
    MOVED,
    NOT_FINITE,
    OK,
    PATIENT,
    PREVIOUS,
    REACH,
    REJECTED,
    REJECTIONS,
    RODAS5P,
    STATE,
    STEP,
    STEP_UNDERFLOW,
    STEPS,
    STOP,
    WAITING,
    WALKED,
    WALKING,
    WORK_LIMIT,
    H,
    T,
)
from cartsim.simulate.ode.walk import conclude, move, walk

ORDER_5, ORDER_4 = float(rodas5p.ORDER), float(rodas4.ORDER)


@kernel
def solve_lanes(order, counter, plan, problem, work, scratch, result):
    """Patients in this order, as many as other threads leave, until none is left, the work is cancelled, or a
    patient waits at the pause; called again, that patient goes on from what `work` holds.
    """
    plan, problem, work, scratch, result = held(plan), held(problem), held(work), held(scratch), held(result)
    if counter[WAITING] == 1:
        counter[WAITING] = 0
        end_if_over(counter, plan, problem, work, result)
    else:
        for lane in range(LANES):
            work.place[PATIENT, lane] = IDLE
        refill(order, counter, plan, problem, work, result)
    n_lesions = aim(plan, problem, work, result)
    while n_lesions >= 0 and counter[CANCELLED] == 0 and counter[WAITING] == 0:
        if plan.method == RODAS5P:
            rodas5p_(work.y, work.new, work.p, work.q, n_lesions, work.clock, scratch, RELAXED * plan.rtol)
            propose(work.clock, ORDER_5)
        else:
            rodas4_(work.y, work.new, work.p, work.q, n_lesions, work.clock, scratch, RELAXED * plan.rtol)
            propose(work.clock, ORDER_4)
        left = judge(counter, plan, problem, work, result)
        walk(n_lesions, plan, problem, work, result)
        left |= land(n_lesions, counter, plan, problem, work, result)
        if left:
            refill(order, counter, plan, problem, work, result)
        n_lesions = aim(plan, problem, work, result)


@inner
def refill(order, counter, plan, problem, work, result):
    """The next patients into idle lanes. Constants of the others come out as they were."""
    fresh = work.fresh
    for lane in range(LANES):
        fresh[lane] = work.place[PATIENT, lane] == IDLE
        if fresh[lane]:
            fill(lane, order, counter, plan, problem, work, result)
    prepare_(work.p, work.q, MAX_LESIONS)
    for lane in range(LANES):
        if fresh[lane] and work.place[PATIENT, lane] != IDLE:
            load_film(work.p, work.q, lane, work.film_p[lane], work.film_q[lane])


@inner
def aim(plan, problem, work, result):
    """Each lane's next step, to its next stop at the furthest. Returns the most groups of any, rounded up to
    as many as the kernels take together; -1 when all are idle.
    """
    clock, most = work.clock, -1
    for lane in range(LANES):
        i = work.place[PATIENT, lane]
        if i == IDLE:
            clock[STEP, lane] = clock[INVERSE, lane] = 1.0
            continue
        most = max(most, problem.n_lesions[i])
        t = clock[T, lane]
        end = min(plan.times[-1], plan.pause)
        stop = next_stop(lane, i, end, plan, problem, work, result)
        last = t + clock[H, lane] >= stop - SMALLEST_STEP
        step = stop - t if last else clock[H, lane]
        clock[STOP, lane] = stop
        clock[STEP, lane] = step
        clock[INVERSE, lane] = 1.0 / step
        clock[REACH, lane] = stop if last else t + step
    return most if most < 0 else rounded(most)


@inner
def rounded(n_lesions):
    """So many groups, or the next number that the kernels can take together."""
    return (n_lesions + TOGETHER - 1) // TOGETHER * TOGETHER


@inner
def judge(counter, plan, problem, work, result):
    """Accept or reject each lane's step; end a patient who cannot go on. True if one did."""
    clock, place, left = work.clock, work.place, False
    for lane in range(LANES):
        i = place[PATIENT, lane]
        if i == IDLE:
            continue
        result.counts[i, JACOBIANS] += 1
        if clock[ERROR, lane] <= 1.0:
            result.counts[i, STEPS] += 1
            place[STATE, lane] = WALKING
        else:
            result.counts[i, REJECTIONS] += 1
            place[STATE, lane] = REJECTED
            clock[H, lane] = clock[AFTER, lane]
            if clock[H, lane] < SMALLEST_STEP:
                status = STEP_UNDERFLOW if isfinite(clock[ERROR, lane]) else NOT_FINITE
                leave(lane, status, problem, work, counter, result)
                left = True
                continue
        if result.counts[i, STEPS] + result.counts[i, REJECTIONS] > plan.max_steps:
            leave(lane, WORK_LIMIT, problem, work, counter, result)
            left = True
    return left


@inner
def land(n_lesions, counter, plan, problem, work, result):
    """Move each lane on; act where it has come to a stop; close the courses that are at their end. True if
    any was.
    """
    clock, place = work.clock, work.place
    for lane in range(LANES):
        walked = place[PATIENT, lane] != IDLE and place[STATE, lane] == WALKED
        clock[MOVED, lane] = 1.0 if walked else 0.0
    move(work.y, work.new, get(clock, MOVED), N_BORDER + N_LESION * n_lesions)
    any_ended = False
    for lane in range(LANES):
        i = place[PATIENT, lane]
        if clock[MOVED, lane] == 0.0:
            continue
        ended = arrive(lane, i, plan, problem, work, result)
        if clock[T, lane] >= plan.pause:
            counter[WAITING] = 1
        elif ended:
            conclude(lane, i, plan, problem, work, result)
            leave(lane, OK, problem, work, counter, result)
            any_ended = True
    return any_ended


@inner
def end_if_over(counter, plan, problem, work, result):
    """Close the courses that waited at their very end."""
    for lane in range(LANES):
        i = work.place[PATIENT, lane]
        if i != IDLE and work.clock[T, lane] >= plan.times[-1]:
            conclude(lane, i, plan, problem, work, result)
            leave(lane, OK, problem, work, counter, result)


@inner
def arrive(lane, i, plan, problem, work, result):
    """One lane at the end of its step. True at the end of the course."""
    clock = work.clock
    last = clock[REACH, lane] == clock[STOP, lane]
    clock[T, lane] = clock[REACH, lane]
    clock[PREVIOUS, lane] = clock[ERROR, lane]
    longer = clock[AFTER, lane]
    clock[H, lane] = max(clock[H, lane], longer) if last else longer
    if last and meet(lane, i, clock[T, lane], plan, problem, work, result):
        clock[H, lane] = FIRST_STEP
    return clock[T, lane] >= plan.times[-1]
