"""Does what becomes of a nodule depend on time steps, voxels and the number of repeats?

python -m tests.campaigns.convergence_of_a_nodule [--repeats 24] [--out FILE]

A small nodule with T cells from the fluid, two days, once for each setting: the steps of biology, of contacts
and forces and the voxels of the fields, longer and shorter than a run has them, all else as in a run. Rows:
what is read at the end, its mean over the repeats with its standard error, and z, the difference from the
setting of a run over its standard error. Rows of `repeats` are the first so many of the setting of a run.
"""

from __future__ import annotations

import argparse
import csv
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
import xarray as xr

from cartsim.scenario import loads
from cartsim.simulate.agents import prepare
from cartsim.simulate.agents.fields.grid import WIDEST
from cartsim.simulate.nodules import simulate_nodules

TEXT = """
schema: cartsim.scenario/1
title: Convergence of a nodule
question: Do steps and voxels move a result?
disease: {{kinds: {{ovarian: 1}}}}
trial:
  arms:
    - name: IC
      dose: 1e8 cells
      route: intracavitary
      pdl1_receptor: pd1_cd28
  response: {{stable_disease_from: 23 days}}
agents:
  mode: alone
  radius: 90 um
  domain: 320 um
  doses: [{{day: 0, ratio: 0.05}}]
  duration: 2 days
  every: 6 hours
  repeats: {repeats}
run: {{seed: 20261128}}
parameters: {parameters}
"""
SETTINGS: tuple[tuple[str, str, float], ...] = (
    ("as in a run", "", 0.0),
    ("biology step, min", "biology_step", 24.0),
    ("biology step, min", "biology_step", 12.0),
    ("biology step, min", "biology_step", 3.0),
    ("biology step, min", "biology_step", 1.5),
    ("longest step of contacts and forces, min", "longest_step", 3.0),
    ("longest step of contacts and forces, min", "longest_step", 0.5),
    ("longest step of contacts and forces, min", "longest_step", 0.25),
    ("voxel, um", "voxel", WIDEST / 2),
)
"""What is changed, its symbol, and its value."""
def depth_of(nodule: xr.Dataset) -> xr.DataArray:
    """Mean depth of all kills."""
    return (nodule["kill_depth_mean"].fillna(0) * nodule["kills"]).sum("time") / nodule["kills"].sum("time")


READ = {
    "live tumour cells": lambda n: n["live_tumour"].isel(time=-1),
    "killed": lambda n: n["tumour_killed"].isel(time=-1),
    "live T cells": lambda n: (n["memory_t"] + n["effector_t"] + n["exhausted_t"]).isel(time=-1),
    "PD-L1": lambda n: n["pdl1_mean"].isel(time=-1),
    "depth of kills, um": depth_of,
}  # fmt: skip
FEWER = (3, 6, 12)
"""Of the repeats."""
Readings = dict[str, np.ndarray]


def readings(symbol: str, value: float, repeats: int) -> Readings:
    """What is read of every repeat under a setting."""
    block = f"{{{symbol}: {{value: {value:g} min, because: convergence}}}}"
    asked = "{}" if symbol in ("", "voxel") else block
    scenario = loads(TEXT.format(parameters=asked, repeats=repeats), "convergence.yaml")
    voxels = partial(prepare.cubic, widest=value if symbol == "voxel" else WIDEST)
    with patch.object(prepare, "cubic", voxels):
        nodule: xr.Dataset = simulate_nodules(scenario)
    return {name: read(nodule).isel(arm=0).values.astype(float) for name, read in READ.items()}


def rows_of(what: str, value: float, found: Readings, usual: Readings) -> list[dict[str, object]]:
    """A row for each reading."""
    rows = []
    for name, values in found.items():
        n, m = values.size, usual[name].size
        error, other = values.std(ddof=1) / n**0.5, usual[name].std(ddof=1) / m**0.5
        either = np.hypot(error, other)
        off = f"{(values.mean() - usual[name].mean()) / either:.2f}" if either else ""
        rows.append({
            "setting": what, "value": f"{value:g}" if value else "", "repeats": n, "reading": name,
            "mean": f"{values.mean():.5g}", "standard_error": f"{error:.3g}",
            "z": off if found is not usual and what != "repeats" else "",
        })  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeats", type=int, default=24)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".csv"))
    asked = parser.parse_args()
    rows, usual = [], readings("", 0.0, asked.repeats)
    for what, symbol, value in SETTINGS:
        found = readings(symbol, value, asked.repeats) if symbol else usual
        rows += rows_of(what, value, found, usual)
        print(what, f"{value:g}", flush=True)
    for few in FEWER:
        rows += rows_of("repeats", few, {name: values[:few] for name, values in usual.items()}, usual)
    with asked.out.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
