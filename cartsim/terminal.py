"""What the commands answer, on standard output: tables for people, JSON for machines."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

    from cartsim.measured.assessment import Assessment
    from cartsim.replay import Replay
    from cartsim.results import Run
    from cartsim.scenario import Scenario


MOST_SUBJECTS = 40
"""Measured subjects that are printed; files hold all."""
ABREAST = 3
"""Arms whose numbers stand unbroken beside each other on a narrow terminal."""


def finished(run: Run, folder: Path, *, as_json: bool, silent: bool) -> None:
    """The endpoint table, and where the two files lie."""
    files = {"run": str(folder / "run.nc"), "report": str(folder / "report.html")}
    if as_json:
        print_json(run_facts(run) | {"files": files})
    elif not silent:
        endpoint_table(run)
        print(f"\nresults file  {files['run']}\nreport        {files['report']}")


def shown(run: Run, *, as_json: bool) -> None:
    """The endpoint table of a results file."""
    if as_json:
        print_json(run_facts(run))
    else:
        endpoint_table(run)


def endpoint_table(run: Run) -> None:
    """Title, question, one row per endpoint with its interval, and the failed solves."""
    from cartsim.report import endpoint_rows
    from cartsim.report.route_words import has_route_basis, route_line
    from cartsim.terminal_nodules import lesion_table, table

    if run.alone:
        table(run)
        return
    sizes = f"{run.patients.sizes['patient']} virtual patients, seed {run.scenario.run.seed}"
    limits = "95 % limits are Monte Carlo error: exact for shares, log-log for medians"
    print(f"{run.scenario.title}\n{run.scenario.question}\n{sizes}; {limits}\n")
    header = ("Endpoint, the primary one first", "Population", *map(str, run.endpoints["arm"].values))
    rows = [(row.endpoint, row.population, *row.values) for row in endpoint_rows(run.endpoints)]
    print_table(header, rows, whole=len(header) <= 2 + ABREAST)
    if has_route_basis(run.endpoints):
        print(f"\n{route_line(run.endpoints)}")
    design_tables(run)
    if run.coupled:
        lesion_table(run)
    print("\n" + "\n".join(failure_lines(run)))


def design_tables(run: Run) -> None:
    """Operating characteristics and cohorts of an escalation; nothing without one."""
    from cartsim.report import dosing

    if not dosing.has_design(run):
        return
    found = run.endpoints
    print(f"\nDose finding\n{dosing.dose_answer(run)} {dosing.dose_note(run)}\n")
    print_table(dosing.OPERATING_HEADER, dosing.operating_rows(found))
    print("\nOne trial of each arm, in the order of enrolment\n")
    print_table(dosing.END_HEADER, dosing.end_rows(found))
    print()
    print_table(dosing.COHORT_HEADER, dosing.cohort_rows(found))


FAILED_BECAUSE = {
    "work_limit": "a course took more steps than a hundred usual ones: a process is far too fast for it",
    "step_underflow": "no step was small enough for the tolerance: a rate or a dose beyond reason",
    "not_finite": "a state was no number any more: growth without end, or a division by nothing",
    "memory": "there was not enough memory for the patient: run it again elsewhere",
    "crashed": "the program broke over the patient: an error of ours, which `cartsim sweep replay` shows",
    "wall_time": "the patient took longer than a minute where others take milliseconds",
    "implausible": "a drawn patient whom no trial would enrol; solved, but counted apart",
}
"""What each reason means, to one who did not write the engine."""


def failure_lines(run: Run) -> list[str]:
    """Per arm: how many solves failed, and by which reason; then what the reasons mean."""
    lines = []
    for arm, counts in run.manifest["failures"].items():
        reasons = ", ".join(f"{status} {n}" for status, n in counts.items() if n and status != "ok")
        failed = sum(counts.values()) - counts.get("ok", 0)
        why = f" ({reasons})" if reasons else ""
        lines.append(f"failed solves, {arm}: {failed} of {sum(counts.values())}{why}")
    found = {status for counts in run.manifest["failures"].values() for status, n in counts.items() if n}
    lines += [f"  {status}: {meaning}" for status, meaning in FAILED_BECAUSE.items() if status in found]
    if found & set(FAILED_BECAUSE):
        lines.append("  which patients: status and steps in the results file; cartsim replay runs one again")
    return lines


def resolved(scenario: Scenario, *, as_json: bool) -> None:
    """Every field with its unit, then what the file left to the defaults."""
    from cartsim.scenario import defaults_used, dump

    defaults = dict(defaults_used(scenario))
    if as_json:
        print_json({"scenario": dump(scenario), "defaults": defaults})
        return
    print("resolved\n")
    units = dict(_units(scenario))
    rows = [
        (path, INHERITED.get(re.sub(r"\[\d+\]", "", path), text) if text == "none" else text)
        for path, text in _flat(dump(scenario))
    ]
    print_table(("Field", "Value"), [(path, f"{text} {units.get(path, '')}".rstrip()) for path, text in rows])
    print(f"\n{len(defaults)} defaults used\n")
    print_table(("Field", "Default"), list(defaults.items()))


INHERITED = {
    "trial.arms.lymphodepletion": "as the trial",
    "trial.arms.rescue": "as the trial",
    "trial.arms.pdl1_receptor": "as the product",
    "trial.arms.affinity": "as the product",
    "disease.her2_ihc": "as each kind brings",
    "disease.site": "as each kind brings",
    "disease.burden": "as each kind brings",
    "disease.free_cells": "as each kind brings",
    "disease.effusion": "as each kind brings",
}
"""Fields that take over something when a file leaves them out: what they take over."""


def _units(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, unit) of every field of a scenario's parts that has a unit and a value."""
    from cartsim.scenario.fields import Part, Quantity

    if isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            here, inner = f"{path}.{name}" if path else name, getattr(value, name)
            units = [
                extra.unit for extra in field.metadata if isinstance(extra, Quantity) and extra.unit != "1"
            ]
            if units and isinstance(inner, int | float):
                yield here, units[0]
            yield from _units(inner, here)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _units(item, f"{path}[{place}]")


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Fields of nested blocks and lists as (path, value) rows, in the order of the file."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for place, item in enumerate(value):
            yield from _flat(item, f"{path}[{place}]")
    else:
        yield path, _plain(value)


def _plain(value: Any) -> str:
    """A value as it could stand in the file: 15000, true, none, [1, 2]."""
    if isinstance(value, list):
        return f"[{', '.join(map(_plain, value))}]" if value else "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.12g}"
    return "none" if value in (None, {}) else str(value)


def warn(scenario: Scenario) -> None:
    """What is hardly meant, and what the table of single cells puts in, on standard error."""
    from cartsim.scenario.runnable import warnings_of

    texts = warnings_of(scenario)
    if scenario.agents is not None and scenario.agents.mode == "emulated":
        from cartsim.simulate.table_facts import warnings_of_table  # draws patients, which takes a second

        texts += warnings_of_table(scenario)
    for text in texts:
        print(text, file=sys.stderr)


def replayed(replay: Replay, *, as_json: bool) -> None:
    """Whether the patient came out the same, and what does not."""
    if as_json:
        print_json(
            {
                "patient": replay.patient,
                "bit_equal": replay.bit_equal,
                "compared": replay.compared,
                "differ": replay.differ,
                "same_source": replay.same_source,
            }
        )
        return
    compared = ", ".join(f"{n} of the {stage}" for stage, n in replay.compared.items() if n)
    if replay.bit_equal:
        print(f"patient {replay.patient}: bit-equal (variables compared: {compared})")
    else:
        print(f"patient {replay.patient}: not bit-equal (variables compared: {compared})")
        for stage, names in replay.differ.items():
            if names:
                print(f"    {stage}: {', '.join(names)}")
    if not replay.same_source:
        print("the file was written by another version of the source, which may explain a difference")


def assessed(found: Assessment, folder: Path | None, *, as_json: bool) -> None:
    """Endpoints of measured patients: each subject, the rates, the medians, and how to read them."""
    from cartsim.measured import printed, summary

    if as_json:
        print_json(summary.facts(found) | {"folder": None if folder is None else str(folder)})
        return
    for place, (header, rows) in enumerate(printed.tables(found)):
        shown = rows[:MOST_SUBJECTS] if place == 0 else rows
        print_table(header, shown)
        if len(shown) < len(rows):
            where = "in subjects.csv" if folder else "subjects; --out DIR writes all into subjects.csv"
            print(f"... and {len(rows) - len(shown)} more {where}")
        print()
    print("\n".join([*summary.notes(found), *([f"files  {folder}"] if folder else [])]))


def run_facts(run: Run) -> dict[str, Any]:
    """What a program wants to know of a run: every endpoint per arm, keyed by the labels of its dims."""
    from cartsim.terminal_nodules import facts, nodule_facts

    if run.alone:
        return facts(run)
    endpoints = run.endpoints
    per_arm = [name for name in endpoints.data_vars if "patient" not in endpoints[name].dims]
    return {
        "title": run.scenario.title,
        "question": run.scenario.question,
        "patients": run.patients.sizes["patient"],
        "seed": run.scenario.run.seed,
        "failures": run.manifest["failures"],
        "endpoints": {str(name): nested(endpoints[name]) for name in per_arm},
        **(nodule_facts(run) if run.coupled else {}),
    }


def nested(array: xr.DataArray) -> Any:
    """{label: ... value} along the dims; NaN becomes null, which JSON has, and no end a word."""
    if not array.ndim:
        value = array.item()
        return "infinity" if value == math.inf else value if value == value else None
    dim = array.dims[0]
    return {str(label): nested(array[place]) for place, label in enumerate(array[dim].values)}


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, allow_nan=False, default=str))


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], whole: bool = False) -> None:
    """A table as wide as the terminal, or as it needs without one; `whole`: numbers are not broken."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, name in enumerate(header):
        table.add_column(name, overflow="fold", no_wrap=whole and place > 1)
    for row in rows:
        table.add_row(*row)
    _console().print(table, markup=False)


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else 200
    return Console(width=width, markup=False, highlight=False, emoji=False, force_jupyter=False)
