"""Numbers as the page carries them: three significant digits in 16 bits, exactly as they are shown.

A code is 1 + 900 (e + 30) + (m - 100) for the number m * 10^(e-2) with 100 <= m <= 999; 0 stands for zero and
anything below 1e-30, MISSING for not-a-number. So the page shows the very digits that a run rounds to.
"""

from __future__ import annotations

import base64
import gzip

import numpy as np
from numpy.typing import ArrayLike, NDArray

MANTISSAS = 900
LOWEST = -30
"""Decimal exponent of the smallest number that is not taken for zero."""
MISSING = 65535


def coded(values: ArrayLike) -> NDArray[np.uint16]:
    """Codes of non-negative numbers, rounded to three digits. ValueError for others.

    >>> decoded(coded([0.0, 1.2345, 98765.0, 1e9])).tolist()
    [0.0, 1.23, 98800.0, 1000000000.0]
    """
    numbers = np.asarray(values, dtype=float)
    if (numbers < 0).any() or np.isinf(numbers).any():
        raise ValueError("only finite numbers from zero on have a code")
    known = np.where(numbers >= 10.0**LOWEST, numbers, 1.0)
    exponent = np.floor(np.log10(known)).astype(int)
    mantissa = np.rint(known / 10.0 ** (exponent - 2)).astype(int)
    low, high = mantissa < 100, mantissa > 999  # a logarithm that fell on the wrong side, a rounding up
    exponent = exponent - low + high
    mantissa = np.rint(known / 10.0 ** (exponent - 2)).astype(int)
    codes = 1 + MANTISSAS * (exponent - LOWEST) + mantissa - 100
    codes = np.where(numbers >= 10.0**LOWEST, codes, 0)
    return np.where(np.isnan(numbers), MISSING, codes).astype(np.uint16)


def decoded(codes: NDArray[np.uint16]) -> NDArray[np.float64]:
    """The numbers behind codes, as the page reads them."""
    place = codes.astype(int) - 1
    exponent, mantissa = place // MANTISSAS + LOWEST, place % MANTISSAS + 100
    numbers = np.array([float(f"{m}e{e - 2}") for m, e in zip(mantissa.flat, exponent.flat, strict=True)])
    numbers = numbers.reshape(codes.shape)
    return np.where(codes == MISSING, np.nan, np.where(codes == 0, 0.0, numbers))


def as_text(*planes: NDArray[np.uint8]) -> str:
    """Planes of bytes one after another, compressed, in base64; the same bytes for the same numbers."""
    content = b"".join(np.ascontiguousarray(plane).tobytes() for plane in planes)
    return base64.b64encode(gzip.compress(content, compresslevel=9, mtime=0)).decode()


def in_planes(codes: NDArray[np.uint16]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Codes (..., time) as steps from time to time, low bytes and high bytes apart, which compresses best."""
    steps = codes.copy()
    steps[..., 1:] -= codes[..., :-1]
    return (steps & 255).astype(np.uint8), (steps >> 8).astype(np.uint8)
