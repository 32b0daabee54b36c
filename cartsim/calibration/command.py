"""`cartsim calibrate`: reads what was asked, carries it out, writes what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cartsim.calibration.campaign import Asked, calibrate
from cartsim.calibration.free import chosen, load_free
from cartsim.calibration.written import write
from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import nearest, shown

FEWEST_PATIENTS = 20
FEWEST_WAVES = 2


def asked(patients: int, seed: int, waves: str, only: Sequence[str] = ()) -> Asked:
    """The options as values; refused where no surface or no posterior could come of them."""
    problems = []
    sizes = [int(size) if size.strip().isdigit() else 0 for size in waves.split(",")]
    problems += [
        Problem("", "--only", f"{shown(symbol)} is not a free parameter", nearest(symbol, load_free()))
        for symbol in only
        if symbol not in load_free()
    ]
    n = len(chosen(only))
    needed = (n + 1) * (n + 2) // 2 + 1
    if len(sizes) < FEWEST_WAVES or sizes[0] < needed or sum(sizes[-2:]) < needed:
        message = f"{waves!r}: the first wave, and the last two together, need {needed} evaluations or more"
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be written to ({(error.strerror or str(error)).lower()})"
        raise BadInput(Problem(str(folder), "--out", message, "name a folder you may write to")) from error
    result = calibrate(folder, wanted, watch)
    return result, write(folder, result)
