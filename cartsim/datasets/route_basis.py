"""Endpoints on what a contrast of routes rests on: the same contrast at other values of a few parameters."""

from __future__ import annotations

from cartsim.datasets.categories import NO_YES
from cartsim.datasets.variable import coded, interval, table

_OUTCOME = "route_contrast route_setting route_measure"

ROUTE_BASIS = [
    *table(
        "route_setting",
        "U",
        ("route_symbol", "1", "symbol of the parameter that has another typical value"),
        ("route_unit", "1", "unit of that parameter"),
        ("route_kind", "1", "how the values of the parameter are known"),
        ("route_reason", "1", "why these values"),
    ),
    *table("route_setting", "f8", ("route_value", "1", "typical value, in the unit of its parameter")),
    *coded(
        "route_contrast route_setting",
        ("route_own", NO_YES, "the value is the scenario's own: the contrast of the run itself"),
    ),
    *interval(
        _OUTCOME,
        "route_difference",
        "1",
        "share under the cavity minus share under the vein, same patients (limits: Monte Carlo)",
    ),
    *table(
        _OUTCOME,
        "f8",
        ("route_cavity_share", "1", "share with the endpoint in the arm into the cavity"),
        ("route_intravenous_share", "1", "share with the endpoint in the intravenous arm"),
        ("route_pairs", "1", "patients who count in both arms"),
    ),
    *table("route_contrast route_setting", "i8", ("route_failed", "1", "failed solves of both arms")),
]
