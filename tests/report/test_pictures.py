"""Figures for the page, whoever draws them."""

from __future__ import annotations

import pytest

from cartsim.report.pictures import pictures
from cartsim.report.plates import PLATES
from tests.report.synthetic import make_run


def test_many_processes_draw_the_bytes_that_one_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run(patients=12)
    wishes = [(plate, run) for plate in PLATES if plate.name in ("flow", "survival", "sensitivity")]
    drawn = []
    for cores in (1, 3):
        monkeypatch.setattr("cartsim.report.pictures._cores", lambda cores=cores: cores)
        drawn.append(pictures(wishes))
    assert drawn[0] == drawn[1]
    assert [image is None for image in drawn[0]] == [plate.name == "sensitivity" for plate, _ in wishes]


def test_what_goes_wrong_in_a_drawing_process_is_told_by_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cartsim.report.pictures._cores", lambda: 2)
    run = make_run(patients=12)
    broken = PLATES[0].__class__("broken", "Broken", lambda run: 1 / 0, "")
    with pytest.raises(ZeroDivisionError):
        pictures([(PLATES[0], run), (broken, run)])
