"""Shares of patients per arm, with exact limits, Monte Carlo error and the bounds that failed solves leave
open."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cartsim.trial.intervals import clopper_pearson, monte_carlo_error

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def share(name: str, event: Flags, among: Flags) -> dict[str, Floats]:
    """`name`, `name_lower`, `name_upper`, `name_mcse`, `name_n`: share of `event` among n patients; axis 1 of
    both is the patient.

    NaN where there is nobody. The limits are Clopper-Pearson's, which of simulated patients are Monte Carlo
    error.
    """
    hits, of = (event & among).sum(axis=1), among.sum(axis=1)
    found = {
        key: np.full(hits.shape, np.nan) for key in (name, f"{name}_lower", f"{name}_upper", f"{name}_mcse")
    }
    for place in np.ndindex(*hits.shape):
        x, n = int(hits[place]), int(of[place])
        if n:
            values = (x / n, *clopper_pearson(x, n), monte_carlo_error(x, n))
            for key, value in zip(found, values, strict=True):
                found[key][place] = value
    return found | {f"{name}_n": of.astype(float)}


def bounds(name: str, event: Flags, among: Flags, failed: Flags) -> dict[str, Floats]:
    """`name_least` and `name_most`: the share if no failed solve had the event, and if every one had it."""
    hits, of, lost = (event & among).sum(axis=1), among.sum(axis=1), failed.sum(axis=1)
    total = np.where(of + lost > 0, of + lost, np.nan)
    return {f"{name}_least": hits / total, f"{name}_most": (hits + lost) / total}


def arm_share(name: str, event: Flags, among: Flags, failed: Flags) -> dict[str, Floats]:
    """`share` and `bounds` of one endpoint per arm."""
    return share(name, event, among) | bounds(name, event, among, failed)


def distribution(
    codes: NDArray, among: NDArray[np.bool_], levels: range | tuple[int, ...]
) -> NDArray[np.float64]:
    """Share of patients at each level (arm, level); NaN without patients."""
    of = np.where(among.any(axis=1), among.sum(axis=1), np.nan)
    return np.stack([((codes == level) & among).sum(axis=1) / of for level in levels], axis=1)
