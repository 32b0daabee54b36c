"""What a clinic records of a course, and what a statistician computes from it. Knows Datasets, never
kernels."""

from __future__ import annotations

from cartsim.trial.assess import assess
from cartsim.trial.visits import observe

__all__ = ["assess", "observe"]
