"""An assessment as tables of text."""

from __future__ import annotations

from cartsim.datasets import CURVES
from cartsim.measured.assessment import Assessment
from cartsim.measured.summary import Row, median_rows, share_rows, subject_rows

Printed = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Header and rows."""

NOTHING = "–"
SUBJECT = ("Subject", "Visits", "Best (day)", "Confirmed (day)", *(name.upper() for name in CURVES))


def tables(found: Assessment) -> list[Printed]:
    """The subjects, the rates, the medians."""
    percent = f"{100 * found.rules.level:g} %"
    rates: list[tuple[str, ...]] = [
        (row["endpoint"], row["population"], f"{row['x']}/{row['n']}", _share(row))
        for row in share_rows(found)
    ]
    medians: list[tuple[str, ...]] = [
        (row["endpoint"], str(row["n"]), str(row["events"]), _median(row)) for row in median_rows(found)
    ]
    return [
        (SUBJECT, [_subject(row) for row in subject_rows(found)]),
        (("Rate", "Population", "x/n", f"Share ({percent} exact)"), rates),
        (("Kaplan-Meier", "n", "Events", f"Median ({percent}, {found.rules.interval})"), medians),
    ]


def _subject(row: Row) -> tuple[str, ...]:
    """A subject's row: `PR (30)`, and durations as `182 progression` or, censored, `91+ missed visits`."""
    best = [
        row[name] + ("" if row[f"{name}_day"] is None else f" ({row[f'{name}_day']:g})")
        for name in ("best_response", "confirmed_response")
    ]
    return (row["subject"], str(row["visits"]), *best, *(_duration(row, name) for name in CURVES))


def _duration(row: Row, name: str) -> str:
    if row[f"{name}_days"] is None:
        return NOTHING
    return f"{row[f'{name}_days']:g}{'' if row[f'{name}_event'] else '+'} {row[f'{name}_reason']}"


def _share(row: Row) -> str:
    """`33 % (7 to 70)`; a dash without subjects."""
    if not row["n"]:
        return NOTHING
    middle, low, high = (f"{100 * row[key]:.3g}" for key in ("share", "lower", "upper"))
    return f"{middle} % ({low} to {high})"


def _median(row: Row) -> str:
    """`91 days (60 to NR)`, NR: not reached; a dash without subjects."""
    if not row["n"]:
        return NOTHING
    middle, low, high = (_day(row[key]) for key in ("median", "lower", "upper"))
    return f"{middle}{' days' if middle != 'NR' else ''} ({low} to {high})"


def _day(value: float | None) -> str:
    """A whole day, or one with its decimal.

    >>> _day(91), _day(291.5), _day(None)
    ('91', '291.5', 'NR')
    """
    if value is None:
        return "NR"
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"
