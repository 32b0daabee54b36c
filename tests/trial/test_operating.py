"""Whole escalation trials: against exact enumeration, against the rules one by one, by hand."""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.datasets import DESIGN_END
from cartsim.trial.boin import boin_table, open_levels
from cartsim.trial.escalation import boin_mtd, boin_next, three_plus_three
from cartsim.trial.operating import Escalations, Pool, Rules, escalate, tally

RATES = (0.1, 0.25, 0.45)
TRIALS = 20_000


def chance(p: float, y: int) -> float:
    """Of y DLTs in a cohort of three."""
    return comb(3, y) * p**y * (1 - p) ** (3 - y)


@cache
def exact(rates: tuple[float, ...], level: int, seen: tuple[tuple[int, ...], ...]) -> tuple[float, ...]:
    """Chance that a 3+3 trial selects none, level 1, 2, ...; then the mean number of further cohorts at each.

    `seen` are the DLTs of the cohorts treated at each level so far, 3 patients each; a cohort of three is
    about to be treated at `level` (from 0). Written from the flow chart by recursion over a cohort's DLTs.
    """
    doses = len(rates)
    total = np.zeros(1 + 2 * doses)
    total[1 + doses + level] += 1.0
    for y in range(4):
        now = tuple(c + ((y,) if at == level else ()) for at, c in enumerate(seen))
        mine, six = sum(now[level]), len(now[level]) == 2
        too_toxic = [sum(c) >= 2 for c in now]
        if mine >= 2:
            ends = level == 0 or len(now[level - 1]) == 2
            following = level - 1
        elif mine == 1 and not six:
            ends, following = False, level
        elif level + 1 < doses and too_toxic[level + 1]:
            ends, following = six, level
        else:
            ends, following = level + 1 == doses, min(level + 1, doses - 1)
        if ends:
            total[following + 1] += chance(rates[level], y)
        else:
            total += chance(rates[level], y) * np.array(exact(rates, following, now))
    return tuple(total)


def independent(rates: tuple[float, ...], trials: int, places: int, seed: int) -> tuple[Pool, np.ndarray]:
    """Patients who are in one trial each, their DLTs independent between patients and levels."""
    random = np.random.default_rng(seed)
    limited = random.random((trials * places, len(rates))) < np.array(rates)
    order = np.arange(trials * places).reshape(trials, places)
    return Pool(limited, np.ones_like(limited), np.zeros(limited.shape)), order


def texts(found: Escalations, pool: Pool, order: np.ndarray) -> list[str]:
    """Each trial as the scalar rules read it."""
    rows = []
    for levels, cohorts, who in zip(found.level, found.cohort, order, strict=True):
        words = []
        for cohort in range(1, int(cohorts.max(initial=0)) + 1):
            places = np.flatnonzero(cohorts == cohort)
            at = int(levels[places[0]])
            known = [who[place] for place in places if pool.evaluable[who[place], at - 1]]
            words.append(f"{at}{''.join('NT'[int(pool.limited[one, at - 1])] for one in known)}")
        rows.append(" ".join(words))
    return rows


def test_three_plus_three_selects_as_often_as_enumeration_says():
    pool, order = independent(RATES, TRIALS, 18, 7)
    found = escalate(pool, order, Rules("3+3"))
    expected = np.array(exact(RATES, 0, ((), (), ())))
    share, cohorts = expected[:4], expected[4:]
    assert share.sum() == pytest.approx(1.0)
    seen = np.bincount(found.selected, minlength=4) / TRIALS
    assert (abs(seen - share) < 4 * np.sqrt(share * (1 - share) / TRIALS)).all()
    error = found.patients.std(axis=0) / np.sqrt(TRIALS)
    assert (abs(found.patients.mean(axis=0) - 3 * cohorts) < 4 * error).all()
    dlts = 3 * cohorts * np.array(RATES)
    assert (abs(found.dlts.mean(axis=0) - dlts) < 4 * found.dlts.std(axis=0) / np.sqrt(TRIALS)).all()


def test_one_level_by_hand():
    """Selected if none of three, or one of three and then none: q^3 + 3 p q^2 q^3."""
    pool, order = independent((0.3,), TRIALS, 6, 3)
    share = 0.7**3 + 3 * 0.3 * 0.7**2 * 0.7**3
    assert exact((0.3,), 0, ((),))[1] == pytest.approx(share)
    found = escalate(pool, order, Rules("3+3")).selected.mean()
    assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / TRIALS))


@pytest.mark.parametrize("kind", ["3+3", "boin"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_cohort_is_where_the_scalar_rule_sends_it(kind, data):
    doses, places = data.draw(st.integers(1, 4)), 30
    seed, start = data.draw(st.integers(0, 10_000)), data.draw(st.integers(1, doses))
    random = np.random.default_rng(seed)
    limited = random.random((places, doses)) < np.sort(random.random(doses))
    pool = Pool(limited, random.random((places, doses)) < 0.8, np.zeros((places, doses)))
    order = random.permuted(np.tile(np.arange(places), (5, 1)), axis=1)
    found = escalate(pool, order, Rules(kind, start=start, most_patients=15))
    for row, text in enumerate(texts(found, pool, order)):
        cohorts = text.split()
        whole = [word for word in cohorts if len(word) == 4]
        assert len(cohorts) - len(whole) <= 1
        for count, following in enumerate(cohorts[1:], start=1):
            so_far = " ".join(cohorts[:count])
            decision = (
                three_plus_three(so_far, doses) if kind == "3+3" else boin_next(so_far, doses, target=0.3)
            )
            assert (decision.next_dose, decision.done) == (int(following[0]), False)
        if kind == "boin" and found.patients[row].sum():
            scalar = boin_mtd(text if len(cohorts[-1]) > 1 else " ".join(cohorts[:-1]), doses, target=0.3)
            assert (int(found.selected[row]) or None) == scalar


def test_an_eliminated_level_is_never_entered():
    pool, order = independent((0.2, 0.5, 0.8), 2000, 36, 5)
    found, table = escalate(pool, order, Rules("boin")), boin_table(0.3, 36)
    patients, dlts = (np.zeros((2000, 3), int) for _ in range(2))
    rows, eliminations = np.arange(2000), 0
    for place in range(36):
        level = found.level[:, place]
        treated = level > 0
        opens = treated & ((place == 0) | (found.cohort[:, place] != found.cohort[:, place - 1]))
        highest = open_levels(patients, dlts, table)
        assert (level[opens] <= highest[opens]).all()
        eliminations += int((highest[opens] < 3).sum())
        patients[rows[treated], level[treated] - 1] += 1
        dlts[rows[treated], level[treated] - 1] += pool.limited[order[treated, place], level[treated] - 1]
    assert eliminations > 100
    assert (patients == found.patients).all()
    assert (dlts == found.dlts).all()
    assert (found.patients.sum(axis=1)[found.ended == DESIGN_END.index("all patients treated")] == 36).all()


def test_who_is_not_evaluable_is_replaced_by_the_next():
    """Patients 1 and 4 are lost: the cohorts are 0, 2, 3 and 5, 6, 7."""
    evaluable = np.ones((9, 2), bool)
    evaluable[[1, 4]] = False
    pool = Pool(np.zeros((9, 2), bool), evaluable, np.zeros((9, 2)))
    found = escalate(pool, np.arange(9)[None], Rules("3+3"))
    assert found.cohort[0].tolist() == [1, 1, 1, 1, 2, 2, 2, 2, 0]
    assert found.level[0].tolist() == [1, 1, 1, 1, 2, 2, 2, 2, 0]
    assert found.patients[0].tolist() == [3, 3]
    assert (int(found.enrolled[0]), int(found.replaced[0])) == (8, 2)
    assert int(found.selected[0]) == 2


def test_the_next_cohort_waits_for_the_last_window():
    """Infusions on days 0, 7, 14; day 14 + 28 opens the second cohort."""
    pool = Pool(np.zeros((6, 2), bool), np.ones((6, 2), bool), np.zeros((6, 2)))
    found = escalate(pool, np.arange(6)[None], Rules("3+3", accrual=7, window=28))
    assert found.day[0].tolist() == [0, 7, 14, 42, 49, 56]
    assert float(found.closes[0]) == 84


def test_a_replacement_waits_until_somebody_is_lost():
    """The second patient leaves on day 7 + 20 = 27, the replacement would otherwise have come on day 21."""
    evaluable = np.ones((4, 1), bool)
    evaluable[1] = False
    lost = np.where(evaluable, 0.0, 20.0)
    found = escalate(Pool(~evaluable, evaluable, lost), np.arange(4)[None], Rules("3+3"))
    assert found.day[0].tolist() == [0, 7, 14, 27]
    assert float(found.closes[0]) == 27 + 28
    assert int(found.dlts.sum()) == 0, "who is not evaluable has no DLT"
    quick = escalate(Pool(~evaluable, evaluable, lost / 10), np.arange(4)[None], Rules("3+3"))
    assert quick.day[0].tolist() == [0, 7, 14, 21]


@pytest.mark.parametrize(
    ("limited", "patients", "rules", "ended", "selected"),
    [
        ([False, False], 6, Rules("3+3"), "level selected", 2),
        ([True, True], 6, Rules("3+3"), "lowest level too toxic", 0),
        ([False, False], 5, Rules("3+3"), "no patient left", 0),
        ([False, True], 6, Rules("3+3"), "no patient left", 0),
        ([False, True], 6, Rules("3+3", deescalate=False), "level selected", 1),
        ([False, False], 6, Rules("3+3", most_patients=3), "all patients treated", 0),
        ([False, False], 6, Rules("boin", most_patients=6), "all patients treated", 2),
        ([False, False], 5, Rules("boin", most_patients=6), "no patient left", 2),
        ([True, True], 6, Rules("boin"), "lowest level too toxic", 0),
        ([False, True], 9, Rules("boin", most_patients=9), "all patients treated", 1),
    ],
)
def test_how_trials_end(limited, patients, rules, ended, selected):
    toxic = np.tile(np.array(limited), (patients, 1))
    found = escalate(
        Pool(toxic, np.ones_like(toxic), np.zeros(toxic.shape)), np.arange(patients)[None], rules
    )
    assert (DESIGN_END[int(found.ended[0])], int(found.selected[0])) == (ended, selected)


def test_the_last_cohort_is_smaller_where_fewer_patients_are_left():
    toxic = np.zeros((10, 2), bool)
    pool = Pool(toxic, ~toxic, np.zeros(toxic.shape))
    found = escalate(pool, np.arange(10)[None], Rules("boin", most_patients=8))
    assert found.cohort[0].tolist() == [1, 1, 1, 2, 2, 2, 3, 3, 0, 0]


def test_without_patients_there_is_no_trial():
    nobody = np.zeros((0, 3), bool)
    found = escalate(Pool(nobody, nobody, np.zeros((0, 3))), np.zeros((2, 0), int), Rules("boin"))
    assert found.selected.tolist() == [0, 0]
    assert found.closes.tolist() == [0, 0]
    assert (found.ended == DESIGN_END.index("no patient left")).all()


def test_tally_counts_flagged_patients_by_level():
    level = np.array([[1, 2, 2, 0], [3, 3, 3, 3]])
    flags = np.array([[True, True, False, True], [True, True, True, False]])
    assert tally(level, flags, 3).tolist() == [[1, 1, 0], [0, 0, 3]]
