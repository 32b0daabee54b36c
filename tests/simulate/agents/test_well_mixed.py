"""The mean of many groups of single cells is the course of the equations."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.simulate.agents.surroundings import STATES
from cartsim.simulate.agents.values import Values
from cartsim.simulate.agents.well_mixed import Group, run
from tests.simulate.agents import group as g_
from tests.simulate.agents.compared import compare
from tests.simulate.agents.mean_field import mean_course, mean_step, plain

SIZE = 4.0
"""Times the start: large enough that the bias of a nonlinear system with noise, which falls as one over the
size, is well below the error of 200 runs. tests/campaigns/well_mixed.csv holds it at other sizes."""
COMPARED_DAYS = 2
DAYS = 3
REPEATS = 200
MINUTES = 6.0
RECEPTORS = ("none", "pd1_cd28")


@pytest.fixture(scope="module")
def compared():
    return {design: compare(g_.parameters(design, SIZE), SIZE, REPEATS, MINUTES, COMPARED_DAYS) for design in RECEPTORS}


@pytest.mark.slow
@pytest.mark.parametrize("design", RECEPTORS)
def test_the_mean_of_200_runs_is_within_its_error_of_the_equations(design, compared, record_property):
    """14 readings a design, 28 in all: were they independent, some |z| would exceed 4 once in 560 times."""
    found = compared[design]
    record_property("largest |z|", f"{np.abs(found.z).max():.1f}")
    record_property("mean and SD of z", f"{found.z.mean():+.2f}, {found.z.std():.2f}")
    record_property("p of all readings together", f"{found.chance():.2f}")
    assert np.abs(found.z).max() < 4
    assert found.chance() > 1e-3


@pytest.mark.slow
def test_the_comparison_sees_a_kill_rate_that_is_3_percent_off(compared):
    """What the check could not see it would not show."""
    found, known = compared["pd1_cd28"], g_.parameters("pd1_cd28", SIZE)
    start = g_.group(known, SIZE).read(Values.of(known))
    other = g_.course(known | {"k_kill": 1.03 * known["k_kill"]}, start, np.arange(COMPARED_DAYS + 1.0))
    assert found._replace(expected=other[1:]).chance() < 1e-6


@pytest.mark.parametrize("design", RECEPTORS)
def test_every_process_changes_the_course(design):
    """A process that did not matter would not be tested by it."""
    known = g_.parameters(design)
    start, days = g_.group(known).read(Values.of(known)), np.arange(DAYS + 1.0)
    base = g_.course(known, start, days)[-1]
    for symbol in ("mu_e", "mu_m", "d_e", "d_m", "d_x", "k_aicd", "k_me", "r_em", "k_x", "k_tb", "k_tc", "k_g",
                   "k_loss", "k_kill", "k_clear", "k_l", "s_g", "delta", "i_max_k", "i_max_p"):  # fmt: skip
        without = g_.course(known | {symbol: 0.0 if symbol != "delta" else 1e-9}, start, days)[-1]
        assert np.abs(without / base - 1).max() > 0.02, symbol


@pytest.mark.parametrize("design", RECEPTORS)
def test_one_long_step_does_on_average_what_its_hazards_say(design):
    """The draw itself, without the equations: 1500 first steps of two hours."""
    known, minutes = g_.parameters(design), 120.0
    values, runs = Values.of(known), []
    for repeat in range(1500):
        group = g_.group(known, 0.5, repeat, seed=2)
        start = group.read(values)
        run(group, values, 1, minutes)
        runs.append(group.read(values))
    expected = mean_step(start, known, values, minutes)
    found = np.array(runs)[:, :-1]
    z = (found.mean(axis=0) - expected[:-1]) / (found.std(axis=0, ddof=1) / len(found) ** 0.5)
    assert np.abs(z).max() < 4
    assert group.pdl1 == pytest.approx(expected[-1], rel=1e-12)


@pytest.mark.parametrize("design", RECEPTORS)
def test_the_time_step_is_of_first_order_and_small_at_six_minutes(design, record_property):
    """Without noise. Dead cells, which come in at the end of a step, are off most; live ones a fifth of what they
    would be if the draw left out that a cell's daughters live on within the step.
    """
    known = g_.parameters(design)
    start, days = g_.group(known).read(Values.of(known)), np.arange(DAYS + 1.0)
    exact = g_.course(known, start, days)[1:]
    off = {dt: np.abs(mean_course(known, start, dt, days)[1:] / exact - 1) for dt in (24.0, 12.0, 6.0)}
    simple = np.abs(mean_course(known, start, MINUTES, days, plain)[1:] / exact - 1)
    live = [STATES.index(name) for name in "MEXPN"]
    record_property("largest error of the mean at a step of 6 min", f"{100 * off[MINUTES].max():.2f} %")
    assert off[MINUTES].max() < 3e-3
    assert off[MINUTES][:, live].max() < 5e-4
    assert off[MINUTES][:, live].max() < simple[:, live].max() / 3
    assert off[24.0].max() / off[12.0].max() == pytest.approx(2, rel=0.05)
    assert off[12.0].max() / off[6.0].max() == pytest.approx(2, rel=0.05)


def test_the_bias_of_a_small_group_falls_as_one_over_its_size():
    """The mean of a nonlinear system with noise is not its course without: 600 small groups show it."""
    known = [g_.parameters("pd1_cd28", scale) for scale in (1 / 16, 1 / 4)]
    small, larger = (compare(k, scale, 600, 12.0, DAYS) for k, scale in zip(known, (1 / 16, 1 / 4), strict=True))
    assert np.abs(small.z).max() > 4
    worst = np.unravel_index(np.abs(small.z).argmax(), small.z.shape)
    ratio, error = small.bias[worst] / 4, larger.error[worst] / larger.expected[worst]
    assert abs(larger.bias[worst] - ratio) < 4 * error


def test_a_group_is_the_same_however_its_steps_are_called_and_stored():
    known = g_.parameters("pd1_cd28")
    values = Values.of(known)
    one, two = g_.group(known), g_.group(known)
    run(one, values, 240, MINUTES)
    two.cells.make_room(20_000)
    for _ in range(24):
        run(two, values, 10, MINUTES)
    for name in ("kind", "identity", "her2"):
        np.testing.assert_array_equal(one.cells[name], two.cells[name])
    assert np.unique(one.cells["identity"]).size == one.cells.n
    assert one.pdl1 == two.pdl1


def test_no_cells_stay_no_cells():
    known = g_.parameters("none")
    values = Values.of(known)
    empty = Group.of({}, g_.place(known), values, known["l0"], np.zeros(2, dtype=np.uint64))
    run(empty, values, 100, MINUTES)
    assert empty.cells.n == 0
    assert empty.read(values)[:-1].sum() == 0
