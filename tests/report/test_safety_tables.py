"""The safety tables say what the endpoints hold."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cartsim.report.sections import sections_of
from cartsim.report.sections.safety_tables import safety_tables
from cartsim.results import Run
from tests.report.synthetic import make_run


@pytest.fixture(scope="module")
def run() -> Run:
    return make_run(patients=40)


def test_every_event_stands_with_its_grades_and_n(run: Run) -> None:
    early, year, apart, *_ = safety_tables(run.endpoints)
    row = next(row for row in early.rows if row[:2] == ("Fever", "IC"))
    cell = run.endpoints.sel(event_term="Fever", arm="IC")
    assert row[2].startswith(f"{100 * float(cell['ae_mild']):.1f} % (")
    assert row[3].startswith(f"{100 * float(cell['ae_incidence'].sel(grade=3)):.1f} % (")
    assert row[4] == "57, 57"
    last = next(row for row in year.rows if row[:2] == ("Fever", "IC"))
    worse = cell["ae_incidence_12_months"]
    assert last[3] == f"{100 * float(worse.sel(grade=1) - worse.sel(grade=3)):.1f} %"
    assert last[5:] == ("1.5", "25.0 %")
    assert {row[0] for row in apart.rows} == {"Neutrophil count decreased (lymphodepletion)"}
    assert not {row[0] for row in early.rows} & {row[0] for row in apart.rows}


def test_late_events_and_lost_patients_have_their_reasons(run: Run) -> None:
    table = safety_tables(run.endpoints)[3]
    late = run.endpoints["late_dlt"].sel(arm="IV").values.sum()
    assert table.rows[0][0] == "IV"
    assert table.rows[0][2] == (f"{late}: pneumonitis {late}" if late else "0")
    assert re.match(r"24: failed solve 9, not followed 8, under-dosed 7$", table.rows[0][3])


def test_the_shift_table_leaves_no_patient_out(run: Run) -> None:
    table = safety_tables(run.endpoints)[4]
    counted = sum(int(cell) for row in table.rows for cell in row[3:])
    assert counted == run.endpoints["lab_shift"].values.sum()


def test_the_baseline_is_said_to_come_after_lymphodepletion(run: Run) -> None:
    note = safety_tables(run.endpoints)[4].note
    assert "last safety visit up to day 0" in note
    assert "after the lymphodepletion" in note


def test_an_arm_of_nobody_has_dashes(run: Run) -> None:
    names = ("ae_incidence_12_months", "ae_crude", "ae_rate")
    alone = run.endpoints["arm"] == "IV"
    found = run.endpoints.assign({name: run.endpoints[name].where(alone) for name in names})
    year = safety_tables(found)[1]
    assert {cell for row in year.rows if row[1] == "IC" for cell in row[2:]} == {"–"}


def test_without_events_the_tables_are_empty(run: Run) -> None:
    quiet = run.endpoints.copy()
    for name in ("ae_incidence", "ae_incidence_12_months"):
        quiet[name] = run.endpoints[name] * np.nan
    early, year, apart, *_ = safety_tables(quiet)
    assert [table.rows for table in (early, year, apart)] == [[], [], []]


def test_nothing_says_that_icans_is_not_simulated(run: Run) -> None:
    section = next(section for section in sections_of(run) if section.name == "safety")
    assert "CTCAE 5.0" in section.paragraphs[0]
    assert "ICANS is not simulated" not in section.paragraphs[0]
