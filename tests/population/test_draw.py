"""The draw of virtual patients: reproducible, complete, and only those whom the trial would enrol."""

from __future__ import annotations

import time
from importlib import import_module
from math import inf

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cartsim.datasets import DISEASE, variable
from cartsim.errors import BadInput
from cartsim.parameters import load_parameters, model_symbols
from cartsim.population import draw
from cartsim.population.candidates import Candidates

drawing = import_module("cartsim.population.draw")
"""The module: in its package the name stands for the verb."""


def of(patients: xr.Dataset, symbol: str) -> np.ndarray:
    return patients["parameter_value"].sel(parameter=symbol).values


def same(one: xr.Dataset, other: xr.Dataset) -> bool:
    return all(np.array_equal(one[name].values, other[name].values) for name in one.data_vars)


class TestAddressing:
    def test_a_patient_alone_is_the_patient_of_the_full_draw(self, scenario, patients):
        for patient in (0, 7, 1999):
            assert same(draw(scenario(), patients=[patient]), patients.isel(patient=[patient]))

    @settings(max_examples=8, deadline=None)
    @given(ids=st.lists(st.integers(0, 1999), min_size=1, max_size=60))
    def test_order_of_ids_changes_no_patient(self, scenario, patients, ids):
        drawn = draw(scenario(), patients=ids)
        assert drawn["patient"].values.tolist() == ids
        assert same(drawn, patients.isel(patient=ids))

    def test_the_size_of_the_trial_changes_no_patient(self, scenario, patients):
        assert same(draw(scenario(patients=13)), patients.isel(patient=slice(13)))

    def test_shards_put_together_are_the_whole(self, scenario, patients):
        shards = [draw(scenario(), patients=np.arange(k, min(k + 333, 2000))) for k in range(0, 2000, 333)]
        assert same(xr.concat(shards, "patient", data_vars="minimal", coords="minimal"), patients)

    def test_another_seed_gives_other_patients(self, scenario, patients):
        other = draw(scenario(seed=1))
        assert abs(np.corrcoef(of(other, "k_kill"), of(patients, "k_kill"))[0, 1]) < 0.1

    def test_the_receptor_and_the_affinity_change_nothing_else(self, scenario, patients):
        product = ", car: {affinity: 1119 nM, density: 15000 per cell}"
        other = draw(scenario(product=product))
        kept = [symbol for symbol in model_symbols() if symbol != "kd_car"]
        assert np.array_equal(
            other["parameter_value"].sel(parameter=kept), patients["parameter_value"].sel(parameter=kept)
        )
        assert (of(other, "kd_car") == 1119.0).all()

    def test_a_new_draw_disturbs_no_old_one(self, scenario, patients, monkeypatch):
        usual = drawing.candidate

        def with_an_output_more(who: Candidates):
            who.uniforms("something new")
            who.score("something else")
            return usual(who)

        monkeypatch.setattr(drawing, "candidate", with_an_output_more)
        assert same(draw(scenario()), patients)

    def test_a_draw_is_pinned(self, patients):
        assert of(patients, "k_kill")[:2].tolist() == pytest.approx(PINNED, rel=1e-12)


PINNED = [30.173403933737664, 5.695231170768699]


class TestDataset:
    def test_variables_are_those_of_the_table_with_their_attributes(self, patients):
        for name in patients.data_vars:
            row = variable(name)
            assert patients[name].dims == row.dims
            assert patients[name].dtype == np.dtype(row.dtype)
            assert patients[name].attrs["units"] == row.units
        assert {"parameter_value", "lesion_kind", "her2_ihc", "effusion_malignant"} <= set(patients.data_vars)

    def test_nothing_is_missing(self, patients):
        assert all(np.isfinite(patients[name].values).all() for name in patients.data_vars)

    def test_parameters_are_in_their_order_and_lesions_are_eight(self, patients):
        assert tuple(patients["parameter"].values) == model_symbols()
        assert patients.sizes["lesion"] == 8

    def test_fixed_parameters_have_the_value_of_the_file(self, patients):
        fixed = [s for s in model_symbols() if load_parameters()[s].distribution == "fixed"]
        for symbol in fixed:
            assert (of(patients, symbol) == load_parameters()[symbol].value).all(), symbol

    def test_a_thousand_patients_take_less_than_a_second(self, scenario):
        wanted = scenario(patients=1000)
        start = time.process_time()
        draw(wanted)
        assert time.process_time() - start < 1.0


class TestEntry:
    def test_the_acceptance_rate_is_told(self, patients):
        assert 0.7 < patients.attrs["acceptance_rate"] < 0.9
        assert patients.attrs["candidates"] == int(patients["candidates"].sum())
        assert patients.attrs["implausible_patients"] == 0
        assert (patients["plausible"] == 1).all()

    def test_limits_of_the_scenario_hold_for_covariates_and_parameters(self, scenario):
        limits = (
            "age: {at_least: 50 year}, k_kill: {at_most: 12 per day}, tumour_cells: {at_most: 3e10 cells}"
        )
        drawn = draw(scenario(patients=300, disease=f"entry: {{{limits}}}"))
        assert drawn["age"].min() >= 50
        assert of(drawn, "k_kill").max() <= 12
        assert (drawn["lesion_tumour_cells"].sum("lesion") + drawn["free_tumour_cells"]).max() <= 3e10
        assert drawn.attrs["acceptance_rate"] < 0.6

    def test_whom_entry_does_not_touch_stays_the_same(self, scenario, patients):
        drawn = draw(scenario(disease="entry: {age: {at_least: 40 year}}"))
        kept = (patients["age"].values >= 40) & (patients["candidates"].values == 1)
        assert same(drawn.isel(patient=kept), patients.isel(patient=kept))

    def test_a_trial_that_nobody_fits_ends_and_marks_everybody(self, scenario, monkeypatch):
        monkeypatch.setattr(drawing, "MOST_CANDIDATES", 5)
        drawn = draw(scenario(patients=20, disease="burden: {median: 1e5 cells, log10_sd: 0.1}"))
        assert (drawn["plausible"] == 0).all()
        assert (drawn["candidates"] == 5).all()
        assert drawn.attrs["implausible_patients"] == 20
        assert drawn.attrs["acceptance_rate"] == 0.0

    def test_a_limit_on_what_is_no_trait_of_a_patient_is_refused(self, scenario):
        with pytest.raises(BadInput, match="weight_male"):
            draw(scenario(patients=3, disease="entry: {weight_male: {at_most: 90 kg}}"))


class TestScenario:
    def test_infinite_fitness_is_everybodys(self, scenario):
        drawn = draw(scenario(patients=50, parameters="tau_fit: {value: infinity, because: limit}"))
        assert (of(drawn, "tau_fit") == inf).all()

    def test_a_changed_typical_value_scales_each_patient(self, scenario, patients):
        drawn = draw(scenario(parameters="k_bt: {value: 4e-3 per day/mL, because: upper limit}"))
        assert of(drawn, "k_bt") / of(patients, "k_bt") == pytest.approx(4.0, rel=1e-12)

    def test_receptor_designs_set_their_flags(self, scenario, patients):
        flags = ["design_pool", "design_scfv", "design_zeta"]
        assert (patients["parameter_value"].sel(parameter=flags).values == [1, 0, 0]).all()

    def test_product_density_memory_share_and_failures_are_honoured(self, scenario):
        product = (
            ", car: {affinity: 0.58 nM, density: 30000 per cell}, memory_fraction: {median: 0.6, cv: 0},"
            " manufacturing_failure: 1.0"
        )
        drawn = draw(scenario(patients=500, product=product))
        assert np.median(of(drawn, "car")) == pytest.approx(30000, rel=0.05)
        assert of(drawn, "f_m") == pytest.approx(0.6)
        assert (drawn["manufacturing_failure"] == 1).all()

    def test_disease_fields_replace_what_the_kinds_bring(self, scenario):
        disease = (
            "site: pleural\n  burden: {median: 5e10 cells, log10_sd: 0.1}\n"
            "  effusion: {low: 900 mL, high: 1100 mL}\n"
            "  her2_ihc: {1+: 1.0}\n  free_cells: {median: 1e6 cells, log10_sd: 0}"
        )
        drawn = draw(scenario(patients=400, disease=disease))
        assert (drawn["cavity_site"] == 0).all()
        assert drawn["effusion_volume0"].values.min() >= 900
        assert drawn["effusion_volume0"].values.max() <= 1100
        assert (drawn["her2_ihc"] == 1).all()
        assert (drawn["free_tumour_cells"] == 1e6).all()
        large = drawn["lesion_tumour_cells"].values[:, :4].sum(axis=1)
        assert np.median(large) == pytest.approx(5e10, rel=0.05)

    def test_without_a_mix_each_kind_brings_its_two_and_three_plus(self, scenario, patients):
        gastric = patients["her2_ihc"].values[patients["disease"].values == DISEASE.index("gastric")]
        assert set(np.unique(patients["her2_ihc"])) == {2, 3}
        assert stats.binomtest(int((gastric == 3).sum()), gastric.size, 0.5).pvalue > 1e-3

    @pytest.mark.parametrize(
        ("change", "symbol", "value"),
        [
            ("her2_p: {value: 8e5 per cell, because: assay}", "her2_p", 8e5),
            ("v_c0: {value: 750 mL, because: drained}", "v_c0", 750.0),
            ("oxygen_effusion: {value: 1 L/min/L, because: worse}", "oxygen_effusion", 1.0),
        ],
    )
    def test_traits_that_follow_others_can_be_set_too(self, scenario, change, symbol, value):
        drawn = draw(scenario(patients=400, parameters=change))
        pleural = drawn["cavity_site"].values == 0
        assert np.median(of(drawn, symbol)[pleural]) == pytest.approx(value, rel=0.1)

    def test_population_parameters_can_be_changed(self, scenario):
        changes = "nodules: {value: 50, because: few}, occult_most: {value: 0, because: none}"
        drawn = draw(scenario(patients=400, parameters=changes))
        assert np.median(drawn["lesion_nodules"].values[:, 0]) == pytest.approx(50, rel=0.2)
        assert (drawn["lesion_kind"].values[:, 4:] == 0).all()
