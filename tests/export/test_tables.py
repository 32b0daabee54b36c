"""The event table of pharmacometrics and the tidy tables of a run's arrays."""

from __future__ import annotations

import csv
import json
import re

import numpy as np
import pytest

from cartsim import exporting
from cartsim.export.events import event_table


def test_the_event_table_holds_doses_drugs_and_samples(run):
    values = event_table(run).values
    here = (values["ARM"] == 1) & (values["PATID"] == 5)
    events = [
        (time, evid, amount, place, kind)
        for time, evid, amount, place, kind in zip(
            *(values[name][here] for name in ("TIME", "EVID", "AMT", "CMT", "KIND")), strict=True
        )
        if evid
    ]
    assert events[0] == (-4.0, 1.0, 1.0, 5.0, 3.0)
    assert events[1] == (0.0, 1.0, 1e8, 1.0, 1.0)
    assert events[2] == (4.0, 1.0, 560.0, 3.0, 4.0)
    assert events[3][:2] == (12.0, 2.0)
    assert events[3][3:] == (6.0, 6.0)
    assert values["VOLUME"][here & (values["KIND"] == 6)].tolist() == [1000.0]


def test_the_second_arm_is_dosed_into_the_fluid(run):
    values = event_table(run).values
    doses = values["KIND"] == 1
    assert set(values["CMT"][doses & (values["ARM"] == 1)]) == {1.0}
    assert set(values["CMT"][doses & (values["ARM"] == 2)]) == {2.0}


def test_samples_below_the_limit_are_flagged(run):
    values = event_table(run).values
    late = (values["PATID"] == 6) & (values["CMT"] == 1) & (values["EVID"] == 0) & (values["TIME"] > 150)
    assert late.any()
    assert set(values["BLQ"][late]) == {1.0}
    assert set(values["DV"][late]) == {0.0}
    assert set(values["LLOQ"][late]) == {0.025}
    assert set(values["MDV"][values["EVID"] > 0]) == {1.0}


def test_event_rows_are_in_order_of_subject_and_time(run):
    values = event_table(run).values
    step = np.diff(values["ID"])
    assert (step >= 0).all()
    assert (np.diff(values["TIME"])[step == 0] >= 0).all()


def test_missing_values_of_an_event_table_are_points(saved, tmp_path):
    folder = exporting.export(saved, "events", tmp_path / "events")
    header, first, *_ = (folder / "events.csv").read_text(encoding="utf-8").splitlines()
    row = dict(zip(header.split(","), first.split(","), strict=True))
    assert (row["DV"], row["AMT"], row["EVID"]) == (".", "1.0", "1")


def test_arrays_are_exported_as_tidy_tables(run, saved, tmp_path):
    folder = exporting.export(saved, "csv", tmp_path / "csv")
    with (folder / "subjects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == run.visits["status"].size
    for row in rows:
        here = {"arm": row["arm"], "patient": int(row["patient"])}
        pfs = run.endpoints["pfs"].sel(here).item()
        assert (float(row["pfs"]) if row["pfs"] else None) == (pfs if pfs == pfs else None)
        assert row["status"] == ("ok" if run.visits["status"].sel(here).item() == 0 else "work_limit")
    assert {"visits.csv", "lesions.csv", "patients.csv", "samples.csv", "events.csv"} <= {
        path.name for path in folder.iterdir()
    }


@pytest.mark.parametrize("target", ["adam", "csv", "events"])
def test_the_words_beside_the_tables_name_only_columns_that_are_there(saved, tmp_path, target):
    folder = exporting.export(saved, target, tmp_path / target)
    written = json.loads((folder / "dictionary.json").read_text(encoding="utf-8"))
    there = {variable["name"] for data in written["datasets"] for variable in data["variables"]}
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for text in (readme, " ".join(written["notes"])):
        for name in ("USUBJID", "PATID", "ID", "SOLVSTAT", "SIMDAY", "SIMSTDY"):
            assert bool(re.search(rf"\b{name}\b", text)) <= (name in there), name
        assert ("ADSL" in text) == (target == "adam")
        assert "the same patients under the same random numbers" in text
