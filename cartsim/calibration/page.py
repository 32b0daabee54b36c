"""`python -m cartsim.calibration.page docs/explanation/calibration.md`: how the model was calibrated, from
the stored results of two searches."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from cartsim.calibration.dish_fit import missed
from cartsim.calibration.free import load_free
from cartsim.calibration.targets import read
from cartsim.calibration.written import (
    PARAMETER_HEADER,
    TARGET_COLUMNS,
    parameter_cells,
    said,
    stored,
    story,
    target_row,
)
from cartsim.parameters import load_parameters
from cartsim.parameters.parameter_page import table
from cartsim.results.seal import write_whole

SECOND = "result_second_seed.json"
"""The same search under another seed: other design, other virtual patients."""
TEMPLATE = "page.md.txt"


def main(path: str) -> None:
    """Write the page."""
    write_whole(Path(path), page().encode())


def page() -> str:
    """The page as Markdown: the template of this room with its tables."""
    first, second = stored(), second_search()
    text = files("cartsim.calibration").joinpath(TEMPLATE).read_text(encoding="utf-8")
    parts = {
        "story": story(first).replace("\n", "; "),
        "free": table(
            ("Parameter", "Prior", "Within a factor of", "What speaks of it"),
            [(f.symbol, f"{f.prior:g}", f"{f.factor:g}", f.reason) for f in load_free().values()],
        ),
        "targets": table(
            ("Target", "Name", "Unit", "Asked", "Before", "After", "Posterior", "Met", "Source"),
            [tuple(str(target_row(row)[key]) for key in TARGET_COLUMNS) for row in first["targets"]],
        ),
        "parameters": table(PARAMETER_HEADER, [parameter_cells(row) for row in first["parameters"]]),
        "seeds": seeds_table(first, second),
        "apart": apart(first, second),
        "dish": table(
            ("Value", "Fitted"), [(name, f"{x:.3g}") for name, x in first["dish"]["values"].items()]
        ),
        "misfit": ", ".join(f"{x:.3f} at {ratio}" for ratio, x in missed(first["dish"]["values"]).items()),
        "effective": f"{100 * first['effective_samples']:.0f} %",
        "samples": f"{100 * first['samples_that_meet_all']:.0f} %",
        "faster": f"{first['dish']['values']['k_x'] / load_parameters()['k_x'].value:.0f}",
        "bounds": ", ".join(at_a_bound(first["dish"]["values"])) or "none",
    }
    for name, value in parts.items():
        text = text.replace(f"<{name}>", value)
    return text


def at_a_bound(values: Mapping[str, float], near: float = 1.1) -> list[str]:
    """Values of the dish that are within a tenth of a bound."""
    bounds = read("dish.yaml")
    return [n for n, x in values.items() if x < bounds[n]["low"] * near or x > bounds[n]["high"] / near]


def second_search() -> dict[str, Any]:
    """The stored result of the search under another seed."""
    return dict(json.loads(files("cartsim.calibration").joinpath(SECOND).read_text(encoding="utf-8")))


def seeds_table(first: Mapping[str, Any], second: Mapping[str, Any]) -> str:
    """Both posteriors of every parameter, and how far their medians lie apart."""
    rows = []
    for one, other in zip(first["parameters"], second["parameters"], strict=True):
        words = " / ".join(dict.fromkeys([one["told_by"], other["told_by"]]))
        rows.append((one["symbol"], _posterior(one), _posterior(other), words, f"{distance(one, other):.2f}"))
    seeds = (f"Posterior, seed {run['seed']}" for run in (first, second))
    return table(("Parameter", *seeds, "Told by", "Apart in posterior SDs"), rows)


def distance(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Distance of the medians of a parameter's two posteriors in SDs of the first, on the log scale."""
    free = load_free()[one["symbol"]]
    return abs(free.score(one["median"]) - free.score(other["median"])) / one["sd_ratio"]


def apart(first: Mapping[str, Any], second: Mapping[str, Any]) -> str:
    """In words how far the two searches lie apart."""
    pairs = list(zip(first["parameters"], second["parameters"], strict=True))
    far = max(pairs, key=lambda pair: distance(*pair))
    asked = [[row for row in run["targets"] if row["accepted"][0] is not None] for run in (first, second)]
    met = [sum(all(row["accepted"]) for row in rows) for rows in asked]
    same = sum(one["told_by"] == other["told_by"] for one, other in pairs)
    return (
        f"The medians lie at most {distance(*far):.2f} posterior SDs apart ({far[0]['symbol']});"
        f" {same} of {len(pairs)} parameters are told alike; {met[0]} and {met[1]} targets are met"
    )


def _posterior(row: Mapping[str, Any]) -> str:
    return f"{said(row['median'])} ({said(row['lower'])} to {said(row['upper'])})"


if __name__ == "__main__":
    main(sys.argv[1])
