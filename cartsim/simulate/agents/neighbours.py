"""Who is near whom: cells sorted into bins, and for each cell the list of those it may touch soon.

A list holds every cell within the sum of both reaches and both margins, so it stays complete until some cell
has moved by more than its own margin. Sorting is by bin, then by column; lists are in order of column: both
are the same for any number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np

from cartsim._jit import inner, kernel
from cartsim.simulate.agents.crew import Crew

MOST_BINS = 512
"""Bins along an axis at the most; cells beyond share the last one."""


SPARE = 4096
"""Places that each range has beyond its cells' share: more than three rows of bins can hold."""


@dataclass
class Bins:
    """A grid of cubes: lowest corner, edge (um), how many along each axis; `first` [bin + 1] is where the
    cells of a bin begin in the sorted order.
    """

    low: np.ndarray
    size: float
    counts: np.ndarray
    first: np.ndarray


def bins_for(places: np.ndarray, size: float) -> Bins:
    """Bins of edge `size` that hold all places (3, cell)."""
    low, high = places.min(axis=1), places.max(axis=1)
    counts = np.minimum(np.floor((high - low) / size).astype(np.int64) + 1, MOST_BINS)
    return Bins(low, size, counts, np.zeros(int(counts.prod()) + 1, dtype=np.int64))


@inner
def _bin(x, y, z, low, size, counts):
    i = min(max(int(floor((x - low[0]) / size)), 0), counts[0] - 1)
    j = min(max(int(floor((y - low[1]) / size)), 0), counts[1] - 1)
    k = min(max(int(floor((z - low[2]) / size)), 0), counts[2] - 1)
    return (k * counts[1] + j) * counts[0] + i


@kernel
def bin_cells(begin, end, x, y, z, low, size, counts, where, histogram):
    """Bin of each cell of a range; `histogram` [bin] counts the cells of this range."""
    histogram[:] = 0
    for i in range(begin, end):
        b = _bin(x[i], y[i], z[i], low, size, counts)
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
def list_neighbours(begin, end, x, y, z, reach, low, size, counts, first, member, start, stop, other, here, room):
    """The neighbours of each cell of a range, in order of bin and column, from place `here` of `other` on;
    returns the place after the last, or -1 if they do not fit before `room`.

    `reach` [cell] is half the greatest distance of a pair of its like, margin included.
    """
    for i in range(begin, end):
        bx = min(max(int(floor((x[i] - low[0]) / size)), 0), counts[0] - 1)
        by = min(max(int(floor((y[i] - low[1]) / size)), 0), counts[1] - 1)
        bz = min(max(int(floor((z[i] - low[2]) / size)), 0), counts[2] - 1)
        start[i] = here
        for k in range(max(bz - 1, 0), min(bz + 2, counts[2])):
            for j in range(max(by - 1, 0), min(by + 2, counts[1])):
                row = (k * counts[1] + j) * counts[0]
                left = first[row + max(bx - 1, 0)]
                right = first[row + min(bx + 2, counts[0])]
                if here + right - left > room:
                    return -1
                for m in range(left, right):
                    o = member[m]
                    dx = x[i] - x[o]
                    dy = y[i] - y[o]
                    dz = z[i] - z[o]
                    far = reach[i] + reach[o]
                    other[here] = o
                    here += dx * dx + dy * dy + dz * dz < far * far and o != i
        stop[i] = here
    return here


@kernel
def strayed(begin, end, x, y, z, at, margin):
    """1 if some cell of a range has moved by more than its own margin since the lists were made."""
    for i in range(begin, end):
        dx = x[i] - at[0, i]
        dy = y[i] - at[1, i]
        dz = z[i] - at[2, i]
        if dx * dx + dy * dy + dz * dz > margin[i] * margin[i]:
            return 1
    return 0


@dataclass
class Neighbours:
    """Lists of neighbours: those of cell i are `other[start[i] : stop[i]]`; `at` (3, cell) is where the cells
    were when the lists were made.
    """

    start: np.ndarray
    stop: np.ndarray
    other: np.ndarray
    at: np.ndarray


def sort_cells(places: np.ndarray, bins: Bins, crew: Crew) -> np.ndarray:
    """Columns of the cells (3, cell) in order of bin, then of column; fills `bins.first`."""
    n = places.shape[1]
    where, member = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int32)
    histograms = np.zeros((crew.threads, bins.first.size - 1), dtype=np.int64)
    grid = (bins.low, bins.size, bins.counts)
    crew.over(n, lambda part, a, b: bin_cells(a, b, *places, *grid, where, histograms[part]))
    starts(histograms, bins.first)
    crew.over(n, lambda part, a, b: scatter(a, b, where, histograms[part], member))
    return member


def find_neighbours(places: np.ndarray, reach: np.ndarray, room: int, crew: Crew) -> Neighbours:
    """Lists of all pairs within the sum of their reaches [cell]; `room` is a guess of the places that a
    cell's list takes, made larger where it is too small.
    """
    n = places.shape[1]
    bins = bins_for(places, 2 * float(reach.max(initial=1.0)))
    member = sort_cells(places, bins, crew)
    start, stop = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    while True:
        other = np.empty(room * n + SPARE * crew.threads, dtype=np.int32)
        into = (bins.low, bins.size, bins.counts, bins.first, member, start, stop, other)
        ends = np.zeros(crew.threads, dtype=np.int64)

        def fill(part: int, a: int, b: int, into: tuple = into, ends: np.ndarray = ends) -> None:
            here, last = room * a + SPARE * part, room * b + SPARE * (part + 1)
            ends[part] = list_neighbours(a, b, *places, reach, *into, here, last)

        crew.over(n, fill)
        if ends.min() >= 0:
            return Neighbours(start, stop, other, places.copy())
        room *= 2
