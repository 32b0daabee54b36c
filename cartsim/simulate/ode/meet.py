"""The schedule of one lane: where it has to stop next, and what happens there."""

from __future__ import annotations

from cartsim._jit import inner
from cartsim.simulate.ode.actions import act
from cartsim.simulate.ode.values import LYMPHODEPLETION, PENDING, ROW


@inner
def next_stop(lane, i, end, plan, problem, work, result):
    """Day of the next row that does anything, of the next action a rule has put off, or the end."""
    stop, row = end, work.place[ROW, lane]
    while row < plan.row_day.size:
        if problem.amounts[i, row] != 0.0:
            stop = min(stop, plan.row_day[row])
            break
        row += 1
    for j in range(result.counts[i, PENDING]):
        stop = min(stop, work.pending[j, 0, lane])
    return stop


@inner
def meet(lane, i, t, plan, problem, work, result):
    """Put-off actions and rows due at t, in order. True if anything was done."""
    y, p, pending, done = work.y, work.p, work.pending, False
    for kind in range(LYMPHODEPLETION):
        for j in range(result.counts[i, PENDING] - 1, -1, -1):
            if pending[j, 0, lane] <= t and int(pending[j, 1, lane]) == kind:
                act(y, lane, p, lane, i, t, kind, pending[j, 2, lane], 0.0, problem, result)
                result.counts[i, PENDING] -= 1
                for m in range(pending.shape[1]):
                    pending[j, m, lane] = pending[result.counts[i, PENDING], m, lane]
                done = True
    row = work.place[ROW, lane]
    while row < plan.row_day.size and (problem.amounts[i, row] == 0.0 or plan.row_day[row] <= t):
        if problem.amounts[i, row] != 0.0:
            kind, amount, length = plan.row_kind[row], problem.amounts[i, row], plan.row_length[row]
            act(y, lane, p, lane, i, t, kind, amount, length, problem, result)
            done = True
        row += 1
    work.place[ROW, lane] = row
    return done
