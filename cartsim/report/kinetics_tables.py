"""The table of kinetics: CAR-T as sampled, per compartment."""

from __future__ import annotations

import xarray as xr

from cartsim.datasets import COMPARTMENTS
from cartsim.report.tables import EndpointRow
from cartsim.report.words import quartiles, unit_text


def kinetics_rows(endpoints: xr.Dataset) -> list[EndpointRow]:
    """CAR-T kinetics as sampled: median with quartiles over patients, per compartment."""
    rows = []
    for name, (_, where, unit) in COMPARTMENTS.items():
        tail, place, shown = (
            "" if name == "blood" else f"_{name}",
            where.split(" (")[0].capitalize(),
            unit_text(unit),
        )
        for prefix, label in (
            ("cmax", f"Cmax, {shown}"),
            ("tmax", "Tmax, day"),
            ("auc_0_28", f"AUC 0–28, day·{shown}"),
            ("persistence", "last found, day"),
        ):
            if f"{prefix}{tail}" in endpoints:
                values = endpoints[f"{prefix}{tail}"].transpose("arm", "patient").values
                cells = tuple(map(quartiles, values))
                rows.append(
                    EndpointRow(f"{place}: {label}", "secondary", "infused", "quartiles of patients", cells)
                )
    return rows
