"""One Rosenbrock step of one patient, its error and its dense output."""

from __future__ import annotations

from math import sqrt

import numpy as np

from cartsim._jit import kernel
from cartsim.model.kernel import rhs_, solve_
from cartsim.model.state import BODY_STATES, LESION_STATES
from cartsim.simulate.ode.rodas5p import STAGES, A, C, H
from cartsim.simulate.ode.sizes import N_BODY, N_BORDER, N_LESION

SCALE_BODY = np.array([state.scale for state in BODY_STATES])
SCALE_LESION = np.array([state.scale for state in LESION_STATES])


@kernel
def stages(case, h, work):
    """Fill work.u[i] (the eight stage increments) and work.new = y(t + h), from a factorised matrix."""
    y, u, point, new = case.y, work.u, work.point, work.new
    for i in range(STAGES):
        for m in range(case.n):
            value = y[m]
            for j in range(i):
                value += A[i, j] * u[j, m]
            point[m] = value
        rhs_(point, case.p, case.q, case.n_lesions, u[i])
        for m in range(case.n):
            value = 0.0
            for j in range(i):
                value += C[i, j] * u[j, m]
            u[i, m] += value / h
        solve_(work.border, work.block, case.n_lesions, u[i])
    for m in range(case.n):
        new[m] = point[m] + u[STAGES - 1, m]


@kernel
def error_norm(y, new, error, n_lesions, rtol):
    """Root mean square of error/(rtol (|y| + scale)), over the states that exist. NaN or inf when the step is
    no number.
    """
    total = 0.0
    for m in range(N_BODY):
        weight = rtol * (max(abs(y[m]), abs(new[m])) + SCALE_BODY[m])
        total += (error[m] / weight) ** 2
    for k in range(n_lesions):
        for i in range(N_LESION):
            m = N_BORDER + N_LESION * k + i
            weight = rtol * (max(abs(y[m]), abs(new[m])) + SCALE_LESION[i])
            total += (error[m] / weight) ** 2
    return sqrt(total / (N_BODY + N_LESION * n_lesions))


@kernel
def dense_vectors(u, n, dense):
    """The three vectors of the dense output."""
    for m in range(n):
        for i in range(3):
            value = 0.0
            for j in range(STAGES):
                value += H[i, j] * u[j, m]
            dense[i, m] = value


@kernel
def interpolate(y, new, dense, n, s, out):
    """State at t + s h, 0 <= s <= 1."""
    r = 1.0 - s
    for m in range(n):
        out[m] = r * y[m] + s * (new[m] + r * (dense[0, m] + s * (dense[1, m] + s * dense[2, m])))
