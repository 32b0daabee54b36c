"""Every reading of the model that a target speaks of, at one set of typical values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cartsim.calibration.dish import lysis
from cartsim.calibration.free import Free, values_at
from cartsim.calibration.mouse import clearing_ratio
from cartsim.calibration.targets import load_targets
from cartsim.calibration.trials import of_trials

Values = NDArray[np.float64]


def readings(typical: Mapping[str, float], patients: int, seed: int) -> Values:
    """Readings on their targets' scales, one after another in the order of the targets [column]."""
    found = of_trials(typical, patients, seed)
    found |= {"clearing_ratio": clearing_ratio(typical), "lysis": lysis(typical)}
    return np.concatenate([found[target.reading] for target in load_targets().values()])


def at(scores: Values, free: Sequence[Free], patients: int, seed: int) -> Values:
    """The same at a score vector [free] of these parameters."""
    return readings(values_at(scores, free), patients, seed)


def parts(row: Values) -> dict[str, Values]:
    """Target id -> its own columns [..., width] of rows [..., column]."""
    found, start = {}, 0
    for name, target in load_targets().items():
        found[name] = row[..., start : start + target.width]
        start += target.width
    return found


def log_likelihood(rows: Values, without: str = "") -> Values:
    """Sum over the targets [...] of rows [..., column], but for the one named."""
    own = {name: part for name, part in parts(rows).items() if name != without}
    return np.sum([load_targets()[name].log_likelihood(part) for name, part in own.items()], axis=0)
