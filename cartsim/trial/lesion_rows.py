"""What was written down of a patient's lesions: rows of lesions.csv, read strictly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isnan
from typing import Any

TYPES = ("target", "nontarget", "new")
WORDS = ("ABSENT", "TSTM", "PRESENT", "PD", "NE")
"""TSTM: too small to measure, taken as 5 mm."""
TOO_SMALL = Fraction(500)
"""5 mm in 0.01 mm [recalled]."""
FLUID = ("effusion", "ascit")
"""In the name of a lesion or of its organ: fluid, which is never measurable."""

YES = frozenset({"yes", "y", "true", "1", "node", "nodal"})
NO = frozenset({"", "no", "n", "false", "0", "na", "none", "nan"})


@dataclass(frozen=True)
class Reading:
    """One lesion at one visit: a word (or "measured", "not read") and the size in 0.01 mm where it has
    one."""

    state: str
    size: Fraction | None = None


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
    def fluid(self) -> bool:
        """Whether it is an effusion or ascites."""
        return any(word in text for word in FLUID for text in (self.lesion.lower(), self.organ))


def read_rows(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of one patient; ValueError for a column that cannot be read or for two patients at once.

    >>> read_rows([{"day": "30", "lesion": "liver", "type": "target", "measure": "TSTM"}])[0].reading
    Reading(state='TSTM', size=Fraction(500, 1))
    """
    written = list(rows)
    subjects = {str(row["subject"]) for row in written if row.get("subject") not in (None, "")}
    if len(subjects) > 1:
        raise ValueError(f"rows of {len(subjects)} subjects: assess one patient at a time")
    return [_row(row) for row in written]


def by_visit(rows: Iterable[Row]) -> dict[float, dict[str, Row]]:
    """Rows by day, then by lesion; days in order.

    >>> rows = [{"day": day, "lesion": "liver", "type": "target", "measure": 20} for day in (30, -3)]
    >>> [(day, list(lesions)) for day, lesions in by_visit(read_rows(rows)).items()]
    [(-3, ['liver']), (30, ['liver'])]
    """
    visits: dict[float, dict[str, Row]] = {}
    for row in sorted(rows, key=lambda row: row.day):
        lesions = visits.setdefault(row.day, {})
        if row.lesion in lesions:
            raise ValueError(f"lesion {row.lesion!r} has two rows on day {row.day}")
        lesions[row.lesion] = row
    return visits


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
    day = float(written["day"])
    row = Row(
        int(day) if day == int(day) else day,
        str(written["lesion"]).strip(),
        kind,
        _flag("nodal", written.get("nodal")),
        _text(written.get("organ")).lower(),
        reading,
    )
    benign = _text(written.get("malignant")) != "" and not _flag("malignant", written.get("malignant"))
    return _benign(row) if benign else row


def _benign(row: Row) -> Row:
    """Fluid of negative cytology, whatever it is called: more of it is no progression, and none is a new
    lesion."""
    if row.type == "new" and row.reading.state not in ("NE", "not read"):
        return replace(row, reading=Reading("ABSENT", Fraction(0)))
    return replace(row, reading=Reading("PRESENT")) if row.reading.state == "PD" else row


def _reading(measure: Any) -> Reading:
    """A number in mm or a word; nothing is "not read", 0 mm is ABSENT."""
    text = _text(measure).upper()
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
    return Reading("measured" if size else "ABSENT", size)


def _text(written: Any) -> str:
    return "" if written is None or (isinstance(written, float) and isnan(written)) else str(written).strip()


def _flag(name: str, written: Any) -> bool:
    text = _text(written).lower()
    if text in YES or text in NO:
        return text in YES
    raise ValueError(f"{name} {written!r} is neither yes nor no")
