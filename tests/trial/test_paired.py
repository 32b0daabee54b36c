"""Yes/no endpoints compared between arms: who is a pair, what is compared with what, tables by hand."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest

from cartsim.datasets import DLT
from cartsim.trial.compare import PairedTable, newcombe_paired
from cartsim.trial.paired import contrast_labels, paired_endpoints, pairs_of, yes_no_measures
from cartsim.trial.responses import RANK
from tests.trial.synthetic_course import make_scenario
from tests.trial.visits_by_hand import make_visits

IV, BOTH, IC = (
    f"{{name: {name}, dose: 1e8 cells, route: {route}}}"
    for name, route in (("IV", "intravenous"), ("both", "intravenous"), ("IC", "intracavitary"))
)
SWEPT = "sweep={grid: {parameters.tau_fit: [7 day, 14 day]}}"
CELLS = ("both", "first_only", "second_only", "neither")

# event in IV and IC, known in IV and IC, how many such patients; whose outcome in an arm is not known is no
# pair, whatever is written for it
PEOPLE = [
    (1, 1, 1, 1, 3),
    (0, 1, 1, 1, 4),
    (1, 0, 1, 1, 1),
    (0, 0, 1, 1, 2),
    (0, 1, 0, 1, 1),
    (1, 0, 1, 0, 1),
]


def measure(rows=PEOPLE, times=1):
    """Event and known, both (arm, patient)."""
    columns = np.repeat([row[:4] for row in rows], [row[4] * times for row in rows], axis=0).T.astype(bool)
    return columns[:2], columns[2:]


def paired(measures, spent=None, sets=()):
    patients = next(iter(measures.values()))[0].shape[1]
    return paired_endpoints(
        measures, make_scenario(*sets), np.zeros((2, patients)) if spent is None else spent
    )


def test_every_arm_is_compared_with_the_first():
    scenario = make_scenario()
    assert pairs_of(scenario) == [(1, 0)]
    assert contrast_labels(scenario) == ["IC - IV"]
    alone = make_scenario(f"trial.arms=[{IV}]")
    assert pairs_of(alone) == contrast_labels(alone) == []
    three = make_scenario(f"trial.arms=[{IV}, {BOTH}, {IC}]")
    assert pairs_of(three) == [(1, 0), (2, 0)]
    assert contrast_labels(three) == ["both - IV", "IC - IV"]


def test_in_a_sweep_an_arm_is_compared_with_the_first_of_its_own_point():
    scenario = make_scenario(SWEPT)
    assert pairs_of(scenario) == [(1, 0), (3, 2)]
    assert contrast_labels(scenario) == [
        "IC, tau_fit 7 day - IV, tau_fit 7 day",
        "IC, tau_fit 14 day - IV, tau_fit 14 day",
    ]


def test_only_patients_known_in_both_arms_are_pairs():
    found = paired({"orr": measure()})
    assert [found[name].tolist() for name in CELLS] == [[[3]], [[4]], [[1]], [[2]]]
    assert found["paired_difference"] == pytest.approx(np.array([[7 / 10 - 4 / 10]]))


def test_error_and_limits_belong_to_the_table_of_the_pairs():
    """sqrt(4 + 1 - 3^2 / 10) / 10; shares 0.7 and 0.4 of independent patients err as much if they are 11."""
    found = paired({"orr": measure()})
    assert found["paired_se"][0, 0] == pytest.approx(sqrt(4.1) / 10)
    assert found["independent_patients"][0, 0] == pytest.approx((0.7 * 0.3 + 0.4 * 0.6) / 0.041)
    limits = [found[f"paired_difference{tail}"][0, 0] for tail in ("_lower", "_upper")]
    assert limits == pytest.approx(newcombe_paired(PairedTable(3, 4, 1, 2)))
    assert found["bootstrap"].tolist() == found["paired_difference"].tolist()
    assert found["bootstrap_lower"][0, 0] < 0.3 < found["bootstrap_upper"][0, 0]


def test_resampled_limits_are_near_those_of_the_normal_law():
    """10 000 pairs with the shares above: 0.3 -+ 1.96 * sqrt(0.41 / 10 000)."""
    found = paired({"orr": measure(times=1000)})
    half = NormalDist().inv_cdf(0.975) * sqrt(0.41 / 10_000)
    limits = [found[f"bootstrap{tail}"][0, 0] for tail in ("_lower", "_upper")]
    assert limits == pytest.approx([0.3 - half, 0.3 + half], abs=0.0015)


def test_a_bootstrap_is_addressed_by_seed_and_by_what_is_compared():
    def limits(found):
        return list(zip(found["bootstrap_lower"][0], found["bootstrap_upper"][0], strict=True))

    same = measure(times=1000)
    orr, dcr = limits(paired({"orr": same, "dcr": same}))
    assert orr != dcr, "measures with the same table are resampled apart"
    assert limits(paired({"dcr": same, "orr": same})) == [dcr, orr], "the order of measures is no address"
    assert limits(paired({"orr": same}, sets=("run.seed=8",))) != [orr]


def test_a_measure_has_its_own_set_and_a_contrast_its_own_row():
    turned = tuple(part[::-1] for part in measure())
    four = tuple(np.concatenate(parts) for parts in zip(measure(), turned, strict=True))
    everybody = (np.zeros((4, 12), bool), np.ones((4, 12), bool))
    spent = np.zeros((4, 12))
    found = paired_endpoints({"orr": four, "dlt": everybody}, make_scenario(SWEPT), spent)
    assert [found[name].tolist() for name in CELLS] == [
        [[3, 0], [3, 0]], [[4, 0], [1, 0]], [[1, 0], [4, 0]], [[2, 12], [2, 12]]]  # fmt: skip
    assert found["paired_difference"] == pytest.approx(np.array([[0.3, 0.0], [-0.3, 0.0]]))
    assert found["paired_se"][:, 1].tolist() == [0.0, 0.0]
    assert np.isnan(found["independent_patients"][:, 1]).all(), "no error, no number of patients"


def test_the_times_in_response_are_subtracted_patient_by_patient():
    """IC - IV in three pairs is 10, 30, 20 days: mean 20, standard deviation 10; the fourth is no pair."""
    spent = np.array([[50.0, 0.0, 100.0, 300.0], [60.0, 30.0, 120.0, np.nan]])
    nobody = {"orr": (np.zeros((2, 4), bool), np.ones((2, 4), bool))}
    found = paired(nobody, spent)
    half = NormalDist().inv_cdf(0.975) * 10 / sqrt(3)
    for tail, value in (("", 20.0), ("_lower", 20.0 - half), ("_upper", 20.0 + half)):
        assert found[f"time_in_response_difference{tail}"].shape == (1,)
        assert found[f"time_in_response_difference{tail}"][0] == pytest.approx(value)


def test_one_arm_leaves_tables_without_rows():
    alone = make_scenario(f"trial.arms=[{IV}]")
    measures = {"orr": (np.ones((1, 3), bool), np.ones((1, 3), bool))}
    found = paired_endpoints(measures, alone, np.zeros((1, 3)))
    of_arms = {name for name in found if name.startswith("time_in_response")}
    assert len(of_arms) == 3
    for name, values in found.items():
        assert values.shape == ((0,) if name in of_arms else (0, 1)), name


def test_nobody_known_in_both_arms_has_no_difference():
    found = paired({"orr": (np.ones((2, 3), bool), np.array([[True] * 3, [False] * 3]))})
    assert [found[name].tolist() for name in CELLS] == [[[0]]] * 4
    for name in ("paired_difference", "paired_difference_lower", "paired_se", "bootstrap_upper"):
        assert np.isnan(found[name]).all(), name
    assert all(values.dtype == float for values in found.values())


# responder by the primary estimand, best response, worst CRS grade, DLT
CLINIC = [
    ({"seen": "SD PR PR PD PR"}, 1, "PR", 3, "dlt"),
    ({"seen": "SD SD SD SD SD"}, 0, "SD", 2, "none"),
    ({"seen": "PD CR CR CR CR"}, 0, "PD", 4, "not evaluable"),
    ({"seen": "NE ND CR NE CR", "infused": 0}, 1, "CR", 3, "not evaluable"),
    ({"seen": "PR PR PR PR PR", "therapy": 100}, 0, "NON-CR/NON-PD", 0, "none"),
    ({"seen": "PR PR PR PR PR", "status": 1}, 0, "MISSING", 5, "not evaluable"),
]


def measures_of_the_clinic():
    rows, response, best, grade, dlt = zip(*CLINIC, strict=True)
    found = {
        "response_by_primary": np.array([response]),
        "best_overall_response": np.array([[RANK[word] for word in best]]),
        "crs_grade": np.array([grade]),
        "dlt": np.array([[DLT.index(word) for word in dlt]]),
    }
    visits = make_visits(list(rows))
    return yes_no_measures(visits, found, visits["status"].values == 0)


def test_what_is_compared_and_in_which_order():
    assert list(measures_of_the_clinic()) == [
        "confirmed_orr",
        "dcr",
        *(f"response_at_day_{day}" for day in (30, 91, 182, 274, 365)),
        "severe_crs",
        "dlt",
    ]


def test_events_of_the_clinic_and_who_can_be_compared():
    table = measures_of_the_clinic()
    solved = [True] * 5 + [False]
    for name, event, known in (
        ("confirmed_orr", [1, 0, 0, 1, 0], solved),
        ("dcr", [1, 1, 0, 1, 0], solved),
        ("response_at_day_30", [0, 0, 0, 0, 1], solved),
        ("response_at_day_91", [1, 0, 0, 0, 1], solved),
        ("response_at_day_182", [1, 0, 0, 1, 0], solved),
        ("response_at_day_274", [0, 0, 0, 0, 0], solved),
        ("response_at_day_365", [0, 0, 0, 1, 0], solved),
        ("severe_crs", [1, 0, 1, None, 0], [True, True, True, False, True, False]),
        ("dlt", [1, 0, None, None, 0], [True, True, False, False, True, False]),
    ):
        found, compared = (part[0].tolist() for part in table[name])
        assert compared == known, name
        seen = [hit for hit, inside in zip(found, known, strict=True) if inside]
        assert seen == [bool(hit) for hit in event if hit is not None], name
