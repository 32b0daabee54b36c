"""The committed reference pages are what the entries say, and read well."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cartsim.parameters import bibliography_page, load_parameters, load_references, parameter_page

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES = (parameter_page, bibliography_page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.FILE)
def test_the_committed_page_is_what_the_entries_say(page):
    assert (REFERENCE / page.FILE).read_text(encoding="utf-8") == page.page(), "run `make reference`"


def test_every_parameter_has_its_row_and_every_row_its_columns():
    lines = [line for line in parameter_page.page().splitlines() if line.startswith("| `")]
    rows = {line.split("`")[1]: line for line in lines if "` with `" not in line}
    assert rows.keys() == load_parameters().keys()
    bars = {len(re.findall(r"(?<!\\)\|", line)) for line in rows.values()}
    assert bars == {len(parameter_page.HEADER) + 1}
    assert all(("**assumed**" in rows[s]) == (e.kind == "assumed") for s, e in load_parameters().items())


def test_every_link_of_the_page_leads_to_an_entry_of_the_bibliography():
    wanted = set(re.findall(r"bibliography\.md#(\w+)", parameter_page.page()))
    headings = set(re.findall(r"^## (\w+)$", bibliography_page.page(), re.MULTILINE))
    assert wanted <= headings == load_references().keys()


def test_a_factor_of_an_entry_itself_is_shown_as_its_own(monkeypatch):
    entry = load_parameters()["k_kill"]
    assert parameter_page._sureness(entry) == "factor 2"
    assert parameter_page._sureness(replace(entry, uncertainty=1.3)) == "factor 1.3 (own)"
    assert parameter_page._sureness(load_parameters()["age"]) == "not drawn"
