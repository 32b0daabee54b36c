"""The loop of the engine: one patient through one arm, from the first schedule row to the end.

Schedule rows are met exactly. Outputs come from the dense output. Rules and extinction are read once a day on
the dense output of an accepted step; when one acts, the step is cut back to that day.
"""

from __future__ import annotations

from math import floor, isfinite

from cartsim._jit import kernel
from cartsim.model.kernel import assemble_, jacobian_, observe_
from cartsim.simulate.ode.actions import act
from cartsim.simulate.ode.control import FIRST_STEP, SMALLEST_STEP, next_step, retry_step
from cartsim.simulate.ode.daily import extinguish, obey
from cartsim.simulate.ode.factorise import factorise
from cartsim.simulate.ode.rodas5p import GAMMA, STAGES
from cartsim.simulate.ode.step import dense_vectors, error_norm, interpolate, stages
from cartsim.simulate.ode.values import (
    JACOBIANS,
    LYMPHODEPLETION,
    NOT_FINITE,
    OK,
    PENDING,
    REJECTIONS,
    STEP_UNDERFLOW,
    STEPS,
    WORK_LIMIT,
)


@kernel
def solve_patient(case, plan, work, log, out):
    """Run one patient, reading into `out`; returns a status."""
    work.rule_state[:] = 0.0
    t, end = plan.start, plan.times[-1]
    h, previous = FIRST_STEP, 1.0
    row, read = meet(case, t, 0, 0, plan, work, log, out)
    while t < end:
        stop = next_stop(row, end, plan, case.amounts, work, log)
        jacobian_(case.y, case.p, case.q, case.n_lesions, work.border_j, work.block_j)
        log.counts[JACOBIANS] += 1
        while True:
            last = t + h >= stop - SMALLEST_STEP
            step = stop - t if last else h
            error = attempt(case, step, plan.rtol, work)
            if error <= 1.0:
                break
            log.counts[REJECTIONS] += 1
            h = retry_step(step, error)
            if log.counts[STEPS] + log.counts[REJECTIONS] > plan.max_steps:
                return WORK_LIMIT
            if h < SMALLEST_STEP:
                return STEP_UNDERFLOW if isfinite(error) else NOT_FINITE
        log.counts[STEPS] += 1
        if log.counts[STEPS] + log.counts[REJECTIONS] > plan.max_steps:
            return WORK_LIMIT
        dense_vectors(work.u, case.n, work.dense)
        day, read = first_act(case, t, step, stop, read, plan, work, log, out)
        if day < stop:
            case.y[: case.n] = work.at[: case.n]
            t, h = day, min(h, 1.0)
            read = record(case, t, read, plan, work, out)
            continue
        reach = stop if last else t + step
        read = look(case, t, step, reach, read, plan, work, out)
        case.y[: case.n] = work.new[: case.n]
        longer = next_step(step, error, previous)
        t, h, previous = reach, max(h, longer) if last else longer, error
        if last:
            met, waiting = row, log.counts[PENDING]
            row, read = meet(case, t, row, read, plan, work, log, out)
            if row > met or log.counts[PENDING] < waiting:
                h = FIRST_STEP
        else:
            read = record(case, t, read, plan, work, out)
    return OK


@kernel
def attempt(case, h, rtol, work):
    """One try of a step of size h with the present Jacobian; the error in units of the tolerance."""
    assemble_(work.border_j, work.block_j, case.n_lesions, 1.0 / (h * GAMMA), work.border, work.block)
    factorise(work.border, work.block, case.n_lesions)
    stages(case, h, work)
    return error_norm(case.y, work.new, work.u[STAGES - 1], case.n_lesions, rtol)


@kernel
def next_stop(row, end, plan, amounts, work, log):
    """Day of the next row that does anything, of the next action a rule has put off, or the end."""
    stop = end
    while row < plan.row_day.size:
        if amounts[row] != 0.0:
            stop = min(stop, plan.row_day[row])
            break
        row += 1
    for i in range(log.counts[PENDING]):
        stop = min(stop, work.pending[i, 0])
    return stop


@kernel
def meet(case, t, row, read, plan, work, log, out):
    """Everything due at t, in order: a reading asked for twice (first, before), put-off actions, rows, the
    daily look, the reading. Returns the next row and the next reading.
    """
    if read + 1 < plan.times.size and plan.times[read] == t and plan.times[read + 1] == t:
        write(case.y, case, read, work, out)
        read += 1
    for kind in range(LYMPHODEPLETION):
        for i in range(log.counts[PENDING] - 1, -1, -1):
            if work.pending[i, 0] <= t and int(work.pending[i, 1]) == kind:
                act(case.y, case, t, kind, work.pending[i, 2], 0.0, log)
                log.counts[PENDING] -= 1
                work.pending[i] = work.pending[log.counts[PENDING]]
    while row < plan.row_day.size and (case.amounts[row] == 0.0 or plan.row_day[row] <= t):
        if case.amounts[row] != 0.0:
            act(case.y, case, t, plan.row_kind[row], case.amounts[row], plan.row_length[row], log)
        row += 1
    if t == floor(t) and t > plan.start:
        obey(case.y, case, t, plan, work, log)
        extinguish(case.y, case.n_lesions, t, log)
    return row, record(case, t, read, plan, work, out)


@kernel
def first_act(case, t, step, stop, read, plan, work, log, out):
    """Walk the whole days inside the accepted step, reading what is asked for on the way; stop at the first
    on which a rule or extinction acts, its state in `work.at`. Returns that day, or `stop` when nothing acts,
    and the next reading.
    """
    day = floor(t) + 1.0
    while day < stop and day <= t + step:
        read = look(case, t, step, day, read, plan, work, out)
        interpolate(case.y, work.new, work.dense, case.n, (day - t) / step, work.at)
        acted = obey(work.at, case, day, plan, work, log)
        acted |= extinguish(work.at, case.n_lesions, day, log)
        if acted:
            return day, read
        day += 1.0
    return stop, read


@kernel
def look(case, t, step, reach, read, plan, work, out):
    """Readings asked for strictly before `reach`, from the dense output of the step that began at t."""
    while read < plan.times.size and plan.times[read] < reach:
        interpolate(case.y, work.new, work.dense, case.n, (plan.times[read] - t) / step, work.point)
        write(work.point, case, read, work, out)
        read += 1
    return read


@kernel
def record(case, t, read, plan, work, out):
    """Readings asked for at exactly t."""
    while read < plan.times.size and plan.times[read] <= t:
        write(case.y, case, read, work, out)
        read += 1
    return read


@kernel
def write(y, case, read, work, out):
    """One reading: observables, and the state itself where it is asked for."""
    observe_(y, case.p, case.q, case.n_lesions, work.seen, work.lesion_seen)
    for i in range(out.body.shape[1]):
        out.body[read, i] = work.seen[i]
    for k in range(case.n_lesions):
        for i in range(out.lesion.shape[2]):
            out.lesion[read, k, i] = work.lesion_seen[k, i]
    if out.state.shape[0] > 0:
        for m in range(case.n):
            out.state[read, m] = y[m]
