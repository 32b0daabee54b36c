"""The few mathematical shapes that laws are made of. Each is total on non-negative arguments."""

from __future__ import annotations

from math import sqrt


def power(x: float, n: float) -> float:
    """x^n for x > 0, 0 otherwise (n > 0, or a base known to be positive)."""
    return x**n if x > 0 else 0 * x**0


def cube_root(x: float) -> float:
    """x^(1/3) for x > 0, 0 otherwise."""
    return x ** (1 / 3) if x > 0 else 0 * x


def above(x: float, threshold: float) -> float:
    """1 if x > threshold, else 0. A clinical reading, never part of a rate."""
    return 1.0 if x > threshold else 0.0


def saturation(x: float, half: float) -> float:
    """x/(half + x), 0 for negative x."""
    x = max(x, 0)
    return x / (half + x)


def hill(x: float, half: float, n: float) -> float:
    """(x/half)^n / (1 + (x/half)^n), 0 for negative x."""
    u = power(x / half, n)
    return u / (1 + u)


def bound(x: float, y: float, kd: float) -> float:
    """Complexes of two membrane partners of densities x, y with two-dimensional dissociation constant kd (all
    molecule/um^2).

    b = 2xy/(s + sqrt((x-y)^2 + kd(2(x+y)+kd))), s = x+y+kd: the root of (x-b)(y-b) = kd b written so that it
    is exact to rounding and never negative.
    """
    return 2 * x * y / (x + y + kd + sqrt((x - y) ** 2 + kd * (2 * (x + y) + kd)))
