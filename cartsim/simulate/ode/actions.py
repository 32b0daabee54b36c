"""What the clinic does at a moment: doses, drugs, drainage. Each acts on the state at once or sets a running
input.
"""

from __future__ import annotations

import numpy as np

from cartsim._jit import kernel
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
INFUSION_IV, INFUSION_CAVITY, TREATED = (_parameter[name] for name in k_.INPUTS)

SYSTEMIC = np.array([M_B, E_B, M_P, E_P, M_L, E_L])
DRAINED = np.array([M_C, E_C, X_C, F_P, F_N])
CAR_T = np.array([M_B, E_B, M_P, E_P, M_L, E_L, M_C, E_C, X_C])
CAR_T_LESION = np.array([M, E, X])

MOST_DRAINED = 0.9
"""Largest share of the present fluid that one drainage removes: a catheter does not empty a cavity. Assumed.
"""


@kernel
def note(log, day, kind, amount):
    """Write one line of the event log, or count what no longer fits."""
    at = log.counts[EVENTS]
    if at < EVENT_SLOTS:
        log.day[at], log.kind[at], log.amount[at] = day, kind, amount
        log.counts[EVENTS] += 1
    else:
        log.counts[OVERFLOW] += 1


@kernel
def live(y, n_lesions, regional):
    """Live memory and effector CAR-T of the regional or the systemic pool."""
    total = 0.0
    if regional:
        total += y[M_C] + y[E_C]
        for k in range(n_lesions):
            total += y[M + N_LESION * k] + y[E + N_LESION * k]
    else:
        for i in SYSTEMIC:
            total += y[i]
    return total


@kernel
def dose(y, p, n_lesions, cells, cavity):
    """Bolus of viable CAR+ cells: W <- (W C + d)/(C + d) of the pool entered, then the cells."""
    fitness = W_C if cavity else W_S
    pool = live(y, n_lesions, cavity)
    y[fitness] = (y[fitness] * pool + cells) / (pool + cells)
    memory, effector = p[F_M] * cells, (1.0 - p[F_M]) * cells
    if cavity:
        y[M_C] += memory
        y[E_C] += effector
    else:
        y[M_P] += p[F_P0] * memory
        y[E_P] += p[F_P0] * effector
        y[M_B] += (1.0 - p[F_P0]) * memory
        y[E_B] += (1.0 - p[F_P0]) * effector


@kernel
def lymphodeplete(y, n_lesions, days, h0):
    """`days` standard days at once: exposure up, host and present CAR-T down by h0^(1/3) each."""
    left = h0 ** (days / 3.0)
    y[LD] += days
    y[HOST] *= left
    for i in CAR_T:
        y[i] *= left
    for k in range(n_lesions):
        for i in CAR_T_LESION:
            y[i + N_LESION * k] *= left


@kernel
def drain(y, volume):
    """Remove fluid and what floats in it; concentrations stay. Returns what was removed, mL."""
    removed = min(volume, MOST_DRAINED * y[V_C])
    left = 1.0 - removed / y[V_C] if y[V_C] > 0.0 else 1.0
    y[V_C] -= removed
    for i in DRAINED:
        y[i] *= left
    return removed


@kernel
def act(y, case, day, kind, amount, length, log):
    """Apply one schedule row to the state y and log it. A row that starts an infusion has the rate as its
    amount, and its length in days.
    """
    p, n_lesions = case.p, case.n_lesions
    if kind == DRAIN:
        note(log, day, EVENT_DRAIN, drain(y, amount))
    elif kind == TOCILIZUMAB:
        y[TZ] += amount
        p[TREATED] = 1.0
        note(log, day, EVENT_TOCILIZUMAB, amount)
    elif kind == DEXAMETHASONE:
        y[DX] += amount
        p[TREATED] = 1.0
        note(log, day, EVENT_DEXAMETHASONE, amount)
    elif kind == LYMPHODEPLETION:
        lymphodeplete(y, n_lesions, amount, case.h0)
        note(log, day, EVENT_LYMPHODEPLETION, amount)
    elif amount > 0.0 and log.counts[WITHHELD] > 0:
        log.counts[WITHHELD] = 0
        note(log, day, EVENT_WITHHELD, amount)
    elif kind in (DOSE_IV, DOSE_CAVITY):
        dose(y, p, n_lesions, amount, kind == DOSE_CAVITY)
        log.given[0] += amount
        note(log, day, EVENT_DOSE, amount)
    elif kind in (INFUSE_IV, INFUSE_CAVITY):
        place = INFUSION_CAVITY if kind == INFUSE_CAVITY else INFUSION_IV
        p[place] = max(p[place] + amount, 0.0)
        if amount > 0.0:
            log.given[0] += amount * length
            note(log, day, EVENT_DOSE, amount * length)
