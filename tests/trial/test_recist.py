"""RECIST 1.1 as array code: exact thresholds, a second implementation, and what may not change a response."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cartsim.datasets import RESPONSE, codes, words
from cartsim.trial.recist import (
    STATE,
    assessed_visits,
    best_overall_response,
    choose_targets,
    grown,
    measurable,
    non_target_responses,
    overall_responses,
    target_responses,
    visit_responses,
)

UNREAD, MEASURED, ABSENT = STATE["not read"], STATE["measured"], STATE["ABSENT"]


def row(day, lesion, measure, kind="target", nodal="no", **more):
    return {
        "subject": "1",
        "day": day,
        "lesion": lesion,
        "type": kind,
        "nodal": nodal,
        "measure": measure,
        **more,
    }


def responses(rows):
    return [response for _, response in visit_responses(rows)]


def judged(sizes, targets=None, nodal=None):
    """Target responses after baseline from sizes in 0.01 mm (..., visit, lesion), -1 unmeasured."""
    sizes = np.asarray(sizes, np.int64)
    states = np.where(sizes < 0, UNREAD, np.where(sizes == 0, ABSENT, MEASURED))
    everyone = np.ones((*sizes.shape[:-2], sizes.shape[-1]), bool)
    targets = everyone if targets is None else targets
    nodal = ~everyone if nodal is None else nodal
    found = target_responses(states, np.maximum(sizes, 0), targets, nodal)
    assert (found[..., 0] == 0).all()
    return words(found[..., 1:], RESPONSE)


def test_floating_point_would_get_both_thresholds_wrong():
    assert 0.7 * 90 < 63
    assert 30 / 25 - 1 < 0.2
    assert responses([row(0, "a", 90), row(30, "a", 63.0)]) == ["PR"]
    assert responses([row(0, "a", 25), row(30, "a", 30.0)]) == ["PD"]


def test_a_partial_response_begins_at_exactly_seventy_percent():
    baseline = 100 * np.arange(10, 201)
    for more, expected in ((-1, "PR"), (0, "PR"), (1, "SD")):
        sizes = np.stack([baseline, 70 * np.arange(10, 201) + more], axis=-1)
        assert set(judged(sizes[..., None])[:, 0]) == {expected}


def test_progression_begins_at_exactly_a_fifth_and_five_millimetres():
    nadir = np.arange(10, 201)
    threshold = np.maximum(120 * nadir, 100 * nadir + 500)
    for more, progressed in ((-1, False), (0, True), (1, True)):
        sizes = np.stack([np.full(191, 30_000), 100 * nadir, threshold + more], axis=-1)
        assert ((judged(sizes[..., None])[:, 1] == "PD") == progressed).all()


@given(st.integers(10, 200), st.integers(0, 4), st.integers(-1, 1))
def test_thresholds_hold_in_any_number_of_decimals(baseline, finer, more):
    exactly = Decimal(baseline) * Decimal("0.7") + more * Decimal(10) ** -(finer + 1)
    expected = "SD" if more > 0 else "PR"
    assert responses([row(0, "a", baseline), row(30, "a", str(exactly))]) == [expected]


def test_baseline_is_the_last_visit_up_to_day_zero():
    rows = [row(-20, "a", 100), row(-2, "a", 50), row(30, "a", 60)]
    assert visit_responses(rows) == [(30, "PD")]


def test_without_a_baseline_nothing_can_be_judged_but_a_new_lesion():
    assert visit_responses([row(30, "a", 50), row(60, "n", 12, "new"), row(60, "a", 50)]) == [
        (30, "NE"),
        (60, "PD"),
    ]
    assert visit_responses([]) == []


@pytest.mark.parametrize(("target", "other", "new", "expected"), [
    ("CR", "MISSING", False, "CR"), ("CR", "CR", False, "CR"), ("CR", "NON-CR/NON-PD", False, "PR"),
    ("CR", "NE", False, "PR"), ("NE", "CR", False, "NE"), ("PR", "CR", False, "PR"),
    ("PR", "NE", False, "PR"), ("SD", "NE", False, "SD"), ("SD", "NON-CR/NON-PD", False, "SD"),
    ("NE", "PD", False, "PD"), ("PD", "CR", False, "PD"), ("CR", "CR", True, "PD"),
    ("MISSING", "MISSING", False, "NE"), ("MISSING", "MISSING", True, "PD"), ("MISSING", "CR", False, "CR"),
    ("MISSING", "NE", False, "NE"), ("NE", "NE", True, "PD"),
])  # fmt: skip
def test_overall_response_by_the_published_table(target, other, new, expected):
    found = overall_responses(codes(target, RESPONSE), codes(other, RESPONSE), np.asarray(new))
    assert words(found, RESPONSE) == expected


@pytest.mark.parametrize(("bad", "told"), [
    ([row(0, "a", 50), row(0, "a", 40)], "two rows on day 0"),
    ([row(0, "a", "big")], "neither a number of mm"),
    ([row(0, "a", -3)], "negative"),
    ([row(0, "a", 50, "lymph")], "type 'lymph'"),
    ([row(0, "a", 50, nodal="maybe")], "nodal 'maybe'"),
    ([row(0, "a", 50, malignant="maybe")], "malignant 'maybe'"),
    ([row(0, "a", "PD")], "PD at baseline"),
    ([row(0, "a", 50), row(30, "a", "PD")], "target is measured in mm"),
    ([row(0, "a", 50), row(30, "b", 50)], "no row at baseline"),
    ([row(0, "a", 50), row(30, "a", 50, "new")], "was there at baseline"),
    ([row(0, "a", 50), row(0, "b", 50, "new")], "of type new at baseline"),
    ([row(0, "a", 50), {**row(30, "a", 50), "subject": "2"}], "one patient at a time"),
])  # fmt: skip
def test_rows_that_make_no_sense_are_refused(bad, told):
    with pytest.raises(ValueError, match=told):
        visit_responses(bad)


def test_sums_are_of_targets_that_were_all_measured():
    rows = [row(0, "a", 40), row(0, "b", 20.5), row(0, "f", 30, "nontarget")]
    rows += [row(30, "a", 10), row(30, "b", "TSTM"), row(30, "f", 30, "nontarget"), row(60, "a", 10)]
    assert assessed_visits(rows).sums == [Fraction(121, 2), 15, None]
    assert assessed_visits(rows, criteria="iRECIST").sums == [Fraction(121, 2), 15, None]
    without = [row(0, "f", "PRESENT", "nontarget"), row(30, "f", 30, "nontarget")]
    assert assessed_visits(without).sums == [None, None]


def test_non_target_disease_of_many_patients():
    """Rows: all there, one gone, one unread, one PD; none of the last patient's lesions is non-target."""
    there, gone, unread, worse = (STATE[word] for word in ("PRESENT", "ABSENT", "NE", "PD"))
    one = [[there, there, there], [gone, there, gone], [unread, gone, gone], [worse, unread, gone]]
    all_gone = [one[0], [gone] * 3, [gone] * 3, [there] * 3]
    states = np.array([one, all_gone, one], np.int8)
    others = np.array([[True] * 3, [True, True, False], [False] * 3])
    found = words(non_target_responses(states, others), RESPONSE)
    assert found.tolist() == [
        ["MISSING", "NON-CR/NON-PD", "NE", "PD"],
        ["MISSING", "CR", "CR", "NON-CR/NON-PD"],
        ["MISSING"] * 4,
    ]


def test_who_has_no_target_has_no_target_response():
    sizes = [[[4000], [2000]], [[4000], [2000]]]
    assert judged(sizes, targets=np.array([[True], [False]])).tolist() == [["PR"], ["MISSING"]]


def test_thresholds_of_simulated_sizes_are_in_hundredths_of_a_millimetre():
    """5 mm and 20 % above the nadir; 10 mm to be measurable, a node 15 mm."""
    assert grown(np.array([3000, 2999, 1900, 1899]), np.array([2500, 2500, 1400, 1400])).tolist() == [
        True, False, True, False,
    ]  # fmt: skip
    sizes, nodal = np.array([999, 1000, 1499, 1500]), np.array([False, False, True, True])
    assert measurable(sizes, nodal).tolist() == [False, True, False, True]
    assert measurable(sizes // 10, nodal, 10).tolist() == [False, True, False, True]


def test_unknown_criteria_are_refused():
    with pytest.raises(ValueError, match=r"neither 'RECIST 1\.1' nor 'iRECIST'"):
        visit_responses([], criteria="RECIST 1.0")


def test_a_lesion_listed_as_new_may_be_absent_at_baseline():
    rows = [row(0, "a", 50), row(0, "n", "ABSENT", "new"), row(30, "a", 50), row(30, "n", 12, "new")]
    assert responses(rows) == ["PD"]


def some_sizes(visits, lesions):
    """Sizes of many patients in 0.01 mm, whole mm, -1 unmeasured; the baseline complete and measurable."""
    size = st.one_of(st.just(-1), st.just(0), st.integers(0, 40).map(lambda mm: 100 * mm))
    later = st.lists(st.lists(size, min_size=lesions, max_size=lesions), min_size=visits, max_size=visits)
    first = st.lists(st.integers(10, 40).map(lambda mm: 100 * mm), min_size=lesions, max_size=lesions)
    patient = st.builds(lambda first, later: [first, *later], first, later)
    return st.lists(patient, min_size=1, max_size=5)


FLAGS = st.lists(st.booleans(), min_size=3, max_size=3)


@settings(max_examples=60, deadline=None)
@given(some_sizes(5, 3), FLAGS)
def test_targets_agree_with_a_second_implementation(patients, nodal):
    found = judged(patients, nodal=np.broadcast_to(nodal, (len(patients), 3)))
    for sizes, words_found in zip(patients, found.tolist(), strict=True):
        assert words_found == plainly(sizes, nodal)


def plainly(sizes, nodal):
    """The rules once more, in decimal percentages and with the nadir looked up anew at every visit."""
    baseline, *visits = [[None if mm < 0 else Decimal(mm) / 100 for mm in visit] for visit in sizes]
    result = []
    for place, visit in enumerate(visits):
        known = [mm for mm in visit if mm is not None]
        complete = [sum(earlier) for earlier in visits[:place] if None not in earlier]
        nadir = min([sum(baseline), *complete])
        normal = all(mm < 10 if n else mm == 0 for mm, n in zip(visit, nodal, strict=True) if mm is not None)
        grown = sum(known) >= nadir + 5 and sum(known) >= nadir * Decimal("1.2")
        progressed = grown and not normal
        back = "CR" in result and any(mm for mm, node in zip(visit, nodal, strict=True) if mm and not node)
        gone = None not in visit and normal
        change = sum(known) / sum(baseline) - 1
        result.append("CR" if gone else "PD" if progressed or back else "NE" if len(known) < 3
                      else "PR" if change <= Decimal("-0.3") else "SD")  # fmt: skip
    return result


@settings(max_examples=30, deadline=None)
@given(some_sizes(5, 3), FLAGS, st.permutations(range(3)), st.randoms(use_true_random=False))
def test_the_order_of_patients_and_lesions_changes_nothing(patients, nodal, lesions, chance):
    nodes = np.broadcast_to(nodal, (len(patients), 3))
    together = judged(patients, nodal=nodes)
    order = chance.sample(range(len(patients)), len(patients))
    other_way = judged(np.array(patients)[order][..., lesions], nodal=nodes[..., lesions])
    assert (other_way == together[order]).all()


@settings(max_examples=30, deadline=None)
@given(some_sizes(5, 3), FLAGS)
def test_many_patients_are_judged_as_one_by_one(patients, nodal):
    together = judged(patients, nodal=np.broadcast_to(nodal, (len(patients), 3)))
    for sizes, expected in zip(patients, together.tolist(), strict=True):
        kind = ["yes" if node else "no" for node in nodal]
        rows = [
            row(30 * visit, place, "NE" if size < 0 else size / 100, nodal=kind[place])
            for visit, lesions in enumerate(sizes)
            for place, size in enumerate(lesions)
        ]
        assume(all(size >= 1500 or not node for size, node in zip(sizes[0], nodal, strict=True)))
        assert responses(rows) == expected
        assert responses(rows[::-1]) == expected


@settings(max_examples=40, deadline=None)
@given(some_sizes(4, 2), st.integers(0, 60))
def test_a_progression_at_the_end_never_improves_the_best_response(patients, since):
    for sizes in patients:
        rows = [
            row(30 * visit, place, "NE" if size < 0 else size / 100)
            for visit, lesions in enumerate(sizes)
            for place, size in enumerate(lesions)
        ]
        worse = [*rows, row(150, 0, 500), row(150, 1, 500)]
        before, after = (
            best_overall_response(
                *zip(*visit_responses(found), strict=True), stable_disease_from=since
            ).response
            for found in (rows, worse)
        )
        assert after == (before if before not in ("NE", "ND") else "PD")


@given(st.lists(st.integers(25, 90), min_size=1, max_size=6), st.integers(25, 90), st.integers(2, 9))
def test_where_a_fifth_is_five_millimetres_scale_changes_nothing(later, baseline, factor):
    sizes = 100 * np.array([baseline, *later])[:, None]
    assert judged(sizes).tolist() == judged(factor * sizes).tolist()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(5, 25), st.integers(0, 3), st.booleans()), max_size=9))
def test_targets_are_the_largest_within_both_limits(lesions):
    chosen: list[int] = []
    for place in sorted(range(len(lesions)), key=lambda place: -lesions[place][0]):
        organ = lesions[place][1]
        crowded = organ > 0 and sum(lesions[other][1] == organ for other in chosen) == 2
        if lesions[place][2] and len(chosen) < 5 and not crowded:
            chosen.append(place)
    size, organ, eligible = (np.array([lesion[part] for lesion in lesions], int) for part in range(3))
    found = choose_targets(size, eligible.astype(bool), organ)
    assert np.flatnonzero(found).tolist() == sorted(chosen)


def test_targets_of_many_patients_are_chosen_one_by_one():
    """Two of an organ; what is not eligible; ties and six lesions of unknown organs; nothing eligible."""
    size = np.array([[30, 40, 20, 50, 10, 10], [10, 20, 30, 40, 50, 60], [20, 20, 20, 20, 20, 20], [9] * 6])
    eligible = np.array([[True] * 6, [True, True, True, False, True, False], [True] * 6, [False] * 6])
    organs = np.array([[1, 1, 1, 2, 2, 2], [3, 3, 3, 3, 1, 3], [0] * 6, [1] * 6])
    found = choose_targets(size, eligible, organs)
    assert ["".join("01"[int(flag)] for flag in row) for row in found] == [
        "110110", "011010", "111110", "000000",
    ]  # fmt: skip
    ties = choose_targets(np.array([20, 30] * 40), np.ones(80, bool), np.zeros(80, int))
    assert np.flatnonzero(ties).tolist() == [1, 3, 5, 7, 9]
