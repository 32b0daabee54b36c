"""Hazards of single cells, summed over a well-mixed group by the reaction that each belongs to."""

from __future__ import annotations

import numpy as np

from cartsim._held import held
from cartsim._jit import kernel
from cartsim.model import car_t, trafficking, tumour
from cartsim.model.reaction import Reaction
from cartsim.simulate.agents import laws
from cartsim.simulate.agents.cells import HER2, KIND, MEMORY, TUMOUR
from cartsim.simulate.agents.surroundings import STATES, N, P, now_of, of_t_cell, of_tumour_cell, surroundings
from cartsim.simulate.agents.t_cells import secreted
from cartsim.simulate.agents.tumour_cells import clearance_hazard, pdl1_rates
from cartsim.simulate.agents.values import Values
from cartsim.simulate.agents.well_mixed import Group

HAZARDS: dict[str, tuple[Reaction | None, ...]] = {
    "E": (
        car_t.effector_death, car_t.activation_death, car_t.effector_division, car_t.exhaustion,
        car_t.memory_formation, None, trafficking.tissue_return, trafficking.shedding,
    ),
    "M": (
        car_t.memory_death, None, car_t.memory_division, None, None, car_t.differentiation,
        trafficking.tissue_return, trafficking.shedding,
    ),
    "X": (car_t.exhausted_death, *(None,) * 7),
    "P": (tumour.growth, tumour.antigen_loss, None, tumour.kill_antigen_positive, *(None,) * 4),
    "N": (tumour.growth, None, None, tumour.kill_antigen_negative, *(None,) * 4),
    "D": (tumour.clearance, *(None,) * 7),
}  # fmt: skip
"""The reaction of each hazard that a cell of a kind has, in the order in which its fates are drawn."""


@kernel
def of_every_cell(n, real, whole, seen, pdl1, place, values, out, made):
    """Hazards (1/day) of each cell (hazard, cell); IFN-gamma (pg/day) that each would make as an effector
    [cell]; PD-L1 made (molecule/day) and turned over (1/day) per tumour cell.
    """
    v = held(values)
    now = now_of(place, laws.tumour_cells(seen[P], seen[N]), 0.0)
    around = surroundings(seen, pdl1, place, v, now)
    for i in range(n):
        made[i] = secreted(around.engaged, around.gain, v, now)
        if whole[KIND, i] >= MEMORY:
            found = of_t_cell(whole[KIND, i], around, v, now)
            for row in range(8):
                out[row, i] = found[row]
        elif whole[KIND, i] == TUMOUR:
            of_tumour = of_tumour_cell(real[HER2, i], around, v, now)
            for row in range(4):
                out[row, i] = of_tumour[row]
        else:
            out[0, i] = clearance_hazard(v)[0]
    return pdl1_rates(around.ifng, v)


def summed(group: Group, values: Values) -> dict[str, float]:
    """Events a day of each reaction and state (`growth_P`), over all cells; `secretion` in pg/day. What belongs
    to no reaction has to be 0: it stands under ``.
    """
    cells, state = group.cells, group.read(values)
    out, made = np.zeros((8, cells.n)), np.zeros(cells.n)
    pdl1 = of_every_cell(cells.n, cells.real, cells.whole, state, group.pdl1, group.place, values, out, made)
    kinds = kind_of(group, values)
    found = {"": 0.0}
    for kind, reactions in HAZARDS.items():
        for row, reaction in zip(out[:, kinds == kind], reactions, strict=True):
            name = f"{reaction.name}_{kind}" if reaction else ""
            found[name] = found.get(name, 0.0) + float(row.sum())
    found["secretion"] = float(made[kinds == "E"].sum())
    return found | {"pdl1_expression_L": pdl1[0], "pdl1_turnover_L": pdl1[1] * group.pdl1}


def kind_of(group: Group, values: Values) -> np.ndarray:
    """The state that each cell counts for [cell]."""
    cells, kind = group.cells, group.cells["kind"]
    names = np.array(["", "D", "D", "", "M", "E", "X"])[kind]
    return np.where(kind == TUMOUR, np.where(cells["her2"] > values.her2_n, "P", "N"), names)


assert set("".join(HAZARDS)) == set(STATES) - {"L"}
