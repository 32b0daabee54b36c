"""Solve (1/(h gamma) I - J) x = b for one patient: the arrow that `model.kernel` describes, its order and fill found beforehand.

Each lesion group is eliminated first, leaving its Schur complement in the border (body states and sums over lesions); then the border.
No pivoting: every state's diagonal carries 1/(h gamma).
"""

from __future__ import annotations

import numpy as np

from cartsim._jit import kernel
from cartsim.model import kernel as k_

N_BORDER = len(k_.BODY_STATES) + len(k_.TOTALS)
N_BODY = len(k_.BODY_STATES)
N_LESION = len(k_.LESION_STATES)


def _table(values: tuple[int, ...]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


BORDER_DIAGONAL, BLOCK_DIAGONAL = _table(k_.BORDER_DIAGONAL), _table(k_.BLOCK_DIAGONAL)
BLOCK_PIVOT, BLOCK_ROW = _table(k_.BLOCK_PIVOT), _table(k_.BLOCK_ROW)
BLOCK_BELOW, BLOCK_BELOW_START = _table(k_.BLOCK_BELOW), _table(k_.BLOCK_BELOW_START)
BLOCK_BEYOND, BLOCK_BEYOND_START = _table(k_.BLOCK_BEYOND), _table(k_.BLOCK_BEYOND_START)
BLOCK_UPDATE, BLOCK_UPDATE_START = _table(k_.BLOCK_UPDATE), _table(k_.BLOCK_UPDATE_START)
BLOCK_SCHUR, BLOCK_SCHUR_START = _table(k_.BLOCK_SCHUR), _table(k_.BLOCK_SCHUR_START)
BORDER_PIVOT, BORDER_ROW = _table(k_.BORDER_PIVOT), _table(k_.BORDER_ROW)
BORDER_BELOW, BORDER_BELOW_START = _table(k_.BORDER_BELOW), _table(k_.BORDER_BELOW_START)
BORDER_BEYOND, BORDER_BEYOND_START = _table(k_.BORDER_BEYOND), _table(k_.BORDER_BEYOND_START)
BORDER_UPDATE, BORDER_UPDATE_START = _table(k_.BORDER_UPDATE), _table(k_.BORDER_UPDATE_START)


@kernel
def assemble(border_j, block_j, n_lesions, shift, border, block):
    """border, block <- shift I - J; a sum over lesions has the equation s - sum = 0."""
    for i in range(border.size):
        border[i] = -border_j[i]
    for i in range(N_BODY):
        border[BORDER_DIAGONAL[i]] += shift
    for i in range(N_BODY, N_BORDER):
        border[BORDER_DIAGONAL[i]] += 1.0
    for k in range(n_lesions):
        for i in range(block.shape[1]):
            block[k, i] = -block_j[k, i]
        for i in range(N_LESION):
            block[k, BLOCK_DIAGONAL[i]] += shift


@kernel
def factorise(border, block, n_lesions):
    """LU in place; pivots are stored inverted."""
    for k in range(n_lesions):
        a = block[k]
        for j in range(N_LESION):
            inverse = 1.0 / a[BLOCK_PIVOT[j]]
            a[BLOCK_PIVOT[j]] = inverse
            for i in range(BLOCK_BELOW_START[j], BLOCK_BELOW_START[j + 1], 2):
                a[BLOCK_BELOW[i]] *= inverse
            for i in range(BLOCK_UPDATE_START[j], BLOCK_UPDATE_START[j + 1], 3):
                a[BLOCK_UPDATE[i]] -= a[BLOCK_UPDATE[i + 1]] * a[BLOCK_UPDATE[i + 2]]
            for i in range(BLOCK_SCHUR_START[j], BLOCK_SCHUR_START[j + 1], 3):
                border[BLOCK_SCHUR[i]] -= a[BLOCK_SCHUR[i + 1]] * a[BLOCK_SCHUR[i + 2]]
    for j in range(N_BORDER):
        inverse = 1.0 / border[BORDER_PIVOT[j]]
        border[BORDER_PIVOT[j]] = inverse
        for i in range(BORDER_BELOW_START[j], BORDER_BELOW_START[j + 1], 2):
            border[BORDER_BELOW[i]] *= inverse
        for i in range(BORDER_UPDATE_START[j], BORDER_UPDATE_START[j + 1], 3):
            border[BORDER_UPDATE[i]] -= border[BORDER_UPDATE[i + 1]] * border[BORDER_UPDATE[i + 2]]


@kernel
def solve(border, block, n_lesions, x):
    """x <- (L U)^-1 x. Places of sums over lesions are zeroed on return: they are no part of the state."""
    for k in range(n_lesions):
        a, shift = block[k], N_LESION * k
        for j in range(N_LESION):
            value = x[BLOCK_ROW[j] + shift]
            for i in range(BLOCK_BELOW_START[j], BLOCK_BELOW_START[j + 1], 2):
                row = BLOCK_BELOW[i + 1]
                x[row if row < N_BORDER else row + shift] -= a[BLOCK_BELOW[i]] * value
    for j in range(N_BORDER):
        value = x[BORDER_ROW[j]]
        for i in range(BORDER_BELOW_START[j], BORDER_BELOW_START[j + 1], 2):
            x[BORDER_BELOW[i + 1]] -= border[BORDER_BELOW[i]] * value
    for j in range(N_BORDER - 1, -1, -1):
        value = x[BORDER_ROW[j]]
        for i in range(BORDER_BEYOND_START[j], BORDER_BEYOND_START[j + 1], 2):
            value -= border[BORDER_BEYOND[i]] * x[BORDER_BEYOND[i + 1]]
        x[BORDER_ROW[j]] = value * border[BORDER_PIVOT[j]]
    for k in range(n_lesions):
        a, shift = block[k], N_LESION * k
        for j in range(N_LESION - 1, -1, -1):
            value = x[BLOCK_ROW[j] + shift]
            for i in range(BLOCK_BEYOND_START[j], BLOCK_BEYOND_START[j + 1], 2):
                column = BLOCK_BEYOND[i + 1]
                value -= a[BLOCK_BEYOND[i]] * x[column if column < N_BORDER else column + shift]
            x[BLOCK_ROW[j] + shift] = value * a[BLOCK_PIVOT[j]]
    for i in range(N_BODY, N_BORDER):
        x[i] = 0.0
