"""`--help` answers at once and names everything."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

import cartsim as package
from tests.cli.conftest import apart, within

COMMANDS = (
    *("run", "check", "show", "report", "schema", "cite", "replay", "assess", "export", "export-model"),
    *("sensitivity", "warmup", "film", "view", "agents"),
)


def test_help_names_every_command():
    outcome = within("--help")
    assert outcome.returncode == 0
    assert [name for name in COMMANDS if name not in outcome.stdout] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(name):
    outcome = within(name, "--help")
    assert outcome.returncode == 0
    assert f"cartsim {name}" in outcome.stdout


def test_help_takes_under_half_a_second():
    """The best of five, since other work may share the machine."""

    def seconds() -> float:
        start = time.perf_counter()
        apart("--help")
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.5


def test_help_loads_no_heavy_room():
    code = (
        "import sys, cartsim.cli;"
        "print(*sorted({'numpy', 'numba', 'xarray', 'matplotlib', 'scipy', 'h5py'} & set(sys.modules)))"
    )
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == ""


def test_the_version_is_that_of_the_package():
    assert within("--version").stdout.strip() == f"cartsim {package.__version__}"


def test_without_a_command_the_help_is_shown():
    outcome = within()
    assert "Usage" in outcome.stdout + outcome.stderr
    assert outcome.returncode == 2


def test_an_unknown_command_or_option_is_bad_input():
    for args in (["rnu"], ["run", "x.yaml", "--patient", "3"], ["run"]):
        outcome = within(*args)
        assert outcome.returncode == 2
        assert "Traceback" not in outcome.stderr
