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
    present,
    read_records,
    same_width,
    treatment_emergent,
    write_records,
)
from cartsim.trial.syndromes import summarise

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
