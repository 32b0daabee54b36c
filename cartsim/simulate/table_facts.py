"""What the table of single cells changes in a run: for its manifest, its report and those who check it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from cartsim.parameters import load_parameters
from cartsim.parameters.nodule_table import NoduleTable, load_nodule_table
from cartsim.population import draw
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.arms import own_parameters_of_arm
from cartsim.simulate.emulated import SYMBOLS, asked_of, is_emulated, replacements, variables_of, way_in

TWO_SIDED = 1.959964
"""Standard normal score of 95 % limits."""
SAMPLE = 200
"""Patients that are drawn to say beforehand what a run will do."""
NAMES = {"radius": "radius of nodules", "ratio": "T cells per tumour cell", "pdl1": "PD-L1 over typical"}
UNITS = {"radius": " um", "ratio": "", "pdl1": ""}


def table_facts(scenario: Scenario, patients: xr.Dataset) -> dict[str, Any]:
    """Version and hash of the table; per arm and reading the typical value it puts for that of the equations,
    median over patients with 95 % limits of its error; the share of patients at its edges, per arm."""
    table = load_nodule_table()
    rows, edges = [], []
    for arm in scenario.trial.arms:
        values = own_parameters_of_arm(scenario, arm, patients)
        where = variables_of(scenario, arm, patients, values)
        edges += [edge_of(table, arm.name, name, where[name]) for name in where]
        for name, found in replacements(scenario, arm, patients, values).items():
            spread = np.exp(TWO_SIDED * found.spread)
            low, middle, high = (
                float(np.median(ends))
                for ends in (found.typical / spread, found.typical, found.typical * spread)
            )
            rows.append(
                {
                    "arm": arm.name,
                    "receptor": scenario.receptor_of(arm),
                    "way_in": way_in(arm),
                    "symbol": SYMBOLS[name],
                    "unit": load_parameters()[SYMBOLS[name]].unit,
                    "equations": table.reference[SYMBOLS[name]],
                    "table": middle,
                    "low": low,
                    "high": high,
                }
            )
    return {
        "version": table.version,
        "sha256": table.sha256,
        "made": dict(table.made),
        "nodules": len(table.runs["route"]),
        "reads": list(asked_of(scenario).table_reads),
        "ranges": {name: list(ends) for name, ends in table.ranges.items()},
        "rows": rows,
        "edges": edges,
    }


def edge_of(table: NoduleTable, arm: str, name: str, values: np.ndarray) -> dict[str, Any]:
    """Of a variable in an arm: the share of patients beyond the table, and their median and 90 % range."""
    low, middle, high = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    outside = float(table.outside(name, values).mean())
    return {"arm": arm, "variable": name, "outside": outside, "low": low, "median": middle, "high": high}


def warnings_of_table(scenario: Scenario) -> list[str]:
    """Beforehand, from some of the patients: where the table is read at its edge, and what it puts in."""
    if not is_emulated(scenario):
        return []
    found = table_facts(scenario, draw(scenario, np.arange(min(scenario.run.patients, SAMPLE))))
    return [f"warning: agents: {text}" for text in (edge_words(found), *change_words(found))]


def edge_words(found: Mapping[str, Any]) -> str:
    """How often the table is read at its edge, the largest share of any arm."""
    parts = []
    for name, (low, high) in found["ranges"].items():
        share = max(row["outside"] for row in found["edges"] if row["variable"] == name)
        parts.append(f"{NAMES[name]} {low:.3g} to {high:.3g}{UNITS[name]}: {share:.0%} of patients beyond")
    return f"the table (version {found['version']}) is read at its edge beyond its range: {'; '.join(parts)}"


def change_words(found: Mapping[str, Any]) -> list[str]:
    """What stands for which typical value, arm by arm."""
    arms = dict.fromkeys(row["arm"] for row in found["rows"])
    return [
        f"in arm {arm} the table puts "
        + ", ".join(
            f"{row['symbol']} {row['table']:.3g} {row['unit']} (95 % {row['low']:.3g} to {row['high']:.3g}) "
            f"for {row['equations']:.3g}"
            for row in found["rows"]
            if row["arm"] == arm
        )
        for arm in arms
    ]
