"""Where the tumour is at baseline: groups of nodules, free cells in the fluid, and how much fluid there is.

Order of the groups: carcinomatosis, cavity target, cavity target, systemic target, occult seeds, absent ones;
without measurable disease carcinomatosis, occult seeds, absent ones.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf, log, pi
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from cartsim.datasets import CAVITY_SITE, LESION_KIND
from cartsim.parameters import Parameter, load_diseases, load_parameters
from cartsim.population.candidates import Candidates
from cartsim.population.distributions import Typical, Values, quantile
from cartsim.population.streams import uniforms

if TYPE_CHECKING:
    from cartsim.scenario.disease import LogNormal

LESIONS = 8
"""Slots for lesion groups per patient."""

CAVITY_GROUPS = 3
"""The carcinomatosis and two targets lie in the cavity; what follows is systemic."""

FIRST_SEED = 4
"""Before the seeds lie the large groups: the carcinomatosis, and RECIST targets of one nodule each."""

ROLES = ("carcinomatosis", "target", "target", "target", "occult", "occult", "occult", "occult")
"""What each slot holds where it holds anything."""


def lesions(who: Candidates, disease: Values) -> dict[str, NDArray[np.float64]]:
    """Cells, nodules, cavity and kind of every lesion group [patient, lesion]."""
    cells = np.zeros((who.ids.size, LESIONS))
    cells[:, :FIRST_SEED] = gathered(who, burden(who, disease)[:, None] * split(who))
    seeds = occult(who)
    cells[:, FIRST_SEED : FIRST_SEED + seeds.shape[1]] = seeds
    nodules = (cells > 0.0).astype(np.float64)
    nodules[:, 0] = np.maximum(1.0, np.rint(who.value("nodules")))
    cavity = np.zeros_like(cells)
    cavity[:, :CAVITY_GROUPS] = 1.0
    kinds = np.array([LESION_KIND.index(role) for role in ROLES])
    groups = {
        "lesion_tumour_cells": cells,
        "lesion_nodules": nodules,
        "lesion_cavity": cavity,
        "lesion_kind": np.where(cells > 0.0, kinds, LESION_KIND.index("absent")).astype(np.float64),
    }
    present_first = np.argsort(cells == 0.0, axis=1, kind="stable")
    return {name: np.take_along_axis(group, present_first, axis=1) for name, group in groups.items()}


def burden(who: Candidates, disease: Values) -> Values:
    """Tumour cells in the large groups [cell, patient]: the scenario's, or as the disease brings."""
    entry = load_parameters()["tumour_burden"]
    median = np.array([brought.burden.value for brought in load_diseases().values()])[disease.astype(int)]
    if "tumour_burden" in who.scenario.parameters:
        median = np.full_like(median, who.typical("tumour_burden"))
    return _cells(who, entry, who.scenario.disease.burden, median)


def free_cells(who: Candidates) -> Values:
    """Tumour cells floating in the fluid [cell, patient]."""
    entry = load_parameters()["free_tumour_cells"]
    median = np.full(who.ids.size, who.typical(entry.symbol))
    return _cells(who, entry, who.scenario.disease.free_cells, median)


def _cells(who: Candidates, entry: Parameter, written: LogNormal | None, median: Values) -> Values:
    """Log-normal cell numbers: as written in the scenario, not truncated, or else as the entry says."""
    if written is not None:
        spread = written.log10_sd * log(10.0)
        entry = replace(entry, value=written.median, spread=spread, bounds=(0.0, inf))
        median = np.full_like(median, written.median)
    return quantile(entry, who.score(entry.symbol), median)


def split(who: Candidates) -> Values:
    """Shares of the burden in the four large groups [patient, 4]: Dirichlet, from gamma quantiles."""
    weights = [who.typical(f"split_{name}") for name in ("carcinomatosis", "cavity", "cavity", "systemic")]
    draws = who.uniforms("split of the tumour", 4)
    parts = [gammaincinv(weight, draws[:, k]) for k, weight in enumerate(weights)]
    whole = parts[0] + parts[1] + parts[2] + parts[3]
    return np.stack([part / whole for part in parts], axis=1)


def gathered(who: Candidates, cells: Values) -> Values:
    """Cells of the large groups [cell, patient, 4], those of the targets in the carcinomatosis where the
    disease is not measurable.

    Whether it is belongs to the patient's id, not to the candidate: the share holds among those enrolled.
    """
    drawn = uniforms(who.scenario.run.seed, "non-measurable disease", who.ids)[:, 0]
    alone = drawn < who.scenario.disease.non_measurable
    together = np.zeros_like(cells)
    together[:, 0] = cells.sum(axis=1)
    return np.where(alone[:, None], together, cells)


def bathed(groups: dict[str, Values], free: Values) -> Values:
    """Tumour cells that the fluid bathes [cell, patient]: nodules of the cavity and free cells."""
    return (groups["lesion_cavity"] * groups["lesion_tumour_cells"]).sum(axis=1) + free


def occult(who: Candidates) -> Values:
    """Cells of the occult seeds [cell, patient, 4]; 0 where there is none."""
    entry = load_parameters()["occult_cells"]
    room = LESIONS - FIRST_SEED
    most = min(room, round(who.typical("occult_most")))
    count = np.floor(who.uniforms("occult seeds")[:, 0] * (most + 1))
    sizes = np.stack([who.value(entry.symbol, trait=f"occult seed {k}") for k in range(room)], axis=1)
    return np.where(np.arange(room) < count[:, None], sizes, 0.0)


def fluid(who: Candidates, site: Values) -> Values:
    """Volume of the effusion at baseline [mL, patient]: the scenario's, else by the cavity."""
    if "v_c0" in who.scenario.parameters:
        return np.full(who.ids.size, who.typical("v_c0"))
    written = who.scenario.disease.effusion
    by_site = [load_parameters()[f"fluid_{name}"] for name in CAVITY_SITE]
    typical = [who.typical(entry.symbol) for entry in by_site]
    if written is not None:
        middle = (written.low * written.high) ** 0.5
        by_site = [replace(entry, value=middle, bounds=(written.low, written.high)) for entry in by_site]
        typical = [middle, middle]
    score = who.score("v_c0")
    pleural, peritoneal = (
        quantile(entry, score, centre) for entry, centre in zip(by_site, typical, strict=True)
    )
    return np.where(site == CAVITY_SITE.index("pleural"), pleural, peritoneal)


def diameter(cells: Values, rho: Typical) -> Values:
    """Diameter of one nodule of so many cells [mm]: 20 (3 T/(4 pi rho))^(1/3), rho in cells per mL."""
    return 20.0 * np.cbrt(3.0 * cells / (4.0 * pi * rho))
