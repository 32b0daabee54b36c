"""What the commands that weigh the evidence answer, on standard output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cartsim.terminal import MOST_SUBJECTS, print_json, print_table

if TYPE_CHECKING:
    from cartsim.estimating import Fitting
    from cartsim.parameters.nodule_table import NoduleTable
    from cartsim.sensitivity.campaign import Analysis
    from cartsim.validation.row import Row


def fitted(found: Fitting, folder: Path, *, as_json: bool, silent: bool) -> None:
    """Parameters and plain quantities of each subject, how to read them, and the block for a scenario."""
    from cartsim import estimating
    from cartsim.fitting import summary

    if as_json:
        print_json(estimating.facts(found) | {"folder": str(folder)})
        return
    if silent:
        return
    for header, rows in summary.tables(found.fit):
        print_table(header, rows[:MOST_SUBJECTS])
        if len(rows) > MOST_SUBJECTS:
            print(f"... and {len(rows) - MOST_SUBJECTS} more in subjects.csv and fit.csv")
        print()
    print("\n".join(summary.notes(found.fit)))
    if found.carried:
        print(f"\nMedians, for a scenario (parameters.yaml)\n\n{found.carried}")
    print(f"files  {folder}\npage   {folder / 'fit.html'}")


def analysed(found: Analysis, folder: Path, *, as_json: bool, silent: bool) -> None:
    """What a sensitivity analysis varied, the strongest factors of each output, and where all lie."""
    from cartsim.sensitivity import tables

    if as_json:
        print_json(tables.facts(found) | {"folder": str(folder)})
    elif not silent:
        print(f"{tables.story(found)}\n")
        print_table(tables.HEADER, tables.strongest_rows(found))
        print(f"\nfiles  {folder}")


def calibrated(result: Mapping[str, Any], paths: Sequence[Path], *, as_json: bool, silent: bool) -> None:
    """Targets at the prior and at the fitted set, then the parameters."""
    from cartsim.calibration import written

    if as_json:
        print_json(dict(result) | {"files": [str(path) for path in paths]})
    elif not silent:
        keys = ("id", "accept", "prior", "fitted", "accepted")
        header = ("Target", "Asked", "Before", "After", "Met")
        rows = [written.target_row(row) for row in result["targets"]]
        print(f"{written.story(result)}\n")
        print_table(header, [tuple(str(row[key]) for key in keys) for row in rows])
        print()
        print_table(written.PARAMETER_HEADER, [written.parameter_cells(row) for row in result["parameters"]])
        print("\n" + "\n".join(f"file  {path}" for path in paths))


def validated(rows: Sequence[Row], paths: Sequence[Path], *, as_json: bool, silent: bool) -> None:
    """Every row under its table, and how many pass."""
    from cartsim.validation.page import count_line
    from cartsim.validation.row import TABLES

    if as_json:
        print_json({"rows": [asdict(row) for row in rows], "files": [str(path) for path in paths]})
    elif not silent:
        for name in [name for name in TABLES if any(row.table == name for row in rows)]:
            own = [row for row in rows if row.table == name]
            print(f"\n{TABLES[name]}  ({name}: {count_line(rows, name)})\n")
            cells = [(row.verdict, row.id, row.what, row.asked, row.found) for row in own]
            print_table(("", "Row", "What", "Asked", "Found"), cells)
        print("\n" + "\n".join(f"file  {path}" for path in paths))


def tabulated(made: NoduleTable, out: Path, *, as_json: bool, silent: bool) -> None:
    """The law of each quantity of a table of single cells, and where it lies."""
    from cartsim.parameters.nodule_table import QUANTITIES

    laws = made.laws.items()
    if as_json:
        facts = {name: {"q2": law.q2, "residual_sd": law.residual_sd, "runs": law.runs} for name, law in laws}
        print_json({"version": made.version, "sha256": made.sha256, "laws": facts, "file": str(out)})
    elif not silent:
        header = ("Quantity", "Unit", "Meaning", "Runs", "SD of a run (ln)", "Q2, one run left out")
        rows = [
            (name, *QUANTITIES[name], str(law.runs), f"{law.residual_sd:.3f}", f"{law.q2:.2f}")
            for name, law in laws
        ]
        print_table(header, rows)
        print(f"\nversion {made.version}, SHA-256 {made.sha256[:16]}...\nfile  {out}")
