"""The data dictionary of an export, made from the tables that were written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cartsim import __version__
from cartsim.export.dataset_json import width_of
from cartsim.export.people import solved, study_id
from cartsim.export.table import Column, Table

if TYPE_CHECKING:
    from cartsim.results import Run

PAIRS = (
    "Every virtual patient stands in every arm: the arms are the same patients under the same random "
    "numbers. {who} A test or an interval that takes the arms for independent groups, such as an unpaired "
    "log-rank test, is wrong here."
)
WHO = {
    "adam": "USUBJID differs between arms, PATID does not. Compare arms within PATID.",
    "events": "ID differs between arms, PATID does not. Compare arms within PATID.",
    "csv": "The same patient has the same number in the column patient. Compare arms within it.",
}
NO_DATES = "No calendar dates are simulated."
STUDY_DAYS = (
    "Study days (names ending in DY) have no day 0: the day of the first infusion is 1, the day before is "
    "-1. SIMDAY, SIMTIME, SIMSTDY and SIMENDY are cartsim's own days, with the infusion on day 0 and "
    f"fractions kept. {NO_DATES}"
)
OWN_DAYS = f"Days are since the first infusion, which is day 0, with fractions kept. {NO_DATES}"
FAILED = {
    "adam": "ADSL has rows for them (SOLVSTAT); the other data sets have rows only where the solve is ok.",
    "events": "The table has rows only where the solve is ok.",
    "csv": "They keep their rows; the column status of subjects says which they are.",
}
NUMBERS = "The number of simulated patients is a setting: no p-value over them is evidence."


def dictionary(run: Run, tables: Sequence[Table], target: str) -> dict[str, Any]:
    """Data sets with their variables: label, type, length, key, origin, derivation, codes."""
    program = run.manifest["program"]
    return {
        "simulated": True,
        "study": study_id(run),
        "title": run.scenario.title,
        "export": target,
        "notes": _notes(run, target),
        "intended_use": run.manifest["intended_use"],
        "source": {
            "run_created": run.manifest["created"],
            "seed": run.manifest["seed"],
            "run_program": program["version"],
            "run_source_sha256": program["source_sha256"],
            "export_program": __version__,
        },
        "datasets": [_dataset(table) for table in tables],
    }


def readme(run: Run, tables: Sequence[Table], target: str, ending: str) -> str:
    """README.md of the folder: what a reader must know before opening a file."""
    rows = [
        f"| {table.name.lower()}.{ending} | {table.label} | {table.structure} | {table.size} |"
        for table in tables
    ]
    return "\n".join(
        [
            f"# {run.scenario.title}",
            "",
            f"**SIMULATED data** ({target} export of cartsim {__version__}, study {study_id(run)}). "
            f"For {run.manifest['intended_use']}.",
            "",
            *(
                f"- **{head}** {note}"
                for head, note in zip(HEADS_ALONE if run.alone else HEADS, _notes(run, target), strict=True)
            ),
            "",
            "| file | data set | structure | rows |",
            "|---|---|---|---|",
            *rows,
            "",
            "`dictionary.json` says of every variable what it is, how it comes about and what codes mean.",
            "",
        ]
    )


REPEATS = (
    "Single cells alone: there are no patients. Repeats are the same nodule with other random numbers; their "
    "spread is chance among cells."
)
FIELDS = "{} of {} solves of a field did not converge: unsolved_fields of nodules says where."


def _notes(run: Run, target: str) -> list[str]:
    """What holds for all data sets."""
    if run.alone:
        found = run.manifest["nodule"]
        return [REPEATS, OWN_DAYS, FIELDS.format(found["unsolved_fields"], found["field_solves"])]
    return [_pairs(target), _days(target), NUMBERS, _failures(run, target), _criteria(run)]


HEADS = ("Paired arms.", "Days.", "Sample size.", "Failed solves.", "Criteria.")
HEADS_ALONE = ("Repeats.", "Days.", "Fields.")


def _pairs(target: str) -> str:
    """How the arms belong together, in the names of the columns that the export has."""
    return PAIRS.format(who=WHO[target])


def _days(target: str) -> str:
    """How days are counted: only ADaM has study days."""
    return STUDY_DAYS if target == "adam" else OWN_DAYS


def _failures(run: Run, target: str) -> str:
    """How many solves failed, and where they are to be found."""
    fine = solved(run)
    return f"{int((~fine).sum())} of {fine.size} solves failed. {FAILED[target]}"


def _criteria(run: Run) -> str:
    """By which rules responses and toxicity were judged."""
    rules = run.scenario.trial
    return f"Responses by {rules.response.criteria}, adverse events by CTCAE {rules.ctcae}."


def _dataset(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "label": table.label,
        "structure": table.structure,
        "records": table.size,
        "keys": [
            column.name for column in sorted(table.columns, key=lambda column: column.key) if column.key
        ],
        "variables": [_variable(table, column) for column in table.columns],
    }


def _variable(table: Table, column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "label": column.label,
        "type": column.kind,
        "length": width_of(table, column) if column.kind == "text" else 8,
        "origin": column.origin,
        "derivation": column.derivation,
        "codelist": dict(column.codelist) if column.codelist else None,
    }
