"""The live demo in a real browser: what a viewer sees, changes, stops and takes along; a class of twenty."""

from __future__ import annotations

import json
import re
import signal
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from html import escape
from pathlib import Path

import pytest

from cartsim import results
from cartsim.demo.live.starts import starts
from cartsim.report.sentences import answer
from cartsim.report.tables import endpoint_rows
from cartsim.scenario import load, loads
from cartsim.virtual_trial import carry_out
from tests.cli.conftest import within
from tests.demo.viewer import Viewer

pytestmark = pytest.mark.slow

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
LONG = 60_000
"""Milliseconds: on a busy machine."""
CLASS, TABS = 20, 2


@pytest.fixture(scope="module")
def context(browser):
    """Pages of one context share what they fetch, never a session."""
    made = browser.new_context(viewport=DESK, accept_downloads=True)
    made.set_default_timeout(LONG)
    yield made
    made.close()


@pytest.fixture
def page(server, context):
    """A viewer's page with the first result on it."""
    made = opened(context, server)
    yield made
    made.close()


def opened(context, server):
    made = context.new_page()
    made.asked = []
    made.on("request", lambda request: made.asked.append(request.url))
    made.goto(server.url)
    made.wait_for_selector(".ct-sentence")
    return made


def wait_for_text(page, pattern):
    """The scenario of the settings, as the page shows it."""
    from playwright.sync_api import expect

    expect(page.locator(".ct-yaml")).to_have_text(re.compile(pattern, re.DOTALL), timeout=LONG)


def use(page, text):
    """Edit the scenario; the editor opens with that of the settings, unless it is open."""
    if page.get_by_label("Scenario (YAML)").count() == 0:
        page.get_by_role("button", name="Edit, or paste another").click()
    page.get_by_label("Scenario (YAML)").fill(text)
    page.get_by_role("button", name="Use this text").click()


def set_seed(page, seed):
    page.get_by_label("Seed").fill(str(seed))
    page.get_by_label("Seed").press("Tab")


def run(page, seed):
    """Run, and wait for the result of that seed."""
    page.get_by_role("button", name="Run the trial").click()
    page.wait_for_selector(f".ct-facts:has-text('seed {seed}')")


def cells(page):
    """The endpoint table as it stands on the page, without its last column."""
    rows = page.locator(".ct-ends tbody tr")
    return rows.evaluate_all("all => all.map(row => [...row.cells].slice(0, -1).map(cell => cell.innerText))")


def expected(run):
    return [[str(cell) for cell in row.cells[:-1]] for row in endpoint_rows(run.endpoints)]


def taken(page, name, folder):
    with page.expect_download(timeout=LONG) as found:
        page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()
    assert found.value.suggested_filename == name
    found.value.save_as(folder / name)
    return folder / name


def test_the_first_page_has_a_result_and_can_be_used_by_everybody(server, page):
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_selector("figure img")
    for summary in page.locator("aside summary").all():
        if summary.evaluate("element => !element.parentElement.open"):
            summary.press("Enter")  # by the keyboard alone
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.wait_for_timeout(300)
        found = Axe().run(page).response["violations"]
        assert found == [], [(each["id"], each["nodes"][0]["html"]) for each in found]
        assert page.evaluate("document.querySelector('#App').scrollWidth <= innerWidth")
    alternatives = page.locator("figure img").evaluate_all("all => all.map(one => one.alt)")
    assert len(alternatives) == 5
    assert all("IV" in words and "IC" in words for words in alternatives)
    assert {url for url in page.asked if not url.startswith((server.url, "data:", "blob:"))} == set()


def test_changed_settings_give_the_numbers_of_a_run_of_the_scenario_taken_along(page, tmp_path):
    page.get_by_label("Dose").nth(1).fill("3e6 cells/kg")
    set_seed(page, 77)
    wait_for_text(page, "IC, dose: 3e6 cells/kg.*seed: 77")
    assert page.locator(".ct-stale").is_visible()
    start = time.monotonic()
    run(page, 77)
    took = time.monotonic() - start
    page.get_by_text("See the answer").click()  # nothing lies over it
    page.wait_for_selector(".ct-drawing", state="detached")
    assert page.locator("figure img").count() == 5
    files = {name: taken(page, name, tmp_path) for name in ("scenario.yaml", "report.html", "run.nc")}
    assert within("check", files["scenario.yaml"]).returncode == 0
    scenario = load(files["scenario.yaml"])
    assert [arm.doses[0].amount for arm in scenario.trial.arms] == [1e6, 3e6]
    again = carry_out(scenario)
    kept = results.open(files["run.nc"])
    assert kept.endpoints.identical(again.endpoints)
    assert page.locator(".ct-sentence").inner_text() == answer(again)
    assert cells(page) == expected(again)
    assert answer(again) in files["report.html"].read_text()
    assert took < 15  # three seconds on two cores that have nothing else to do


def test_stop_ends_a_long_run_and_the_former_result_stays(page):
    before = page.locator(".ct-sentence").inner_text()
    page.get_by_role("slider", name="Virtual patients").press("End")
    page.get_by_role("checkbox", name="Try the contrast of routes").press(" ")
    wait_for_text(page, "patients: 200.*route_basis: true")
    page.get_by_role("button", name="Run the trial").click()
    page.wait_for_selector("text=/Simulating: \\d+ of 4000 courses/")
    start = time.monotonic()
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("text=Stopped.")
    assert time.monotonic() - start < 5
    assert page.locator(".ct-sentence").inner_text() == before


def test_a_text_that_is_wrong_is_told_line_by_line_and_a_right_one_is_used(page):
    good = next(iter(starts().values())).text
    bad = good.replace("1e6 cells/kg, route: intracavitary", "1e6 mg, rout: intracavitary")
    use(page, bad)
    told = page.get_by_role("alert")
    told.wait_for()
    assert "line 17 trial.arms[1].rout 'rout' is not known here; did you mean 'route'?" in told.inner_text()
    assert "- {name: IC, dose: 1e6 mg, rout: intracavitary}" in told.inner_text()
    set_seed(page, 5)  # what was typed stays while settings change
    wait_for_text(page, "seed: 5")
    assert page.get_by_label("Scenario (YAML)").input_value() == bad
    use(page, "extends: /etc/passwd\n" + good)
    page.wait_for_selector("text=no other file can be named here")
    assert "root:" not in page.content()
    use(page, good.replace("name: IC, dose: 1e6", "name: cavity, dose: 2e6") + "# ours\n")
    wait_for_text(page, "name: cavity, dose: 2e6 cells/kg.*# ours")
    told.wait_for(state="detached")
    assert page.get_by_label("Scenario (YAML)").count() == 0
    assert page.get_by_label("Name").nth(1).input_value() == "cavity"
    assert page.get_by_label("Seed").input_value() == "20261122"


def test_no_viewer_can_run_code_or_read_files_of_the_server(server, page):
    session = page.evaluate("sessionStorage.getItem('marimo_session_id') ?? ''")
    for path, body in {
        "/api/kernel/run": {"cellIds": ["x"], "codes": ["import os"]},
        "/api/kernel/scratchpad/run": {"code": "import os"},
        "/api/kernel/execute": {"code": "import os"},
        "/api/kernel/save": {"cellIds": [], "codes": [], "names": [], "configs": [], "filename": "x.py"},
        "/api/kernel/read_code": {},
        "/api/files/list_files": {"path": "/"},
        "/api/files/file_details": {"path": "/etc/passwd"},
        "/api/packages/add": {"package": "x"},
    }.items():
        data, kind = json.dumps(body).encode(), {"Content-Type": "application/json"}
        request = urllib.request.Request(server.url + path, data, kind | {"Marimo-Session-Id": session})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=20)
        assert refused.value.code in (401, 403), path
    shown = urllib.request.urlopen(server.url, timeout=20).read().decode()
    assert str(Path(__file__).parents[2]) not in shown
    assert str(Path.home()) not in shown.replace(tempfile.gettempdir(), "") or Path.home() == Path("/")


def test_twenty_viewers_at_once_get_each_the_numbers_of_their_own_trial(server, browser):
    """Two in browsers, the others as `viewer.Viewer`: twenty tabs take two minutes of two cores
    (`tests/campaigns/live_class.py`)."""
    text = next(iter(starts().values())).text
    contexts = [browser.new_context(viewport=DESK) for _ in range(TABS)]
    for context in contexts:
        context.set_default_timeout(4 * LONG)
    pages = [opened(context, server) for context in contexts]
    viewers = [Viewer(server.url) for _ in range(CLASS - TABS)]
    for number, page in enumerate(pages):
        set_seed(page, 1000 + number)
    for number, viewer in enumerate(viewers, start=TABS):
        viewer.set({"Seed": str(1000 + number), "Virtual patients": 6, "Dose": f"{1 + number}e6 cells/kg"})
    for number, viewer in enumerate(viewers, start=TABS):
        viewer.wait("as_text", f"seed: {1000 + number}")
    for page in pages:
        page.wait_for_selector(".ct-stale")
        page.get_by_role("button", name="Run the trial").evaluate("button => button.click()")
    with ThreadPoolExecutor(CLASS) as at_once:
        list(at_once.map(lambda viewer: viewer.set({"Run the trial": 1}), viewers))
    for number, viewer in enumerate(viewers, start=TABS):
        changes = {"seed: 20261122": f"seed: {1000 + number}", "patients: 20": "patients: 6"}
        changes["IC, dose: 1e6"] = f"IC, dose: {1 + number}e6"
        alone = carry_out(loads(reduce(lambda now, change: now.replace(*change), changes.items(), text)))
        assert escape(answer(alone)) in viewer.wait("answer", f"seed {1000 + number}")
        rows = ["".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) for row in expected(alone)]
        shown = viewer.wait("endpoints", rows[0])
        assert [row for row in rows if row not in shown] == []
        viewer.close()
    for number, page in enumerate(pages):
        page.wait_for_selector(f".ct-facts:has-text('seed {1000 + number}')")
        alone = carry_out(loads(text.replace("seed: 20261122", f"seed: {1000 + number}")))
        assert page.locator(".ct-sentence").inner_text() == answer(alone)
        assert cells(page) == expected(alone)
    for context in contexts:
        context.close()


def test_ctrl_c_ends_it_at_once_and_leaves_nothing(server):
    folders = set(Path(tempfile.gettempdir()).glob("cartsim-demo-*"))
    assert folders
    server.process.send_signal(signal.SIGINT)
    start = time.monotonic()
    assert server.process.wait(20) == 0
    assert time.monotonic() - start < 5
    assert "Traceback" not in "".join(server.said)
    assert {path for path in folders if path.exists()} < folders
