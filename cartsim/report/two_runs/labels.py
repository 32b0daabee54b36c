"""What the endpoints are called where two runs are compared, and in which table they stand."""

from __future__ import annotations

import xarray as xr

from cartsim.datasets import COMPARTMENTS
from cartsim.report.figures.paired import measure_name
from cartsim.report.tables import SAFETY, SHARES, primary
from cartsim.report.words import unit_text
from cartsim.trial.outcomes import MEAN, TERM, VISIT, Outcomes, kinetics_names

FAMILIES = {
    "response": "Response",
    "time": "Time to event and time in response",
    "safety": "Safety",
    "events": "Adverse events of grade 3 or worse",
    "kinetics": "CAR-T kinetics as sampled",
}
FAMILY = {name: "safety" for name, *_ in SAFETY} | dict.fromkeys(kinetics_names(), "kinetics")
TIMES = {
    "pfs": "Progression-free survival, median days",
    "os": "Overall survival, median days",
    "dor": "Duration of response, median days",
    "ddc": "Duration of disease control, median days",
}
MEANS = {
    "mean_time_in_response": "Mean days in confirmed response",
    f"{MEAN}pfs": "Mean days alive without progression",
    f"{MEAN}os": "Mean days alive",
}
ALONE = {
    "confirmed_orr_measurable": "Primary response, measurable disease",
    "confirmed_orr_infused": "Primary response, infused",
    "dcr_measurable": "Disease control, measurable disease",
}
"""Shares whose row in the endpoint table says no more than that it is the same as the row above."""
KINETICS = {"cmax": "Cmax", "tmax": "Tmax, day", "auc_0_28": "AUC 0–28", "persistence": "last found, day"}


def family_of(name: str) -> str:
    """The table that an endpoint stands in."""
    if name.startswith(TERM):
        return "events"
    return "time" if name in TIMES or name in MEANS else FAMILY.get(name, "response")


def labels_of(endpoints: xr.Dataset, found: Outcomes, until: float) -> dict[str, str]:
    """What every endpoint of a run is called, in the order of the tables; `until`: the day that means of
    survival reach to, which is that of both runs."""
    listed = (primary(endpoints), *SHARES)
    labels = {name: ALONE.get(name, f"{label}, {who}") for name, label, _, who in listed}
    for name in found.shares:
        if name.startswith(VISIT):
            labels[name] = measure_name(f"response_at_day_{name.removeprefix(VISIT)}") + ", enrolled"
    own = float(endpoints.attrs["responses_until_day"])
    days = {name: own if name == "mean_time_in_response" else until for name in MEANS}
    labels |= TIMES | {name: f"{label} to day {days[name]:g}" for name, label in MEANS.items()}
    labels |= {name: f"{label}, {who}" for name, label, _, who in SAFETY}
    labels |= {name: name.removeprefix(TERM) for name in found.shares if name.startswith(TERM)}
    labels |= _kinetics()
    known = {*found.shares, *found.times, *found.means, *found.medians}
    return {name: label for name, label in labels.items() if name in known}


def _kinetics() -> dict[str, str]:
    labels = {}
    for place, (_, where, unit) in COMPARTMENTS.items():
        tail = "" if place == "blood" else f"_{place}"
        units = {"cmax": f", {unit_text(unit)}", "auc_0_28": f", day·{unit_text(unit)}"}
        for name, label in KINETICS.items():
            site = where.split(" (")[0].capitalize()
            labels[f"{name}{tail}"] = f"{site}: {label}{units.get(name, '')}"
    return labels
