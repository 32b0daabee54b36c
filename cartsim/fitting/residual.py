"""The residual error of a group: what its samples scatter about the subjects' own courses.

Maximum of the marginal likelihood over sigma, each subject's parameters integrated out by Laplace's method
about their estimate: sum of objective + ln det precision. Of uncensored samples without a prior this divides
the squares by samples less parameters, as it should be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize_scalar

from cartsim.fitting import likelihood
from cartsim.fitting.estimate import Found, Task, precision, spreads

LEAST, MOST = 0.02, 3.0
"""SD of the log: no assay repeats itself to 2 %, and a scatter of twentyfold tells nothing."""
RIDGE = 1e-9
"""Added to precisions, in units of the prior's, so that a flat direction has a determinant."""


def residual_sd(tasks: Sequence[Task], found: Sequence[Found]) -> float:
    """SD of the log that makes the samples of all subjects likeliest."""

    def lack(log_sigma: float) -> float:
        sigma = float(np.exp(log_sigma))
        return sum(
            _lack(replace(task, sigma=sigma), end) for task, end in zip(tasks, found, strict=True)
        )

    ended = minimize_scalar(lack, bounds=np.log([LEAST, MOST]), method="bounded", options={"xatol": 1e-4})
    return float(np.exp(ended.x))


def _lack(task: Task, found: Found) -> float:
    told = precision(task, found)
    sd = spreads(task.curve.free)[task.moves]
    told = told * np.outer(sd, sd) + RIDGE * np.eye(sd.size)
    fit = float(likelihood.deviance(found.levels, task.samples, task.sigma))
    return fit + float(np.linalg.slogdet(told)[1]) if sd.size else fit
