"""A patient one of whose lesions is single cells."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import STATUS
from cartsim.simulate.coupled.course import NOT_REACHED, Coupled, coupled_hours, simulate_coupled
from cartsim.simulate.course import simulate
from cartsim.simulate.schedule import schedule
from tests.simulate.coupled.conftest import CAVITY, ELSEWHERE, patient, scenario

REST = (
    "car_t_blood", "car_t_lung", "car_t_lymphoid", "car_t_cavity", "free_tumour_cells", "effusion_volume", "ifng",
    "ifng_cavity", "il6", "crp", "anc", "platelets", "fitness_systemic", "fitness_cavity",
)  # fmt: skip


@pytest.fixture(scope="module")
def small() -> tuple:
    asked = scenario(CAVITY, "agents.repeats=2", "agents.duration=1 day")
    who = patient(asked, 5, 200.0, a_serosa=0.1)
    return asked, who, simulate_coupled(who, asked, threads=1)


def test_results_are_bit_equal_for_any_number_of_threads(small: tuple) -> None:
    asked, who, found = small
    again = simulate_coupled(who, asked, threads=9)
    xr.testing.assert_identical(again.course, found.course)
    xr.testing.assert_identical(again.nodule, found.nodule)


def test_the_course_shows_the_nodules_cells(small: tuple) -> None:
    _, _, (course, nodule, _) = small
    first = nodule.isel(repeat=0)
    shared = np.intersect1d(first["time"], course["time"])[1:]
    inside = course.isel(patient=0, lesion=CAVITY).sel(time=shared)
    one = first.sel(time=shared)
    np.testing.assert_allclose(inside["lesion_tumour_cells"], 5 * one["live_tumour"], rtol=1e-6)
    cells = (one["memory_t"] + one["effector_t"] + one["exhausted_t"]).values
    assert cells[1].max() > 20
    np.testing.assert_allclose(inside["lesion_car_t"], 5 * cells, rtol=1e-6, atol=1e-2)
    everywhere = course["lesion_car_t"].isel(patient=0).sel(time=shared).sum("lesion")
    np.testing.assert_allclose(course["car_t_tumour"].isel(patient=0).sel(time=shared), everywhere, rtol=1e-5)


def test_the_nodule_is_read_as_one_alone_is(small: tuple) -> None:
    asked, _, found = small
    assert found.nodule["time"].values.tolist() == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert found.nodule.sizes["repeat"] == 2
    assert found.nodule["snapshot_day"].values.tolist() == [1.0, 1.0]
    assert (found.nodule["live_tumour"].isel(time=0) == 200).all()
    assert int(found.nodule["unsolved_fields"].sum()) == 0
    assert set(found.course.data_vars) == set(simulate(patient(asked), asked).data_vars)


def test_after_the_last_day_the_equations_have_all_cells(small: tuple) -> None:
    _, _, (course, *_) = small
    around = course["lesion_car_t"].isel(patient=0, lesion=CAVITY).sel(arm="IC", time=[0.75, 1.0, 1.25])
    before, at, after = (float(value) for value in around)
    assert before > 100
    assert at == pytest.approx(before, rel=0.5)
    assert after == pytest.approx(at, rel=0.2)
    assert (course["status"] == 0).all()
    assert np.isfinite(course["car_t_blood"]).all()


def test_a_patient_with_a_nodule_that_takes_no_t_cells_is_the_patient_of_the_equations() -> None:
    closed = {"k_bt": 0.0, "a_serosa": 1e30}
    for lesion, allowed in ((ELSEWHERE, 1e-4), (CAVITY, 1e-3)):
        asked = scenario(lesion, "agents.duration=2 days", "run.tolerance=1e-8")
        who = patient(asked, 1, 60.0, **closed)
        found, alone = simulate_coupled(who, asked).course, simulate(who, asked)
        for name in REST:
            np.testing.assert_allclose(found[name], alone[name], rtol=allowed, atol=1e-6, err_msg=name)
        others = [k for k in range(4) if k != lesion]
        for name in ("lesion_tumour_cells", "lesion_car_t"):
            np.testing.assert_allclose(found[name][..., others], alone[name][..., others], rtol=allowed, atol=1e-3)
        inside = found["lesion_car_t"][..., lesion]
        assert float(inside.max()) < 1e-20


def test_progress_adds_up_to_the_hours_of_all_nodules() -> None:
    asked, told = scenario(CAVITY, "agents.duration=5 hours", "agents.snapshots=[]"), []
    simulate_coupled(patient(asked, 1, 60.0), asked, threads=2, done=told.append)
    assert sum(told) == coupled_hours(asked) == 10


def test_a_failed_hour_gives_a_status_and_no_numbers_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def tiring(asked, arm, who):
        found = schedule(asked, arm, who)
        return replace(found, plan=found.plan._replace(max_steps=60)) if arm.name == "IV" else found

    monkeypatch.setattr(import_module("cartsim.simulate.coupled.course"), "schedule", tiring)
    asked = scenario(CAVITY, "agents.snapshots=[]")
    found: Coupled = simulate_coupled(patient(asked, 1, 60.0), asked)
    assert found.course["status"].values.ravel().tolist() == [STATUS.index("work_limit"), 0]
    blood = found.course["car_t_blood"].isel(patient=0)
    assert np.isfinite(blood.sel(time=1 / 24)).all()
    assert np.isnan(blood.sel(arm="IV", time=[1, 30])).all()
    assert np.isfinite(blood.sel(arm="IC")).all()
    ends = found.nodule.isel(time=-1, repeat=0)
    assert int(ends["live_tumour"].sel(arm="IV")) == NOT_REACHED
    assert np.isnan(ends["radius_max"].sel(arm="IV"))
    assert int(ends["live_tumour"].sel(arm="IC")) >= 0
