"""One patient, slowly: the written model integrated by scipy, with `schedule` acting between solver calls.

Whole days are read on the dense output and stop the solver only where something changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, inf
from types import SimpleNamespace

import numpy as np
from scipy.integrate import BDF, DOP853, LSODA, Radau

from .equations import BODY, GROUP, derivative, prepare
from .observables import lesion_sizes, observe
from .schedule import ORDER, SAME, T_CELLS, Patient, Rule, apply_due, pools, whole_day

METHODS = {"DOP853": DOP853, "LSODA": LSODA, "Radau": Radau, "BDF": BDF}
SCALE = dict.fromkeys((*T_CELLS, "M", "E", "X", "D"), 1e4) | dict.fromkeys(("F_p", "F_n", "P", "N"), 1e2)
SCALE |= {"L_f": 1e3, "L": 1e3, "V_c": 10.0} | dict.fromkeys(("G_c", "G_b", "I6", "CRP", "TZ", "DX"), 1.0)


@dataclass(frozen=True)
class Result:
    """One course at `times`: states and observables (time) or (time, group), events (day, kind, amount)."""

    times: np.ndarray
    body: dict[str, np.ndarray]
    lesion: dict[str, np.ndarray]
    observables: dict[str, np.ndarray]
    events: list[tuple[float, str, float]]
    evaluations: int


def start_state(p: SimpleNamespace, lesions: list[dict], free_tumour_cells: float) -> np.ndarray:
    """Tumour in place, everything at its baseline, no T cells."""
    body = dict.fromkeys(BODY, 0.0) | dict.fromkeys(("H", "W_s", "W_c"), 1.0)
    body |= {"L_f": p.l0, "V_c": p.v_c0, "I6": p.b6, "CRP": p.crp0}
    body |= {"F_p": (1.0 - p.frac_n) * free_tumour_cells, "F_n": p.frac_n * free_tumour_cells}
    body["LYM"] = p.alc0
    body |= dict.fromkeys(BODY[21:26], p.anc0) | dict.fromkeys(BODY[26:31], p.plt0)
    y = [body[name] for name in BODY]
    for g in lesions:
        y += [0.0, 0.0, 0.0, (1.0 - p.frac_n) * g["tumour_cells"], p.frac_n * g["tumour_cells"], 0.0, p.l0]
    return np.array(y)


def tolerances(rtol: float, groups: int) -> np.ndarray:
    """Absolute tolerance of each state: rtol times its scale."""
    scale = SCALE | dict.fromkeys((*BODY[21:26], "LYM"), 0.1) | dict.fromkeys(BODY[26:31], 5.0)
    return rtol * np.array([scale.get(name, 1e-3) for name in (*BODY, *GROUP * groups)])


def simulate(
    parameters: dict[str, float],
    lesions: list[dict],
    free_tumour_cells: float,
    schedule: Sequence[tuple],
    rules: Sequence[Rule],
    times: np.ndarray,
    *,
    rtol: float = 1e-9,
    start: float | None = None,
    method: str = "LSODA",
) -> Result:
    """The course of one patient at `times` (moments before the start show the untouched start state).

    Rows are (day, kind, amount), infusions (day, kind, cells, duration). The start is `start`, else the
    earliest row or day 0, whichever is first.
    """
    p = prepare(parameters, lesions)
    rows = [(float(r[0]), r[1], float(r[2]), float(r[3]) if len(r) > 3 else 0.0) for r in schedule]
    now = float(min([0.0, *(row[0] for row in rows)]) if start is None else start)
    if any(row[0] < now or row[1] not in ORDER for row in rows):
        raise ValueError(
            f"a schedule row is before the start, day {now}, or its kind is not one of {sorted(ORDER)}"
        )
    n = len(rules)
    patient = Patient(p, start_state(p, lesions, free_tumour_cells), rows, list(rules))
    patient.held = {places[0] for _, places in pools(patient) if patient.y[places].sum() > 0.0}
    patient.active, patient.given, patient.last = [False] * n, [0] * n, [-inf] * n

    moments, place = np.unique(np.asarray(times, float), return_inverse=True)
    end = max(float(moments[-1]), now)
    kept = [(patient.y.copy(), False) for t in moments if t < now - SAME]
    apply_due(patient, now)
    kept += [(patient.y.copy(), patient.treated) for t in moments if abs(t - now) <= SAME]
    evaluations = 0
    while now < end:
        now, count = advance(patient, now, end, moments, kept, METHODS[method], rtol)
        evaluations += count
    return collect(p, moments[place], [kept[i] for i in place], patient, evaluations)


def advance(
    patient: Patient, now: float, end: float, moments: np.ndarray, kept: list, solver_class: type, rtol: float
) -> tuple[float, int]:
    """Integrate to the next row, end of infusion or day that changes something; outputs go to `kept`."""
    bound = min([end, *(row[0] for row in patient.rows), *(entry[0] for entry in patient.infusions)])
    rates = [sum(rate for _, route, rate in patient.infusions if route == into) for into in ("iv", "cavity")]

    def slope(_: float, y: np.ndarray) -> np.ndarray:
        return np.array(derivative(patient.p, y.tolist(), *rates))

    groups = len(patient.p.groups)
    solver = solver_class(slope, now, patient.y.copy(), bound, rtol=rtol, atol=tolerances(rtol, groups))
    day = floor(now + SAME) + 1.0
    while solver.status == "running":
        message = solver.step()
        if solver.status == "failed":
            raise RuntimeError(f"day {solver.t}: {message}")
        reached, dense = solver.t, None
        while True:
            output = moments[len(kept)] if len(kept) < len(moments) else inf
            mark = float(min(day, output))
            if mark > reached or mark >= bound - SAME:
                break
            dense = dense or solver.dense_output()
            patient.y = np.array(dense(mark))
            changed = whole_day(patient, mark) if mark == day else False
            day += mark == day
            if output == mark:
                kept.append((patient.y.copy(), patient.treated))
            if changed:
                return mark, solver.nfev
    patient.y = solver.y.copy()
    apply_due(patient, bound)
    if abs(bound - round(bound)) <= SAME:
        whole_day(patient, float(round(bound)))
    while len(kept) < len(moments) and moments[len(kept)] <= bound + SAME:
        kept.append((patient.y.copy(), patient.treated))
    return bound, solver.nfev


def collect(p: SimpleNamespace, times: np.ndarray, kept: list, patient: Patient, evaluations: int) -> Result:
    """States and observables as arrays."""
    y = np.array([state for state, _ in kept])
    groups = y[:, len(BODY) :].reshape(len(times), -1, len(GROUP))
    seen = [observe(p, state.tolist(), treated) for state, treated in kept]
    sizes = [lesion_sizes(p, g.tolist()) for g in groups]
    return Result(
        times=times,
        body={name: y[:, i] for i, name in enumerate(BODY)},
        lesion={name: groups[:, :, i] for i, name in enumerate(GROUP)},
        observables={name: np.array([row[name] for row in seen]) for name in seen[0]}
        | {name: np.array([row[name] for row in sizes]) for name in sizes[0]},
        events=sorted(patient.events, key=lambda event: event[0]),
        evaluations=evaluations,
    )
