"""Another simulator, given our SBML documents, on random patients: does it see the same courses?

python -m tests.campaigns.roadrunner [PATIENTS] [--out FILE]

Every receptor design by every route, the same patients in each, with lymphodepletion and two infusions.
libRoadRunner (CVODE) reads the documents; cartsim solves the laws. The document holds neither rescue rules
nor the extinction of pools below one cell, so both are off here. Tolerances are far below the 1e-5 in
question, since both solvers' errors grow with every cell that a small pool becomes. CVODE's are what decides:
with 1e-9 for both of its tolerances errors reached 1e-4, with 1e-10 and absolute ones of 1e-13 of the
engine's scales one patient of 200 still missed 1e-5. The engine's own digits do not move between 1e-11 and
1e-13. The engine stores readings in single precision, so 6e-8 is the least error there can be. About an hour
on one core.

A document is compiled once for each route and number of lesion groups, and given the numbers of the next
patient with so many. Its time begins a day before the first row: what a document gives at time 0 is given as
it is loaded, so it would be given before the numbers are set. `tests/model/test_roadrunner.py` loads
documents as they are exported, and says that one with a day of lead is the same as one with other numbers in
it.

The error of a reading is |theirs - ours|/|ours|, its largest over the readings of a course. Cells are counted
down to one: below, the error is in cells (of the whole tumour, of all blood).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import roadrunner
import xarray as xr

import cartsim
from cartsim.model import kernel as k_
from cartsim.model.observables import UL_PER_ML
from cartsim.model.patient import Patient
from cartsim.model.receptors import DESIGNS
from cartsim.model.sbml.document import document, text
from cartsim.model.state import STATES
from cartsim.model_export import one_patient
from cartsim.scenario import loads
from cartsim.scenario.doses import Arm
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.arms import problem
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.schedule import schedule

ROUTES = {
    "intravenous": "{day: 0, dose: 1e6 cells/kg, route: intravenous},"
    " {day: 14, dose: 1e6 cells/kg, route: intravenous, duration: 30 minutes}",
    "intracavitary": "{day: 0, dose: 1e6 cells/kg, route: intracavitary},"
    " {day: 14, dose: 1e6 cells/kg, route: intracavitary, duration: 12 hours}",
    "both": "{day: 0, dose: 5e5 cells/kg, route: intravenous},"
    " {day: 0, dose: 5e5 cells/kg, route: intracavitary},"
    " {day: 14, dose: 1e6 cells/kg, route: intracavitary, duration: 12 hours}",
}
SCENARIO = """
schema: cartsim.scenario/1
title: documents for another simulator
question: does it see the same patients?
product: {{manufacturing_failure: 0}}
disease: {{kinds: {{ovarian: 0.4, gastric: 0.3, breast: 0.15, nsclc: 0.15}}, her2_ihc: {{2+: 0.5, 3+: 0.5}}}}
trial:
  arms:
{arms}
  lymphodepletion: {{fludarabine: 30 mg/m^2/day, cyclophosphamide: 300 mg/m^2/day, days: [-5, -4, -3]}}
  visits: {{response: [30, 60], safety: [0, 1, 7, 14, 28]}}
  response: {{stable_disease_from: 23 days}}
run: {{patients: 10000, seed: 20261127, horizon: 67 days}}
"""
READINGS = {
    "tumour_cells": "tumour_cells",
    "car_t_blood": "car_t_blood",
    "il6": "I6",
    "effusion_volume": "V_c",
    "fitness_cavity": "W_c",
}
"""Name in a course -> name in the document."""
DAYS = np.concatenate([np.arange(-4.875, 28.0, 0.25), np.arange(28.5, 67.0, 1.0)])
"""No moment at which something is given."""
CRITERION = 1e-5
OURS, THEIRS = 1e-11, 1e-11
"""Relative tolerances of the engine and of CVODE."""
LEAD = 1.0
"""Days."""
THEIR_FLOOR = 1e-15
"""CVODE's absolute tolerances, in scales of the engine (`cartsim.model.state`)."""
MOST_STEPS = 1_000_000

Readings = dict[str, np.ndarray]


@cache
def scenario() -> Scenario:
    """An arm for every design and route."""
    row = "    - {{name: {}, pdl1_receptor: {}, doses: [{}]}}"
    arms = [row.format(f"{d} {r}", d, doses) for d in DESIGNS for r, doses in ROUTES.items()]
    return loads(SCENARIO.format(arms="\n".join(arms)), "roadrunner.yaml")


def arm_of(design: str, route: str) -> Arm:
    return next(arm for arm in scenario().trial.arms if arm.name == f"{design} {route}")


def plausible(n: int) -> xr.Dataset:
    """The first n random patients that a trial would enrol."""
    drawn = cartsim.draw(scenario(), np.arange(n + n // 4 + 10))
    return drawn.isel(patient=np.flatnonzero(drawn["plausible"].values)[:n])


def ours(arm: Arm, patients: xr.Dataset, lead: float = LEAD) -> Readings:
    """Readings (patient, day) of the engine, without rules and extinction."""
    planned = schedule(scenario(), arm, patients)
    alone = planned.plan._replace(rules=planned.plan.rules[:0], extinct_below=-np.inf)
    plan = alone._replace(start=alone.start - lead, times=DAYS, rtol=OURS, max_steps=MOST_STEPS)
    found = solve(problem(scenario(), arm, patients, planned), plan, threads=1)
    assert (found.status == 0).all()
    return {name: found.body[:, k_.BODY_OBSERVABLES.index(name)].astype(float) for name in READINGS}


def exported(arm: Arm, patients: xr.Dataset, i: int, lead: float = LEAD) -> Patient:
    """A patient as it would be exported, or with a day of lead."""
    patient = one_patient(scenario(), arm, patients.isel(patient=[i]), given=True)
    later = [replace(event, time=event.time + lead) for event in patient.events]
    return replace(patient, first_day=patient.first_day - lead, events=later)


def numbers(patient: Patient) -> Iterator[tuple[str, float]]:
    """Every number in which the documents of two patients with as many groups and the same arm differ."""
    yield from ((name, constant.value) for name, constant in patient.parameters.items())
    for k, group in enumerate(patient.groups):
        yield from ((f"{name}_{k}", value) for name, value in group.items())
    yield from ((f"amount_of_{event.name}", event.amount.value) for event in patient.events)
    yield from patient.start.items()


def load(patient: Patient) -> roadrunner.RoadRunner:
    """The document of a patient as libRoadRunner compiles it."""
    roadrunner.Config.setValue(roadrunner.Config.LLVM_BACKEND, roadrunner.Config.LLJIT)
    model = roadrunner.RoadRunner(text(document(patient)))
    model.integrator.relative_tolerance = THEIRS
    model.integrator.maximum_num_steps = MOST_STEPS
    scales = {state.name: state.scale for state in STATES}
    for name in patient.start:
        scale = scales.get(name) or scales[name.rpartition("_")[0]]
        model.integrator.setIndividualTolerance(name, THEIR_FLOOR * scale)
    return model


def set_numbers(model: roadrunner.RoadRunner, patient: Patient) -> None:
    """Make a model compiled for one patient that of another, at the start."""
    model.resetToOrigin()
    for name, value in numbers(patient):
        model[name] = value


def followed(model: roadrunner.RoadRunner, patient: Patient, days: np.ndarray = DAYS) -> Readings:
    """Readings (day) of libRoadRunner."""
    times = [0.0, *(days - patient.first_day)]
    rows = np.array(model.simulate(times=times, selections=["day", *READINGS.values()]))[1:]
    np.testing.assert_allclose(rows[:, 0], days, atol=1e-9)
    return dict(zip(READINGS, rows[:, 1:].T, strict=True))


def smallest(patient: Patient) -> Mapping[str, float]:
    """Readings below which an error is no longer relative: one cell of the tumour, one cell in all blood."""
    return {"tumour_cells": 1.0, "car_t_blood": 1.0 / patient.parameters["v_b"].value / UL_PER_ML}


def errors(theirs: Readings, expected: Readings, patient: Patient) -> dict[str, float]:
    """Largest error of each reading over a course."""
    floor = smallest(patient)
    return {
        name: float(np.max(np.abs(theirs[name] - own) / np.maximum(np.abs(own), floor.get(name, 0.0))))
        for name, own in expected.items()
    }


class Simulators:
    """libRoadRunner's models, one for each route and number of groups."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], roadrunner.RoadRunner] = {}

    def of(self, route: str, patient: Patient) -> roadrunner.RoadRunner:
        """The model of this patient, ready at its start."""
        key = (route, len(patient.groups))
        if key not in self.known:
            self.known[key] = load(patient)
        set_numbers(self.known[key], patient)
        return self.known[key]


def compared(
    design: str, route: str, patients: xr.Dataset, simulators: Simulators
) -> Iterator[dict[str, float]]:
    """Errors of each patient, and `least_tumour`: the fewest tumour cells of its course."""
    arm = arm_of(design, route)
    expected = ours(arm, patients)
    for i in range(patients.sizes["patient"]):
        patient = exported(arm, patients, i)
        own = {name: readings[i] for name, readings in expected.items()}
        theirs = followed(simulators.of(route, patient), patient)
        yield errors(theirs, own, patient) | {"least_tumour": float(own["tumour_cells"].min())}


def campaign(n: int) -> Iterator[dict[str, object]]:
    """A row for each design, route and reading."""
    patients, simulators = plausible(n), Simulators()
    for design in DESIGNS:
        for route in ROUTES:
            found = list(compared(design, route, patients, simulators))
            below = sum(row["least_tumour"] < 1.0 for row in found)
            for reading in READINGS:
                each = np.array([row[reading] for row in found])
                yield {"design": design, "route": route, "reading": reading, "patients": len(found),
                       "tumour_below_one_cell": below, "median_error": f"{np.median(each):.1e}",
                       "largest_error": f"{each.max():.1e}",
                       "within_1e-5": f"{np.mean(each <= CRITERION):.4f}"}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("patients", nargs="?", type=int, default=200)
    parser.add_argument("--out", type=Path, default=Path("tests/campaigns/roadrunner.csv"))
    asked = parser.parse_args()
    rows = []
    for row in campaign(asked.patients):
        rows.append(row)
        print(*row.values(), sep="  ", flush=True)
        with asked.out.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
