"""The linear system of one stage as an arrow, with its order of elimination and fill found here, once.

Unknowns: body states and sums over lesions (the border), and per lesion group its own states. A group touches
only itself and the border, so each group is eliminated first with one shared pattern; its Schur complement
lands in the border, whose order is then found greedily (fewest entries first). No pivoting: diagonals carry
1/(h gamma).
"""

from __future__ import annotations

from dataclasses import dataclass

Entry = tuple[str, str]


@dataclass(frozen=True)
class Elimination:
    """A static LU. `slots`: (row, column) -> place in storage. For the j-th pivot: `pivots[j]` its slot;
    `scale` the slots of its column below; `update` triples (target, left, upper): target -= left * upper. All
    lists are cut per pivot.
    """

    order: tuple[str, ...]
    slots: dict[Entry, int]
    pivots: tuple[int, ...]
    scale: tuple[tuple[int, ...], ...]
    update: tuple[tuple[tuple[int, int, int], ...], ...]
    border: tuple[tuple[tuple[Entry, int, int], ...], ...]


def eliminate(entries: set[Entry], unknowns: tuple[str, ...]) -> Elimination:
    """Order `unknowns` greedily, add the fill, list the operations. Updates between names outside `unknowns`
    go to `border`.
    """
    inner = set(unknowns)
    pattern = set(entries) | {(name, name) for name in unknowns}
    order: list[str] = []
    fill: set[Entry] = set()
    left = list(unknowns)
    while left:
        pivot = min(left, key=lambda name: _cost(pattern, name))
        rows, columns = _cross(pattern, pivot)
        fill |= {(r, c) for r in rows for c in columns}
        pattern |= {(r, c) for r in rows for c in columns}
        order.append(pivot)
        left.remove(pivot)
        pattern = {(r, c) for r, c in pattern if r != pivot and c != pivot}
    stored = set(entries) | {(n, n) for n in unknowns} | {(r, c) for r, c in fill if r in inner or c in inner}
    slots = {entry: i for i, entry in enumerate(sorted(stored, key=_by(order)))}
    return _operations(tuple(order), slots, inner)


def _operations(order: tuple[str, ...], slots: dict[Entry, int], inner: set[str]) -> Elimination:
    done: set[str] = set()
    scale, update, border = [], [], []
    for pivot in order:
        done.add(pivot)
        rows = [r for (r, c) in slots if c == pivot and r not in done]
        columns = [c for (r, c) in slots if r == pivot and c not in done]
        scale.append(tuple(slots[r, pivot] for r in rows))
        pairs = [(r, c) for r in rows for c in columns]
        own = [(r, c) for r, c in pairs if r in inner or c in inner]
        update.append(tuple((slots[r, c], slots[r, pivot], slots[pivot, c]) for r, c in own))
        border.append(
            tuple(((r, c), slots[r, pivot], slots[pivot, c]) for r, c in pairs if (r, c) not in set(own))
        )
    return Elimination(
        order, slots, tuple(slots[p, p] for p in order), tuple(scale), tuple(update), tuple(border)
    )


def _cross(pattern: set[Entry], pivot: str) -> tuple[list[str], list[str]]:
    rows = [r for r, c in pattern if c == pivot and r != pivot]
    columns = [c for r, c in pattern if r == pivot and c != pivot]
    return rows, columns


def _cost(pattern: set[Entry], name: str) -> tuple[int, str]:
    rows, columns = _cross(pattern, name)
    return len(rows) * len(columns), name


def _by(order: list[str]):  # type: ignore[no-untyped-def]
    place = {name: i for i, name in enumerate(order)}
    return lambda entry: (place.get(entry[0], 999), place.get(entry[1], 999), entry)
