"""Scenario -> Patients: candidates are drawn until each id has one whom the trial would enrol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from cartsim.datasets import data_array, describe
from cartsim.parameters import model_symbols
from cartsim.population.candidates import Candidates
from cartsim.population.covariates import covariates
from cartsim.population.entry import Rows, enrolled
from cartsim.population.lesions import LESIONS, bathed, free_cells, lesions
from cartsim.population.values import parameter_values

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

MOST_CANDIDATES = 200
"""Candidates looked at for one patient id; the last one stays, marked, when none of them fits."""


def draw(scenario: Scenario, patients: ArrayLike | None = None) -> xr.Dataset:
    """Virtual patients of a scenario: who is treated. A row for each of the global ids `patients` (whole
    numbers from 0; default: all of the run).

    A value is a quantile of its parameter's distribution, such as typical exp(spread z), log-normal, with z
    the patient's own normal number for that parameter; z of traits that go together are correlated. A
    patient depends on the scenario and its id alone: the same in every arm, batch and order.

    Gives a Dataset (patient), with parameter values (patient, parameter), each in its parameter's unit, and
    lesion groups (patient, lesion); every variable carries its unit. `candidates` counts those looked at for
    a patient; `plausible` is 0 where none of 200 met `disease.entry`.

    Raises `BadInput` where entry criteria cannot be met by anybody, `ValueError` for an id that is none.

    Distributions, spreads and correlations with their sources: the page of parameters. Random numbers:
    Salmon 2011, Parallel random numbers: as easy as 1, 2, 3 (SC11).
    """
    ids = np.arange(scenario.run.patients) if patients is None else np.atleast_1d(np.asarray(patients))
    rows, candidates, fits = _screen(scenario, ids)
    screening = {"candidates": candidates, "plausible": fits}
    table = xr.Dataset(
        {name: data_array(name, array) for name, array in {**rows, **screening}.items()},
        coords={"patient": ids, "parameter": list(model_symbols()), "lesion": np.arange(LESIONS)},
        attrs=_summary(scenario, candidates, fits),
    )
    return describe(table)


def candidate(who: Candidates) -> Rows:
    """One candidate per id: every variable of the Patients [patient, ...]."""
    person = covariates(who)
    groups, free = lesions(who, person["disease"]), free_cells(who)
    values = parameter_values(who, person, bathed(groups, free))
    return {
        "parameter_value": values,
        **groups,
        "free_tumour_cells": free,
        "effusion_volume0": values[:, model_symbols().index("v_c0")],
        **person,
    }


def _screen(scenario: Scenario, ids: NDArray[np.int64]) -> tuple[Rows, NDArray[np.int64], NDArray[np.bool_]]:
    """Rows, how many candidates were looked at, and whether the one who stays fits [patient]."""
    rows = candidate(Candidates(scenario, ids, 0))
    fits = enrolled(scenario, rows)
    candidates = np.ones(ids.size, dtype=np.int64)
    for attempt in range(1, MOST_CANDIDATES):
        waiting = np.flatnonzero(~fits)
        if not waiting.size:
            break
        fresh = candidate(Candidates(scenario, ids[waiting], attempt))
        for name, array in rows.items():
            array[waiting] = fresh[name]
        fits[waiting] = enrolled(scenario, fresh)
        candidates[waiting] += 1
    return rows, candidates, fits


def _summary(scenario: Scenario, candidates: NDArray[np.int64], fits: NDArray[np.bool_]) -> dict[str, Any]:
    """Attributes of the Dataset: seed, and how choosy entry was."""
    looked_at = int(candidates.sum())
    return {
        "title": scenario.title,
        "seed": scenario.run.seed,
        "candidates": looked_at,
        "acceptance_rate": float(fits.sum() / looked_at) if looked_at else 1.0,
        "implausible_patients": int((~fits).sum()),
    }
