"""A fit as rows, facts and notes: what the terminal, the page, the JSON output and the CSV files show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from cartsim.fitting.fit import Estimate, GroupFit, SubjectFit
from cartsim.fitting.free import SCALE
from cartsim.parameters import load_parameters

Row = dict[str, Any]
Printed = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Header and rows."""

NOTHING = "–"
MARK = "*"
QUANTITIES = {
    "cmax": "Peak",
    "tmax": "Peak day",
    "auc_0_28": "AUC days 0 to 28",
    "last_day": "Last day found",
    "half_life": "Half-life, days",
}


def estimate_rows(fit: GroupFit) -> list[Row]:
    """One row a parameter of a subject; an open end of an interval is None."""
    return [
        {
            "subject": subject.samples.name,
            "parameter": estimate.free.name,
            "symbol": estimate.free.symbol,
            "unit": estimate.free.unit,
            "estimate": estimate.value,
            "lower": estimate.lower,
            "upper": estimate.upper,
            "identifiable": "yes" if estimate.identifiable else "no",
            "reason": estimate.reason,
            "typical": estimate.free.typical,
            "prior_shrinkage": estimate.shrinkage,
        }
        for subject in fit.subjects
        for estimate in subject.estimates
    ]


def subject_rows(fit: GroupFit) -> list[Row]:
    """One row a subject: what was given and sampled, plain quantities observed and fitted."""
    return [
        {
            "subject": subject.samples.name,
            "given": subject.given,
            "samples": subject.samples.days.size,
            "below_limit": int(subject.samples.below.sum()),
            "unit": fit.assay,
            "identifiable": int(subject.told.sum()),
            "collinearity_index": subject.collinearity,
            "converged": "yes" if subject.converged else "no",
        }
        | {
            f"{name}_{kind}": getattr(found, name)
            for name in QUANTITIES
            for kind, found in (("observed", subject.observed), ("fitted", subject.fitted))
        }
        for subject in fit.subjects
    ]


def course_rows(fit: GroupFit) -> list[Row]:
    """One row a subject and day of its fitted course."""
    return [
        {
            "subject": subject.samples.name,
            "day": float(day),
            "level": float(level),
            "lower": float(lower),
            "upper": float(upper),
            "unit": fit.assay,
        }
        for subject in fit.subjects
        for day, level, lower, upper in zip(*asdict(subject.course).values(), strict=True)
    ]


def facts(fit: GroupFit) -> Row:
    """Everything but the courses, for a program."""
    return {
        "model": fit.model,
        "assay": fit.assay,
        "prior": fit.prior,
        "level": fit.level,
        "residual_sd_log": fit.sigma,
        "residual_cv_percent": _percent(fit.sigma),
        "subjects": subject_rows(fit),
        "estimates": estimate_rows(fit),
        "notes": notes(fit),
    }


def tables(fit: GroupFit) -> list[Printed]:
    """The parameters, then the plain quantities, of each subject."""
    percent = f"{100 * fit.level:g} %"
    header = ("Subject", "Samples (below limit)", *(f"{f.symbol}, {f.unit} ({percent})" for f in fit.free))
    rows: list[tuple[str, ...]] = [
        (subject.samples.name, sampled(subject), *map(cell, subject.estimates)) for subject in fit.subjects
    ]
    plain: list[tuple[str, ...]] = [
        (subject.samples.name, *(_pair(subject, name) for name in QUANTITIES)) for subject in fit.subjects
    ]
    words = ("Observed / fitted", *QUANTITIES.values())
    return [(header, rows), (words, plain)]


def sampled(subject: SubjectFit) -> str:
    """Samples, and how many of them below the limit: `12 (3)`."""
    return f"{subject.samples.days.size} ({int(subject.samples.below.sum())})"


def cell(estimate: Estimate) -> str:
    """`0.646 (0.574 to 0.756)`; `0.1*` of what is not identifiable, with the end that is known:
    `(> 0.13)`."""
    value, low, high = (_short(end) for end in (estimate.value, estimate.lower, estimate.upper))
    if estimate.identifiable:
        return f"{value} ({low or 'open'} to {high or 'open'})"
    known = f"> {low}" if low and not high else f"< {high}" if high and not low else ""
    return f"{value}{MARK}" + (f" ({known})" if known else "")


def notes(fit: GroupFit) -> list[str]:
    """How to read it."""
    limits = f"{100 * fit.level:g} %"
    kind = (
        "maximum a posteriori; prior: the model's spread between patients about its typical values"
        if fit.prior
        else "maximum likelihood, no prior"
    )
    said = [
        f"Model {fit.model}, {kind}. Limits: {limits} by profiles, of each subject alone.",
        f"Residual error, over the group: {_percent(fit.sigma):.0f} % (SD of the log {fit.sigma:.2f}); it"
        " holds what the model misses as well as the assay.",
        "Samples below the limit count as that, by their probability.",
        f"{MARK} Not identifiable from the samples of this subject: at its typical value or, where only one"
        f" end is known, at {'the most probable' if fit.prior else 'the nearest that they allow'}; reasons in"
        " fit.csv.",
    ]
    if fit.prior and fit.model != "stein2019":
        said.append(
            "The prior pulls towards the typical values of this program, not of your product; --no-prior"
            " shows what the samples say alone."
        )
    if not fit.prior:
        said.append(
            "Without the prior the limits hold only if what is not identifiable has the value it is held at;"
            " else they are too narrow."
        )
    if fit.prior and fit.model == "stein2019":
        said.append(
            "The prior is the population of tisagenlecleucel: where your product rises or falls otherwise it"
            " distorts the fit, which shows in a large residual error. Use --no-prior then."
        )
    lost = [subject.samples.name for subject in fit.subjects if not subject.converged]
    if lost:
        said.append(f"The search did not end by its own rule: {', '.join(lost)}.")
    return said


def carried(fit: GroupFit, source: str) -> str:
    """A `parameters:` block for a scenario: per parameter the median over the subjects in which it is
    identifiable; empty where there is none."""
    lines = []
    for place, free in enumerate(fit.free):
        told = [
            subject.estimates[place].value for subject in fit.subjects if subject.told[place]
        ]
        if not told or free.symbol == SCALE or free.symbol not in load_parameters():
            continue
        middle, low, high = (_short(float(q)) for q in np.quantile(told, [0.5, 0.0, 1.0]))
        kind = "prior" if fit.prior else "no prior"
        because = (
            f"fitted to {source}, median of the {len(told)} of {len(fit.subjects)} subjects that identify it,"
            f" {low} to {high} ({kind})"
        )
        lines += [
            f"  {free.symbol}:",
            f"    value: {middle} {free.unit}",
            f"    because: {_quoted(because)}",
        ]
    return "\n".join(["parameters:", *lines]) + "\n" if lines else ""


def _quoted(text: str) -> str:
    """A text as YAML, whatever is in it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _pair(subject: SubjectFit, name: str) -> str:
    pair = (_short(getattr(found, name)) or NOTHING for found in (subject.observed, subject.fitted))
    return " / ".join(pair)


def _short(value: float | None) -> str:
    """Three digits, without an exponent for what people write in full.

    >>> _short(0.64613), _short(24000.0), _short(1717942.0), _short(None)
    ('0.646', '24000', '1.72e+06', '')
    """
    if value is None:
        return ""
    rounded = float(f"{value:.3g}")
    return f"{rounded:.10g}" if 1e-3 <= abs(rounded) < 1e6 else f"{rounded:.3g}"


def _percent(sigma: float) -> float:
    """Geometric coefficient of variation."""
    return 100.0 * float(np.sqrt(np.expm1(sigma**2)))
