"""Draws docs/figures/live_demo.png: the live demo with a result, as a browser of a desktop shows it.

`python docs/make_live_demo.py URL PICTURE.png`; the address is what `cartsim demo --no-browser` prints.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"


def photograph(url: str, picture: Path) -> Path:
    """A higher dose into the cavity, and other patients, run and answered."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        tab.goto(url)
        tab.wait_for_selector("figure img")
        tab.get_by_label("Dose").nth(1).fill("1e7 cells/kg")
        tab.get_by_label("Seed").fill("7")
        tab.get_by_label("Seed").press("Tab")
        tab.wait_for_selector(".ct-yaml:has-text('seed: 7,')")
        tab.get_by_role("button", name="Run the trial").click()
        tab.wait_for_selector(".ct-facts:has-text('seed 7')")
        tab.wait_for_selector(".ct-drawing", state="detached")
        tab.evaluate("document.querySelector('#App').scrollTo(0, 0)")
        tab.wait_for_timeout(500)
        tab.screenshot(path=picture)
        browser.close()
    return picture


if __name__ == "__main__":
    print(photograph(sys.argv[1], Path(sys.argv[2])))
