"""What a calibration leaves behind: tables, figures, and the blocks for the parameter files."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from cartsim.calibration.targets import load_targets
from cartsim.parameters import load_parameters
from cartsim.results.seal import write_whole
from cartsim.scenario.quantities import in_words

STORED = "result.json"
"""The calibration that the shipped parameter files hold, in this room."""
PARAMETER_COLUMNS = (
    "symbol",
    "prior",
    "factor",
    "best",
    "median",
    "lower",
    "upper",
    "sd_ratio",
    "told_by",
    "shipped",
    "shipped_factor",
)


def stored() -> dict[str, Any]:
    """The last calibration, whose values the parameter files hold."""
    text = files("cartsim.calibration").joinpath(STORED).read_text(encoding="utf-8")
    return dict(json.loads(text))


def write(folder: Path, result: Mapping[str, Any]) -> list[Path]:
    """Write the tables and figures of a calibration; the paths."""
    texts = {
        "calibration.json": json.dumps(result, indent=1, ensure_ascii=False) + "\n",
        "parameters.csv": table(PARAMETER_COLUMNS, result["parameters"]),
        "targets.csv": table(TARGET_COLUMNS, [target_row(row) for row in result["targets"]]),
        "fitted.yaml": fitted_blocks(result),
    }
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    return [folder / name for name in texts] + draw(folder, result)


def draw(folder: Path, result: Mapping[str, Any]) -> list[Path]:
    """The figures of a calibration as PNG; the paths."""
    from cartsim.calibration import figures

    drawn = {"targets.png": figures.targets, "parameters.png": figures.parameters, "dish.png": figures.dish}
    for name, function in drawn.items():
        figures.save(function(result), folder / name)
    return [folder / name for name in drawn]


TARGET_COLUMNS = ("id", "name", "unit", "accept", "prior", "fitted", "predicted", "accepted", "source")


def target_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A target's row as text."""
    target = load_targets()[row["id"]]
    return {
        "id": target.id,
        "name": target.name,
        "unit": target.unit,
        "accept": target.asked,
        "prior": span(row["prior"]),
        "fitted": span(row["fitted"]),
        "predicted": span(row["predicted"]),
        "accepted": {True: "yes", False: "no"}[all(row["accepted"])] if target.accept is not None else "-",
        "source": target.source,
    }


PARAMETER_HEADER = ("Parameter", "Prior", "Posterior", "SD ratio", "Shift (prior SDs)", "Told by", "Shipped")


def parameter_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A parameter's row as text."""
    posterior = f"{said(row['median'])} ({said(row['lower'])} to {said(row['upper'])})"
    by = "the prior alone" if row["told_by"] == "prior" else ", ".join(row["targets"]) or "several together"
    return (
        row["symbol"],
        f"{row['prior']:g} (factor {row['factor']:g})",
        posterior,
        f"{row['sd_ratio']:.2f}",
        f"{row['shift']:+.2f}",
        by,
        f"{row['shipped']:g}",
    )


def story(result: Mapping[str, Any]) -> str:
    """What was done, in two lines."""
    asked = [row for row in result["targets"] if row["accepted"][0] is not None]
    met = sum(all(row["accepted"]) for row in asked)
    told = sum(row["told_by"] != "prior" for row in result["parameters"])
    return (
        f"{' + '.join(map(str, result['waves']))} evaluations of {result['patients']} patients,"
        f" seed {result['seed']}; judged on {result['check_patients']} patients"
        f" under {len(result['check_seeds'])} other seeds\n"
        f"{met} of {len(asked)} targets met under every seed, all of them by"
        f" {100 * result['samples_that_meet_all']:.0f} % of the posterior's samples;"
        f" {told} of {len(result['parameters'])} parameters told by the data"
    )


def span(values: Any) -> str:
    """Least and most of several values in three digits, of each category where they have some.

    >>> span([1.0, 3.0, 2.0]), span([[0.1, 0.9], [0.2, 0.8]])
    ('1 to 3', '0.1 to 0.2 / 0.8 to 0.9')
    """
    columns = np.atleast_2d(np.array(values, dtype=float).T)
    ends = [tuple(dict.fromkeys([said(x.min()), said(x.max())])) for x in columns]
    return " / ".join(" to ".join(pair) for pair in ends)


def said(value: Any) -> str:
    """Numbers and lists of numbers in three digits."""
    if value is None:
        return "-"
    if isinstance(value, Sequence):
        return " ".join(said(part) for part in value)
    return f"{value:.3g}"


def table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV."""
    out = StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def fitted_blocks(result: Mapping[str, Any]) -> str:
    """A `parameters:` block for a scenario, with the values told by the data; the rest stays assumed."""
    head = f"# {len(result['parameters'])} free parameters, seed {result['seed']}; values told by the data.\n"
    entries = load_parameters()
    lines = [
        f"  {row['symbol']}:\n    value: {in_words(row['shipped'], entries[row['symbol']].unit)}\n"
        f"    because: '{because(row)}'\n    uncertain: true\n"
        for row in result["parameters"]
        if row["told_by"] != "prior"
    ]
    return head + ("parameters:\n" + "".join(lines) if lines else "# The data told none.\n")


def because(row: Mapping[str, Any]) -> str:
    """Why a parameter has the value that a calibration gave it."""
    by = ", ".join(row["targets"]) or "several targets together"
    word = {"data": "told by", "partly": "told in part by"}[row["told_by"]]
    return (
        f"calibrated: {word} {by}; posterior median {row['median']:.3g} ({row['lower']:.3g} to"
        f" {row['upper']:.3g}) from a prior of {row['prior']:g} within a factor of {row['factor']:g}"
    )
