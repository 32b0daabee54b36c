"""Virtual patients as a crowd: distributions, correlations and lesions are those of the parameter files."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from scipy import stats

from cartsim.datasets import DISEASE
from cartsim.parameters import load_parameters, model_symbols
from cartsim.population import draw
from cartsim.population.candidates import Candidates
from cartsim.population.lesions import burden, diameter, free_cells, split


def of(patients: xr.Dataset, symbol: str) -> np.ndarray:
    return patients["parameter_value"].sel(parameter=symbol).values


class TestDistributions:
    @pytest.mark.parametrize(
        "symbol",
        [
            s
            for s in model_symbols()
            if load_parameters()[s].distribution == "lognormal" and s not in ("crp0", "anc0", "plt0")
        ],
    )
    def test_lognormal_parameters(self, patients, symbol):
        entry = load_parameters()[symbol]
        drawn = np.log(of(patients, symbol) / entry.value) / entry.spread
        assert stats.kstest(drawn, "norm").pvalue > 1e-4

    def test_shares(self, patients):
        assert stats.kstest(of(patients, "frac_n"), "beta", args=(1, 8)).pvalue > 1e-3
        logit = np.log(of(patients, "f_m") / (1 - of(patients, "f_m")))
        assert stats.kstest(logit, "norm", args=(np.log(0.3 / 0.7), 0.4 / 0.7)).pvalue > 1e-3

    def test_free_cells_and_seeds(self, scenario, patients):
        candidates = free_cells(Candidates(scenario(), np.arange(4000), 0))
        assert stats.kstest(np.log10(candidates), "norm", args=(8.0, 0.5)).pvalue > 1e-3
        seeds = patients["lesion_tumour_cells"].values[:, 4:]
        assert stats.kstest(np.log10(seeds[seeds > 0]), "uniform", args=(6, 1)).pvalue > 1e-3
        counts = np.bincount((seeds > 0).sum(axis=1), minlength=4)
        assert stats.chisquare(counts).pvalue > 1e-3

    def test_fluid_is_loguniform_by_site(self, patients):
        pleural = patients["cavity_site"].values == 0
        volume = np.log(patients["effusion_volume0"].values)
        assert stats.kstest(volume[pleural], "uniform", args=(np.log(500), np.log(4))).pvalue > 1e-4
        assert stats.kstest(volume[~pleural], "uniform", args=(np.log(1000), np.log(6))).pvalue > 1e-4
        assert np.array_equal(of(patients, "v_c0"), patients["effusion_volume0"].values)

    def test_diseases_and_their_cavity(self, patients):
        counts = np.bincount(patients["disease"].values, minlength=6)
        assert counts[4:].sum() == 0
        assert stats.chisquare(counts[:4], 2000 * np.array([0.4, 0.3, 0.15, 0.15])).pvalue > 1e-3
        assert np.array_equal(
            patients["cavity_site"].values == 0, np.isin(patients["disease"].values, (2, 3))
        )

    def test_her2_follows_the_score(self, patients):
        for score, median in ((2, 5e5), (3, 1.5e6)):
            drawn = np.log10(of(patients, "her2_p")[patients["her2_ihc"].values == score] / median) / 0.25
            assert stats.kstest(drawn, "norm").pvalue > 1e-3

    def test_sexes_weights_and_surfaces_are_those_of_adults(self, patients):
        women = patients["sex"].values == 0
        assert women[patients["disease"].values == DISEASE.index("ovarian")].all()
        assert np.median(patients["weight"].values[women]) == pytest.approx(58, rel=0.03)
        assert np.median(patients["weight"].values[~women]) == pytest.approx(67, rel=0.03)
        assert 1.1 < patients["bsa"].min() < patients["bsa"].max() < 2.7

    def test_failed_products_and_cytology_come_at_their_rates(self, patients):
        assert stats.binomtest(int(patients["manufacturing_failure"].sum()), 2000, 0.03).pvalue > 1e-3
        pleural = patients["effusion_malignant"].values[patients["cavity_site"].values == 0]
        assert stats.binomtest(int(pleural.sum()), pleural.size, 0.6).pvalue > 1e-3

    def test_performance_status_has_its_shares(self, patients):
        counts = np.bincount(patients["ecog"].values, minlength=3) / 2000
        assert counts == pytest.approx([0.35, 0.6, 0.05], abs=0.05)

    def test_ascites_needs_no_oxygen(self, patients):
        pleural = patients["cavity_site"].values == 0
        assert (of(patients, "oxygen_effusion")[pleural] == 0.5).all()
        assert (of(patients, "oxygen_effusion")[~pleural] == 0.0).all()


class TestCorrelations:
    def test_traits_go_together_as_the_table_says(self, scenario):
        who = Candidates(scenario(), np.arange(20_000), 0)
        wanted = {("tumour_burden", "crp0"): 0.35, ("weight", "height"): 0.5, ("haemoglobin0", "crp0"): -0.4}
        wanted |= {("sus_crs", "sus_neuro"): 0.4}
        for (first, second), strength in (wanted | {("plt0", "weight"): 0.0}).items():
            seen = np.corrcoef(who.score(first), who.score(second))[0, 1]
            assert seen == pytest.approx(strength, abs=0.03)

    def test_correlated_scores_stay_standard_normal(self, scenario):
        who = Candidates(scenario(), np.arange(5000), 0)
        for trait in ("tumour_burden", "crp0", "v_c0", "haemoglobin0", "plt0"):
            assert stats.kstest(who.score(trait), "norm").pvalue > 1e-3

    def test_what_the_table_does_not_join_is_independent(self, patients):
        free = [s for s in model_symbols() if load_parameters()[s].distribution == "lognormal"]
        free = [s for s in free if s not in ("crp0", "anc0", "plt0", "sus_neuro")]
        table = np.corrcoef(np.log(patients["parameter_value"].sel(parameter=free).values.T))
        assert np.abs(table - np.eye(len(free))).max() < 5.0 / np.sqrt(2000)


class TestLesions:
    def test_every_target_is_at_least_ten_millimetres_wide(self, patients):
        targets = patients["lesion_kind"].values == 2
        assert (targets.sum(axis=1) == 3).all()
        assert diameter(patients["lesion_tumour_cells"].values[targets], 2.06e8).min() >= 10.0

    def test_groups_come_in_their_order(self, patients):
        kinds = patients["lesion_kind"].values
        assert (kinds[:, :4] == [1, 2, 2, 2]).all()
        assert np.isin(kinds[:, 4:], (0, 3)).all()
        assert (np.diff(kinds[:, 4:].astype(int), axis=1) <= 0).all()
        assert (patients["lesion_cavity"].values == [1, 1, 1, 0, 0, 0, 0, 0]).all()

    def test_nodules_are_whole_and_absent_groups_have_none(self, patients):
        nodules = patients["lesion_nodules"].values
        assert np.array_equal(nodules, np.rint(nodules))
        assert (nodules[:, 1:4] == 1).all()
        assert np.array_equal(nodules > 0, patients["lesion_kind"].values > 0)
        assert np.median(nodules[:, 0]) == pytest.approx(200, rel=0.1)

    def test_the_burden_of_candidates_is_lognormal_and_of_patients_a_little_larger(self, scenario, patients):
        candidates = np.log10(burden(Candidates(scenario(), np.arange(4000), 0), np.zeros(4000)))
        assert stats.kstest(candidates, "norm", args=(10.0, 0.45)).pvalue > 1e-3
        enrolled = np.log10(patients["lesion_tumour_cells"].values[:, :4].sum(axis=1))
        assert 0.0 < enrolled.mean() - candidates.mean() < 0.2

    def test_the_split_is_a_dirichlet(self, scenario):
        shares = split(Candidates(scenario(), np.arange(5000), 0))
        assert shares.sum(axis=1) == pytest.approx(1.0, rel=1e-12)
        for column, weight in zip(shares.T, (6.0, 1.5, 1.5, 1.0), strict=True):
            assert stats.kstest(column, "beta", args=(weight, 10.0 - weight)).pvalue > 1e-3

    def test_without_measurable_disease_the_targets_lie_in_the_carcinomatosis(self, scenario):
        usual = draw(scenario(patients=300))
        mixed = draw(scenario(patients=300, disease="non_measurable: 0.4"))
        alone = (mixed["lesion_kind"].values == 2).sum(axis=1) == 0
        assert stats.binomtest(int(alone.sum()), 300, 0.4).pvalue > 1e-3
        xr.testing.assert_identical(
            usual.isel(patient=~alone).drop_attrs(), mixed.isel(patient=~alone).drop_attrs()
        )
        kinds = mixed["lesion_kind"].values[alone]
        assert (kinds[:, 0] == 1).all()
        assert np.isin(kinds[:, 1:], (0, 3)).all()
        assert ((kinds > 0).sum(axis=1) == (np.cumprod(kinds > 0, axis=1)).sum(axis=1)).all()
        assert (mixed["lesion_cavity"].values[alone][kinds == 3] == 0).all()
        assert np.array_equal(mixed["lesion_tumour_cells"].values[alone] > 0, kinds > 0)

    def test_only_the_place_of_the_cells_differs_without_measurable_disease(self, scenario):
        usual, alone = draw(scenario(patients=50)), draw(scenario(patients=50, disease="non_measurable: 1"))
        first = (usual["candidates"].values == 1) & (alone["candidates"].values == 1)
        assert first.sum() > 20
        cells = [found["lesion_tumour_cells"].values[first].sum(axis=1) for found in (usual, alone)]
        assert cells[0] == pytest.approx(cells[1], rel=1e-12)
        others = np.array(model_symbols()) != "tumour_c0"
        values = [found["parameter_value"].values[first][:, others] for found in (usual, alone)]
        assert np.array_equal(*values)
        assert alone.attrs["acceptance_rate"] == 1.0

    def test_a_millilitre_of_cells_is_as_wide_as_its_ball(self):
        assert diameter(np.array([2.06e8]), 2.06e8)[0] == pytest.approx(10 * (6 / np.pi) ** (1 / 3))
