"""Which typical values go with the primary response over the parameter draws, and which of them by luck.

Among some 150 parameters a few go with anything in 20 draws. A correlation counts where it is beyond the
largest that luck gives: the draws of the response are put into random orders, all arms alike, and in 95 % of
the orders no parameter in any arm is beyond the limit (Westfall & Young 1993, Resampling-Based Multiple
Testing [recalled]). So the chance of listing any parameter where none matters is 5 %, however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from cartsim.report.words import signed

MOST_DRIVERS = 10
FEWEST_DRAWS = 20
"""Draws from which the ranks of a typical value and of a share are compared."""
ORDERS = 1999
"""Random orders of the draws; with the order as it is, 1 in 20 of 2000 is beyond the limit."""
BY_LUCK = 0.05
ORDER_SEED = 20261122
"""The same orders in every report of a results file."""
BEYOND = "*"


class Drivers(NamedTuple):
    """The parameters that stand out, strongest first, as rows of text; how many more there are; the limit of
    luck; and in words the strongest of all."""

    rows: list[tuple[str, ...]]
    more: int
    limit: float
    strongest: str
    parameters: int
    draws: int


def drivers(endpoints: xr.Dataset) -> Drivers | None:
    """What goes with the primary response; nothing where too few draws, or the same response in all."""
    if "typical_value" not in endpoints:
        return None
    shares = endpoints["confirmed_orr_draws"].transpose("draw", "arm").values
    complete = np.isfinite(shares).all(axis=1)
    if complete.sum() < FEWEST_DRAWS:
        return None
    values = endpoints["typical_value"].transpose("draw", "uncertain").values[complete]
    shares = shares[complete]
    found = rank_correlations(values, shares)
    strength = np.nan_to_num(np.abs(found))
    if not strength.any():
        return None
    limit, symbols = largest_by_luck(values, shares), endpoints["uncertain"].values
    order = np.argsort(-strength.max(axis=1), kind="stable")
    beyond = [place for place in order if strength[place].max() > limit]
    rows = [(str(symbols[place]), *_marked(found[place], limit)) for place in beyond[:MOST_DRIVERS]]
    first, arm = order[0], int(strength[order[0]].argmax())
    words = f"{symbols[first]} ({signed(found[first, arm], 2)}, {endpoints['arm'].values[arm]})"
    more = len(beyond) - len(rows)
    return Drivers(rows, more, limit, words, int(np.isfinite(found).any(axis=1).sum()), len(shares))


def rank_correlations(values: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Spearman's correlation of each column of `values` with each of `shares` (row of both: a draw); NaN
    where a column does not vary.

    >>> rank_correlations(np.array([[1.0], [2], [4]]), np.array([[0.1], [0.3], [0.2]])).round(2).tolist()
    [[0.5]]
    """
    first, second = _scores(values), _scores(shares)
    vary = np.outer(first.any(axis=0), second.any(axis=0))
    return np.where(vary, first.T @ second, np.nan)


def largest_by_luck(values: np.ndarray, shares: np.ndarray) -> float:
    """What the largest correlation of any column with any share, in size, is not beyond in 95 % of the
    random orders of the draws."""
    first, second = _scores(values).T, _scores(shares)
    random = np.random.default_rng(ORDER_SEED)
    largest = [np.abs(first @ second[random.permutation(len(second))]).max() for _ in range(ORDERS)]
    return float(np.sort(largest)[round((1.0 - BY_LUCK) * (ORDERS + 1)) - 1])


def _scores(columns: np.ndarray) -> np.ndarray:
    """Ranks around their mean, each column of length 1; zeros where it does not vary."""
    from scipy.stats import rankdata  # takes long to load, and few runs need it

    ranks = rankdata(columns, axis=0) - (len(columns) + 1) / 2
    length = np.sqrt((ranks**2).sum(axis=0))
    return ranks / np.where(length > 0.0, length, 1.0)


def _marked(strengths: Sequence[float], limit: float) -> list[str]:
    return [signed(value, 2) + (BEYOND if abs(value) > limit else "") for value in strengths]
