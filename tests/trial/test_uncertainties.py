"""Shares of outcomes with their Monte Carlo limits, the spread of patients, what a planned trial sees."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.trial.intervals import clopper_pearson, predictive
from cartsim.trial.uncertainties import UNKNOWN, coded, uncertainties
from tests.trial.synthetic_course import make_scenario

EVENT = np.array([[1, 1, 0, 0, 1], [0, 0, 0, 1, 0]], bool)
KNOWN = np.array([[1, 1, 1, 1, 0], [1, 1, 1, 1, 1]], bool)
MEASURES = {"confirmed_orr": (EVENT, KNOWN), "dlt": (~EVENT, np.array([[0] * 5, [1, 1, 0, 0, 0]], bool))}


def test_outcomes_are_kept_as_no_yes_or_unknown():
    found = coded(MEASURES)
    assert found.dtype == np.int8
    assert found[:, 0].tolist() == [[1, 1, 0, 0, UNKNOWN], [0, 0, 0, 1, 0]]
    assert found[:, 1].tolist() == [[UNKNOWN] * 5, [1, 1, UNKNOWN, UNKNOWN, UNKNOWN]]


def test_shares_have_exact_limits_and_patients_a_spread_of_their_own():
    found = uncertainties(MEASURES, make_scenario())
    assert found["outcome_share"].tolist() == pytest.approx(
        np.array([[0.5, np.nan], [0.2, 1.0]]), nan_ok=True
    )
    assert found["outcome_share_n"].tolist() == [[4, 0], [5, 2]]
    assert found["outcome_share_lower"][0, 0] == pytest.approx(clopper_pearson(2, 4).lower)
    assert found["patient_sd"].tolist() == pytest.approx(np.array([[0.5, np.nan], [0.4, 0.0]]), nan_ok=True)
    assert [name for name in found if name.startswith("predicted")] == []


def test_a_planned_trial_predicts_by_its_own_size():
    found = uncertainties(MEASURES, make_scenario("trial.planned={patients_per_arm: 20}", "run.patients=90"))
    ends = {(0, 0): predictive(2, 4, 20), (1, 0): predictive(1, 5, 20), (1, 1): predictive(2, 2, 20)}
    for place, (low, high) in ends.items():
        assert (found["predicted_lower"][place], found["predicted_upper"][place]) == (low, high), place
    assert np.isnan([found[f"predicted_{end}"][0, 1] for end in ("lower", "upper")]).all()
