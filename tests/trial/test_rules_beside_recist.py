"""Effusion response and kinetics: the rules of the trial that are not RECIST 1.1."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.datasets import EFFUSION_RESPONSE, words
from cartsim.trial.effusion import effusion_codes, effusion_responses, readable
from cartsim.trial.kinetics import geometric_cv, kinetics

NAN = float("nan")


@pytest.mark.parametrize(("days", "volumes", "drained", "expected"), [
    ([30, 58], [0, 0], [], ["CR", "CR"]),
    ([30, 57], [0, 0], [], ["SD", "SD"]),
    ([30, 91, 182], [500, 500, 501], [], ["PR", "PR", "SD"]),
    ([30, 91], [1249, 1250], [], ["SD", "PD"]),
    ([30, 91], [400, 300], [35], ["SD", "PD"]),
    ([30, 91], [400, 300], [-3], ["PR", "PR"]),
    ([30, 91, 182], [400, NAN, 300], [], ["PR", "not read", "PR"]),
    ([30, 91], [0, 900], [], ["SD", "SD"]),
    ([30, 50, 70], [0, NAN, 0], [], ["CR", "not read", "CR"]),
    ([30, 40, 60, 70], [500, 400, 600, 300], [], ["SD", "SD", "SD", "SD"]),
    ([30, 40, 60, 70], [500, 0, 0, 49], [], ["PR", "CR", "CR", "CR"]),
    ([30, 91], [NAN, 300], [28], ["PD", "SD"]),
    ([30, 91], [0, 0], [0], ["CR", "CR"]),
    ([30, 58, 91], [1250, 0, 0], [], ["PD", "CR", "CR"]),
    ([30, 91], [50, 50], [], ["PR", "PR"]),
    ([30, 91], [49, 49], [], ["CR", "CR"]),
    ([30, 91], [900, 900], [1], ["PD", "SD"]),
    ([30, 91], [NAN, 900], [30], ["PD", "SD"]),
])  # fmt: skip
def test_less_fluid_must_last_four_weeks(days, volumes, drained, expected):
    assert effusion_responses(days, volumes, 1000.0, gone=50.0, drained=drained) == expected


def test_without_fluid_at_baseline_there_is_nothing_to_respond():
    assert effusion_responses([30], [500], 20.0, gone=50.0) == ["not read"]
    assert effusion_responses([30], [50], 49.9, gone=50.0) == ["not read"]
    assert effusion_responses([30], [50], 50.0, gone=50.0) == ["SD"]


def test_a_volume_is_not_read_in_the_week_from_a_drainage_on():
    assert readable([23, 24, 30, 30.9, 31], [24]).tolist() == [True, False, False, False, True]
    assert readable([24, 25], [24.5]).tolist() == [True, False]
    assert readable([10, 17, 40], [10, 40]).tolist() == [False, True, False]
    two = readable([10, 17, 40], [[10, NAN], [NAN, 39]])
    assert two.tolist() == [[False, True, True], [True, True, False]]
    assert readable([[10, 17, 40], [5, 11, 17]], [[10], [10]]).tolist() == [
        [False, True, True],
        [True, False, True],
    ]
    assert readable([10, 17], []).tolist() == [True, True]


def test_patients_may_share_their_drainages():
    volumes = np.array([[1000.0, 900, 900], [1000, 400, 400]])
    found = effusion_codes(np.array([0.0, 30, 91]), volumes, np.array([60.0]), gone=50.0)
    assert words(found[:, 1:], EFFUSION_RESPONSE).tolist() == [["SD", "PD"], ["SD", "PD"]]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_many_effusions_are_judged_as_one_by_one(seed):
    chance = np.random.default_rng(seed)
    days = np.cumsum(chance.integers(5, 40, (4, 7)), axis=1).astype(float)
    volumes = chance.choice([0.0, 300, 500, 900, 1300, NAN], (2, 4, 7))
    volumes[..., 0] = chance.choice([20.0, 1000.0, NAN], (2, 4))
    drained = np.where(chance.random((2, 4, 2)) < 0.5, chance.integers(-5, 200, (2, 4, 2)), NAN)
    together = effusion_codes(days, volumes, drained, gone=50.0)
    for arm, who in np.ndindex(2, 4):
        taps = drained[arm, who][~np.isnan(drained[arm, who])]
        alone = effusion_responses(
            days[who, 1:], volumes[arm, who, 1:], volumes[arm, who, 0], gone=50.0, drained=taps
        )
        assert words(together[arm, who, 1:], EFFUSION_RESPONSE).tolist() == alone


def test_a_visit_not_done_is_no_visit():
    days, drained = np.array([0.0, 30, 60, 90]), np.array([20.0])
    volumes = np.array([1000.0, NAN, 900, 900])
    done = np.array([True, False, True, True])
    found = effusion_codes(days, volumes, drained, gone=50.0, done=done)
    assert words(found, EFFUSION_RESPONSE).tolist() == ["not read", "not read", "PD", "SD"]


def test_peak_and_exposure_are_read_from_the_samples():
    days = np.array([0.0, 1, 2, 7, 14, 28, 91, 182])
    counts = np.array([[[50.0, 20, 1, 30, 10, 2, 0.05, 0], [np.nan] * 8, [0.0] * 8]])
    found = kinetics(days, counts, limit_qpcr=0.025, limit_flow=0.1)
    assert (found.cmax[0, 0], found.tmax[0, 0]) == (30.0, 7.0)
    assert found.auc_0_28[0, 0] == pytest.approx(35 + 10.5 + 77.5 + 140 + 84)
    assert (found.persistence[0, 0], found.persistence_flow[0, 0]) == (91.0, 28.0)
    assert np.isnan([value[0, 1] for value in found]).all()
    assert (found.cmax[0, 2], found.auc_0_28[0, 2], found.persistence[0, 2]) == (0.0, 0.0, 0.0)
    assert np.isnan(found.tmax[0, 2])


def test_a_gap_in_the_samples_is_bridged():
    counts = np.array([[[0.0, np.nan, 4.0]]])
    assert kinetics(np.array([0.0, 7, 14]), counts, 0.025, 0.1).auc_0_28[0, 0] == pytest.approx(28.0)


def test_geometric_cv_leaves_out_what_was_not_found():
    values = np.array([1.0, np.e, 0.0, np.nan])
    assert geometric_cv(values) == pytest.approx(100 * np.sqrt(np.exp(0.5) - 1))
