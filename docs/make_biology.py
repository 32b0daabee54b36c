"""Writes the page of the biology with its counts: python docs/make_biology.py FILE"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import get_args

from cartsim.model.laws import REACTIONS
from cartsim.model.state import STATES
from cartsim.parameters import load_parameters
from cartsim.parameters.load import CELL_ROOMS, MODEL_ROOMS
from cartsim.parameters.parameter import Kind
from cartsim.parameters.parameter_page import table
from cartsim.parameters.uncertainty import load_factors
from cartsim.results.sources import ours, parameter_table, used
from cartsim.scenario import load

HERE = Path(__file__).parent
SCENARIO = HERE.parent / "scenarios" / "route_comparison.yaml"
MM_PER_CM = 10
KINDS = get_args(Kind)
ROOMS = {
    "receptors": "Receptors and recognition",
    "geometry": "Size and reach of nodules",
    "trafficking": "Movement of CAR-T cells",
    "car_t": "Life of CAR-T cells",
    "tumour": "Tumour",
    "cytokines": "Cytokines and fluid",
    "vital_signs": "Signs of CRS",
    "organs": "Lung and heart",
    "blood_counts": "Blood counts",
    "neurotoxicity": "Neurotoxicity",
    "drugs": "Drugs",
    "population": "Who enrols",
    "clinic": "Clinic: errors, limits, links, deaths",
}


def text() -> str:
    """The page."""
    entries = [entry for entry in load_parameters().values() if entry.room not in CELL_ROOMS]
    kinds = {room: Counter[str](entry.kind for entry in entries if entry.room == room) for room in ROOMS}
    together = sum(kinds.values(), Counter[str]())
    if together.total() != len(entries) or not set(MODEL_ROOMS) <= set(ROOMS):
        raise ValueError("a room of parameters has no words on this page")
    rows = [(words, *_counts(kinds[room])) for room, words in ROOMS.items()]
    rows.append(("**all**", *_counts(together)))
    in_use = used(parameter_table(load(SCENARIO)))
    return (HERE / "biology.md.txt").read_text(encoding="utf-8").format(
        states=len(STATES),
        body=sum(state.scope == "body" for state in STATES),
        lesion=sum(state.scope == "lesion" for state in STATES),
        reactions=len(REACTIONS),
        delta=MM_PER_CM * load_parameters()["delta"].value,
        seeds=load_parameters()["occult_most"].value,
        factor=load_factors()["assumed"].factor,
        total=together.total(),
        assumed=together["assumed"],
        share=100 * together["assumed"] / together.total(),
        used=len(in_use),
        ours=len(ours(in_use)),
        table=table(("Numbers of", "all", *KINDS), rows),
    )


def _counts(kinds: Counter[str]) -> tuple[str, ...]:
    return tuple(str(number) for number in (kinds.total(), *(kinds[kind] for kind in KINDS)))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
