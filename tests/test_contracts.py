"""The shape of the code: imports point down, files and functions stay small, no file can run code."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GENERATED = ROOT / "cartsim" / "model" / "kernel.py"
SOURCES = sorted(path for path in (ROOT / "cartsim").rglob("*.py") if path != GENERATED)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
FUNCTIONS = [
    (path, node)
    for path, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def length(function: ast.AST) -> int:
    return function.end_lineno - function.lineno + 1


def body_length(function: ast.FunctionDef) -> int:
    """Lines of statements, without signature and docstring."""
    statements = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return statements[-1].end_lineno - statements[0].lineno + 1 if statements else 0


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_imports_only_point_down():
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    outcome = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stdout[-3000:] + outcome.stderr[-2000:]


def test_no_file_is_longer_than_300_lines():
    assert [f"{p.relative_to(ROOT)}: {lines_of(p)}" for p in SOURCES if lines_of(p) > 300] == []


def test_nine_files_in_ten_are_under_220_lines():
    long = [path for path in SOURCES if lines_of(path) >= 220]
    assert len(long) <= 0.1 * len(SOURCES), long


def test_the_median_file_is_short():
    assert statistics.median(map(lines_of, SOURCES)) <= 150


def test_no_function_is_longer_than_60_lines():
    assert [f"{p.relative_to(ROOT)}: {f.name} {length(f)}" for p, f in FUNCTIONS if length(f) > 60] == []


def test_the_median_function_says_its_thing_in_eight_lines():
    assert statistics.median(body_length(f) for _, f in FUNCTIONS) <= 8


def test_a_subcommand_is_at_most_a_dozen_lines_beside_its_options():
    tree = TREES[ROOT / "cartsim" / "cli.py"]
    commands = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.decorator_list]
    assert len(commands) >= 9
    assert [f"{node.name}: {body_length(node)}" for node in commands if body_length(node) > 12] == []


@pytest.mark.parametrize("module", ["pickle", "marshal", "shelve", "dill", "yaml", "joblib"])
def test_nothing_imports_a_reader_that_can_run_code(module):
    assert [str(path.relative_to(ROOT)) for path, tree in TREES.items() if module in imported(tree)] == []


def test_only_the_kernel_writer_turns_text_into_code():
    """`eval` and `exec` have no place where files of other people are read."""
    calls = [
        str(path.relative_to(ROOT))
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    ]
    assert [path for path in calls if "kernel_writer" not in path] == []


def test_numpy_files_are_never_unpickled():
    assert [str(path) for path in SOURCES if "allow_pickle=True" in path.read_text(encoding="utf-8")] == []


def test_no_room_is_named_after_nothing():
    nothing = {"utils", "util", "helpers", "helper", "misc", "common", "base", "manager", "core"}
    assert [path for path in SOURCES if nothing & {path.stem, path.parent.name}] == []


def test_the_readme_is_under_150_lines():
    assert lines_of(ROOT / "README.md") < 150


def test_a_scenario_fits_on_one_screen():
    scenarios = sorted((ROOT / "scenarios").rglob("*.yaml"))
    assert [f"{path.relative_to(ROOT)}: {lines_of(path)}" for path in scenarios if lines_of(path) > 40] == []
