"""What a fit gives: values, one per parameter, subject and group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartsim.fitting.describe import Described
from cartsim.fitting.free import Floats, Free
from cartsim.fitting.samples import Samples


@dataclass(frozen=True)
class Estimate:
    """One parameter of one subject, in its unit. `lower`, `upper` None: the interval is open there. `reason`:
    why it is not `identifiable`; it then has its typical value or one as near to it as the samples let it.
    `shrinkage`: variance after over variance before the samples, 1 where they tell nothing; None without a
    prior."""

    free: Free
    value: float
    lower: float | None
    upper: float | None
    identifiable: bool
    reason: str
    shrinkage: float | None


@dataclass(frozen=True)
class Band:
    """A fitted course in the unit of the assay: level, and the pointwise interval of it, by day."""

    days: Floats
    level: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class SubjectFit:
    """One subject: what was found, and how the search ended."""

    samples: Samples
    given: str
    estimates: tuple[Estimate, ...]
    course: Band
    residuals: Floats
    observed: Described
    fitted: Described
    collinearity: float
    converged: bool

    @property
    def told(self) -> NDArray[np.bool_]:
        """Which parameters are identifiable."""
        return np.array([estimate.identifiable for estimate in self.estimates])


@dataclass(frozen=True)
class GroupFit:
    """A group: its subjects by name, and the SD of the log that they share."""

    model: str
    assay: str
    prior: bool
    level: float
    sigma: float
    free: tuple[Free, ...]
    subjects: tuple[SubjectFit, ...]
