"""Elementary functions of lanes: no branch, no table, no call of a mathematical library, proved error bounds.

u = 2^-53 is the largest relative error of one rounding. Bounds are relative, for arguments and results that
are normal numbers; `tests/model/test_vector_math.py` checks each against 60-digit arithmetic. NaN stays NaN.
"""

from __future__ import annotations

from cartsim._lanes import exponent, largest, mantissa, scaled, where
from cartsim._straight import formula

LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""ln 2 = LN2_HIGH + LN2_LOW to 2^-86; the first has 33 bits, so that a whole multiple up to 2^20 is exact."""
ONE_BY_LN2 = 1.4426950408889634
SQRT2 = 1.4142135623730951
ROUNDING = 1.5 * 2.0**52
"""Adding and subtracting it rounds to a whole number."""
TINY, SMALL, LARGE = 2.2250738585072014e-308, 1e-300, 690.0
CUBE_ROOT_2, CUBE_ROOT_4 = 1.2599210498948732, 1.5874010519681996
NAN, INFINITY = float("nan"), float("inf")
LEAST, MOST = -708.0, 709.0
"""exp: below LEAST it gives 0, above MOST infinity."""


@formula
def log(x):
    """Natural logarithm, error <= 3 u; -inf for 0 and denormal numbers, NaN for negative ones.

    x = 2^e (1 + f), 1 + f in [sqrt(1/2), sqrt(2)); s = f/(2 + f), z = s^2 <= .0295; ln(1 + f) = 2 artanh s =
    f - s (f - z R), R = 2/3 + 2/5 z + ... to z^9. What is left out is below 2 z^11/23/(1-z) < 2^-57 of the
    result. The rounding of s weighs |s| < .18 only, since f is exact; e LN2_HIGH is exact.
    """
    m = mantissa(x)
    e = exponent(x)
    upper = m > SQRT2
    f = where(upper, 0.5 * m, m) - 1.0
    e = where(upper, e + 1.0, e)
    s = f / (f + 2.0)
    z = s * s
    z2 = z * z
    z4 = z2 * z2
    low = (z * 0.4 + 0.6666666666666666) + z2 * (z * 0.2222222222222222 + 0.2857142857142857)
    middle = (z * 0.15384615384615385 + 0.18181818181818182) + z2 * (
        z * 0.11764705882352941 + 0.13333333333333333
    )
    r = low + z4 * (middle + z4 * (z * 0.09523809523809523 + 0.10526315789473684))
    normal = e * LN2_HIGH + (f - (s * (f - z * r) - e * LN2_LOW))
    low = where(x < 0.0, NAN, -INFINITY)
    return where(x < TINY, low, where(x < INFINITY, normal, x))


@formula
def exp(x):
    """e^x, error <= 2 u for -708 <= x <= 709; 0 below, infinity above.

    x = k ln 2 + r, |r| <= .3466; e^r by its series to r^13, what is left out is below r^14/14!/(1 - r/15) <
    2^-57. The last sum, 1 + (r + r^2 q), rounds once; its second part is below .42 and right to 3 u.
    """
    k = (x * ONE_BY_LN2 + ROUNDING) - ROUNDING
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    low = (r * 0.16666666666666666 + 0.5) + r2 * (r * 8.333333333333333e-03 + 4.1666666666666664e-02)
    middle = (r * 1.984126984126984e-04 + 1.388888888888889e-03) + r2 * (
        r * 2.7557319223985893e-06 + 2.48015873015873e-05
    )
    high = (r * 2.505210838544172e-08 + 2.755731922398589e-07) + r2 * (
        r * 1.6059043836821613e-10 + 2.08767569878681e-09
    )
    q = low + r4 * (middle + r4 * high)
    normal = scaled(1.0 + (r + r2 * q), k)
    return where(x < LEAST, 0.0, where(x > MOST, INFINITY, normal))


@formula
def power(x, n):
    """x^n for x > 0 (x at least SMALL, the result at most e^LARGE), else 0: error <= (2 + 4 |n ln x|) u,
    from that of n ln x.
    """
    argument = n * log(largest(x, SMALL))
    return where(x > 0.0, exp(where(argument > LARGE, LARGE, argument)), 0.0 * x)


@formula
def power_slope(x, n):
    """n x^(n-1) for x > 0, its limit at 0, else 0; shares the work of `power`."""
    positive = largest(x, SMALL)
    argument = n * log(positive)
    return where(x < 0.0, 0.0, n * exp(where(argument > LARGE, LARGE, argument)) / positive)


@formula
def cube_root(x):
    """x^(1/3) for x > 0, error <= 3 u; 0 for 0 and below.

    x = 2^(3q + r) m, r = 0, 1 or 2, 1 <= m < 2. t = m^(-1/3) by its Chebyshev interpolant of degree 7 is
    right to 1.7e-7; one step of third order, t <- t (1 + d/3 + 2 d^2/9) with d = 1 - m t^3, leaves 14/81 d^3
    < 1e-19. y = m t^2 is then corrected by (m - y^3) t^2/3, so that y rounds once; the factors 2^(r/3) once
    more.
    """
    e = exponent(largest(x, TINY))
    m = mantissa(x)
    whole = ((e - 1.0) * 0.3333333333333333 + ROUNDING) - ROUNDING
    left = e - 3.0 * whole
    c = m - 1.5
    c2 = c * c
    low = (c * -0.19412891977255461 + 0.8735803478023719) + c2 * (
        c * -0.04474678324083185 + 0.08629447446313872
    )
    high = (c * -0.014178494220264997 + 0.024560602716573295) + c2 * (
        c * -0.0062478260538475945 + 0.010312284152979074
    )
    t = low + (c2 * c2) * high
    d = 1.0 - m * (t * (t * t))
    t = t + t * d * (d * 0.2222222222222222 + 0.3333333333333333)
    t2 = t * t
    y = m * t2
    y = y + (m - y * (y * y)) * (t2 * 0.3333333333333333)
    y = y * where(left > 1.5, CUBE_ROOT_4, where(left > 0.5, CUBE_ROOT_2, 1.0))
    return where(x > 0.0, scaled(y, whole), 0.0 * x)
