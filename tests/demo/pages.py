"""A browser for the pages, the one that Debian ships."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window; the test is skipped where none is installed."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium: on Debian, apt-get install chromium")
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


def violations(page: Page) -> list[str]:
    """What the accessibility rules of axe-core find wrong, as rule and element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
