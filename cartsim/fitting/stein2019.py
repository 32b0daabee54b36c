"""The empirical model of Stein 2019: a rise, a fast and a slow fall, without a dose.

Until tmax: cmax/foldx exp(t ln(foldx)/tmax). After it: (1 - fb) cmax exp(-alpha (t - tmax)) + fb cmax
exp(-beta (t - tmax)). CPT Pharmacometrics Syst Pharmacol 2019;8:285.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartsim.fitting.free import Floats, Free

ALL_BUT_NOTHING = 1.0 - 1e-12
"""Largest share of the peak that falls slowly, so that the rest has a logarithm."""


@dataclass(frozen=True)
class Stein2019:
    """Levels of one subject at its days."""

    free: tuple[Free, ...]
    days: Floats

    def levels(self, x: Floats) -> Floats:
        """ln of the level (point, day) at x = ln(value/typical) (point, parameter)."""
        typical = np.log([parameter.typical for parameter in self.free])
        logs = {free.symbol: column for free, column in zip(self.free, (x + typical).T, strict=True)}
        foldx, tmax, cmax, alpha, share, beta = (
            logs[name][:, np.newaxis] for name in ("foldx", "tmax", "cmax", "alpha", "fb", "beta")
        )
        after = self.days - np.exp(tmax)
        rise = cmax + foldx * after / np.exp(tmax)
        part = np.minimum(np.exp(share), ALL_BUT_NOTHING)
        fall = cmax + np.logaddexp(
            np.log1p(-part) - np.exp(alpha) * after, np.log(part) - np.exp(beta) * after
        )
        return np.where(after < 0.0, rise, fall)

    def at(self, days: Floats) -> Stein2019:
        """The same subject at other days."""
        return Stein2019(self.free, days)
