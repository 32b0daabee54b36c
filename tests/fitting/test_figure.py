"""The figure says what it draws."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cartsim.fitting.free import free_parameters
from cartsim.fitting.group import fit_group
from cartsim.fitting.samples import Samples
from cartsim.fitting.stein2019 import Stein2019
from cartsim.report.blood_fit import sheets
from cartsim.report.style import journal_style

DAYS = np.array([1.0, 3, 7, 10, 14, 28, 60, 90])


@pytest.fixture(scope="module")
def fit():
    """Thirteen subjects of the empirical model, which takes no time."""
    free, rng, limit = free_parameters("stein2019", "copies/ug"), np.random.default_rng(2), np.log(300.0)
    curve = Stein2019(free, DAYS)
    samples = []
    for number in range(13):
        logs = curve.levels(np.zeros((1, 6)))[0] + 0.2 * rng.standard_normal(DAYS.size)
        below = logs < limit
        samples.append(
            Samples(str(number), "copies/ug", DAYS, np.where(below, limit, logs), below, np.full(8, limit))
        )
    return fit_group([curve] * 13, samples, ["-"] * 13, "stein2019")


def test_twelve_subjects_to_a_sheet_with_labels_n_and_interval(fit):
    with journal_style():
        drawn = sheets(fit)
        for figure in drawn:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # of a layout that finds no room
                FigureCanvasAgg(figure).draw()
    assert [len(figure.axes) for figure in drawn] == [12, 1]
    legend = [text.get_text() for text in drawn[0].legends[0].get_texts()]
    assert legend[:2] == ["sample", "below the limit, drawn at it"]
    assert legend[2:] == ["fitted course", "its pointwise 95 % interval"]
    for ax, subject in zip(drawn[0].axes, fit.subjects, strict=False):
        assert ax.get_ylabel() == "Transgene (copies/µg DNA)"
        assert "Days since" in ax.get_xlabel()
        assert ax.get_yscale() == "log"
        note = " ".join(" ".join(text.get_text().split()) for text in ax.texts)
        assert f"n = 8 samples, {int(subject.samples.below.sum())} below the limit" in note


def test_samples_below_the_limit_are_open_triangles_at_it(fit):
    with journal_style():
        ax = sheets(fit)[0].axes[0]
    marks = {line.get_marker(): line for line in ax.lines}
    under = marks["v"]
    assert under.get_markerfacecolor() == "white"
    assert under.get_ydata() == pytest.approx(np.full(fit.subjects[0].samples.below.sum(), 300.0))
    assert len(marks["o"].get_ydata()) == fit.subjects[0].samples.measured
