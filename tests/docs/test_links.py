"""Links lead somewhere, in a browser of the repository: files, folders, and headings of pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import BLOCK, DOCS, ROOT

PAGES = [*ROOT.glob("*.md"), *(page for page in sorted(DOCS.rglob("*.md")) if "_build" not in page.parts)]
LINK = re.compile(r"\]\(([^)\s]+)\)")


@cache
def prose(page: Path) -> str:
    """The text of a page without its blocks of code."""
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> frozenset[str]:
    """Names of the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#{1,6} (.*)$", prose(page), re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower() for title in titles]
    return frozenset(re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-") for title in plain)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file_and_to_a_heading(page):
    wrong = []
    for link in LINK.findall(prose(page)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if "://" in link or link.startswith("mailto:"):
            continue
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            wrong.append(link)
    assert wrong == []


def test_every_page_is_reached_from_the_front_page():
    met, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in met or page.suffix != ".md" or not page.is_relative_to(DOCS):
            continue
        met.add(page)
        links = [link.partition("#")[0] for link in LINK.findall(prose(page))]
        waiting += [(page.parent / link).resolve() for link in links if link and "://" not in link]
    pages = {page for page in PAGES if page.is_relative_to(DOCS)}
    beside_the_list = {DOCS / "contributing.md", DOCS / "changes.md"}
    assert pages - met == beside_the_list, "name the page in the list of its section"


def test_the_front_page_is_reached_from_the_readme():
    assert "docs/index.md" in LINK.findall(prose(ROOT / "README.md"))
