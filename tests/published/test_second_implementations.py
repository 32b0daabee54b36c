"""The published models against second ones, written from the papers without sight of the first.

They solve by other means: closed forms, matrix exponentials, Taylor series, Radau, Runge-Kutta in logs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.published import MODELS, carrgo, dish
from tests.reference.published import carrgo as second_carrgo
from tests.reference.published import kimmel2021, muellerschoell2021, singh2021, stein2019, tsai2022

SOLVED_ALIKE = 1e-5
"""Relative difference of two converged solves."""
DOSES_ALIKE = 1e-3
"""Clearing doses are found by bisection, to some 2e-4 by either side."""
ROUTES = "AUC ratio intrapleural/intravenous, "
PAIRS = {
    stein2019: {
        "auc_0_28": "AUC, day 0-28",
        "c_28": "level on day 28",
        "c_90": "level on day 90",
        "c_180": "level on day 180",
        "c_365": "level on day 365",
        "doubling_time": "doubling time",
        "half_life_fast": "half-life, fast phase",
        "half_life_slow": "half-life, slow phase",
    },
    singh2021: {f"cmax_{n}e6": f"peak at {n}e6 cells" for n in (50, 150, 450, 800)},
    tsai2022: {
        "pleural_ratio_0_4": f"{ROUTES}pleura 0-4 h",
        "pleural_ratio_0_72": f"{ROUTES}pleura 0-72 h",
        "lung_ratio_0_4": f"{ROUTES}lung 0-4 h, converged",
        "lung_ratio_0_72": f"{ROUTES}lung 0-72 h, converged",
        "blood_ratio_0_4": f"{ROUTES}blood 0-4 h, converged",
        "blood_ratio_0_72": f"{ROUTES}blood 0-72 h, converged",
        "blood_ratio_0_4_coarse": f"{ROUTES}blood 0-4 h, on its grid",
        "clearing_ratio_1e8": "clearing dose intravenous/intrapleural, 1e8 tumour cells",
        "clearing_ratio_2e8": "clearing dose intravenous/intrapleural, 2e8 tumour cells",
    },
    muellerschoell2021: {
        "cmax": "peak of all CAR-T cells",
        "tmax": "day of the peak",
        "auc_28": "AUC of all CAR-T cells, day 0-28",
        "tumour_28": "tumour on day 28",
    },
    kimmel2021: {
        "peak": "peak of CAR-T cells",
        "peak_day": "day of the peak",
        "day_28": "CAR-T cells on day 28",
        "day_90": "CAR-T cells on day 90",
    },
}


@pytest.mark.parametrize("second", list(PAIRS), ids=lambda module: module.__name__.rpartition(".")[2])
def test_two_implementations_of_a_published_model_agree(second, record_property):
    name = second.__name__.rpartition(".")[2]
    (model,) = [model for model in MODELS if model.name == name]
    ours = {row.quantity: row.ours for row in model.reproduce()}
    theirs = second.answers()
    assert set(PAIRS[second]) == set(theirs)
    differences = {}
    for key, quantity in PAIRS[second].items():
        allowed = DOSES_ALIKE if key.startswith("clearing") else SOLVED_ALIKE
        differences[key] = abs(ours[quantity] / theirs[key] - 1)
        assert differences[key] < allowed, (key, ours[quantity], theirs[key])
    record_property(f"{name}: largest difference", f"{max(differences.values()):.0e}")


def test_two_implementations_follow_the_same_curves_in_the_dish(record_property):
    """The second takes the range of a curve from row 100 to its end, the first that of the rows fitted."""
    data = Path(dish.__file__).with_name("data") / "killing_pbt1.csv"
    theirs = second_carrgo.answers(data)
    for ratio, key in (("1:8", "rmse_1_8"), ("1:4", "rmse_1_4"), ("untreated", "rmse_untreated")):
        curve = carrgo.solve(ratio)
        measured = dish.dish_curves().cell_index[ratio][dish.FIRST_ROW :]
        span = measured.max() - measured.min()
        ours = (((curve["x"] - curve["measured"]) ** 2).mean() ** 0.5) / span
        assert ours == pytest.approx(theirs[key], rel=1e-5)
        record_property(f"carrgo {ratio}", f"{ours:.4f}")
