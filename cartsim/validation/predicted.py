"""Rows of what the model predicts: published results that no parameter was fitted to."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from math import nan
from typing import Any

from cartsim.calibration.targets import within
from cartsim.calibration.trials import DAYS_PER_MONTH, course_of
from cartsim.calibration.trials import scenario as of_calibration
from cartsim.parameters.load import plain_yaml
from cartsim.population import draw
from cartsim.scenario import load
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe
from cartsim.validation.calibrated import said
from cartsim.validation.row import Row, verdict

FIRST_READING = 1 / 24
"""Day of the first reading after a dose, an hour: no earlier one shows what 15 minutes do."""
DISTRESS = 0.03
"""Lung injury called distress: it needs 6 L/min of oxygen, the upper end of low flow."""
MEDIANS = ("median_pfs", "median_os")


def prediction_rows() -> list[Row]:
    """A row for each block of predictions.yaml."""
    found = readings()
    return [_row(name, block, found) for name, block in load_predictions().items()]


def load_predictions() -> dict[str, dict[str, Any]]:
    """The blocks of predictions.yaml by id."""
    text = files("cartsim.validation").joinpath("predictions.yaml").read_text(encoding="utf-8")
    return dict(plain_yaml(text))


def readings() -> dict[tuple[str, str], float]:
    """(endpoint, arm) -> its value; medians in months."""
    with as_file(files("cartsim.validation").joinpath("scenarios")) as folder:
        given = load(folder / "predictions.yaml")
    endpoints = assess(observe(simulate(draw(given), given), given), given)
    found: dict[tuple[str, str], float] = {}
    for place, arm in enumerate(endpoints["arm"].values.tolist()):
        for name in ("dcr", "best_orr", *MEDIANS):
            value = float(endpoints[name].values[place])
            found[name, arm] = value / DAYS_PER_MONTH if name in MEDIANS else value
    return found | {("injury", arm): share for arm, share in injured().items()}


def injured() -> dict[str, float]:
    """Share of patients of the lung's trial with distress an hour after the dose, by arm."""
    course = course_of(of_calibration("lung"))
    early = (course["time"].values >= 0.0) & (course["time"].values <= FIRST_READING + 1e-9)
    worst = course["lung_injury"].values[:, :, early].max(axis=2)
    shares = (worst > DISTRESS).mean(axis=1)
    return {arm: float(share) for arm, share in zip(course["arm"].values.tolist(), shares, strict=True)}


def _row(name: str, block: Mapping[str, Any], found: Mapping[tuple[str, str], float]) -> Row:
    if "reading" not in block:
        unread = (block["what"], "-", "-", verdict(None), block["source"])
        return Row("prediction", name, *unread, note=block["note"])
    low, high = block["accept"]
    value = found.get((block["reading"]["endpoint"], block["reading"]["arm"]), nan)
    return Row(
        "prediction",
        name,
        block["what"],
        within(low, high, block["unit"]),
        said(value, block["unit"]),
        verdict(low <= value <= high),
        block["source"],
        note=block["note"],
    )
