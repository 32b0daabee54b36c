"""Endpoints of a trial whose every patient is known."""

from __future__ import annotations

import json
import time as clock

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import DLT, DLT_REASON, EFFUSION_RESPONSE, MECHANISM, RESPONSE, VARIABLES, words
from cartsim.trial import assess, observe
from cartsim.trial.estimand_table import ENDPOINTS
from cartsim.trial.events import GRADES
from cartsim.trial.intervals import clopper_pearson
from tests.trial.synthetic_course import drain, make_course, make_scenario, put

EXACT = ("parameters.effusion_cv={value: 0, because: test}", "parameters.assay_cv={value: 0, because: test}")


def shrink(course, patient, size, since, arm=None):
    for lesion in (1, 2):
        put(course, "lesion_diameter", patient, size, since=since, lesion=lesion, arm=arm)


@pytest.fixture(scope="module")
def trial():
    """Ten patients; in IV: 0 responds to the end, 1 responds and progresses, 2 responds at the last visit, 3
    progresses at once, 4 dies before any scan, 5 has no product, 6 fails in the solver, 7 to 9 are stable.
    In IC 7 responds too."""
    course = make_course(10)
    shrink(course, 0, 15.0, 20)
    shrink(course, 1, 15.0, 20)
    shrink(course, 1, 50.0, 200)
    shrink(course, 2, 15.0, 300)
    shrink(course, 3, 60.0, 20)
    put(course, "tumour_cells", 4, 1e18, since=10)
    shrink(course, 7, 15.0, 80, arm=1)
    course["manufacturing_failure"].values[5] = 1
    course["given_dose"].values[:, 5] = 0.0
    course["status"].values[0, 6] = 1
    scenario = make_scenario(*EXACT)
    visits = observe(course, scenario)
    return visits, assess(visits, scenario)


def arm_one(endpoints, name):
    return endpoints[name].values[0]


def test_best_and_confirmed_responses(trial):
    endpoints = trial[1]
    assert words(arm_one(endpoints, "best_overall_response"), RESPONSE).tolist() == [
        "PR", "PR", "PR", "PD", "MISSING", "SD", "MISSING", "SD", "SD", "SD"]  # fmt: skip
    assert words(arm_one(endpoints, "confirmed_response"), RESPONSE).tolist() == [
        "PR", "PR", "SD", "PD", "MISSING", "SD", "MISSING", "SD", "SD", "SD"]  # fmt: skip
    assert arm_one(endpoints, "response_pending").tolist() == [0, 0, 1, *[0] * 7]
    assert arm_one(endpoints, "response_day")[:3].tolist()[:2] == [30.0, 30.0]


def test_times_to_event(trial):
    endpoints = trial[1]
    assert arm_one(endpoints, "pfs").tolist()[:5] == [365.0, 274.0, 365.0, 30.0, 10.0]
    assert arm_one(endpoints, "pfs_event").tolist()[:5] == [0, 1, 0, 1, 1]
    assert arm_one(endpoints, "dor")[:2].tolist() == [335.0, 244.0]
    assert arm_one(endpoints, "dor_event")[:2].tolist() == [0, 1]
    assert np.isnan(arm_one(endpoints, "dor")[2:]).all()
    assert arm_one(endpoints, "ddc")[[2, 7]].tolist() == [335.0, 335.0]
    assert arm_one(endpoints, "os")[[0, 4]].tolist() == [372.0, 10.0]
    assert np.isnan(arm_one(endpoints, "pfs")[6])
    assert arm_one(endpoints, "pfs_after")[[1, 3, 4]].tolist() == [182.0, 0.0, 10.0]
    assert arm_one(endpoints, "time_in_response")[[0, 1, 3]].tolist() == [335.0, 244.0, 0.0]


def test_response_rates_count_everybody_who_enrolled(trial):
    endpoints = trial[1]
    assert endpoints["confirmed_orr"].values.tolist() == pytest.approx([2 / 9, 3 / 10])
    assert endpoints["confirmed_orr_lower"].values[0] == pytest.approx(clopper_pearson(2, 9).lower)
    assert endpoints["confirmed_orr_least"].values.tolist() == pytest.approx([2 / 10, 3 / 10])
    assert endpoints["confirmed_orr_most"].values.tolist() == pytest.approx([3 / 10, 3 / 10])
    assert endpoints["confirmed_orr_infused"].values[0] == pytest.approx(2 / 8)
    assert endpoints["best_orr"].values[0] == pytest.approx(3 / 9)
    assert endpoints["dcr"].values[0] == pytest.approx(6 / 9)  # 5 is stable, but without a product
    assert arm_one(endpoints, "orr")[1:].tolist() == pytest.approx([2 / 9, 2 / 9, 2 / 9, 1 / 9, 2 / 9])
    assert np.isnan(arm_one(endpoints, "orr")[0])
    assert arm_one(endpoints, "orr_by")[1:].tolist() == pytest.approx([2 / 9, 2 / 9, 2 / 9, 2 / 9, 3 / 9])
    assert arm_one(endpoints, "in_response")[1:].tolist() == pytest.approx(
        [2 / 9, 2 / 9, 2 / 9, 1 / 9, 1 / 9]
    )
    assert arm_one(endpoints, "best_response_share").sum() == pytest.approx(1.0)


def test_failed_solves_bound_every_share_and_median(trial):
    endpoints = trial[1]
    for name in ("orr", "orr_measurable", "orr_by", "in_response"):
        shares = (endpoints[name].values[0, 1:] * 9 + np.array([[0], [1]])) / 10
        least, most = (endpoints[f"{name}_{end}"].values[0, 1:] for end in ("least", "most"))
        assert np.stack([least, most]) == pytest.approx(shares), name
        assert endpoints[f"{name}_least"].values[1, 1:] == pytest.approx(endpoints[name].values[1, 1:]), name
    for name in ("best_orr", "dcr", "confirmed_orr_infused", "effusion_orr", "dlt_rate", "severe_crs_rate"):
        assert endpoints[f"{name}_least"].values[0] <= endpoints[name].values[0], name
        assert endpoints[name].values[0] < endpoints[f"{name}_most"].values[0], name
        assert endpoints[f"{name}_least"].values[1] == endpoints[f"{name}_most"].values[1], name


def test_failed_solves_bound_a_median():
    """Of four, one fails: with events on days 30, 90 and none the median is 90, at least 60, at most 231."""
    course = make_course(4)
    shrink(course, 0, 60.0, 20)
    shrink(course, 1, 60.0, 80)
    course["status"].values[0, 3] = 1
    scenario = make_scenario(*EXACT)
    endpoints = assess(observe(course, scenario), scenario)
    assert arm_one(endpoints, "pfs")[:3].tolist() == [30.0, 91.0, 365.0]
    assert endpoints["median_pfs"].values[0] == 91.0
    assert endpoints["median_pfs_least"].values[0] == pytest.approx((30 + 91) / 2)
    assert endpoints["median_pfs_most"].values[0] == pytest.approx((91 + 372) / 2)
    assert np.isnan(endpoints["median_os_most"].values[0])


def test_every_share_says_of_how_many_and_the_primary_of_whom(trial):
    endpoints = trial[1]
    assert endpoints["confirmed_orr_n"].values.tolist() == [9, 10]
    assert endpoints["confirmed_orr_infused_n"].values[0] == 8
    assert endpoints["dlt_rate_n"].values[0] == 7
    assert arm_one(endpoints, "orr_n")[1:].tolist() == [9] * 5
    text = endpoints["confirmed_orr"].attrs["long_name"]
    assert "confirmed CR or PR that begins by day 182" in text
    assert "enrolled (primary)" in text
    unconfirmed = make_scenario(*EXACT, "trial.response.primary.population=response_evaluable")
    assert "response-evaluable" in assess(trial[0], unconfirmed)["confirmed_orr"].attrs["long_name"]


def test_every_patient_ends_for_one_reason(trial):
    counts = trial[1]["end_reasons"]
    assert (counts.sum("end_reason") == 10).all()
    assert counts.sel(arm="IV", curve="pfs", end_reason="death").item() == 1
    assert counts.sel(arm="IV", curve="pfs", end_reason="not in the set").item() == 1


def test_the_flow_counts_every_loss(trial):
    flow = trial[1]["flow"].sel(arm="IV").to_series().to_dict()
    assert flow.pop("drawn") == flow.pop("enrolled") == 10
    assert flow == {"manufactured": 9, "infused": 9, "solved": 8, "response-evaluable": 7, "DLT-evaluable": 7}


def test_arms_are_compared_patient_by_patient(trial):
    chosen = trial[1].sel(contrast="IC - IV", measure="confirmed_orr")
    assert [float(chosen[name]) for name in ("both", "first_only", "second_only", "neither")] == [
        2.0,
        1.0,
        0.0,
        6.0,
    ]
    assert float(chosen["paired_difference"]) == pytest.approx(1 / 9)
    assert chosen["paired_difference_lower"] < 1 / 9 < chosen["paired_difference_upper"]
    assert chosen["bootstrap_lower"] <= 1 / 9 <= chosen["bootstrap_upper"]


def test_survival_tables_end_with_their_patients(trial):
    endpoints = trial[1]
    table = endpoints.sel(arm="IV", curve="pfs")
    assert table["km_time"].dropna("km_step").values.tolist() == [10.0, 30.0, 274.0, 365.0]
    assert table["km_at_risk"].dropna("km_step").values.tolist() == [9.0, 8.0, 7.0, 6.0]
    assert np.isnan(endpoints["median_pfs"].values[0])
    assert endpoints["response_incidence"].values[0, -1] == pytest.approx(3 / 9)


def test_not_evaluable_for_dlt_has_a_reason(trial):
    endpoints = trial[1]
    assert words(arm_one(endpoints, "dlt"), DLT).tolist() == [
        *["none"] * 4, *["not evaluable"] * 3, *["none"] * 3]  # fmt: skip
    reasons = words(arm_one(endpoints, "dlt_reason"), DLT_REASON)
    assert reasons[[4, 5, 6]].tolist() == ["not followed", "under-dosed", "failed solve"]


def test_every_variable_is_in_the_table_and_every_estimand_in_the_results(trial):
    endpoints = trial[1]
    assert set(map(str, endpoints.variables)) <= {row.name for row in VARIABLES}
    assert {name for row in ENDPOINTS for name in row.variables} <= set(map(str, endpoints.variables))
    table = json.loads(endpoints.attrs["estimands"])
    assert table[0]["role"] == "primary"
    assert sum(row["role"] == "primary" for row in table) == 1
    assert all(endpoints[name].attrs["units"] for name in endpoints.data_vars)


def test_endpoints_survive_the_file(trial, tmp_path):
    some = trial[1][[name for place, name in enumerate(trial[1].data_vars) if place % 9 == 0]]
    for name, dataset in (("visits", trial[0].isel(patient=[0, 1])), ("endpoints", some)):
        path = tmp_path / f"{name}.nc"
        dataset.to_netcdf(path, engine="h5netcdf")
        with xr.open_dataset(path, engine="h5netcdf") as back:
            xr.testing.assert_equal(back.load(), dataset)


def safety(edit, *sets, patients=1, arms=("IV", "IC")):
    """Endpoints of a course after `edit(course)`."""
    course = make_course(patients, arms)
    edit(course)
    scenario = make_scenario(*EXACT, *sets)
    return assess(observe(course, scenario), scenario)


def verdict(endpoints):
    """DLT, reason and day of the first patient in the first arm."""
    first = endpoints.isel(arm=0, patient=0)
    reason = words(first["dlt_reason"].item(), DLT_REASON).item()
    return words(first["dlt"].item(), DLT).item(), reason, first["dlt_day"].item()


def fever(course, pressure, since, until):
    put(course, "temperature", 0, 39.5, since=since, until=until)
    put(course, "mean_arterial_pressure", 0, pressure, since=since, until=until)


@pytest.mark.parametrize(("edit", "expected"), [
    (lambda c: fever(c, 52.0, 5, 7.75), ("none", "none", np.nan)),
    (lambda c: fever(c, 52.0, 5, 8.0), ("dlt", "CRS", 5.0)),
    (lambda c: fever(c, 52.0, 27, 33), ("dlt", "CRS", 27.0)),
    (lambda c: fever(c, 52.0, 29, 33), ("none", "none", np.nan)),
    (lambda c: put(c, "lung_injury", 0, 0.03, since=28, until=29), ("dlt", "pneumonitis", 28.0)),
    (lambda c: put(c, "lung_injury", 0, 0.02, since=3, until=20), ("none", "none", np.nan)),
    (lambda c: put(c, "heart_injury", 0, 0.09, since=3, until=4), ("dlt", "ejection fraction", 3.0)),
    (lambda c: put(c, "anc", 0, 0.4, since=1, until=41), ("none", "none", np.nan)),
    (lambda c: put(c, "anc", 0, 0.4, since=1, until=42), ("dlt", "haematological", 28.0)),
    (lambda c: put(c, "oxygen_need", 0, 10.0, since=2, until=8.75), ("none", "none", np.nan)),
    (lambda c: put(c, "oxygen_need", 0, 10.0, since=2, until=9.25), ("dlt", "non-haematological", 2.0)),
])  # fmt: skip
def test_dose_limiting_toxicity_to_the_day(edit, expected):
    found = verdict(safety(edit))
    assert found[:2] == expected[:2]
    assert found[2] == pytest.approx(expected[2], nan_ok=True)


def test_rules_of_the_scenario_move_the_verdict():
    def edit(course):
        fever(course, 52.0, 5, 6)

    assert verdict(safety(edit))[0] == "none"
    assert verdict(safety(edit, "trial.dlt.crs_grade=3"))[:2] == ("dlt", "CRS")
    assert verdict(safety(edit, "trial.dlt.crs_resolves=0.5 days"))[:2] == ("dlt", "CRS")


def test_crs_of_grade_four_can_kill():
    def edit(course):
        fever(course, 45.0, 5, 6)

    endpoints = safety(edit, "parameters.death_crs={value: 5 per day, because: test}", patients=1)
    event = endpoints.sel(arm="IV", event_term="Cytokine release syndrome").isel(patient=0)
    assert int(event["ae_grade"]) in (4, 5)
    assert int(endpoints["crs_grade"].values[0, 0]) == int(event["ae_grade"])
    assert verdict(endpoints)[:2] == (
        "dlt",
        "death" if int(event["ae_grade"]) == 5 and verdict(endpoints)[1] == "death" else "CRS",
    )


def test_cytopenia_after_chemotherapy_is_a_term_of_its_own():
    def edit(course):
        put(course, "anc", 0, 0.4, since=0, until=8)
        put(course, "platelets", 0, 40.0, since=40, until=50)

    endpoints = safety(edit).sel(arm="IV").isel(patient=0)
    early = endpoints.sel(event_term="Neutrophil count decreased (lymphodepletion)")
    late = endpoints.sel(event_term="Platelet count decreased")
    assert (int(early["ae_grade"]), float(early["ae_onset"]), float(early["ae_end"])) == (4, 0.0, 8.25)
    assert (int(late["ae_grade"]), float(late["ae_onset"]), float(late["ae_onset_severe"])) == (3, 40.0, 40.0)
    assert int(endpoints.sel(event_term="Neutrophil count decreased")["ae_grade"]) == 0
    assert [words(item["ae_related"].item(), MECHANISM).item() for item in (early, late)] == [
        "lymphodepletion",
        "CAR-T",
    ]


def test_what_was_there_before_is_no_event():
    def edit(course):
        put(course, "anc", 0, 1.2, since=-5)
        put(course, "oxygen_need", 0, 2.0, since=-5)

    endpoints = safety(edit).sel(arm="IV").isel(patient=0)
    assert endpoints["ae_grade"].values.max() == 0


def test_swelling_and_drainage_are_events_and_no_response():
    def edit(course):
        put(course, "effusion_volume", 0, 1600.0, since=3, until=20)
        drain(course, 1, 10.0)

    endpoints = safety(edit, patients=2)
    local = endpoints["ae_grade"].sel(arm="IV", event_term="Local CRS").values.tolist()
    assert local == [1, 2]
    pleural = endpoints.sel(arm="IV", event_term="Pleural effusion")
    assert pleural["ae_grade"].values.tolist() == [1, 2]
    assert pleural["ae_onset"].values.tolist() == [3.0, 10.0]
    assert words(endpoints["best_effusion_response"].values[0], EFFUSION_RESPONSE).tolist()[1] in (
        "PD",
        "not read",
    )
    assert endpoints["ae_grade"].sel(event_term="Ascites").values.max() == 0


def test_incidence_counts_those_seen_and_lets_death_compete():
    def edit(course):
        for patient in (0, 1):
            fever(course, 90.0, 5, 6) if patient == 0 else put(
                course, "temperature", 1, 39.0, since=100, until=101
            )
        put(course, "tumour_cells", 2, 1e18, since=10)

    endpoints = safety(edit, patients=4, arms=("IV", "IC")).sel(
        arm="IV", event_term="Cytokine release syndrome"
    )
    assert float(endpoints["ae_incidence"].sel(grade=1)) == pytest.approx(1 / 3)
    assert float(endpoints["ae_incidence_12_months"].sel(grade=1)) == pytest.approx(2 / 4)
    assert float(endpoints["ae_incidence"].sel(grade=2)) == 0.0
    assert endpoints["grade"].values.tolist() == list(GRADES)


def test_crs_shares_add_up():
    def edit(course):
        fever(course, 60.0, 5.25, 6)

    endpoints = safety(edit, patients=4).sel(arm="IV")
    assert endpoints["crs_share"].values.tolist() == [0.75, 0.0, 0.25, 0.0, 0.0, 0.0]
    assert float(endpoints["severe_crs_rate"]) == 0.0
    assert int(endpoints["crs_grade_seen"].values[0]) == 0


def test_stable_disease_by_the_scheduled_day():
    sets = (
        "trial.response.stable_disease_from=30 days",
        "trial.visits.window=14",
        "run.horizon=379 days",
        "trial.response.sd_by=nominal",
    )
    course = make_course(40)
    nominal = make_scenario(*sets)
    rules = nominal.trial.response.model_copy(update={"sd_by": "actual"})
    actual = nominal.model_copy(update={"trial": nominal.trial.model_copy(update={"response": rules})})
    days = {name: assess(observe(course, scenario), scenario)["best_response_day"].values[0]
            for name, scenario in (("nominal", nominal), ("actual", actual))}  # fmt: skip
    assert (days["nominal"] < 40).all()
    assert (days["actual"] > 80).any()
    assert (days["actual"] < 40).any()


def test_the_worst_case_for_those_who_left_is_never_better():
    course = make_course(60)
    scenario = make_scenario("trial.dropout=0.15 per month")
    endpoints = assess(observe(course, scenario), scenario)
    assert np.isnan(endpoints["median_pfs"].values).all()
    assert (endpoints["median_pfs_worst_case"].values < 300).all()


def test_a_single_arm_has_no_contrast():
    course = make_course(3, ("IV",))
    scenario = make_scenario("trial.arms=[{name: IV, dose: 1e8 cells, route: intravenous}]")
    endpoints = assess(observe(course, scenario), scenario)
    assert endpoints.sizes["contrast"] == 0
    assert endpoints.sizes["arm"] == 1


def test_two_hundred_patients_in_two_arms_are_assessed_in_seconds():
    random = np.random.default_rng(5)
    course = make_course(200)
    growth = np.exp(
        random.normal(0, 0.004, (2, 200, 1, 1)) * course["time"].values[None, None, :, None]
    ).astype(np.float32)
    course["lesion_diameter"].values[...] *= growth
    course["temperature"].values[...] += random.normal(0, 0.8, course["temperature"].shape)
    course["tumour_cells"].values[...] = 1e10 * growth[..., 0] ** 3
    scenario = make_scenario("trial.response.measurement_cv=0.07", "trial.dropout=0.02 per month")
    begin = clock.process_time()
    assess(observe(course, scenario), scenario)
    assert clock.process_time() - begin < 6.0


def test_endpoints_of_a_year_reach_as_far_as_the_trial():
    """Scans to day 91, the end on day 120: responses to the one, adverse events to the other, and so said."""
    scenario = make_scenario(
        *EXACT, "trial.visits.response=[30, 91]", "trial.response.primary.by=91 days", "run.horizon=120 days"
    )
    course = make_course(3)
    shrink(course, 0, 15.0, 20)
    short = assess(observe(course, scenario), scenario)
    assert short.attrs["responses_until_day"] == 91.0
    assert short.attrs["events_until_day"] == 120.0
    assert short["time_in_response"].values[0].tolist() == [61.0, 0.0, 0.0]
    assert short["mean_time_in_response"].values == pytest.approx([61 / 3, 61 / 3])
    names = ("time_in_response", "ae_incidence_12_months", "ae_crude")
    said = [short[name].attrs["long_name"] for name in names]
    assert [text for text in said if "365" in text or "month 12" in text] == []
    assert ["day 91" in said[0], "day 120" in said[1], "day 120" in said[2]] == [True] * 3
    rows = {row["variables"][0]: row for row in json.loads(short.attrs["estimands"])}
    assert "to day 91" in rows["mean_time_in_response"]["variable"]
    assert rows["ae_incidence_12_months"]["title"] == "Adverse events to day 120"


def test_endpoints_of_a_year_are_so_called_in_a_trial_of_a_year(trial):
    endpoints = trial[1]
    assert (endpoints.attrs["responses_until_day"], endpoints.attrs["events_until_day"]) == (365.0, 365.0)
    assert "day 365" in endpoints["time_in_response"].attrs["long_name"]
    assert "month 12" in endpoints["ae_incidence_12_months"].attrs["long_name"]
    rows = {row["variables"][0]: row for row in json.loads(endpoints.attrs["estimands"])}
    assert "to day 365" in rows["mean_time_in_response"]["variable"]
    assert rows["ae_incidence_12_months"]["title"] == "Adverse events to month 12"
