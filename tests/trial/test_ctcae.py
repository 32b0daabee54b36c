"""CTCAE grades at their edges, in both versions, units and limits."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.trial.ctcae import grade, terms
from cartsim.trial.ctcae_series import grade_ejection_fractions, grade_fevers, grade_low_counts

ANC = "Neutrophil count decreased"


@pytest.mark.parametrize(("value", "five", "six"), [
    (2.5, 0, 0), (1.8, 1, 0), (1.5, 1, 0), (1.49, 2, 1), (1.0, 2, 1), (0.99, 3, 2),
    (0.5, 3, 2), (0.49, 4, 3), (0.1, 4, 3),
    (0.09, 4, 4),
])  # fmt: skip
def test_neutrophils_in_both_versions(value, five, six):
    assert grade(ANC, value, unit="10^9/L", lower=2.0) == five
    assert grade(ANC, value, unit="10^9/L", lower=2.0, version="6.0") == six
    assert grade(ANC.upper(), value * 1000, unit="/mm3", lower=2000, version="v5.0") == five


def test_without_limits_only_fixed_thresholds_grade():
    assert grade(ANC, 1.8, unit="10^9/L") is None
    assert grade(ANC, 1.8, unit="10^9/L", version=6) == 0
    assert grade(ANC, 0.3, unit="10^9/L") == 4
    assert grade("ALT increased", 500) is None


@pytest.mark.parametrize("unit", [None, "", "G/L", "furlong", "mg/L"])
def test_a_missing_or_unknown_unit_gives_no_grade(unit):
    assert grade(ANC, 0.3, unit=unit, lower=2.0) is None


@pytest.mark.parametrize("value", [None, float("nan"), "", "n.a.", float("inf")])
def test_a_missing_value_gives_no_grade(value):
    assert grade(ANC, value, unit="10^9/L", lower=2) is None
    assert grade("ALT increased", value, upper=40) is None
    assert grade("pneumonitis", None) is None


@pytest.mark.parametrize(("value", "unit", "expected"), [
    (100, "G/L", 1), (99.9, "g/L", 2), (10.0, "g/dL", 1), (9.99, "G/DL", 2), (8, "g/dL", 2), (7.9, "g/dL", 3),
    (6.2, "mmol/L", 1), (6.1, "mmol/L", 2), (4.8, "mmol/L", 3),
])  # fmt: skip
def test_anaemia_in_its_three_units(value, unit, expected):
    assert grade("Anaemia", value, unit=unit, lower=1000) == expected


def test_platelets_have_another_name_and_edges_in_version_six():
    assert [grade("Platelet count decreased", 20, unit="10^9/L", version=version) for version in (5, 6)] == [
        4,
        3,
    ]
    assert grade("Thrombocytopenia", 9, unit="10^9/L", version=6) == 4
    assert grade("Platelet count decreased", 75, unit="10^9/L", lower=150) == 1


@pytest.mark.parametrize(
    ("times", "expected"), [(1.0, 0), (1.01, 1), (3.0, 1), (3.01, 2), (5.0, 2), (5.1, 3), (20, 3), (20.1, 4)]
)
def test_multiples_of_the_upper_limit(times, expected):
    assert grade("AST increased", 40 * times, upper=40) == expected
    assert grade("alanine aminotransferase increased", 40 * times, upper=40, baseline=40) == expected


def test_a_raised_baseline_is_the_measure():
    assert [
        grade("ALT increased", value, upper=40, baseline=100) for value in (149, 150, 300, 301, 501, 2001)
    ] == [0, 1, 1, 2, 3, 4]
    assert [
        grade("ALT increased", value, upper=40, baseline=100, version=6) for value in (99, 100, 151, 201, 401)
    ] == [0, 1, 2, 3, 4]
    assert grade("Blood bilirubin increased", 21, upper=20, baseline=21) == 0


def test_three_times_is_not_a_little_more():
    assert 3 * 0.4 > 1.2
    assert 1.5 * 1.1 > 1.65
    assert grade("creatinine increased", 1.65, upper=1.1) == 1
    assert grade("ALT increased", 1.2, upper=0.4) == 1


def test_creatinine_takes_the_worse_of_limit_and_baseline():
    assert grade("Creatinine increased", 90, upper=100, baseline=50) == 2
    assert grade("Creatinine increased", 160, upper=100, baseline=150) == 2
    assert grade("Creatinine increased", 601, upper=100, baseline=500) == 4
    assert grade("Creatinine increased", 90, baseline=50) == 2
    assert grade("Creatinine increased", 60, baseline=50) is None
    assert grade("Creatinine increased", 90, upper=100, baseline=50, version=6) == 0
    assert grade("Creatinine increased", 90, lower=55, upper=100, baseline=50, version=6) == 2


@pytest.mark.parametrize(("value", "baseline", "expected"), [
    (60, 65, 0), (55, 65, 2), (51, None, 0), (50, None, 2), (40, None, 2), (39, None, 3), (60, 80, 3),
    (19, None, 4),
])  # fmt: skip
def test_ejection_fraction_by_value_and_drop(value, baseline, expected):
    assert grade("Ejection fraction decreased", value, unit="%", baseline=baseline) == expected


@pytest.mark.parametrize(
    ("degrees", "expected"), [(37.9, 0), (38.0, 1), (39.0, 1), (39.1, 2), (40.0, 2), (40.1, 3)]
)
def test_fever(degrees, expected):
    assert grade("Fever", degrees, unit="degC") == expected
    assert grade("Fever", 100.4, unit="F") == 1


def test_described_events_take_their_words():
    assert grade("pleural effusion", "drainage indicated") == 2
    assert grade("Ascites", "Drainage indicated") == 3
    assert grade("hypoxia", "death", version=6) == 5
    for bad in (("fatigue", "tired"), ("headache", "mild")):
        with pytest.raises(ValueError, match="are"):
            grade(*bad)
    with pytest.raises(ValueError, match="version"):
        grade(ANC, 1, version="4.0")


def test_every_term_of_the_trial_is_in_both_versions():
    wanted = [
        "anemia",
        "neutrophil count decreased",
        "lymphocyte count decreased",
        "lymphocyte count increased",
        "white blood cell decreased",
        "alanine aminotransferase increased",
        "blood bilirubin increased",
        "aspartate aminotransferase increased",
        "creatinine increased",
        "ejection fraction decreased",
        "pneumonitis",
        "hypoxia",
        "pleural effusion",
        "ascites",
        "abdominal pain",
        "fever",
        "fatigue",
    ]
    for version in ("5.0", "6.0"):
        assert set(wanted) <= set(terms(version))


def test_arrays_are_graded_like_single_values():
    counts = np.array([0.05, 0.4, 0.5, 0.7, 1.0, 1.2, 1.5, 1.9, 2.0, 5.0])
    for version in ("5.0", "6.0"):
        single = [grade(ANC, float(value), unit="10^9/L", lower=2, version=version) for value in counts]
        assert grade_low_counts(ANC, counts, 2.0, version).tolist() == single
    fractions = np.array([65.0, 55, 50, 45, 40, 39, 20, 19])
    assert grade_ejection_fractions(fractions, 65.0).tolist() == [
        grade("Ejection fraction decreased", float(value), unit="%", baseline=65) for value in fractions
    ]
    fevers = np.array([36.0, 38, 39, 39.5, 40, 41])
    assert grade_fevers(fevers).tolist() == [grade("fever", float(value), unit="degC") for value in fevers]
    assert grade_low_counts(ANC, [np.nan], 2.0).tolist() == [0]
