"""What an exported document needs beside the laws: the numbers of one patient and what is done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Constant:
    """A number with its unit, what it means, the kind of evidence for it, why it is believed (paragraphs),
    and the sources it rests on, keys of `Patient.sources`.
    """

    value: float
    unit: str
    meaning: str
    kind: str = ""
    reasons: Sequence[str] = ()
    sources: Sequence[str] = ()


@dataclass(frozen=True)
class Source:
    """A paper or book: how it is cited, and its DOI where it has one."""

    text: str
    doi: str = ""


@dataclass(frozen=True)
class Event:
    """A `row` of the schedule. At `time`, days after the start, names take the values of formulas, in which
    `amount_of_<name>` is the amount. Of events at one moment the earlier in a list come first.
    """

    name: str
    row: str
    time: float
    amount: Constant
    changes: Mapping[str, str]


@dataclass(frozen=True)
class Patient:
    """Parameters, the own parameters of each lesion group, the state at the start by name (`P_0` for state P
    of group 0), the study day of the start, the events that follow, and the sources that numbers rest on.
    """

    name: str
    notes: str
    first_day: float
    parameters: Mapping[str, Constant]
    groups: Sequence[Mapping[str, float]]
    start: Mapping[str, float]
    events: Sequence[Event] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
