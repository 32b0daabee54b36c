"""How long may a step of the mechanics be? A growing packing by steps of many lengths, against very short
ones.

python -m tests.campaigns.steps_of_mechanics [--hours 2]

A ball of 900 cells in which 2 % divide every six minutes, the same ones whatever the steps. Rows: no step
longer than so many minutes (fixed), none longer than a share of what the stiffest place allows (bound),
both as in a run (adaptive: share 1, greatest way 2 um), and the greatest way alone, which lets packed cells
jump to and fro. Errors are those of places (um) against steps of 0.005 min; `order` is that between a row
and the one above, at half as many steps; overlap is the depth of the tenth of the touching pairs that are
pressed most, over the sum of radii. Writes steps_of_mechanics.csv beside this file.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
from scipy.spatial import cKDTree

from cartsim.simulate.agents import loop
from cartsim.simulate.agents.nodule import Motion, Nodule
from tests.simulate.agents.packing import by_identity, growing, motion, outermost

FREE = 1e9
ROWS = (
    *(("fixed", minutes, FREE, FREE) for minutes in (0.64, 0.32, 0.16, 0.08, 0.04)),
    *(("bound", 1.0, FREE, share) for share in (2.0, 1.0, 0.5, 0.25, 0.125)),
    ("adaptive", 1.0, 2.0, 1.0),
    ("way alone", 1.0, 2.0, FREE),
)
"""Name, longest step (min), greatest way (um), share of the bound of the rate."""
RADIUS = 75.0
HEADS = (
    "kind", "longest_min", "way_um", "share", "steps", "rms_um", "p99_um", "max_um", "radius_um", "overlap",
    "order",
)  # fmt: skip


def grown(hours: float, how: Motion, share: float) -> Nodule:
    """The packing after so many hours, with a share of the bound of the rate."""
    plain = loop.step_length

    def step_length(fastest: float, stiffest: float, how: Motion, left: float) -> float:
        return plain(fastest, stiffest / share, how, left)

    with patch.object(loop, "step_length", step_length):
        return growing(how, hours, radius=RADIUS)


def overlap(nodule: Nodule) -> float:
    """How deep the most pressed tenth of the touching pairs overlaps, over the sum of their radii."""
    cells = nodule.cells
    places, radius = cells.real[:3, : cells.n].T, cells["radius"]
    i, j = cKDTree(places).query_pairs(2 * radius.max(), output_type="ndarray").T
    deep = 1 - np.linalg.norm(places[i] - places[j], axis=1) / (radius[i] + radius[j])
    return float(np.quantile(deep[deep > 0], 0.9))


def rows(hours: float) -> Iterator[list]:
    """One row of the table after the other."""
    exact = growing(motion(longest=0.005, most_move=FREE), hours, radius=RADIUS)
    places, last = by_identity(exact.cells), {}
    for kind, longest, way, share in ROWS:
        nodule = grown(hours, motion(longest, way), share)
        off = np.sqrt(((by_identity(nodule.cells) - places) ** 2).sum(axis=0))
        rms = float(np.sqrt((off**2).mean()))
        order = f"{np.log2(last[kind] / rms):.2f}" if kind in last else ""
        last[kind] = rms
        limits = ("" if limit == FREE else limit for limit in (way, share))
        yield [
            kind, longest, *limits, nodule.step, f"{rms:.2g}", f"{np.quantile(off, 0.99):.2g}",
            f"{off.max():.2g}", f"{outermost(nodule):.3f}", f"{overlap(nodule):.4f}", order,
        ]  # fmt: skip
    ends = f"{outermost(exact):.3f}", f"{overlap(exact):.4f}", ""
    yield ["exact", 0.005, "", "", exact.step, 0, 0, 0, *ends]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hours", type=float, default=2.0)
    with Path(__file__).with_suffix(".csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADS)
        for row in rows(parser.parse_args().hours):
            table.writerow(row)
            print(*row, sep="\t", flush=True)


if __name__ == "__main__":
    main()
