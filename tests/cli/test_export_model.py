"""`cartsim export-model` as a person meets it."""

from __future__ import annotations

import subprocess
import sys

import libsbml
import pytest

from cartsim import model_export
from tests.cli.conftest import SCENARIO, within


def events(text: str) -> list[str]:
    document = libsbml.readSBMLFromString(text)
    return [event.getId() for event in document.getModel().getListOfEvents()]


def test_the_typical_patient_is_printed_and_nothing_is_given_to_it():
    outcome = within("export-model", "--to", "sbml")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert events(outcome.stdout) == []
    found = libsbml.readSBMLFromString(outcome.stdout)
    assert found.getNumErrors() == 0
    assert found.getModel().getSpecies("P_0").getInitialAmount() > 1e9
    assert found.getModel().getSpecies("P_1") is None


def test_a_patient_of_an_arm_is_written_to_a_file(tmp_path):
    file = tmp_path / "patient.xml"
    options = ["--patient", 3, "--arm", "IC", "-o", file]
    outcome = within("export-model", "--to", "sbml", SCENARIO, *options)
    assert (outcome.returncode, outcome.stdout.strip()) == (0, str(file))
    text = file.read_text(encoding="utf-8")
    assert events(text) == ["lymphodepletion_1", "lymphodepletion_2", "lymphodepletion_3", "dose_cavity_1"]
    assert "patient 3, arm IC" in text


def test_the_model_is_written_for_readers_with_this_patients_numbers(tmp_path):
    file = tmp_path / "patient.tex"
    outcome = within("export-model", "--to", "latex", SCENARIO, "--patient", 3, "--arm", "IC", "-o", file)
    assert (outcome.returncode, outcome.stdout.strip()) == (0, str(file))
    text = file.read_text(encoding="utf-8")
    assert "patient 3, arm IC" in text
    assert "dose into the cavity" in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "smbl"], "did you mean 'sbml'?"),
        (["--to", "word"], "'word' is not one of sbml, latex"),
        (["--to", "latex", "--arm", "IV"], "name a scenario file"),
        (["--to", "sbml", "--patient", 0], "name a scenario file"),
        (["--to", "sbml", "--arm", "IV"], "name a scenario file"),
        (["--to", "sbml", SCENARIO, "--patient", 1_000_000], "ids go from 0 to"),
        (["--to", "sbml", SCENARIO, "--arm", "IP"], "there is no arm 'IP'"),
        (["--to", "sbml", "none.yaml"], "none.yaml"),
    ],
)
def test_a_model_that_cannot_be_is_bad_input(arguments, told):
    outcome = within("export-model", *arguments)
    assert outcome.returncode == 2
    assert told in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("target", ["sbml", "latex"])
def test_a_missing_package_is_told_with_the_extra_that_brings_it(monkeypatch, target):
    monkeypatch.setitem(model_export.PACKAGES, target, ("sympy", "no_such_package"))
    outcome = within("export-model", "--to", target)
    assert outcome.returncode == 2
    assert "no_such_package" in outcome.stderr
    assert f"pip install 'cartsim[{target}]'" in outcome.stderr


def test_a_run_needs_neither_sympy_nor_libsbml():
    code = (
        "import sys, cartsim.cli, cartsim.virtual_trial, cartsim.model_export;"
        "print(*sorted({'sympy', 'libsbml'} & set(sys.modules)))"
    )
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == ""
