"""The page that tells the agent model is what the program says."""

from __future__ import annotations

import runpy
from pathlib import Path

from cartsim.parameters import load_parameters
from cartsim.simulate.agents.cells import REAL, WHOLE
from cartsim.simulate.agents.laws import OF_A_NODULE

DOCS = Path(__file__).parents[3] / "docs"


def test_the_committed_page_is_what_the_program_says():
    text = runpy.run_path(str(DOCS / "make_odd.py"))["text"]()
    assert (DOCS / "reference" / "agents.md").read_text(encoding="utf-8") == text, "run `make reference`"


def test_the_page_tells_every_attribute_law_and_number_of_single_cells():
    page = (DOCS / "reference" / "agents.md").read_text(encoding="utf-8")
    for name in (*REAL, *WHOLE):
        assert f"| {name} |" in page
    for law in OF_A_NODULE:
        assert f"| `{law.name}` |" in page
    for symbol, entry in load_parameters().items():
        if entry.room == "agents":
            assert f"| `{symbol}` |" in page
