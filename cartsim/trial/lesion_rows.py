"""What was written down of a patient's lesions: rows of lesions.csv, read strictly, and the targets among
them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isnan
from typing import Any

TYPES = ("target", "nontarget", "new")
WORDS = ("ABSENT", "TSTM", "PRESENT", "PD", "NE")
"""TSTM: too small to measure, taken as 5 mm."""
TOO_SMALL = Fraction(500)
"""5 mm in 0.01 mm [recalled]."""
MEASURABLE, MEASURABLE_NODE = 1000, 1500
"""Longest diameter of 10 mm; short axis of a node of 15 mm."""
MOST_TARGETS, MOST_PER_ORGAN = 5, 2

YES = frozenset({"yes", "y", "true", "1", "node", "nodal"})
NO = frozenset({"", "no", "n", "false", "0", "na", "none", "nan"})


@dataclass(frozen=True)
class Reading:
    """One lesion at one visit: a word (or "measured", "not read") and the size in 0.01 mm where it has
    one."""

    state: str
    size: Fraction | None = None

    @property
    def there(self) -> bool:
        """Whether the lesion was seen."""
        return self.state in ("TSTM", "PRESENT", "PD") or (self.size is not None and self.size > 0)


@dataclass(frozen=True)
class Row:
    """One line of lesions.csv."""

    day: float
    lesion: str
    type: str
    nodal: bool
    organ: str
    reading: Reading

    @property
    def measurable(self) -> bool:
        """At least 10 mm, a node at least 15 mm, as a number."""
        size = self.reading.size
        return (
            self.reading.state == "measured"
            and size is not None
            and size >= (MEASURABLE_NODE if self.nodal else MEASURABLE)
        )


def read_rows(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of one patient; ValueError for a column that cannot be read or for two patients at once."""
    written = list(rows)
    subjects = {str(row["subject"]) for row in written if row.get("subject") not in (None, "")}
    if len(subjects) > 1:
        raise ValueError(f"rows of {len(subjects)} subjects: assess one patient at a time")
    return [_row(row) for row in written]


def by_visit(rows: Iterable[Row]) -> dict[float, dict[str, Row]]:
    """Rows by day, then by lesion; days in order."""
    visits: dict[float, dict[str, Row]] = {}
    for row in sorted(rows, key=lambda row: row.day):
        lesions = visits.setdefault(row.day, {})
        if row.lesion in lesions:
            raise ValueError(f"lesion {row.lesion!r} has two rows on day {row.day}")
        lesions[row.lesion] = row
    return visits


def baseline_of(visits: Mapping[float, dict[str, Row]]) -> dict[str, Row] | None:
    """The last visit on day <= 0; None without one. ValueError for a target or non-target that first comes
    later."""
    days = [day for day in visits if day <= 0]
    if not days:
        return None
    baseline = visits[max(days)]
    for day, lesions in visits.items():
        for row in lesions.values():
            if day > 0 and row.type != "new" and row.lesion not in baseline:
                late = f"lesion {row.lesion!r} of day {day} has no row at baseline"
                raise ValueError(f"{late}; one first seen later is of type new")
    return baseline


def choose_targets(baseline: Iterable[Row]) -> list[str]:
    """Names of the target lesions: of those called target the measurable ones, at most 5 and 2 per organ,
    largest first.

    Ties go to the lesser name. Those left over are non-target. Rows without an organ are not limited by it.
    """
    chosen: list[Row] = []
    for row in sorted(baseline, key=lambda row: (-(row.reading.size or 0), _name_order(row.lesion))):
        same = sum(bool(row.organ) and other.organ == row.organ for other in chosen)
        if row.type == "target" and row.measurable and len(chosen) < MOST_TARGETS and same < MOST_PER_ORGAN:
            chosen.append(row)
    return [row.lesion for row in chosen]


def hundredths(millimetres: Any) -> Fraction:
    """A measure in mm as an exact number of 0.01 mm: the decimal that was written, not its binary neighbour.

    >>> hundredths("63"), hundredths(0.1)
    (Fraction(6300, 1), Fraction(10, 1))
    """
    return Fraction(str(millimetres).strip()) * 100


def _row(written: Mapping[str, Any]) -> Row:
    kind = str(written.get("type", "")).strip().lower()
    if kind not in TYPES:
        raise ValueError(f"type {written.get('type')!r} is not one of {', '.join(TYPES)}")
    reading = _reading(written.get("measure"))
    if kind == "target" and reading.state == "PD":
        raise ValueError(
            "a target lesion is measured in mm (or ABSENT, TSTM, NE); PD is said of non-target lesions"
        )
    day = float(written["day"])
    return Row(
        int(day) if day == int(day) else day,
        str(written["lesion"]).strip(),
        kind,
        _flag(written.get("nodal")),
        str(written.get("organ") or "").strip().lower(),
        reading,
    )


def _reading(measure: Any) -> Reading:
    """A number in mm or a word; nothing is "not read"."""
    text = (
        ""
        if measure is None or (isinstance(measure, float) and isnan(measure))
        else str(measure).strip().upper()
    )
    if text in ("", "NA", "ND", "NAN"):
        return Reading("not read")
    if text in WORDS:
        return Reading(text, {"ABSENT": Fraction(0), "TSTM": TOO_SMALL}.get(text))
    try:
        size = hundredths(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(
            f"measure {measure!r} is neither a number of mm nor one of {', '.join(WORDS)}"
        ) from None
    if size < 0:
        raise ValueError(f"measure {measure!r} is negative")
    return Reading("measured", size)


def _flag(written: Any) -> bool:
    text = "" if written is None else str(written).strip().lower()
    if text in YES or text in NO:
        return text in YES
    raise ValueError(f"nodal {written!r} is neither yes nor no")


def _name_order(name: str) -> tuple[bool, float, str]:
    """Numbers by value and before words."""
    return (not name.isdigit(), float(name) if name.isdigit() else 0.0, name)
