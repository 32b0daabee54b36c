"""`cartsim report RUN OTHER`: the page, its place, the words in the terminal, and what is refused."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SCENARIO, within


@pytest.fixture
def quick(monkeypatch):
    """Drawing takes seconds and has tests of its own."""
    from cartsim.report.two_runs import page

    monkeypatch.setattr(page, "build_page", lambda found: "<html></html>")


@pytest.mark.usefixtures("quick")
def test_two_runs_are_compared_into_the_folder_of_the_first(finished, tmp_path):
    ours = tmp_path / "mine.nc"
    ours.write_bytes(finished.file.read_bytes())
    outcome = within("report", ours, finished.file)
    assert outcome.returncode == 0, outcome.stderr
    page = tmp_path / f"comparison_with_{finished.folder.name}.html"
    assert page.read_text() == "<html></html>"
    assert str(page) in outcome.stdout
    assert "Nothing moved" in outcome.stdout
    assert sorted(item.name for item in tmp_path.iterdir()) == [page.name, "mine.nc"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("out", "name"), [("there", "there/comparison_with_folder.html"), ("d.html", "d.html")]
)
def test_the_place_of_the_page_can_be_chosen(finished, tmp_path, out, name):
    outcome = within("report", finished.file, finished.file, "-o", tmp_path / out, "--json")
    facts = json.loads(outcome.stdout)
    assert facts["files"] == {"comparison": str(tmp_path / name)}
    assert (tmp_path / name).exists()
    assert facts["moved"] == 0
    assert facts["patients"]["paired"]


def test_what_is_no_results_file_is_refused_both_at_once(finished, tmp_path):
    outcome = within("report", tmp_path / "nowhere.nc", SCENARIO, "-o", tmp_path)
    assert outcome.returncode == 2
    assert "nowhere.nc" in outcome.stderr
    assert "route_comparison.yaml" in outcome.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to(finished, tmp_path):
    (tmp_path / "a_file").write_text("occupied")
    outcome = within("report", finished.file, finished.file, "--out", tmp_path / "a_file")
    assert outcome.returncode == 2
    assert "--out" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_one_run_is_drawn_anew_as_before(finished, tmp_path, no_figures):
    outcome = within("report", finished.file, "--out", tmp_path, "--json")
    assert list(json.loads(outcome.stdout)["files"]) == ["report"]
    assert (tmp_path / "report.html").exists()
