"""What happens to a patient between solver calls: schedule rows, daily rules, extinction.

At one moment the order is: drain, rescue drugs, lymphodepletion, dose, rules read and acted on (whole days),
extinction (whole days), output.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from .equations import BODY, GROUP
from .observables import observe

COMPARE = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
SAME = 1e-9  # days within which two moments are one
ORDER = {"drainage": 0, "tocilizumab": 1, "dexamethasone": 1, "lymphodepletion": 2}
DOSES = ("dose_iv", "dose_cavity", "infusion_iv", "infusion_cavity")
ORDER |= dict.fromkeys(DOSES, 3) | {"withhold_dose": 4}
T_CELLS = ("M_b", "E_b", "M_p", "E_p", "M_l", "E_l", "M_c", "E_c", "X_c")
SYSTEMIC = ("M_b", "E_b", "M_p", "E_p", "M_l", "E_l")
AT = {name: i for i, name in enumerate(BODY)}


@dataclass(frozen=True)
class Rule:
    """A daily protocol rule: observable op threshold, then amount after delay, again after `every` days."""

    action: str
    observable: str
    op: str
    threshold: float
    until: tuple[str, str, float] | None = None
    amount: float = 0.0
    delay: float = 0.0
    every: float = 1.0
    at_most: int = 1


@dataclass
class Patient:
    """What changes between solver calls."""

    p: SimpleNamespace
    y: np.ndarray
    rows: list[tuple[float, str, float, float]]
    rules: list[Rule]
    treated: bool = False
    infusions: list[tuple[float, str, float]] = field(default_factory=list)  # (end, route, cells/day)
    events: list[tuple[float, str, float]] = field(default_factory=list)
    active: list[bool] = field(default_factory=list)
    given: list[int] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    held: set[int] = field(default_factory=set)  # pools that have held a cell since they were last empty

    def cells(self, kinds: tuple[int, ...], names: tuple[str, ...] = ()) -> list[int]:
        """Places in the state of these group members (all groups) and body states."""
        groups = range(len(BODY), len(self.y), len(GROUP))
        return [AT[name] for name in names] + [g + k for g in groups for k in kinds]


def apply_row(patient: Patient, now: float, kind: str, amount: float, duration: float) -> None:
    """One schedule row on the present state."""
    y, p = patient.y, patient.p
    if kind == "drainage":
        amount = min(amount, 0.9 * y[AT["V_c"]])
        y[[AT[name] for name in ("V_c", "M_c", "E_c", "X_c", "F_p", "F_n")]] *= 1.0 - amount / y[AT["V_c"]]
    elif kind in ("tocilizumab", "dexamethasone"):
        y[AT["TZ" if kind == "tocilizumab" else "DX"]] += amount
        patient.treated = True
    elif kind == "lymphodepletion":
        y[AT["LD"]] += amount
        y[[AT["H"], *patient.cells((0, 1, 2), T_CELLS)]] *= p.h0 ** (amount / 3.0)
    elif kind == "withhold_dose":
        withhold(patient, now)
        return
    elif duration > 0.0:
        renew(patient, kind.endswith("_iv"), 0.0)
        patient.infusions.append((now + duration, kind.removeprefix("infusion_"), amount / duration))
    elif amount > 0.0:
        dose(patient, kind.endswith("_iv"), amount)
    patient.events.append((now, kind, float(amount)))


def dose(patient: Patient, intravenous: bool, amount: float) -> None:
    """A bolus of viable CAR+ cells, and the fitness of the pool that takes it."""
    y, p = patient.y, patient.p
    renew(patient, intravenous, amount)
    shares = {"p": p.f_p0, "b": 1.0 - p.f_p0} if intravenous else {"c": 1.0}
    for place, share in shares.items():
        y[AT["M_" + place]] += p.f_m * share * amount
        y[AT["E_" + place]] += (1.0 - p.f_m) * share * amount


def renew(patient: Patient, intravenous: bool, amount: float) -> None:
    """Fitness of the pool that fresh cells enter; an empty pool takes that of what enters it first."""
    y = patient.y
    regional = y[patient.cells((0, 1), ("M_c", "E_c"))].sum()
    live = y[patient.cells((), SYSTEMIC)].sum() if intravenous else regional
    fitness = AT["W_s" if intravenous else "W_c"]
    y[fitness] = 1.0 if live < 1.0 else (y[fitness] * live + amount) / (live + amount)
    if intravenous and regional < 1.0:
        y[AT["W_c"]] = y[AT["W_s"]]


def withhold(patient: Patient, now: float) -> None:
    """Skip the next dose row strictly after now, recorded at the day it was planned for; one at a time."""
    if any(kind == "dose_withheld" and day > now + SAME for day, kind, _ in patient.events):
        return
    later = [row for row in patient.rows if row[1] in DOSES and row[0] > now + SAME]
    if later:
        patient.rows.remove(min(later))
        patient.events.append((min(later)[0], "dose_withheld", min(later)[2]))


def apply_due(patient: Patient, now: float) -> None:
    """All rows of this moment, in their order; infusions that end now stop."""
    due = sorted((row for row in patient.rows if row[0] <= now + SAME), key=lambda row: ORDER[row[1]])
    patient.rows = [row for row in patient.rows if row[0] > now + SAME]
    patient.infusions = [entry for entry in patient.infusions if entry[0] > now + SAME]
    for _, kind, amount, duration in due:
        apply_row(patient, now, kind, amount, duration)


def follow_rules(patient: Patient, day: float) -> bool:
    """Read every rule on the state of this day, then act; true when something was done or planned."""
    if day < 0.0 or not patient.rules:
        return False
    seen = observe(patient.p, patient.y.tolist(), patient.treated)
    fired = []
    for i, rule in enumerate(patient.rules):
        when = COMPARE[rule.op](seen[rule.observable], rule.threshold)
        stop = COMPARE[rule.until[1]](seen[rule.until[0]], rule.until[2]) if rule.until else not when
        if not patient.active[i]:
            patient.active[i] = when
        elif stop:
            patient.active[i] = False
        rested = day - patient.last[i] >= rule.every - SAME
        if patient.active[i] and patient.given[i] < rule.at_most and rested:
            patient.given[i] += 1
            patient.last[i] = day
            fired.append((day + rule.delay, rule.action, rule.amount, 0.0))
    patient.rows += fired
    apply_due(patient, day)
    return bool(fired)


def pools(patient: Patient) -> list[tuple[str, list[int]]]:
    """What can go extinct: tumour groups, free cells, single T-cell states."""
    found = [
        ("extinction_tumour_group", [g + 3, g + 4]) for g in range(len(BODY), len(patient.y), len(GROUP))
    ]
    found.append(("extinction_free", [AT["F_p"], AT["F_n"]]))
    return found + [("extinction_t_cells", [i]) for i in patient.cells((0, 1, 2), T_CELLS)]


def extinguish(patient: Patient, day: float) -> bool:
    """A pool that has held a cell and holds less than one becomes 0; true when any did."""
    gone = False
    for kind, places in pools(patient):
        left = float(patient.y[places].sum())
        if left >= 1.0:
            patient.held.add(places[0])
        elif places[0] in patient.held:
            patient.held.remove(places[0])
            patient.y[places] = 0.0
            patient.events.append((day, kind, left))
            gone = True
    return gone


def whole_day(patient: Patient, day: float) -> bool:
    """Rules, then extinction."""
    acted = follow_rules(patient, day)
    return extinguish(patient, day) or acted
