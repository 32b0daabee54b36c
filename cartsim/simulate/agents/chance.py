"""Random numbers by address inside compiled code: (seed, cell, step, purpose) names four draws.

Philox 4x32 with ten rounds: a keyed function of a counter, so a cell's numbers depend on no other cell, order
or thread. Salmon 2011, Parallel random numbers: as easy as 1, 2, 3 (SC11).
"""

from __future__ import annotations

from hashlib import blake2b
from math import cos, pi, sin, sqrt

import numpy as np

from cartsim._jit import inner

MOVE, CONTACT, FATE, SPLIT, START, ENTRY = range(6)
"""What a number is for; the purpose is part of its address."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
ROUNDS = 10
UNIT = 2.0**-32


def key_of(seed: int, repeat: int = 0) -> np.ndarray:
    """The 64-bit Philox key of a run's seed and repeat, as two words [2]."""
    text = f"{int(seed)}\0agents\0{int(repeat)}".encode()
    digest = blake2b(text, digest_size=8, person=b"cartsim").digest()
    return np.frombuffer(digest, dtype="<u4").astype(np.uint64)


@inner
def philox(c0, c1, c2, c3, k0, k1):
    """Four words of 32 bits (in uint64) of a counter and a key of such words."""
    for _ in range(ROUNDS):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@inner
def uniforms(key, cell, step, purpose):
    """Four numbers strictly between 0 and 1 for one cell, step and purpose: (k + 1/2) / 2^32."""
    cell = np.uint64(cell)
    step = np.uint64(step)
    c1 = ((cell >> _HALF) & np.uint64(0xFFFF)) | (np.uint64(purpose) << np.uint64(16))
    w0, w1, w2, w3 = philox(cell & _LOW, c1, step & _LOW, step >> _HALF, key[0], key[1])
    return (
        (np.float64(w0) + 0.5) * UNIT,
        (np.float64(w1) + 0.5) * UNIT,
        (np.float64(w2) + 0.5) * UNIT,
        (np.float64(w3) + 0.5) * UNIT,
    )


@inner
def direction(u, v):
    """A unit vector, uniform on the sphere, from two uniform numbers."""
    z = 2.0 * u - 1.0
    r = sqrt(max(1.0 - z * z, 0.0))
    return r * cos(2.0 * pi * v), r * sin(2.0 * pi * v), z
