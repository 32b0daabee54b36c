"""Waves of evaluations of the model, each where the one before says that the posterior may be."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from cartsim.calibration.free import Free
from cartsim.calibration.posterior import sampled
from cartsim.calibration.readings import at
from cartsim.calibration.surface import Surface
from cartsim.results.manifest import source_hash
from cartsim.sensitivity.evaluate import Watch, evaluated
from cartsim.sensitivity.record import FORMAT, Record

Values = NDArray[np.float64]

WIDEST = 2.5
"""Scores beyond which the first wave does not go."""
FLATTER = 0.3
"""Power of the likelihood that a later wave is drawn from: wider than the posterior, which is inside."""


def first_wave(size: int, free: int, seed: int) -> Values:
    """Scores [evaluation, free] spread over the prior: a scrambled Latin hypercube."""
    cube = qmc.LatinHypercube(free, rng=seed).random(size)
    reach = norm.cdf(WIDEST)
    return norm.ppf(1.0 - reach + cube * (2.0 * reach - 1.0))


def next_wave(surface: Surface, size: int, seed: int) -> Values:
    """Scores drawn from the flattened posterior on these surfaces."""
    samples = sampled(surface, seed, FLATTER)
    return samples[np.random.default_rng(seed).choice(len(samples), size, replace=False)]


def read_off(
    scores: Values,
    free: Sequence[Free],
    patients: int,
    seed: int,
    file: Path,
    watch: Watch | None = None,
) -> Values:
    """Readings [evaluation, column] of the model at scores [evaluation, free]. Each is kept in `file` when it
    is there; those that are in it are not evaluated again, and a file of other patients, parameters or code
    is refused.
    """
    symbols = [one.symbol for one in free]
    with Record(file, belongs(patients, seed)) as record:
        found = evaluated(lambda z: at(z, free, patients, seed)[:, None], symbols, scores, record, watch)
    return found[..., 0]


def belongs(patients: int, seed: int) -> dict[str, str]:
    """What evaluations depend on beside their scores and symbols: patients, and everything in the package."""
    who = f"calibration, {patients} patients, seed {seed}"
    return {
        "format": FORMAT,
        "scenario": blake2b(who.encode(), digest_size=16).hexdigest(),
        "parameters and code": source_hash(),
    }
