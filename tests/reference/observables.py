"""What can be read off one state: concentrations, sizes, vital signs, grade of cytokine release syndrome."""

from __future__ import annotations

from math import pi
from types import SimpleNamespace

from .equations import BODY, geometry, occupancy
from .receptors import checkpoint


def crs_grade(temperature: float, pressure: float, oxygen: float, treated: bool) -> int:
    """ASTCT 2019 grade (0-4): fever (not needed once treated), then the worse of hypotension and oxygen.

    A treated patient without any sign left has no CRS: the episode is over.
    """
    if temperature < 38.0 and not (treated and (pressure < 65.0 or oxygen > 0.5)):
        return 0
    hypotension = 4 if pressure < 50.0 else 3 if pressure < 55.0 else 2 if pressure < 65.0 else 0
    hypoxia = 4 if oxygen > 40.0 else 3 if oxygen > 6.0 else 2 if oxygen > 0.5 else 0
    return max(1, hypotension, hypoxia)


def vital_signs(p: SimpleNamespace, il6_signal: float, myeloid: float) -> tuple[float, float, float]:
    """Temperature [degC], mean arterial pressure [mmHg], oxygen flow that the syndrome asks for [L/min]."""
    u = p.sus_crs * il6_signal / p.il6_fever
    severity = p.sus_crs * (il6_signal + p.il6_of_a * myeloid)
    pressure = p.map0 - p.map_fall * severity / (severity + p.il6_leak)
    s = max(severity, 0.0) ** p.oxygen_hill
    oxygen = p.oxygen_max * s / (s + p.il6_oxygen**p.oxygen_hill)
    return p.temp0 + p.temp_rise * u / (1.0 + u), pressure, oxygen


def ice_score(p: SimpleNamespace, brain: float) -> float:
    """ICE score (10 well) of a patient with this inflammation behind the blood-brain barrier, not rounded."""
    half = p.neuro_half**p.neuro_hill
    return 10.0 * half / (half + (p.sus_neuro * max(brain, 0.0)) ** p.neuro_hill)


def lesion_sizes(p: SimpleNamespace, groups: list[list[float]]) -> dict[str, list[float]]:
    """Per group: diameter of one nodule [mm] (live and uncleared dead cells), tumour cells, CAR-T cells."""
    per_nodule = [
        (max(g[3] + g[4], p.cell_floor) + g[5]) / n for g, (n, _) in zip(groups, p.groups, strict=True)
    ]
    return {
        "lesion_diameter": [20.0 * (3.0 * w / (4.0 * pi * p.rho)) ** (1.0 / 3.0) for w in per_nodule],
        "lesion_tumour_cells": [g[3] + g[4] for g in groups],
        "lesion_car_t": [g[0] + g[1] + g[2] for g in groups],
    }


def weighted(pairs: list[tuple[float, float]]) -> float:
    """Mean of the second members weighted by the first, cells; it fades to 0 below one cell."""
    return sum(w * v for w, v in pairs) / max(sum(w for w, _ in pairs), 1.0)


def engagement(
    p: SimpleNamespace, s: dict[str, float], groups: list[list[float]], volume: float
) -> list[float]:
    """Engaged fraction of the T cells of each group, the fluid's last."""
    cells = [g[3] + g[4] for g in groups]
    acc = [geometry(p, n, cavity, t)[1] * t for (n, cavity), t in zip(p.groups, cells, strict=True)]
    near = sum(a for a, (_, cavity) in zip(acc, p.groups, strict=True) if cavity)
    acc_f = s["F_p"] + s["F_n"] + p.w_s * near
    den_f = acc_f + s["E_c"] + s["M_c"] + s["X_c"] + p.k_sf_f * volume / 1000.0
    eng = [a / (a + sum(g[:3]) + p.k_sf1 * n) for a, (n, _), g in zip(acc, p.groups, groups, strict=True)]
    return [*eng, acc_f / den_f]


def observe(p: SimpleNamespace, y: list[float], treated: bool) -> dict[str, float]:
    """Every scalar observable of a state (`crs_grade` and `treated` as floats)."""
    s = dict(zip(BODY, y, strict=False))
    groups = [y[i : i + 7] for i in range(len(BODY), len(y), 7)]
    free = s["F_p"] + s["F_n"]
    volume = max(s["V_c"], p.v_floor)
    pdl1 = [g[6] for g in groups] + [s["L_f"]]
    cells = [g[3] + g[4] for g in groups] + [free]
    eng = engagement(p, s, groups, volume)
    switch = [checkpoint(p, ligand)[1] for ligand in pdl1]
    live = [g[0] + g[1] for g in groups] + [s["M_c"] + s["E_c"]]
    at_work = [share * cells for share, cells in zip(eng, live, strict=True)]
    il6_signal = s["I6"] * (1.0 - occupancy(p, s["TZ"]))
    temperature, pressure, oxygen = vital_signs(p, il6_signal, s["A"])
    in_blood = (s["M_b"] + s["E_b"]) / p.v_b
    lymphocytes = s["LYM"] + 1e3 * in_blood / 1e9
    return {
        "car_t_blood": in_blood / 1000.0,
        "car_t_lung": s["M_p"] + s["E_p"],
        "car_t_lymphoid": s["M_l"] + s["E_l"],
        "car_t_cavity": (s["M_c"] + s["E_c"] + s["X_c"]) / volume / 1000.0,
        "car_t_tumour": sum(sum(g[:3]) for g in groups),
        "tumour_cells": sum(cells),
        "free_tumour_cells": free,
        "effusion_volume": s["V_c"],
        "pdl1": weighted(list(zip(cells, pdl1, strict=True))),
        "switch_signal": weighted(list(zip(at_work, switch, strict=True))),
        "ifng": s["G_b"],
        "ifng_cavity": s["G_c"],
        "myeloid_activation": s["A"],
        "il6": s["I6"],
        "il6_signal": il6_signal,
        "crp": s["CRP"],
        "lung_injury": s["J_lung"],
        "heart_injury": s["J_heart"],
        "anc": s["ANC"],
        "platelets": s["PLT"],
        "lymphocytes": lymphocytes,
        "white_cells": lymphocytes + s["ANC"] + p.other_white * s["ANC"],
        "host_recovery": s["H"],
        "fitness_systemic": s["W_s"],
        "fitness_cavity": s["W_c"],
        "temperature": temperature,
        "mean_arterial_pressure": pressure,
        "oxygen_crs": oxygen,
        "oxygen_need": oxygen + p.oxygen_lung * s["J_lung"] + p.oxygen_effusion * s["V_c"] / 1000.0,
        "neuro_severity": p.sus_neuro * s["BRAIN"],
        "ice_score": ice_score(p, s["BRAIN"]),
        "treated": float(treated),
        "crs_grade": float(crs_grade(temperature, pressure, oxygen, treated)),
    }
