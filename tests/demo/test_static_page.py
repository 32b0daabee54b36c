"""The route demo opened from disk in a real browser."""

import json
from pathlib import Path

import numpy as np
import pytest
from demo.pages import DESKTOP, PHONE, browser, violations

from cartsim.demo.static.grid import asked, computed
from cartsim.demo.static.packed import decoded
from cartsim.demo.static.page import OWN, build
from cartsim.demo.static.reading import FLAGS, ROWS
from cartsim.trial.intervals import clopper_pearson
from cartsim.virtual_trial import carry_out

pytestmark = pytest.mark.slow
SMALL = [
    "run.patients=10",
    "run.horizon=100 days",
    "trial.visits.response=[30, 91]",
    'sweep.grid={"trial.arms[*].dose": [1e6 cells/kg, 1e7 cells/kg, 1e8 cells/kg], '
    "parameters.l0: [1.5e3 molecule/cell, 1.5e4 molecule/cell], product.pdl1_receptor: [none, pd1_cd28]}",
]
MIDDLE = 0.5
NAMES = {"visit 1": "visit0", "visit 2": "visit1", "visit 3": "visit2", "severe_icans": "icans3"}
"""What the script calls some of the flags."""
PIXELS = """(() => {
    const c = document.querySelector("canvas");
    const all = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
    return all.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0), 0);
})()"""


@pytest.fixture(scope="module")
def grid():
    return asked(OWN, SMALL)


@pytest.fixture(scope="module")
def found(grid):
    return computed(grid, workers=1)


@pytest.fixture(scope="module")
def address(grid, found, tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "route demo.html"
    path.write_text(build(grid, found))
    return path.as_uri()


@pytest.fixture(scope="module")
def chromium():
    with browser() as launched:
        yield launched


@pytest.fixture
def open_page(chromium, address):
    opened, asked_for = [], []

    def open_it(fragment="", size=DESKTOP, **more):
        context = chromium.new_context(viewport=size, **more)
        page = context.new_page()
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on("console", lambda m: pytest.fail(m.text) if m.type == "error" else None)
        page.goto(address + fragment)
        page.wait_for_selector("#stage[aria-busy=false]")
        opened.append(context)
        return page

    open_it.requests = asked_for
    yield open_it
    for context in opened:
        context.close()


def text(page, selector):
    return page.locator(selector).inner_text().replace("\u202f", "").replace("\xa0", " ")


def wait_for_sentence(page):
    page.wait_for_timeout(250)
    return text(page, "#sentence")


def test_nothing_is_asked_of_the_network(open_page, address):
    page = open_page()
    page.locator("#play").click()
    page.wait_for_timeout(300)
    assert open_page.requests == [address]


def run_at(grid, place):
    """A run of the scenario at a grid point, by the way that `cartsim run` takes."""
    return carry_out(grid.at(grid.points[place]))


def test_numbers_on_the_screen_are_those_of_a_run_at_the_grid_point(open_page, grid):
    place = grid.points.index(("1e8 cells/kg", "1.5e4 molecule/cell", "pd1_cd28"))
    run = run_at(grid, place)
    page = open_page("#at=2,1,1&day=14")
    page.locator("#numbers summary").click()
    day = float(page.locator("#day").inner_text().removeprefix("day "))
    table = [row.split("\t") for row in text(page, "#numbers table").split("\n")]
    shown = {row[0]: row[1:] for row in table[1:]}
    course = run.course.sel(time=day, method="nearest")
    for title, name in {
        "CAR-T cells in blood, cells per µL": "car_t_blood",
        "CAR-T cells in the fluid, cells per µL": "car_t_cavity",
        "CAR-T cells in the tumour, cells": "car_t_tumour",
        "PD-L1 on tumour cells, molecules per cell": "pdl1",
        "Fluid in the cavity, mL": "effusion_volume",
    }.items():
        quartiles = course[name].quantile([0.5, 0.25, 0.75], "patient").transpose("arm", "quantile").values
        for arm, cell in enumerate(shown[title]):
            assert numbers(cell) == [float(f"{value:.2e}") for value in quartiles[arm]], title
    for level in (1, 2, 3):
        ill = ((course["crs_grade"] >= level) & ~(run.visits["death_day"] <= day)).sum("patient").values
        cells = shown[f"CRS grade {level} or more now, alive, of all patients"]
        assert cells == [f"{count} of 10" for count in ill]
    rows = [row.split("\t") for row in text(page, "#outcome table").split("\n")]
    shown = {words: cells for words, *cells in rows}
    for words, name, visit in (
        ("Confirmed CR or PR by month 3, enrolled", "confirmed_orr", None),
        ("Dose-limiting toxicity, of the DLT-evaluable", "dlt_rate", None),
        ("CRS grade 3 or more", "severe_crs_rate", None),
        ("ICANS grade 3 or more", "severe_icans_rate", None),
        ("CR or PR at month 1", "orr", 1),
        ("CR or PR at month 3", "orr", 2),
    ):
        assert shown[words] == of_run(run.endpoints, name, visit), words


def of_run(ends, name, visit):
    """A share of a run as the page writes it: `3 of 10 7 to 65 %`, arm by arm."""
    chosen = ends if visit is None else ends.isel(visit=visit)
    cells = []
    for share, n in zip(chosen[name].values, chosen[f"{name}_n"].values.astype(int), strict=True):
        low, high = clopper_pearson(round(share * n), n)
        cells.append(f"{round(share * n)} of {n} {100 * low:.0f} to {100 * high:.0f} %")
    return cells


def numbers(cell):
    """The three numbers of `1.2 million (3 to 4.5 billion)`."""
    words = {"trillion": 1e12, "billion": 1e9, "million": 1e6}
    found = []
    for part in cell.replace("(", "|").replace(" to ", "|").rstrip(")").split("|"):
        number, *unit = part.split()
        found.append(float(f"{float(number) * words[unit[0]] if unit else float(number):.2e}"))
    return found


def test_between_marks_quantities_are_interpolated_and_the_page_says_so(open_page, grid, found):
    page = open_page("#at=0.5,0.25,1&day=7")
    assert "interpolated" in text(page, "#exact")
    row = ROWS.index(("tumour", MIDDLE))
    cube = decoded(found["codes"].values[:, 1, row]).reshape(3, 2, 2, -1)[..., 1, :]
    some = (cube[:2] > 0).all(axis=(0, 1))
    halfway = np.log(cube[:2][..., some]).mean(axis=0)
    expected = np.exp(0.75 * halfway[0] + 0.25 * halfway[1])
    shown = page.evaluate("Array.from(found.series[1].tumour.median)")
    assert some.sum() > some.size // 2
    np.testing.assert_allclose(np.array(shown)[some], expected, rtol=1e-9)


def test_every_grid_point_opens_as_it_was_computed(open_page, grid, found):
    page = open_page()
    settings = [[k // 4, k // 2 % 2, k % 2] for k in range(len(grid.points))]
    shown = page.evaluate("settings => settings.map(s => readSetting(meta, data, s).ends)", settings)
    flags = found["people"].values[:, :, 1]
    for place, ends in enumerate(shown):
        for bit, name in enumerate(FLAGS):
            counts = [arm[NAMES.get(name, name)] for arm in ends["each"]]
            assert counts == (flags[place] >> bit & 1).sum(axis=1).tolist()
        one, two = (flags[place] >> FLAGS.index("primary") & 1).astype(bool)
        four = [(one & two).sum(), (one & ~two).sum(), (~one & two).sum(), (~one & ~two).sum()]
        assert list(ends["pair"].values()) == four


def test_every_control_answers_to_the_keyboard(open_page):
    page = open_page()
    before = wait_for_sentence(page)
    page.keyboard.press("Tab")  # the link that skips the controls
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.id || document.activeElement.name")
        reached.append(focused)
        if focused == "axis-0":
            value = text(page, "#value-0")
            page.keyboard.press("ArrowRight")
            assert text(page, "#value-0") != value
        if focused == "axis-2":
            page.keyboard.press("ArrowUp")
            assert page.evaluate("state.setting[2]") == 0
        if focused == "route":
            page.keyboard.press("ArrowUp")
            assert page.locator(".body").nth(0).is_hidden()
        if focused == "time":
            page.keyboard.press("End")
    assert {"route", "axis-0", "axis-1", "axis-2", "reset", "link", "play", "time", "speed"} <= set(reached)
    assert text(page, "#day") == "day 100"
    assert wait_for_sentence(page) != before


def test_every_control_answers_to_the_pointer(open_page):
    page = open_page()
    page.locator("#play").click()
    for _ in range(50):
        page.wait_for_timeout(100)
        if page.evaluate("state.t") >= 2:
            break
    page.locator("#play").click()
    assert text(page, "#play").endswith("Play")
    page.get_by_label("into the cavity", exact=True).check(force=True)
    assert page.locator("#outcome thead th").count() == 1
    slider = page.locator("#axis-0").bounding_box()
    page.mouse.click(slider["x"] + 2, slider["y"] + slider["height"] / 2)
    assert page.evaluate("state.setting[0]") == 0
    page.get_by_label("none", exact=True).check(force=True)
    assert "none" in page.evaluate("meta.axes[2].names[state.setting[2]]")
    page.locator("#link").click()
    again = page.url.split("#")[1]
    assert page.evaluate("state.setting") == [0, 1, 0]
    other = open_page("#" + again)
    assert other.evaluate("[state.setting, state.shown]") == page.evaluate("[state.setting, state.shown]")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_accessible_and_nothing_sticks_out(open_page, size):
    page = open_page("#at=1,1,1&day=10", size)
    page.locator("#numbers summary").click()
    wait_for_sentence(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_canvas_shows_cells_and_a_still_page_does_not_move(open_page):
    page = open_page("#at=1,1,1&day=10", reduced_motion="reduce")
    page.wait_for_timeout(200)
    drawn = page.evaluate(PIXELS)
    page.wait_for_timeout(300)
    assert drawn > 200
    assert page.evaluate(PIXELS) == drawn


def test_alternatives_in_words_follow_the_moment(open_page):
    page = open_page("#at=1,1,1&day=14")
    names = page.locator("svg[role=img]").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert len(names) == 2 + 8 + 2
    assert all(names)
    assert sum("day 14" in name for name in names) >= 10


def test_meta_says_what_was_computed(grid, found):
    page = build(grid, found)
    meta = json.loads(page.split('id="meta">')[1].split("</script>")[0])
    assert [axis["title"] for axis in meta["axes"]] == ["Dose", "PD-L1", "PD-L1 receptor"]
    assert [axis["start"] for axis in meta["axes"]] == [0, 1, 1]
    assert meta["site"] == "peritoneal"
    assert Path(OWN).name in page
