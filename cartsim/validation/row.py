"""One line of the validation tables: what is asked, what was found, and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Table = Literal["verification", "published", "calibration", "prediction"]
Verdict = Literal["pass", "fail", "shown", "not attempted"]
Seen = Literal["fitted", "seen", "unseen"]
"""Whether the number asked for was in the objective, known to those who tuned, or kept from them."""
TABLES: dict[Table, str] = {
    "verification": "Is the model solved right?",
    "published": "Do published models, written again, give their published numbers?",
    "calibration": "Does the model meet what it was fitted to?",
    "prediction": "Does it predict what it was not fitted to?",
}
"""The tables in their order, and what each asks; a row is in one of them alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line: `asked` and `found` as text with unit, the source of what is asked (a key of the bibliography
    or the test), whether it was looked at while the model was tuned, and a note. A row is `shown` where
    nothing is asked of the number.
    """

    table: Table
    id: str
    what: str
    asked: str
    found: str
    verdict: Verdict
    source: str
    seen: Seen = "unseen"
    note: str = ""


def verdict(met: bool | None) -> Verdict:
    """`pass` or `fail`; `not attempted` where there is nothing to compare.

    >>> verdict(True), verdict(False), verdict(None)
    ('pass', 'fail', 'not attempted')
    """
    return "not attempted" if met is None else "pass" if met else "fail"


def counted(rows: list[Row], table: Table) -> dict[Verdict, int]:
    """How many rows of a table have each verdict."""
    of = [row.verdict for row in rows if row.table == table]
    return {name: of.count(name) for name in get_args(Verdict)}
