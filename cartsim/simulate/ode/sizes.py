"""Sizes of the vectors and of the linear system that `model.kernel` describes."""

from __future__ import annotations

from cartsim.model import kernel as k_

N_BODY = len(k_.BODY_STATES)
N_BORDER = N_BODY + len(k_.TOTALS)
"""Body states and, behind them, one place per sum over lesions; the lesion groups follow."""
N_LESION = len(k_.LESION_STATES)
