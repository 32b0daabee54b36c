"""CTCAE grades at their edges, in both versions, units and limits."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.trial.ctcae import grade, terms
from cartsim.trial.ctcae_series import grade_lasting, grade_values

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
    assert set(wanted) <= set(terms("5.0"))
    assert set(wanted) - set(terms("6.0")) == {"ejection fraction decreased"}  # another name there
    for version in ("5.0", "6.0"):
        assert all(grade(term, None, version=version) is None for term in wanted)
        assert grade("Left ventricular dysfunction", 39, unit="%", version="6.0") == 3


COUNT, GRAMS = "10^9/L", "g/L"
LYMPHOCYTES, MORE = "lymphocyte count decreased", "lymphocyte count increased"
WHITE, PLATELETS = "White blood cell decreased", "platelet count decreased"
TRUTH = {
    # (term, unit, lower, upper, baseline): {value: (grade by 5.0, grade by 6.0)}
    ("anemia", GRAMS, 120, None, None): {
        125: (0, 0), 120: (0, 0), 119.9: (1, 1), 100: (1, 1), 99.9: (2, 2), 80: (2, 2), 79.9: (3, 3),
        10: (3, 3),
    },
    ("ANEMIA", "G/DL", 12, None, None): {
        12: (0, 0), 11.9: (1, 1), 10: (1, 1), 9.9: (2, 2), 8: (2, 2), 7.9: (3, 3),
    },
    ("anaemia", "mmol/L", 7.4, None, None): {
        7.4: (0, 0), 7.3: (1, 1), 6.2: (1, 1), 6.1: (2, 2), 4.9: (2, 2), 4.8: (3, 3),
    },
    ("anemia", GRAMS, None, None, None): {110: (None, None), 99: (2, 2)},
    (ANC, COUNT, 2.0, None, None): {
        2.0: (0, 0), 1.99: (1, 0), 1.5: (1, 0), 1.49: (2, 1), 1.0: (2, 1), 0.99: (3, 2), 0.5: (3, 2),
        0.49: (4, 3), 0.1: (4, 3), 0.09: (4, 4),
    },
    (ANC, COUNT, None, None, None): {1.8: (None, 0), 1.2: (2, 1)},
    (ANC, "/MM3", 2000, None, None): {1500: (1, 0), 1499: (2, 1), 499: (4, 3), 99: (4, 4)},
    (PLATELETS, COUNT, 150, None, None): {
        150: (0, 0), 149: (1, 1), 75: (1, 1), 74.9: (2, 2), 50: (2, 2), 49.9: (3, 3), 25: (3, 3),
        24.9: (4, 3),
        10: (4, 3), 9.9: (4, 4),
    },
    (PLATELETS, "k/uL", None, None, None): {80: (None, None), 24: (4, 3)},
    (LYMPHOCYTES, COUNT, 1.0, None, None): {
        1.0: (0, 0), 0.99: (1, 1), 0.8: (1, 1), 0.79: (2, 2), 0.5: (2, 2), 0.49: (3, 3), 0.2: (3, 3),
        0.19: (4, 4),
    },
    (MORE, COUNT, None, None, None): {4.0: (0, 0), 4.1: (2, 2), 20: (2, 2), 20.1: (3, 3)},
    (MORE, "/mm3", None, None, None): {4000: (0, 0), 4001: (2, 2), 20001: (3, 3)},
    (WHITE, COUNT, 4.0, None, None): {
        4.0: (0, 0), 3.9: (1, 1), 3.0: (1, 1), 2.9: (2, 2), 2.0: (2, 2), 1.9: (3, 3), 1.0: (3, 3),
        0.9: (4, 4),
    },
    ("ALT increased", None, None, 40, None): {
        40: (0, 0), 41: (1, 1), 120: (1, 1), 121: (2, 2), 200: (2, 2), 201: (3, 3), 800: (3, 3), 801: (4, 4),
    },
    ("AST increased", None, None, 40, 40): {40: (0, 0), 120: (1, 1), 121: (2, 2), 801: (4, 4)},
    ("AST increased", None, None, 40, 100): {
        99: (0, 0), 100: (0, 1), 149: (0, 1), 150: (1, 1), 151: (1, 2), 200: (1, 2), 201: (1, 3), 300: (1, 3),
        301: (2, 3), 400: (2, 3), 401: (2, 4), 500: (2, 4), 501: (3, 4), 2000: (3, 4), 2001: (4, 4),
    },
    ("ALT increased", None, None, None, 100): {500: (None, None)},
    ("blood bilirubin increased", None, None, 20, None): {
        20: (0, 0), 21: (1, 1), 30: (1, 1), 31: (2, 2), 60: (2, 2), 61: (3, 3), 200: (3, 3), 201: (4, 4),
    },
    ("blood bilirubin increased", None, None, 20, 40): {
        39: (0, 0), 40: (0, 1), 41: (1, 1), 60: (1, 1), 61: (2, 2), 100: (2, 2), 101: (2, 3), 120: (2, 3),
        121: (3, 3), 400: (3, 3), 401: (4, 4),
    },
    ("creatinine increased", None, None, 100, None): {
        100: (0, 0), 101: (1, 1), 150: (1, 1), 151: (2, 2), 300: (2, 2), 301: (3, 3), 600: (3, 3),
        601: (4, 4),
    },
    ("creatinine increased", None, 55, 100, 60): {
        90: (0, 0), 91: (2, 0), 101: (2, 1), 180: (2, 2), 181: (3, 2), 301: (3, 3), 601: (4, 4),
    },
    ("creatinine increased", None, 55, 100, 40): {
        60: (0, 0), 61: (2, 2), 120: (2, 2), 121: (3, 3), 601: (4, 4),
    },
    ("creatinine increased", None, None, None, 60): {91: (2, None), 80: (None, None)},
    ("ejection fraction decreased", "%", None, None, None): {
        51: (0, 0), 50: (2, 0), 49: (2, None), 40: (2, None), 39: (3, 3), 20: (3, 3), 19: (4, 3),
    },
    ("ejection fraction decreased", "percent", None, None, 65): {
        56: (0, 0), 55: (2, 0), 49: (2, 2), 46: (2, 2), 45: (3, 2), 40: (3, 2), 39: (3, 3), 19: (4, 3),
    },
    ("LVEF decreased", "%", None, None, 55): {46: (2, 0), 45: (2, 2)},
    ("fever", "degC", None, None, None): {
        37.9: (0, 0), 38.0: (1, 1), 39.0: (1, 1), 39.1: (2, 2), 40.0: (2, 2), 40.1: (3, 3),
    },
    ("Pyrexia", "degF", None, None, None): {
        100.3: (0, 0), 100.4: (1, 1), 102.2: (1, 1), 102.3: (2, 2), 104.0: (2, 2), 104.1: (3, 3),
    },
    ("anemia", "mg/L", 120, None, None): {50: (None, None)},
    ("white blood cell decreased", None, 4, None, None): {1.5: (None, None)},
}  # fmt: skip
ROWS = [(*state, value, *grades) for state, cells in TRUTH.items() for value, grades in cells.items()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(map(str, row)))
def test_laboratory_truth_table(row):
    term, unit, lower, upper, baseline, value, five, six = row
    for version, expected in (("5.0", five), ("6.0", six)):
        found = grade(term, value, unit=unit, lower=lower, upper=upper, baseline=baseline, version=version)
        assert found == expected, version


@pytest.mark.parametrize("version", ["5.0", "6.0"])
@pytest.mark.parametrize(("term", "unit", "lower", "top"), [
    (ANC, COUNT, 2, 300), (PLATELETS, COUNT, 150, 20000), (LYMPHOCYTES, COUNT, 1, 300),
    (MORE, COUNT, None, 2500),
    (WHITE, COUNT, 4, 600), ("fever", "degC", None, 4500),
])  # fmt: skip
def test_arrays_are_graded_like_single_values(term, unit, lower, top, version):
    hundredths = np.arange(0, top, max(1, top // 600))
    single = [grade(term, f"{h}e-2", unit=unit, lower=lower, version=version) for h in hundredths]
    assert grade_values(term, hundredths / 100, lower=lower, version=version).tolist() == single


@pytest.mark.parametrize("version", ["5.0", "6.0"])
@pytest.mark.parametrize("baseline", [45, 50, 55, 59, 60, 65, 80])
def test_ejection_fractions_are_graded_like_single_values(baseline, version):
    values = np.arange(0, 90, 0.25)
    single = [
        grade("ejection fraction decreased", v, unit="%", baseline=baseline, version=version) for v in values
    ]
    found = grade_values("ejection fraction decreased", values, baseline=float(baseline), version=version)
    assert found.tolist() == single


def test_a_missing_value_of_an_array_is_grade_0():
    assert grade_values(ANC, [np.nan], lower=2.0).tolist() == [0]
    assert grade_values("ejection fraction decreased", [np.nan], baseline=60.0).tolist() == [0]
    assert grade_values("fever", [np.nan, 41.0]).tolist() == [0, 3]


@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_fever_above_40_is_grade_4_once_it_has_lasted_more_than_24_hours(version):
    days = np.array([0.0, 0.25, 1.0, 1.25, 1.5, 2.0, 3.0, 3.5])
    degrees = np.array([[41.0, 41.0, 41.0, 41.0, 40.0, 40.5, 40.5, 40.5], [39.5] * 8])
    grades = grade_values("fever", degrees, version=version)
    assert grade_lasting("fever", grades, days, version=version).tolist() == [
        [3, 3, 3, 4, 2, 3, 3, 4],
        [2] * 8,
    ]


def test_time_tells_no_grade_of_a_count():
    grades = grade_values("neutrophil count decreased", [0.4, 0.4], lower=2.0)
    assert grade_lasting("neutrophil count decreased", grades, [0.0, 30.0]).tolist() == [4, 4]
