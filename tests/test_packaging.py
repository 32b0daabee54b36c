"""What `pip install` brings: the command, the data files, the version in one place."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import cartsim

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip install .` would install."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(ROOT)],
        check=True,
        capture_output=True,
        text=True,
    )
    return next(folder.glob("cartsim-*.whl"))


def test_every_data_file_is_in_the_wheel(wheel):
    packed = set(zipfile.ZipFile(wheel).namelist())
    kept = {".py", ".yaml", ".bib", ".json", ".j2", ".html", ".css", ".js", ".csv", ".txt"}
    wanted = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "cartsim").rglob("*") if path.suffix in kept
    }
    assert wanted - packed == set()
    assert any(name.endswith(".yaml") for name in packed)


def test_the_wheel_holds_the_shipped_scenarios(wheel):
    packed = set(zipfile.ZipFile(wheel).namelist())
    folder = ROOT / "scenarios"
    shipped = {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}
    assert {f"cartsim/scenarios_shipped/{name}" for name in shipped} - packed == set()


def test_the_wheel_holds_the_package_only(wheel):
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"cartsim", f"cartsim-{cartsim.__version__}.dist-info"}


def test_the_installed_command_begins_a_scenario_and_reads_it_in_any_folder(wheel, tmp_path):
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    for words in (["init", "my.yaml", "--template", "why_the_cavity"], ["check", "my.yaml"]):
        outcome = subprocess.run(
            [sys.executable, "-m", "cartsim", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            text=True,
        )
        assert outcome.returncode == 0, outcome.stderr


def test_the_command_is_named_cartsim():
    assert PROJECT["scripts"] == {"cartsim": "cartsim.cli:main"}


def test_the_version_is_the_same_everywhere():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^version: (.+)$", citation, re.MULTILINE).group(1) == cartsim.__version__
    assert "version" in PROJECT["dynamic"]


def test_every_dependency_has_a_lower_bound_and_no_upper_one():
    asked = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    bounded = re.compile(r"[A-Za-z0-9_.-]+>=[0-9.]+|cartsim\[\w+\]")
    assert [name for group in asked for name in group if not bounded.fullmatch(name)] == []


def test_the_verbs_are_there_and_lazy():
    code = (
        "import sys, cartsim as cs;"
        "heavy = {'numpy', 'xarray', 'numba', 'matplotlib', 'pydantic'} & set(sys.modules);"
        "assert not heavy, heavy;"
        "assert set(cs.__all__) <= set(dir(cs));"
        "import cartsim.simulate.schedule; assert callable(cs.simulate);"
        "assert all(callable(getattr(cs, verb)) for verb in cs.__all__)"
    )
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr


def test_an_unknown_verb_is_told_with_the_known_ones():
    with pytest.raises(AttributeError, match="its verbs are load, draw"):
        cartsim.simulat  # noqa: B018
