"""Every figure draws what it says, with labels, n and interval, for two arms and for eight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from cartsim.datasets import RESPONSE, codes
from cartsim.report import figures
from cartsim.report.figures.courses import LEVELS
from cartsim.report.figures.paired import contrast_arms, contrast_words
from cartsim.report.figures.risk_table import at_risk
from cartsim.report.lettering import distinct, row_names
from cartsim.report.plates import PLATES
from cartsim.report.plates.sheet import arm_marks
from cartsim.report.style import COLOURS, RESPONSES, arm_styles, journal_style, time_axis
from cartsim.results import Run
from tests.report.synthetic import make_run, swept_arms

LONG = [
    f"{receptor}, k_loss {rate} per day"
    for rate in ("0", "1e-5", "0.001", "0.01")
    for receptor in ("switch receptor", "PD-L1 CAR beside it")
]


@pytest.fixture(scope="module")
def run() -> Run:
    return make_run(patients=40)


@pytest.fixture
def ax() -> Iterator[Axes]:
    with journal_style():
        yield Figure(figsize=(5, 3)).subplots()


def words(ax: Axes) -> str:
    """All text of a panel."""
    labels = [*ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label, *ax.texts]
    titles = [ax.get_title(loc) for loc in ("left", "center", "right")]
    return " ".join([*titles, *(label.get_text() for label in labels)]).replace("\n", " ")


@pytest.mark.parametrize("name", LEVELS)
def test_a_course_says_its_unit_and_n(name: str, run: Run, ax: Axes) -> None:
    figures.course(run.summary, ax, name)
    assert ax.get_ylabel()
    assert "Days" in ax.get_xlabel()
    assert "n = 39, 40" in words(ax)
    assert "90 %" in words(ax)


def test_the_median_line_is_the_median(run: Run, ax: Axes) -> None:
    figures.course(run.summary, ax, "effusion_volume")
    expected = run.summary["effusion_volume"].sel(arm="IC", quantile=0.5)
    line = next(line for line in ax.lines if line.get_label() == "IC")
    np.testing.assert_allclose(line.get_ydata(), expected.sel(time=slice(0, None)).values)


def test_the_waterfall_falls_and_counts_who_was_scanned(run: Run, ax: Axes) -> None:
    figures.waterfall(run.visits, run.endpoints, ax, "IV")
    bars = [path.vertices[:, 1] for path in ax.collections[0].get_paths()]
    heights = [bar[np.argmax(np.abs(bar))] for bar in bars]
    assert heights == sorted(heights, reverse=True)
    assert f"n = {len(heights)} of 40" in words(ax)


def test_a_spider_has_a_line_for_each_patient_scanned_twice(run: Run, ax: Axes) -> None:
    figures.spider(run.visits, run.endpoints, ax, "IV")
    scanned = (np.isfinite(run.visits["sld"].sel(arm="IV")).sum("visit") > 1).sum()
    assert len(ax.collections[0].get_segments()) == int(scanned)


def test_kaplan_meier_prints_numbers_at_risk_and_medians(run: Run, ax: Axes) -> None:
    figures.kaplan_meier(run.endpoints, ax, "pfs")
    steps = run.endpoints.sel(arm="IV", curve="pfs")
    assert str(at_risk(steps, 91)) in [text.get_text() for text in ax.texts]
    assert "scans on days 30, 91, 182, 274, 365" in words(ax)
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert any(text.startswith("IV: median") for text in legend)


def test_every_curve_of_the_table_is_drawn_with_its_numbers_at_risk(run: Run) -> None:
    with journal_style():
        drawing = next(plate for plate in PLATES if plate.name == "survival").draw(run)
    assert drawing is not None
    titles = [ax.get_title("left") for ax in drawing.axes]
    assert titles[:2] == ["Overall survival", "Progression-free survival"]
    assert len(titles) == 4
    for ax, curve in zip(drawing.axes, ("os", "pfs", "dor", "ddc"), strict=True):
        shown = [text.get_text() for text in ax.texts]
        for arm in ("IV", "IC"):
            assert str(at_risk(run.endpoints.sel(arm=arm, curve=curve), 91)) in shown
    assert "scans" not in words(drawing.axes[0])


def test_many_arms_have_their_medians_beside_the_numbers_at_risk(ax: Axes) -> None:
    many = make_run(LONG[:6], patients=12)
    figures.kaplan_meier(many.endpoints, ax, "os", compact=True)
    names = (f"median_os{tail}" for tail in ("", "_lower", "_upper"))
    middle, low, high = (float(many.endpoints[name][2]) for name in names)
    assert f"{middle:.0f} ({low:.0f} to {high:.0f})" in [text.get_text() for text in ax.texts]
    assert ax.get_legend() is None


@pytest.mark.parametrize("curve", ["pfs", "dor"])
def test_the_legend_of_a_curve_lies_off_the_panel(run: Run, curve: str) -> None:
    with journal_style():
        drawing = Figure(figsize=(5, 4), layout="constrained")
        panel = figures.kaplan_meier(run.endpoints, drawing.subplots(), curve)
        renderer = FigureCanvasAgg(drawing).get_renderer()
        drawing.draw(renderer)
        legend = panel.get_legend().get_window_extent(renderer)
    assert not legend.overlaps(panel.get_window_extent(renderer))
    assert legend.y1 < panel.get_window_extent(renderer).y0
    assert legend.y0 >= 0


def swum(run: Run, ax: Axes, response: str, therapy: float) -> tuple[list[str], set[str]]:
    """Labels of the swimmer legend, and the markers and colours of a panel, where the first patient has one
    response and a day of new therapy."""
    visits = run.visits.copy(deep=True)
    visits["overall_response"].values[
        visits["overall_response"].values == codes(["NON-CR/NON-PD"], RESPONSE)
    ] = 1
    visits["overall_response"].values[:, 0, 1] = codes([response], RESPONSE)[0]
    visits["new_therapy_day"] = visits["last_seen_day"] * np.nan
    visits["new_therapy_day"].values[:, 0] = therapy
    figures.swimmer(visits, run.endpoints, run.summary, ax, "IV")
    drawn = {to_hex(colour).upper() for bars in ax.collections for colour in bars.get_facecolors()}
    drawn |= {line.get_marker() for line in ax.lines if line.get_xdata().size}
    return [str(entry.get_label()) for entry in figures.swimmer_legend(visits)], drawn


def test_the_swimmer_tells_neither_response_nor_progression_and_new_therapy(run: Run, ax: Axes) -> None:
    labels, drawn = swum(run, ax, "NON-CR/NON-PD", 3.0)
    assert {"NON-CR/NON-PD", "new anticancer therapy"} <= set(labels)
    assert {RESPONSES["NON-CR/NON-PD"], "d"} <= drawn


def test_the_swimmer_says_nothing_of_what_nobody_has(run: Run, ax: Axes) -> None:
    labels, drawn = swum(run, ax, "SD", np.nan)
    assert not {"NON-CR/NON-PD", "new anticancer therapy"} & set(labels)
    assert not {RESPONSES["NON-CR/NON-PD"], "d"} & drawn
    assert "before the first scan" in labels


def test_a_therapy_after_last_sight_is_not_marked(run: Run, ax: Axes) -> None:
    labels, drawn = swum(run, ax, "SD", 1e4)
    assert "new anticancer therapy" not in labels
    assert "d" not in drawn


def test_at_risk_counts_those_whose_time_is_the_day_or_later() -> None:
    steps = xr.Dataset({"km_time": ("s", [10.0, 20.0, np.nan]), "km_at_risk": ("s", [3.0, 1.0, np.nan])})
    assert [at_risk(steps, day) for day in (0, 10, 10.5, 20, 21)] == [3, 3, 1, 1, 0]


def test_kaplan_meier_without_patients_says_so(run: Run, ax: Axes) -> None:
    nobody = run.endpoints.assign(km_time=run.endpoints["km_time"] * np.nan)
    figures.kaplan_meier(nobody, ax, "dor")
    assert "no patient enters" in words(ax)


def test_adverse_events_show_any_grade_and_severe(run: Run, ax: Axes) -> None:
    figures.ae_bars(run.endpoints, ax, "IV")
    term = figures.terms_shown(run.endpoints)[0]
    share = 100 * run.endpoints["ae_incidence"].sel(arm="IV", event_term=term)
    expected = f"{float(share.sel(grade=1)):.0f} | {float(share.sel(grade=3)):.0f}"
    assert expected in [text.get_text() for text in ax.texts]


def caption(run: Run) -> str:
    return next(plate for plate in PLATES if plate.name == "adverse-events").words(run)


def rare(run: Run, shares: dict[str, float]) -> Run:
    """The run with the same share of some events in every arm, grade and window."""
    found = run.endpoints.copy(deep=True)
    for window in ("ae_incidence", "ae_incidence_12_months"):
        for term, share in shares.items():
            found[window].loc[{"event_term": term}] = share
    return replace(run, endpoints=found)


def test_the_caption_counts_the_events_left_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No event is left out." in caption(run)
    few = rare(run, {"Anaemia": 0.004, "Hypoxia": 0.009, "Pneumonitis": 0.0})
    said = "The 7 events most frequent in any arm; the other 2, under 1 % in every arm, are in the tables"
    assert said in caption(few)
    monkeypatch.setattr("cartsim.report.figures.safety.TERMS", 6)
    common = rare(run, {"Fever": 0.04, "Hypoxia": 0.03, "Pneumonitis": 0.03, "Anaemia": 0.004})
    said = "The 6 events most frequent in any arm; the other 4, at most 4.0 % in every arm, are in the tables"
    assert said in caption(common)


def test_only_bars_promise_whiskers(run: Run) -> None:
    assert "hiskers" in caption(run)
    many = caption(make_run(LONG, patients=12))
    assert "hiskers" not in many
    assert "limits stand in the tables" in many


def test_the_axis_of_percentages_ends_at_a_hundred(run: Run, ax: Axes) -> None:
    figures.ae_bars(rare(run, {"Fever": 1.0}).endpoints, ax, "IV", "ae_incidence_12_months")
    assert max(ax.get_xticks()) == 100


def test_a_number_that_does_not_fit_into_its_bar_is_not_written(run: Run, ax: Axes) -> None:
    share = run.endpoints["confirmed_response_share"] * 0
    for name, part in {"SD": 0.96, "PD": 0.02, "PR": 0.02}.items():
        share.loc[{"response": name}] = part
    figures.best_responses(run.endpoints.assign(confirmed_response_share=share), ax)
    assert [text.get_text() for text in ax.texts if text.get_text().isdigit()] == ["96", "96"]


def test_the_days_of_scans_do_not_touch() -> None:
    run = make_run(LONG, patients=12)
    days = [-5.0, *run.visits["scheduled_day"].values[1:]]
    visits = run.visits.assign_coords(scheduled_day=("visit", days))
    with journal_style():
        wide = figures.spider(visits, run.endpoints, Figure(figsize=(6, 3)).subplots(), LONG[0])
        narrow = figures.spider(visits, run.endpoints, Figure(figsize=(2.6, 3)).subplots(), LONG[0])
    assert wide.get_xticks().tolist() == days
    assert narrow.get_xticks().tolist() == [day for day in days if day != 30]


def test_arms_stay_apart_where_their_names_are_shortened() -> None:
    run = make_run(LONG, patients=12)
    names = [str(mark.get_label()) for mark in arm_marks(run)]
    assert names == LONG
    for width in (8, 16, 24):
        assert len(set(distinct(LONG, width))) == len(LONG)
        assert len(set(row_names(LONG, width))) == len(LONG)


def test_the_paired_table_holds_the_four_counts(run: Run, ax: Axes) -> None:
    contrast = run.endpoints["contrast"].values[0]
    figures.paired_table(run.endpoints, ax, contrast, "confirmed_orr")
    chosen = run.endpoints.sel(contrast=contrast, measure="confirmed_orr")
    numbers = {text.get_text() for text in ax.texts}
    assert {
        f"{float(chosen[cell]):.0f}" for cell in ("both", "first_only", "second_only", "neither")
    } <= numbers
    assert ax.get_ylabel() == "under IC"


def test_contrasts_are_taken_apart_even_with_dashes_in_names() -> None:
    endpoints = xr.Dataset(coords={"arm": ["A - low", "A - high", "A"]})
    assert contrast_arms(endpoints, "A - high - A - low") == ("A - high", "A - low")
    assert contrast_arms(endpoints, "A - low - A") == ("A - low", "A")
    with pytest.raises(KeyError):
        contrast_arms(endpoints, "B - A")
    assert contrast_words("IC, a 1, b 2", "IV, a 1, b 2") == "IC minus IV at a 1, b 2"
    assert contrast_words("IC", "IC, high") == "IC minus IC, high"


@pytest.mark.parametrize(
    ("end", "ticks"),
    [
        (1.0, [0, 0.25, 0.5, 0.75, 1]),
        (2.0, [0, 0.5, 1, 1.5, 2]),
        (6.0, [0, 1, 2, 3, 4, 5, 6]),
        (14.0, [0, 2, 4, 6, 8, 10, 12, 14]),
        (30.0, [0, 7, 14, 21, 28]),
        (60.0, [0, 7, 14, 21, 28, 35, 42, 49, 56]),
    ],
)
def test_a_time_axis_of_days_has_ticks_to_read_it_by(ax: Axes, end: float, ticks: list[float]) -> None:
    time_axis(ax, end)
    assert ax.get_xticks().tolist() == ticks


def test_arms_look_the_same_in_every_figure_and_differ_without_colour() -> None:
    looks = arm_styles([f"arm {number}" for number in range(8)])
    assert len({look.colour for look in looks.values()}) == len(COLOURS) == 8
    assert len({look.marker for look in looks.values()}) == 8
    first = arm_styles(["arm 0", "arm 1"])
    assert first["arm 1"] == looks["arm 1"]


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 4, 6, 8])
def test_long_names_of_arms_are_neither_cut_nor_run_into_each_other(count: int) -> None:
    run = make_run(LONG[:count], patients=24)
    with journal_style():
        for plate in PLATES:
            if plate.name in ("crs", "adverse-events", "response-rates", "survival", "spider"):
                drawing = plate.draw(run)
                assert drawing is not None
                assert overlaps(drawing) == [], plate.name


ARMS = [["only"], ["IV", "IC"], pytest.param(swept_arms(), marks=pytest.mark.slow)]


@pytest.mark.parametrize("arms", ARMS, ids=["one arm", "two", "eight"])
def test_no_text_of_a_plate_overlaps_another_or_leaves_the_figure(arms: list[str]) -> None:
    run = make_run(arms, patients=24, swept="tau_fit" if len(arms) > 2 else "")
    with journal_style():
        for plate in PLATES:
            drawing = plate.draw(run)
            if drawing is not None:
                assert overlaps(drawing) == [], plate.name


def test_overlapping_text_would_be_found(ax: Axes) -> None:
    ax.text(0.5, 0.5, "one thing", fontsize=8)
    ax.text(0.52, 0.5, "another", fontsize=8)
    assert "one thing | another" in overlaps(ax.figure)


def overlaps(drawing: Figure) -> list[str]:
    """Pairs of texts that cover each other by more than a sliver, and texts outside the figure."""
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    renderer = canvas.get_renderer()
    boxes = []
    for ax in drawing.axes:
        if not ax.get_visible():
            continue
        low, high = sorted(ax.get_xlim()), sorted(ax.get_ylim())
        ticks = [t.label1 for t in ax.xaxis.get_major_ticks() if low[0] <= t.get_loc() <= low[1]]
        ticks += [t.label1 for t in ax.yaxis.get_major_ticks() if high[0] <= t.get_loc() <= high[1]]
        outside = [text for text in ax.texts if text.get_fontsize() <= 8.5]
        found = [*ticks, ax.xaxis.label, ax.yaxis.label, ax._left_title, *outside]
        boxes += [(t.get_text(), t.get_window_extent(renderer)) for t in found if t.get_text().strip()]
    width, height = canvas.get_width_height()
    lost = [
        f"outside: {text}"
        for text, box in boxes
        if box.x0 < -2 or box.y0 < -2 or box.x1 > width + 2 or box.y1 > height + 2
    ]
    return lost + [
        f"{one} | {two}"
        for place, (one, a) in enumerate(boxes)
        for two, b in boxes[place + 1 :]
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 3 and min(a.y1, b.y1) - max(a.y0, b.y0) > 4
    ]
