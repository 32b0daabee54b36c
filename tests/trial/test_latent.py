"""The day on which the true diameters meet the progression rule."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import LESION_KIND
from cartsim.trial.clinic import clinic_values
from cartsim.trial.latent import latent_progression_days
from tests.trial.synthetic_course import make_course, put

CLINIC = clinic_values()


def progressed(*steps, seed=()):
    """Day on which the targets progress: 40 and 30 mm at first, then in steps (day, first, second)."""
    course = make_course(1)
    for day, first, second in steps:
        put(course, "lesion_diameter", 0, first, since=day, lesion=1)
        put(course, "lesion_diameter", 0, second, since=day, lesion=2)
    for day, size in seed:
        put(course, "lesion_diameter", 0, size, since=day, lesion=3)
    return latent_progression_days(course, CLINIC)[0, 0]


@pytest.mark.parametrize(("steps", "day"), [
    (((50, 45, 30),), np.nan),                    # 75 of 70 mm: 5 mm, but 7 %
    (((10, 10, 10), (60, 14, 10)), np.nan),       # 24 of 20 mm: 20 %, but 4 mm
    (((10, 10, 10), (60, 15, 10)), 60),           # 25 of 20 mm
    (((10, 25, 25), (60, 30, 30)), 60),           # exactly 20 %
    (((10, 25, 25), (60, 30, 29.9)), np.nan),
    (((10, 20, 20), (30, 30, 30), (90, 20, 20)), 30),
    (((10, 20, 20), (30, 23, 23), (60, 24, 24)), 60),  # from the nadir, not from the reading before
    (((0, 60, 30),), 0),                          # already on the day of infusion
    (((-2, 60, 30), (0.5, 60, 30)), 0),           # since before it: the first time looked at
])  # fmt: skip
def test_true_progression_is_20_percent_and_5_mm_over_the_nadir(steps, day):
    assert progressed(*steps) == pytest.approx(day, nan_ok=True)


def test_a_seed_progresses_at_the_size_of_a_new_lesion():
    size = CLINIC["new_lesion_diameter"]
    assert progressed(seed=((100, size),)) == 100
    assert np.isnan(progressed(seed=((100, size - 0.5),)))
    assert progressed((10, 10, 10), (60, 15, 10), seed=((100, size),)) == 60


def test_what_is_no_target_does_not_count():
    course = make_course(1)
    put(course, "lesion_diameter", 0, 80.0, since=50, lesion=0)
    assert np.isnan(latent_progression_days(course, CLINIC)).all()


def test_each_arm_has_its_own_day():
    course = make_course(1)
    put(course, "lesion_diameter", 0, 60.0, since=40, lesion=1, arm=1)
    found = latent_progression_days(course, CLINIC)[:, 0]
    assert found.tolist() == pytest.approx([np.nan, 40], nan_ok=True)


def test_the_day_does_not_depend_on_how_a_course_lies_in_memory():
    """Eight targets that grow by 20 % but for their rounding: added in any order, it is the same sum."""
    course = make_course(200)
    random = np.random.default_rng(4)
    course["lesion_kind"].values[:] = LESION_KIND.index("target")
    diameter = course["lesion_diameter"].values
    diameter[:] = random.uniform(5.0, 40.0, (2, 200, 1, 8)).astype(np.float32)
    diameter[:, :, course["time"].values >= 60.0] *= np.float32(1.2)
    days = latent_progression_days(course, CLINIC)
    strided = np.moveaxis(np.ascontiguousarray(np.moveaxis(diameter, 3, 0)), 0, 3)
    other = course.assign(lesion_diameter=(course["lesion_diameter"].dims, strided))
    np.testing.assert_array_equal(latent_progression_days(other, CLINIC), days)
    assert (days == 60.0).all()
