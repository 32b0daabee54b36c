"""The event table of pharmacometrics (NONMEM, mrgsolve, nlmixr2): doses, other drugs, samples of CAR-T."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import EVENT_KIND
from cartsim.export.people import solved
from cartsim.export.table import Table, columns, make_table, sort_rows, stack
from cartsim.trial.clinic import clinic_values
from cartsim.trial.monitoring import FIRST_HOUR

if TYPE_CHECKING:
    from cartsim.results import Run

Rows = dict[str, NDArray]

COLUMNS = columns("events")
BLOOD, FLUID, EFFUSION = 1, 2, 6
SAMPLED = {BLOOD: "car_t_blood_sampled", FLUID: "car_t_fluid_sampled"}
"""The tumour is the truth of the model, which no clinic samples."""
KINDS = {
    "dose": 1,
    "dose_withheld": 2,
    "lymphodepletion": 3,
    "tocilizumab": 4,
    "dexamethasone": 5,
    "drainage": 6,
}
"""KIND of what a clinic's record holds; the extinctions of the model are no event of a clinic."""
DRUGS = {"lymphodepletion": 5, "tocilizumab": 3, "dexamethasone": 4}
"""Compartment of a drug."""


def event_table(run: Run) -> Table:
    """One row per dose, event and sample of everyone whose solve is ok."""
    parts = [_happened(run), *(_samples(run, compartment, name) for compartment, name in SAMPLED.items())]
    values = sort_rows(stack(parts, COLUMNS), ("ID", "TIME", "EVID", "CMT"))
    return make_table(
        "EVENTS", "Event Table of CAR-T Kinetics", "One row per dose, event and sample", COLUMNS, values
    )


def _happened(run: Run) -> Rows:
    """Rows of what was given and done, to the last day seen."""
    kind, day, amount = (
        run.visits[name].transpose("arm", "patient", "event").values
        for name in ("event_kind", "event_day", "event_amount")
    )
    codes = {EVENT_KIND.index(word): number for word, number in KINDS.items()}
    known = np.isin(kind, list(codes)) & solved(run)[..., None]
    kept = known & (day <= run.visits["last_seen_day"].values[..., None])
    arm, patient, _ = np.nonzero(kept)
    numbers = np.array([codes.get(code, 0) for code in range(len(EVENT_KIND))])[kind[kept]]
    place, length = _infusions(run, kind)
    cells, withheld, drained = (numbers == KINDS[word] for word in ("dose", "dose_withheld", "drainage"))
    given = ~withheld & ~drained
    drug = np.array([0, *(DRUGS.get(word, 0) for word in KINDS)])[numbers]
    amounts, lengths = amount[kept].astype(float), length[kept]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(cells & (lengths > 0), amounts / lengths, 0.0)
    return _subject(run, arm, patient) | {
        "TIME": day[kept],
        "EVID": np.where(given, 1, 2),
        "AMT": np.where(given, amounts, np.nan),
        "CMT": np.where(cells | withheld, place[kept], np.where(drained, EFFUSION, drug)),
        "RATE": np.where(given, rate, np.nan),
        "MDV": np.ones(arm.size),
        "BLQ": np.zeros(arm.size),
        "KIND": numbers,
        "VOLUME": np.where(drained, amounts, np.nan),
    }


def _infusions(run: Run, kind: NDArray) -> tuple[NDArray, NDArray]:
    """Compartment and duration (arm, patient, event) of infusions: the k-th, given or withheld, is the arm's
    k-th."""
    infusion = np.isin(kind, [EVENT_KIND.index("dose"), EVENT_KIND.index("dose_withheld")])
    rank = np.maximum(np.cumsum(infusion, axis=-1) - 1, 0)
    place, length = np.zeros(kind.shape), np.zeros(kind.shape)
    for arm, planned in enumerate(run.scenario.trial.arms):
        last = len(planned.doses) - 1
        where = [BLOOD if dose.route == "intravenous" else FLUID for dose in planned.doses]
        at = np.minimum(rank[arm], last)
        place[arm], length[arm] = np.array(where)[at], np.array([dose.duration for dose in planned.doses])[at]
    return place, length


def _samples(run: Run, compartment: int, name: str) -> Rows:
    found = run.visits[name].transpose("arm", "patient", "sample").values
    kept = np.isfinite(found) & solved(run)[..., None]
    arm, patient, sample = np.nonzero(kept)
    day = run.visits["sample_day"].values[sample]
    value = found[kept]
    return _subject(run, arm, patient) | {
        "TIME": np.where(day == 0.0, FIRST_HOUR, day),
        "EVID": np.zeros(arm.size),
        "CMT": np.full(arm.size, compartment),
        "DV": value,
        "MDV": np.zeros(arm.size),
        "BLQ": value == 0.0,
        "LLOQ": np.full(arm.size, clinic_values(run.scenario)["limit_qpcr"]),
        "KIND": np.zeros(arm.size),
    }


def _subject(run: Run, arm: NDArray, patient: NDArray) -> Rows:
    people = run.visits.sizes["patient"]
    covariates = {"WT": "weight", "BSA": "bsa", "AGE": "age", "SEX": "sex"}
    return {
        "ID": arm * people + patient + 1,
        "ARM": arm + 1,
        "PATID": run.visits["patient"].values[patient],
    } | {name: run.visits[source].values[patient] for name, source in covariates.items()}
