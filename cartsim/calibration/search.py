"""Waves of evaluations of the model, each where the one before says that the posterior may be."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from cartsim.calibration.posterior import sampled
from cartsim.calibration.readings import at
from cartsim.calibration.surface import Surface

Values = NDArray[np.float64]

WIDEST = 2.5
"""Scores beyond which the first wave does not go."""
FLATTER = 0.3
"""Power of the likelihood that a later wave is drawn from: wider than the posterior, which is inside."""
DIGITS = 9


def first_wave(size: int, free: int, seed: int) -> Values:
    """Scores [evaluation, free] spread over the prior: a scrambled Latin hypercube."""
    cube = qmc.LatinHypercube(free, rng=seed).random(size)
    reach = norm.cdf(WIDEST)
    return norm.ppf(1.0 - reach + cube * (2.0 * reach - 1.0))


def next_wave(surface: Surface, size: int, seed: int) -> Values:
    """Scores drawn from the flattened posterior on these surfaces."""
    samples = sampled(surface, seed, FLATTER)
    return samples[np.random.default_rng(seed).choice(len(samples), size, replace=False)]


def evaluated(
    scores: Values,
    patients: int,
    seed: int,
    table: Path,
    done: Callable[[int], None] | None = None,
    symbols: Sequence[str] = (),
) -> Values:
    """Readings [evaluation, column] of the model at scores of these parameters, all when none is named. Each
    is appended to `table` when it is there; those that stand in it already are taken from it, so that an
    interrupted calibration goes on."""
    known = dict(_stored(table, scores.shape[1]))
    keys = [_key(row, patients, seed) for row in scores]
    waiting = [place for place, key in enumerate(keys) if key not in known]
    if done is not None:
        done(len(scores) - len(waiting))
    context = get_context("forkserver")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool, table.open("a", newline="") as file:
        writer = csv.writer(file)
        jobs = [pool.submit(at, scores[place], patients, seed, tuple(symbols)) for place in waiting]
        for place, job in zip(waiting, jobs, strict=True):
            known[keys[place]] = job.result()
            writer.writerow([*keys[place], *(repr(float(x)) for x in known[keys[place]])])
            file.flush()
            if done is not None:
                done(1)
    return np.array([known[key] for key in keys])




def _key(scores: Values, patients: int, seed: int) -> tuple[str, ...]:
    return (*(f"{z:.{DIGITS}g}" for z in scores), str(patients), str(seed))


def _stored(table: Path, free: int) -> Iterator[tuple[tuple[str, ...], Values]]:
    """Whole rows of the table: a row cut off at its end is evaluated again."""
    if not table.exists():
        return
    with table.open(newline="") as file:
        rows = list(csv.reader(file))
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        if len(row) == width:
            yield tuple(row[: free + 2]), np.array([float(x) for x in row[free + 2 :]])
