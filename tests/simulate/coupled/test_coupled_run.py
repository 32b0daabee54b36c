"""A run whose single cells are one lesion of one patient: what is kept of it, and how it fails."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from cartsim import results, terminal, virtual_trial
from cartsim.coupled_run import carry_out_coupled
from cartsim.errors import BadInput, TooManyFailures
from cartsim.replay import replay
from cartsim.report import hand_back
from cartsim.report.plates.coupled import COUPLED
from cartsim.report.sections.coupled import coupled
from cartsim.results import Run
from cartsim.simulate.schedule import schedule
from cartsim.terminal_nodules import lesion_table
from tests.simulate.coupled.conftest import scenario

SMALL = ("disease.non_measurable=1", "disease.burden={median: 1e4 cells, log10_sd: 0}")
SHORT = ("agents.duration=8 hours", "agents.every=2 hours", "agents.snapshots=[]")


@pytest.fixture(scope="module")
def finished() -> Run:
    return carry_out_coupled(scenario(0, *SMALL, *SHORT))


def test_the_patient_is_there_both_ways(finished: Run) -> None:
    assert finished.coupled
    assert finished.course.sizes == finished.equations.sizes
    start, nodules = {"patient": 0, "time": 0, "lesion": 0}, float(finished.patients["lesion_nodules"][0, 0])
    both = [data["lesion_tumour_cells"].isel(start).values for data in (finished.course, finished.equations)]
    np.testing.assert_allclose(*both, atol=nodules / 2)
    assert finished.manifest["nodule"]["unsolved_fields"] == 0
    assert virtual_trial.excess_of_failures(finished) == []


def test_the_run_is_read_back_as_it_was_and_printed(
    finished: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results.file.write_run(tmp_path / "run.nc", finished)
    stored = results.open(tmp_path / "run.nc")
    for name in ("nodule", "equations", "course"):
        assert getattr(stored, name).equals(getattr(finished, name))
    terminal.shown(stored, as_json=False)
    told = capsys.readouterr().out
    assert "Single cells | equations alone" in told
    assert "failed solves, IC: 0 of 1" in told
    assert "T cells that hold a target | engaged by the law just after" in told
    assert "rest on the equations: response on day 30, 60; safety on day 1." in told
    facts = terminal.run_facts(stored)
    assert facts["nodule"]["live_tumour"]["IV"]["0"] > 0
    with pytest.raises(BadInput, match="is a run of single cells in its only patient"):
        replay(tmp_path / "run.nc", 0)


def test_what_changes_at_the_hand_back_is_told_and_warned_of(
    finished: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    found = finished.manifest["hand_back"]
    assert set(found) == {"IV", "IC"}
    assert 0 <= found["IC"]["search"] <= found["IC"]["search_as_listed"]
    even = dict.fromkeys(found["IC"], 1.0) | {"kills": None}
    for jump, said in (({}, False), ({"holding": 0.8, "engaged": 0.3}, True), ({"kills": 9.0}, True)):
        changed = replace(finished, manifest=finished.manifest | {"hand_back": {"IC": even | jump}})
        section = coupled(changed)
        assert section is not None
        lesion_table(changed)
        words = " ".join(section.paragraphs) + capsys.readouterr().out
        assert words.lower().count("changes more than 2-fold at the hand-back") == 2 * said
    assert "80.0 % | 30.0 %" in hand_back.rows(
        replace(finished, manifest=finished.manifest | {"hand_back": {"IC": even | {"holding": 0.8, "engaged": 0.3}}})
    )[0]
    assert "engaged by the law just after: IV" in COUPLED.words(finished)


def test_of_cells_that_last_to_the_end_no_hand_back_is_told(finished: Run) -> None:
    to_the_end = replace(finished, manifest=finished.manifest | {"hand_back": {}})
    section = coupled(to_the_end)
    assert section is not None
    assert (hand_back.rows(to_the_end), len(section.tables)) == ([], 1)
    assert "engaged" not in COUPLED.words(to_the_end)


def test_a_failed_hour_ends_with_too_many_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 3."""

    def tiring(asked, arm, who):
        found = schedule(asked, arm, who)
        return replace(found, plan=found.plan._replace(max_steps=60))

    monkeypatch.setattr(import_module("cartsim.simulate.coupled.course"), "schedule", tiring)
    run = carry_out_coupled(scenario(0, *SMALL, *SHORT))
    assert run.manifest["failures"]["IV"]["work_limit"] == 1
    excesses = virtual_trial.excess_of_failures(run)
    assert "2 of 2 solves failed" in excesses[0]
    with pytest.raises(TooManyFailures):
        virtual_trial.refuse(excesses)
