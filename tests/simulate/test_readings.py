"""Readings: the same numbers whichever others are asked for, written where they belong and nowhere else."""

from __future__ import annotations

import sys
import tracemalloc

import numpy as np
import pytest

import cartsim
import cartsim.simulate.course
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import blank, solve
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.schedule import schedule

RULE = "trial.rescue=[{drug: dexamethasone, dose: 10 mg/day, when: crs_grade >= 1, at_most: 3}]"
FINE = np.arange(-5.0, 80.01, 0.25)
CHOICES = {
    "daily": np.arange(-5.0, 81.0),
    "weekly": np.append(np.arange(-5.0, 80.0, 7.0), 80.0),
    "few": np.array([-5.0, 3.25, 80.0]),
    "one": np.array([80.0]),
    "bursts": np.sort(np.r_[np.arange(0.0, 6.0, 0.25), np.arange(20.0, 80.0, 10.0), 80.0]),
    "between days": np.append(np.arange(0.25, 80.0, 1.0), 80.0),
}
CANARY = -77
COURSE = sys.modules["cartsim.simulate.course"]


def asked(scenario):
    patients, arm = cartsim.draw(scenario), scenario.trial.arms[1]
    plan = schedule(scenario, arm, patients)
    return problem(scenario, arm, patients, plan), plan.plan


def between_canaries(what, plan):
    """Solved into the middle of a larger room, in which every reading is a canary before."""
    n = len(what.y0)
    room = blank((n + 2,), plan.times.size, what.q.shape[1], with_state=True)
    room.body[:], room.codes[:] = CANARY, CANARY
    for part in room:
        part[0] = part[-1] = CANARY
    solve(what, plan, into=v.Solution(*(part[1:-1] for part in room)))
    return room


@pytest.mark.parametrize("rules", [(), (RULE,)], ids=["no rule", "a rule"])
@pytest.mark.parametrize("choice", CHOICES)
def test_a_reading_does_not_depend_on_the_others(trial, choice, rules):
    what, plan = asked(trial("run.patients=10", *rules))
    whole = solve(what, plan._replace(times=FINE), with_state=True)
    times = CHOICES[choice]
    room = between_canaries(what, plan._replace(times=times))
    at = np.searchsorted(FINE, times)
    some = v.Solution(*(part[1:-1] for part in room))
    np.testing.assert_array_equal(some.body, whole.body[:, :, at])
    np.testing.assert_array_equal(some.codes, whole.codes[:, :, at])
    np.testing.assert_array_equal(some.lesion, whole.lesion[:, :, :, at])
    np.testing.assert_array_equal(some.state, whole.state[:, at])
    for name in ("status", "event_day", "event_kind", "event_amount", "given"):
        np.testing.assert_array_equal(getattr(some, name), getattr(whole, name), err_msg=name)
    for part in room:
        assert (part[[0, -1]] == CANARY).all()


def test_two_readings_at_a_dose_are_before_and_after_it(trial):
    what, plan = asked(trial("run.patients=3"))
    found = solve(what, plan._replace(times=np.array([-1.0, 0.0, 0.0, 1.0])))
    cells = found.body[:, v.MEASURES.index("car_t_cavity")]
    assert (cells[:, 1] == 0.0).all()
    assert (cells[:, 2] > 10.0).all()  # per microlitre


@pytest.mark.parametrize("limit", [1, 30, 60, 90])
def test_after_a_failure_nothing_is_left_unwritten(trial, limit):
    what, plan = asked(trial("run.patients=9"))
    room = between_canaries(what, plan._replace(max_steps=limit))
    some = v.Solution(*(part[1:-1] for part in room))
    failed = some.status == v.WORK_LIMIT
    assert failed.all() if limit < 90 else failed.any()
    assert (some.body != CANARY).all()
    assert (some.codes != CANARY).all()
    last = np.where(np.isnan(some.body).any(axis=1), 0, 1 + np.arange(plan.times.size)).max(axis=1)
    for i in np.flatnonzero(failed):
        assert np.isfinite(some.body[i, :, : last[i]]).all()
        assert np.isnan(some.body[i, :, last[i] :]).all()
        assert np.isnan(some.lesion[i, :, :, last[i] :]).all()
        assert (some.codes[i, :, last[i] :] == 0).all()
    for part in room:
        assert (part[[0, -1]] == CANARY).all()


def test_room_that_does_not_fit_is_refused(trial):
    what, plan = asked(trial("run.patients=3"))
    size = plan.times.size, what.q.shape[1]
    fits = blank((3,), *size, with_state=False)
    for name, part in (
        ("body", fits.body[:, :, 1:]),
        ("body", np.zeros((3, fits.body.shape[1], 2 * size[0]), np.float32)[:, :, ::2]),
        ("codes", fits.codes.astype(np.int16)),
        ("lesion", fits.lesion[:, :, :-1]),
        ("counts", fits.counts[:2]),
    ):
        with pytest.raises(ValueError, match=rf"^{name}: needs .* contiguous; got"):
            solve(what, plan, into=fits._replace(**{name: part}))
    with pytest.raises(ValueError, match=r"^body: needs"):
        solve(what, plan, into=blank((4,), *size, with_state=False))


def test_places_without_a_group_may_hold_anything(trial):
    what, plan = asked(trial("run.patients=10"))
    what = what._replace(n_lesions=np.arange(10) % 5)
    clean = solve(what, plan)
    junk = what._replace(y0=what.y0.copy(), q=what.q.copy())
    for i, n in enumerate(what.n_lesions):
        junk.y0[i, N_BORDER + N_LESION * n :], junk.q[i, n:] = np.nan, np.nan
    for name, value in solve(junk, plan)._asdict().items():
        np.testing.assert_array_equal(value, getattr(clean, name), err_msg=name)
    assert (clean.status == v.OK).all()
    assert np.isnan(clean.lesion[0]).all()


def test_nobody_is_simulated_too(trial):
    scenario = trial("run.patients=2")
    course = cartsim.simulate(cartsim.draw(scenario).isel(patient=slice(0)), scenario)
    assert course.sizes["patient"] == 0
    assert course["il6"].dtype == np.float32


def test_blocks_of_patients_make_no_difference(trial, monkeypatch):
    scenario = trial("run.patients=7", "run.state_cube=true")
    patients = cartsim.draw(scenario)
    patients["plausible"].values[3] = 0
    whole = cartsim.simulate(patients, scenario)
    monkeypatch.setattr(COURSE, "BLOCK_OF_CUBES", 3)
    assert cartsim.simulate(patients, scenario).identical(whole)
    monkeypatch.undo()
    bare = trial("run.patients=7")
    monkeypatch.setattr(COURSE, "BLOCK", 3)
    assert cartsim.simulate(patients, bare).identical(whole.drop_vars(["state_value", "state"]))


def test_endpoints_do_not_depend_on_how_a_course_lies_in_memory(trial):
    scenario = trial("run.patients=40")
    fresh = cartsim.simulate(cartsim.draw(scenario), scenario)
    packed = fresh.copy(data={name: np.ascontiguousarray(fresh[name].values) for name in fresh.data_vars})
    seen = [cartsim.observe(course, scenario) for course in (fresh, packed)]
    assert seen[0].identical(seen[1])
    assert cartsim.assess(seen[0], scenario).identical(cartsim.assess(seen[1], scenario))


def test_rules_may_be_written_in_any_order(trial):
    rules = (
        "{drug: dexamethasone, dose: 10 mg/day, when: crs_grade >= 1, at_most: 3}",
        "{drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 1, delay: 1 day, at_most: 2}",
        "{drug: drainage, dose: 300 mL, when: effusion_volume >= 300 mL, every: 5 days}",
    )
    found = []
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        text = ", ".join(rules[i] for i in order)
        found.append(solve(*asked(trial("run.patients=12", f"trial.rescue=[{text}]"))))
    assert (found[0].event_kind > 0).sum(axis=1).max() > 4
    for other in found[1:]:
        for name, value in found[0]._asdict().items():
            np.testing.assert_array_equal(value, getattr(other, name), err_msg=name)


@pytest.mark.parametrize("cube", ["false", "true"])
def test_each_patient_more_takes_little_memory_beyond_its_courses(trial, monkeypatch, cube):
    monkeypatch.setattr(COURSE, "BLOCK", 50)
    monkeypatch.setattr(COURSE, "BLOCK_OF_CUBES", 20)
    scenario = trial("run.patients=400", f"run.state_cube={cube}")
    everyone, beyond = cartsim.draw(scenario), []
    cartsim.simulate(everyone.isel(patient=slice(8)), scenario)
    for n in (100, 400):
        tracemalloc.start()
        course = cartsim.simulate(everyone.isel(patient=slice(n)), scenario)
        beyond.append(tracemalloc.get_traced_memory()[1] - course.nbytes)
        tracemalloc.stop()
    assert beyond[1] - beyond[0] < 300 * 2000
