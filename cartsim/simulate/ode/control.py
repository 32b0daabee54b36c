"""Step-size control: a PI controller (Gustafsson) with bounds on what one step may change."""

from __future__ import annotations

from cartsim._jit import kernel
from cartsim.simulate.ode.rodas5p import ORDER

SAFETY, SHRINK, GROW = 0.9, 0.2, 6.0
PROPORTIONAL, INTEGRAL = 0.7 / ORDER, 0.3 / ORDER
FIRST_STEP = 1e-3
"""Day. After a start or an action; error control takes it from there."""
SMALLEST_STEP = 1e-13
LARGEST_STEP = 30.0


@kernel
def next_step(h, error, previous):
    """Step after an accepted one."""
    factor = SAFETY * max(error, 1e-10) ** (-PROPORTIONAL) * max(previous, 1e-4) ** INTEGRAL
    return min(h * min(max(factor, SHRINK), GROW), LARGEST_STEP)


@kernel
def retry_step(h, error):
    """Step after a rejected one; a step that gave no number is cut hard."""
    if not error < 1e10:
        return 0.1 * h
    return h * max(SHRINK, SAFETY * error ** (-1.0 / ORDER))
