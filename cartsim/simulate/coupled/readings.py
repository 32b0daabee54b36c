"""What is read of a patient whose lesion is single cells: the observables of the whole state, T cells of
the nodules in it.
"""

from __future__ import annotations

import numpy as np

from cartsim.model import kernel as k_
from cartsim.model.state import MAX_LESIONS
from cartsim.simulate.coupled.body import Body
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.values import CODES, RULE_FIELDS, Plan, Problem, Solution

TREATED = len(k_.PARAMETERS) + k_.INPUTS.index("treated")
A_LOOK = 1e-9
"""Day: the engine reads at the start of a course, which has to have some length."""


def with_the_nodule(body: Body, states: dict[int, np.ndarray]) -> Solution:
    """The patient's course, in which readings (by place among the times) are those of whole states."""
    result = body.course.result
    if not states:
        return result
    where = sorted(states)
    rows = np.zeros((len(where), N_BORDER + N_LESION * MAX_LESIONS))
    for row, read in zip(rows, where, strict=True):
        row[: states[read].size] = states[read]
    treated = result.codes[0, CODES.index("treated"), where]
    seen = observed(body.course.problem, body.course.plan, rows, treated)
    result.body[0][:, where], result.codes[0][:, where] = seen.body[:, :, 0].T, seen.codes[:, :, 0].T
    result.lesion[0][:, :, where] = np.moveaxis(seen.lesion[:, :, :, 0], 0, -1)
    result.state[0][where] = rows
    return result


def observed(problem: Problem, plan: Plan, states: np.ndarray, treated: np.ndarray) -> Solution:
    """Observables of many states (moment, state) of one patient, as the first readings of as many patients;
    `treated` [moment] is 1 once a rescue drug was given.
    """
    n = len(states)
    p = np.repeat(problem.p, n, axis=0)
    p[:, TREATED] = treated
    nothing = np.zeros((n, 0))
    moments = Problem(
        y0=np.ascontiguousarray(states),
        p=p,
        q=np.repeat(problem.q, n, axis=0),
        n_lesions=np.repeat(problem.n_lesions, n),
        h0=np.repeat(problem.h0, n),
        most_drained=np.repeat(problem.most_drained, n),
        amounts=nothing,
        rule_amounts=nothing,
    )
    look = plan._replace(
        start=0.0,
        times=np.array([0.0, A_LOOK]),
        row_day=np.zeros(0),
        row_kind=np.zeros(0, dtype=np.int64),
        row_length=np.zeros(0),
        rules=np.zeros((0, RULE_FIELDS)),
        extinct_below=-np.inf,
        pause=np.inf,
    )
    return solve(moments, look, threads=1)
