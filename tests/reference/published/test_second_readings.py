"""The second readings against the figures sought, and against themselves with finer steps.

The figures of Kimmel and Mueller-Schoell are an earlier solve of their typical patient, not printed ones.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from . import carrgo, kimmel2021, muellerschoell2021, singh2021, stein2019, tsai2022
from .runge_kutta import course

CURVES = Path(__file__).parents[3] / "cartsim" / "published" / "data" / "killing_pbt1.csv"
STEIN = {
    "auc_0_28": 1.718e5,
    "c_28": 1374.0,
    "c_90": 147.0,
    "c_180": 110.0,
    "c_365": 60.7,
    "doubling_time": 0.78,
    "half_life_slow": 217.0,
}
SINGH = {"cmax_50e6": 37_400.0, "cmax_150e6": 36_500.0, "cmax_450e6": 35_800.0, "cmax_800e6": 35_500.0}
TSAI = {
    "pleural_ratio_0_4": 81.6,
    "pleural_ratio_0_72": 12.9,
    "lung_ratio_0_4": 0.363,
    "lung_ratio_0_72": 0.947,
    "blood_ratio_0_4": 0.366,
    "blood_ratio_0_72": 0.942,
    "blood_ratio_0_4_coarse": 0.205,
    "clearing_ratio_1e8": 21.5,
    "clearing_ratio_2e8": 16.0,
}
MUELLERSCHOELL = {"cmax": 7.2, "tmax": 16.0, "auc_28": 139.0, "tumour_28": 18.0}
KIMMEL = {"peak": 1.5e10, "peak_day": 7.0, "day_28": 1.25e9, "day_90": 1.7e8}


@pytest.fixture(scope="module")
def tsai() -> dict[str, float]:
    return tsai2022.answers()


@pytest.mark.parametrize(
    ("model", "sought", "tolerance"),
    [
        (stein2019, STEIN, 0.005),
        (singh2021, SINGH, 0.01),
        (muellerschoell2021, MUELLERSCHOELL, 0.05),
        (kimmel2021, KIMMEL, 0.1),
    ],
)
def test_the_figures_sought_come_out(model, sought, tolerance):
    answers = model.answers()
    assert {name: answers[name] for name in sought} == pytest.approx(sought, rel=tolerance)


def test_the_fast_half_life_rounds_to_the_printed_one():
    assert round(stein2019.answers()["half_life_fast"], 1) == 4.3


@pytest.mark.slow
def test_intrapleural_and_intravenous_doses_compare_as_sought(tsai):
    assert tsai == pytest.approx(TSAI, rel=0.02)


def test_the_closed_form_solves_the_equations_of_growth_and_decline():
    k = stein2019.FB * (stein2019.ALPHA - stein2019.BETA)

    def slope(y: np.ndarray) -> np.ndarray:
        return np.array([-stein2019.ALPHA * y[0], k * y[0] - stein2019.BETA * y[1], y[0] + y[1]])

    _, states = course(slope, [stein2019.C_MAX, 0.0, 0.0], 28.0 - stein2019.T_MAX, 2000)
    assert states[-1, :2].sum() == pytest.approx(stein2019.level(28.0), rel=1e-10)
    declined = stein2019.area(28.0) - stein2019.area(stein2019.T_MAX)
    assert states[-1, 2] == pytest.approx(declined, rel=1e-10)


def test_the_levels_before_the_peak_have_the_area_that_is_added():
    days = np.linspace(0.0, stein2019.T_MAX, 20_001)
    levels = [stein2019.level(day) for day in days]
    assert np.trapezoid(levels, days) == pytest.approx(stein2019.area(stein2019.T_MAX), rel=1e-6)


def test_half_the_step_changes_no_figure_of_the_fixed_steps():
    assert muellerschoell2021.answers(2800) == pytest.approx(muellerschoell2021.answers(), rel=1e-8)
    assert kimmel2021.answers(100) == pytest.approx(kimmel2021.answers(), rel=1e-8)


def test_a_looser_tolerance_hardly_moves_the_peak_of_expansion():
    assert singh2021.answers(1e-7) == pytest.approx(singh2021.answers(), rel=1e-5)


def test_cells_only_leave_the_mouse_through_the_lung():
    lost = np.zeros(8)
    lost[tsai2022.LUNG] = -tsai2022.K_EL
    np.testing.assert_allclose(tsai2022.moves(1e8).sum(axis=0), lost, atol=1e-10)


def test_cells_lost_and_cells_left_are_all_the_cells():
    """What is not left after three days was lost from the lung: 1 - left is kel times the area there."""
    area = tsai2022.areas(72)
    left = tsai2022.expm(tsai2022.moves(tsai2022.TUMOUR) * 72).sum(axis=0)
    np.testing.assert_allclose(1 - left, tsai2022.K_EL * area[tsai2022.LUNG], rtol=1e-9)


def test_the_published_grid_counts_the_bolus_as_exposure():
    """Intravenous exposure of blood doubles nearly; that of the pleura, where nothing is fast, stays."""
    exact, coarse = tsai2022.areas(4), tsai2022.areas_on_grid(4)
    vein, pleura = tsai2022.VEIN, tsai2022.PLEURA
    assert coarse[vein, vein] > 1.7 * exact[vein, vein]
    assert coarse[pleura] == pytest.approx(exact[pleura], rel=1e-3)


def test_every_published_fit_follows_its_measured_curve():
    answers = carrgo.answers(CURVES)
    assert set(answers) == {"rmse_1_4", "rmse_1_8", "rmse_untreated"}
    assert all(0.0 < error <= 0.15 for error in answers.values())


def test_rows_and_start_are_those_of_the_published_untreated_fit():
    """Chi-square 174.526717 over 382 rows, as the authors' notebook prints it."""
    first, end = carrgo.ROWS["untreated"]
    hours, seen, spread = carrgo.read(CURVES)[first:end, :3].T
    fit = carrgo.curve(hours, seen[0], 0.0, (0.04632238, 0.19390897, 0.0, 0.0, 0.0))
    assert len(seen) == 382
    assert np.sum(((fit - seen) / spread) ** 2) == pytest.approx(174.526717, rel=1e-4)


def test_the_taylor_series_of_an_untreated_dish_is_the_logistic():
    rho, inverse_k = carrgo.FITTED["untreated"][:2]
    hours = np.array([0.0, 0.25, 1.5, 40.0, 120.0])
    grown = np.exp(rho * hours)
    logistic = 0.5 * grown / (1 + 0.5 * inverse_k * (grown - 1))
    computed = carrgo.curve(hours, 0.5, 0.0, carrgo.FITTED["untreated"])
    np.testing.assert_allclose(computed, logistic, rtol=1e-12)


def test_the_taylor_series_of_a_treated_dish_is_what_small_steps_give():
    rho, inverse_k, k1, k2, theta = carrgo.FITTED["1_4"]

    def slope(u: np.ndarray) -> np.ndarray:
        x, y = u
        return np.array([rho * x * (1 - x * inverse_k) - k1 * x * y, k2 * x * y - theta * y])

    _, states = course(slope, [0.4669, 0.25], 60.0, 6000)
    assert carrgo.curve(np.array([0.0, 60.0]), 0.4669, 0.25, carrgo.FITTED["1_4"])[-1] == pytest.approx(
        states[-1, 0], rel=1e-9
    )
