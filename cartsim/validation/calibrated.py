"""Rows of the calibration: every target at the shipped parameters, with patients the fit has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cartsim.calibration.campaign import CHECK_PATIENTS, CHECK_SEEDS
from cartsim.calibration.dish_fit import missed
from cartsim.calibration.experiments import condition
from cartsim.calibration.readings import parts, readings
from cartsim.calibration.targets import Target, load_targets
from cartsim.calibration.trials import INJURY_SHARE
from cartsim.calibration.written import stored
from cartsim.validation.row import Row, verdict


def calibration_rows(patients: int = CHECK_PATIENTS, seeds: Sequence[int] = CHECK_SEEDS) -> list[Row]:
    """A row for every target, met where it is met under every seed; then those of the dish."""
    found = parts(np.array([readings({}, patients, seed) for seed in seeds]))
    rows = [_row(target, target.value(found[name]), patients) for name, target in load_targets().items()]
    return rows + dish_rows()


def _row(target: Target, values: Any, patients: int) -> Row:
    met = None if target.accept is None else all(target.accepts(value) for value in values)
    return Row(
        "calibration",
        target.id,
        target.name,
        target.asked,
        "; ".join(said(value, target.unit) for value in values),
        "shown" if met is None else verdict(met),
        target.source,
        seen="seen" if target.shown else "fitted",
        note=f"{target.where}; {judged_on(target, len(values), patients)}",
    )


def judged_on(target: Target, seeds: int, patients: int) -> str:
    """How many virtual patients a row rests on."""
    if target.reading in ("lysis", "clearing_ratio"):
        return "no virtual patients: the same under every seed"
    lung = target.reading.startswith("injury")
    return f"{seeds} seeds, n = {patients // INJURY_SHARE if lung else patients}"


def said(value: Any, unit: str) -> str:
    """A value, or the shares of three categories, in three digits."""
    tail = "" if unit == "1" else f" {unit}"
    return " / ".join(f"{x:.3g}" for x in np.atleast_1d(value)) + tail


def dish_rows() -> list[Row]:
    """C10 at the committed values: our laws against the measured curves."""
    limit = condition("dish_limit")
    return [
        Row(
            "calibration",
            f"C10, {ratio}",
            f"killing in a dish, CAR-T to tumour cells {ratio}: difference over the range of the curve",
            f"at most {limit:g}",
            f"{x:.3f}",
            verdict(bool(x <= limit)),
            "carrgodex",
            seen="fitted",
            note="one set of values for both ratios, but for the cells at the start of each well; none of"
            " them is carried over to the human model",
        )
        for ratio, x in missed(stored()["dish"]["values"]).items()
    ]
