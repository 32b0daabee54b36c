"""What is written can be read again, by others, with the same values; what cannot be held is refused."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from dataclasses import replace

import jsonschema
import numpy as np
import pytest

from cartsim import exporting
from cartsim.errors import BadInput, CartsimError
from cartsim.export import extras
from cartsim.export.table import Column, Table, make_table
from cartsim.export.xpt import problems_of

ALL = ("csv", "json", "parquet", "xpt")
DATE = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)?$"
TEXT = {"type": "string"}
TYPES = ["string", "integer", "decimal", "float", "double", "boolean", "datetime", "date", "time", "URI"]
TEXTS = ("fileOID", "originator", "studyOID", "metaDataVersionOID", "metaDataRef", "itemGroupOID")
COLUMN = {
    "type": "object",
    "additionalProperties": False,
    "required": ["itemOID", "name", "label", "dataType"],
    "properties": {
        "itemOID": TEXT,
        "name": TEXT,
        "label": TEXT,
        "dataType": {"enum": TYPES},
        "targetDataType": {"enum": ["integer", "decimal"]},
        "length": {"type": "integer", "minimum": 1},
        "displayFormat": TEXT,
        "keySequence": {"type": "integer", "minimum": 1},
    },
}
DATASET_JSON = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "datasetJSONCreationDateTime", "datasetJSONVersion", "itemGroupOID", "records", "name", "label",
        "columns",
    ],
    "properties": {
        "datasetJSONCreationDateTime": {"type": "string", "pattern": DATE},
        "datasetJSONVersion": {"type": "string", "pattern": r"^1\.1(\.(0|[1-9]\d*))?$"},
        "dbLastModifiedDateTime": {"type": "string", "pattern": DATE},
        "sourceSystem": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "version"],
            "properties": {"name": TEXT, "version": TEXT},
        },
        "isReferenceData": {"type": "boolean"},
        "records": {"type": "integer", "minimum": 0},
        "columns": {"type": "array", "items": COLUMN},
        "rows": {"type": "array", "items": {"type": "array"}},
    } | dict.fromkeys([*TEXTS, "name", "label"], TEXT),
}  # fmt: skip
"""The attributes of the published model (schema/dataset.yaml, version 1.1), as a JSON Schema."""


@pytest.fixture(scope="module")
def tables(run):
    return {table.name.lower(): table for table in (make(run) for make in exporting.ADAM)}


@pytest.fixture(scope="module")
def folder(saved, tmp_path_factory):
    return exporting.export(saved, "adam", tmp_path_factory.mktemp("out") / "adam", ALL)


def same(column: Column, found: list, wanted: np.ndarray) -> bool:
    """Equal values, None and NaN alike for numbers that do not exist."""
    if column.kind == "text":
        return [value or "" for value in found] == wanted.tolist()
    numbers = np.array([np.nan if value is None else value for value in found], float)
    return bool(np.array_equal(numbers, wanted, equal_nan=True))


def test_transport_files_are_read_by_readstat_with_identical_values(folder, tables):
    pyreadstat = pytest.importorskip("pyreadstat")
    for name, table in tables.items():
        frame, meta = pyreadstat.read_xport(str(folder / f"{name}.xpt"))
        assert meta.table_name == table.name
        assert meta.column_names == [column.name for column in table.columns]
        assert meta.column_labels == [column.label for column in table.columns]
        for column in table.columns:
            assert same(column, frame[column.name].tolist(), table.values[column.name]), (name, column.name)


def test_transport_files_are_read_by_haven_with_identical_values(folder, tables, tmp_path):
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    code = (
        "if (!requireNamespace('haven', quietly = TRUE)) quit(status = 77);"
        "a <- commandArgs(TRUE);"
        "d <- as.data.frame(haven::read_xpt(a[1]));"
        "n <- sapply(d, is.numeric); d[n] <- lapply(d[n], sprintf, fmt = '%.17g');"
        "write.csv(d, a[2], row.names = FALSE, na = 'NA')"
    )
    for name, table in tables.items():
        target = tmp_path / f"{name}.csv"
        outcome = subprocess.run(
            ["Rscript", "-e", code, str(folder / f"{name}.xpt"), str(target)], capture_output=True, text=True
        )
        if outcome.returncode == 77:
            pytest.skip("haven is not installed")
        assert outcome.returncode == 0, outcome.stderr
        with target.open(newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [column.name for column in table.columns]
        for place, column in enumerate(table.columns):
            cells = [row[place] for row in rows]
            if column.kind != "text":
                cells = [None if cell == "NA" else float(cell) for cell in cells]
            assert same(column, cells, table.values[column.name]), (name, column.name)


def test_parquet_files_are_read_by_arrow_with_identical_values(folder, tables):
    parquet = pytest.importorskip("pyarrow.parquet")
    for name, table in tables.items():
        found = parquet.read_table(folder / f"{name}.parquet")
        assert found.schema.metadata[b"note"] == b"SIMULATED data"
        for column in table.columns:
            assert found.schema.field(column.name).metadata[b"label"].decode() == column.label
            assert same(column, found[column.name].to_pylist(), table.values[column.name]), (
                name,
                column.name,
            )


def test_dataset_json_fits_the_published_model_and_holds_the_values(folder, tables):
    for name, table in tables.items():
        content = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        jsonschema.validate(content, DATASET_JSON)
        assert content["datasetJSONVersion"] == "1.1.0"
        assert content["records"] == len(content["rows"]) == table.size
        assert [item["name"] for item in content["columns"]] == [column.name for column in table.columns]
        for place, column in enumerate(table.columns):
            assert same(column, [row[place] for row in content["rows"]], table.values[column.name])
        keys = sorted(item["keySequence"] for item in content["columns"] if "keySequence" in item)
        assert keys == list(range(1, len(keys) + 1))


def test_csv_files_hold_the_values(folder, tables):
    for name, table in tables.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [column.name for column in table.columns]
        for place, column in enumerate(table.columns):
            cells = [row[place] for row in rows]
            if column.kind != "text":
                cells = [float(cell) if cell else None for cell in cells]
            assert same(column, cells, table.values[column.name])


def test_the_dictionary_and_the_readme_say_what_was_written_and_warn_of_pairs(folder, tables):
    book = json.loads((folder / "dictionary.json").read_text(encoding="utf-8"))
    assert book["simulated"] is True
    assert {item["name"].lower(): item["records"] for item in book["datasets"]} == {
        name: table.size for name, table in tables.items()
    }
    adsl = next(item for item in book["datasets"] if item["name"] == "ADSL")
    assert adsl["keys"] == ["STUDYID", "USUBJID"]
    assert all(item["derivation"] and item["origin"] for item in adsl["variables"])
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for word in ("SIMULATED", "PATID", "same patients", "1 of 80 solves failed", "no day 0"):
        assert word in readme


def small(values, kind="float", name="X", label="A value"):
    column = Column(name, label, kind, "by hand")
    return make_table("ADX", "A data set", "One row", [column], {name: np.array(values)})


@pytest.mark.parametrize("value", [1e75, -2e80, np.inf, -np.inf, 1e-79])
def test_a_number_that_a_transport_file_would_change_is_refused(value):
    (problem,) = problems_of([small([1.0, np.nan, value, value])])
    assert problem.where == "ADX row 3"
    assert problem.field == "X"


@pytest.mark.parametrize("value", [0.0, 9.9e74, -1e-77, np.nan])
def test_a_number_that_it_can_hold_is_not(value):
    assert problems_of([small([value])]) == []


@pytest.mark.parametrize(
    ("table", "word"),
    [
        (small(["x" * 201], "text"), "200 characters"),
        (small(["Müller"], "text"), "ASCII"),
        (small(["a\nb"], "text"), "ASCII"),
        (small([1.0], name="NINELETTER"), "name of 8"),
        (small([1.0], name="lower"), "name of 8"),
        (small([1.0], label="x" * 41), "label"),
        (small([1.0], label="Größe"), "label"),
        (replace(small([1.0]), name="ADTOOLONG"), "name of 8"),
        (replace(small([1.0]), label="y" * 41), "40 ASCII"),
    ],
)
def test_names_labels_and_texts_beyond_the_format_are_refused(table, word):
    problems = problems_of([table])
    assert len(problems) == 1
    assert word in str(problems[0])


def test_what_cannot_be_held_is_refused_before_anything_is_written(saved, tmp_path, monkeypatch):
    monkeypatch.setitem(exporting.TARGETS, "adam", lambda run: [small([1e80])])
    with pytest.raises(BadInput, match="ADX row 1 X"):
        exporting.export(saved, "adam", tmp_path / "deep" / "adam", ("csv", "xpt"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_appears_whole_or_not_at_all(saved, tmp_path, monkeypatch):
    def full(table, path):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(exporting.FORMATS, "json", exporting.FORMATS["json"]._replace(write=full))
    with pytest.raises(CartsimError, match="disk is full"):
        exporting.export(saved, "adam", tmp_path / "adam", ("csv", "json"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_files_in_it_is_left_alone(saved, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="has files in it"):
        exporting.export(saved, "adam", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_missing_package_is_named_before_anything_is_written(saved, tmp_path, monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", absent)
    with pytest.raises(CartsimError, match=r"pyreadstat.*cartsim\[cdisc\]"):
        exporting.export(saved, "adam", tmp_path / "adam", ["xpt"])
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_target_or_format_is_told_with_the_nearest(saved, tmp_path):
    with pytest.raises(BadInput) as error:
        exporting.export(saved, "adm", tmp_path / "x", ["parket"])
    assert "did you mean 'adam'?" in str(error.value)
    assert "did you mean 'parquet'?" in str(error.value)


def test_a_table_names_its_columns_once():
    column = Column("A", "a", "float", "by hand")
    with pytest.raises(ValueError, match="ADX"):
        Table("ADX", "x", "one", (column,), {"B": np.zeros(1)})


def test_arrays_of_a_run_are_no_transport_file_in_one_line(saved, tmp_path):
    with pytest.raises(BadInput) as refused:
        exporting.export(saved, "csv", tmp_path / "arrays", ["csv", "xpt"])
    (problem,) = refused.value.problems
    assert problem.field == "--format"
    assert "--to adam" in problem.remedy
    assert not (tmp_path / "arrays").exists()
