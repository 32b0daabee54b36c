"""The site builds without a warning, its links hold, and it reads well on a desk and on a phone."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from tests.docs.pages import DOCS, ROOT

LOOKED_AT = ("index.html", "how-to/find_a_dose.html", "reference/arrays.html", "explanation/biology.html")
"""One page of each kind."""
LONG = ("reference/equations.html", "reference/parameters.html", "validation.html", "changes.html")
"""Pages with wide tables and formulas, whose width alone is looked at: axe takes minutes for them."""
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
CHROMIUM = "/usr/bin/chromium"


class Page(HTMLParser):
    """What a page of the site leads to, what it is made of, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in ("script", "img", "source") and given.get("src"):
            self.parts.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload"):
            self.parts.append(given["href"])


def build(site: Path) -> None:
    """As `make docs`; notebooks that have not changed keep what they told."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-j", "2", "-b", "html"]
    folders = ["-d", str(site / "doctrees"), str(DOCS), str(site / "html")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    outcome = subprocess.run(command + folders, capture_output=True, text=True, env=environment, timeout=900)
    assert outcome.returncode == 0, outcome.stderr[-4000:]


def wrong_links(site: Path) -> list[str]:
    """Links within the site, and parts of its pages, that are not there; parts that come from elsewhere."""
    files = [path.resolve() for path in site.rglob("*.html") if "_static" not in path.parts]
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in files}
    wrong = []
    for path, page in pages.items():
        for link in (*page.links, *page.parts):
            outside = re.match(r"(\w+:)?//", link)
            if outside or link.startswith(("mailto:", "data:")):
                wrong += [f"{path.name}: {link}"] if outside and link in page.parts else []
                continue
            where, anchor = urldefrag(unquote(link))
            where = where.partition("?")[0]
            target = (path.parent / where).resolve() if where else path
            lost = anchor and target in pages and anchor not in pages[target].anchors
            if lost or not target.exists():
                wrong.append(f"{path.relative_to(site)}: {link}")
    return wrong


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        return


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder that a browser may read."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def faults_in_a_browser(site: Path) -> list[str]:
    """What is wrong with pages: they scroll sideways, ask the network, or axe finds them hard to use."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    api = pytest.importorskip("playwright.sync_api")
    faults, asked = list[str](), list[str]()
    with served(site) as base, api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme, (size, (width, height)) in zip(("light", "dark"), SIZES.items(), strict=True):
            view = {"width": width, "height": height}
            tab = browser.new_context(viewport=view, color_scheme=scheme).new_page()
            tab.on("request", lambda request: asked.append(request.url))
            for name in (*LOOKED_AT, *LONG):
                tab.goto(base + name)
                root = "document.documentElement"
                if tab.evaluate(f"{root}.scrollWidth > {root}.clientWidth"):
                    faults.append(f"{name} scrolls sideways on a {size}")
                found = axe.run(tab).response["violations"] if name in LOOKED_AT else []
                faults += [
                    f"{name}, {size}, {scheme}: {one['id']} {one['nodes'][0]['html'][:200]}"
                    for one in found
                    if one["impact"] in ("serious", "critical")
                ]
        browser.close()
        return faults + [url for url in asked if not url.startswith((base, "data:"))]


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_holds_in_a_browser(tmp_path):
    """One test, so that the site is built once."""
    build(tmp_path)
    site = tmp_path / "html"
    assert wrong_links(site) == []
    assert "<math" in (site / "reference" / "equations.html").read_text(encoding="utf-8")
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed: the pages were not looked at")
    assert faults_in_a_browser(site) == []
