"""Groups whose parameters are known, since they were drawn here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartsim.fitting.blood_model import around_scenario, blood_model
from cartsim.fitting.estimate import Curve, spreads
from cartsim.fitting.fit import GroupFit
from cartsim.fitting.free import Floats, free_parameters
from cartsim.fitting.given import Options, treatments
from cartsim.fitting.group import fit_group
from cartsim.fitting.samples import Samples


@dataclass(frozen=True)
class Sampled:
    """How the subjects are sampled: SD of the log of the error; limit in the unit of the assay."""

    assay: str
    days: tuple[float, ...]
    sigma: float
    limit: float
    seed: int


@dataclass(frozen=True)
class Group:
    """Samples, models, and the truth as ln(value/typical) (subject, parameter)."""

    samples: tuple[Samples, ...]
    curves: tuple[Curve, ...]
    truth: Floats

    def fitted(self, **options: object) -> GroupFit:
        return fit_group(self.curves, self.samples, ["simulated"] * len(self.samples), "cartsim", **options)


def simulated(how: Sampled, subjects: int, given: Options | None = None, spread: float = 1.0) -> Group:
    """Subjects drawn from the model's spread between patients, or from `spread` times it."""
    rng = np.random.default_rng(how.seed)
    names = [f"{number + 1:02d}" for number in range(subjects)]
    treated = treatments(names, given or Options(dose="1e8 cells"))
    free = free_parameters("cartsim", how.assay)
    days, limit = np.array(how.days, dtype=float), np.log(how.limit)
    samples, curves, truth = [], [], []
    for name in names:
        own = treated[name]
        curve = blood_model(
            own.scenario, own.arm, own.weight, around_scenario(free, own.scenario, own.arm), days
        )
        while True:
            x = spread * rng.standard_normal(len(free)) * spreads(free)
            logs = curve.levels(x[np.newaxis])[0] + how.sigma * rng.standard_normal(days.size)
            if (logs >= limit).sum() >= 2:
                break
        below = logs < limit
        limits = np.full(days.size, limit)
        samples.append(Samples(name, how.assay, days, np.where(below, limit, logs), below, limits))
        curves.append(curve)
        truth.append(x)
    return Group(tuple(samples), tuple(curves), np.array(truth))
