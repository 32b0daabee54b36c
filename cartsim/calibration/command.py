"""`cartsim calibrate`: reads what was asked, carries it out, writes what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cartsim.calibration.campaign import Asked, calibrate
from cartsim.calibration.free import chosen, load_free
from cartsim.calibration.posterior import SAMPLES_PER_PARAMETER
from cartsim.calibration.written import write
from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import nearest, shown
from cartsim.virtual_trial import folder_to_fill

FEWEST_PATIENTS = 20
FEWEST_WAVES = 2


def asked(patients: int, seed: int, waves: str, only: Sequence[str] = ()) -> Asked:
    """The options as values; refused where no surface or no posterior could come of them."""
    problems = []
    sizes = [int(size) if size.strip().isdecimal() else 0 for size in waves.split(",")]
    problems += [
        Problem("", "--only", f"{shown(symbol)} is not a free parameter", nearest(symbol, load_free()))
        for symbol in only
        if symbol not in load_free()
    ]
    n = len(chosen(only))
    needed = (n + 1) * (n + 2) // 2 + 1
    most = SAMPLES_PER_PARAMETER * n
    if len(sizes) < FEWEST_WAVES or min(sizes) < 1 or max(sizes[1:]) > most:
        message = f"{shown(waves)}: two waves or more, each a whole number, the later ones up to {most}"
        problems.append(Problem("", "--waves", message, "write --waves 450,350,350"))
    elif sizes[0] < needed or sum(sizes[-2:]) < needed:
        message = f"{shown(waves)}: the first wave, and the last two together, need {needed} or more"
        problems.append(Problem("", "--waves", message, "write --waves 450,350,350"))
    if patients < FEWEST_PATIENTS:
        problems.append(Problem("", "--patients", f"{patients} are too few", f"{FEWEST_PATIENTS} or more"))
    if find_spec("emcee") is None:
        message = "calibration needs emcee, not installed here"
        problems.append(Problem("", "calibrate", message, "pip install 'cartsim[calibration]'"))
    if problems:
        raise BadInput(*problems)
    return Asked(patients=patients, seed=seed, waves=tuple(sizes), symbols=tuple(only))


def calibrated(
    folder: Path, wanted: Asked, watch: Callable[[int, int], None] | None
) -> tuple[dict[str, Any], list[Path]]:
    """The result and the files it was written to."""
    with folder_to_fill(folder):
        result = calibrate(folder, wanted, watch)
        return result, write(folder, result)
