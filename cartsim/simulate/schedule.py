"""What an arm does to a patient, as rows the engine can follow: days, kinds, amounts; the protocol's rules;
the times to read.

To add a route or a drug: its kind in `simulate.ode.values`, what it does in `simulate.ode.actions`, its name
here and in the schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import xarray as xr

from cartsim.model import kernel as k_
from cartsim.parameters import load_parameters
from cartsim.scenario.doses import Arm, Dose, Lymphodepletion
from cartsim.scenario.rescue import Condition, RescueRule
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.ode import values as v

ACTIONS = {
    "drainage": v.DRAIN,
    "tocilizumab": v.TOCILIZUMAB,
    "dexamethasone": v.DEXAMETHASONE,
    "withhold_dose": v.WITHHOLD,
}
OPS = {">=": 0, ">": 1, "<=": 2, "<": 3}
MAX_STEPS = 20_000
"""Work limit of one patient: a hundred times what a year takes."""

ONE_CELL = 1.0
"""Cells. A pool that has held one and holds less is gone: half a cell divides no more than none."""
METHODS = {"rodas5p": v.RODAS5P, "rodas4": v.RODAS4}

STANDARD_DAY = {"fludarabine": "fludarabine_day", "cyclophosphamide": "cyclophosphamide_day"}
"""Drug -> the parameter that holds its dose on the standard day of lymphodepletion, which LD counts in."""

FIRST_DAY = (1 / 24, 1 / 12, 1 / 6, 1 / 4, 1 / 2, 3 / 4)
QUARTERLY_UNTIL, HALF_DAILY_UNTIL = 14, 28


@dataclass(frozen=True)
class Schedule:
    """An arm's plan, and per patient the amounts of its rows and rules (patient, row) and the planned dose in
    viable cells.
    """

    plan: v.Plan
    amounts: np.ndarray
    rule_amounts: np.ndarray
    planned: np.ndarray


@dataclass(frozen=True)
class _Row:
    day: float
    kind: int
    length: float
    amount: np.ndarray


def course_times(scenario: Scenario) -> np.ndarray:
    """Days at which a course is read: whole days, finer in the first four weeks when most happens."""
    horizon = scenario.run.horizon
    days = {first_day(scenario), *range(ceil(first_day(scenario)), floor(horizon) + 1), horizon, *FIRST_DAY}
    days |= {i / 4 for i in range(4, 4 * QUARTERLY_UNTIL)} | {i / 2 for i in range(2 * HALF_DAILY_UNTIL)}
    return np.array(sorted(day for day in days if day <= horizon), dtype=float)


def first_day(scenario: Scenario) -> float:
    """Day of the first schedule row of any arm, 0 at the latest: all arms begin together."""
    given = [scenario.trial.lymphodepletion_of(arm) for arm in scenario.trial.arms]
    return float(min([0.0, *(day for chemotherapy in given if chemotherapy for day in chemotherapy.days)]))


def schedule(scenario: Scenario, arm: Arm, patients: xr.Dataset) -> Schedule:
    """The rows of one arm for these patients. A patient without product gets neither chemotherapy nor cells.
    """
    weight = patients["weight"].values
    treated = (patients["manufacturing_failure"].values == 0).astype(float)
    chemotherapy = scenario.trial.lymphodepletion_of(arm)
    rows = [row for dose in arm.doses for row in _dose_rows(dose, scenario.product.viability, weight)]
    planned = sum(
        (row.amount * (row.length or 1.0) for row in rows if row.amount.min() >= 0), np.zeros_like(weight)
    )
    if chemotherapy is not None:
        strength = np.full_like(weight, _strength(chemotherapy))
        rows += [_Row(day, v.LYMPHODEPLETION, 0.0, strength) for day in chemotherapy.days]
    rows.sort(key=lambda row: (row.day, row.kind))
    rules = sorted(scenario.trial.rescue_of(arm), key=lambda rule: ACTIONS[rule.drug])
    plan = v.Plan(
        start=first_day(scenario),
        times=course_times(scenario),
        row_day=np.array([row.day for row in rows]),
        row_kind=np.array([row.kind for row in rows], dtype=np.int64),
        row_length=np.array([row.length for row in rows]),
        rules=np.array([_rule(rule) for rule in rules]).reshape(len(rules), v.RULE_FIELDS),
        rtol=scenario.run.tolerance,
        max_steps=MAX_STEPS,
        extinct_below=ONE_CELL,
        method=METHODS[scenario.run.method],
    )
    amounts = np.array([row.amount * treated for row in rows]).reshape(len(rows), weight.size).T
    given = np.array([_rule_amount(rule, weight) for rule in rules]).reshape(len(rules), weight.size).T
    return Schedule(plan, np.ascontiguousarray(amounts), np.ascontiguousarray(given), planned)


def _dose_rows(dose: Dose, viability: float, weight: np.ndarray) -> list[_Row]:
    """A bolus is one row; an infusion starts and stops a rate."""
    cells = dose.amount * (weight if dose.per == "cell/kg" else np.ones_like(weight))
    cells = cells * (viability if dose.cells == "total" else 1.0)
    cavity = dose.route != "intravenous"
    if dose.duration == 0.0:
        return [_Row(dose.day, v.DOSE_CAVITY if cavity else v.DOSE_IV, 0.0, cells)]
    kind, rate = v.INFUSE_CAVITY if cavity else v.INFUSE_IV, cells / dose.duration
    return [
        _Row(dose.day, kind, dose.duration, rate),
        _Row(dose.day + dose.duration, kind, dose.duration, -rate),
    ]


def _strength(chemotherapy: Lymphodepletion) -> float:
    """Mean of the two drugs' doses in standard days."""
    known = load_parameters()
    shares = (getattr(chemotherapy, drug) / known[symbol].value for drug, symbol in STANDARD_DAY.items())
    return sum(shares) / len(STANDARD_DAY)


def _rule(rule: RescueRule) -> list[float]:
    """One line of `Plan.rules`."""
    until = _condition(rule.until) if rule.until else [-1.0, 0.0, 0.0]
    return [ACTIONS[rule.drug], *_condition(rule.when), *until, rule.delay, rule.every, rule.at_most]


def _condition(condition: Condition) -> list[float]:
    return [k_.BODY_OBSERVABLES.index(condition.observable), OPS[condition.op], condition.threshold]


def _rule_amount(rule: RescueRule, weight: np.ndarray) -> np.ndarray:
    if rule.dose is None:
        return np.zeros_like(weight)
    amount = rule.dose.amount * (weight if rule.dose.per == "mg/kg" else np.ones_like(weight))
    return amount if rule.max_dose is None else np.minimum(amount, rule.max_dose)
