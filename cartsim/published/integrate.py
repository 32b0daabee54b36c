"""One way to solve the ordinary differential equations of all published models, with scipy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar

from cartsim.errors import CartsimError
from cartsim.published.values import not_negative

RightHandSide = Callable[[float, Sequence[float], SimpleNamespace], Sequence[float]]
Reading = Callable[[dict[str, np.ndarray]], np.ndarray]
AREA = "area of "
RTOL = 1e-9
"""Relative tolerance: no number reproduced moves by 1e-6 of itself when it is ten times larger."""
WORK_LIMIT = 200_000
"""Evaluations of the right-hand side at most, thirty times what the dearest solve here takes: LSODA does not
give up on its own where a solution runs away."""
POINTS = 4001
"""Points of the grid on which a peak is looked for before it is refined."""


@dataclass(frozen=True)
class Course:
    """States over time in the model's own unit of time; calling it reads all of them at the times given."""

    names: tuple[str, ...]
    end: float
    solution: Callable[[ArrayLike], np.ndarray]

    def __call__(self, times: ArrayLike) -> dict[str, np.ndarray]:
        """State by name, of the shape of `times`; `area of x`, where asked, is the integral of x from 0."""
        read = self.solution(np.asarray(times, dtype=float))
        return dict(zip(self.names, read, strict=True))

    def peak(self, of: Reading, start: float = 0.0) -> tuple[float, float]:
        """The largest value of a function of the states from `start` on, and when it is reached."""
        grid = np.linspace(start, self.end, POINTS)
        place = int(np.argmax(of(self(grid))))
        around = grid[max(place - 1, 0)], grid[min(place + 1, POINTS - 1)]
        found = minimize_scalar(
            lambda time: -float(of(self(time))), bounds=around, method="bounded", options={"xatol": 1e-9}
        )
        return -float(found.fun), float(found.x)


def integrate(
    right_hand_side: RightHandSide,
    initial: Mapping[str, float],
    end: float,
    v: SimpleNamespace,
    *,
    atol: float,
    rtol: float = RTOL,
    areas: bool = False,
) -> Course:
    """Solve from 0 to `end` with LSODA (Hindmarsh and Petzold), which changes between stiff and not stiff.

    `areas` adds the integral of every state as a state of its own: an area under a curve is then as exact as
    the curve, whatever grid it is read on.
    """
    not_negative(**{name.replace(" ", "_"): value for name, value in initial.items()}, end=end)
    names, start, derivatives = tuple(initial), list(initial.values()), right_hand_side
    if areas:
        names += tuple(AREA + name for name in initial)
        start, derivatives = [*start, *[0.0] * len(start)], _with_areas(right_hand_side)
    evaluations = count(1)

    def limited(time: float, states: Sequence[float], v: SimpleNamespace) -> Sequence[float]:
        if next(evaluations) > WORK_LIMIT:
            raise CartsimError(f"no solution up to {end:g}: more than {WORK_LIMIT} evaluations, at {time:g}")
        return derivatives(time, states, v)

    found = solve_ivp(
        limited, (0, end), start, args=(v,), method="LSODA", rtol=rtol, atol=atol, dense_output=True
    )
    if not found.success:
        raise CartsimError(f"no solution up to {end:g}: {found.message}")
    return Course(names, end, found.sol)


def _with_areas(right_hand_side: RightHandSide) -> RightHandSide:
    def derivatives(time: float, states: Sequence[float], v: SimpleNamespace) -> Sequence[float]:
        own = states[: len(states) // 2]
        return [*right_hand_side(time, own, v), *own]

    return derivatives
