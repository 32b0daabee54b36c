"""The way of measured data: files in, the endpoints of each subject and of the group out."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from cartsim.errors import BadInput, Problem
from cartsim.measured import summary
from cartsim.measured.assessment import Assessment, assess_subjects
from cartsim.measured.read import read_lesions, read_responses
from cartsim.measured.rules import rules_from
from cartsim.report.measured import draw_measured
from cartsim.results.folder import new_folder


def assess_files(
    lesions: Path | None,
    responses: Path | None,
    subjects: Path | None,
    options: Mapping[str, Any],
    scenario: Path | None = None,
) -> Assessment:
    """Read one of the two files, and assess its subjects by the options, else by a scenario's trial."""
    if (lesions is None) == (responses is None):
        message = "one file is assessed at a time" if lesions else "no file is named"
        remedy = "write `cartsim assess lesions.csv` or `cartsim assess --responses responses.csv`"
        raise BadInput(Problem("", "FILE", message, remedy))
    rules = rules_from(options, scenario)
    if lesions is not None:
        return assess_subjects(read_lesions(lesions, rules, subjects), rules)
    assert responses is not None
    return assess_subjects(read_responses(responses, rules, subjects), rules)


def write_assessment(found: Assessment, folder: Path) -> Path:
    """subjects.csv, visits.csv, rates.csv, medians.csv, curves.csv, and the figures, in a new folder."""
    tables = {
        "subjects": summary.subject_rows(found),
        "visits": summary.visit_rows(found),
        "rates": summary.share_rows(found),
        "medians": summary.median_rows(found),
        "curves": summary.curve_rows(found),
    }
    with new_folder(folder) as staging:
        for name, rows in tables.items():
            (staging / f"{name}.csv").write_text(_csv(rows), encoding="utf-8", newline="")
        (staging / "notes.txt").write_text("\n".join(summary.notes(found)) + "\n", encoding="utf-8")
        draw_measured(found, staging)
    return folder


def _csv(rows: Sequence[summary.Row]) -> str:
    """Comma-separated text; a value that does not exist is an empty cell."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(summary.table(rows))
    return text.getvalue()
