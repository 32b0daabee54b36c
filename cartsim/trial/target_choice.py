"""Which lesions are targets by RECIST 1.1: measurable ones, the largest 5, at most 2 per organ.

Eisenhauer 2009, Eur J Cancer 45:228. Sizes are whole numbers of 1/`per_mm` mm; arrays end in the dim lesion.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Sizes = NDArray[Any]

MEASURABLE, MEASURABLE_NODE = 10, 15
"""Longest diameter, and short axis of a node, in mm."""
MOST_TARGETS, MOST_PER_ORGAN = 5, 2
PER_MM = 100
"""Simulated sizes are whole numbers of 0.01 mm."""


def measurable(sizes: Sizes, nodal: Flags, per_mm: int = PER_MM) -> Flags:
    """At least 10 mm; a node at least 15 mm.

    >>> measurable(np.array([999, 1000, 1499, 1500]), np.array([False, False, True, True])).tolist()
    [False, True, False, True]
    """
    return np.where(nodal, sizes >= MEASURABLE_NODE * per_mm, sizes >= MEASURABLE * per_mm)


def choose_targets(sizes: Sizes, eligible: Flags, organs: NDArray[np.int64]) -> Flags:
    """Which of the eligible lesions (..., lesion) are targets: the largest 5, at most 2 per organ.

    Ties go to the lesion that comes first. Organ 0 is unknown and limits nothing.

    >>> choose_targets(np.array([30, 40, 20, 50]), np.ones(4, bool), np.array([1, 1, 1, 2])).tolist()
    [True, True, False, True]
    """
    chosen = np.zeros(eligible.shape, bool)
    order = np.argsort(np.where(eligible, -sizes, 1), axis=-1, kind="stable")
    for rank in range(order.shape[-1]):
        place = order[..., rank, None]
        organ = np.take_along_axis(organs, place, axis=-1)
        same = (chosen & (organs == organ)).sum(axis=-1, keepdims=True)
        room = (chosen.sum(axis=-1, keepdims=True) < MOST_TARGETS) & ((same < MOST_PER_ORGAN) | (organ == 0))
        fits = np.take_along_axis(eligible, place, axis=-1) & room
        np.put_along_axis(chosen, place, fits, axis=-1)
    return chosen
