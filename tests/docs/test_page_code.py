"""The code of every page runs: Python in order, command lines where they are cheap; all of them are read."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tomllib
from pathlib import Path

import matplotlib
import pytest

from cartsim import virtual_trial
from cartsim.scenario import load
from tests.cli.conftest import within
from tests.docs.pages import PAGES, ROOT, SHELL, Block, blocks, parse, shell_lines
from tests.docs.place import NEEDS, furnish

DEAR = {
    "cartsim run scenarios/route_comparison.yaml -n 500": "500 patients; the same with 8 runs elsewhere",
    "cartsim run my.yaml -n 500": "500 patients, twice; the comparison of two small runs is made",
    "cartsim run scenarios/organoid": "five minutes",
    "cartsim run scenarios/dose_finding.yaml": "half a minute; tests/scenarios runs a small one",
    "cartsim run scenarios/coupled_nodule.yaml": "a minute; tests/cli/test_nodules.py runs a small one",
    "cartsim run scenarios/emulated_nodules.yaml": "tests/cli/test_nodules.py runs it",
    "cartsim sensitivity": "an hour; tests/sensitivity runs a small one",
    "cartsim calibrate": "an hour; tests/calibration runs a small one",
    "cartsim validate": "minutes; tests/validation runs rows",
    "cartsim agents table": "half an hour; tests/simulate/table runs a small one",
    "cartsim demo": "a server, or minutes; tests/demo runs both",
    "cartsim sweep": "starts workers, or is planned for a cluster; tests/sweep runs each",
    "cartsim fit": "two seconds a subject; tests/cli/test_fit.py runs each",
}
"""Command lines that are read and not run, by how they begin, and why."""
NOT_RUN = {
    "json": "settings of an editor",
    "lua": "settings of an editor",
    "r": "R is not among the tools of the tests",
    "text": "no code",
    "yaml": "read as scenarios, below",
}
NO_SCENARIO = {"k_kill": "an entry of a file of parameters"}
"""Blocks of YAML that are not of a scenario, by their first key."""
ALTERNATIVES = "docs/explanation/route_contrast.md"
"""Its block shows two ways to write one field."""
BASE = "schema: cartsim.scenario/1\ntitle: A page\nquestion: Is it read?\nextends: route_comparison.yaml\n"


def dear(words: list[str]) -> bool:
    return " ".join(words).startswith(tuple(DEAR))


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def run_python(block: Block, names: dict[str, object]) -> None:
    exec(compile("\n" * block.line + block.text, str(block.page), "exec"), names)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A furnished folder that code runs in, without reports, which have tests of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(virtual_trial, "write_report", lambda run, path: path.write_text("<html></html>"))
    matplotlib.use("Agg")
    furnish(tmp_path)
    return tmp_path


RUNNABLE = [page for page in PAGES if any(block.language in ("python", *SHELL) for block in blocks(page))]


@pytest.mark.parametrize("page", RUNNABLE, ids=named)
def test_the_code_of_a_page_runs_in_its_order(page, place):
    for make in NEEDS.get(page.name, ()):
        make(place)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.language == "python":
            run_python(block, names)
        for words in block.lines if block.language in SHELL else []:
            if words[0] == "cartsim" and not dear(words):
                outcome = within(*words[1:], cwd=place)
                assert outcome.returncode == 0, f"{block}: {' '.join(words)}\n{outcome.stderr}"
            elif words[:2] == ["python", "-c"] and Path("run.nc").exists():
                exec(words[2], {})


def test_every_command_line_is_one_the_program_reads():
    lines = [(block, words) for page in PAGES for block, words in shell_lines(page)]
    wrong = [f"{block}: {' '.join(words)}: {fault}" for block, words in lines if (fault := parse(words))]
    assert len(lines) > 50
    assert wrong == []


def test_what_is_not_run_is_there_and_has_its_reason():
    lines = [" ".join(words) for page in PAGES for _, words in shell_lines(page)]
    assert [start for start in DEAR if not any(line.startswith(start) for line in lines)] == []
    languages = {block.language for page in PAGES for block in blocks(page)}
    assert languages <= {"python", *SHELL, *NOT_RUN}


def test_other_programs_that_pages_call_are_there():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for page in PAGES:
        for block in blocks(page):
            for words in block.lines if block.language in SHELL else []:
                if words[:2] == ["python", "-m"]:
                    assert importlib.util.find_spec(words[2]), block
                elif words[0] == "python" and words[1] != "-c":
                    assert (ROOT / words[1]).exists(), block
                elif words[:2] == ["pip", "install"] and (extra := re.search(r"\[(\w+)\]", words[2])):
                    assert extra[1] in extras, block


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_block_of_yaml_can_be_read_as_a_scenario(page, tmp_path):
    shutil.copy(ROOT / "scenarios" / "route_comparison.yaml", tmp_path)
    for block in blocks(page):
        first = block.text.split(":", 1)[0]
        if block.language == "yaml" and first not in NO_SCENARIO:
            for text in block.text.splitlines() if named(page) == ALTERNATIVES else [block.text]:
                file = tmp_path / f"line_{block.line}.yaml"
                file.write_text(text if text.startswith("schema:") else BASE + text, encoding="utf-8")
                load(file)
