"""A response visit of a virtual patient: lesions and fluid as read, and the RECIST responses they give.

Choices, all documented where they are used: a lesion under `detection_diameter` is ABSENT, a reading under
5 mm is TSTM; a population target read under 10 mm at baseline is non-target; a non-target lesion progresses
unequivocally when its nodules are `nontarget_growth` times the smallest earlier reading (none taken under 5
mm), one that stands alone also by 5 mm; an occult seed is a new lesion from `new_lesion_diameter` on; a
malignant effusion progresses by `effusion_growth` and `effusion_step`, and not at a visit at which the
targets respond, when fluid may be inflammation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import LESION_KIND, LESION_STATE, RESPONSE
from cartsim.trial.irecist import Seen, settled
from cartsim.trial.lesion_rows import MEASURABLE, TOO_SMALL
from cartsim.trial.recist import grown, non_target_response, overall_response, target_responses

Floats = NDArray[np.float64]

CARCINOMATOSIS, TARGET, OCCULT = (LESION_KIND.index(word) for word in ("carcinomatosis", "target", "occult"))
STATE = {word: code for code, word in enumerate(LESION_STATE)}
CODE = {word: code for code, word in enumerate(RESPONSE)}
TSTM = int(TOO_SMALL)


@dataclass(frozen=True)
class PatientScans:
    """What is known of one patient's scans; sizes whole 0.01 mm (visit, lesion), -1 not read; visit 0 the
    baseline."""

    days: list[float]
    kinds: list[int]
    sizes: list[list[int]]
    volumes: list[float]
    drained: list[float]
    malignant: bool


@dataclass(frozen=True)
class PatientResponses:
    """Codes of RESPONSE per visit (0 at baseline), new lesion flags, sums in mm (NaN incomplete), states
    per lesion."""

    target: list[int]
    non_target: list[int]
    overall: list[int]
    new_lesion: list[int]
    sld: list[float]
    states: list[list[int]]
    measurable: bool


def readings(true_diameter: Floats, factors: Floats, clinic: Mapping[str, float]) -> NDArray[np.int64]:
    """Diameters as read, in whole 0.01 mm: 0 under the limit of detection, 500 (TSTM) under 5 mm, -1 for no
    lesion.

    >>> from cartsim.trial.clinic import clinic_values
    >>> readings(np.array([12.34, 4.2, 1.0, np.nan]), np.ones(4), clinic_values()).tolist()
    [1230, 500, 0, -1]
    """
    step = clinic["reading_step"]
    with np.errstate(invalid="ignore"):
        read = np.rint(np.rint(true_diameter * factors / step) * step * 100.0)
    sizes = np.where(read < TSTM, TSTM, read)
    sizes = np.where(true_diameter < clinic["detection_diameter"], 0, sizes)
    return np.where(np.isnan(true_diameter), -1, sizes).astype(np.int64)


def patient_responses(scans: PatientScans, clinic: Mapping[str, float], criteria: str) -> PatientResponses:
    """The responses at every done visit, by the same rules as measured data."""
    baseline = scans.sizes[0]
    lesions = [place for place, size in enumerate(baseline) if size >= 0]
    targets = [place for place in lesions if scans.kinds[place] == TARGET and baseline[place] >= MEASURABLE]
    threshold = round(100 * clinic["new_lesion_diameter"])
    hidden = [place for place in lesions if scans.kinds[place] == OCCULT and baseline[place] < threshold]
    others = [place for place in lesions if place not in targets and place not in hidden]
    sizes = [[row[place] for place in targets] for row in scans.sizes]
    target = target_responses(sizes[0], sizes[1:], [False] * len(targets))
    found = [_found(row, hidden, threshold) for row in scans.sizes]
    states = _other_states(scans, others, clinic)
    fluid = _effusion_states(scans, ["none", *target], clinic)
    other = [non_target_response([*row, *volume]) for row, volume in zip(states, fluid, strict=True)][1:]
    overall = [
        overall_response(*parts)
        for parts in zip(target, other, [bool(row) for row in found[1:]], strict=True)
    ]
    if criteria == "iRECIST":
        overall = settled(
            [
                Seen(day, word, sum(row), _worst(scans, others, visit), len(new), sum(new))
                for visit, (day, word, row, new) in enumerate(
                    zip(scans.days[1:], overall, sizes[1:], found[1:], strict=True), start=1
                )
            ]
        )
    words = _states(scans, targets, others, hidden, states, threshold)
    return PatientResponses(
        _codes(target),
        _codes(other),
        _codes(overall),
        [int(bool(row)) for row in found],
        [sum(row) / 100.0 if targets else float("nan") for row in sizes],
        words,
        bool(targets),
    )


def _codes(words: list[str | None] | list[str]) -> list[int]:
    """Codes per visit, MISSING at baseline and where there is nothing to respond."""
    return [0, *(0 if word is None else CODE[word] for word in words)]


def _found(row: list[int], hidden: list[int], threshold: int) -> list[int]:
    """Sizes of the hidden seeds that a scan shows as new lesions."""
    return [row[place] for place in hidden if row[place] >= threshold]


def _other_states(scans: PatientScans, others: list[int], clinic: Mapping[str, float]) -> list[list[str]]:
    """ABSENT, PRESENT or PD of every non-target lesion at every visit, against the smallest earlier
    reading."""
    growth = round(100 * clinic["nontarget_growth"])
    smallest = {place: max(scans.sizes[0][place], TSTM) for place in others}
    rows = []
    for visit, sizes in enumerate(scans.sizes):
        row = []
        for place in others:
            size = sizes[place]
            much = 100 * size >= growth * smallest[place]
            alone = scans.kinds[place] != CARCINOMATOSIS
            worse = visit > 0 and much and (not alone or grown(size, smallest[place]))
            row.append("PD" if worse else "PRESENT" if size else "ABSENT")
            smallest[place] = min(smallest[place], max(size, TSTM))
        rows.append(row)
    return rows


def _effusion_states(
    scans: PatientScans, target: list[str | None], clinic: Mapping[str, float]
) -> list[list[str]]:
    """The state of the effusion at every visit; none of it where there was no fluid at baseline."""
    start = scans.volumes[0]
    if not start >= clinic["effusion_gone"]:
        return [[] for _ in scans.volumes]
    least, states = start, []
    for day, volume, response in zip(scans.days, scans.volumes, target, strict=True):
        malignant = scans.malignant and response not in ("CR", "PR")
        worse = volume >= clinic["effusion_growth"] * least and volume - least >= clinic["effusion_step"]
        if np.isnan(volume):
            states.append(["NE"])
            continue
        states.append(
            ["PD" if worse and malignant else "PRESENT" if volume >= clinic["effusion_gone"] else "ABSENT"]
        )
        least = least if any(drain <= day for drain in scans.drained) else min(least, volume)
    return states


def _worst(scans: PatientScans, others: list[int], visit: int) -> float:
    return float(max((scans.sizes[visit][place] for place in others), default=0))


def _states(
    scans: PatientScans,
    targets: list[int],
    others: list[int],
    hidden: list[int],
    states: list[list[str]],
    threshold: int,
) -> list[list[int]]:
    """The word written down for every lesion at every visit, as codes of LESION_STATE."""
    table = [[STATE["not read"]] * len(row) for row in scans.sizes]
    for visit, row in enumerate(scans.sizes):
        for place in targets:
            word = "ABSENT" if row[place] == 0 else "TSTM" if row[place] == TSTM else "measured"
            table[visit][place] = STATE[word]
        for place, word in zip(others, states[visit], strict=True):
            table[visit][place] = STATE[word]
        for place in hidden:
            table[visit][place] = STATE["measured" if row[place] >= threshold else "ABSENT"]
    return table
