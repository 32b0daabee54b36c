"""One patient of a run file simulated again, alone, and compared bit for bit with what the file holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from cartsim.errors import BadInput, Problem
from cartsim.population import draw
from cartsim.results import Run, open
from cartsim.results.manifest import source_hash
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe
from cartsim.trial.records import same_width

STAGES = ("patients", "course", "summary", "visits", "endpoints")
"""Groups of the file that hold something of each patient; `course` only of those whose course was kept."""

OF_ALL_PATIENTS = ("time_in_response_pseudo",)
"""Stored per patient, but what the patient adds to an estimate of all: one alone cannot give it."""


@dataclass(frozen=True)
class Replay:
    """How many variables were compared in each group of the file, and the names of those that differ."""

    patient: int
    compared: dict[str, int]
    differ: dict[str, tuple[str, ...]]
    same_source: bool

    @property
    def bit_equal(self) -> bool:
        return not any(self.differ.values())


def replay(path: str | Path, patient: int) -> Replay:
    """Simulate one patient again from the manifest alone and compare with the file."""
    stored = open(path)
    if stored.alone:
        message = "is a run of single cells alone, which has no patients"
        raise BadInput(Problem(str(path), "RUN", message, "run its scenario again: it gives the same bits"))
    if stored.coupled:
        message = "is a run of single cells in its only patient"
        raise BadInput(Problem(str(path), "RUN", message, "run its scenario again: it gives the same bits"))
    ids = stored.patients["patient"].values
    if patient not in ids:
        message, remedy = f"there is no patient {patient}", f"ids go from {ids[0]} to {ids[-1]}"
        raise BadInput(Problem(str(path), "--patient", message, remedy))
    return compare(stored, patient)


def compare(stored: Run, patient: int) -> Replay:
    """The patient computed anew, against every variable the stored run has of this patient."""
    again = _anew(stored, patient)
    names = {stage: _shared(again[stage], getattr(stored, stage), patient) for stage in STAGES}
    return Replay(
        patient=patient,
        compared={stage: len(names[stage]) for stage in STAGES},
        differ={
            stage: _differing(names[stage], again[stage], getattr(stored, stage), patient) for stage in STAGES
        },
        same_source=stored.manifest["program"]["source_sha256"] == source_hash(),
    )


def _anew(stored: Run, patient: int) -> dict[str, xr.Dataset]:
    patients = draw(stored.scenario, np.array([patient]))
    course = simulate(patients, stored.scenario)
    (visits,) = same_width([observe(course, stored.scenario)], stored.visits.sizes["ae_record"])
    endpoints = assess(visits, stored.scenario)
    return {
        "patients": patients,
        "course": course,
        "summary": course,
        "visits": visits,
        "endpoints": endpoints,
    }


def _shared(again: xr.Dataset, stored: xr.Dataset, patient: int) -> tuple[str, ...]:
    """Variables of this patient that both hold over the same dims."""
    if "patient" not in stored.coords or patient not in stored["patient"].values:
        return ()
    own = [name for name in stored.data_vars if name not in OF_ALL_PATIENTS and name in again]
    both = [name for name in own if "patient" in stored[name].dims]
    return tuple(str(name) for name in both if set(again[name].dims) == set(stored[name].dims))


def _differing(
    names: tuple[str, ...], again: xr.Dataset, stored: xr.Dataset, patient: int
) -> tuple[str, ...]:
    return tuple(name for name in names if not _bit_equal(again[name], stored[name], patient))


def _bit_equal(again: xr.DataArray, stored: xr.DataArray, patient: int) -> bool:
    """Same shape and same values to the last bit in the type the file keeps; NaN equals NaN."""
    kept = stored.sel(patient=patient)
    anew = again.sel(patient=patient).transpose(*kept.dims).values.astype(kept.dtype)
    return bool(np.array_equal(anew, kept.values, equal_nan=kept.dtype.kind == "f"))
