"""What the page and the terminal say of an escalation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import xarray as xr

from cartsim import terminal
from cartsim.datasets import DLT, describe, variable
from cartsim.report import dosing
from cartsim.report.plates.dose_finding import draw_dose_finding
from cartsim.report.sections import sections_of
from cartsim.report.sections.dose_finding import dose_finding
from cartsim.report.sentences import answer
from cartsim.report.style import journal_style
from cartsim.results import Run
from cartsim.scenario.design import Design
from cartsim.trial.dose_finding import design_endpoints
from tests.report.synthetic import make_run, swept_arms

LEVELS = ({"amount": 1e6, "per": "cell/kg"}, {"amount": 1e7, "per": "cell/kg"})
OBD: dict[str, Any] = {"kind": "boin", "trials": 40, "expansion": {"patients": 4}, "obd": {}}


def escalation(**design: Any) -> Run:
    """A synthetic run of two arms at two levels; by vein everybody has a DLT at level 2."""
    run = make_run(swept_arms("dose", ("1e6 cells/kg", "1e7 cells/kg")), 40, failed=0, swept="dose")
    scenario = run.scenario.model_copy(update={"design": Design(levels=LEVELS, **design)})
    shape = (4, 40)
    dlt = np.zeros(shape, int)
    dlt[2] = DLT.index("dlt")
    found = {"dlt": dlt, "dlt_reason": np.zeros(shape, int), "crs_grade": np.zeros(shape, int)}
    found["response_by_primary"] = np.tile(np.arange(40) % 2, (4, 1))
    visits = xr.Dataset(
        {
            "infused": (("arm", "patient"), np.ones(shape, int)),
            "last_seen_day": (("arm", "patient"), np.full(shape, 365.0)),
        }
    )
    arrays, coordinates = design_endpoints(visits, scenario, found, np.ones(shape, bool))
    named = {name: (variable(name).dims, values) for name, values in arrays.items()}
    endpoints = run.endpoints.assign_coords(coordinates).assign(named)
    return replace(run, scenario=scenario, endpoints=describe(endpoints))


@pytest.fixture(scope="module")
def run() -> Run:
    return escalation(**OBD)


def test_the_answer_is_the_level_selected(run: Run) -> None:
    said = "Level that BOIN selects most often: IV 1e6 cells/kg (100.0 % of trials), "
    assert answer(run) == f"{said}IC 1e7 cells/kg (100.0 % of trials)."


def test_the_answer_when_no_level_is_tolerable(run: Run) -> None:
    none = run.endpoints.assign(
        design_none_selected=run.endpoints["design_none_selected"] + [1.0, 0.0],
        design_selected=run.endpoints["design_selected"] * [[0.0], [1.0]],
    )
    assert "IV none (100.0 % of trials)" in answer(replace(run, endpoints=none))


def test_the_section_tells_rules_rates_trials_and_cohorts(run: Run) -> None:
    section = dose_finding(run)
    assert section is not None
    text = " ".join(section.paragraphs)
    for said in ("at most 0.236", "0.359 or more", "same virtual patients", "BOIN12", "(assumed)"):
        assert said in text
    operating, ends, trials, cohorts, expansion = section.tables
    assert len(operating.rows) == 4
    assert operating.rows[1][:2] == ("IV", "1e7 cells/kg")
    assert operating.rows[1][6] == "100.0 % (91.2 to 100.0)"
    assert "drawn with replacement from the same 40 virtual patients" in operating.note
    assert [row[0] for row in ends.rows] == ["IV", "IC"]
    assert trials.rows[0][1:4] == ("all patients treated", "1e6 cells/kg", "1e6 cells/kg")
    assert trials.rows[0][6] == "4 at 1e6 cells/kg"
    assert cohorts.rows[0] == ("IV", "1", "1e6 cells/kg", "3", "0", "0", "0", "42", "escalate")
    assert cohorts.rows[1][-1] == "de-escalate"
    assert expansion.rows[0][1:3] == ("Confirmed response, enrolled", "50.0 % (6.8 to 93.2), n = 4")
    assert "Clopper-Pearson" in expansion.note


def test_a_column_of_means_has_one_number_of_decimals(run: Run) -> None:
    """Those of its largest error: 0.06 here, so hundredths."""
    errors = [[0.0052, 0.057], [0.0, 0.0]]
    values = {"design_patients": [[3.015, 19.044], [0.0, 3.0]], "design_patients_mcse": errors}
    found = run.endpoints.assign({name: (("design_arm", "level"), cells) for name, cells in values.items()})
    column = [row[4] for row in dosing.operating_rows(found)]
    assert column == ["3.02 ± 0.01", "19.04 ± 0.06", "0.00 ± 0.00", "3.00 ± 0.00"]


def test_every_row_has_a_cell_for_every_column(run: Run) -> None:
    section = dose_finding(run)
    assert section is not None
    for table in section.tables:
        assert {len(row) for row in table.rows} == {len(table.header)}, table.title


def test_without_expansion_and_obd_it_says_less() -> None:
    plain = escalation(kind="3+3", trials=20)
    section = dose_finding(plain)
    assert section is not None
    assert "Storer" not in section.paragraphs[0]
    assert "maximum tolerated dose is the level on which it ends" in section.paragraphs[0]
    assert len(section.tables) == 4
    assert section.tables[0].rows[0][3] == "–"
    assert section.tables[2].rows[0][3] == "–"
    assert answer(plain).startswith("Level that 3+3 selects")
    with journal_style():
        drawing = draw_dose_finding(plain)
    assert drawing is not None
    assert sum(ax.get_visible() for ax in drawing.axes) == 4


def test_a_run_without_design_has_no_section_and_no_plate() -> None:
    plain = make_run(patients=12)
    assert dose_finding(plain) is None
    assert draw_dose_finding(plain) is None
    assert not dosing.has_design(plain)
    assert "dose-finding" not in [section.name for section in sections_of(plain)]


def test_the_plate_has_labels_n_and_the_lines_of_the_protocol(run: Run) -> None:
    with journal_style():
        drawing = draw_dose_finding(run)
    assert drawing is not None
    titles = [ax.get_title(loc="left") for ax in drawing.axes]
    assert titles[:3] == [
        "Selected by the escalation",
        "Chosen as optimal biological dose",
        "Dose-limiting toxicity",
    ]
    assert all(ax.get_xlabel() == "Dose (cells/kg)" and ax.get_ylabel() for ax in drawing.axes)
    notes = [" ".join(text.get_text() for text in ax.texts).replace("\n", " ") for ax in drawing.axes]
    assert "dashed: target 30 %" in notes[2]
    assert "n = 40 virtual patients" in notes[5]
    assert [label.get_text() for label in drawing.axes[0].get_xticklabels()] == ["none", "1e6", "1e7"]


def test_the_terminal_prints_the_same(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.design_tables(run)
    printed = capsys.readouterr().out
    assert "Dose finding\nLevel that BOIN selects most often" in printed
    assert "One trial of each arm" in printed
    terminal.design_tables(make_run(patients=5))
    assert capsys.readouterr().out == ""


def test_an_expansion_without_patients_says_why(run: Run) -> None:
    from cartsim.report import dosing

    size = run.endpoints["design_expansion_orr_n"]
    empty = run.endpoints.assign(design_expansion_orr_n=size * 0)
    pool = int(run.endpoints["design_pool"])
    assert [row[-1] for row in dosing.end_rows(empty)] == [f"none: no patient left of {pool}"] * 2
    unselected = empty.assign(design_expansion_level=size * 0)
    assert [row[-1] for row in dosing.end_rows(unselected)] == ["none: no level was selected"] * 2


def test_the_three_plus_three_says_when_it_declares_the_top_level() -> None:
    section = dose_finding(escalation(kind="3+3", trials=5))
    assert section is not None
    assert "after 0 of 3 the top level is declared at once" in " ".join(section.paragraphs)
