"""`cartsim fit` as a person meets it."""

from __future__ import annotations

import csv
import json
import re

import pytest

from cartsim.scenario import loads
from tests.cli.conftest import ROOT, apart, within

CASES = ROOT / "tests" / "cases" / "kinetics"
EXAMPLE = CASES / "cells.csv"
DOSE = ("--dose", "1e8 cells")
SCENARIO = """
schema: cartsim.scenario/1
title: With fitted values
question: Is the block a scenario's?
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: IV, dose: 1e8 cells, route: intravenous}]
  visits: {response: [30, 60], safety: [1]}
  response: {stable_disease_from: 23 days}
run: {patients: 1, horizon: 67 days}
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """The first two subjects of the example."""
    path = tmp_path_factory.mktemp("kinetics") / "two.csv"
    lines = EXAMPLE.read_text().splitlines()
    path.write_text("\n".join([lines[0], *(line for line in lines if re.match("SIM-0[12]", line))]) + "\n")
    return path


@pytest.fixture(scope="module")
def fitted(two, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fitted") / "deep" / "fit"
    outcome = within("fit", two, *DOSE, "--out", folder)
    assert outcome.returncode == 0, outcome.stderr
    return folder, outcome


def rows(path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_terminal_shows_parameters_quantities_and_how_to_read_them(fitted):
    _, outcome = fitted
    for words in ("SIM-01", "SIM-02", "hom_e, 1/day (95 %)", "Observed / fitted", "Residual error",
                  "parameters:", "Not identifiable", "fit.html"):  # fmt: skip
        assert words in outcome.stdout


def test_the_folder_holds_tables_figures_page_and_provenance(fitted):
    folder, _ = fitted
    names = {path.name for path in folder.iterdir()}
    tables = {"fit.csv", "subjects.csv", "fitted.csv", "fit.json", "parameters.yaml"}
    assert names == tables | {"fit_1.svg", "fit.html"}
    estimates = rows(folder / "fit.csv")
    assert len(estimates) == 2 * 5
    assert {row["identifiable"] for row in estimates} == {"yes", "no"}
    for row in estimates:
        assert row["identifiable"] == "no" or (row["lower"] and row["upper"] and not row["reason"])
        assert row["identifiable"] == "yes" or (row["reason"] and not (row["lower"] and row["upper"]))
    page = (folder / "fit.html").read_text()
    assert "http:" not in page
    assert "https:" not in re.sub(r"data:image/svg\+xml;base64,[\w+/=]+", "", page)
    told = json.loads((folder / "fit.json").read_text())
    assert len(told["provenance"]["inputs_sha256"]["two.csv"]) == 64
    assert told["provenance"]["options"]["dose"] == "1e8 cells"
    course = rows(folder / "fitted.csv")
    assert all(float(row["lower"]) <= float(row["level"]) <= float(row["upper"]) for row in course)


def test_the_block_is_one_of_a_scenario(fitted):
    folder, _ = fitted
    block = (folder / "parameters.yaml").read_text()
    scenario = loads(SCENARIO + block, "with block")
    assert scenario.parameters
    for symbol, written in scenario.parameters.items():
        assert f"{symbol}:" in block
        assert "fitted to two.csv" in written.because


def test_json_for_machines_and_silence(two, tmp_path):
    outcome = within("fit", two, "--model", "stein2019", "--json", "--quiet", "--out", tmp_path / "a")
    told = json.loads(outcome.stdout)
    assert told["model"] == "stein2019"
    assert {row["symbol"] for row in told["estimates"]} == {"foldx", "tmax", "cmax", "alpha", "fb", "beta"}
    assert outcome.stderr == ""
    silent = within("fit", two, "--model", "stein2019", "--no-prior", "--quiet", "--out", tmp_path / "b")
    assert (silent.returncode, silent.stdout, silent.stderr) == (0, "", "")


def test_rows_in_another_order_give_the_same_files(two, fitted, tmp_path):
    lines = two.read_text().splitlines()
    turned = tmp_path / "two.csv"
    turned.write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n")
    assert within("fit", turned, *DOSE, "--quiet", "--out", tmp_path / "fit").returncode == 0
    for name in ("fit.csv", "subjects.csv", "fitted.csv", "fit_1.svg", "parameters.yaml"):
        assert (tmp_path / "fit" / name).read_bytes() == (fitted[0] / name).read_bytes(), name


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), ("dose: how many cells 'SIM-01' was given is not said",)),
        ((*DOSE, "--model", "stain2019"), ("--model", "did you mean 'stein2019'")),
        ((*DOSE, "--model", "stein2019"), ("--dose", "knows no dose")),
        ((*DOSE, "--level", "95"), ("--level", "0.999")),
        ((*DOSE, "--subjects", "nowhere.csv"), ("nowhere.csv", "cannot be read")),
        (("--scenario", "nowhere.yaml"), ("nowhere.yaml",)),
    ],
)
def test_bad_options_end_with_code_two(two, tmp_path, args, words):
    outcome = within("fit", two, *args, "--out", tmp_path / "fit")
    assert outcome.returncode == 2
    assert "Traceback" not in outcome.stderr
    assert [word for word in words if word not in outcome.stderr] == []
    assert not (tmp_path / "fit").exists()


def test_a_folder_that_is_full_is_refused(two, tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    outcome = within("fit", two, "--model", "stein2019", "--quiet", "--out", tmp_path)
    assert outcome.returncode == 2
    assert "has files in it" in outcome.stderr


def test_bad_rows_end_with_code_two_and_no_traceback(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("subject,day,value,unit\n1,7,-3,cells/uL\n1,9,3,cells/uL\n")
    outcome = apart("fit", path, *DOSE)
    assert outcome.returncode == 2
    assert outcome.stderr.startswith(f"{path}:2:5 value: -3 is negative")
    assert outcome.stderr.count("\n") == 1
