"""The yes/no outcomes of patients that the shares of an arm are taken over, each with who counts for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import DLT, EFFUSION_RESPONSE
from cartsim.trial.paired import SEVERE
from cartsim.trial.responses import RANK, controlled, responded

Flags = NDArray[np.bool_]
Outcome = tuple[Flags, Flags]
"""Who has the event, and who counts."""
Columns = Any
"""What gives an array (..., patient) by its name: rows of a cell, or columns of a merged file."""
Rule = Callable[[Columns, str], Outcome]
"""From columns and the set of patients of the primary response to an outcome."""


def _confirmed(rows: Columns, population: str) -> Outcome:
    return rows["response_by_primary"] == 1, analysis_set(rows, population)


def _best(rows: Columns, population: str) -> Outcome:
    return responded(rows["best_overall_response"]) & _made(rows), solved(rows)


def _disease_control(rows: Columns, population: str) -> Outcome:
    return controlled(rows["best_overall_response"]) & _made(rows), solved(rows)


def _effusion(rows: Columns, population: str) -> Outcome:
    less = rows["best_effusion_response"] >= EFFUSION_RESPONSE.index("PR")
    return less & _made(rows), solved(rows)


def _dlt(rows: Columns, population: str) -> Outcome:
    return rows["dlt"] == DLT.index("dlt"), _evaluable(rows)


def _late_dlt(rows: Columns, population: str) -> Outcome:
    return rows["late_dlt"] == 1, _evaluable(rows)


def _severe_crs(rows: Columns, population: str) -> Outcome:
    return rows["crs_grade"] >= SEVERE, _infused(rows)


def _severe_icans(rows: Columns, population: str) -> Outcome:
    return rows["icans_grade"] >= SEVERE, _infused(rows)


SHARES: dict[str, Rule] = {
    "confirmed_orr": _confirmed,
    "best_orr": _best,
    "dcr": _disease_control,
    "effusion_orr": _effusion,
    "dlt_rate": _dlt,
    "late_dlt_rate": _late_dlt,
    "severe_crs_rate": _severe_crs,
    "severe_icans_rate": _severe_icans,
}
"""Endpoint -> the rule of its outcome."""


def analysis_set(rows: Columns, name: str) -> Flags:
    """The set of patients of the primary response, without failed solves."""
    if name == "response_evaluable":
        read = (rows["overall_response"][..., 1:] > RANK["NE"]).any(axis=-1)
        return _infused(rows) & read & (rows["measurable"] == 1)
    return _infused(rows) if name == "infused" else solved(rows)


def solved(rows: Columns) -> Flags:
    """Whose solve did not fail."""
    return rows["status"] == 0


def _infused(rows: Columns) -> Flags:
    return solved(rows) & (rows["infused"] == 1)


def _evaluable(rows: Columns) -> Flags:
    return rows["dlt"] != DLT.index("not evaluable")


def _made(rows: Columns) -> Flags:
    return rows["manufacturing_failure"] == 0
