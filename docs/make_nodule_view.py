"""Draws the page of single cells as a browser shows it: docs/make_nodule_view.py RUN.nc PICTURE.png.

Needs the extra `test` and Chromium; drawn by software, so that every machine gives the same picture.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import cartsim as cs
from cartsim.report.view import write_view

SIZE = {"width": 1360, "height": 850}
MOMENT = 8
"""Of nodule_routes.yaml: day 2."""
SOFTWARE = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


def picture(run: Path, path: Path) -> Path:
    """The first screen, on day 2."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = write_view(cs.open(run), Path(folder, "nodule.html"))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SOFTWARE)
        page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
        page.goto(page_file.as_uri())
        page.wait_for_selector("html[data-ready=true]")
        page.evaluate(f"cartsim.goTo({MOMENT})")
        page.locator("#saying", has_text="Day 2").wait_for()
        page.screenshot(path=path)
        browser.close()
    return path


if __name__ == "__main__":
    print(picture(Path(sys.argv[1]), Path(sys.argv[2])))
