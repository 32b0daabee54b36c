"""Graded records against a plain reading of the same grades, moment by moment."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.datasets import AE_TERMS
from cartsim.trial.records import (
    chains,
    first_lasting,
    held,
    present,
    read_records,
    same_width,
    treatment_emergent,
    write_records,
)
from cartsim.trial.syndromes import summarise
from tests.trial.records_by_hand import NAN, OPEN, records_of

STEP = 0.25
FEW = 24
GRADES = st.lists(st.integers(0, 4), min_size=FEW, max_size=FEW)


def written(rows, last=None, term="Fever", step=STEP):
    """Records of grades (patient, time) of one arm, and the times."""
    grades = np.array([rows], np.int8)
    time = np.arange(grades.shape[-1]) * step
    seen = np.full(grades.shape[:2], time[-1]) if last is None else np.array([last], float)
    return read_records(xr.Dataset(write_records(time, {term: grades}, seen))), time, seen


def test_a_record_ends_when_the_grade_is_no_longer_there():
    records, _, _ = written([[0, 2, 2, 3, 0, 1], [1, 0, 0, 0, 0, 0]], step=1.0)
    assert records.row.tolist() == [0, 0, 0, 1]
    assert records.grade.tolist() == [2, 3, 1, 1]
    assert records.start.tolist() == [1, 3, 5, 0]
    assert records.end[:2].tolist() == [3, 4]
    assert np.isnan(records.end[2])
    assert records.end[3] == 1


def test_nothing_is_written_after_the_last_day_seen():
    records, _, _ = written([[0, 1, 1, 1, 2, 2]], last=[3.0], step=1.0)
    assert records.grade.tolist() == [1]
    assert np.isnan(records.end[0])


def test_records_are_sorted_by_term_then_start_and_padded():
    time, last = np.arange(4.0), np.array([[3.0, 3.0]])
    graded = {
        "Ascites": np.array([[[0, 1, 0, 0], [0, 0, 0, 0]]], np.int8),
        "Fever": np.array([[[0, 0, 2, 1], [0, 0, 0, 0]]], np.int8),
    }
    found = write_records(time, graded, last)
    fever, ascites = AE_TERMS.index("Fever"), AE_TERMS.index("Ascites")
    assert found["ae_record_term"][1][0].tolist() == [[fever, fever, ascites], [0, 0, 0]]
    assert found["ae_record_start"][1][0, 0].tolist() == [2.0, 3.0, 1.0]
    assert np.isnan(found["ae_record_end"][1][0, 1]).all()


def test_without_any_event_there_is_one_empty_slot():
    records, _, _ = written([[0, 0, 0]])
    assert records.row.size == 0
    assert [places.size for places in chains(records)] == [0, 0]
    assert np.isnan(first_lasting(records, 0.0, np.array([[9.0]]))).all()
    found = summarise(records, np.array([0.0]), np.array([[9.0]]))
    assert (found.grade[0, 0], found.seen[0, 0], found.episodes[0, 0]) == (0, 0, 0)
    assert np.isnan([found.onset[0, 0], found.end[0, 0]]).all()


def plain_first_lasting(grades, at_least, longer_than):
    """Walk through the moments: a stretch lasts to the next moment, or to the last seen."""
    start = None
    for place, grade in enumerate([*grades, 0]):
        if grade >= at_least and start is None:
            start = place
        if grade < at_least and start is not None:
            until = min(place, len(grades) - 1) * STEP
            if until - start * STEP > longer_than:
                return start * STEP
            start = None
    return None


@settings(max_examples=40, deadline=None)
@given(st.lists(GRADES, min_size=1, max_size=4), st.integers(1, 4), st.sampled_from([-1.0, 0.25, 1.0, 2.5]))
def test_the_first_lasting_event_is_that_of_a_plain_walk(rows, grade, longer_than):
    records, _, last = written(rows)
    found = first_lasting(records.of("Fever", grade), longer_than, last)[0]
    expected = [plain_first_lasting(row, grade, longer_than) for row in rows]
    assert [None if np.isnan(day) else day for day in found] == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(GRADES, min_size=1, max_size=4), st.integers(0, FEW - 1), st.integers(1, 4))
def test_what_is_present_on_a_day_is_its_grade(rows, place, grade):
    records, time, last = written(rows)
    found = present(records.of("Fever", grade), time[place], last)[0]
    assert found.tolist() == [row[place] >= grade for row in rows]


def plain_episodes(grades, quiet):
    """Signs with less than `quiet` days of none between them are one episode."""
    count, free_since = 0, None
    for place, grade in enumerate(grades):
        if grade and (count == 0 or (free_since is not None and (place - free_since) * STEP >= quiet)):
            count += 1
        if grade:
            free_since = None
        elif free_since is None:
            free_since = place
    return count


@settings(max_examples=40, deadline=None)
@given(st.lists(GRADES, min_size=1, max_size=4), st.sampled_from([0.25, 1.0, 2.0]))
def test_a_syndrome_is_summed_up_as_a_plain_walk_does(rows, quiet):
    records, time, last = written(rows)
    found = summarise(records, time[::7], last, quiet)
    assert found.grade[0].tolist() == [max(row) for row in rows]
    assert found.seen[0].tolist() == [max(row[::7]) for row in rows]
    assert found.episodes[0].tolist() == [plain_episodes(row, quiet) for row in rows]
    for row, onset, end in zip(rows, found.onset[0], found.end[0], strict=True):
        signs = np.flatnonzero(row)
        if not signs.size:
            assert np.isnan([onset, end]).all()
            continue
        assert (onset, end) == (time[signs[0]], time[min(signs[-1] + 1, FEW - 1)])


def test_an_episode_ends_after_a_day_without_signs():
    rows = [[1, 1, 0, 0, 0, 0, 2, 0], [1, 1, 0, 0, 0, 2, 0, 0]]
    records, _, last = written(rows)
    assert summarise(records, np.array([0.0]), last).episodes[0].tolist() == [2, 1]
    assert summarise(records, np.array([0.0]), last, quiet=2.0).episodes[0].tolist() == [1, 1]


def test_the_safety_visits_see_less_than_the_monitor():
    records, _, last = written([[0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0], [0] * 11], step=0.5)
    found = summarise(records, np.array([0.0, 1, 3, 7]), last)
    assert found.grade.tolist() == [[3, 0]]
    assert found.seen.tolist() == [[1, 0]]
    assert (found.onset[0, 0], found.end[0, 0], found.episodes[0, 0]) == (2.5, 3.5, 1)


def test_an_event_before_the_infusion_is_not_treatment_emergent_but_its_worsening_is():
    time, last = np.arange(-3.0, 3.0), np.array([[2.0]])
    rows = np.array([[[0, 1, 1, 1, 2, 0]]], np.int8)
    for term, starts in (("Fever", [1.0]), ("Platelet count decreased (lymphodepletion)", [-2.0, 1.0])):
        records = read_records(xr.Dataset(write_records(time, {term: rows}, last)))
        assert treatment_emergent(records).start.tolist() == starts


def test_batches_of_different_width_are_joined():
    grades = [np.array([[row]], np.int8) for row in ([0, 1, 0, 1], [0, 0, 0, 0])]
    wide, narrow = (
        xr.Dataset(write_records(np.arange(4.0), {"Fever": rows}, np.array([[3.0]]))) for rows in grades
    )
    joined = xr.concat(same_width([wide, narrow]), dim="patient")
    assert joined.sizes["ae_record"] == 2
    assert joined["ae_record_term"].dtype == np.int8
    assert joined["ae_record_start"].dtype == np.float32
    assert read_records(joined).row.tolist() == [0, 0]
    assert same_width([narrow], 5)[0].sizes["ae_record"] == 5
    assert same_width([wide])[0] is wide


@pytest.mark.parametrize("last", [[0.5], [1.0]])
def test_what_began_on_the_last_day_is_kept(last):
    records, _, _ = written([[0, 0, 1]], last=last)
    assert records.row.size == 1


def test_held_counts_the_patients_of_each_arm_at_a_grade():
    """Of arm 1, one has grade 1 on days 3 and 4, the other on day 1 and from day 4 to the last seen, 6."""
    records = records_of(
        [("Fever", 1, 3, 5), ("Fever", 2, 5, 6)],
        [("Fever", 1, 1, 2), ("Fever", 1, 4, OPEN)],
        [("Fever", 1, 0, 1)],
        [("Fever", 3, 0, OPEN)],
        shape=(2, 2),
    )
    last, days = np.array([[9.0, 6.0], [2.0, 2.0]]), np.arange(8.0)
    assert held(records, 1, days, last).tolist() == [[0, 1, 0, 1, 2, 1, 1, 0], [1, *[0] * 7]]
    assert held(records, 2, days, last).tolist() == [[0] * 5 + [1, 0, 0], [0] * 8]
    assert held(records, 3, days, last).tolist() == [[0] * 8, [1, 1, 1, *[0] * 5]]
    assert held(records._replace(shape=(1, 4)), 1, days, last).tolist() == [[1, 1, 0, 1, 2, 1, 1, 0]]


def test_what_is_open_is_present_to_the_last_day_seen_and_what_ended_is_not():
    records = records_of([("Fever", 1, 2, 4)], [("Fever", 1, 2, OPEN)], [], [("Fever", 1, 2, OPEN)])
    last = np.array([[9.0, 5.0, 9.0, 4.0]])
    for day, expected in (
        (1.75, [False] * 4), (2, [True, True, False, True]), (3.75, [True, True, False, True]),
        (4, [False, True, False, True]), (5, [False, True, False, False]), (6, [False] * 4),
    ):  # fmt: skip
        assert present(records, day, last)[0].tolist() == expected, day
    assert present(records, 4, last).dtype == bool


def test_another_term_or_patient_is_another_event():
    one = records_of([("Fever", 1, 1, 2), ("Ascites", 1, 2, 3)])
    two = records_of([("Fever", 1, 1, 2)], [("Fever", 1, 2, 3)])
    for records in (one, two):
        assert [places.tolist() for places in chains(records)] == [[0, 1], [0, 1]]
    records = records_of([("Fever", 1, 0, 1), ("Ascites", 1, 3, 4), ("Ascites", 2, 4, 5)])
    assert [places.tolist() for places in chains(records)] == [[0, 1], [0, 2]]
    assert records.of("Ascites").start.tolist() == [3, 4]
    records = records_of([("Fever", 1, 1, 2), ("Fever", 2, 2, 3), ("Fever", 1, 4, 5)])
    assert [places.tolist() for places in chains(records)] == [[0, 2], [1, 2]]


def test_the_first_that_lasts_longer_in_each_arm_and_patient():
    records = records_of(
        [("Fever", 1, 1, 4), ("Fever", 2, 6, 9), ("Fever", 1, 9, 12), ("Fever", 1, 20, 40)],
        [],
        [("Fever", 1, 3, OPEN)],
        [("Fever", 1, 1, 2), ("Fever", 1, 30, OPEN)],
        shape=(2, 2),
    )
    last = np.array([[99.0, 99.0], [8.0, 36.0]])
    expected = {2.75: [1, NAN, 3, 30], 3: [6, NAN, 3, 30], 5: [6, NAN, NAN, 30], 6: [20, NAN, NAN, NAN]}
    for longer, days in expected.items():
        np.testing.assert_array_equal(first_lasting(records, longer, last).ravel(), days)


def test_written_records_are_small_and_keep_arms_apart():
    rows = np.zeros((2, 3, 4), np.int8)
    rows[1, 2] = [0, 2, 0, 1]
    rows[0, 1] = [3, 3, 0, 0]
    found = xr.Dataset(write_records(np.arange(4.0), {"Fever": rows}, np.full((2, 3), 3.0)))
    assert [found[f"ae_record_{name}"].dtype for name in ("term", "grade", "start", "end")] == [
        np.int8, np.int8, np.float32, np.float32]  # fmt: skip
    assert found["ae_record_grade"].dims == ("arm", "patient", "ae_record")
    assert found["ae_record_grade"].values[1, 2].tolist() == [2, 1]
    assert (found["ae_record_grade"].values != 0).sum() == 3
    for visits in (found, found.transpose("ae_record", "patient", "arm")):
        records = read_records(visits)
        assert records.row.tolist() == [1, 5, 5]
        assert records.start.tolist() == [0, 1, 3]
        np.testing.assert_array_equal(records.end, [2, 2, NAN])
        assert records.shape == (2, 3)
        assert records.start.dtype == records.end.dtype == float


def test_a_stretch_that_is_over_on_the_last_day_has_its_end():
    assert written([[0, 1, 0, 0]], last=[2.0], step=1.0)[0].end.tolist() == [2.0]
    np.testing.assert_array_equal(written([[0, 1, 0, 0]], last=[1.75], step=1.0)[0].end, [NAN])


def test_what_begins_with_the_infusion_is_treatment_emergent():
    before, with_it, after = (("Ascites", 1, day, 9) for day in (-0.25, 0, 0.25))
    chemotherapy = ("Platelet count decreased (lymphodepletion)", 1, -0.25, 9)
    found = treatment_emergent(records_of([before], [with_it], [after], [chemotherapy]))
    assert found.row.tolist() == [1, 2, 3]
    assert found.grade.tolist() == [1, 1, 1]


def test_joining_changes_neither_a_single_batch_nor_what_is_said_of_it():
    one = xr.Dataset(
        write_records(np.arange(2.0), {"Fever": np.array([[[0, 1]]], np.int8)}, np.array([[1.0]]))
    )
    one["ae_record_grade"].attrs["units"] = "1"
    assert same_width([one])[0].sizes["ae_record"] == 1
    wider = same_width([one], 3)[0]
    assert wider["ae_record_grade"].attrs == {"units": "1"}
    assert wider["ae_record_term"].values[0, 0].tolist()[1:] == [0, 0]
    assert wider["ae_record_grade"].values[0, 0].tolist() == [1, 0, 0]
    assert np.isnan(wider["ae_record_start"].values[0, 0, 1:]).all()


def test_a_syndrome_in_each_arm_and_patient():
    records = records_of(
        [("Fever", 2, 3, 4), ("Fever", 1, 4.75, 5), ("Fever", 3, 6, 7)],
        [],
        [("Fever", 1, 3, OPEN)],
        [("Fever", 4, 9, OPEN)],
        shape=(2, 2),
    )
    last = np.array([[9.0, 9.0], [5.0, 12.0]])
    found = summarise(records, np.array([12.0, 5.0, 4.0, 3.5]), last)
    assert found.grade.tolist() == [[3, 0], [1, 4]]
    assert found.seen.tolist() == [[2, 0], [1, 4]]
    assert found.episodes.tolist() == [[2, 0], [1, 1]]
    np.testing.assert_array_equal(found.onset, [[3, NAN], [3, 9]])
    np.testing.assert_array_equal(found.end, [[7, NAN], [5, 12]])
    assert [found.grade.dtype, found.seen.dtype, found.episodes.dtype] == [np.int8] * 3


@pytest.mark.parametrize(("day", "seen"), [(2.75, 0), (3, 2), (3.75, 2), (4, 0)])
def test_a_visit_sees_what_is_there_from_its_start_to_before_its_end(day, seen):
    records = records_of([("Fever", 2, 3, 4)])
    assert summarise(records, np.array([day]), np.array([[9.0]])).seen.tolist() == [[seen]]


@pytest.mark.parametrize(("day", "seen"), [(5, 2), (5.25, 0)])
def test_what_has_not_ended_is_seen_on_the_last_day(day, seen):
    records = records_of([("Fever", 2, 3, OPEN)])
    assert summarise(records, np.array([day]), np.array([[5.0]])).seen.tolist() == [[seen]]


def test_the_next_patient_is_another_episode():
    records = records_of([("Fever", 1, 3, 4)], [("Fever", 1, 4.25, 5), ("Fever", 1, 5.5, OPEN)])
    assert summarise(records, np.array([0.0]), np.full((1, 2), 9.0)).episodes.tolist() == [[1, 1]]


def test_the_first_patient_need_not_have_any():
    records = records_of([], [("Fever", 1, 3, 4)])
    found = summarise(records, np.array([3.0]), np.full((1, 2), 9.0))
    assert found.grade.tolist() == found.seen.tolist() == found.episodes.tolist() == [[0, 1]]
    nobody = summarise(records_of([], []), np.array([3.0]), np.full((1, 2), 9.0))
    assert [nobody.grade.dtype, nobody.seen.dtype] == [np.int8] * 2
