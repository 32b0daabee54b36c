"""The page of single cells in a real browser, from disk: what it shows, how it is used, what it keeps."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from cartsim.datasets import CELL_KIND
from cartsim.report.nodule_slices import at_day, cells_of
from cartsim.report.view import write_view
from cartsim.results import Run

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SOFTWARE_GL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium")


@pytest.fixture(scope="module")
def file(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_view(run, tmp_path_factory.mktemp("view") / "nodule.html")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=SOFTWARE_GL)
        yield browser
        browser.close()


def opened(chromium: Any, file: Path, *, before: str = "", **settings: Any) -> Any:
    """The page, ready, without motion unless asked; what it asks for and complains of is written down."""
    context = chromium.new_context(
        **{"viewport": DESKTOP, "reduced_motion": "reduce", "offline": True, **settings}
    )
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
    if before:
        page.add_init_script(before)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    return page


@pytest.fixture(scope="module")
def shared(chromium: Any, file: Path) -> Iterator[Any]:
    page = opened(chromium, file)
    yield page
    assert page.complaints == []
    page.context.close()


@pytest.fixture
def page(shared: Any) -> Any:
    """The page as it is at first."""
    shared.evaluate("() => { cartsim.reset(); cartsim.goTo(cartsim.head.moments.length - 1); }")
    drawn(shared)
    return shared


def drawn(page: Any) -> None:
    """Wait until all that was changed is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def pixels(page: Any) -> np.ndarray:
    drawn(page)
    return np.asarray(Image.open(BytesIO(page.locator("#stage").screenshot())).convert("RGB")).astype(int)


def test_the_page_asks_for_nothing_but_itself(page: Any, file: Path) -> None:
    assert page.asked == [file.as_uri()]
    assert page.evaluate("fetch('data:text/plain,x').then(() => 'fetched', () => 'refused')") == "refused"
    page.complaints.clear()  # of that fetch


def test_counts_on_the_page_are_those_of_the_file(page: Any, run: Run) -> None:
    for moment, day in ((0, 0.0), (2, 0.25)):
        page.evaluate(f"cartsim.goTo({moment})")
        drawn(page)
        for column, arm in ((1, "IV"), (2, "IC")):
            read = run.nodule.sel(arm=arm, repeat=0, time=day)
            shown = {
                row.get_attribute("data-state"): int(row.locator("td").nth(column - 1).text_content())
                for row in page.locator("#legend tbody tr").all()
            }
            assert shown["positive"] + shown["negative"] == read["live_tumour"]
            assert shown["killed"] == read["apoptotic_tumour"]
            assert shown["memory"] == read["memory_t"]
            assert shown["searching"] + shown["engaged"] == read["effector_t"]
            assert shown["exhausted"] == read["exhausted_t"]
            assert shown[""] == read["tumour_killed"]


def test_cells_and_fields_in_the_browser_are_those_of_the_file(page: Any, run: Run) -> None:
    for arm, name in enumerate(("IV", "IC")):
        snapshot = at_day(run.nodule, name, 0.25)
        cells = cells_of(run.nodule, snapshot)
        for number in (0, 7, cells.sizes["cell"] - 1):
            found = page.evaluate(f"cartsim.cellAt({arm}, 2, {number})")
            place = [found[axis] for axis in "xyz"]
            own = cells.isel(cell=number)
            assert place == pytest.approx([float(own[f"cell_{axis}"]) for axis in "xyz"], abs=0.005)
            assert found["radius"] == pytest.approx(float(own["cell_radius"]), abs=1e-3)
            assert found["pdl1"] == pytest.approx(float(own["cell_pdl1"]), abs=2.0)
            assert found["state"]["kind"] == CELL_KIND[int(own["cell_kind"])]
            field = run.nodule["field_value"].isel(snapshot=snapshot).sel(field="oxygen")
            voxel = field.sel(voxel_x=place[0], voxel_y=place[1], voxel_z=place[2], method="nearest")
            level = page.evaluate(f"cartsim.fieldAt('oxygen', {arm}, 2, {place})")
            assert level == pytest.approx(float(voxel), abs=1e-3)


def test_the_picture_shows_cells_in_their_colours_and_opens_and_hides(page: Any) -> None:
    whole = pixels(page)
    paper = np.array([251, 252, 253])
    assert 0.1 < (np.abs(whole - paper).max(axis=-1) > 12).mean() < 0.8
    assert len(np.unique(whole.reshape(-1, 3), axis=0)) > 500
    rose = np.abs(whole - [226, 166, 198]).max(axis=-1) < 4
    assert rose.sum() > 500
    page.locator("#legend input[value=positive]").uncheck()
    assert (np.abs(pixels(page) - [226, 166, 198]).max(axis=-1) < 4).sum() < 0.1 * rose.sum()
    page.locator("#legend input[value=positive]").check()
    page.locator("#open").uncheck()
    assert not np.array_equal(pixels(page), whole)
    page.locator("#open").check()
    page.locator("#field").select_option("oxygen")
    assert "the cut shows oxygen" in page.evaluate("cartsim.whatYouSee()")
    cividis = np.abs(pixels(page) - [124, 123, 120]).max(axis=-1) < 40
    assert cividis.mean() > 0.05
    assert "mmHg" in page.locator("#scales").inner_text()


def test_keys_turn_come_closer_play_cut_and_reset(page: Any) -> None:
    page.locator("#nodule").focus()
    before = page.evaluate("({...cartsim.now.camera})")
    for key in ("ArrowLeft", "ArrowUp", "+", "Shift+ArrowRight"):
        page.keyboard.press(key)
    after = page.evaluate("cartsim.now.camera")
    assert after["turn"] > before["turn"]
    assert after["rise"] > before["rise"]
    assert after["zoom"] > before["zoom"]
    assert after["across"] != 0
    page.keyboard.press("0")
    assert page.evaluate("cartsim.now.camera") == before
    page.keyboard.press(",")
    assert page.locator("#day").inner_text() == "Day 0, 3 hours"
    page.keyboard.press("]")
    assert page.locator("#where").inner_text() == "y = 5 µm"
    page.keyboard.press("c")
    assert not page.locator("#open").is_checked()
    page.locator("#time").focus()
    page.keyboard.press("Home")
    assert page.locator("#day").inner_text() == "Day 0"
    sync_api.expect(page.locator("#saying")).to_contain_text("Day 0, 2 arms")
    assert page.locator("#saying").get_attribute("aria-live") == "polite"


def test_the_pointer_turns_zooms_picks_and_goes_through_time(page: Any) -> None:
    box = page.locator("#nodule").bounding_box()
    x, y = box["x"] + box["width"] / 4, box["y"] + box["height"] / 2
    before = page.evaluate("({...cartsim.now.camera})")
    page.mouse.move(x, y)
    page.wait_for_selector("#tip:not([hidden])")
    assert "radius" in page.locator("#tip").inner_text()
    page.mouse.down()
    page.mouse.move(x + 60, y + 30)
    page.mouse.up()
    page.mouse.wheel(0, -200)
    drawn(page)
    after = page.evaluate("cartsim.now.camera")
    assert after["turn"] < before["turn"]
    assert after["rise"] > before["rise"]
    assert after["zoom"] > before["zoom"]
    chart = page.locator("#charts svg").first
    chart.click(position={"x": 50, "y": 30})
    assert page.locator("#day").inner_text() == "Day 0"
    page.mouse.dblclick(x, y)
    assert page.evaluate("cartsim.now.arm") == 0
    page.get_by_role("button", name="All arms").click()
    assert page.evaluate("cartsim.now.arm") is None


def test_a_cell_under_the_pointer_is_the_one_that_is_seen(page: Any) -> None:
    """Outside of the cut, the cell nearest to whoever looks is picked, where its middle is seen."""
    page.locator("#open").uncheck()
    hit = page.evaluate("""() => {
      const box = document.getElementById('nodule').getBoundingClientRect();
      return cartsim.pick(box.width / 4, box.height / 2).cell;
    }""")
    turn, rise = (page.evaluate(f"cartsim.now.camera.{name}") for name in ("turn", "rise"))
    toward = np.array([np.cos(rise) * np.sin(turn), -np.cos(rise) * np.cos(turn), np.sin(rise)])
    place = np.array([hit["x"], hit["y"], hit["z"]])
    assert place @ toward > 0
    assert np.linalg.norm(place - (place @ toward) * toward) < hit["radius"]


def test_play_goes_to_the_end_and_starts_by_itself_only_where_motion_is_welcome(
    page: Any, chromium: Any, file: Path
) -> None:
    page.locator("#speed").select_option("8")
    assert not page.evaluate("cartsim.now.playing")
    page.locator("#play").click()
    assert page.locator("#play").inner_text() == "Pause"
    sync_api.expect(page.locator("#play")).to_have_text("Play")
    assert page.evaluate("cartsim.now.moment") == 2
    moving = opened(chromium, file, reduced_motion="no-preference")
    assert moving.evaluate("cartsim.now.playing || cartsim.now.moment > 0")
    moving.context.close()


def test_the_picture_and_the_film_are_kept_from_the_page(page: Any, tmp_path: Path) -> None:
    with page.expect_download() as kept:
        page.get_by_role("button", name="Save picture").click()
    kept.value.save_as(tmp_path / "nodule.png")
    with Image.open(tmp_path / "nodule.png") as picture:
        assert picture.width == 2400
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 500
    page.locator("#speed").select_option("2")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Save film").click()
    assert kept.value.suggested_filename == "nodule.webm"
    kept.value.save_as(tmp_path / "nodule.webm")
    av = pytest.importorskip("av")
    with av.open(str(tmp_path / "nodule.webm")) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(frames) > 1
    apart = np.abs(frames[-1].astype(int) - frames[0]).max(axis=-1) > 60
    assert apart.mean() > 0.01, "the cells of the last moment are not those of the first"
    assert page.locator("#saved").inner_text() == "Film saved."


@pytest.mark.parametrize(
    "settings",
    [{}, {"color_scheme": "dark", "viewport": PHONE, "has_touch": True}],
    ids=["desktop", "dark phone"],
)
def test_the_page_is_accessible_and_fits(chromium: Any, file: Path, settings: dict) -> None:
    page = opened(chromium, file, **settings)
    page.locator("#field").select_option("ifng")
    drawn(page)
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 21, 28)"
    assert dark == (settings.get("color_scheme") == "dark")
    page.context.close()


def test_without_webgl_the_counts_remain_and_the_page_says_why(chromium: Any, file: Path) -> None:
    blind = """HTMLCanvasElement.prototype.getContext = ((own) => function (kind, ...more) {
      return kind === 'webgl2' ? null : own.call(this, kind, ...more);
    })(HTMLCanvasElement.prototype.getContext)"""
    page = opened(chromium, file, before=blind)
    drawn(page)
    assert "no WebGL 2" in page.locator("#missing").inner_text()
    assert int(page.locator("#legend tbody tr").first.locator("td").first.text_content()) > 0
    assert page.locator("#charts svg").count() == 3
    assert page.complaints == []
    page.context.close()
