"""A scenario of single cells on the command line: run, show, cite, report, replay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cartsim import results
from tests.cli.conftest import within
from tests.simulate.nodules.conftest import SMALL


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cells")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    outcome = within("run", "small.yaml", "--out", "out", "--json", cwd=folder)
    assert outcome.returncode == 0, outcome.stderr
    facts = json.loads(outcome.stdout)
    assert facts["repeats"] == 2
    assert facts["fields"]["unsolved_fields"] == 0
    assert facts["nodule"]["tumour_killed"]["IC"]["1"] > 0
    assert "hours of nodules" in outcome.stderr
    return folder / "out"


def test_the_file_holds_the_nodule_and_where_it_came_from(finished: Path) -> None:
    run = results.open(finished / "run.nc")
    assert run.alone
    assert not run.patients.sizes
    assert run.nodule.sizes["repeat"] == 2
    assert run.manifest["nodule"]["field_solves"] == int(run.nodule["field_solves"].sum())
    unused = {row["symbol"] for row in run.manifest["parameters"] if row["unused"]}
    assert {"tau_fit", "her2_ihc_2"} <= unused
    assert not {"speed_t", "o2_uptake", "frac_n", "f_m", "k_g"} & unused
    assert sorted(path.name for path in finished.iterdir()) == ["report.html", "run.nc"]


def test_show_report_and_cite_read_it(finished: Path, tmp_path: Path) -> None:
    shown = within("show", finished / "run.nc")
    assert shown.returncode == 0
    assert "Tumour cells killed" in shown.stdout
    assert "fields that did not converge: 0 of" in shown.stdout
    assert within("report", finished / "run.nc", "--out", tmp_path).returncode == 0
    assert (tmp_path / "report.html").stat().st_size > 100_000
    cited = within("cite", finished / "run.nc")
    assert "ghaffarizadeh2018" in cited.stdout
    assert "disease" not in cited.stdout.split("Choices of ours")[0].split("papers and books")[1]


def test_view_makes_a_page_and_refuses_what_it_cannot_show(finished: Path, tmp_path: Path) -> None:
    made = within("view", finished / "run.nc", "-o", tmp_path / "nodule.html", "--arm", "IC")
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip() == str(tmp_path / "nodule.html")
    text = (tmp_path / "nodule.html").read_text(encoding="utf-8")
    assert "The first of 2 repeats is shown" in text
    assert "never dosing a patient" in text
    assert "cartsim view run.nc" in (finished / "report.html").read_text(encoding="utf-8")
    for wrong, said in (
        (("-o", tmp_path / "nodule.png"), "--out: is no .html file; name one, such as nodule.html"),
        (("-o", tmp_path / "x.html", "--arm", "CI"), "run.nc --arm: 'CI' is no arm of this run"),
    ):
        outcome = within("view", finished / "run.nc", *wrong)
        assert outcome.returncode == 2
        assert said in outcome.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["nodule.html"]


def test_what_needs_patients_says_so(finished: Path) -> None:
    outcome = within("replay", finished / "run.nc", "--patient", "0")
    assert outcome.returncode == 2
    assert "has no patients" in outcome.stderr


def test_check_says_what_the_table_of_single_cells_puts_in_and_where_it_ends() -> None:
    path = Path("scenarios/emulated_nodules.yaml").resolve()
    outcome = within("check", path, "--set", "agents.radius=200 um")
    assert outcome.returncode == 0
    assert "warning: agents.radius: has no effect in mode emulated" in outcome.stderr
    assert "is read at its edge beyond its range: radius of nodules" in outcome.stderr
    assert "warning: agents: in arm IC the table puts delta" in outcome.stderr


def test_a_table_of_too_few_runs_is_refused_before_any(tmp_path: Path) -> None:
    outcome = within("agents", "table", "--out", tmp_path / "table.json", "--runs", "2")
    assert outcome.returncode == 2
    assert "--runs: 2 runs of each kind tell no slope from chance" in outcome.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_says_what_a_coupled_lesion_means_or_why_it_cannot_be() -> None:
    path = Path("scenarios/coupled_nodule.yaml").resolve()
    outcome = within("check", path)
    assert outcome.returncode == 0
    assert "Patient 0, lesion 0 (carcinomatosis" in outcome.stdout
    for command in ("check", "run"):
        outcome = within(command, path, "--set", "agents.lesion=1")
        assert outcome.returncode == 2
        assert "agents.lesion: lesion 1 (occult" in outcome.stderr
        assert "take lesion 0" in outcome.stderr
