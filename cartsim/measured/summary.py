"""An assessment as rows and facts: what the terminal, the JSON output and the CSV files show."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import CURVES
from cartsim.measured.assessment import Assessment, in_control, in_response, with_missed_visits
from cartsim.trial.intervals import clopper_pearson

Row = dict[str, Any]

INTERVAL = "exact sampling interval (Clopper-Pearson): these are measured patients"


def subject_rows(found: Assessment) -> list[Row]:
    """One row a subject: responses with their days, and each duration with its end and reason."""
    rows = []
    cutoff = inf if found.rules.cutoff is None else found.rules.cutoff
    columns = (
        found.words_of(found.best),
        found.best.day,
        found.words_of(found.confirmed),
        found.confirmed.day,
    )
    for place, (subject, best, best_day, confirmed, day) in enumerate(
        zip(found.subjects, *columns, strict=True)
    ):
        row: Row = {
            "subject": subject.name,
            "visits": sum(visit.day <= cutoff for visit in subject.visits),
            "measurable": None if subject.measurable is None else "yes" if subject.measurable else "no",
            "best_response": best,
            "best_response_day": _number(best_day),
            "confirmed_response": confirmed,
            "confirmed_response_day": _number(day),
        }
        for name in CURVES:
            duration = found.durations[name]
            inside = bool(np.isfinite(duration.days[place]))
            row |= {
                f"{name}_days": _number(duration.days[place]),
                f"{name}_event": int(duration.event[place]) if inside else None,
                f"{name}_reason": str(duration.reason[place]),
            }
        rows.append(row)
    return rows


def visit_rows(found: Assessment) -> list[Row]:
    """One row a visit and where its response is from; those the schedule asked for and nobody read too."""
    rows = []
    for subject in found.subjects:
        read = {visit.day: visit for visit in subject.visits}
        source = "file" if subject.measurable is None else "computed from lesions"
        for day, response in with_missed_visits(subject, found.rules):
            visit = read.get(day)
            rows.append(
                {
                    "subject": subject.name,
                    "day": _number(day),
                    "response": response,
                    "source": "scheduled, not read" if visit is None else source,
                    "sum_of_targets_mm": visit and visit.sum_of_targets,
                    "nadir_before_mm": visit and visit.nadir,
                    "change_from_baseline_percent": visit and visit.change,
                }
            )
    return rows


def share_rows(found: Assessment) -> list[Row]:
    """Response and control rates: x of n with exact limits."""
    everyone = np.ones(len(found.subjects), bool)
    sets: list[tuple[str, NDArray[np.bool_]]] = [("all subjects", everyone)]
    if any(subject.measurable is not None for subject in found.subjects):
        sets.append(
            ("measurable disease", np.array([bool(subject.measurable) for subject in found.subjects]))
        )
    events = {
        "ORR, confirmed": in_response(found.confirmed),
        "ORR, unconfirmed": in_response(found.best),
        "ORR, first at the last visit, pending": found.pending,
        "DCR (best response CR, PR or SD, unconfirmed)": in_control(found.best),
    }
    return [
        _share(name, who, event & among, among, found.rules.level)
        for name, event in events.items()
        for who, among in sets
    ]


def median_rows(found: Assessment) -> list[Row]:
    """Kaplan-Meier medians with their limits, patients and events."""
    rows = []
    for name in CURVES:
        duration, curve = found.durations[name], found.durations[name].curve
        rows.append(
            {
                "endpoint": name.upper(),
                "n": int(np.isfinite(duration.days).sum()),
                "events": int(duration.event[np.isfinite(duration.days)].sum()),
                "median": _number(curve.median),
                "lower": _number(curve.median_lower),
                "upper": _number(curve.median_upper),
            }
        )
    return rows


def curve_rows(found: Assessment) -> list[Row]:
    """The rows of every Kaplan-Meier table."""
    rows = []
    for name in CURVES:
        curve = found.durations[name].curve
        columns = (curve.time, curve.at_risk, curve.events, curve.survival, curve.lower, curve.upper)
        for time, at_risk, events, *rest in zip(*columns, strict=True):
            survival, lower, upper = map(_number, rest)
            rows.append(
                {
                    "endpoint": name.upper(),
                    "days": _number(time),
                    "at_risk": int(at_risk),
                    "events": int(events),
                    "survival": survival,
                    "lower": lower,
                    "upper": upper,
                }
            )
    return rows


def notes(found: Assessment) -> list[str]:
    """What a reader must know to read the numbers."""
    rules, percent = found.rules, f"{100 * found.rules.level:g} %"
    size = len(found.subjects)
    lines = [
        f"{size} subject{'s' * (size != 1)}; {rules.criteria}; stable disease from day "
        f"{rules.stable_disease_from:g}; confirmation after {rules.confirmation:g} days or more, at most "
        f"{rules.max_ne} NE between{', one SD permitted' if rules.accept_sd else ''}",
        f"Limits of shares: {percent} {INTERVAL}. Limits of medians: {percent}, {rules.interval}.",
        "Time zero: day 0 for PFS and OS, the confirmed response for DOR, the first disease control for DDC. "
        f"DDC: subjects controlled from day {rules.stable_disease_from:g}, NON-CR/NON-PD too. "
        "Days are plain differences; ADaM adds 1.",
    ]
    if rules.schedule:
        days = ", ".join(f"{day:g}" for day in rules.schedule)
        lines.append(
            f"Visits on days {days}, each within {rules.window:g} days; medians move in these steps."
        )
    elif rules.censoring == "fda":
        lines.append("No schedule was given: missed visits are not known, so that none censors an event.")
    return lines


def facts(found: Assessment) -> dict[str, Any]:
    """All of it for a program."""
    return {
        "rules": vars(found.rules) | {"schedule": list(found.rules.schedule)},
        "interval_of_shares": INTERVAL,
        "shares": share_rows(found),
        "medians": median_rows(found),
        "subjects": subject_rows(found),
        "visits": visit_rows(found),
    }


def _share(name: str, who: str, event: NDArray[np.bool_], among: NDArray[np.bool_], level: float) -> Row:
    x, n = int(event.sum()), int(among.sum())
    share, lower, upper = (x / n, *clopper_pearson(x, n, level)) if n else (None, None, None)
    return {
        "endpoint": name,
        "population": who,
        "x": x,
        "n": n,
        "share": share,
        "lower": lower,
        "upper": upper,
    }


def _number(value: Any) -> float | None:
    """A number as files write it: None for one that does not exist, whole days without a point."""
    number = float(value)
    if not np.isfinite(number):
        return None
    return int(number) if number == int(number) else number


def table(rows: Sequence[Row]) -> list[list[Any]]:
    """Header and cells of rows with the same keys."""
    return [list(rows[0]), *(list(row.values()) for row in rows)] if rows else []
