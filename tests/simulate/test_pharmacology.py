"""What the whole model must show, whatever its numbers: directions that the route, the dose, the affinity and the receptor impose."""

from __future__ import annotations

import numpy as np
import pytest

import cartsim

HIGH, LOW = "0.58 nM", "3910 nM"
DISTRESS = 0.03
"""Lung injury that a ward calls distress (Morgan 2010 is the anchor of `k_inj`)."""


def course(trial, *sets):
    scenario = trial("run.patients=40", "run.horizon=100 days", *sets)
    patients = cartsim.draw(scenario)
    return cartsim.simulate(patients, scenario), patients


@pytest.fixture(scope="module")
def both_routes(trial):
    return course(trial)


def shrunk(course, patients):
    """Sum of target diameters on day 91 relative to the first day (arm, patient)."""
    targets = course["lesion_diameter"].where(patients["lesion_kind"] == 2)
    sums = targets.sum("lesion")
    return sums.sel(time=91) / sums.isel(time=0)


def test_the_cavity_route_puts_more_t_cells_into_the_cavity_of_every_patient(both_routes):
    seen, _ = both_routes
    early = seen["car_t_cavity"].sel(time=slice(0, 7)).max("time")
    assert bool((early.sel(arm="IC") > early.sel(arm="IV")).all())


def test_and_shrinks_tumours_more_on_the_whole(both_routes):
    left = shrunk(*both_routes)
    assert float((left.sel(arm="IC") < left.sel(arm="IV")).mean()) > 0.5
    assert float((left <= 0.7).sel(arm="IC").mean()) > float((left <= 0.7).sel(arm="IV").mean())


def test_and_injures_the_lung_less_in_the_first_two_days(both_routes):
    injury = both_routes[0]["lung_injury"].sel(time=slice(0, 2)).max("time")
    assert bool((injury.sel(arm="IC") < injury.sel(arm="IV")).all())


def early_distress(trial, dose, affinity):
    seen, _ = course(trial, f"trial.arms[0].dose={dose}", f"product.car.affinity={affinity}", "run.horizon=70 days")
    return float((seen["lung_injury"].isel(arm=0).sel(time=slice(0, 2)).max("time") > DISTRESS).mean())


def test_eight_billion_high_affinity_cells_injure_the_lung_within_hours_and_a_hundred_million_do_not(trial):
    assert early_distress(trial, "8e9 cells", HIGH) >= 0.8
    assert early_distress(trial, "8e9 cells", LOW) == 0.0
    assert early_distress(trial, "1e8 cells", HIGH) == 0.0


def test_each_step_of_receptor_design_leaves_less_tumour(trial):
    order = ("none", "pd1_cd28", "scfv_cd28", "scfv_zeta")
    left = [shrunk(*course(trial, f"product.pdl1_receptor={design}")).isel(arm=0).values for design in order]
    assert (np.diff([np.median(values) for values in left]) < 0).all()
    assert np.mean(left[1] < left[0]) > 0.95


def test_more_cells_make_more_cytokine_in_every_patient(trial):
    few, _ = course(trial, "trial.arms[0].dose=1e7 cells")
    many, _ = course(trial, "trial.arms[0].dose=1e9 cells")
    peak = [seen["il6"].isel(arm=0).max("time") for seen in (few, many)]
    assert float((peak[1] > peak[0]).mean()) > 0.95


def test_lymphodepletion_drops_neutrophils_and_platelets_for_about_a_week(trial):
    seen, _ = course(trial, "trial.arms[0].dose=0 cells")
    anc, platelets = (seen[name].isel(arm=0) for name in ("anc", "platelets"))
    days = anc["time"].where(anc["time"] == np.floor(anc["time"]), drop=True)
    below = (anc.sel(time=days) < 0.5).sum("time")
    assert 4 <= float(below.median()) <= 9
    assert 60 <= float(platelets.min("time").median()) <= 130


def test_the_peak_in_blood_comes_in_the_second_week(both_routes):
    blood = both_routes[0]["car_t_blood"].sel(arm="IV").sel(time=slice(2, 60))
    assert 7 <= float(blood.idxmax("time").median()) <= 14


def test_lymphocytes_fall_with_lymphodepletion_and_take_months_to_return(trial):
    count = course(trial, "trial.arms[0].dose=0 cells")[0]["lymphocytes"].isel(arm=0)
    before, at_infusion, later = (count.sel(time=day) for day in (-5, 0, 60))
    assert float((at_infusion / before).max()) < 0.2
    assert bool(((later > at_infusion) & (later < before)).all())


def test_white_cells_hold_neutrophils_and_lymphocytes(both_routes):
    seen = both_routes[0]
    assert bool((seen["white_cells"] > seen["anc"] + seen["lymphocytes"]).all())


@pytest.fixture(scope="module")
def inflamed(trial):
    """A heavy dose without rescue."""
    return course(trial, "trial.arms[0].dose=3e9 cells", "trial.arms[1].dose=3e9 cells", "run.patients=30")[0]


def test_the_brain_is_worst_days_after_the_blood(inflamed):
    lag = inflamed["neuro_severity"].idxmax("time") - inflamed["myeloid_activation"].idxmax("time")
    assert bool((lag > 0).all())
    assert 0.5 <= float(lag.median()) <= 4


def test_more_cells_cost_more_of_the_ice_score(both_routes, inflamed):
    few, many = (seen["ice_score"].min("time") < 9.5 for seen in (both_routes[0], inflamed))
    assert float(many.mean()) > 0.15 + float(few.mean())


def test_at_an_ordinary_dose_few_are_confused_and_hardly_anybody_badly(trial):
    """Of 400 patients: one in a hundred is too rare for the forty of the other tests."""
    worst = course(trial, "run.patients=400")[0]["ice_score"].min("time")
    assert float((worst < 9.5).mean()) < 0.15
    assert float((worst < 2.5).mean()) <= 0.02


def rescued(trial, drug):
    """Worst severity of the brain when every fever is treated (arm, patient)."""
    rule = f"trial.rescue=[{{drug: {drug}, when: crs_grade >= 1}}]"
    doses = (f"trial.arms[{arm}].dose=3e9 cells" for arm in (0, 1))
    return course(trial, rule, *doses, "run.patients=30")[0]["neuro_severity"].max("time")


def test_dexamethasone_spares_the_brain_and_tocilizumab_does_not(trial, inflamed):
    untreated = inflamed["neuro_severity"].max("time")
    with_steroid = rescued(trial, "dexamethasone, dose: 10 mg/day")
    assert bool((with_steroid <= untreated * 1.001).all())
    assert float((with_steroid / untreated).median()) < 0.7
    np.testing.assert_allclose(rescued(trial, "tocilizumab, dose: 8 mg/kg"), untreated, rtol=1e-3, atol=1e-6)
