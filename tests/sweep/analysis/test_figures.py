"""What is across, what has lines and panels; every panel says n and its interval."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.report.style import journal_style
from cartsim.sweep.analysis.draws import over_draws
from cartsim.sweep.analysis.draws_figure import draws_figure
from cartsim.sweep.analysis.read import opened
from cartsim.sweep.analysis.sample_figure import sample_figure, trend
from cartsim.sweep.analysis.surface_figure import panels_left_out, surface_figures
from cartsim.sweep.analysis.surfaces import layout
from tests.sweep.analysis.conftest import DOSE, dataset, even, stored

KILL = "parameters.k_kill"


def drawn(path, measure="confirmed_orr"):
    with opened(path) as file, journal_style():
        found = layout(file)
        return found, list(surface_figures(file, found, measure, 0.33))


def second_axis(tmp_path, levels, axis=KILL, unit="1/day"):
    """Two doses by so many values of a second axis."""
    pairs = [(dose, level) for dose in (1e5, 1e7) for level in levels]
    chances = np.full((len(pairs), 2), 0.3)
    axes = {
        "dose": (DOSE, "cell/kg", [dose for dose, _ in pairs]),
        "second": (axis, unit, [level for _, level in pairs]),
    }
    sweep = {"grid": {DOSE: ["1e5 cells/kg", "1e7 cells/kg"], axis: [str(level) for level in levels]}}
    return stored(tmp_path / "sweep.nc", dataset(axes, chances, chances, even(20)), sweep, "grid")


def test_words_have_panels_and_without_a_second_number_the_lines_are_the_arms(grid):
    found, (figure,) = drawn(grid)
    assert found.across.label == "dose"
    assert found.lines is None
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == ["PD-L1 receptor none", "PD-L1 receptor pd1_cd28"]
    for ax in figure.axes:
        assert ax.get_xscale() == "log"
        assert ax.get_xlabel() == "Dose (cells/kg)"
        said = " ".join(text.get_text() for text in ax.texts)
        assert "95 %" in said
        assert "Monte Carlo" in said
        assert "n = " in said
        bands = [c for c in ax.collections if len(c.get_paths())]
        assert len(bands) == 2


def test_points_over_the_limit_are_open(grid):
    _, (figure,) = drawn(grid)
    filled = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == "white"]
    assert [list(line.get_xdata()) for line in filled] == [[1e7], []]


def test_a_second_number_has_lines_and_every_arm_a_panel(tmp_path):
    found, (figure,) = drawn(second_axis(tmp_path, [2.0, 4.0]))
    assert found.lines is not None
    assert not found.mapped
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["IV", "IC"]


def test_many_values_of_it_are_a_map_that_says_how_wide_its_intervals_are(tmp_path):
    found, (figure,) = drawn(second_axis(tmp_path, list(range(1, 9))))
    assert found.mapped
    said = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "at most ±" in said
    assert any(len(ax.collections) for ax in figure.axes)


def test_many_panels_fill_several_figures_and_the_rest_is_counted(tmp_path):
    names = [f"kind {number}" for number in range(80)]
    path = second_axis(tmp_path, names, "product.pdl1_receptor", None)
    with opened(path) as file:
        found = layout(file)
        assert len(found.parts) == 80
        assert panels_left_out(file, found) == 80 - 72


def test_infinity_is_a_word_among_the_numbers(tmp_path):
    path = second_axis(tmp_path, [2.0, float("inf")])
    with opened(path) as file:
        found = layout(file)
        assert found.lines is None
        assert [axis.label for axis in found.panels] == ["second"]


def test_the_trend_of_a_line_is_the_line_and_its_band_holds_it():
    random = np.random.default_rng(2)
    x = random.random(200)
    found = trend(x, 3.0 + 2.0 * x + 0.1 * random.standard_normal(200))
    assert found is not None
    across, middle, low, high = found
    truth = 3.0 + 2.0 * across
    np.testing.assert_allclose(middle, truth, atol=0.08)
    assert ((low < truth) & (truth < high)).mean() > 0.8
    assert trend(x[:10], x[:10]) is None
    assert trend(np.repeat([0.0, 1.0], 50), x[:100]) is None


@pytest.fixture
def sample(tmp_path):
    random = np.random.default_rng(1)
    doses, kills = 10 ** random.uniform(5, 7, 40), random.uniform(1, 9, 40)
    chances = np.stack([0.05 * kills, 0.06 * kills], axis=1)
    axes = {"dose": (DOSE, "cell/kg", list(doses)), "k_kill": (KILL, "1/day", list(kills))}
    box = {DOSE: {"low": "1e5 cells/kg", "high": "1e7 cells/kg"}, KILL: {"low": 1, "high": 9}}
    sweep = {"latin_hypercube": {"points": 40, "axes": box}}
    return stored(
        tmp_path / "sweep.nc", dataset(axes, chances, chances / 5, even(30)), sweep, "latin_hypercube"
    )


def test_a_sample_has_a_panel_for_every_axis_with_dots_and_trends(sample):
    with opened(sample) as file, journal_style():
        figure = sample_figure(file, "dlt_rate", 0.33)
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["Over dose", "Over k_kill"]
    for ax in figure.axes:
        assert len(ax.lines) == 5, "dots and trend of either arm, and the limit"
        said = " ".join(text.get_text() for text in ax.texts)
        assert "40 points, n = 30 each" in said.replace("\n", " ")


def test_ranges_over_draws_are_ordered_by_their_medians(tmp_path):
    chances = np.repeat(np.array([[0.2, 0.3], [0.6, 0.5]]), 4, axis=0)
    axes = {"dose": (DOSE, "cell/kg", [1e5] * 4 + [1e6] * 4)}
    sweep = {"grid": {DOSE: ["1e5 cells/kg", "1e6 cells/kg"]}, "draws": 4}
    found = dataset(axes, chances, chances / 2, even(50), draws=4)
    with opened(stored(tmp_path / "sweep.nc", found, sweep, "grid")) as file, journal_style():
        names = ("confirmed_orr", "dlt_rate")
        figure = draws_figure(file, {name: over_draws(file, name) for name in names})
    labels = [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
    assert labels == ["1e6 cells/kg, IV", "1e6 cells/kg, IC", "1e5 cells/kg, IC", "1e5 cells/kg, IV"]
    assert [label.get_text().replace("\n", " ") for label in figure.axes[1].get_yticklabels()] == labels
    assert len(figure.axes) == 4
