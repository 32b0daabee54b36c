"""Toxicity of patients whose every event is known: ICANS, late events, laboratory, versions, incidence."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import AE_TERMS, DLT_REASON, LABORATORY, words
from cartsim.trial import assess, observe
from cartsim.trial.events import TERMS, AdverseEvents, is_serious
from cartsim.trial.incidence import ends_of, incidence
from cartsim.trial.survival import aalen_johansen
from tests.trial.synthetic_course import make_course, make_scenario, put


def assessed(edit, *sets, patients=1):
    course = make_course(patients)
    edit(course)
    scenario = make_scenario(*sets)
    return assess(observe(course, scenario), scenario).isel(arm=0)


def confused(course, score, since, until, patient=0):
    put(course, "ice_score", patient, score, since=since, until=until)


def test_icans_has_grade_onset_end_and_episodes():
    def edit(course):
        confused(course, 6.4, 4, 6)
        confused(course, 2.4, 5, 5.25)
        confused(course, 8.0, 9, 9)
        put(course, "neuro_severity", 1, 3.0, since=3, until=4)

    found = assessed(edit, patients=3)
    assert found["icans_grade"].values.tolist() == [3, 4, 0]
    assert found["icans_onset"].values[:2].tolist() == [4.0, 3.0]
    assert found["icans_end"].values[:2].tolist() == [9.25, 4.25]
    assert found["icans_episodes"].values.tolist() == [2, 1, 0]
    assert found["icans_grade_seen"].values.tolist() == [3, 4, 0]
    assert found["icans_share"].values.tolist() == pytest.approx([1 / 3, 0, 0, 1 / 3, 1 / 3, 0])
    assert float(found["severe_icans_rate"]) == pytest.approx(2 / 3)
    event = found.sel(event_term="ICANS")
    assert event["ae_grade"].values.tolist() == [3, 4, 0]
    assert event["ae_onset_severe"].values[0] == 5.0


SERIOUS = {
    "Cytokine release syndrome": 3,
    "ICANS": 3,
    "Fever": 4,
    "Local CRS": 4,
    "Pneumonitis": 4,
    "Ejection fraction decreased": 4,
    "Hypoxia outside CRS": 4,
    "Pleural effusion": 4,
    "Ascites": 4,
}
"""First grade at which each event is serious; the other terms, all blood counts, only by death."""


@pytest.mark.parametrize("term", TERMS)
def test_seriousness_depends_on_the_kind_of_event(term):
    first = SERIOUS.get(term, 5)
    found = is_serious(np.full(6, AE_TERMS.index(term)), np.arange(6))
    assert found.tolist() == [grade >= first for grade in range(6)]


def test_cytopenia_is_not_serious_and_severe_crs_is():
    def edit(course):
        put(course, "anc", 0, 0.1, since=2, until=40)
        put(course, "mean_arterial_pressure", 0, 52.0, since=3, until=4)
        put(course, "mean_arterial_pressure", 1, 60.0, since=3, until=4)
        for patient in (0, 1):
            put(course, "temperature", patient, 38.5, since=3, until=4)

    found = assessed(edit, patients=2)["ae_serious"]
    assert [np.flatnonzero(row).tolist() for row in found.values] == [[0], []]
    assert found["event_term"].values[0] == "Cytokine release syndrome"


QUIET = [((), 1, 1), (("trial.crs_quiet=12 hours",), 2, 2), (("trial.crs_quiet=13 hours",), 1, 1)]


@pytest.mark.parametrize(("sets", "episodes", "events"), QUIET)
def test_events_of_crs_are_its_episodes_and_fever_is_not_joined(sets, episodes, events):
    """CRS and ICANS on [3.25, 5) and [5.5, 13.75): half a day without a sign."""

    def edit(course):
        for name, value in (("ice_score", 8.0), ("temperature", 38.5)):
            put(course, name, 0, value, since=3.25, until=4.75)
            put(course, name, 0, value, since=5.5, until=13.5)

    found = assessed(edit, *sets).isel(patient=0)
    assert (int(found["crs_episodes"]), int(found["icans_episodes"])) == (episodes, episodes)
    rates = found["ae_rate"].sel(event_term=["Cytokine release syndrome", "ICANS", "Fever"]).values
    assert rates * 372 / 365.25 == pytest.approx([events, events, 2])


DLT_BY = [
    # ICE, days, settings -> day of the DLT or None
    (2.0, (5, 7.75), (), None),
    (2.0, (5, 8.0), (), 5.0),
    (3.0, (5, 20.0), (), None),
    (3.0, (5, 20.0), ("trial.dlt.icans_grade=2",), 5.0),
    (2.0, (5, 7.75), ("trial.dlt.icans_resolves=2 days",), 5.0),
    (2.0, (28, 40), (), 28.0),
    (2.0, (28.5, 40), (), None),
]


@pytest.mark.parametrize(("score", "days", "sets", "expected"), DLT_BY)
def test_icans_is_dose_limiting_beyond_three_days(score, days, sets, expected):
    found = assessed(lambda course: confused(course, score, *days), *sets)
    day = float(found["dlt_day"].values[0])
    assert (None if np.isnan(day) else day) == expected
    if expected:
        assert words(found["dlt_reason"].values[0], DLT_REASON).item() == "ICANS"


LATE = [
    (lambda c: put(c, "lung_injury", 0, 0.03, since=60, until=62), ("pneumonitis", 60.0)),
    (lambda c: put(c, "heart_injury", 0, 0.15, since=100, until=102), ("ejection fraction", 100.0)),
    (lambda c: put(c, "anc", 0, 0.4, since=50, until=63), ("none", None)),
    (lambda c: put(c, "anc", 0, 0.4, since=50, until=65), ("haematological", 50.0)),
    (lambda c: put(c, "platelets", 0, 20.0, since=200, until=230), ("haematological", 200.0)),
    (lambda c: put(c, "oxygen_need", 0, 10.0, since=60, until=90), ("none", None)),
    (lambda c: confused(c, 1.0, 40, 50), ("ICANS", 40.0)),
    (lambda c: put(c, "lung_injury", 0, 0.03, since=366, until=368), ("none", None)),
]


@pytest.mark.parametrize(("edit", "expected"), LATE)
def test_late_events_are_told_apart_from_the_window(edit, expected):
    found = assessed(edit)
    assert words(found["dlt"].values[0], ("none", "dlt", "not evaluable")).item() == "none"
    assert words(found["late_dlt_reason"].values[0], DLT_REASON).item() == expected[0]
    day = float(found["late_dlt_day"].values[0])
    assert (None if np.isnan(day) else day) == expected[1]
    assert int(found["late_dlt"].values[0]) == (expected[1] is not None)
    assert float(found["late_dlt_rate"]) == (expected[1] is not None)


def test_whoever_had_one_in_the_window_is_not_late():
    def edit(course):
        put(course, "lung_injury", 0, 0.03, since=10, until=11)
        put(course, "lung_injury", 0, 0.03, since=60, until=62)

    found = assessed(edit, "trial.dlt.late_until=300 days")
    assert found["dlt"].values.tolist() == [1]
    assert found["late_dlt"].values.tolist() == [0]
    assert np.isnan(found["late_dlt_day"].values[0])
    counts = found["dlt_reason_count"].to_series()
    assert counts[counts > 0].to_dict() == {"pneumonitis": 1}


def test_who_is_not_evaluable_is_listed_by_reason():
    course = make_course(5)
    course["given_dose"].values[0] = [0.79e8, 0.8e8, 0.0, 1e8, 1e8]
    course["status"].values[0, 3] = 1
    scenario = make_scenario()
    found = assess(observe(course, scenario), scenario).isel(arm=0)
    counts = found["dlt_reason_count"].to_series()
    assert counts[counts > 0].to_dict() == {"none": 2, "under-dosed": 2, "failed solve": 1}
    assert float(found["flow"].sel(flow_step="DLT-evaluable")) == 2


def test_the_version_of_ctcae_moves_the_grades():
    def edit(course):
        put(course, "anc", 0, 0.3, since=40, until=45)
        put(course, "platelets", 0, 20.0, since=40, until=45)
        put(course, "heart_injury", 0, 0.6, since=50, until=52)  # 60 % falls to 12 %

    terms = ["Neutrophil count decreased", "Platelet count decreased", "Ejection fraction decreased"]
    for version, grades in (("5.0", [4, 4, 4]), ("6.0", [3, 3, 3])):
        found = assessed(edit, f"trial.ctcae='{version}'")
        assert found["ae_grade"].sel(event_term=terms).values[0].tolist() == grades
        assert found.attrs["ctcae"] == version


def test_lymphocytes_and_white_cells_are_terms():
    def edit(course):
        put(course, "lymphocytes", 0, 0.4, since=0, until=10)
        put(course, "lymphocytes", 0, 25.0, since=12, until=14)
        put(course, "white_cells", 0, 0.9, since=40, until=42)

    found = assessed(edit)["ae_grade"].isel(patient=0).to_series()
    assert found[found > 0].to_dict() == {
        "Lymphocyte count decreased (lymphodepletion)": 3,
        "Lymphocyte count increased": 3,
        "White blood cell decreased": 4,
    }


def test_lymphopenia_that_never_left_belongs_to_the_chemotherapy():
    def edit(course):
        put(course, "lymphocytes", 0, 0.4, since=-3, until=100)
        put(course, "lymphocytes", 1, 0.4, since=-3, until=30)
        put(course, "lymphocytes", 1, 0.7, since=32, until=40)
        put(course, "anc", 2, 0.4, since=-3, until=30)

    found = assessed(edit, patients=3)
    own, theirs = (
        found.sel(event_term=f"{term} count decreased{tail}")
        for term, tail in (("Lymphocyte", ""), ("Lymphocyte", " (lymphodepletion)"))
    )
    assert own["ae_grade"].values.tolist() == [0, 2, 0]
    assert own["ae_onset"].values[1] == 32.0
    assert theirs["ae_end"].values[:2].tolist() == [101.0, 31.0]
    neutrophils = found.sel(event_term="Neutrophil count decreased").isel(patient=2)
    assert (int(neutrophils["ae_grade"]), float(neutrophils["ae_onset"])) == (4, 25.5)


def test_the_laboratory_reads_the_course_at_the_safety_visits():
    course = make_course(1)
    put(course, "lymphocytes", 0, 0.7, since=7)
    visits = observe(course, make_scenario())
    assert {*LABORATORY, "lvef_lab"} <= set(visits.data_vars)
    assert visits["lymphocytes_lab"].values[0, 0].tolist() == pytest.approx([1.5] * 5 + [0.7] * 5)
    assert visits["lvef_lab"].values[0, 0].tolist() == [60.0] * 10


def test_the_shift_table_counts_grade_before_and_worst_after():
    def edit(course):
        put(course, "anc", 0, 0.7, since=-5)
        put(course, "anc", 1, 1.2, since=2, until=3)
        put(course, "anc", 1, 0.4, since=4.5, until=4.75)  # between two visits
        put(course, "anc", 2, 0.4, since=-2, until=1)

    table = assessed(edit, patients=4)["lab_shift"].sel(lab_term="Neutrophil count decreased")
    expected = np.zeros((5, 5), int)
    expected[3, 3], expected[0, 2], expected[4, 4], expected[0, 0] = 1, 1, 1, 1
    assert table.values.tolist() == expected.tolist()
    assert assessed(edit, "trial.visits.safety=[1, 5]", patients=4)["lab_shift"].values.sum() == 0


def random_events(random, patients):
    """Onsets at each grade, ends of observation, deaths and new therapies of one arm."""
    first = np.where(random.random((1, patients, 1)) < 0.6, random.integers(0, 400, (1, patients, 1)), np.nan)
    worse = first + random.integers(0, 60, (1, patients, 1))
    never = np.full((1, patients, 1), np.nan)
    onset_at = np.concatenate(
        [first, first, np.where(random.random(worse.shape) < 0.5, worse, np.nan), never, never], axis=2
    )
    last = random.integers(20, 372, (1, patients)).astype(float)
    onset_at = np.where(onset_at <= last[..., None], onset_at, np.nan)[:, :, None, :]
    death = np.where(random.random((1, patients)) < 0.4, last, np.nan)
    therapy = np.where(random.random((1, patients)) < 0.3, random.integers(10, 372, (1, patients)), np.nan)
    grade = np.isfinite(onset_at).sum(axis=-1).astype(np.int8)
    zero = np.zeros_like(grade)
    events = AdverseEvents(
        TERMS[:1], grade, onset_at[..., 0], onset_at[..., 0], onset_at, zero, zero, zero.astype(int)
    )
    return events, last, death, np.where(therapy < last, therapy, np.nan)


@pytest.mark.parametrize("seed", range(4))
def test_month_12_is_aalen_johansen_of_every_patient(seed):
    events, last, death, therapy = random_events(np.random.default_rng(seed), 80)
    infused = np.ones(last.shape, bool)
    found = incidence(events, last, ends_of(last, death, therapy), infused, 365.0)
    for grade in (1, 3):
        time, cause = [], []
        for patient in range(80):
            first, new = events.onset_at[0, patient, 0, grade - 1], therapy[0, patient]
            rivals = [(first, 1), (new, 2), (death[0, patient], 2), (last[0, patient], 0)]
            when, what = min((day, -kind, kind) for day, kind in rivals if not np.isnan(day))[::2]
            if first == when:
                what = 1
            time.append(when)
            cause.append(what)
        expected = aalen_johansen(time, cause).at(365.0)
        names = ("", "_lower", "_upper")
        values = [found[f"ae_incidence_12_months{tail}"][0, 0, grade - 1] for tail in names]
        assert values == pytest.approx(expected)


def test_day_28_is_split_by_worst_grade():
    events, last, death, therapy = random_events(np.random.default_rng(9), 60)
    found = incidence(events, last, ends_of(last, death, therapy), np.ones(last.shape, bool), 365.0)
    new = np.where(np.isnan(therapy[0]), np.inf, therapy[0])
    onset = np.where(events.onset_at[0, :, 0] > new[:, None], np.nan, events.onset_at[0, :, 0])
    followed = (onset[:, 0] <= 28) | ((last[0] >= 28) & (new >= 28))
    mild = (onset[:, 0] <= 28) & ~(onset[:, 2] <= 28)
    assert found["ae_followed"][0, 0, 0] == followed.sum()
    assert found["ae_mild"][0, 0] == pytest.approx(mild.sum() / followed.sum())
    assert found["ae_incidence"][0, 0, 0] == pytest.approx((onset[:, 0] <= 28).sum() / followed.sum())
    assert found["ae_crude"][0, 0, 0] == pytest.approx((events.onset_at[0, :, 0, 0] <= 365).mean())


def test_an_event_after_a_new_therapy_is_none_to_day_28():
    """New therapy on day 15: of nobody else, then after an event, before one, on the day, and after day 28.

    onset       5   5  26  15   -   -
    therapy     -  15  15  15  15  28
    """
    first = np.array([5.0, 5, 26, 15, np.nan, np.nan])
    therapy = np.array([[np.nan, 15, 15, 15, 15, 28]])
    onset = np.full((1, 6, 1, 5), np.nan)
    onset[0, :, 0, :2] = first[:, None]
    onset[0, 1, 0, 2] = 20.0  # grade 3, but after the new therapy
    zero = np.zeros((1, 6, 1), np.int8)
    events = AdverseEvents(TERMS[:1], zero, onset[..., 0], onset[..., 0], onset, zero, zero, zero.astype(int))
    last, never = np.full((1, 6), 372.0), np.full((1, 6), np.nan)
    found = incidence(events, last, ends_of(last, never, therapy), np.ones((1, 6), bool), 365.0)
    assert found["ae_followed"][0, 0].tolist() == [4, 4, 2, 2, 2]
    assert found["ae_incidence"][0, 0].tolist() == [0.75, 0.75, 0, 0, 0]
    assert found["ae_mild"][0, 0] == 0.75
    assert found["ae_incidence_12_months"][0, 0, 0] == pytest.approx(0.5)


def test_without_anybody_infused_there_is_no_incidence():
    events, last, death, therapy = random_events(np.random.default_rng(1), 5)
    found = incidence(events, last, ends_of(last, death, therapy), np.zeros(last.shape, bool), 365.0)
    names = ("ae_incidence_12_months", "ae_incidence", "ae_crude", "ae_rate")
    assert all(np.isnan(found[name]).all() for name in names)
