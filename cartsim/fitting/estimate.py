"""The best values of one subject's free parameters: least squares of samples and, if wanted, the prior.

x = ln(value/typical). Objective: -2 ln likelihood of the samples + sum (x/sd)^2 over the free parameters, the
second part where the prior counts; its least is the maximum a posteriori estimate, without the prior that of
maximum likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.special import ndtri
from scipy.stats import qmc

from cartsim.fitting import likelihood
from cartsim.fitting.free import Floats, Free
from cartsim.fitting.samples import Samples

STEP = 1e-3
"""Of finite differences in x: a thousandth of a value, 1e4 times the solver's tolerance."""
SCREENED = 63
"""Points of a Sobol sequence through the prior among which further starts are looked for: courses are cheap
many at a time."""
STARTS = 2
"""Of them, the best that are tried beside the typical values."""
GAIN = 1e-6
"""Relative gain at which a search ends."""
INSIDE = 1e-9


class Curve(Protocol):
    """A model of one subject's levels."""

    @property
    def free(self) -> tuple[Free, ...]: ...

    def levels(self, x: Floats) -> Floats:
        """ln level (point, day) at points (point, parameter)."""

    def at(self, days: Floats) -> Curve:
        """The same at other days."""


@dataclass(frozen=True)
class Task:
    """What is fitted to what; `moves`: which parameters; the others stay at `held` (ln of their
    ratio to typical)."""

    curve: Curve
    samples: Samples
    sigma: float
    moves: NDArray[np.bool_]
    held: Floats
    prior: bool

    def moving(self, *places: int, stop: tuple[int, ...] = ()) -> Task:
        """The same with only these parameters moving, or all that move but `stop`."""
        moves = self.moves.copy()
        if places or not stop:
            moves[:] = False
            moves[list(places)] = True
        moves[list(stop)] = False
        return replace(self, moves=moves)

    def holding(self, x: Floats) -> Task:
        return replace(self, held=x)


@dataclass(frozen=True)
class Found:
    """The end of a search: x of all parameters, objective, ln levels and their derivatives (sample,
    parameter), NaN for those that did not move; whether the search ended by its own rule."""

    x: Floats
    objective: float
    levels: Floats
    slopes: Floats
    converged: bool


def spreads(free: tuple[Free, ...]) -> Floats:
    """SD of the log between patients, per parameter."""
    return np.array([parameter.sd for parameter in free])


def ends(free: tuple[Free, ...]) -> tuple[Floats, Floats]:
    """Where the search ends on both sides."""
    return np.array([p.low for p in free]), np.array([p.high for p in free])


def with_slopes(curve: Curve, x: Floats, moves: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """ln levels (day) and their derivatives (day, moving parameter), all solved together."""
    places = np.flatnonzero(moves)
    points = np.repeat(x[np.newaxis], 1 + places.size, axis=0)
    points[1 + np.arange(places.size), places] += STEP
    found = curve.levels(points)
    return found[0], ((found[1:] - found[0]) / STEP).T


def search(task: Task, start: Floats, gain: float = GAIN) -> Found:
    """From one start to the nearest best point; it ends where a step gains less, relative to the whole."""
    places = np.flatnonzero(task.moves)
    low, high = (end[places] for end in ends(task.curve.free))
    known: dict[bytes, tuple[Floats, Floats]] = {}

    def whole(part: Floats) -> Floats:
        x = task.held.copy()
        x[places] = part
        return x

    def solved(part: Floats) -> tuple[Floats, Floats]:
        key = part.tobytes()
        if key not in known:
            known.clear()
            known[key] = with_slopes(task.curve, whole(part), task.moves)
        return known[key]

    sd = spreads(task.curve.free)[places]
    pull = np.diag(1.0 / sd) if task.prior else np.empty((0, places.size))

    def residual(part: Floats) -> Floats:
        return np.append(likelihood.residuals(solved(part)[0], task.samples, task.sigma), pull @ part)

    def jacobian(part: Floats) -> Floats:
        levels, slopes = solved(part)
        weights = likelihood.slopes(levels, task.samples, task.sigma)
        return np.vstack([weights[:, np.newaxis] * slopes, pull])

    if not places.size:
        levels = task.curve.levels(task.held[np.newaxis])[0]
        nothing = np.full((levels.size, task.held.size), np.nan)
        return Found(task.held, _objective(task, task.held, levels), levels, nothing, True)
    begin = np.clip(start[places], low + INSIDE, high - INSIDE)
    ended = least_squares(
        residual, begin, jacobian, (low, high), x_scale=sd, ftol=gain, xtol=gain, gtol=gain, max_nfev=60
    )
    levels, slopes = solved(ended.x)
    spread_out = np.full((levels.size, task.held.size), np.nan)
    spread_out[:, places] = slopes
    x = whole(ended.x)
    return Found(x, _objective(task, x, levels), levels, spread_out, bool(ended.status > 0))


def best(task: Task) -> Found:
    """The best of several searches: from the typical values and from the best points of a screening."""
    points = screening(len(task.curve.free)) * spreads(task.curve.free)
    points = np.clip(points, *ends(task.curve.free))
    points[:, ~task.moves] = task.held[~task.moves]
    levels = task.curve.levels(points)
    cost = [_objective(task, x, level) for x, level in zip(points, levels, strict=True)]
    starts = [points[place] for place in np.argsort(cost, kind="stable")[:STARTS]]
    found = [search(task, start) for start in (task.held, *starts)]
    return min(found, key=lambda end: end.objective)


@lru_cache(maxsize=8)
def screening(parameters: int) -> Floats:
    """Standard normal points (SCREENED, parameter) that fill the space evenly; the same for everybody."""
    with np.errstate(divide="ignore"):
        return ndtri(qmc.Sobol(parameters, scramble=False).random(SCREENED + 1))[1:]


def precision(task: Task, found: Found) -> Floats:
    """Second derivative of half the objective by the moving parameters (moving, moving)."""
    slopes = found.slopes[:, task.moves]
    told = likelihood.information(found.levels, task.samples, task.sigma)
    sd = spreads(task.curve.free)[task.moves]
    return slopes.T @ (told[:, np.newaxis] * slopes) + (np.diag(sd**-2.0) if task.prior else 0.0)


def _objective(task: Task, x: Floats, levels: Floats) -> float:
    fit = float(likelihood.deviance(levels, task.samples, task.sigma))
    pull = float(((x / spreads(task.curve.free))[task.moves] ** 2).sum())
    return fit + (pull if task.prior else 0.0)
