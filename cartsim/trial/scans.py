"""The scans of virtual patients: what is written down of lesions and fluid, and what response it is.

Choices, all documented where they are used: a lesion under `detection_diameter` is ABSENT, a reading under
5 mm is TSTM; a population target read under 10 mm at baseline is non-target, and what lies in the serous
cavity is one organ; a non-target lesion progresses unequivocally when its nodules are `nontarget_growth`
times the smallest earlier reading (none taken under 5 mm), one that stands alone also by 5 mm; an occult seed
is a new lesion from `new_lesion_diameter` on; a malignant effusion progresses by `effusion_growth` and
`effusion_step`, and not at a visit at which the targets respond, when fluid may be inflammation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import LESION_KIND
from cartsim.trial.irecist import Seen, irecist_codes, settled_codes
from cartsim.trial.lesion_rows import TOO_SMALL
from cartsim.trial.recist import (
    CR,
    MISSING,
    ND,
    PR,
    STATE,
    choose_targets,
    grown,
    measurable,
    non_target_responses,
    overall_responses,
    target_responses,
)

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Sizes = NDArray[np.int64]

CARCINOMATOSIS, TARGET, OCCULT = (LESION_KIND.index(word) for word in ("carcinomatosis", "target", "occult"))
NOT_READ, MEASURED, ABSENT, TSTM, PRESENT, PROGRESSED, NE = (np.int8(code) for code in range(len(STATE)))
SMALL = int(TOO_SMALL)


@dataclass(frozen=True)
class Scans:
    """Everything read at the visits, visit 0 the baseline; leading dims (arm, patient) everywhere.

    Sizes (..., visit, lesion) in 0.01 mm, -1 no lesion; volumes (..., visit) in mL, NaN not read; days and
    `done` (..., visit); `drained` (..., drainage) days, NaN for none; kinds, `cavity` (..., lesion);
    `malignant` (...) the latent cytology of the effusion.
    """

    days: Floats
    done: Flags
    sizes: Sizes
    volumes: Floats
    drained: Floats
    kinds: Codes
    cavity: Flags
    malignant: Flags


@dataclass(frozen=True)
class Roles:
    """Which lesions (..., lesion) are targets, non-target, or hidden seeds that would be new lesions."""

    targets: Flags
    others: Flags
    hidden: Flags


def readings(true_diameter: Floats, factors: Floats, clinic: Mapping[str, float]) -> Sizes:
    """Diameters as read, in whole 0.01 mm: 0 under the limit of detection, 500 (TSTM) under 5 mm, -1 for no
    lesion.

    >>> from cartsim.trial.clinic import clinic_values
    >>> readings(np.array([12.34, 4.2, 1.0, np.nan]), np.ones(4), clinic_values()).tolist()
    [1230, 500, 0, -1]
    """
    step = clinic["reading_step"]
    with np.errstate(invalid="ignore"):
        read = np.rint(np.rint(true_diameter * factors / step) * step * 100.0)
    sizes = np.where(read < SMALL, SMALL, read)
    sizes = np.where(true_diameter < clinic["detection_diameter"], 0, sizes)
    return np.where(np.isnan(true_diameter), -1, sizes).astype(np.int64)


def scan_responses(scans: Scans, clinic: Mapping[str, float], criteria: str) -> dict[str, NDArray]:
    """What the clinic writes down, by the same rules as measured data: responses, new lesions (..., visit),
    the sum of targets (mm), states (..., visit, lesion), and who has measurable disease (...).

    >>> from cartsim.datasets import RESPONSE, words
    >>> from cartsim.trial.clinic import clinic_values
    >>> day, wet = np.array([[0.0, 30, 91]]), np.zeros((1, 3))
    >>> scans = Scans(day, day >= 0, np.array([[[4000], [2800], [4000]]]), wet, np.zeros((1, 0)),
    ...               np.full((1, 1), TARGET, np.int8), np.ones((1, 1), bool), np.ones(1, bool))
    >>> words(scan_responses(scans, clinic_values(), "RECIST 1.1")["overall_response"], RESPONSE).tolist()
    [['MISSING', 'PR', 'PD']]
    """
    threshold = round(100 * clinic["new_lesion_diameter"])
    roles, states = _lesion_roles(scans, threshold), _written_states(scans)
    nodal = np.zeros(roles.targets.shape, bool)
    target = target_responses(states, scans.sizes, roles.targets, nodal)
    followed = _progressed(scans, states, roles.others, clinic)
    fluid, wet = _effusion_states(scans, target, clinic)
    columns = np.concatenate([followed, fluid[..., None]], axis=-1)
    other = non_target_responses(columns, np.concatenate([roles.others, wet[..., None]], axis=-1))
    new: Flags = roles.hidden[..., None, :] & (scans.sizes >= threshold) & scans.done[..., None]
    appeared = np.asarray(new.any(axis=-1))
    overall = _dated(overall_responses(target, other, appeared), scans.done)
    total = np.where(roles.targets[..., None, :], scans.sizes, 0).sum(axis=-1)
    immune: dict[str, NDArray] = {}
    if criteria == "iRECIST":
        immune["immune_response"] = irecist_codes(_seen(scans, roles, (target, other, overall), total, new))
        overall = settled_codes(immune["immune_response"])
    shown = scans.done & roles.targets.any(axis=-1, keepdims=True)
    return {
        "target_response": _dated(target, scans.done),
        "non_target_response": _dated(other, scans.done),
        "overall_response": overall,
        **immune,
        "new_lesion": appeared.astype(np.int8),
        "sld": np.where(shown, total / 100.0, np.nan),
        "lesion_state": _shown_states(states, followed, roles, new),
        "measurable": shown[..., 0].astype(np.int8),
    }


def _lesion_roles(scans: Scans, threshold: int) -> Roles:
    """Roles by the baseline reading: the population's targets as RECIST chooses among them, the seeds that
    were not seen, and the rest. Lesions outside the cavity lie each in an organ of its own."""
    size = scans.sizes[..., 0, :]
    organs = np.where(scans.cavity, 1, 0)
    eligible = (scans.kinds == TARGET) & measurable(size, np.zeros(1, bool))
    targets = choose_targets(size, eligible, np.broadcast_to(organs, size.shape))
    hidden = (scans.kinds == OCCULT) & (size >= 0) & (size < threshold)
    return Roles(targets, (size >= 0) & ~targets & ~hidden, hidden)


def _written_states(scans: Scans) -> Codes:
    """Codes of LESION_STATE by size: ABSENT, TSTM or measured; not read at a visit not done."""
    sizes = scans.sizes
    state = np.where(sizes == SMALL, TSTM, np.where(sizes == 0, ABSENT, MEASURED))
    state[(sizes < 0) | ~scans.done[..., None]] = NOT_READ
    return state


def _progressed(scans: Scans, states: Codes, others: Flags, clinic: Mapping[str, float]) -> Codes:
    """ABSENT, PRESENT or PD of every non-target lesion at every done visit, against the smallest earlier
    reading."""
    growth = round(100 * clinic["nontarget_growth"])
    alone = scans.kinds != CARCINOMATOSIS
    found = np.where((states == MEASURED) | (states == TSTM), PRESENT, states)
    smallest = np.maximum(scans.sizes[..., 0, :], SMALL)
    for visit in range(1, found.shape[-2]):
        size, done = scans.sizes[..., visit, :], scans.done[..., visit, None]
        worse = (100 * size >= growth * smallest) & (~alone | grown(size, smallest))
        found[..., visit, :][worse & done & others] = PROGRESSED
        smallest = np.where(done, np.minimum(smallest, np.maximum(size, SMALL)), smallest)
    return found


def _effusion_states(scans: Scans, target: Codes, clinic: Mapping[str, float]) -> tuple[Codes, Flags]:
    """State of the effusion at every visit, and who had one at baseline. Fluid that was drained sets no
    smallest reading."""
    volumes, gone = scans.volumes, clinic["effusion_gone"]
    found = np.where(np.isnan(volumes), NE, np.where(volumes >= gone, PRESENT, ABSENT))
    least, wet = volumes[..., 0], volumes[..., 0] >= gone
    for visit in range(1, found.shape[-1]):
        volume, response = volumes[..., visit], target[..., visit]
        worse = (volume >= clinic["effusion_growth"] * least) & (volume - least >= clinic["effusion_step"])
        found[..., visit][worse & scans.malignant & (response != CR) & (response != PR)] = PROGRESSED
        drained = (scans.drained <= scans.days[..., visit, None]).any(axis=-1)
        least = np.where(drained, least, np.fmin(least, volume))
    found[~scans.done] = NOT_READ
    return found, wet


def _dated(response: Codes, done: Flags) -> Codes:
    """A visit without a reading is ND; the baseline is no response."""
    found = np.where(done, response, ND)
    found[..., 0] = np.where(done[..., 0], MISSING, ND)
    return found


def _seen(
    scans: Scans, roles: Roles, responses: tuple[Codes, Codes, Codes], total: Sizes, new: Flags
) -> Seen:
    """What iRECIST compares: the amounts of non-target disease are its largest nodule and the fluid."""
    target, other, overall = responses
    largest = np.where(roles.others[..., None, :], scans.sizes, 0).max(axis=-1, initial=0)
    return Seen(
        days=np.broadcast_to(scans.days, overall.shape),
        overall=overall,
        target=target,
        non_target=other,
        total=total,
        complete=scans.done,
        amounts=np.stack([largest.astype(float), scans.volumes], axis=-1),
        new_lesions=new.sum(axis=-1),
        new_total=np.where(new, scans.sizes, 0).sum(axis=-1),
        new_complete=scans.done,
    )


def _shown_states(states: Codes, followed: Codes, roles: Roles, new: Flags) -> Codes:
    """The word written down for every lesion at every visit: a hidden seed is ABSENT until it is new."""
    hidden = np.where(new, MEASURED, np.where(states == NOT_READ, NOT_READ, ABSENT))
    found = np.where(roles.targets[..., None, :], states, followed)
    return np.where(roles.hidden[..., None, :], hidden, found)
