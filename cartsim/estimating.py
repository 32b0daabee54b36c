"""The way of measured kinetics: a file of samples in, the parameters of each patient out."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from cartsim import __version__
from cartsim.errors import BadInput, Problem
from cartsim.fitting import summary
from cartsim.fitting.blood_model import around_scenario, blood_model
from cartsim.fitting.estimate import Curve
from cartsim.fitting.fit import GroupFit
from cartsim.fitting.free import free_parameters, models
from cartsim.fitting.given import Given, Options, treatments
from cartsim.fitting.group import fit_group
from cartsim.fitting.samples import Samples, read_samples
from cartsim.fitting.stein2019 import Stein2019
from cartsim.report.blood_fit import draw_fit, fit_page
from cartsim.results.folder import new_folder
from cartsim.results.manifest import INTENDED_USE, source_hash
from cartsim.scenario.mistakes import nearest, shown

WITHOUT_DOSE = "stein2019"
"""The model that knows no dose: what was given is not asked."""
LEVELS = (0.5, 0.999)


@dataclass(frozen=True)
class Fitting:
    """A fit and where it came from."""

    fit: GroupFit
    name: str
    provenance: dict[str, Any]
    carried: str


@dataclass(frozen=True)
class Plan:
    """What is fitted: read and checked, nothing computed yet."""

    path: Path
    samples: tuple[Samples, ...]
    curves: tuple[Curve, ...]
    given: tuple[str, ...]
    model: str
    prior: bool
    level: float
    asked: Options


def plan_fit(path: Path, model: str, prior: bool, level: float, asked: Options) -> Plan:
    """Read the files and options; BadInput with all that is wrong."""
    _check(model, level, asked)
    samples = read_samples(path)
    assay = samples[0].assay
    free = free_parameters(model, assay)
    names = [each.name for each in samples]
    if model == WITHOUT_DOSE:
        curves: tuple[Curve, ...] = tuple(Stein2019(free, each.days) for each in samples)
        return Plan(path, samples, curves, ("not asked",) * len(names), model, prior, level, asked)
    treated = treatments(names, asked)
    curves = tuple(
        blood_model(
            own.scenario, own.arm, own.weight, around_scenario(free, own.scenario, own.arm), each.days
        )
        for own, each in ((treated[each.name], each) for each in samples)
    )
    words = tuple(_words(treated[name]) for name in names)
    return Plan(path, samples, curves, words, model, prior, level, asked)


def fit_plan(plan: Plan, watch: Callable[[int, int], None] | None = None) -> Fitting:
    """The fit of a plan."""
    fit = fit_group(
        plan.curves, plan.samples, plan.given, plan.model, prior=plan.prior, level=plan.level, watch=watch
    )
    return Fitting(fit, plan.path.stem, _provenance(plan), summary.carried(fit, plan.path.name))


def folder_of(plan: Plan, out: Path | None) -> Path:
    """Where the results go."""
    return out or Path("out") / f"fit_{plan.path.stem}"


def write_fit(found: Fitting, folder: Path) -> Path:
    """fit.csv, subjects.csv, fitted.csv, fit.json, parameters.yaml, figures and fit.html, in a new folder."""
    fit = found.fit
    tables = {
        "fit": summary.estimate_rows(fit),
        "subjects": summary.subject_rows(fit),
        "fitted": summary.course_rows(fit),
    }
    page = fit_page(fit, f"CAR-T kinetics in blood: {found.name}", found.provenance, found.carried)
    with new_folder(folder) as staging:
        for name, rows in tables.items():
            (staging / f"{name}.csv").write_text(_csv(rows), encoding="utf-8", newline="")
        text = json.dumps(facts(found), ensure_ascii=False, allow_nan=False, indent=1)
        (staging / "fit.json").write_text(text + "\n", encoding="utf-8")
        if found.carried:
            (staging / "parameters.yaml").write_text(found.carried, encoding="utf-8")
        draw_fit(fit, staging)
        (staging / "fit.html").write_text(page, encoding="utf-8")
    return folder


def facts(found: Fitting) -> dict[str, Any]:
    """All of a fit but its courses, with provenance; without infinities, which JSON has not."""
    return {"provenance": found.provenance} | summary.facts(found.fit) | {"scenario_block": found.carried}


def _check(model: str, level: float, asked: Options) -> None:
    problems = []
    if model not in models():
        message = f"{shown(model)} is no model known here"
        problems.append(Problem("", "--model", message, nearest(model, models())))
    if not LEVELS[0] <= level <= LEVELS[1]:
        low, high = LEVELS
        remedy = f"choose one from {low:g} to {high:g}"
        problems.append(Problem("", "--level", f"{level:g} is no level", remedy))
    if model == WITHOUT_DOSE:
        problems += [
            Problem("", f"--{name}", f"{model} knows no dose", "leave it out")
            for name in ("scenario", "arm", "dose", "route", "lymphodepletion", "subjects")
            if getattr(asked, name) is not None
        ]
    if problems:
        raise BadInput(*problems)


def _words(own: Given) -> str:
    return own.words + ("" if own.weight is None else f"; {own.weight:g} kg")


def _provenance(plan: Plan) -> dict[str, Any]:
    asked = plan.asked
    inputs = [path for path in (plan.path, asked.scenario, asked.subjects) if path is not None]
    options = {
        "model": plan.model,
        "prior": plan.prior,
        "level": plan.level,
        "arm": asked.arm,
        "dose": asked.dose,
        "route": asked.route,
        "lymphodepletion": asked.lymphodepletion,
    }
    return {
        "program": "cartsim",
        "version": __version__,
        "source_sha256": source_hash(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "intended_use": INTENDED_USE,
        "inputs_sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in inputs},
        "options": {key: value for key, value in options.items() if value is not None},
    }


def _csv(rows: Sequence[summary.Row]) -> str:
    """Comma-separated text; a value that does not exist is an empty cell."""
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
