"""Incidence of an adverse event among seven patients, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.trial.events import TERMS, AdverseEvents
from cartsim.trial.incidence import ends_of, incidence
from cartsim.trial.intervals import clopper_pearson

NAN = float("nan")
FIRST = np.array([10.0, 28, 28.25, NAN, NAN, NAN, 1])
SEVERE = np.array([20.0, NAN, NAN, NAN, NAN, NAN, 1])
LAST = np.array([400.0, 400, 400, 28, 27.75, 400, 400])
SPELLS = np.array([2, 1, 1, 0, 0, 0, 3])
INFUSED = np.array([True] * 6 + [False])
YEAR = "ae_incidence_12_months"


def found(first=FIRST, death=NAN, therapy=NAN, last=LAST, infused=INFUSED, year=365.0):
    """Incidence of one term in one arm; the worst of it is grade 3."""
    onset = np.stack([first, first, np.fmax(first, SEVERE) + 0 * SEVERE, NAN * first, NAN * first], axis=-1)
    onset = onset[None, :, None, :]
    grade = np.isfinite(onset).sum(axis=-1).astype(np.int8)
    events = AdverseEvents(
        TERMS[:1], grade, onset[..., 0], onset[..., 0], onset, grade * 0, grade * 0, SPELLS[None, :, None]
    )
    ends = ends_of(last[None], *(np.broadcast_to(day, (1, 7)) for day in (death, therapy)))
    return incidence(events, last[None], ends, infused[None], year)


def test_day_28_counts_events_and_those_seen_so_long():
    """Two events by day 28 of the five with an event or 28 days; one of the two is severe."""
    table = found()
    assert table["ae_followed"][0, 0].tolist() == [5] * 5
    assert table["ae_incidence"][0, 0].tolist() == pytest.approx([2 / 5, 2 / 5, 1 / 5, 0, 0])
    limits = [float(table[f"ae_incidence_{end}"][0, 0, 0]) for end in ("lower", "upper")]
    assert limits == pytest.approx(clopper_pearson(2, 5))
    assert table["ae_mild"][0, 0] == pytest.approx(1 / 5)
    assert not [name for name in table if name.endswith("mcse")]


def test_the_crude_share_and_the_rate():
    """Three of six infused by day 365; four spells in 1600 + 55.75 days."""
    table = found()
    assert table["ae_crude"][0, 0].tolist() == pytest.approx([3 / 6, 3 / 6, 1 / 6, 0, 0])
    assert table["ae_rate"][0, 0] == pytest.approx(4 * 365.25 / 1655.75)
    late = FIRST.copy()
    late[5] = 365
    assert found(late)["ae_crude"][0, 0, 0] == pytest.approx(4 / 6)
    late[5] = 365.25
    assert found(late)["ae_crude"][0, 0, 0] == pytest.approx(3 / 6)


def days(**known):
    """A day of each patient, NaN of all others."""
    return np.array([known.get(f"p{patient}", NAN) for patient in range(7)])


@pytest.mark.parametrize(("known", "expected"), [
    # 1/6; the fifth leaves; 5/6 x 1/4; the fourth leaves; 5/8 x 1/2
    ({}, 1 / 6 + 5 / 24 + 5 / 16),
    # the fourth dies on day 28: 5/6 x 2/4 are left, of whom half have the event
    ({"death": days(p3=28)}, 1 / 6 + 5 / 24 + 5 / 24),
    # new therapy of the second on day 20 comes before the event: 5/6 x 4/5 are left
    ({"therapy": days(p1=20)}, 1 / 6 + 1 / 3),
    # on the day of the event, it is the event that counts
    ({"therapy": days(p1=28)}, 1 / 6 + 5 / 24 + 5 / 16),
    ({"death": days(p0=20), "last": np.where(np.arange(7) == 0, 20, LAST)}, 1 / 6 + 5 / 24 + 5 / 16),
    # nobody who dies later matters, nor a death that was not seen
    ({"death": days(p5=399, p4=50)}, 1 / 6 + 5 / 24 + 5 / 16),
    # on day 365 the last at risk has it: all
    ({"first": np.where(np.arange(7) == 5, 365, FIRST)}, 1.0),
    ({"first": np.where(np.arange(7) == 5, 365.25, FIRST)}, 1 / 6 + 5 / 24 + 5 / 16),
])  # fmt: skip
def test_month_12_by_hand(known, expected):
    table = found(**known)
    assert table[YEAR][0, 0, 0] == pytest.approx(expected)
    assert table[YEAR][0, 0, 2] == pytest.approx(1 / 6)
    assert table[YEAR][0, 0, 3] == 0.0
    assert np.isnan([table[f"{YEAR}_{end}"][0, 0, 3] for end in ("lower", "upper")]).all()


def test_the_limits_stand_around_it():
    table = found()
    assert table[f"{YEAR}_lower"][0, 0, 0] < table[YEAR][0, 0, 0] < table[f"{YEAR}_upper"][0, 0, 0]


def test_what_ends_the_time_at_risk():
    last, death, therapy = np.array([[90.0, 365, 365, 50], [90, NAN, NAN, 60], [NAN, 200, 365, NAN]])
    ends = ends_of(last, death, therapy)
    assert ends.day.tolist() == [90, 200, 365, 50]
    assert ends.competing.tolist() == [True, True, True, False]
    assert ends_of(last, np.full(4, NAN), np.full(4, NAN)).competing.tolist() == [False] * 4


def test_an_arm_without_anybody_infused_leaves_the_other_alone():
    onset = np.full((2, 2, 1, 5), NAN)
    onset[:, 0, 0, :2] = 5.0
    none = np.zeros((2, 2, 1), np.int8)
    events = AdverseEvents(TERMS[:1], none, onset[..., 0], onset[..., 0], onset, none, none, none + 1)
    last = np.full((2, 2), 400.0)
    never = np.full((2, 2), NAN)
    infused = np.array([[False, False], [True, True]])
    table = incidence(events, last, ends_of(last, never, never), infused, 365.0)
    for name in (YEAR, "ae_incidence", "ae_crude"):
        assert np.isnan(table[name][0]).all(), name
        assert table[name][1, 0].tolist() == pytest.approx([0.5, 0.5, 0, 0, 0]), name
    assert np.isnan(table["ae_rate"][0, 0])
    assert table["ae_rate"][1, 0] == pytest.approx(2 * 365.25 / 800)
    assert np.isnan(table["ae_mild"][0, 0])
    assert table["ae_mild"][1, 0] == 0.5


def test_each_arm_counts_its_own():
    """Infused are one of two and both; the second of each has no event."""
    onset = np.full((2, 2, 1, 5), NAN)
    onset[:, 0, 0, 0] = 5.0
    none = np.zeros((2, 2, 1), np.int8)
    spells = np.array([[[1], [7]], [[3], [2]]])
    events = AdverseEvents(TERMS[:1], none, onset[..., 0], onset[..., 0], onset, none, none, spells)
    last, never, infused = np.full((2, 2), 365.25), np.full((2, 2), NAN), [[True, False], [True, True]]
    table = incidence(events, last, ends_of(last, never, never), np.array(infused), 365.0)
    assert table["ae_crude"][:, 0, 0].tolist() == [1.0, 0.5]
    assert table["ae_mild"][:, 0].tolist() == [1.0, 0.5]
    assert table["ae_rate"][:, 0].tolist() == [1.0, 2.5]


def test_a_shorter_trial_counts_to_its_end():
    """Of six infused, three have an event by day 365, two by day 28 and one by day 20, without censoring."""
    last = np.full(7, 400.0)
    for year, events in ((365.0, 3), (28.0, 2), (20.0, 1), (9.0, 0)):
        table = found(last=last, year=year)
        assert table[YEAR][0, 0, 0] == pytest.approx(events / 6)
        assert table["ae_crude"][0, 0, 0] == pytest.approx(events / 6)
