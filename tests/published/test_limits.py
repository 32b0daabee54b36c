"""Special cases of the published models whose answer is known without solving them."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from scipy.integrate import quad

from cartsim.errors import BadInput, CartsimError
from cartsim.published import carrgo, kimmel2021, muellerschoell2021, singh2021, stein2019, tsai2022
from cartsim.published import tsai2022_routes as routes
from cartsim.published.integrate import integrate
from cartsim.published.values import named

CELLS = ("a", "v", "Lv", "Li", "Ov", "Oi", "LN", "P", "C")
STILL = {"kel": 0.0, "kpro": 0.0}
"""Nobody dies and nobody divides: CAR-T cells are only moved and bound."""


def test_the_closed_form_of_stein_solves_its_equations():
    days = np.array([0, 3, 9.2, 9.3, 9.4, 28, 90, 365])
    closed = stein2019.level(days, named(stein2019.VALUES))
    assert stein2019.solve(days) == pytest.approx(closed, rel=1e-7)
    assert stein2019.solve(days, rtol=1e-11) == pytest.approx(closed, rel=1e-9)


def test_the_area_of_stein_is_that_under_its_curve():
    v = named(stein2019.VALUES)
    under, _ = quad(lambda day: float(stein2019.level(day, v)), 0, 28, points=[v.Tmax], epsrel=1e-10)
    assert stein2019.area(28, v) == pytest.approx(under, rel=1e-9)


def test_stein_starts_at_its_peak_over_the_fold_and_peaks_at_tmax():
    v = named(stein2019.VALUES)
    assert float(stein2019.level(0, v)) == pytest.approx(v.Cmax / v.foldx)
    days = np.linspace(0, 60, 6001)
    assert days[np.argmax(stein2019.level(days, v))] == pytest.approx(v.Tmax)


@pytest.mark.parametrize("spread", ["variance", "SD"])
def test_drawn_patients_of_stein_have_the_printed_spread(spread):
    patients = stein2019.draw(40_000, 3, spread)
    for symbol, effect in stein2019.RANDOM.items():
        logarithm = np.log(getattr(patients, symbol))
        sd = effect**0.5 if spread == "variance" else effect
        typical = getattr(named(stein2019.VALUES), symbol)
        assert logarithm.mean() == pytest.approx(log(typical), abs=4 * sd / 200)
        assert logarithm.std() == pytest.approx(sd, rel=0.015)


def test_a_larger_draw_begins_with_the_smaller_one_and_a_seed_decides():
    assert np.array_equal(stein2019.draw(5, 7).Cmax, stein2019.draw(50, 7).Cmax[:5])
    assert not np.array_equal(stein2019.draw(5, 7).Cmax, stein2019.draw(5, 8).Cmax)
    assert muellerschoell2021.draw(3, 7) == muellerschoell2021.draw(30, 7)[:3]


def test_one_patient_in_five_of_mueller_schoell_hardly_expands():
    patients = muellerschoell2021.draw(4000, 1)
    low = np.mean([one.V1 == muellerschoell2021.LOW_V1 for one in patients])
    assert low == pytest.approx(1 - muellerschoell2021.REFERENCE_SHARE, abs=0.02)
    killing = np.log([one.V52 for one in patients])
    assert killing.std() == pytest.approx(np.sqrt(np.log1p(3.07**2)), rel=0.05)


def test_without_tumour_nothing_expands():
    cells = muellerschoell2021.solve(90, named(muellerschoell2021.VALUES, T0=0.0))
    assert float(muellerschoell2021.all_cells(cells(90))) < 0.4
    assert cells.peak(lambda states: states["TN"])[1] == pytest.approx(0, abs=1e-6)


def test_without_killing_the_tumour_of_mueller_schoell_is_logistic():
    v = named(muellerschoell2021.VALUES, V51=0.0, V52=0.0, V53=0.0, V54=0.0)
    logistic = v.K0 / (1 + (v.K0 / v.T0 - 1) * exp(-v.k5 * 90))
    assert float(muellerschoell2021.solve(90, v)(90)["T"]) == pytest.approx(logistic, rel=1e-8)


def test_without_a_dose_the_myeloma_grows():
    last = singh2021.solve(0, 60, named(singh2021.VALUES, kon=0.0))(60)
    assert float(last["T"]) == pytest.approx(2.5e9 * exp(0.008 * 60), rel=1e-8)
    assert float(last["E_b"]) == pytest.approx(0, abs=1e-4)


def test_the_digits_of_the_authors_code_bring_the_peaks_closer():
    v = named(singh2021.VALUES, kon=7.103e4, koff=2.385e-3)
    for row, dose in zip(singh2021.reproduce(), singh2021.DOSES, strict=True):
        peak = singh2021.solve(dose, 60, v).peak(singh2021.transgene, start=1)[0]
        assert abs(peak / row.published - 1) < 0.002 < abs(row.difference)


def test_effectors_become_memory_cells_and_none_is_lost():
    v = named(singh2021.VALUES, Ke=0.0, Km=0.0, Kexp_max=0.0, Rm=0.5)
    last = singh2021.solve(50e6, 60, v)(60)
    assert sum(float(last[name]) for name in ("E_b", "M_b", "E_t", "M_t")) == pytest.approx(50e6, rel=1e-7)
    assert float(last["M_t"]) > float(last["E_t"])


def test_host_lymphocytes_alone_follow_gompertz():
    v = named(kimmel2021.VALUES, C0=0.0, r_B=0.1)
    last = kimmel2021.solve(30, v)(30)
    assert float(last["N"]) == pytest.approx(v.K_N * (v.N0 / v.K_N) ** exp(-v.r_N * 30), rel=1e-8)
    assert float(last["B"]) == pytest.approx(v.B0 * exp(0.1 * 30), rel=1e-8)


@pytest.mark.parametrize("route", ["intravenous", "intrapleural"])
def test_cells_are_moved_and_bound_but_none_is_lost(route):
    last = tsai2022.solve(1e6, route, 1e8, 72, named(tsai2022.VALUES, **STILL))(72)
    assert sum(float(last[name]) for name in CELLS) == pytest.approx(1e6, rel=1e-8)


def test_what_lung_eliminates_is_what_is_missing():
    v = named(tsai2022.VALUES, kpro=0.0)
    last = tsai2022.solve(1e6, "intravenous", 1e8, 72, v, areas=True)(72)
    left = sum(float(last[name]) for name in CELLS)
    assert left + v.kel * float(last["area of Li"]) == pytest.approx(1e6, rel=1e-7)


def test_without_a_dose_the_pleural_tumour_doubles_in_a_week():
    last = tsai2022.solve(0, "intrapleural", 1e8, 24 * 7.5)(24 * 7.5)
    assert float(last["T"]) == pytest.approx(1e8 * exp(0.00385 * 180), rel=1e-8)


def test_cells_that_do_not_bind_leave_ratios_that_no_dose_moves():
    v = named(tsai2022.VALUES, kon=0.0, kg=0.0)
    few, many = (
        tsai2022.solve(dose, "intravenous", 1e8, 4, v, areas=True)(4)["area of P"] for dose in (1e2, 1e6)
    )
    assert float(many) == pytest.approx(1e4 * float(few), rel=1e-6)


def test_the_coarse_grid_makes_the_published_blood_ratio():
    grid = routes.ratios(routes.on_the_grid, 4)
    converged = routes.ratios(routes.converged, 4)
    assert grid["blood"] == pytest.approx(0.205, abs=0.001)
    assert converged["blood"] == pytest.approx(0.366, abs=0.001)
    assert grid["pleura"] == pytest.approx(converged["pleura"], rel=1e-3)


def test_the_clearing_dose_clears_and_a_little_less_does_not():
    dose = routes.clearing_dose("intrapleural", 1e8)
    hours = 24 * routes.CLEARING_DAY
    below, above = (
        float(tsai2022.solve(share * dose, "intrapleural", 1e8, hours)(hours)["T"]) for share in (0.99, 1.01)
    )
    assert above < 1e6 < below


def test_without_car_t_cells_the_glioma_grows_logistically():
    curve = carrgo.solve("untreated")
    rho, inverse = carrgo.FITS["untreated"].numbers[:2]
    hours, start = curve["hours"] - curve["hours"][0], curve["measured"][0]
    assert curve["x"] == pytest.approx(1 / (inverse + (1 / start - inverse) * np.exp(-rho * hours)), rel=1e-7)
    assert not curve["y"].any()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: named(stein2019.VALUES, gamma=1.0), "gamma: no such value; one of foldx"),
        (lambda: stein2019.draw(5, 1, "CV"), "spread: 'CV' is unknown; variance or SD"),
        (lambda: stein2019.draw(-5, 1), "n: -5 is not a number from 0 up"),
        (lambda: singh2021.solve(-1.0), "E_b: -1.0 is not a number from 0 up"),
        (lambda: kimmel2021.solve(float("nan")), "end: nan is not"),
        (lambda: tsai2022.solve(1.0, "oral", 1e8, 4), "route: 'oral' is unknown; intravenous or"),
        (lambda: carrgo.solve("1:20"), "no fit '1:20'; one of untreated"),
    ],
)
def test_bad_input_says_what_would_be_right(wrong, words):
    with pytest.raises(BadInput) as caught:
        wrong()
    assert words in str(caught.value)


def test_a_solution_that_runs_away_is_given_up(monkeypatch):
    monkeypatch.setattr("cartsim.published.integrate.WORK_LIMIT", 1000)
    with pytest.raises(CartsimError, match="no solution up to 2: more than"):
        integrate(lambda t, x, v: [x[0] ** 2], {"x": 1.0}, 2, named(()), atol=1e-9)
