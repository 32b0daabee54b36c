"""`cartsim init`: a scenario that stands alone, says what can be changed, and replaces nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from cartsim.scenario import dump, load
from cartsim.scenario.json_schema import committed_schema
from cartsim.scenario.known import diseases
from cartsim.scenario.shipped import shipped
from cartsim.scenario.template import template
from tests.cli.conftest import ROOT, within

SCHEMA = ".cartsim/scenario-1.schema.json"


def test_the_first_file_means_what_the_shipped_scenario_means(tmp_path):
    outcome = within("init", "my.yaml", cwd=tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert "cartsim run my.yaml" in outcome.stdout
    file = tmp_path / "my.yaml"
    assert dump(load(file)) == dump(load(shipped()["route_comparison"]))
    assert file.read_text().startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert (tmp_path / SCHEMA).read_text() == committed_schema()
    assert sorted(item.name for item in tmp_path.iterdir()) == [".cartsim", "my.yaml"]


@pytest.mark.parametrize("name", shipped())
def test_a_template_stands_alone_and_means_the_same(name, tmp_path):
    file = tmp_path / f"{name}.yaml"
    text = template(shipped()[name])
    file.write_text(text, encoding="utf-8")
    assert "\nextends:" not in text
    assert dump(load(file)) == dump(load(shipped()[name]))
    written = shipped()[name].read_text(encoding="utf-8").splitlines()
    assert [line for line in written if line.startswith("#") and line not in text] == []
    assert max(map(len, set(text.splitlines()) - set(written))) <= 110


def test_the_first_file_names_every_disease_that_it_could_ask_for():
    comments = [line for line in template(shipped()["route_comparison"]).splitlines() if "#" in line]
    assert all(name in " ".join(comments) for name in diseases())
    assert "see below" not in " ".join(comments)


def test_every_field_of_the_first_template_has_a_comment_and_says_what_else_there_is():
    text = template(shipped()["route_comparison"])
    assert "# the receptor that turns the PD-L1 signal around (none | pd1_cd28 |" in text
    assert "#   affinity: dissociation constant of the CAR, nM" in text
    assert "#   also possible: site, burden, free_cells, effusion, non_measurable, entry" in text
    assert "#   sweep: the same question at many points" in text


def test_a_sweep_says_that_it_is_planned_and_a_run_that_it_is_run(tmp_path):
    within("init", "sweep one.yaml", "--template", "which_numbers_matter", cwd=tmp_path)
    assert "#   cartsim sweep plan 'sweep one.yaml'" in (tmp_path / "sweep one.yaml").read_text()
    assert "cartsim run my.yaml" in within("init", "my.yaml", cwd=tmp_path).stdout


@pytest.mark.parametrize("there", ["file", "folder", "dangling link"])
def test_what_is_there_is_never_replaced(tmp_path, there):
    place = tmp_path / "my.yaml"
    if there == "file":
        place.write_text("my work")
    elif there == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / "nowhere.yaml")
    outcome = within("init", "my.yaml", cwd=tmp_path)
    assert outcome.returncode == 2
    assert "is there already" in outcome.stderr
    assert "my_2.yaml" in outcome.stderr
    assert sorted(item.name for item in tmp_path.iterdir()) == ["my.yaml"]
    assert there != "file" or place.read_text() == "my work"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "such as my.yaml, or --list"),
        (["my.txt"], "write my.yaml"),
        (["my"], "write my.yaml"),
        (["no/my.yaml"], "mkdir -p no"),
        (["my.yaml", "--template", "rote_comparison"], "did you mean 'route_comparison'?"),
        (["my.yaml", "--template", "../../etc/passwd"], "`cartsim init --list`"),
    ],
)
def test_what_cannot_be_begun_is_told_with_what_would_be_right(tmp_path, words, said):
    outcome = within("init", *words, cwd=tmp_path)
    assert outcome.returncode == 2
    assert said in outcome.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_second_scenario_shares_the_schema_and_a_newer_one_replaces_it(tmp_path):
    assert within("init", "a.yaml", cwd=tmp_path).returncode == 0
    schema = tmp_path / SCHEMA
    schema.write_text(committed_schema().replace("Dissociation", "dissociation"))
    assert within("init", "b.yaml", cwd=tmp_path).returncode == 0
    assert schema.read_text() == committed_schema()
    schema.write_text("{}")
    outcome = within("init", "c.yaml", cwd=tmp_path)
    assert outcome.returncode == 2
    assert "--no-schema" in outcome.stderr
    assert schema.read_text() == "{}"
    assert not (tmp_path / "c.yaml").exists()


def test_without_schema_the_file_names_none(tmp_path):
    outcome = within("init", "a.yaml", "--no-schema", "--json", cwd=tmp_path)
    assert json.loads(outcome.stdout) == {
        "files": {"scenario": "a.yaml", "schema": None},
        "next": ["cartsim check a.yaml", "cartsim run a.yaml"],
    }
    assert "yaml-language-server" not in (tmp_path / "a.yaml").read_text()
    assert [item.name for item in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_of_somebody_else(tmp_path):
    tmp_path.chmod(0o500)
    outcome = within("init", "a.yaml", cwd=tmp_path)
    assert outcome.returncode == 2
    assert "permission denied" in outcome.stderr


def test_the_templates_are_listed_with_their_questions(tmp_path):
    rows = json.loads(within("init", "--list", "--json", cwd=tmp_path).stdout)
    assert [row["template"] for row in rows] == list(shipped())
    assert rows[0]["template"] == "route_comparison"
    assert all(row["question"].endswith("?") for row in rows)
    listed = within("init", "--list", cwd=tmp_path).stdout
    assert [row["question"] for row in rows if row["question"][:30] not in listed] == []


@pytest.mark.parametrize("verb", [["run"], ["check"]])
def test_the_name_of_a_shipped_scenario_leads_to_it(verb, tmp_path):
    outcome = within(*verb, "route_comparison", cwd=tmp_path)
    assert outcome.returncode == 2
    assert "cartsim init route_comparison.yaml --template route_comparison" in outcome.stderr
    assert "did you mean scenarios/route_comparison.yaml?" in within(*verb, "route_comparson").stderr
    assert "did you mean scenarios/teaching/why_the_cavity.yaml?" in within(*verb, "why_the_cavity").stderr


def test_a_slip_in_the_name_of_ones_own_file_is_told(tmp_path):
    (tmp_path / "pilot_study.yaml").touch()
    assert "did you mean pilot_study.yaml?" in within("run", "pilot_stduy.yaml", cwd=tmp_path).stderr
    assert "did you mean pilot_study.yaml?" in within("run", "pilot_study", cwd=tmp_path).stderr


SHELLS = {
    "bash": ("complete_bash", {"COMP_WORDS": "cartsim init my.yaml --template nod", "COMP_CWORD": "4"}),
    "zsh": ("complete_zsh", {"_TYPER_COMPLETE_ARGS": "cartsim init my.yaml --template nod"}),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_completes_commands_and_templates(shell):
    instruction, words = SHELLS[shell]
    asked = {**os.environ, "_CARTSIM_COMPLETE": instruction, "PYTHONPATH": str(ROOT), **words}
    outcome = subprocess.run([sys.executable, "-m", "cartsim"], env=asked, capture_output=True, text=True)
    assert "nodule_routes" in outcome.stdout


@pytest.mark.skipif(not os.path.exists("/bin/bash"), reason="there is no bash")
def test_completion_is_installed_where_a_shell_looks_for_it(tmp_path):
    place = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    words = ["/bin/bash", "-c", f"{sys.executable} -m cartsim --install-completion; exit $?"]
    outcome = subprocess.run(words, env=place, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr
    told = ["/bin/bash", "-c", f". {tmp_path}/.bashrc; complete -p cartsim"]
    assert "cartsim" in subprocess.run(told, env=place, capture_output=True, text=True).stdout
