"""The rows of a schedule as events of an SBML model: `ode.actions` in formulas.

Rules of the protocol and extinction are no rows; SBML leaves them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from cartsim.model import kernel as k_
from cartsim.model.patient import Constant, Event
from cartsim.model.sbml.counted import COUNTED_AS
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.actions import CAR_T, CAR_T_LESION, DRAINED
from cartsim.simulate.ode.sizes import N_BORDER

Changes = dict[str, str]
N, RATE = "dimensionless", "cell_per_day"
"""Units of numbers, as the document names them."""
FLUID = COUNTED_AS["V_c"]
"""The volume of the fluid in mL."""


def events(plan: v.Plan, amounts: np.ndarray, n_groups: int) -> list[Event]:
    """One event for each row that does anything to this patient; `amounts` are the patient's (row)."""
    numbers: Counter[str] = Counter()
    found = []
    days, kinds = plan.row_day.tolist(), plan.row_kind.tolist()
    for day, kind, amount in zip(days, kinds, amounts.tolist(), strict=True):
        if amount == 0.0:
            continue
        row, unit, meaning, changes = ROWS[kind]
        numbers[row] += 1
        name = f"{row}_{numbers[row]}"
        given = Constant(amount, unit, f"{meaning}, day {day:g}")
        found.append(Event(name, row, day - plan.start, given, changes(f"amount_of_{name}", n_groups)))
    return found


def bolus(amount: str, cavity: bool) -> Changes:
    """A bolus of viable cells: `actions.dose`."""
    memory, effector = f"f_m*{amount}", f"(1 {N} - f_m)*{amount}"
    changes = fitness(amount, cavity)
    for place, share in {"c": f"1 {N}"}.items() if cavity else {"p": "f_p0", "b": f"(1 {N} - f_p0)"}.items():
        changes[f"M_{place}"] = f"M_{place} + {share}*{memory}"
        changes[f"E_{place}"] = f"E_{place} + {share}*{effector}"
    return changes


def infusion(rate: str, cavity: bool) -> Changes:
    """A rate that begins, or ends where it is negative; one that begins in an empty pool makes it fit."""
    running = "infusion_cavity" if cavity else "infusion_iv"
    mixed = fitness("0 cell", cavity)
    begins = {name: f"piecewise({formula}, {rate} > 0 {RATE}, {name})" for name, formula in mixed.items()}
    return {running: f"max({running} + {rate}, 0 {RATE})"} | begins


def fitness(cells: str, cavity: bool) -> Changes:
    """Fitness of the pool that fresh cells enter: `actions.mix_fitness`."""
    own, pool = ("W_c", "live_regional") if cavity else ("W_s", "live_systemic")
    mixed = f"piecewise(1 {N}, {pool} < 1 cell, ({own}*{pool} + {cells})/({pool} + {cells}))"
    return {own: mixed} if cavity else {own: mixed, "W_c": f"piecewise({mixed}, live_regional < 1 cell, W_c)"}


def lymphodepletion(days: str, n_groups: int) -> Changes:
    """Standard days at once: `actions.lymphodeplete`."""
    hit = ["H", *(k_.BODY_STATES[i] for i in CAR_T)]
    hit += [f"{k_.LESION_STATES[i - N_BORDER]}_{k}" for k in range(n_groups) for i in CAR_T_LESION]
    return {"LD": f"LD + {days}"} | {name: f"{name}*h0^({days}/3 {N})" for name in hit}


def drainage(volume: str) -> Changes:
    """Fluid and what floats in it: `actions.drain`."""
    most = f"most_drained*{FLUID}"
    removed = f"piecewise({volume}, {volume} < {most}, {most})"
    share = f"piecewise(1 {N} - {removed}/({FLUID}), {FLUID} > 0 mL, 1 {N})"
    return {name: f"{name}*{share}" for name in ("V_c", *(k_.BODY_STATES[i] for i in DRAINED))}


def drug(state: str, amount: str) -> Changes:
    """Tocilizumab or dexamethasone."""
    return {state: f"{state} + {amount}", "treated": f"1 {N}"}


ROWS: dict[int, tuple[str, str, str, Callable[[str, int], Changes]]] = {
    v.DRAIN: ("drainage", "mL", "volume drained", lambda a, _: drainage(a)),
    v.TOCILIZUMAB: ("tocilizumab", "mg", "tocilizumab", lambda a, _: drug("TZ", a)),
    v.DEXAMETHASONE: ("dexamethasone", "mg", "dexamethasone", lambda a, _: drug("DX", a)),
    v.LYMPHODEPLETION: ("lymphodepletion", "1", "standard days of chemotherapy", lymphodepletion),
    v.DOSE_IV: ("dose_iv", "cell", "intravenous dose", lambda a, _: bolus(a, False)),
    v.DOSE_CAVITY: ("dose_cavity", "cell", "dose into the cavity", lambda a, _: bolus(a, True)),
    v.INFUSE_IV: ("rate_iv", "cell/day", "change of infusion_iv", lambda a, _: infusion(a, False)),
    v.INFUSE_CAVITY: (
        "rate_cavity", "cell/day", "change of infusion_cavity", lambda a, _: infusion(a, True),
    ),
}  # fmt: skip
"""Kind of row -> name of the event, unit and meaning of its amount, what it changes (amount, groups)."""
