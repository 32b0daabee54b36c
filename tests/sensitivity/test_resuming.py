"""An interrupted campaign goes on where it stopped; evaluations of something else are refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from cartsim.errors import BadInput
from cartsim.sensitivity.evaluate import evaluated
from cartsim.sensitivity.indices import design
from cartsim.sensitivity.record import Record, belongs_to

NAMES = ["a", "b"]
BELONGS = {"format": "cartsim.evaluations/1", "scenario": "one", "parameters and code": "two"}


class Counted:
    """Evaluates, counts, and gives up after a while."""

    def __init__(self, most=10**9):
        self.calls, self.most = 0, most

    def __call__(self, point):
        if self.calls == self.most:
            raise KeyboardInterrupt
        self.calls += 1
        return np.array([[point[0] ** 2 + point[1], np.nan, point[1]]])


@pytest.fixture(autouse=True)
def one_core(monkeypatch):
    monkeypatch.setattr("cartsim.sensitivity.evaluate.os.cpu_count", lambda: 1)


def run(path, evaluate, points=4, watch=None):
    with Record(path, BELONGS) as record:
        return evaluated(evaluate, NAMES, design(NAMES, points, 1), record, watch)


def test_what_is_known_is_not_evaluated_again_and_the_table_is_the_same(tmp_path):
    whole = run(tmp_path / "whole", Counted())
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "cut", Counted(5))
    rest, told = Counted(), []
    again = run(tmp_path / "cut", rest, watch=lambda done, total: told.append((done, total)))
    np.testing.assert_array_equal(again, whole)
    assert rest.calls == 16 - 5
    assert told[0] == (6, 16)
    assert told[-1] == (16, 16)
    assert run(tmp_path / "cut", None).shape == (16, 1, 3)


def test_a_line_cut_off_in_the_middle_is_done_again(tmp_path):
    path = tmp_path / "file"
    whole = run(path, Counted())
    content = path.read_bytes()
    path.write_bytes(content[:-30])
    rest = Counted()
    np.testing.assert_array_equal(run(path, rest), whole)
    assert rest.calls == 1
    assert len(path.read_text().splitlines()) == 17
    assert path.read_bytes() == content


def test_more_base_points_need_only_the_new_ones(tmp_path):
    run(tmp_path / "file", Counted(), points=4)
    more = Counted()
    run(tmp_path / "file", more, points=8)
    assert more.calls == 16


@pytest.mark.parametrize(
    ("part", "said"),
    [("scenario", "of another scenario"), ("parameters and code", "of other parameters or code")],
)
def test_evaluations_of_something_else_are_refused(tmp_path, part, said):
    run(tmp_path / "file", Counted())
    with pytest.raises(BadInput, match=f"{said}.*--out"):
        Record(tmp_path / "file", BELONGS | {part: "changed"})


@pytest.mark.parametrize("content", ["{}\n", "hello\n", '{"format": "cartsim.evaluations/1"\n', "[1]\n"])
def test_another_file_is_refused(tmp_path, content):
    (tmp_path / "file").write_text(content)
    with pytest.raises(BadInput, match="no file of evaluations"):
        Record(tmp_path / "file", BELONGS)


def test_the_head_says_what_the_evaluations_belong_to(tmp_path, small):
    with Record(tmp_path / "file", belongs_to(small)):
        pass
    head = json.loads((tmp_path / "file").read_text())
    assert set(head) == {"format", "scenario", "parameters and code"}
    other = small.model_copy(update={"run": small.run.model_copy(update={"seed": 99})})
    assert belongs_to(other)["scenario"] != head["scenario"]
