"""Step-size control: a PI controller (Gustafsson) with bounds on what one step may change, all lanes at
once.
"""

from __future__ import annotations

from cartsim._lanes import get, largest, put, where
from cartsim._straight import straight
from cartsim.model.vector_math import power
from cartsim.simulate.ode.values import AFTER, ERROR, PREVIOUS, STEP

SAFETY, SHRINK, GROW = 0.9, 0.2, 6.0
PROPORTIONAL, INTEGRAL = 0.7, 0.3
"""Over the order of the method."""
RELAXED = 10.0
"""The error that is estimated, that of the companion of one order less, may be so many times the tolerance
asked for: the solution itself is then within the tolerance in 95 % of all readings
(`benchmarks/ensemble.py`).
"""
HARD_CUT = 0.1
"""Factor after a step that gave no number."""
FIRST_STEP = 1e-2
"""Day. After a start or an action; error control takes it from there."""
SMALLEST_STEP = 1e-13
LARGEST_STEP = 30.0
LEAST_ERROR, LEAST_PREVIOUS, NO_NUMBER = 1e-10, 1e-4, 1e10


@straight
def propose(clock, order):
    """The step to try next into AFTER: after an accepted one longer or shorter, after a rejected one
    shorter.
    """
    step = get(clock, STEP)
    error = get(clock, ERROR)
    previous = get(clock, PREVIOUS)
    shrunk = SAFETY * power(largest(error, LEAST_ERROR), -1.0 / order)
    grown = SAFETY * power(largest(error, LEAST_ERROR), -PROPORTIONAL / order)
    grown = grown * power(largest(previous, LEAST_PREVIOUS), INTEGRAL / order)
    grown = largest(grown, SHRINK)
    accepted = step * where(grown > GROW, GROW, grown)
    rejected = step * where(error < NO_NUMBER, largest(shrunk, SHRINK), HARD_CUT)
    longest = where(accepted > LARGEST_STEP, LARGEST_STEP, accepted)
    put(clock, AFTER, where(error > 1.0, rejected, where(error < NO_NUMBER, longest, rejected)))
