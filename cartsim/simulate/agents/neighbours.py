"""Who is near whom: cells sorted into bins, and for each cell the list of those it may touch soon.

A list holds every cell within the sum of both reaches and both margins, so it stays complete until some
cell has moved by more than its own margin. Sorting is by bin, then by column; lists are in order of bin and
column: both are the same for any number of threads. Lists are made eight candidates at a time from a copy of
the cells in sorted order.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from cartsim._jit import inner, kernel
from cartsim._lanes import LANES, full
from cartsim.simulate.agents._rows import put_those, truths
from cartsim.simulate.agents._vectors import load
from cartsim.simulate.agents.crew import Crew

FEWEST, PER_CELL = 64, 16.0
"""Bins along an axis that there may be for any number of cells; bins for each cell."""
SPARE = 4096
"""Places that each range has beyond its cells' share: more than three bins in a row can hold."""


@dataclass
class Bins:
    """A grid of cubes: lowest corner, edge (um), how many along each axis; `first` [bin + 1] is where the
    cells of a bin begin in the sorted order. Cells outside are in the nearest bin.
    """

    low: np.ndarray
    size: float
    counts: np.ndarray
    first: np.ndarray


def bins_for(places: np.ndarray, size: float) -> Bins:
    """Bins of edge `size` that hold all places (3, cell); where those would be very many for so few cells,
    bins around the middle ones.
    """
    low, high = places.min(axis=1), places.max(axis=1)
    most = max(FEWEST, ceil((PER_CELL * places.shape[1]) ** (1 / 3)))
    counts = np.floor((high - low) / size).astype(np.int64) + 1
    if counts.prod() > most**3:
        low = np.where(counts > most, np.median(places, axis=1) - size * most / 2, low)
        counts = np.minimum(counts, most)
    return Bins(low, size, counts, np.zeros(int(counts.prod()) + 1, dtype=np.int64))


@inner
def _along(x, low, size, count):
    """Place of a bin along one axis."""
    return min(max(floor((x - low) / size), 0), count - 1)


@kernel
def bin_cells(begin, end, x, y, z, low, size, counts, where, histogram):
    """Bin of each cell of a range; `histogram` [bin] counts the cells of this range."""
    histogram[:] = 0
    for i in range(begin, end):
        k, j = _along(z[i], low[2], size, counts[2]), _along(y[i], low[1], size, counts[1])
        b = (k * counts[1] + j) * counts[0] + _along(x[i], low[0], size, counts[0])
        where[i] = b
        histogram[b] += 1


@kernel
def starts(histograms, first):
    """Turn the counts of each range (range, bin) into the places where its cells go; `first` [bin + 1]."""
    place = 0
    for b in range(histograms.shape[1]):
        first[b] = place
        for part in range(histograms.shape[0]):
            count = histograms[part, b]
            histograms[part, b] = place
            place += count
    first[histograms.shape[1]] = place


@kernel
def scatter(begin, end, where, place, member):
    """Put the cells of a range into their bins; `place` [bin] is where this range's next cell goes."""
    for i in range(begin, end):
        member[place[where[i]]] = i
        place[where[i]] += 1


@kernel
def line_up(begin, end, member, x, y, z, reach, lined):
    """Places and reaches of the cells from `begin` to `end` in sorted order (4, cell)."""
    for c in range(begin, end):
        i = member[c]
        lined[0, c] = x[i]
        lined[1, c] = y[i]
        lined[2, c] = z[i]
        lined[3, c] = reach[i]


@kernel
def list_neighbours(
    begin, end, x, y, z, reach, low, size, counts, first, member, start, stop, other, here, room
):
    """The neighbours of the cells from `begin` to `end` in sorted order, in order of bin and column, from
    place `here` of `other` on; returns the place after the last, or -1 if they do not fit before `room`.
    Lists begin at whole vectors, and nobody (the column after the last) fills the last one up.
    """
    for c in range(begin, end):
        i = member[c]
        bx = _along(x[c], low[0], size, counts[0])
        by = _along(y[c], low[1], size, counts[1])
        bz = _along(z[c], low[2], size, counts[2])
        xc = full(x[c])
        yc = full(y[c])
        zc = full(z[c])
        rc = full(reach[c])
        start[i] = here
        for k in range(max(bz - 1, 0), min(bz + 2, counts[2])):
            for j in range(max(by - 1, 0), min(by + 2, counts[1])):
                row = (k * counts[1] + j) * counts[0]
                left = first[row + max(bx - 1, 0)]
                right = first[row + min(bx + 2, counts[0])]
                if here + right - left + LANES > room:
                    return -1
                for m in range(left, right, LANES):
                    dx = xc - load(x, m)
                    dy = yc - load(y, m)
                    dz = zc - load(z, m)
                    far = rc + load(reach, m)
                    near = truths(dx * dx + dy * dy + dz * dz < far * far) & _others(m, right, c)
                    here = put_those(other, here, near, member, m)
        stop[i] = here
        while here % LANES:
            other[here] = start.shape[0]
            here += 1
    return here


@inner
def _others(m, right, c):
    """Bits of the eight places from m on that lie before `right` and are not c."""
    before = (1 << min(right - m, LANES)) - 1
    return before & ~(1 << (c - m)) if m <= c < m + LANES else before


class Neighbours:
    """Lists of neighbours: those of cell i are `other[start[i] : stop[i]]`. `at` (3, cell) is where the cells
    were when the lists were made, which is how often they were `made`; arrays are made once for `n` cells.
    """

    def __init__(self, n: int, room: int, crew: Crew) -> None:
        """Room for `room` neighbours a cell, a guess: made larger where it is too small."""
        self.n, self.room, self.crew, self.made = n, -(-room // LANES) * LANES, crew, 0
        self.start, self.stop = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
        self.at, self._lined = np.empty((3, n)), np.zeros((4, n + LANES))
        self._where, self._member = np.empty(n, dtype=np.int32), np.zeros(n + LANES, dtype=np.int32)
        self.other = self._empty()

    def _empty(self) -> np.ndarray:
        return np.empty(self.room * self.n + SPARE * self.crew.threads, dtype=np.int32)

    def find(self, places: np.ndarray, reach: np.ndarray) -> None:
        """Make the lists of all pairs within the sum of their reaches [cell]."""
        self.at[:], self.made = places, self.made + 1
        bins = bins_for(places, 2 * float(reach.max(initial=1.0)))
        self._sort(places, bins)
        self.crew.over(self.n, lambda _, a, b: line_up(a, b, self._member, *places, reach, self._lined))
        while not self._fill(bins):
            self.room *= 2
            self.other = self._empty()

    def _sort(self, places: np.ndarray, bins: Bins) -> None:
        sort_into(places, bins, self.crew, self._where, self._member)

    def _fill(self, bins: Bins) -> bool:
        """True if all lists found room."""
        ends = np.zeros(self.crew.threads, dtype=np.int64)
        grid = (bins.low, bins.size, bins.counts, bins.first)
        into = (self._member, self.start, self.stop, self.other)

        def some(part: int, a: int, b: int) -> None:
            here, last = self.room * a + SPARE * part, self.room * b + SPARE * (part + 1)
            ends[part] = list_neighbours(a, b, *self._lined, *grid, *into, here, last)

        self.crew.over(self.n, some)
        return bool(ends.min() >= 0)


def sort_into(places: np.ndarray, bins: Bins, crew: Crew, where: np.ndarray, member: np.ndarray) -> None:
    """Columns of the cells (3, cell) in order of bin, then of column, into `member`; fills `bins.first`."""
    n = places.shape[1]
    histograms = np.zeros((crew.threads, bins.first.size - 1), dtype=np.int64)
    grid = (bins.low, bins.size, bins.counts)
    crew.over(n, lambda part, a, b: bin_cells(a, b, *places, *grid, where, histograms[part]))
    starts(histograms, bins.first)
    crew.over(n, lambda part, a, b: scatter(a, b, where, histograms[part], member))


def sort_cells(places: np.ndarray, bins: Bins, crew: Crew) -> np.ndarray:
    """The columns in order of bin, then of column [cell]."""
    where, member = np.empty(places.shape[1], dtype=np.int32), np.empty(places.shape[1], dtype=np.int32)
    sort_into(places, bins, crew, where, member)
    return member
