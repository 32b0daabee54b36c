"""What the clinic does at a moment: doses, drugs, drainage. Each acts on the state at once or sets a running
input.
"""

from __future__ import annotations

import numpy as np

from cartsim._jit import inner
from cartsim.model import kernel as k_
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.values import (
    DEXAMETHASONE,
    DOSE_CAVITY,
    DOSE_IV,
    DRAIN,
    EVENT_DEXAMETHASONE,
    EVENT_DOSE,
    EVENT_DRAIN,
    EVENT_LYMPHODEPLETION,
    EVENT_SLOTS,
    EVENT_TOCILIZUMAB,
    EVENT_WITHHELD,
    EVENTS,
    INFUSE_CAVITY,
    INFUSE_IV,
    LYMPHODEPLETION,
    OVERFLOW,
    TOCILIZUMAB,
    WITHHELD,
)

_body = {name: i for i, name in enumerate(k_.BODY_STATES)}
M_B, E_B, M_P, E_P, M_L, E_L = (_body[name] for name in ("M_b", "E_b", "M_p", "E_p", "M_l", "E_l"))
M_C, E_C, X_C, F_P, F_N = (_body[name] for name in ("M_c", "E_c", "X_c", "F_p", "F_n"))
V_C, HOST, LD, TZ, DX, W_S, W_C = (_body[name] for name in ("V_c", "H", "LD", "TZ", "DX", "W_s", "W_c"))
_lesion = {name: N_BORDER + i for i, name in enumerate(k_.LESION_STATES)}
M, E, X, P, N = (_lesion[name] for name in ("M", "E", "X", "P", "N"))
_parameter = {name: i for i, name in enumerate((*k_.PARAMETERS, *k_.INPUTS))}
F_M, F_P0 = _parameter["f_m"], _parameter["f_p0"]
INFUSION_IV, INFUSION_CAVITY, TREATED, LODGERS = (_parameter[name] for name in k_.INPUTS)

SYSTEMIC = np.array([M_B, E_B, M_P, E_P, M_L, E_L])
DRAINED = np.array([M_C, E_C, X_C, F_P, F_N])
CAR_T = np.array([M_B, E_B, M_P, E_P, M_L, E_L, M_C, E_C, X_C])
CAR_T_LESION = np.array([M, E, X])


@inner
def note(result, i, day, kind, amount):
    """Write one line of patient i's event log, or count what no longer fits."""
    at = result.counts[i, EVENTS]
    if at < EVENT_SLOTS:
        result.event_day[i, at] = day
        result.event_kind[i, at] = kind
        result.event_amount[i, at] = amount
        result.counts[i, EVENTS] += 1
    else:
        result.counts[i, OVERFLOW] += 1


@inner
def live(y, j, p, lane, n_lesions, regional):
    """Live memory and effector CAR-T of the regional or the systemic pool."""
    total = 0.0
    if regional:
        total += y[M_C, j] + y[E_C, j] + p[LODGERS, lane]
        for k in range(n_lesions):
            total += y[M + N_LESION * k, j] + y[E + N_LESION * k, j]
    else:
        for i in SYSTEMIC:
            total += y[i, j]
    return total


@inner
def mix_fitness(y, j, p, lane, n_lesions, cells, cavity):
    """W <- (W C + d)/(C + d) of the pool that d fresh cells enter, all fit where it was empty. An empty
    regional pool has no fitness of its own; it takes that of the systemic pool, whence its first cells will
    come.
    """
    fitness = W_C if cavity else W_S
    pool = live(y, j, p, lane, n_lesions, cavity)
    if pool < 1.0:
        y[fitness, j] = 1.0
    else:
        y[fitness, j] = (y[fitness, j] * pool + cells) / (pool + cells)
    if not cavity and live(y, j, p, lane, n_lesions, True) < 1.0:
        y[W_C, j] = y[W_S, j]


@inner
def dose(y, j, p, lane, n_lesions, cells, cavity):
    """Bolus of viable CAR+ cells."""
    mix_fitness(y, j, p, lane, n_lesions, cells, cavity)
    memory, effector = p[F_M, lane] * cells, (1.0 - p[F_M, lane]) * cells
    if cavity:
        y[M_C, j] += memory
        y[E_C, j] += effector
    else:
        y[M_P, j] += p[F_P0, lane] * memory
        y[E_P, j] += p[F_P0, lane] * effector
        y[M_B, j] += (1.0 - p[F_P0, lane]) * memory
        y[E_B, j] += (1.0 - p[F_P0, lane]) * effector


@inner
def spared(h0, days):
    """Share of host lymphocytes and CAR-T that `days` standard days at once leave."""
    return h0 ** (days / 3.0)


@inner
def lymphodeplete(y, j, n_lesions, days, h0):
    """`days` standard days at once: exposure up, host and present CAR-T down by h0^(1/3) each."""
    left = spared(h0, days)
    y[LD, j] += days
    y[HOST, j] *= left
    for i in CAR_T:
        y[i, j] *= left
    for k in range(n_lesions):
        for i in CAR_T_LESION:
            y[i + N_LESION * k, j] *= left


@inner
def drain(y, j, volume, most):
    """Remove fluid and what floats in it, at most the share `most` of what is there; concentrations stay.
    Returns what was removed, mL.
    """
    removed = min(volume, most * y[V_C, j])
    left = 1.0 - removed / y[V_C, j] if y[V_C, j] > 0.0 else 1.0
    y[V_C, j] -= removed
    for i in DRAINED:
        y[i, j] *= left
    return removed


@inner
def act(y, j, p, lane, i, day, kind, amount, length, problem, result):
    """Apply one schedule row to column j of y, a state of patient i in this lane, and log it. A row that
    starts an infusion has the rate as its amount, and its length in days.
    """
    n_lesions = problem.n_lesions[i]
    if kind == DRAIN:
        note(result, i, day, EVENT_DRAIN, drain(y, j, amount, problem.most_drained[i]))
    elif kind == TOCILIZUMAB:
        y[TZ, j] += amount
        p[TREATED, lane] = 1.0
        note(result, i, day, EVENT_TOCILIZUMAB, amount)
    elif kind == DEXAMETHASONE:
        y[DX, j] += amount
        p[TREATED, lane] = 1.0
        note(result, i, day, EVENT_DEXAMETHASONE, amount)
    elif kind == LYMPHODEPLETION:
        lymphodeplete(y, j, n_lesions, amount, problem.h0[i])
        note(result, i, day, EVENT_LYMPHODEPLETION, amount)
    elif amount > 0.0 and result.counts[i, WITHHELD] > 0:
        result.counts[i, WITHHELD] = 0
        note(result, i, day, EVENT_WITHHELD, amount)
    elif kind in (DOSE_IV, DOSE_CAVITY):
        dose(y, j, p, lane, n_lesions, amount, kind == DOSE_CAVITY)
        result.given[i, 0] += amount
        note(result, i, day, EVENT_DOSE, amount)
    elif kind in (INFUSE_IV, INFUSE_CAVITY):
        place = INFUSION_CAVITY if kind == INFUSE_CAVITY else INFUSION_IV
        p[place, lane] = max(p[place, lane] + amount, 0.0)
        if amount > 0.0:
            mix_fitness(y, j, p, lane, n_lesions, 0.0, kind == INFUSE_CAVITY)
            result.given[i, 0] += amount * length
            note(result, i, day, EVENT_DOSE, amount * length)
