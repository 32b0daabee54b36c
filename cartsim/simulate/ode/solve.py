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
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
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
def solve_patient(y, p, q, n_lesions, h0, plan, amounts, rule_amounts, work, log, out, lesion_out, state_out):
    """Run one patient; fills `out` (time, observable), `lesion_out` (time, group, observable), `state_out`;
    returns a status.
    """
    n = N_BORDER + N_LESION * n_lesions
    work.rule_state[:] = 0.0
    t, end = plan.start, plan.times[-1]
    row, read = 0, 0
    h, previous = FIRST_STEP, 1.0
    row, read = meet(
        y,
        p,
        q,
        n_lesions,
        h0,
        t,
        row,
        read,
        plan,
        amounts,
        rule_amounts,
        work,
        log,
        out,
        lesion_out,
        state_out,
    )
    while t < end:
        stop = next_stop(t, row, end, plan, amounts, work, log)
        jacobian_(y, p, q, n_lesions, work.border_j, work.block_j)
        log.counts[JACOBIANS] += 1
        while True:
            last = t + h >= stop - SMALLEST_STEP
            step = stop - t if last else h
            error = attempt(y, p, q, n_lesions, n, step, plan.rtol, work)
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
        dense_vectors(work.u, n, work.dense)
        reach = stop if last else t + step
        day, read = first_act(
            y,
            p,
            q,
            n_lesions,
            n,
            h0,
            t,
            step,
            stop,
            read,
            plan,
            rule_amounts,
            work,
            log,
            out,
            lesion_out,
            state_out,
        )
        if day < stop:
            y[:n] = work.at[:n]
            t = day
            read = record(y, p, q, n_lesions, n, t, read, plan, work, out, lesion_out, state_out)
            h = min(h, 1.0)
            continue
        read = look(y, p, q, n_lesions, n, t, step, reach, read, plan, work, out, lesion_out, state_out)
        y[:n] = work.new[:n]
        t = reach
        h = next_step(step, error, previous) if not last else max(h, next_step(step, error, previous))
        previous = error
        if last:
            before = row
            pending = log.counts[PENDING]
            row, read = meet(
                y,
                p,
                q,
                n_lesions,
                h0,
                t,
                row,
                read,
                plan,
                amounts,
                rule_amounts,
                work,
                log,
                out,
                lesion_out,
                state_out,
            )
            if row > before or log.counts[PENDING] < pending:
                h = FIRST_STEP
        else:
            read = record(y, p, q, n_lesions, n, t, read, plan, work, out, lesion_out, state_out)
    return OK


@kernel
def attempt(y, p, q, n_lesions, n, h, rtol, work):
    """One try of a step of size h with the present Jacobian; the error in units of the tolerance."""
    assemble_(work.border_j, work.block_j, n_lesions, 1.0 / (h * GAMMA), work.border, work.block)
    factorise(work.border, work.block, n_lesions)
    stages(y, p, q, n_lesions, n, h, work.border, work.block, work.u, work.point, work.new)
    return error_norm(y, work.new, work.u[STAGES - 1], n_lesions, rtol)


@kernel
def next_stop(t, row, end, plan, amounts, work, log):
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
def meet(
    y, p, q, n_lesions, h0, t, row, read, plan, amounts, rule_amounts, work, log, out, lesion_out, state_out
):
    """Everything due at t, in order: a reading asked for twice (first, before), rows, put-off actions, the
    daily look, the reading.
    """
    n = N_BORDER + N_LESION * n_lesions
    if read + 1 < plan.times.size and plan.times[read] == t and plan.times[read + 1] == t:
        write(y, p, q, n_lesions, n, read, work, out, lesion_out, state_out)
        read += 1
    for kind in range(LYMPHODEPLETION):
        for i in range(log.counts[PENDING] - 1, -1, -1):
            if work.pending[i, 0] <= t and int(work.pending[i, 1]) == kind:
                act(y, p, n_lesions, h0, t, kind, work.pending[i, 2], 0.0, log)
                log.counts[PENDING] -= 1
                work.pending[i] = work.pending[log.counts[PENDING]]
    while row < plan.row_day.size and (amounts[row] == 0.0 or plan.row_day[row] <= t):
        if amounts[row] != 0.0:
            act(y, p, n_lesions, h0, t, plan.row_kind[row], amounts[row], plan.row_length[row], log)
        row += 1
    if t == floor(t) and t > plan.start:
        obey(y, p, q, n_lesions, h0, t, plan, rule_amounts, work, log)
        extinguish(y, n_lesions, t, log)
    return row, record(y, p, q, n_lesions, n, t, read, plan, work, out, lesion_out, state_out)


@kernel
def first_act(
    y, p, q, n_lesions, n, h0, t, step, stop, read, plan, rule_amounts, work, log, out, lesion_out, state_out
):
    """Walk the whole days inside the accepted step, reading what is asked for on the way; stop at the first
    on which a rule or extinction acts, its state in `work.at`. Returns that day, or `stop` when nothing acts,
    and the next reading.
    """
    day = floor(t) + 1.0
    while day < stop and day <= t + step:
        read = look(y, p, q, n_lesions, n, t, step, day, read, plan, work, out, lesion_out, state_out)
        interpolate(y, work.new, work.dense, n, (day - t) / step, work.at)
        acted = obey(work.at, p, q, n_lesions, h0, day, plan, rule_amounts, work, log)
        acted |= extinguish(work.at, n_lesions, day, log)
        if acted:
            return day, read
        day += 1.0
    return stop, read


@kernel
def look(y, p, q, n_lesions, n, t, step, reach, read, plan, work, out, lesion_out, state_out):
    """Readings asked for strictly before `reach`, from the dense output of the step that began at t."""
    while read < plan.times.size and plan.times[read] < reach:
        interpolate(y, work.new, work.dense, n, (plan.times[read] - t) / step, work.point)
        write(work.point, p, q, n_lesions, n, read, work, out, lesion_out, state_out)
        read += 1
    return read


@kernel
def record(y, p, q, n_lesions, n, t, read, plan, work, out, lesion_out, state_out):
    """Readings asked for at exactly t."""
    while read < plan.times.size and plan.times[read] <= t:
        write(y, p, q, n_lesions, n, read, work, out, lesion_out, state_out)
        read += 1
    return read


@kernel
def write(y, p, q, n_lesions, n, read, work, out, lesion_out, state_out):
    """One reading: observables, and the state itself where it is asked for."""
    observe_(y, p, q, n_lesions, work.seen, work.lesion_seen)
    for i in range(out.shape[1]):
        out[read, i] = work.seen[i]
    for k in range(n_lesions):
        for i in range(lesion_out.shape[2]):
            lesion_out[read, k, i] = work.lesion_seen[k, i]
    if state_out.shape[0] > 0:
        for m in range(n):
            state_out[read, m] = y[m]
