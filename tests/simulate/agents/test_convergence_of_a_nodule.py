"""What the committed campaign says of steps, voxels and repeats, and that its page has it."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"
MADE = runpy.run_path(str(DOCS / "make_convergence.py"))


def test_shorter_steps_and_smaller_voxels_move_nothing_beyond_chance():
    """A few settings of five readings: the largest of 35 normal numbers is below 3.5 in 98 of 100 campaigns."""
    finer = [
        row
        for row in MADE["rows"]()
        if row["z"] and not (row["setting"].startswith("biology") and float(row["value"]) > 6)
    ]
    assert len({(row["setting"], row["value"]) for row in finer}) >= 5
    assert max(abs(float(row["z"])) for row in finer) < 3.5


def test_the_page_has_the_table_of_the_campaign():
    page = (DOCS / "explanation" / "single_cells.md").read_text(encoding="utf-8")
    assert MADE["markdown"]() in page, "make figures, or python docs/make_convergence.py PAGE"
