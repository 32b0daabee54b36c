"""`cartsim sweep analyse` as a user meets it: a folder of tables, figures and a page, or a reason."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from cartsim.scenario.sweep import Sweep
from cartsim.sweep.analysis.best_dose import best_doses
from cartsim.sweep.analysis.command import analyse
from cartsim.sweep.analysis.read import opened
from cartsim.sweep.analysis.sections import best_table
from cartsim.sweep.analysis.tables import best_csv
from cartsim.sweep.make import make_plan
from cartsim.sweep.outcomes import SHARES
from cartsim.sweep.plan import write_plan
from cartsim.sweep.points import design
from tests.cli.conftest import within
from tests.sweep.analysis.conftest import DOSE, dataset, designed, even, stored

PNG = b"\x89PNG"


def table(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def answer(grid, tmp_path_factory):
    """Of the grid, with what was said on standard output."""
    folder = tmp_path_factory.mktemp("analysed") / "new" / "folder"
    said = within("sweep", "analyse", grid, "--out", folder, "--json")
    assert said.returncode == 0, said.stderr
    return folder, json.loads(said.stdout)


def test_a_grid_fills_a_folder_with_surfaces_best_doses_and_a_page(answer):
    folder, facts = answer
    expected = {"analysis.md", "surface.csv", "best_dose.csv"}
    expected |= {"surface_confirmed_orr.png", "surface_dlt_rate.png"}
    assert {path.name for path in folder.iterdir()} == expected == set(facts["files"])
    for picture in folder.glob("*.png"):
        assert picture.read_bytes().startswith(PNG)
    assert (facts["points"], facts["patients"], facts["failed"]) == (6, 100, 3)


def test_the_table_of_best_doses_says_both_limits_and_what_cannot_be_told_apart(answer):
    rows = {(row["pdl1_receptor"], row["arm"]): row for row in table(answer[0] / "best_dose.csv")}
    row = rows["pd1_cd28", "IC"]
    assert float(row["dose [cell/kg]"]) == 1e7
    assert row["not_distinguishable"] == "1e6 cells/kg"
    assert row["dlt_upper_within_limit"] == "yes"
    assert (row["candidates_within_limit"], row["candidates"]) == ("3", "3")
    assert rows["pd1_cd28", "IV"]["not_distinguishable_over_limit"] == "1e7 cells/kg"
    assert float(row["confirmed_orr_n"]) == 97, "three solves failed"


def test_the_page_tells_question_axes_failures_and_what_is_assumed(answer):
    text = (answer[0] / "analysis.md").read_text(encoding="utf-8")
    for words in (
        "Which dose?",
        "`product.pdl1_receptor`",
        "n = 100 virtual patients",
        "Of the 2 parameters that the first point uses, 1 are assumed",
        "3 of 1200, at most 3 of 100",
        "Monte Carlo",
        "surface_dlt_rate.png",
        "## Best dose",
    ):
        assert words in text
    assert "nan" not in text


def test_the_surface_has_every_point_and_share(answer, grid):
    rows = table(answer[0] / "surface.csv")
    assert len(rows) == 12
    with opened(grid) as file:
        for name in SHARES:
            found = [float(row[name]) for row in rows if row["arm"] == "IC"]
            np.testing.assert_array_equal(found, file.share(name)[:, 1])
    assert sum(int(row["failed_solves"]) for row in rows) == 3


def test_no_dose_within_the_limit_is_said_in_table_and_page(grid):
    with opened(grid) as file:
        found = best_doses(file, "confirmed_orr", 0.005)
        written, (_, *shown) = best_csv(file, found), best_table(file, found)
    rows = list(csv.DictReader(written.splitlines()))
    assert {row["dose [cell/kg]"] for row in rows} == {"no dose within the limit"}
    assert {row["candidates_within_limit"] for row in rows} == {"0"}
    assert all("no dose within the limit" in row[2] for row in shown)


def test_a_design_for_indices_has_them_for_arms_and_difference(tmp_path, monkeypatch):
    monkeypatch.setattr("cartsim.sweep.analysis.command.INDEXED", ("dlt_rate",))
    axes = {f"parameters.x{place}": {"low": 0.0, "high": 1.0} for place in (1, 2)}
    sweep = {"saltelli": {"base_points": 16, "axes": axes, "seed": 3}}
    shares = design(Sweep.model_validate(sweep))
    path = designed(tmp_path, "saltelli", sweep, shares, lambda x: 0.2 + 0.6 * x[:, 0])
    found = analyse(path, tmp_path / "new", "confirmed_orr", 0.33)
    assert set(found.files) == {"analysis.md", "indices.csv", "indices.png", "surface.csv"}
    assert any("No best dose" in why for why in found.left_out)
    listed = table(tmp_path / "new" / "indices.csv")
    rows = {(row["arm"], row["axis"]): row for row in listed if row["measure"] == "confirmed_orr"}
    assert float(rows["IC - IV", "x1"]["total"]) > 0.5
    assert float(rows["IC - IV", "x2"]["total"]) < 1e-6
    assert rows["IV", "x1"]["total"] == ""
    text = (tmp_path / "new" / "analysis.md").read_text(encoding="utf-8")
    assert "Never change over the design" in text


def test_draws_have_ranges_and_say_how_often_a_dose_is_the_best(tmp_path):
    random = np.random.default_rng(1)
    chances = random.uniform(0.3, 0.7, (20, 2))
    axes = {"dose": (DOSE, "cell/kg", [1e5] * 10 + [1e6] * 10)}
    sweep = {"grid": {DOSE: ["1e5 cells/kg", "1e6 cells/kg"]}, "draws": 10}
    found = dataset(axes, chances, chances / 5, even(60), draws=10)
    analyse(stored(tmp_path / "sweep.nc", found, sweep, "grid"), tmp_path / "new", "dcr", 0.33)
    rows = table(tmp_path / "new" / "draws.csv")
    assert len(rows) == 2 * 2 * 3
    assert all(row["draws"] == "10" for row in rows)
    text = (tmp_path / "new" / "analysis.md").read_text(encoding="utf-8")
    assert "best in how many draws" in text
    assert "With 10 draws the ends of the ranges are rough" in text
    assert "only the ranges over draws hold" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--measure", "confirmed_or"), "did you mean"),
        (("--dlt-limit", "33"), "--dlt-limit"),
        (("--measure", "x", "--dlt-limit", "0"), "--measure"),
    ],
)
def test_what_cannot_be_done_is_refused(options, said, grid, tmp_path):
    answer = within("sweep", "analyse", grid, "--out", tmp_path / "new", *options)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert not (tmp_path / "new").exists()


def test_a_damaged_file_ends_with_code_2_and_leaves_nothing(grid, tmp_path):
    path = tmp_path / "sweep.nc"
    path.write_bytes(grid.read_bytes()[:-1] + b"x")
    answer = within("sweep", "analyse", path)
    assert answer.returncode == 2
    assert "is damaged" in answer.stderr
    assert list(tmp_path.iterdir()) == [path]


REAL = """
schema: cartsim.scenario/1
title: Two doses
question: Does the larger dose do more?
disease: {kinds: {ovarian: 1}}
trial:
  arms:
    - {name: IV, dose: 1e6 cells/kg, route: intravenous}
    - {name: IC, dose: 1e6 cells/kg, route: intracavitary}
  visits: {response: [30, 60], safety: [1, 7, 14]}
  response: {stable_disease_from: 23 days, primary: {by: 60 days, population: response_evaluable}}
run: {horizon: 67 days, seed: 4, patients: 24}
sweep: {grid: {"trial.arms[*].dose": [1e6 cells/kg, 3e7 cells/kg]}}
"""


def test_a_real_sweep_gives_the_shares_of_its_endpoints_from_its_patients(tmp_path):
    (tmp_path / "two.yaml").write_text(REAL)
    folder = tmp_path / "swept"
    folder.mkdir()
    write_plan(make_plan(tmp_path / "two.yaml", [], None), folder)
    for words in (
        ("run", folder, "--workers", "0"),
        ("merge", folder),
        ("analyse", folder / "sweep.nc"),
    ):
        answer = within("sweep", *words)
        assert answer.returncode == 0, answer.stderr
    with opened(folder / "sweep.nc") as file:
        assert file.population == "response_evaluable"
        for measure in SHARES:
            for arm in range(2):
                event, among = file.outcome(measure, slice(None), arm)
                np.testing.assert_array_equal(among.sum(axis=1), file.share(measure, "_n")[:, arm])
                shares = (event & among).sum(axis=1) / among.sum(axis=1)
                np.testing.assert_allclose(shares, file.share(measure)[:, arm], rtol=1e-15)
    assert len(table(folder / "analysis" / "best_dose.csv")) == 2
