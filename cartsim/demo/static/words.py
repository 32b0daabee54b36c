"""What the controls of the page are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cartsim.parameters import load_parameters
from cartsim.report.sentences import RECEPTORS


@dataclass(frozen=True)
class Words:
    """Title, unit and remark of a control; `names` of values that are words."""

    title: str
    unit: str = ""
    note: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


KNOWN = {
    "trial.arms[*].dose": Words("Dose", "cells per kg", "viable CAR+ cells, once, on day 0"),
    "disease.burden.median": Words("Tumour burden", "cells", "median over patients, all nodules together"),
    "parameters.her2_p": Words("HER2", "per tumour cell", "what the CAR binds"),
    "parameters.l0": Words("PD-L1", "per tumour cell", "the stop signal, before IFN-γ raises it"),
    "product.pdl1_receptor": Words(
        "PD-L1 receptor", note="what the cell makes of the stop signal", names=RECEPTORS
    ),
}
SCORES = (1, 2, 3)
SAME_DOSE = "The same dose goes in on both sides; only the place of the needle differs."
SAME_PATIENTS = "The same patients stand on both sides; what differs is how they are treated."
"""What the page says of the moment of infusion."""


def axis_words(path: str, label: str) -> Words:
    """The words of an axis; one that is not known here is called as the sweep calls it."""
    found = KNOWN.get(path)
    if found:
        return found
    symbol = path.removeprefix("parameters.")
    entry = load_parameters().get(symbol) if symbol != path else None
    return Words(entry.name) if entry else Words(label.replace("_", " "))


def usual(path: str) -> dict[str, float]:
    """Numbers that a reader knows by another name: HER2 by its staining score."""
    if path != "parameters.her2_p":
        return {}
    parameters = load_parameters()
    return {f"IHC {score}+": parameters[f"her2_ihc_{score}"].value for score in SCORES}
