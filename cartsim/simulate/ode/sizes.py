"""Sizes of the vectors and of the linear system that `model.kernel` describes, and the scales of the absolute
tolerance.
"""

from __future__ import annotations

import numpy as np

from cartsim.model import kernel as k_
from cartsim.model.state import BODY_STATES, LESION_STATES, MAX_LESIONS

N_BODY = len(k_.BODY_STATES)
N_BORDER = N_BODY + len(k_.TOTALS)
"""Body states and, behind them, one row per sum over lesions; the lesion groups follow."""
N_LESION = len(k_.LESION_STATES)
N_ROWS = N_BORDER + N_LESION * MAX_LESIONS
N_P = len(k_.PARAMETERS) + len(k_.INPUTS) + len(k_.CONSTANTS)
N_Q = len(k_.LESION_PARAMETERS) + len(k_.LESION_CONSTANTS)

SCALE = np.array(
    [state.scale for state in BODY_STATES] + [1.0] * len(k_.TOTALS) + [state.scale for state in LESION_STATES]
)
"""Of each row of the body, of the sums (which carry no error) and of one lesion group."""
