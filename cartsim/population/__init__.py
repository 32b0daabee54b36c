"""Who is treated: virtual patients, each the same in every arm, batch and order."""

from __future__ import annotations

from cartsim.population.draw import draw

__all__ = ["draw"]
