"""Adverse events of patients whose records are written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import AE_TERMS, MECHANISM, words
from cartsim.trial.events import TERMS, adverse_events
from tests.trial.records_by_hand import NAN, OPEN, records_of, visits_of

CRS, ICANS, LUNG, HYPOXIA = "Cytokine release syndrome", "ICANS", "Pneumonitis", "Hypoxia outside CRS"
NEUTROPHILS = "Neutrophil count decreased"
QUIET = 1.0


def events_of(*patients, known=None):
    """Events of patients of one arm, their records and what else is known of them."""
    return adverse_events(visits_of(*(known or [{}] * len(patients))), records_of(*patients), QUIET)


def cell(found, patient, term):
    """Grade, onset, end, first day at each grade, mechanism, serious and spells of one event."""
    place = (0, patient, TERMS.index(term))
    related = words(found.related[place], MECHANISM).item()
    times = float(found.onset[place]), float(found.end[place]), found.onset_at[place].tolist()
    return int(found.grade[place]), *times, related, int(found.serious[place]), int(found.spells[place])


def same(found, expected):
    """Equal, where NaN is NaN."""
    for one, other in zip(found, expected, strict=True):
        assert one == pytest.approx(other, nan_ok=True)


def test_an_event_counts_once_at_its_worst_grade():
    fever = [("Fever", 1, 2, 3), ("Fever", 3, 3, 4), ("Fever", 2, 4, 5), ("Fever", 2, 8, 9)]
    found = events_of([], [*fever, (CRS, 2, 6, 7)], [("Fever", 2, 1, 2)])
    same(cell(found, 1, "Fever"), (3, 2, 9, [2, 3, 3, NAN, NAN], "CAR-T", 0, 2))
    same(cell(found, 1, CRS), (2, 6, 7, [6, 6, NAN, NAN, NAN], "CAR-T", 0, 1))
    same(cell(found, 2, "Fever"), (2, 1, 2, [1, 1, NAN, NAN, NAN], "CAR-T", 0, 1))
    same(cell(found, 0, "Fever"), (0, NAN, NAN, [NAN] * 5, "none", 0, 0))
    assert found.terms == AE_TERMS[1:]
    assert (found.grade > 0).sum() == 3
    assert found.spells.sum() == 4
    assert [found.grade.dtype, found.related.dtype, found.serious.dtype] == [np.int8] * 3


def test_what_has_not_ended_has_no_end():
    found = events_of([("Ascites", 1, 2, 3), ("Ascites", 1, 9, OPEN)])
    same(cell(found, 0, "Ascites"), (1, 2, NAN, [2, NAN, NAN, NAN, NAN], "CAR-T", 0, 2))


def test_what_threatens_life_is_serious_and_a_blood_count_is_not():
    found = events_of(
        [(ICANS, 3, 2, 3), (NEUTROPHILS, 4, 3, 4), (LUNG, 4, 5, 6)], [(ICANS, 2, 2, 3), (LUNG, 3, 5, 6)]
    )
    same(cell(found, 0, ICANS), (3, 2, 3, [2, 2, 2, NAN, NAN], "CAR-T", 1, 1))
    assert [cell(found, 0, term)[5] for term in (NEUTROPHILS, LUNG)] == [0, 1]
    assert [cell(found, 1, term)[5] for term in (ICANS, LUNG)] == [0, 0]


def test_crs_that_comes_back_within_the_quiet_time_is_one_event_and_fever_two():
    gap = [(2, 4, 5), (1, 5.5, 6)]
    found = events_of([(term, *times) for term in (CRS, "Fever") for times in gap])
    assert [cell(found, 0, term)[6] for term in (CRS, "Fever")] == [1, 2]


@pytest.mark.parametrize(
    ("term", "early", "late"),
    [
        (HYPOXIA, "CAR-T", "disease"),
        ("Pleural effusion", "CAR-T", "disease"),
        ("Ascites", "CAR-T", "disease"),
        ("Fever", "CAR-T", "CAR-T"),
        (LUNG, "CAR-T", "CAR-T"),
        (NEUTROPHILS, "CAR-T", "CAR-T"),
        (f"{NEUTROPHILS} (lymphodepletion)", "lymphodepletion", "lymphodepletion"),
    ],
)
def test_each_event_is_attributed(term, early, late):
    """Fluid and oxygen need that begin after day 28 belong to the disease."""
    found = events_of([(term, 2, 28, 30)], [(term, 2, 28.25, 30)])
    assert [cell(found, patient, term)[4] for patient in (0, 1)] == [early, late]
    assert found.related[0, 0].astype(bool).sum() == 1


DIED = {"death": 12.0, "cause": "CAR-T", "last": 12.0}


def test_a_toxic_death_of_injured_lungs_is_pneumonitis_of_grade_5():
    found = events_of([(LUNG, 4, 8, OPEN), (CRS, 3, 5, 7)], known=[DIED])
    same(cell(found, 0, LUNG), (5, 8, 12, [8, 8, 8, 8, 12], "CAR-T", 1, 1))
    same(cell(found, 0, CRS), (3, 5, 7, [5, 5, 5, NAN, NAN], "CAR-T", 1, 1))


def test_any_other_toxic_death_is_crs_of_grade_5():
    known = [DIED, DIED, DIED | {"cause": "disease"}, {}]
    found = events_of(
        [(LUNG, 3, 8, 11)],
        [(CRS, 2, 4, 5), (CRS, 4, 9, OPEN)],
        [(CRS, 4, 9, OPEN)],
        [(LUNG, 4, 8, 9)],
        known=known,
    )
    same(cell(found, 0, CRS), (5, 12, 12, [12] * 5, "CAR-T", 1, 1))
    same(cell(found, 0, LUNG), (3, 8, 11, [8, 8, 8, NAN, NAN], "CAR-T", 0, 1))
    same(cell(found, 1, CRS), (5, 4, 12, [4, 4, 9, 9, 12], "CAR-T", 1, 2))
    same(cell(found, 2, CRS), (4, 9, NAN, [9, 9, 9, 9, NAN], "CAR-T", 1, 1))
    same(cell(found, 3, LUNG), (4, 8, 9, [8, 8, 8, 8, NAN], "CAR-T", 1, 1))
    assert cell(found, 3, CRS)[0] == 0


def test_arms_keep_their_places():
    """Two arms of three: the last patient of the second has the only event, a toxic death is in the first."""
    records = records_of([], [], [], [], [], [(ICANS, 2, 3, 4)], shape=(2, 3))
    one, two = visits_of({}, DIED, {}), visits_of({}, {}, {})
    visits = one.map(lambda part: part).isel(arm=[0, 0]).copy(deep=True)
    for name in visits.data_vars:
        visits[name].values[1] = two[name].values[0]
    found = adverse_events(visits, records, QUIET)
    there = np.argwhere(found.grade).tolist()
    assert there == [[0, 1, TERMS.index(CRS)], [1, 2, TERMS.index(ICANS)]]
    assert np.argwhere(found.spells).tolist() == there
    assert np.argwhere(np.isfinite(found.end)).tolist() == there


def test_without_records_there_is_no_event():
    found = events_of([], [])
    assert not found.grade.any()
    assert not found.related.any()
    assert np.isnan(found.onset_at).all()
    assert np.isnan(found.end).all()
