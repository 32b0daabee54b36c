"""The lessons are notebooks and plain Python files, and leave nothing behind.

The site executes all of them as notebooks. As plain files two run here, the one that starts processes among
them; `CARTSIM_ALL_LESSONS=1` runs them all.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "tutorials"
LESSONS = sorted(FOLDER.glob("*.py"))
ALWAYS = ("stop_becomes_go", "sweep_on_a_cluster")
CHOSEN = [path for path in LESSONS if path.stem in ALWAYS or os.environ.get("CARTSIM_ALL_LESSONS")]
LIMIT = 120
"""Seconds that a lesson may take from cold; compiling before is the tests' own matter."""


def everything_in(folder: Path) -> set[str]:
    """Every file and folder but those that Python itself leaves."""
    paths = (path.relative_to(folder) for path in folder.rglob("*"))
    return {str(path) for path in paths if "__pycache__" not in path.parts}


def cells_of(path: Path) -> list[str]:
    """The cells of a lesson, each with its marker line."""
    return re.split(r"^(?=# %%)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


@pytest.mark.slow
@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.stem)
def test_a_lesson_runs_as_a_plain_file_from_any_folder_and_leaves_nothing(path, tmp_path):
    temporary, here = tmp_path / "temporary", tmp_path / "here"
    temporary.mkdir()
    here.mkdir()
    before = everything_in(FOLDER)
    environment = os.environ | {"MPLBACKEND": "Agg", "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(path)], cwd=here, env=environment, capture_output=True, text=True, timeout=LIMIT
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip(), "a lesson prints what it finds"
    assert not everything_in(here)
    assert not everything_in(temporary)
    assert everything_in(FOLDER) == before


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_asks_a_question_says_what_is_assumed_and_where_to_go_on(path):
    text = path.read_text(encoding="utf-8")
    compile(text, str(path), "exec")  # a plain file: no magics
    prose = " ".join(
        line.lstrip("# ") for cell in cells_of(path) if "[markdown]" in cell[:20] for line in cell.split("\n")
    )
    assert "**The question.**" in prose
    assert "What to try next" in prose
    assert re.search(r"assum|made up", prose)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lines_are_as_short_as_elsewhere_but_those_that_describe_a_figure(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    assert not [line for line in lines if len(line) > 110 and not line.startswith("# %% ")]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_figures_are_described_for_those_who_cannot_see_them(path):
    drawn = [cell for cell in cells_of(path) if "plt.subplots(" in cell]
    assert drawn
    for cell in drawn:
        assert '"alt": "' in cell.partition("\n")[0], cell[:200]


@pytest.mark.parametrize("path", [*LESSONS, FOLDER / "index.md"], ids=lambda path: path.stem)
def test_links_of_lessons_lead_to_files(path):
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert links
    assert not [link for link in links if not (FOLDER / link).is_file()]


def test_the_index_lists_every_lesson_in_table_and_tree():
    text = (FOLDER / "index.md").read_text(encoding="utf-8")
    table, _, tree = text.partition("```{toctree}")
    names = [path.stem for path in LESSONS]
    assert sorted(re.findall(r"\((\w+)\.py\)", table)) == names
    assert sorted(re.findall(r"^(\w+)$", tree, re.MULTILINE)) == sorted([*names, "how_they_ran"])
