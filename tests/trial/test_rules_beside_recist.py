"""Effusion response, iRECIST, kinetics: the rules of the trial that are not RECIST 1.1."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.trial.effusion import effusion_responses
from cartsim.trial.irecist import Seen, irecist_responses, settled
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
])  # fmt: skip
def test_less_fluid_must_last_four_weeks(days, volumes, drained, expected):
    assert effusion_responses(days, volumes, 1000.0, gone=50.0, drained=drained) == expected


def test_without_fluid_at_baseline_there_is_nothing_to_respond():
    assert effusion_responses([30], [500], 20.0, gone=50.0) == ["not read"]


def test_a_progression_is_confirmed_only_by_more():
    assert irecist_responses([Seen(30, "PD", 3000), Seen(91, "PD", 3400)]) == ["iUPD", "iUPD"]
    assert irecist_responses([Seen(30, "PD", 3000), Seen(50, "PD", 3600)]) == ["iUPD", "iUPD"]
    assert irecist_responses([Seen(30, "PD", 3000), Seen(91, "PD", 3500)]) == ["iUPD", "iCPD"]
    assert irecist_responses([Seen(30, "PD", 3000, new_lesions=1), Seen(91, "PD", 3000, new_lesions=2)]) == [
        "iUPD",
        "iCPD",
    ]


def test_falling_back_resets_the_bar():
    visits = [Seen(30, "PD", 3000), Seen(91, "SD", 2400), Seen(182, "PD", 3600), Seen(274, "PD", 4200)]
    assert irecist_responses(visits) == ["iUPD", "iSD", "iUPD", "iCPD"]
    assert settled(visits) == ["NE", "SD", "PD", "PD"]


def test_a_progression_nobody_overturned_stands_from_its_first_day():
    assert settled([Seen(30, "SD"), Seen(91, "PD", 3000), Seen(182, "ND")]) == ["SD", "PD", "ND"]


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
