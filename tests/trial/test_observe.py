"""What the clinic sees of a course whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import AE_TERMS, IRECIST, LESION_STATE, RESPONSE, VARIABLES, words
from cartsim.trial import assess, observe
from cartsim.trial.visits import visit_days
from tests.trial.synthetic_course import drain, make_course, make_scenario, put


def seen(visits, patient, arm=0):
    return words(visits["overall_response"].values[arm, patient, 1:], RESPONSE).tolist()


def states(visits, patient, lesion, arm=0):
    return words(visits["lesion_state"].values[arm, patient, :, lesion], LESION_STATE).tolist()


def records(visits, patient, arm=0):
    """(term, grade, start, end) of one patient's records."""
    row = visits.isel(arm=arm, patient=patient)
    names = words(row["ae_record_term"].values, AE_TERMS).tolist()
    ends = [None if np.isnan(end) else end for end in row["ae_record_end"].values.tolist()]
    grades, starts = (row[f"ae_record_{name}"].values.tolist() for name in ("grade", "start"))
    return [record for record in zip(names, grades, starts, ends, strict=True) if record[0] != "none"]


def test_a_quiet_course_is_stable_and_read_exactly():
    visits = observe(make_course(2), make_scenario())
    assert seen(visits, 0) == ["SD"] * 5
    assert visits["sld"].values[0, 0].tolist() == [70.0] * 6
    assert visits["lesion_reading"].values[0, 0, 0, :3].tolist() == [8.0, 40.0, 30.0]
    assert states(visits, 0, 0) == ["PRESENT"] * 6
    assert states(visits, 0, 3) == ["ABSENT"] * 6
    assert np.isnan(visits["lesion_reading"].values[0, 0, :, 3:]).all()
    assert visits["visit_day"].values[0].tolist() == [-5, 30, 91, 182, 274, 365]


def test_targets_shrink_vanish_and_come_back():
    course = make_course(1)
    put(course, "lesion_diameter", 0, 24.5, since=20, lesion=1)
    put(course, "lesion_diameter", 0, 24.5, since=20, lesion=2)
    for lesion in (0, 1, 2):
        put(course, "lesion_diameter", 0, 1.0, since=150, lesion=lesion)
    put(course, "effusion_volume", 0, 10.0, since=150)
    put(course, "lesion_diameter", 0, 3.0, since=300, lesion=1)
    visits = observe(course, make_scenario())
    assert seen(visits, 0) == ["PR", "PR", "CR", "CR", "PD"]
    assert states(visits, 0, 1) == ["measured", "measured", "measured", "ABSENT", "ABSENT", "TSTM"]
    assert visits["lesion_reading"].values[0, 0, 5, 1] == 5.0


def test_a_complete_response_of_targets_waits_for_the_others():
    course = make_course(1)
    for lesion in (1, 2):
        put(course, "lesion_diameter", 0, 0.5, since=20, lesion=lesion)
    assert seen(observe(course, make_scenario()), 0) == ["PR"] * 5


def test_the_carcinomatosis_progresses_by_a_fifth():
    course = make_course(2)
    put(course, "lesion_diameter", 0, 9.5, since=20, lesion=0)
    put(course, "lesion_diameter", 0, 9.6, since=150, lesion=0)
    put(course, "lesion_diameter", 1, 5.9, since=20, lesion=0)
    put(course, "lesion_diameter", 1, 7.0, since=80, lesion=0)
    put(course, "lesion_diameter", 1, 7.1, since=150, lesion=0)
    visits = observe(course, make_scenario())
    assert seen(visits, 0) == ["SD", "SD", "PD", "PD", "PD"]
    assert seen(visits, 1) == ["SD", "SD", "PD", "PD", "PD"]


def test_an_occult_seed_is_new_from_ten_millimetres():
    course = make_course(1)
    put(course, "lesion_diameter", 0, 9.9, since=50, lesion=3)
    put(course, "lesion_diameter", 0, 10.0, since=150, lesion=3)
    visits = observe(course, make_scenario())
    assert seen(visits, 0) == ["SD", "SD", "PD", "PD", "PD"]
    assert visits["new_lesion"].values[0, 0].tolist() == [0, 0, 0, 1, 1, 1]
    assert visits["latent_progression_day"].values[0, 0] == 150.0


def test_a_target_read_small_at_baseline_is_non_target():
    course = make_course(1)
    for lesion in (1, 2):
        put(course, "lesion_diameter", 0, 9.8, since=-5, lesion=lesion)
    visits = observe(course, make_scenario())
    assert seen(visits, 0) == ["NON-CR/NON-PD"] * 5
    assert visits["measurable"].values[0, 0] == 0
    assert visits["target_response"].values[0, 0].max() == 0


def test_more_fluid_is_progression_only_when_malignant_and_not_in_response():
    course = make_course(3)
    for patient in range(3):
        put(course, "effusion_volume", patient, 2500.0, since=60)
    course["effusion_malignant"].values[1] = 0
    for lesion in (1, 2):
        put(course, "lesion_diameter", 2, 20.0, since=20, lesion=lesion)
    visits = observe(course, make_scenario("parameters.effusion_cv={value: 0, because: test}"))
    assert [seen(visits, patient)[1] for patient in range(3)] == ["PD", "SD", "PR"]


def test_fluid_is_not_read_for_a_week_after_a_drainage():
    course = make_course(1)
    drain(course, 0, 25.0)
    put(course, "effusion_volume", 0, 20.0, since=25, arm=0)
    visits = observe(course, make_scenario())
    assert np.isnan(visits["effusion_reading"].values[0, 0, 1])
    assert visits["effusion_reading"].values[0, 0, 2] == 0.0
    assert visits["non_target_response"].values[0, 0, 1] == RESPONSE.index("NE")
    assert visits["effusion_reading"].values[1, 0, 1] > 0


def test_after_death_nothing_is_recorded():
    course = make_course(3)
    put(course, "tumour_cells", 0, 1e14, since=40)
    put(course, "temperature", 0, 39.0, since=39)
    visits = observe(course, make_scenario("trial.visits.safety=[0, 28, 60, 100]"))
    day = visits["death_day"].values[0, 0]
    assert 40 < day < 91
    assert visits["last_seen_day"].values[0, 0] == day
    assert visits["visit_done"].values[0, 0].tolist() == [1, 1, 0, 0, 0, 0]
    assert seen(visits, 0)[1:] == ["ND"] * 4
    seen_until = np.nanmax(
        np.where(np.isfinite(visits["anc_lab"].values[0, 0]), visits["safety_day"], np.nan)
    )
    assert seen_until <= day
    assert np.isnan(visits["ae_record_end"].values[0, 0, :2]).all()  # fever and CRS, to the end
    assert np.isnan(visits["death_day"].values[:, 1:]).all()
    assert visits["death_day"].values[1, 0] == day


def test_a_failed_solve_leaves_rows_without_readings():
    course = make_course(2)
    course["status"].values[0, 1] = 2
    visits = observe(course, make_scenario())
    assert visits["visit_done"].values[0, 1].sum() == 0
    assert seen(visits, 1) == ["ND"] * 5
    assert seen(visits, 1, arm=1) == ["SD"] * 5


def test_counts_below_the_limit_are_zero_and_dry_cavities_give_no_fluid():
    course = make_course(2)
    put(course, "car_t_blood", 0, 0.024, since=60)
    put(course, "effusion_volume", 1, 30.0, since=5)
    visits = observe(course, make_scenario("parameters.assay_cv={value: 0, because: test}"))
    blood = visits["car_t_blood_sampled"].values[0, 0]
    late = visits["sample_day"].values >= 60
    assert (blood[late] == 0).all()
    assert blood[~late] == pytest.approx(1.0)
    wet = visits["sample_day"].values < 5
    assert np.isnan(visits["car_t_fluid_sampled"].values[0, 1, ~wet]).all()


def test_signs_become_grades_and_links():
    course = make_course(2)
    put(course, "temperature", 0, 39.0, since=5, until=8)
    put(course, "mean_arterial_pressure", 0, 60.0, since=6, until=7)
    put(course, "lung_injury", 1, 0.031, since=2, until=4)
    put(course, "heart_injury", 1, 0.15, since=2)
    put(course, "ice_score", 1, 6.4, since=10, until=12)
    put(course, "neuro_severity", 1, 1.3, since=11, until=11)
    visits = observe(course, make_scenario())
    assert records(visits, 0) == [
        ("Cytokine release syndrome", 1, 5.0, 6.0), ("Cytokine release syndrome", 2, 6.0, 7.25),
        ("Cytokine release syndrome", 1, 7.25, 8.25), ("Fever", 1, 5.0, 8.25)]  # fmt: skip
    assert records(visits, 1) == [
        ("ICANS", 2, 10.0, 11.0), ("ICANS", 3, 11.0, 11.25), ("ICANS", 2, 11.25, 12.25),
        ("Pneumonitis", 3, 2.0, 4.25), ("Ejection fraction decreased", 3, 2.0, None)]  # fmt: skip
    assert visits["lvef_lab"].sel(safety_visit=[1, 3]).values[0, 1].tolist() == [60.0, 30.0]


def test_chance_is_the_same_in_every_arm_batch_and_beside_other_visits():
    sets = ("trial.response.measurement_cv=0.07", "trial.dropout=0.1 per month", "trial.visits.window=7")
    scenario = make_scenario(*sets)
    whole, part = observe(make_course(6), scenario), observe(make_course(2, first=4), scenario)
    xr.testing.assert_equal(whole.isel(patient=slice(4, 6)), part)
    assert (
        whole["lesion_reading"].isel(arm=0).fillna(-1) == whole["lesion_reading"].isel(arm=1).fillna(-1)
    ).all()
    fewer = observe(make_course(6), make_scenario(*sets, "trial.visits.response=[91, 365]"))
    both = np.isin(whole["scheduled_day"].values, fewer["scheduled_day"].values)
    assert (fewer["visit_day"].values == whole["visit_day"].values[:, both]).all()
    assert np.nanmax(np.abs(fewer["sld"].values - whole["sld"].values[..., both])) == 0.0
    assert (fewer["dropout_day"].fillna(0) == whole["dropout_day"].fillna(0)).all()


def test_visit_days_stay_within_half_the_window():
    scheduled = np.array([-5.0, 30, 91])
    days = visit_days(scheduled, 7.0, 1, np.arange(2000))
    assert set(np.unique(days[:, 1])) == {27.0, 28, 29, 30, 31, 32, 33}
    assert (days[:, 0] == -5).all()
    assert visit_days(scheduled, 0.0, 1, np.arange(5))[:, 1].tolist() == [30.0] * 5


def test_reading_errors_have_the_asked_spread():
    visits = observe(make_course(400), make_scenario("trial.response.measurement_cv=0.1"))
    logs = np.log(visits["lesion_reading"].values[0, :, 1, 1] / 40.0)
    assert logs.std() == pytest.approx(np.sqrt(np.log1p(0.01)), rel=0.1)
    many = np.log(visits["lesion_reading"].values[0, :, 1, 0] / 8.0)
    assert many.std() < 0.6 * logs.std()


def test_drop_out_has_its_monthly_probability():
    visits = observe(make_course(600), make_scenario("trial.dropout=0.1 per month"))
    gone = np.mean(visits["dropout_day"].values <= 6 * 365.25 / 12)
    assert gone == pytest.approx(1 - 0.9**6, abs=0.06)


def test_a_swelling_that_goes_is_no_progression_under_irecist():
    course = make_course(2)
    for lesion in (1, 2):
        put(course, "lesion_diameter", 0, 50.0, since=20, until=60, lesion=lesion)
        put(course, "lesion_diameter", 0, 15.0, since=61, lesion=lesion)
        put(course, "lesion_diameter", 1, 50.0, since=20, until=60, lesion=lesion)
        put(course, "lesion_diameter", 1, 60.0, since=61, lesion=lesion)
    assert seen(observe(course, make_scenario()), 0) == ["PD", "PR", "PR", "PR", "PR"]
    immune = observe(course, make_scenario("trial.response.criteria=iRECIST"))
    assert seen(immune, 0) == ["NE", "PR", "PR", "PR", "PR"]
    assert words(immune["immune_response"].values[0, :, 1:3], IRECIST).tolist() == [
        ["iUPD", "iPR"],
        ["iUPD", "iCPD"],
    ]
    assert "immune_response" not in observe(course, make_scenario())
    assert seen(immune, 1) == ["PD"] * 5


@pytest.mark.filterwarnings("error")
def test_a_solve_that_stopped_half_way_disturbs_nobody():
    course = make_course(3)
    course["status"].values[0, 1] = 3
    for values in course.data_vars.values():
        if "time" in values.dims and values.dtype.kind == "f":
            values.values[0, 1, 40:] = np.nan
    scenario = make_scenario()
    visits = observe(course, scenario)
    quiet = observe(make_course(3), scenario)
    xr.testing.assert_equal(visits.isel(patient=[0, 2]), quiet.isel(patient=[0, 2]))
    assert assess(visits, scenario)["dcr"].values.tolist() == [1.0, 1.0]


def test_every_variable_is_in_the_table():
    names = {row.name for row in VARIABLES}
    assert set(map(str, observe(make_course(1), make_scenario()).variables)) <= names
