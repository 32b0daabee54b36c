"""`cartsim calibrate` and `cartsim validate` as a user meets them."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import within


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("calibrate", "--waves", "3,4"), "--waves"),
        (("calibrate", "--only", "k_kil"), "k_kill"),
        (("calibrate", "-n", "2"), "--patients"),
        (("validate", "--table", "verificaton"), "verification"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_nearest_name(arguments, said, tmp_path):
    answer = within(*arguments, "--out", str(tmp_path / "new"))
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    for command in (("validate", "--table", "published"), ("calibrate",)):
        answer = within(*command, "--out", str(file))
        assert answer.returncode == 2
        assert "--out" in answer.stderr


def test_published_models_are_validated_with_page_figure_and_json(tmp_path):
    answer = within("validate", "--table", "published", "--out", str(tmp_path), "--json")
    assert answer.returncode == 0
    rows = json.loads(answer.stdout)["rows"]
    assert {row["table"] for row in rows} == {"published"}
    assert {row["verdict"] for row in rows} == {"pass", "fail"}
    assert (tmp_path / "figures" / "published_models.png").stat().st_size > 10_000
    text = (tmp_path / "validation.md").read_text()
    assert text.count("**FAIL**") == sum(row["verdict"] == "fail" for row in rows)
    strict = within("validate", "--table", "published", "--out", str(tmp_path), "--strict", "-q")
    assert strict.returncode == 1
