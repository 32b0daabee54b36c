"""Glioma against CAR-T cells in a dish (CARRGO: Sahoo 2020, Brummer 2022), by Taylor series.

x' = rho x (1 - x/K) - k1 x y, y' = k2 x y - theta y, cell index and hours. A quadratic system gives its own
Taylor coefficients one after the other, so each quarter of an hour is one series of `ORDER` terms.

Left open, and how it is read from the published files (alexbbrummer/CARRGODEX, `fit_parameters.csv` and
`car_T_dex_fiting_pbt1.ipynb`, MIT licence, (c) 2021 Alex Brummer):

- every fit has its own carrying capacity: 1/K .323 at 1:4 and .559 at 1:8, beside .188 untreated. With .188
  in all three the errors below would be .15 and .64.
- a fit starts from the cell index measured at its first row, and from y = .25 (1:4) or .125 (1:8), the ratio
  itself as a cell index and not that share of x.
- rows, counted from 0: 100 to 439 at 1:4, 100 to 651 at 1:8, 105 to 486 untreated. The notebook's untreated
  fit (rho .04632238, 1/K .19390897) has chi-square 174.5267 over those 382 rows; this file finds 174.52.
  Over all rows from 100 on the errors are .036, .040 and .127.

Error of a fit: root mean square over its rows, over the range of the measured curve from row 100 to the end.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

ORDER = 24
STEP = 0.25  # h, longest stretch of one series; shorter than 1/(greatest rate) here
FIRST_ROW = 100  # row from which the range of a curve is taken: the cells have settled, CAR-T cells are in
COLUMN = {"1_4": 3, "1_8": 5, "untreated": 1}
ROWS = {"1_4": (100, 440), "1_8": (100, 652), "untreated": (105, 487)}
CAR_T = {"1_4": 0.25, "1_8": 0.125, "untreated": 0.0}  # cell index at the start
# rho (/h), 1/K (/cell index), k1, k2 (/h per cell index), theta (/h)
FITTED = {
    "1_4": (0.302972074, 0.32303399, 0.556784512, 0.02420882, 0.0),
    "1_8": (0.230303627, 0.558779003, 0.399998831, 0.046346801, 0.023015543),
    "untreated": (0.04547757, 0.1883974, 0.0, 0.0, 0.0),
}


def stretch(x: float, y: float, hours: float, rates: tuple[float, ...]) -> tuple[float, float]:
    """x and y some hours on, by their Taylor series about now."""
    rho, inverse_k, k1, k2, theta = rates
    a, b = [x], [y]
    for n in range(ORDER):
        square = sum(a[i] * a[n - i] for i in range(n + 1))
        meeting = sum(a[i] * b[n - i] for i in range(n + 1))
        a.append((rho * (a[n] - inverse_k * square) - k1 * meeting) / (n + 1))
        b.append((k2 * meeting - theta * b[n]) / (n + 1))
    return np.polyval(a[::-1], hours), np.polyval(b[::-1], hours)


def curve(hours: np.ndarray, x: float, y: float, rates: tuple[float, ...]) -> np.ndarray:
    """Cell index of the tumour (time) at the given hours, from x and y at the first of them."""
    indices = [x]
    for gap in np.diff(hours):
        pieces = int(np.ceil(gap / STEP))
        for _ in range(pieces):
            x, y = stretch(x, y, gap / pieces, rates)
        indices.append(x)
    return np.array(indices)


def error(measured: np.ndarray, name: str, rows: tuple[int, int | None] | None = None) -> float:
    """Normalised root mean square error of one published fit, over its own rows unless others are named."""
    first, end = ROWS[name] if rows is None else rows
    hours, seen = measured[first:end, 0], measured[first:end, COLUMN[name]]
    difference = curve(hours, seen[0], CAR_T[name], FITTED[name]) - seen
    return float(np.sqrt(np.mean(difference**2)) / np.ptp(measured[FIRST_ROW:, COLUMN[name]]))


def read(path: Path | str) -> np.ndarray:
    """Hours, then mean and standard deviation of untreated, 1:4 and 1:8: (row, column), from a comma file."""
    return np.genfromtxt(path, delimiter=",", skip_header=2)


def answers(path: Path | str) -> dict[str, float]:
    """Normalised root mean square error of each published fit against the measured curves of a file."""
    measured = read(path)
    return {f"rmse_{name}": error(measured, name) for name in ROWS}
