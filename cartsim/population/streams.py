"""Random numbers by address: (seed, purpose, patient) names a draw, and nothing else can change it.

Philox 4x64 is a keyed function of a counter. The key is a hash of the seed, of what the number is for and of
the block of four draws; the counter is the patient's id. So a patient has the same numbers alone, in a batch,
in any order and on any machine; the first draws stay when more are asked for; a new purpose disturbs none.
Salmon 2011, Parallel random numbers: as easy as 1, 2, 3 (SC11).
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

DRAWS_PER_BLOCK = 4
"""Words of 64 bits that Philox 4x64 gives for one counter."""

WIDEST_GAP = 1024
"""Ids closer together than this are generated in one sweep and the ones between thrown away."""


def uniforms(seed: int, purpose: str, patients: ArrayLike, n: int = 1) -> NDArray[np.float64]:
    """Numbers strictly between 0 and 1, [patient, n], for one purpose ("parameter/k_kill", "visit day", ...).

    Each is (k + 1/2) / 2^52 with k the top 52 bits of its word: exact in float64, never 0 or 1.
    """
    ids = _checked(patients)
    blocks = [_words(_key(seed, purpose, block), ids) for block in range(-(-n // DRAWS_PER_BLOCK))]
    words = np.concatenate(blocks, axis=1)[:, :n] if blocks else np.empty((ids.size, 0), np.uint64)
    return ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def normals(seed: int, purpose: str, patients: ArrayLike, n: int = 1) -> NDArray[np.float64]:
    """Standard normal numbers [patient, n]: the normal quantiles of `uniforms` at the same address."""
    return ndtri(uniforms(seed, purpose, patients, n))


def _checked(patients: ArrayLike) -> NDArray[np.int64]:
    """Patient ids as a flat integer array; a fraction or a negative id names no patient."""
    ids = np.atleast_1d(np.asarray(patients))
    if ids.ndim != 1 or (ids.size and (not np.issubdtype(ids.dtype, np.integer) or int(ids.min()) < 0)):
        raise ValueError("patients must be a flat array of whole numbers >= 0")
    return ids.astype(np.int64)


def _key(seed: int, purpose: str, block: int) -> int:
    """The 128-bit Philox key of a block of four draws; the separators keep seed, purpose and block apart."""
    text = f"{int(seed)}\0{purpose}\0{block}".encode()
    return int.from_bytes(blake2b(text, digest_size=16, person=b"cartsim").digest(), "little")


def _words(key: int, ids: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Four words per patient [patient, 4]."""
    if (ids[1:] > ids[:-1]).all():
        return _sweeps(key, ids)
    wanted, place = np.unique(ids, return_inverse=True)
    return _sweeps(key, wanted)[place]


def _sweeps(key: int, wanted: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Four words per patient [patient, 4] of rising ids, generated in sweeps over runs of neighbours."""
    words = np.empty((wanted.size, DRAWS_PER_BLOCK), dtype=np.uint64)
    for run in np.split(np.arange(wanted.size), np.flatnonzero(np.diff(wanted) > WIDEST_GAP) + 1):
        if run.size:
            first, last = int(wanted[run[0]]), int(wanted[run[-1]])
            sweep = np.random.Philox(key=key, counter=first).random_raw(DRAWS_PER_BLOCK * (last - first + 1))
            rows = sweep.reshape(-1, DRAWS_PER_BLOCK)
            here = slice(run[0], run[-1] + 1)
            words[here] = rows if run.size == rows.shape[0] else rows[wanted[run] - first]
    return words
