"""Merged sweeps written by hand: known shares at every point, in patients with common random numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from cartsim.results.seal import sealed, write_whole
from cartsim.sweep.merge import FORMAT
from cartsim.sweep.outcomes import SHARES
from cartsim.trial.shares import share

CONTENT = {
    "schema": "cartsim.scenario/1",
    "title": "By hand",
    "question": "Which dose?",
    "disease": {"kinds": {"ovarian": 1}},
    "trial": {
        "arms": [{"name": "IV", "dose": "1e6 cells/kg", "route": "intravenous"}],
        "visits": {"response": [30, 91], "safety": [1, 7, 14]},
        "response": {"stable_disease_from": "23 days", "primary": {"by": "91 days"}},
    },
    "run": {"horizon": "98 days"},
}
PARAMETERS = [
    {"symbol": "k_a", "kind": "assumed", "unused": None, "override": None},
    {"symbol": "k_b", "kind": "measured", "unused": None, "override": None},
    {"symbol": "k_c", "kind": "assumed", "unused": "nothing uses it", "override": None},
]
DOSE = "trial.arms[*].dose"

Chances = np.ndarray


def columns(responds: Chances, toxic: Chances, luck: np.ndarray, failed: np.ndarray) -> dict[str, np.ndarray]:
    """Patients (point, arm, patient) whose event happens where their own number, the same at all points, lies
    under the chance (point, arm)."""
    response = luck[0] < responds[..., None]
    dlt = luck[1] < toxic[..., None]
    zeros = np.zeros(response.shape, np.int8)
    status = np.where(np.broadcast_to(failed, response.shape), 1, 0).astype(np.int8)
    response, dlt = response & (status == 0), dlt & (status == 0)
    return {
        "status": status,
        "infused": zeros + 1,
        "measurable": zeros + 1,
        "response_by_primary": response.astype(np.int8),
        "best_overall_response": np.where(response, 5, 1).astype(np.int8),
        "best_effusion_response": zeros,
        "dlt": np.where(status > 0, 2, dlt).astype(np.int8),
        "late_dlt": zeros,
        "crs_grade": np.where(dlt, 3, 0).astype(np.int8),
        "icans_grade": zeros,
        "overall_response": np.repeat(zeros[..., None], 2, axis=-1),
    }


def dataset(
    axes: Mapping[str, tuple[str, str | None, list[Any]]],
    responds: Chances,
    toxic: Chances,
    luck: np.ndarray,
    draws: int = 0,
    failed: np.ndarray | bool = False,
) -> xr.Dataset:
    """`axes`: label -> path, unit (None: words), value at every point."""
    found = columns(responds, toxic, luck, np.asarray(failed))
    points, arms, patients = found["status"].shape
    dims = ("point", "arm", "patient", "visit")
    data: dict[str, Any] = {name: (dims[: values.ndim], values) for name, values in found.items()}
    rows = found | {"manufacturing_failure": np.zeros((points, 1, patients), np.int8)}
    data["manufacturing_failure"] = (("point", "patient"), rows["manufacturing_failure"][:, 0])
    for name, rule in SHARES.items():
        event, among = (part.reshape(points * arms, patients) for part in rule(rows, "enrolled"))
        for key, values in share(name, event, among).items():
            if not key.endswith(("_mcse", "_least", "_most")):
                data[key] = (("point", "arm"), values.reshape(points, arms))
    data["failed_solves"] = (("point", "arm"), (found["status"] > 0).sum(axis=2))
    for label, (path, unit, values) in axes.items():
        told = {"path": path, "scale": "linear"} | ({"units": unit} if unit else {})
        data[label] = (("point",), values if unit else np.array(values, object), told)
    if draws:
        data["draw"] = (("point",), np.arange(points) % draws, {"units": "1"})
    return xr.Dataset(
        data, {"point": np.arange(points), "arm": ["IV", "IC"][:arms], "patient": np.arange(patients)}
    )


def stored(path: Path, content: xr.Dataset, sweep: Mapping[str, Any], kind: str) -> Path:
    """The file as `cartsim sweep merge` leaves it: attributes, NetCDF4, sealed."""
    plan = {"content": CONTENT, "sweep": sweep, "parameters": PARAMETERS}
    content.attrs = {
        "title": "By hand",
        "summary": "Which dose?",
        "source": "by hand",
        "cartsim_format": FORMAT,
        "cartsim_kind": kind,
        "cartsim_plan": json.dumps(plan),
    }
    content.to_netcdf(path, engine="h5netcdf")
    write_whole(path, *sealed(path.read_bytes()))
    return path


def even(patients: int) -> np.ndarray:
    """Numbers from 0 to 1 at equal steps, in two orders: shares of them are the chances themselves."""
    steps = (np.arange(patients) + 0.5) / patients
    return np.stack([steps, steps[::-1]])


DOSES, RECEPTORS = [1e5, 1e6, 1e7], ["none", "pd1_cd28"]
RESPONDS = {"none": [0.1, 0.1, 0.5], "pd1_cd28": [0.3, 0.6, 0.62]}
TOXIC = [0.02, 0.1, 0.4]


@pytest.fixture(scope="session")
def grid(tmp_path_factory) -> Path:
    """Three doses by two receptors in two arms; in IC half as many have a DLT. Without receptor the second
    dose does no more than the first, the third is too toxic in IV."""
    pairs = [(dose, receptor) for dose in DOSES for receptor in RECEPTORS]
    responds = np.array([[RESPONDS[kind][DOSES.index(dose)]] * 2 for dose, kind in pairs])
    toxic = np.array([[TOXIC[DOSES.index(dose)], TOXIC[DOSES.index(dose)] / 2] for dose, _ in pairs])
    axes = {
        "dose": (DOSE, "cell/kg", [dose for dose, _ in pairs]),
        "pdl1_receptor": ("product.pdl1_receptor", None, [kind for _, kind in pairs]),
    }
    failed = np.zeros((6, 2, 100), bool)
    failed[5, 1, :3] = True
    sweep = {
        "grid": {
            DOSE: ["1e5 cells/kg", "1e6 cells/kg", "1e7 cells/kg"],
            "product.pdl1_receptor": RECEPTORS,
        }
    }
    found = dataset(axes, responds, toxic, even(100), failed=failed)
    return stored(tmp_path_factory.mktemp("grid") / "sweep.nc", found, sweep, "grid")


Design = Callable[[np.ndarray], np.ndarray]


def designed(folder: Path, kind: str, sweep: Mapping[str, Any], shares: np.ndarray, chance: Design) -> Path:
    """A merged file of a design over [0, 1] on every axis: IC responds by `chance`, IV always alike."""
    answers = chance(shares)
    responds = np.stack([np.full(len(shares), 0.5), answers], axis=1)
    axes = {
        f"x{place + 1}": (f"parameters.x{place + 1}", "1", list(column))
        for place, column in enumerate(shares.T)
    }
    luck = even(1000)[:, np.random.default_rng(1).permutation(1000)]
    found = dataset(axes, responds, np.full_like(responds, 0.1), luck)
    return stored(folder / "sweep.nc", found, sweep, kind)
