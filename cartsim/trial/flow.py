"""How many patients reach each step of the trial, per arm; a failed solve is counted where it is lost,
never left out."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT
from cartsim.trial.responses import RANK

STEPS = ("drawn", "enrolled", "manufactured", "infused", "solved", "response-evaluable", "DLT-evaluable")


def response_evaluable(visits: xr.Dataset) -> NDArray[np.bool_]:
    """Infused, measurable disease at baseline, and a scan after baseline that could be judged."""
    codes = visits["overall_response"].transpose("arm", "patient", "visit").values[..., 1:]
    read = (codes > RANK["NE"]).any(axis=-1)
    return (
        read
        & (visits["measurable"].values == 1)
        & (visits["infused"].values == 1)
        & (visits["status"].values == 0)
    )


def patient_flow(visits: xr.Dataset, dlt: NDArray[np.int8]) -> NDArray[np.int64]:
    """Counts (arm, step) in the order of `STEPS`; drawn counts the candidates a population filter refused,
    too, also those looked at for a patient whom none of them could be (visits made by hand: the enrolled)."""
    enrolled = np.ones_like(visits["infused"].values, bool)
    made = np.broadcast_to(visits["manufacturing_failure"].values == 0, enrolled.shape)
    infused, solved = visits["infused"].values == 1, visits["status"].values == 0
    counts = [step.sum(axis=1) for step in (enrolled, made, infused & made, infused & made & solved)]
    drawn = np.full_like(counts[0], visits["candidates"].sum()) if "candidates" in visits else counts[0]
    evaluable = response_evaluable(visits).sum(axis=1)
    return np.stack([drawn, *counts, evaluable, (dlt != DLT.index("not evaluable")).sum(axis=1)], axis=1)
