"""Turnbull's estimate: best by its own criterion, equal to lifelines, Kaplan-Meier where events are exact."""

from __future__ import annotations

import lifelines.datasets as published
import numpy as np
import pytest
from lifelines.fitters.npmle import npmle

from cartsim.trial.survival import kaplan_meier
from cartsim.trial.turnbull import Turnbull, turnbull

INF, NAN = np.inf, np.nan


def visits_of(seed, patients, schedule=(0.0, 30, 91, 182, 274, 365)):
    """Progression between two visits of a schedule, some of which a patient misses."""
    random = np.random.default_rng(seed)
    left, right = [], []
    for day in random.exponential(200, patients):
        seen = [0.0, *(visit for visit in schedule[1:] if random.random() < 0.8), INF]
        last = max(place for place, visit in enumerate(seen) if visit < day)
        left.append(seen[last])
        right.append(seen[last + 1])
    return np.array(left), np.array(right)


def diabetes():
    frame = published.load_diabetes()
    return frame["left"].to_numpy(float), frame["right"].to_numpy(float)


DATA = {"diabetes": diabetes()} | {f"visits {seed}": visits_of(seed, 20 + 60 * seed) for seed in range(4)}
EACH = pytest.mark.parametrize("name", DATA)


def chances(found, left, right):
    """Which interval of mass (columns) lies inside which observation (rows)."""
    return np.array([
        [
            (low == high == start == end) or (low <= start < end <= high) or (low < start == end <= high)
            for start, end in zip(found.start, found.end, strict=True)
        ]
        for low, high in zip(left, right, strict=True)
    ])  # fmt: skip


@EACH
def test_no_mass_could_be_moved_to_raise_the_likelihood(name):
    """The criterion of Gentleman & Geyer 1994: no interval has a derivative above the number of patients."""
    left, right = DATA[name]
    found = turnbull(left, right)
    inside = chances(found, left, right)
    slope = (inside / (inside @ found.mass)[:, None]).mean(axis=0)
    assert slope.max() < 1 + 1e-6
    assert slope[found.mass > 1e-4] == pytest.approx(1.0, abs=1e-6)
    assert found.mass.sum() == pytest.approx(1.0, abs=1e-9)
    assert (found.mass >= 0).all()


@EACH
def test_masses_are_those_of_lifelines(name):
    """Its intervals are closed, ours open on the left: its left ends are moved by a thousandth of a day."""
    left, right = DATA[name]
    found = turnbull(left, right)
    masses, intervals = npmle(np.where(left < right, left + 1e-3, left), right, tol=1e-9)
    oracle = {(interval.left, interval.right): mass for interval, mass in zip(intervals, masses, strict=True)}
    ours = np.cumsum(found.mass)
    theirs = [sum(mass for (_, end), mass in oracle.items() if end <= last) for last in found.end]
    assert ours == pytest.approx(theirs, abs=1e-4)


def test_exact_events_and_censorings_give_kaplan_meier():
    time, event = np.array([1.0, 2, 2, 3, 4, 4, 6, 8]), np.array([1, 1, 0, 0, 1, 1, 0, 1])
    found = turnbull(time, np.where(event == 1, time, INF))
    curve = kaplan_meier(time, event)
    drops = curve.events > 0
    assert found.end.tolist() == curve.time[drops].tolist() == found.start.tolist()
    assert 1 - np.cumsum(found.mass) == pytest.approx(curve.survival[drops], abs=1e-7)
    assert found.median() == (4.0, 4.0)


@pytest.mark.parametrize(("left", "right", "intervals", "masses"), [
    ([0, 0, 30, 91], [30, 30, 91, INF], [(0, 30), (30, 91), (91, INF)], [0.5, 0.25, 0.25]),
    ([0, 0], [30, 91], [(0, 30)], [1.0]),
    ([0, 30, 0], [91, 182, 30], [(0, 30), (30, 91)], [0.5, 0.5]),
    ([30, 0], [30, 30], [(30, 30)], [1.0]),
    ([30, 30], [30, 91], [(30, 30), (30, 91)], [0.5, 0.5]),
    ([0, 0, 0, 30, 30], [30, 30, 30, INF, INF], [(0, 30), (30, INF)], [0.6, 0.4]),
    ([5, 5], [INF, INF], [(5, INF)], [1.0]),
])  # fmt: skip
def test_masses_by_hand(left, right, intervals, masses):
    found = turnbull(left, right)
    assert list(zip(found.start, found.end, strict=True)) == intervals
    assert found.mass == pytest.approx(masses, abs=1e-8)


def test_an_event_at_the_end_of_an_open_interval_is_inside_it_and_at_its_start_is_not():
    """(0, 30] holds 30; (30, 91] does not."""
    found = turnbull([30, 30, 30], [30, 30, 91])
    assert found.mass == pytest.approx([2 / 3, 1 / 3], abs=1e-8)
    assert turnbull([30, 0], [30, 30]).mass == pytest.approx([1.0])


@pytest.mark.parametrize(("masses", "ends", "median"), [
    ([0.5, 0.5], [30, 91], (0.0, 30.0)),
    ([0.5 - 1e-10, 0.5], [30, 91], (0.0, 30.0)),
    ([0.4, 0.2, 0.4], [30, 91, INF], (30.0, 91.0)),
    ([0.4, 0.6], [30, INF], (NAN, NAN)),
    ([0.2], [30], (NAN, NAN)),
    ([], [], (NAN, NAN)),
])  # fmt: skip
def test_the_median_is_the_interval_that_reaches_one_half(masses, ends, median):
    starts = np.array([0.0, *ends])[: len(ends)]
    found = Turnbull(starts, np.array(ends, float), np.array(masses)).median()
    assert found == pytest.approx(median, nan_ok=True)


def test_nobody_has_no_mass():
    assert [column.size for column in turnbull([], [])] == [0, 0, 0]


def test_whole_days_may_be_written_as_text():
    assert turnbull(["0", "30"], ["30", "91"]).mass == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(("left", "right"), [
    ([1.0, 2.0], [3.0]), ([1.0], [3.0, 4.0]), ([NAN], [3.0]), ([1.0], [NAN]), ([3.0], [1.0]),
])  # fmt: skip
def test_what_is_no_interval_is_refused(left, right):
    with pytest.raises(ValueError, match=r"^every interval needs left <= right$"):
        turnbull(left, right)


@pytest.mark.parametrize("seed", [1, 4])
def test_the_extrapolation_is_there_in_forty_rounds(seed, monkeypatch):
    """Overlapping intervals, on which the plain steps creep for thousands of rounds."""
    random, size = np.random.default_rng(seed), 120
    left = random.integers(0, 300, size).astype(float)
    right = left + random.integers(20, 200, size)
    right[random.random(size) < 0.2] = np.inf
    exact = turnbull(left, right).mass
    monkeypatch.setattr("cartsim.trial.turnbull.MOST_ROUNDS", 40)
    assert np.abs(turnbull(left, right).mass - exact).max() < 2e-6
