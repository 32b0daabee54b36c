"""Simulated scans as arrays: every patient as if alone, and disease that has no target at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cartsim.datasets import LESION_KIND, RESPONSE, words
from cartsim.trial import assess, observe
from cartsim.trial.clinic import clinic_values
from cartsim.trial.scans import Scans, scan_responses
from tests.trial.synthetic_course import make_course, make_scenario, put

CLINIC = clinic_values()
KINDS = [LESION_KIND.index(word) for word in ("carcinomatosis", *["target"] * 3, *["occult"] * 2, "absent")]


def random_scans(patients=40, seed=1):
    """Two arms, six visits, seven lesion groups that grow and shrink at random."""
    chance = np.random.default_rng(seed)
    shape = (2, patients, 6)
    start = np.array([8.0, 30, 20, 11, 4, 9, np.nan])
    true = start * np.exp(np.cumsum(chance.normal(0, 0.3, (*shape, 7)), axis=2))
    sizes = np.where(
        np.isnan(true), -1, np.where(true < 2, 0, np.maximum(np.rint(10 * np.nan_to_num(true)) * 10, 500))
    )
    drained = np.where(
        chance.random((2, patients, 2)) < 0.3, chance.integers(-5, 300, (2, patients, 2)), np.nan
    )
    done = chance.random(shape) < 0.85
    done[..., 0] = True
    return Scans(
        days=np.cumsum(chance.integers(20, 60, shape[1:]), axis=1).astype(float),
        done=done,
        sizes=sizes.astype(np.int64),
        volumes=np.where(done, chance.choice([0.0, 300, 900, 1500, np.nan], shape), np.nan),
        drained=drained,
        kinds=np.tile(np.array(KINDS, np.int8), (patients, 1)),
        cavity=np.tile(np.arange(7) < 3, (patients, 1)),
        malignant=chance.random(patients) < 0.5,
    )


def chosen(scans, who):
    """The scans of some patients, in the order asked for."""
    per_patient = {"days", "kinds", "cavity", "malignant"}
    return replace(
        scans,
        **{
            name: values[who] if name in per_patient else values[:, who]
            for name, values in vars(scans).items()
        },
    )


@pytest.mark.parametrize("criteria", ["RECIST 1.1", "iRECIST"])
def test_many_patients_are_read_as_one_by_one_and_in_any_order(criteria):
    scans = random_scans()
    together = scan_responses(scans, CLINIC, criteria)
    order = np.random.default_rng(2).permutation(40)
    shuffled = scan_responses(chosen(scans, order), CLINIC, criteria)
    for name, values in together.items():
        np.testing.assert_array_equal(shuffled[name], values[:, order])
    for who in range(40):
        alone = scan_responses(chosen(scans, [who]), CLINIC, criteria)
        for name, values in together.items():
            np.testing.assert_array_equal(alone[name], values[:, [who]])
    assert set(words(together["overall_response"], RESPONSE).ravel()) >= {"PD", "SD", "PR", "NE", "ND"} - (
        {"NE"} if criteria == "RECIST 1.1" else set()
    )


def test_a_visit_not_done_is_as_if_it_were_not_planned():
    scans = random_scans(1)
    scans.done[:] = True
    scans.done[:, :, 3] = False
    scans.volumes[:, :, 3] = np.nan
    kept = [0, 1, 2, 4, 5]
    short = replace(
        scans, **{name: getattr(scans, name)[:, :, kept] for name in ("done", "sizes", "volumes")}
    )
    without = scan_responses(replace(short, days=scans.days[:, kept]), CLINIC, "iRECIST")
    found = scan_responses(scans, CLINIC, "iRECIST")
    for name in ("overall_response", "target_response", "non_target_response", "lesion_state", "sld"):
        np.testing.assert_array_equal(found[name][:, :, kept], without[name])
    assert (found["overall_response"][:, :, 3] == RESPONSE.index("ND")).all()


def non_measurable(course, patient):
    """A patient with carcinomatosis, effusion and an occult seed only."""
    course["lesion_kind"].values[patient, 1:] = 0
    course["lesion_kind"].values[patient, 1] = LESION_KIND.index("occult")
    course["lesion_diameter"].values[:, patient, :, 1:] = np.nan
    put(course, "lesion_diameter", patient, 3.0, since=-5, lesion=1)


def test_non_target_disease_has_no_partial_response():
    course = make_course(3)
    for patient in range(3):
        non_measurable(course, patient)
        put(course, "lesion_diameter", patient, 2.5, since=20, lesion=0)
    put(course, "lesion_diameter", 1, 1.0, since=60, lesion=0)
    put(course, "effusion_volume", 1, 10.0, since=60)
    put(course, "lesion_diameter", 2, 10.0, since=60, lesion=1)
    visits = observe(course, make_scenario())
    seen = words(visits["overall_response"].values[0, :, 1:], RESPONSE).tolist()
    assert seen == [["NON-CR/NON-PD"] * 5, ["NON-CR/NON-PD", *["CR"] * 4], ["NON-CR/NON-PD", *["PD"] * 4]]
    assert (visits["target_response"].values[..., 1:] == 0).all()
    assert np.isnan(visits["sld"].values).all()
    assert not visits["measurable"].values.any()


def test_the_response_rate_of_measurable_disease_leaves_them_out():
    course = make_course(4)
    for lesion in (1, 2):
        put(course, "lesion_diameter", 0, 10.0, since=20, lesion=lesion)
    for patient in (2, 3):
        non_measurable(course, patient)
    scenario = make_scenario()
    found = assess(observe(course, scenario), scenario)
    assert found["confirmed_orr"].values.tolist() == [0.25, 0.25]
    assert found["confirmed_orr_measurable"].values.tolist() == [0.5, 0.5]


def test_six_targets_are_never_chosen_and_two_of_the_cavity():
    scans = random_scans(2)
    scans.kinds[:] = LESION_KIND.index("target")
    scans.sizes[:, :, 0] = [3000, 2000, 1500, 1400, 1300, 1200, 1100]
    scans.sizes[:, :, 1:] = scans.sizes[:, :, :1]
    everywhere = scan_responses(replace(scans, cavity=np.zeros_like(scans.cavity)), CLINIC, "RECIST 1.1")
    assert set(everywhere["sld"][scans.done]) == {92.0}
    cavity = scan_responses(scans, CLINIC, "RECIST 1.1")
    assert set(cavity["sld"][scans.done]) == {30.0 + 20 + 14 + 13 + 12}
