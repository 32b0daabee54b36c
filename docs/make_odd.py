"""Writes the ODD page of the agent model: python docs/make_odd.py FILE"""

from __future__ import annotations

import sys
from pathlib import Path

from cartsim.parameters import load_parameters
from cartsim.parameters.parameter_page import number, table, unit
from cartsim.simulate.agents.cells import KINDS, REAL_ROWS, WHOLE_ROWS
from cartsim.simulate.agents.fields.field import TOLERANCE
from cartsim.simulate.agents.laws import OF_A_NODULE
from cartsim.simulate.agents.loop import SORT_EVERY
from cartsim.simulate.agents.nodule import EVENTS
from cartsim.simulate.agents.prepare import fields_of

TEMPLATE = Path(__file__).with_name("odd.md.txt")
OURS = "**assumed**"
FIELDS = ("Field", "Unit", "D, µm²/min", "Decay, 1/min", "Uptake, 1/min", "At the faces")
MEANT = {
    "tumour": "live tumour cell",
    "apoptotic": "killed tumour cell, not yet gone",
    "necrotic": "starved tumour cell, not yet cleared",
    "spent": "dead T cell that still lies there (organoid rules)",
    "memory": "memory T cell: holds, does not kill",
    "effector": "effector T cell",
    "exhausted": "exhausted T cell: walks, holds nobody",
}


def text() -> str:
    """The page."""
    entries = load_parameters()
    values = {symbol: entry.value for symbol, entry in entries.items()}
    of_cells = [entry for entry in entries.values() if entry.room == "agents"]
    fields = [
        (f.name, f.unit, *map(number, (f.diffusion, f.decay, f.uptake, float(f.on_faces[0]))))
        for f in fields_of(values)
    ]
    laws = [
        (f"`{law.name}`", ", ".join(law.arrows), (law.law.__doc__ or "").split("\n\n")[0].replace("\n", " "))
        for law in OF_A_NODULE
    ]
    parameters = [
        (f"`{e.symbol}`", e.name, number(e.value), unit(e.unit), OURS if e.kind == "assumed" else e.kind)
        for e in of_cells
    ]
    return TEMPLATE.read_text(encoding="utf-8").format(
        **values,
        hold_rate=number(1 / values["hold_t"]),
        sort_every=SORT_EVERY,
        tolerance=TOLERANCE,
        events=", ".join(event.replace("_", " ") for event in EVENTS),
        kinds=table(("Kind", "What it is"), [(kind, MEANT[kind]) for kind in KINDS]),
        attributes=table(("Attribute", "Unit", "Meaning"), [*REAL_ROWS, *WHOLE_ROWS]),
        fields=table(FIELDS, fields),
        laws=table(("Law", "Arrow", "What it says"), laws),
        parameters=table(("Symbol", "What it is", "Value", "Unit", "Kind"), parameters),
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
