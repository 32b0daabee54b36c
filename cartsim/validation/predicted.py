"""Rows of what the model predicts: published results that no parameter was fitted to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from typing import Any

from cartsim.calibration.targets import load_targets, within
from cartsim.calibration.trials import DAYS_PER_MONTH, asked, course_of
from cartsim.parameters.load import plain_yaml
from cartsim.population import draw
from cartsim.scenario import load
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe
from cartsim.validation.calibrated import said
from cartsim.validation.row import Row, verdict

FIRST_READING = 1 / 24
"""Day of the first reading after a dose, an hour: a course has no earlier one."""
MEDIANS = ("median_pfs", "median_os")
SEEDS = (101, 102, 103)
PATIENTS, INJURED = 1000, 400
"""Virtual patients of each arm, and of the trial of the lung."""


def prediction_rows() -> list[Row]:
    """A row for each block of predictions.yaml."""
    found = [readings(seed) for seed in SEEDS]
    return [_row(name, block, found) for name, block in load_predictions().items()]


def load_predictions() -> dict[str, dict[str, Any]]:
    """The blocks of predictions.yaml by id."""
    text = files("cartsim.validation").joinpath("predictions.yaml").read_text(encoding="utf-8")
    return dict(plain_yaml(text))


def readings(seed: int) -> dict[tuple[str, str], float]:
    """(endpoint, arm) -> its value in the patients of a seed; medians in months."""
    with as_file(files("cartsim.validation").joinpath("scenarios")) as folder:
        given = load(folder / "predictions.yaml", [f"run.seed={seed}", f"run.patients={PATIENTS}"])
    endpoints = assess(observe(simulate(draw(given), given), given), given)
    found: dict[tuple[str, str], float] = {}
    for place, arm in enumerate(endpoints["arm"].values.tolist()):
        for name in ("dcr", "best_orr", *MEDIANS):
            value = float(endpoints[name].values[place])
            found[name, arm] = value / DAYS_PER_MONTH if name in MEDIANS else value
    return found | {("injury", arm): share for arm, share in injured(seed).items()}


def injured(seed: int) -> dict[str, float]:
    """Share of patients of the lung's trial with distress an hour after the dose, by arm."""
    distress = load_targets()["C4_large"].accept[0]
    course = course_of(asked("lung", {}, INJURED, seed))
    early = (course["time"].values >= 0.0) & (course["time"].values <= FIRST_READING + 1e-9)
    worst = course["lung_injury"].values[:, :, early].max(axis=2)
    shares = (worst > distress).mean(axis=1)
    return {arm: float(share) for arm, share in zip(course["arm"].values.tolist(), shares, strict=True)}


def _row(name: str, block: Mapping[str, Any], found: Sequence[Mapping[tuple[str, str], float]]) -> Row:
    """Met where it is met under every seed."""
    if "reading" not in block:
        unread = (block["what"], "-", "-", verdict(None), block["source"])
        return Row("prediction", name, *unread, note=block["note"])
    low, high = block["accept"]
    key = (block["reading"]["endpoint"], block["reading"]["arm"])
    values = [seed[key] for seed in found]
    return Row(
        "prediction",
        name,
        block["what"],
        within(low, high, block["unit"]),
        "; ".join(said(value, block["unit"]) for value in values),
        verdict(all(low <= value <= high for value in values)),
        block["source"],
        seen="seen",
        note=f"{block['note']}; {len(SEEDS)} seeds, n = {PATIENTS if key[0] != 'injury' else INJURED}",
    )
