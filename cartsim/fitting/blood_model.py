"""The blood course of one subject by the model of cartsim, at many values of its free parameters at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cartsim.fitting.free import SCALE, Floats, Free
from cartsim.model import kernel as k_
from cartsim.population.typical_patient import typical_patient
from cartsim.simulate.arms import problem, typical
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.values import MEASURES, Plan, Problem
from cartsim.simulate.schedule import schedule

if TYPE_CHECKING:
    from cartsim.scenario.doses import Arm
    from cartsim.scenario.scenario import Scenario

TOLERANCE = 1e-7
"""Of a solve: its noise over the step of a finite difference stays under a thousandth."""
FAINT = 1e-8
"""Cells per uL that are added before the logarithm: a twentieth of a cell in five litres of blood."""
BLOOD = MEASURES.index("car_t_blood")


@dataclass(frozen=True)
class BloodModel:
    """Levels of one subject at its days: the typical patient of the scenario, given what the subject was
    given, with the free parameters moved."""

    free: tuple[Free, ...]
    days: Floats
    patient: Problem
    plan: Plan

    def levels(self, x: Floats) -> Floats:
        """ln of the level (point, day), in the unit of the assay, at x = ln(value/typical) (point,
        parameter). A solve that fails gives the faintest level."""
        count = len(x)
        moved = np.repeat(self.patient.p, count, axis=0)
        shift = np.zeros((count, 1))
        for parameter, column in zip(self.free, x.T, strict=True):
            if parameter.symbol == SCALE:
                shift = shift + (column + np.log(parameter.typical))[:, np.newaxis]
            else:
                moved[:, k_.PARAMETERS.index(parameter.symbol)] *= np.exp(column)
        parts = {name: np.repeat(part, count, axis=0) for name, part in self.patient._asdict().items()}
        asked = Problem(**parts | {"p": moved})
        blood = solve(asked, self.plan._replace(times=self.days), threads=1).body[:, BLOOD].astype(float)
        return np.log(np.where(np.isfinite(blood), np.maximum(blood, 0.0), 0.0) + FAINT) + shift

    def at(self, days: Floats) -> BloodModel:
        """The same subject at other days."""
        return replace(self, days=days)


def blood_model(
    scenario: Scenario, arm: Arm, weight: float | None, free: tuple[Free, ...], days: Floats
) -> BloodModel:
    """The model of a subject who was treated as an arm of a scenario.

    Rescue drugs are left out: whether a subject got any is not known, and what the typical patient would have
    got is not what it got.
    """
    bare = arm.model_copy(update={"rescue": ()})
    trial = scenario.trial.model_copy(update={"arms": (bare,)})
    alone = scenario.model_copy(update={"trial": trial})  # all arms of a scenario begin together
    who = typical_patient(alone, weight)
    planned = schedule(alone, bare, who)
    patient = problem(alone, bare, who, planned)
    return BloodModel(free, days, patient, planned.plan._replace(rtol=TOLERANCE))


def around_scenario(free: tuple[Free, ...], scenario: Scenario, arm: Arm) -> tuple[Free, ...]:
    """The free parameters around the typical values that the scenario or its arm gives them."""
    return tuple(
        parameter
        if parameter.symbol == SCALE
        else replace(
            parameter, typical=arm.parameters.get(parameter.symbol, typical(scenario, parameter.symbol))
        )
        for parameter in free
    )
