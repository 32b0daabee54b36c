"""LU factors of one stage's matrix: the arrow that `model.kernel` describes, its order and fill found
beforehand.

Each lesion group is eliminated first, leaving its Schur complement in the border (body states and sums over
lesions); then the border. No pivoting: every state's diagonal carries 1/(h gamma).
"""

from __future__ import annotations

import numpy as np

from cartsim._jit import kernel
from cartsim.model import kernel as k_


def _table(values: tuple[int, ...]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


BLOCK_PIVOT, BORDER_PIVOT = _table(k_.BLOCK_PIVOT), _table(k_.BORDER_PIVOT)
BLOCK_SCALE, BLOCK_SCALE_START = _table(k_.BLOCK_SCALE), _table(k_.BLOCK_SCALE_START)
BLOCK_UPDATE, BLOCK_UPDATE_START = _table(k_.BLOCK_UPDATE), _table(k_.BLOCK_UPDATE_START)
BLOCK_SCHUR, BLOCK_SCHUR_START = _table(k_.BLOCK_SCHUR), _table(k_.BLOCK_SCHUR_START)
BORDER_SCALE, BORDER_SCALE_START = _table(k_.BORDER_SCALE), _table(k_.BORDER_SCALE_START)
BORDER_UPDATE, BORDER_UPDATE_START = _table(k_.BORDER_UPDATE), _table(k_.BORDER_UPDATE_START)


@kernel
def eliminate(a, pivots, scale, scale_start, update, update_start, j):
    """Pivot j of one static LU in place: invert it, scale its column, update what it touches."""
    inverse = 1.0 / a[pivots[j]]
    a[pivots[j]] = inverse
    for i in range(scale_start[j], scale_start[j + 1]):
        a[scale[i]] *= inverse
    for i in range(update_start[j], update_start[j + 1], 3):
        a[update[i]] -= a[update[i + 1]] * a[update[i + 2]]


@kernel
def factorise(border, block, n_lesions):
    """LU in place; pivots are stored inverted."""
    for k in range(n_lesions):
        a = block[k]
        for j in range(BLOCK_PIVOT.size):
            eliminate(a, BLOCK_PIVOT, BLOCK_SCALE, BLOCK_SCALE_START, BLOCK_UPDATE, BLOCK_UPDATE_START, j)
            for i in range(BLOCK_SCHUR_START[j], BLOCK_SCHUR_START[j + 1], 3):
                border[BLOCK_SCHUR[i]] -= a[BLOCK_SCHUR[i + 1]] * a[BLOCK_SCHUR[i + 2]]
    for j in range(BORDER_PIVOT.size):
        eliminate(
            border, BORDER_PIVOT, BORDER_SCALE, BORDER_SCALE_START, BORDER_UPDATE, BORDER_UPDATE_START, j
        )
