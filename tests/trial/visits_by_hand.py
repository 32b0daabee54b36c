"""Visits of patients whose every response is written by hand."""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.trial.responses import RANK

GRID = np.array([-5.0, 30, 91, 182, 274, 365])
LAST = 372.0


def make_visits(rows: list[dict]) -> xr.Dataset:
    """One arm; a row: `seen` the responses at the five visits, and days of death, drop-out, new therapy."""
    codes = np.array([[RANK["NE"], *(RANK[word] for word in row["seen"].split())] for row in rows], np.int8)
    day = {name: np.array([row.get(name, np.nan) for row in rows]) for name in ("death", "left", "therapy")}
    last = np.fmin(np.fmin(day["death"], day["left"]), LAST)
    both = ("arm", "patient")
    flags = {
        name: (both, np.array([[row.get(name, usual) for row in rows]], np.int8))
        for name, usual in (("status", 0), ("infused", 1), ("measurable", 1))
    }
    return xr.Dataset(
        {
            "overall_response": ((*both, "visit"), codes[None]),
            "visit_day": (("patient", "visit"), np.broadcast_to(GRID, codes.shape)),
            "last_seen_day": (both, last[None]),
            "death_day": (both, day["death"][None]),
            "dropout_day": ("patient", day["left"]),
            "new_therapy_day": (both, day["therapy"][None]),
            "manufacturing_failure": ("patient", np.array([row.get("unmade", 0) for row in rows], np.int8)),
            **flags,
        },
        coords={
            "scheduled_day": ("visit", GRID),
            "visit_month": ("visit", np.round(np.maximum(GRID, 0) / 30.4375)),
        },
    )
