"""What the engine promises: order, exact times, the same bits whatever the threads, a status instead of an
exception.
"""

from __future__ import annotations

import sys

import numpy as np
import pytest
import xarray as xr

import cartsim
from cartsim._jit import kernel
from cartsim.model import kernel as k_
from cartsim.model.state import BODY_STATES, MAX_LESIONS
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION, N_Q
from cartsim.simulate.ode.solve import rounded
from cartsim.simulate.ode.steps import rodas4_, rodas5p_
from cartsim.simulate.schedule import course_times, schedule

BODY = {name: i for i, name in enumerate(k_.BODY_STATES)}
DAYS = 200


def asked(scenario, arm=0, patients=None):
    row = cartsim.draw(scenario, patients)
    plan = schedule(scenario, scenario.trial.arms[arm], row)
    return problem(scenario, scenario.trial.arms[arm], row, plan), plan.plan


def run(scenario, times, arm=0, rtol=1e-10, **options):
    what, plan = asked(scenario, arm)
    return solve(
        what, plan._replace(times=np.array(times, dtype=float), rtol=rtol), with_state=True, **options
    )


@kernel
def one_step(work, scratch, n_lesions, method):
    if method == v.RODAS5P:
        rodas5p_(work.y, work.new, work.p, work.q, n_lesions, work.clock, scratch, 1.0)
    else:
        rodas4_(work.y, work.new, work.p, work.q, n_lesions, work.clock, scratch, 1.0)


@kernel
def prepare(p, q):
    k_.prepare_(p, q, MAX_LESIONS)


@pytest.mark.parametrize(
    ("method", "order", "counts"), [(v.RODAS5P, 5.0, (12, 24, 48)), (v.RODAS4, 4.0, (24, 48, 96))]
)
def test_each_stepper_is_of_its_order(trial, method, order, counts, record_property):
    """Fixed steps over one day of a course in progress: halving the step divides the error by about 2^order."""
    what, plan = asked(trial("run.patients=1"))
    days = plan._replace(times=np.array([5.0, 5.9]), rtol=1e-14)
    start, exact = solve(what, days, with_state=True).state[0]
    n = N_BORDER + N_LESION * int(what.n_lesions[0])
    scratch = v.scratch_room()
    work, errors = v.workspace(0, scratch), []
    work.p[: what.p.shape[1]] = what.p[0][:, np.newaxis]
    for k in range(MAX_LESIONS):
        work.q[N_Q * k] = 1.0  # nodules of a place without a group, not in the cavity
    for k in range(int(what.n_lesions[0])):
        work.q[N_Q * k : N_Q * k + 2] = what.q[0, k][:, np.newaxis]
    work.clock[v.GROUPS] = what.n_lesions[0]
    prepare(work.p, work.q)
    for steps in counts:
        work.y[:n] = start[:n, np.newaxis]
        work.clock[v.INVERSE] = steps / 0.9
        for _ in range(steps):
            one_step(work, scratch, rounded(int(what.n_lesions[0])), method)
            work.y[:] = work.new
        errors.append(np.max(np.abs(work.y[:n, 0] - exact[:n]) / (np.abs(exact[:n]) + 1.0)))
    found = np.log2(np.array(errors[:-1]) / np.array(errors[1:]))
    record_property(f"order {order:g}, found", f"{found[-1]:.2f}")
    assert found[-1] == pytest.approx(order, abs=0.15), (errors, found)  # .1, and rounding at these errors


def test_one_compartment_elimination_is_exact_to_the_tolerance(trial, record_property):
    """Tocilizumab leaves by first order: TZ(t) = TZ(0) exp(-k t), to 1e-6 at rtol 1e-8."""
    what, plan = asked(trial("run.patients=1"))
    what.y0[0, BODY["TZ"]] = 500.0
    result = solve(what, plan._replace(times=np.array([0.0, 10.0, 80.0]), rtol=1e-8), with_state=True)
    rate = what.p[0, k_.PARAMETERS.index("k_tz")]
    expected = 500.0 * np.exp(-rate * np.array([5.0, 15.0, 85.0]))
    found = result.state[0, :, BODY["TZ"]]
    record_property("elimination, largest error", f"{np.abs(found / expected - 1).max():.0e}")
    assert found == pytest.approx(expected, rel=1e-6)


def test_untreated_tumour_grows_by_gompertz(trial, record_property):
    """No cells, no losses: ln(T/t_max) = ln(T0/t_max) exp(-a t) for every group, to 1e-6."""
    scenario = trial("run.patients=3", "trial.arms[0].dose=0 cells")
    what, plan = asked(scenario)
    result = solve(what, plan._replace(times=np.array([-5.0, 80.0]), rtol=1e-9), with_state=True)
    symbol = {name: what.p[:, i] for i, name in enumerate(k_.PARAMETERS)}
    rate = symbol["k_g"] / np.log(symbol["t_max"] / symbol["t_ref"])
    for k in range(4):
        at = N_BORDER + N_LESION * k + k_.LESION_STATES.index("P")
        before, after = (result.state[:, i, at] + result.state[:, i, at + 1] for i in (0, 1))
        expected = symbol["t_max"] * np.exp(np.log(before / symbol["t_max"]) * np.exp(-rate * 85.0))
        record_property("growth, largest error", f"{np.abs(after / expected - 1).max():.0e}")
        assert after == pytest.approx(expected, rel=1e-6)


def test_a_dose_acts_exactly_at_its_time_and_can_be_read_before_and_after(trial):
    state = run(trial("run.patients=1", "trial.arms[0].day=0"), [-1.0, 0.0, 0.0, 1.0]).state[0]
    cells = state[:, [BODY[name] for name in ("M_b", "E_b", "M_p", "E_p")]].sum(axis=1)
    assert cells[0] == cells[1] == 0.0
    assert cells[2] == pytest.approx(1e8, rel=1e-12)


def test_an_infusion_brings_the_same_cells_as_a_bolus_over_its_hours(trial):
    """Mean exposure differs by hours only: total live cells shortly after the end agree to the loss in
    between.
    """
    bolus = run(trial("run.patients=1"), [1.0]).state[0, 0]
    slow = run(trial("run.patients=1", "trial.arms[0].duration=1 hours"), [1.0]).state[0, 0]
    total = [
        sum(state[BODY[n]] for n in ("M_b", "E_b", "M_p", "E_p", "M_l", "E_l")) for state in (bolus, slow)
    ]
    assert total[1] == pytest.approx(total[0], rel=0.02)
    assert total[1] != total[0]


def test_results_are_bit_equal_for_any_number_of_threads_and_any_grouping(trial):
    scenario = trial()
    patients = cartsim.draw(scenario)
    one = cartsim.simulate(patients, scenario, threads=1)
    xr.testing.assert_identical(one, cartsim.simulate(patients, scenario, threads=3))
    order = [7, 2, 11]
    xr.testing.assert_identical(
        one.isel(patient=order), cartsim.simulate(patients.isel(patient=order), scenario, threads=2)
    )
    xr.testing.assert_equal(one.isel(patient=[4]), cartsim.simulate(cartsim.draw(scenario, [4]), scenario))


def test_the_patients_given_to_the_engine_at_a_time_change_no_bit(trial, monkeypatch):
    scenario = trial()
    patients = cartsim.draw(scenario)
    whole = cartsim.simulate(patients, scenario)
    monkeypatch.setattr(sys.modules["cartsim.simulate.course"], "BLOCK", 5)
    xr.testing.assert_identical(whole, cartsim.simulate(patients, scenario))


def test_the_rule_withholds_one_dose_after_the_grade_and_no_more(trial):
    """The condition holds every day; of three planned doses the second is kept back, and the third since it
    held again after that.
    """
    doses = "trial.arms=[{name: split, doses: [{day: 0, dose: 1e8 cells, route: intravenous},"
    doses += (
        " {day: 9, dose: 1e7 cells, route: intravenous}, {day: 30, dose: 1e7 cells, route: intravenous}]}]"
    )
    once = "[{drug: withhold_dose, when: crs_grade >= 0, at_most: 5}]"  # spent by day 5
    always = "[{drug: withhold_dose, when: crs_grade >= 0}]"
    for rule, given in ((once, [0.0, 30.0]), (always, [0.0])):
        scenario = trial("run.patients=2", doses, f"trial.rescue={rule}")
        course = cartsim.simulate(cartsim.draw(scenario), scenario).isel(arm=0)
        for patient in range(2):
            days, kinds = course["event_day"].values[patient], course["event_kind"].values[patient]
            assert days[kinds == v.EVENT_DOSE].tolist() == given
            assert float(course["given_dose"][patient]) == pytest.approx(1e8 + 1e7 * (len(given) - 1))


def test_a_rule_gives_no_more_than_it_may_and_no_oftener(trial):
    rule = "[{drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 0, every: 3 days, at_most: 3, delay: 6 hours}]"
    scenario = trial("run.patients=2", f"trial.rescue={rule}")
    course = cartsim.simulate(cartsim.draw(scenario), scenario).isel(arm=1)
    for patient in range(2):
        days, kinds = course["event_day"].values[patient], course["event_kind"].values[patient]
        assert days[kinds == v.EVENT_TOCILIZUMAB].tolist() == [0.25, 3.25, 6.25]
        amounts = course["event_amount"].values[patient][kinds == v.EVENT_TOCILIZUMAB]
        assert amounts == pytest.approx(min(8 * float(course["weight"][patient]), 800.0), rel=1e-6)


def test_a_zero_dose_is_bit_equal_to_no_treatment(trial):
    scenario = trial("run.patients=4", "trial.arms[0].dose=0 cells", "trial.arms[1].dose=0 cells")
    course = cartsim.simulate(cartsim.draw(scenario), scenario)
    for name in course.data_vars:
        if "arm" in course[name].dims:
            assert (
                course[name].isel(arm=0).drop_vars("arm").identical(course[name].isel(arm=1).drop_vars("arm"))
            ), name
    assert float(course["car_t_blood"].max()) == 0.0


def test_adding_an_arm_changes_no_bit_of_the_others(trial):
    scenario = trial("run.patients=3")
    patients = cartsim.draw(scenario)
    both = cartsim.simulate(patients, scenario)
    alone = scenario.model_copy(
        update={"trial": scenario.trial.model_copy(update={"arms": scenario.trial.arms[:1]})}
    )
    xr.testing.assert_identical(both.isel(arm=[0]), cartsim.simulate(patients, alone))


def test_splitting_a_lesion_group_changes_the_answer(trial):
    """A group is the unit of the growth law: two halves grow faster than the whole, so nothing may split one.
    """
    what, plan = asked(trial("run.patients=1", "trial.arms[0].dose=0 cells"))
    whole = solve(what, plan._replace(times=np.array([80.0])), with_state=True).state[0, 0]
    place = N_BORDER + np.arange(8) * N_LESION + k_.LESION_STATES.index("P")
    n = int(what.n_lesions[0])
    split = what.y0.copy()
    split[0, N_BORDER + n * N_LESION : N_BORDER + (n + 1) * N_LESION] = (
        split[0, N_BORDER : N_BORDER + N_LESION] / 2
    )
    split[0, N_BORDER : N_BORDER + 5] /= 2
    q = what.q.copy()
    q[0, n] = q[0, 0]
    halves = solve(
        type(what)(split, what.p, q, what.n_lesions + 1, what.h0, what.most_drained, what.amounts, what.rule_amounts),
        plan._replace(times=np.array([80.0])), with_state=True,
    ).state[0, 0]  # fmt: skip
    assert halves[place[0]] + halves[place[n]] > 1.01 * whole[place[0]]


def test_a_solve_that_cannot_go_on_ends_with_a_status_not_an_exception(trial):
    what, plan = asked(trial("run.patients=3"))
    starved = solve(what, plan._replace(max_steps=5))
    assert set(starved.status) == {v.WORK_LIMIT}
    what.p[1, k_.PARAMETERS.index("k_bl")] = np.nan
    result = solve(what, plan)
    assert result.status.tolist() == [v.OK, v.NOT_FINITE, v.OK]
    assert np.isnan(result.body[1, :, -1]).all()
    assert np.isfinite(result.body[[0, 2]]).all()


@pytest.mark.parametrize("dose", ["0 cells", "1 cells", "1e3 cells", "1e12 cells", "1e15 cells"])
def test_absurd_doses_are_solved_or_coded(trial, dose):
    scenario = trial("run.patients=4", f"trial.arms[0].dose={dose}", f"trial.arms[1].dose={dose}")
    course = cartsim.simulate(cartsim.draw(scenario), scenario)
    assert set(np.unique(course["status"])) <= {v.OK, v.WORK_LIMIT, v.STEP_UNDERFLOW, v.NOT_FINITE}
    assert int((course["status"] == v.OK).sum()) == 8


def test_no_state_goes_negative_beyond_the_tolerance(trial, record_property):
    scenario = trial("run.patients=6")
    result = run(scenario, course_times(scenario), rtol=1e-6)
    scale = np.array([state.scale for state in BODY_STATES])
    least = np.nanmin(result.state[:, :, : len(scale)], axis=(0, 1))
    record_property("least state over its scale", f"{(least / scale).min():.0e}")
    assert (least >= -1e-6 * scale).all(), dict(zip(k_.BODY_STATES, least, strict=False))


def test_times_are_read_daily_and_finer_when_most_happens(trial):
    times = course_times(trial())
    assert times[0] == -5.0
    assert times[-1] == 80.0
    assert set(range(-5, 81)) <= set(times)
    assert 1 / 24 in times
    assert 13.75 in times
    assert 27.5 in times


def test_a_patient_whom_no_trial_would_enrol_is_a_row_with_a_status(trial):
    patients = cartsim.draw(trial("run.patients=3"))
    patients["plausible"].values[1] = 0
    course = cartsim.simulate(patients, trial("run.patients=3"))
    assert (course["status"] == [0, 4, 0]).all()
    assert course["status"].attrs["flag_meanings"].split()[4] == "implausible"


def test_a_patient_is_bit_equal_beside_others_with_more_groups(trial):
    """Places for groups that a patient does not have are inert, whoever was in the lane before: alone, or beside
    any neighbours, with extinction and rules cutting lanes back.
    """
    rule = "[{drug: dexamethasone, dose: 10 mg/day, when: crs_grade >= 1, at_most: 5}]"
    scenario = trial("run.patients=24", "run.horizon=372 days", f"trial.rescue={rule}")
    what, plan = asked(scenario, arm=1)
    together = solve(what, plan, threads=1, with_state=True)
    assert len(set(what.n_lesions)) > 1
    for i in range(24):
        alone = solve(type(what)(*(part[i : i + 1] for part in what)), plan, threads=1, with_state=True)
        for name, value in alone._asdict().items():
            np.testing.assert_array_equal(value[0], getattr(together, name)[i], err_msg=name)


def test_days_passed_over_are_days_on_which_nothing_would_have_happened(trial):
    """A rule that never acts makes the engine look at every day; the course and its extinctions stay the same."""
    never = "trial.rescue=[{drug: tocilizumab, dose: 8 mg/kg, when: effusion_volume > 1e9 mL}]"
    quiet, watched = (
        solve(*asked(trial("run.patients=12", f"run.horizon={DAYS} days", *sets))) for sets in ((), (never,))
    )
    assert int(quiet.counts[:, v.EXTINCTIONS].sum()) > 12
    for name, value in quiet._asdict().items():
        np.testing.assert_array_equal(value, getattr(watched, name), err_msg=name)


def test_the_solver_is_the_one_that_is_asked_for_or_fits_the_tolerance(trial):
    for sets, method in (
        (("run.tolerance=1e-4",), v.RODAS4),
        (("run.tolerance=1e-5",), v.RODAS5P),
        (("run.tolerance=1e-6", "run.solver=rodas4"), v.RODAS4),
        (("run.tolerance=1e-3", "run.solver=rodas5p"), v.RODAS5P),
    ):
        _, plan = asked(trial("run.patients=2", *sets))
        assert plan.method == method
