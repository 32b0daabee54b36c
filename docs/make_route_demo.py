"""Draws docs/figures/route_demo.png: the route demo as a browser of a desktop and of a phone shows it.

`python docs/make_route_demo.py PAGE.html PICTURE.png`; the page comes from `cartsim demo --static PAGE.html`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
MOMENT = "#at=2,1,2,2,1&day=14"
WAIT = 1500
"""Milliseconds for the dots to spread."""


def photograph(page: Path, picture: Path) -> Path:
    """The first screen of the page on day 14 of a dose of ten million cells per kilogram."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        tab.goto(page.resolve().as_uri() + MOMENT)
        tab.wait_for_selector("#stage[aria-busy=false]")
        tab.wait_for_timeout(WAIT)
        tab.screenshot(path=picture)
        browser.close()
    return picture


if __name__ == "__main__":
    print(photograph(Path(sys.argv[1]), Path(sys.argv[2])))
