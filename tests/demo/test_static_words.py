"""What the page says: limits, sentences, bent links, names like markup, arms of several infusions."""

import numpy as np
import pytest
from demo.pages import browser

from cartsim.demo.static.grid import asked, computed
from cartsim.demo.static.page import OWN, build
from cartsim.trial.intervals import clopper_pearson

pytestmark = pytest.mark.slow
HOSTILE = "</script><img src=x onerror=alert(1)> <!-- \\\"q"
SMALL = [
    "run.patients=4",
    "disease.kinds={nsclc: 1.0}",
    f'title="{HOSTILE}"',
    f'trial.arms=[{{name: "{HOSTILE}", doses: [{{dose: 1e6 cells, route: intravenous}}, '
    "{dose: 1e6 cells, route: intracavitary, day: 7}]}, "
    "{name: into the cavity, dose: 1e8 cells, route: intracavitary}]",
    'sweep.grid={"trial.arms[1].dose": [1e7 cells, 1e8 cells], product.pdl1_receptor: [none]}',
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    grid = asked(OWN, SMALL)
    path = tmp_path_factory.mktemp("words") / "page.html"
    path.write_text(build(grid, computed(grid, workers=1)))
    return path.as_uri()


@pytest.fixture(scope="module")
def chromium():
    with browser() as launched:
        yield launched


@pytest.fixture
def open_page(chromium, address):
    asked_for = []
    context = chromium.new_context()

    def open_it(fragment=""):
        page = context.new_page()
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on("console", lambda m: pytest.fail(m.text) if m.type == "error" else None)
        page.on("dialog", lambda _: pytest.fail("a name became a script"))
        page.goto(address + fragment)
        page.wait_for_selector("#stage[aria-busy=false]")
        return page

    open_it.requests = asked_for
    yield open_it
    context.close()


def text(page, selector):
    return page.locator(selector).inner_text().replace("\u202f", "").replace("\xa0", " ")


def wait_for_sentence(page):
    page.wait_for_timeout(250)
    return text(page, "#sentence")


def test_names_that_look_like_markup_are_words(open_page, address):
    page = open_page()
    assert text(page, "h1").startswith("</script><img src=x")
    assert text(page, ".body h2 >> nth=0") == text(page, "h1")
    assert page.locator("img").count() == 0
    assert open_page.requests == [address]


def test_every_infusion_has_its_needle_and_each_shows_on_its_day(open_page):
    page = open_page("#at=1,0&day=0")
    opacities = "bodies.map(body => body.needles.map(needle => needle.drawn.getAttribute('opacity')))"
    assert page.evaluate(opacities) == [["1", "0.25"], ["1"]]
    page.evaluate("moment(meta.times.indexOf(7))")
    assert page.evaluate(opacities) == [["0.25", "1"], ["0.25"]]


def test_what_is_nowhere_in_the_grid_has_a_chart_all_the_same(open_page):
    page = open_page()
    lines = page.locator("#chart-go path").evaluate_all("all => all.map(line => line.getAttribute('d'))")
    assert all(lines)
    assert "NaN" not in page.locator("main").inner_html()


def test_limits_are_those_of_clopper_and_pearson(open_page):
    page = open_page()
    asked_for = [[k, n] for n in (1, 2, 7, 20, 100, 1000) for k in {0, 1, n // 3, n // 2, n - 1, n} if k <= n]
    shown = page.evaluate("all => all.map(([k, n]) => clopperPearson(k, n))", asked_for)
    np.testing.assert_allclose(shown, [clopper_pearson(k, n) for k, n in asked_for], atol=1e-7)


def test_while_it_plays_a_reader_of_the_screen_is_left_in_peace(open_page):
    page = open_page("#at=1,0&day=7")
    assert page.get_attribute("#sentence", "aria-live") == "polite"
    page.locator("#play").click()
    page.wait_for_timeout(700)
    assert page.get_attribute("#sentence", "aria-live") == "off"
    page.locator("#play").click()
    assert page.get_attribute("#sentence", "aria-live") == "polite"


@pytest.mark.parametrize("fragment", ["#show=0,0,0", "#show=0", "#at=1e9,0&show=0", "#at=NaN,0&day=x&show=0"])
def test_a_bent_link_opens_a_page_that_is_whole(open_page, fragment):
    page = open_page(fragment)
    assert page.evaluate("[state.shown, state.setting]") == [[0], [1, 0]]
    assert page.locator("#outcome thead th").count() == 1
    assert "into the cavity" not in wait_for_sentence(page)


def test_numbers_are_said_without_nonsense(open_page):
    page = open_page()
    pairs = [[0, 5], [5, 0], [1, 1.05], [1e-20, 1e10], [1e10, 1e-20], [2, 1]]
    said = page.evaluate("all => all.map(([a, b]) => compared(a, b))", pairs)
    assert said[:3] == ["", "", ", about as many"]
    assert said[3:] == [", 1 × 10³⁰ times as many", ", 1 × 10³⁰ times fewer", ", 2 times fewer"]
    assert page.evaluate("[-5, 0.0005, 0, 1500].map(exactly)") == ["−5", "5 × 10⁻⁴", "0", "1500"]


def test_a_printed_page_says_its_setting(open_page):
    page = open_page("#at=0.5,0&day=7")
    page.emulate_media(media="print")
    printed = text(page, "#printed")
    assert "dose: 31.6 million cells · PD-L1 receptor: none" in printed
    assert printed.endswith("interpolated between simulated settings")
