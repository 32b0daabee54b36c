"""The engine against the second implementation, which was written from the model's description and not from
the laws.

Fifty virtual patients, all receptor designs, three ways in (intravenous, cavity, both), split doses,
infusions, drainage and rescue rules. Error of a trajectory: greatest difference over all days, relative to
the value there plus a millionth of the trajectory's largest value and of the state's scale of tolerance (a
hundredth of a T cell), which is where a number has long stopped to mean anything.
"""

from __future__ import annotations

import numpy as np
import pytest
from reference.ode import simulate as reference
from reference.schedule import Rule

import cartsim
from cartsim.model import kernel as k_
from cartsim.model.state import STATES
from cartsim.scenario import loads
from cartsim.simulate.arms import parameters_of_arm, problem
from cartsim.simulate.course import state_names
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.schedule import schedule

DESIGNS = ("none", "pd1_cd28", "scfv_cd28", "scfv_zeta")
DAYS = 120.0
TOLERANCE = 1e-5
NEGLIGIBLE = 1e-6
RTOL = 1e-10
SCALES = {state.name: state.scale for state in STATES}
REFERENCE_RTOL = 1e-10
OUTPUTS = np.array(
    [-5.0, -2.5, 0.0, 0.25, 1.0, 3.3, 7.0, 10.0, 14.0, 14.5, 21.0, 28.0, 41.5, 60.0, 90.0, DAYS]
)
RENAMED = {f"{stage}_{lineage}": name for lineage, chain in
           {"n": ("NEU_prol", "NEU_t1", "NEU_t2", "NEU_t3", "ANC"), "p": ("PLT_prol", "PLT_t1", "PLT_t2", "PLT_t3", "PLT")}.items()
           for stage, name in zip(("prol", "t1", "t2", "t3", "circ"), chain, strict=True)}  # fmt: skip
RENAMED |= {"lym": "LYM", "neuro": "BRAIN"}
"""Blood counts and the brain go by other names in the reference."""

TEXT = """
schema: cartsim.scenario/1
title: agreement of two implementations
question: do they agree?
product: {{car: {{target: HER2, affinity: 0.58 nM, density: 15000 per cell}}, pdl1_receptor: {design}, manufacturing_failure: 0}}
disease:
  kinds: {{ovarian: 0.4, gastric: 0.3, breast: 0.15, nsclc: 0.15}}
  her2_ihc: {{2+: 0.5, 3+: 0.5}}
trial:
  arms:
    - name: A
      doses: {doses}
  lymphodepletion: {{fludarabine: 30 mg/m^2/day, cyclophosphamide: 300 mg/m^2/day, days: [-5, -4, -3]}}
  rescue: {rescue}
  visits: {{response: [30, 60, 90], window: 7, safety: [0, 1, 7, 14, 28]}}
  response: {{criteria: RECIST 1.1, confirmation: 28 days, stable_disease_from: 23 days, measurement_cv: 0.07}}
run: {{patients: 50, seed: 7, horizon: 120 days, tolerance: 1e-10, state_cube: true}}
"""
WAYS = (
    "[{day: 0, dose: 1e6 cells/kg, route: intravenous}]",
    "[{day: 0, dose: 1e6 cells/kg, route: intracavitary}]",
    "[{day: 0, dose: 1e8 cells, route: intravenous}, {day: 0, dose: 1e8 cells, route: intracavitary},"
    " {day: 14, dose: 3e8 cells, route: intracavitary, duration: 12 hours}, {day: 20.5, dose: 2e8 cells, route: intravenous}]",
)
RESCUE = """
    - {drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 1, at_most: 2, every: 2 days}
    - {drug: dexamethasone, dose: 10 mg/day, when: crs_grade >= 2, until: crs_grade <= 0, at_most: 9, delay: 12 hours}
    - {drug: drainage, dose: 800 mL, when: effusion_volume > 1500 mL, every: 7 days, at_most: 5}
    - {drug: withhold_dose, when: crs_grade >= 3, at_most: 1}"""


def scenario_of(patient: int):
    rescue = RESCUE if patient % 2 else "[]"
    return loads(
        TEXT.format(design=DESIGNS[patient % 4], doses=WAYS[patient % 3], rescue=rescue), "agreement.yaml"
    )


def rows_of(scenario, weight):
    """The arm in the reference's words."""
    rows = [(float(day), "lymphodepletion", 1.0) for day in scenario.trial.lymphodepletion.days]
    for dose in scenario.trial.arms[0].doses:
        cells = dose.amount * (weight if dose.per == "cell/kg" else 1.0)
        way = "iv" if dose.route == "intravenous" else "cavity"
        rows.append(
            (dose.day, f"infusion_{way}", cells, dose.duration)
            if dose.duration
            else (dose.day, f"dose_{way}", cells)
        )
    return rows


def rules_of(scenario, weight):
    def amount(rule):
        if rule.dose is None:
            return 0.0
        total = rule.dose.amount * (weight if rule.dose.per == "mg/kg" else 1.0)
        return min(total, rule.max_dose) if rule.max_dose else total

    def triple(condition):
        return (condition.observable, condition.op, condition.threshold)

    return [
        Rule(rule.drug, *triple(rule.when), until=triple(rule.until) if rule.until else None, amount=amount(rule),
             delay=rule.delay, every=rule.every, at_most=rule.at_most)
        for rule in scenario.trial.rescue
    ]  # fmt: skip


def both(patient: int):
    """States by name at OUTPUTS from the engine and from the reference, and both event logs."""
    scenario = scenario_of(patient)
    arm = scenario.trial.arms[0]
    row = cartsim.draw(scenario, [patient])
    plan = schedule(scenario, arm, row)
    ours = solve(
        problem(scenario, arm, row, plan),
        plan.plan._replace(times=OUTPUTS, rtol=RTOL),
        with_state=True,
        threads=1,
    )
    assert ours.status[0] == 0
    values = {symbol: float(value[0]) for symbol, value in parameters_of_arm(scenario, arm, row).items()}
    present = [k for k in range(8) if row["lesion_kind"].values[0, k] > 0]
    lesions = [
        {"n": row["lesion_nodules"].values[0, k], "cavity": int(row["lesion_cavity"].values[0, k]),
         "tumour_cells": row["lesion_tumour_cells"].values[0, k]}
        for k in present
    ]  # fmt: skip
    weight = float(row["weight"].values[0])
    other = reference(values, lesions, float(row["free_tumour_cells"].values[0]), rows_of(scenario, weight),
                      rules_of(scenario, weight), OUTPUTS, rtol=REFERENCE_RTOL)  # fmt: skip
    state = np.delete(
        ours.state[0], np.arange(len(k_.BODY_STATES), len(k_.BODY_STATES) + len(k_.TOTALS)), axis=1
    )
    mine = dict(zip(state_names(), state.T, strict=True))
    theirs = {name: other.body[RENAMED.get(name, name)] for name in k_.BODY_STATES}
    theirs |= {
        f"{name}.{k}": other.lesion[name][:, k] for name in k_.LESION_STATES for k in range(len(lesions))
    }
    return mine, theirs, ours, other


def disagreement(name: str, mine: np.ndarray, theirs: np.ndarray) -> float:
    weight = np.abs(theirs) + NEGLIGIBLE * (np.abs(theirs).max() + SCALES[name.split(".")[0]])
    return float(np.max(np.abs(mine - theirs) / weight))


@pytest.mark.parametrize("patient", range(50))
def test_two_implementations_agree(patient, record_property):
    mine, theirs, _, _ = both(patient)
    errors = {name: disagreement(name, mine[name], theirs[name]) for name in theirs}
    worst = max(errors, key=errors.__getitem__)
    record_property("largest difference", f"{errors[worst]:.0e}")
    assert errors[worst] < TOLERANCE, f"{worst}: {errors[worst]:.1e}"


@pytest.mark.parametrize("patient", range(0, 50, 7))
def test_they_read_the_same_off_a_state(patient):
    _, _, ours, other = both(patient)
    for name, mine in zip(k_.BODY_OBSERVABLES, (*ours.body[0], *ours.codes[0]), strict=True):
        theirs = other.observables[name]
        least = NEGLIGIBLE * (np.abs(theirs).max() + 1e-3)
        np.testing.assert_allclose(mine, theirs, rtol=TOLERANCE, atol=least, err_msg=name)


@pytest.mark.parametrize("patient", range(1, 50, 12))
def test_they_log_the_same_clinical_events(patient):
    _, _, ours, other = both(patient)
    kinds = {
        2: "dose_withheld",
        4: "tocilizumab",
        5: "dexamethasone",
        6: "drainage",
        7: "extinction_tumour_group",
    }
    logged = sorted(
        (float(day), kinds[int(kind)])
        for day, kind in zip(ours.event_day[0], ours.event_kind[0], strict=True)
        if kind in kinds
    )
    assert logged == sorted((day, kind) for day, kind, _ in other.events if kind in kinds.values())
