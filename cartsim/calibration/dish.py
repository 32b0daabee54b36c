"""Cells in a dish by the laws of the human model: killing, division, exhaustion, growth; nothing moves.

A dish is one lesion group of a patient without anything else: every tumour cell is within reach,
trafficking is off, and CAR-T cells are put into the group itself. Targets C5 (lysis under PD-1) and C10
(measured curves).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cartsim.calibration.experiments import condition
from cartsim.calibration.trials import scenario
from cartsim.model import kernel as k_
from cartsim.parameters import load_parameters
from cartsim.population import draw
from cartsim.simulate.arms import problem
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BORDER
from cartsim.simulate.ode.values import Plan, Problem
from cartsim.simulate.schedule import schedule

Values = NDArray[np.float64]

STILL = ("k_bt", "k_bc", "k_tb", "k_tc", "k_ct")
"""Trafficking, which a dish has none of."""
WHOLE = {"phi_v": 1.0, "frac_n": 0.0}
"""Every cell within reach, and of one kind."""
UNBOUND = 1e12
"""Dissociation constant of PD-1 behind an antibody [molecule/um^2]: nothing binds."""
LYSIS_HOURS = np.linspace(0.0, 48.0, 193)
HOURS_PER_DAY = 24.0


def tumour_left(wells: Mapping[str, Values], hours: Values) -> Values:
    """Tumour cells [well, hour] of dishes that differ in `wells`: arrays [well] of parameters by symbol and
    of what they begin with: `tumour`, `effectors`, `memory` [cell].
    """
    asked, plan = blank(next(iter(wells.values())).size)
    y0, p = asked.y0, asked.p
    group = {name: y0[:, N_BORDER + place] for place, name in enumerate(k_.LESION_STATES)}
    y0[:, : len(k_.BODY_STATES)][:, [k_.BODY_STATES.index(s) for s in ("F_p", "F_n")]] = 0.0
    values = {**dict.fromkeys(STILL, 0.0), **WHOLE, **wells}
    begin = {name: values.pop(name, 0.0) for name in ("tumour", "effectors", "memory")}
    for symbol, value in values.items():
        if symbol in k_.PARAMETERS:
            p[:, k_.PARAMETERS.index(symbol)] = value
    group["P"][:], group["N"][:] = begin["tumour"], 0.0
    group["E"][:], group["M"][:] = begin["effectors"], begin["memory"]
    found = solve(asked, plan._replace(times=hours / HOURS_PER_DAY), threads=1)
    return np.where(
        (found.status == 0)[:, None], found.body[:, k_.BODY_OBSERVABLES.index("tumour_cells")], np.nan
    ).astype(float)


def lysis(typical: Mapping[str, float]) -> Values:
    """Log odds of the lysis under PD-1 at the moment when, with PD-1 blocked, it is what was measured."""
    tumour = condition("lysis_targets")
    symbols = [s for s in typical if s in k_.PARAMETERS]
    wells = {s: np.full(2, typical[s]) for s in symbols}
    wells |= {"kd_pd": np.array([load_parameters()["kd_pd"].value, UNBOUND])}
    wells |= {"tumour": np.full(2, tumour), "effectors": np.full(2, tumour * condition("lysis_effectors"))}
    under, blocked = 1.0 - tumour_left(wells, LYSIS_HOURS) / tumour
    moment = np.interp(condition("lysis_blocked"), np.maximum.accumulate(blocked), LYSIS_HOURS)
    share = float(np.interp(moment, LYSIS_HOURS, under))
    return np.array([np.log(share / (1.0 - share))])


def blank(wells: int) -> tuple[Problem, Plan]:
    """A problem of `wells` equal dishes around the typical patient, and a plan that gives nothing."""
    row, plan = _template()
    return Problem(*(np.repeat(part, wells, axis=0) for part in row)), plan


@cache
def _template() -> tuple[Problem, Plan]:
    given = scenario("mouse")
    drawn = draw(given, [0])
    typical = [load_parameters()[symbol].value for symbol in drawn["parameter"].values.tolist()]
    alone = (np.arange(drawn.sizes["lesion"]) == 0).astype(float)[None]
    drawn = drawn.assign(
        parameter_value=(("patient", "parameter"), np.array([typical])),
        lesion_kind=(("patient", "lesion"), alone),
        lesion_nodules=(("patient", "lesion"), alone),
        lesion_cavity=(("patient", "lesion"), 0.0 * alone),
        lesion_tumour_cells=(("patient", "lesion"), alone),
    )
    arm = given.trial.arms[0]
    planned = schedule(given, arm, drawn)
    asked, plan = problem(given, arm, drawn, planned), planned.plan
    asked = asked._replace(amounts=asked.amounts[:, :0], rule_amounts=asked.rule_amounts[:, :0])
    plan = plan._replace(row_day=plan.row_day[:0], row_kind=plan.row_kind[:0], row_length=plan.row_length[:0])
    return asked, plan._replace(start=0.0, rules=plan.rules[:0])
