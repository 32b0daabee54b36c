"""A control as a value: its name, what it shows of a scenario, how a change is written into the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cartsim.scenario.edited import REMOVED
from cartsim.scenario.mistakes import Path

Values = Mapping[str, Any]
"""What every control of the form holds, by key."""
Changes = dict[Path, Any]
"""What to write into the text, as `cartsim.scenario.edited.edited` takes it."""
Kind = Literal["text", "choice", "slider", "tick"]


@dataclass(frozen=True)
class Setting:
    """One control. `shown` is its value as the text has it; a choice shows one of the names in `options`.

    `written` is told the values of all controls, since some are written together: the shares of a mix.
    `half`: it takes half the width.
    """

    key: str
    label: str
    kind: Kind
    shown: Any
    written: Callable[[Values], Changes]
    options: Mapping[str, Any] = field(default_factory=dict)
    lowest: int = 0
    highest: int = 100
    half: bool = False


@dataclass(frozen=True)
class Group:
    """Controls under one heading, with a sentence on them."""

    title: str
    settings: Sequence[Setting]
    words: str = ""
    opened: bool = False
    of_arm: bool = False


def changes(groups: Sequence[Group], values: Values) -> Changes:
    """What to write for every control that does not hold what it showed."""
    found: Changes = {}
    for group in groups:
        for setting in group.settings:
            if values[setting.key] != setting.shown:
                found |= setting.written(values)
    return found


def text(key: str, label: str, path: Path, shown: object, half: bool = False) -> Setting:
    """A line of text, written as it stands; an emptied one takes the field away."""

    def written(values: Values) -> Changes:
        line = str(values[key]).strip()
        return {path: int(line) if line.isdecimal() else line or REMOVED}

    return Setting(key, label, "text", str(shown), written, half=half)


def days(key: str, label: str, path: Path, shown: Sequence[float]) -> Setting:
    """A list of days, as `30, 91, 182`; what is no list of numbers is written as it is, and refused there."""

    def written(values: Values) -> Changes:
        return {path: numbers(str(values[key]))}

    return Setting(key, label, "text", ", ".join(f"{day:g}" for day in shown), written)


def numbers(line: str) -> list[int | float] | str:
    """Numbers between commas or blanks; the line itself where it is none.

    >>> numbers("-5, -4 0.5"), numbers("a week")
    ([-5, -4, 0.5], 'a week')
    """
    try:
        found = [float(word) for word in line.replace(",", " ").split()]
    except ValueError:
        return line
    return [int(value) if value == int(value) else value for value in found] if found else line


def share(key: str, label: str, path: Path, shown: float, highest: int = 100) -> Setting:
    """A slider in percent."""
    percent = round(100 * shown, 2)

    def written(values: Values) -> Changes:
        return {path: round(float(values[key]) / 100, 4)}

    return Setting(key, label, "slider", percent, written, highest=max(highest, -int(-percent // 1)))


def choice(key: str, label: str, path: Path, options: Mapping[str, Any], shown: object) -> Setting:
    """One of several names; `options` say what each is written as. What is shown need not be among them."""
    known = dict(options)
    name = next((name for name, value in known.items() if value == shown), None)
    if name is None:
        name = f"{shown} (as written)"
        known[name] = shown

    def written(values: Values) -> Changes:
        return {path: known[values[key]]}

    return Setting(key, label, "choice", name, written, known)


def count(key: str, label: str, path: Path, shown: int, highest: int) -> Setting:
    """A slider over whole numbers from 1 on."""

    def written(values: Values) -> Changes:
        return {path: int(values[key])}

    return Setting(key, label, "slider", shown, written, lowest=1, highest=max(highest, shown))


def tick(key: str, label: str, path: Path, shown: bool) -> Setting:
    """Yes or no."""

    def written(values: Values) -> Changes:
        return {path: bool(values[key])}

    return Setting(key, label, "tick", shown, written)


def mix(
    prefix: str, labels: Mapping[str, str], path: Path, shown: Mapping[str, float], or_else: Any
) -> list[Setting]:
    """A slider for each part of a whole; whatever they add up to is 100 %. All at 0 is `or_else`."""

    def written(values: Values) -> Changes:
        parts = {name: float(values[f"{prefix}{name}"] or 0) for name in labels}
        return {path: shares(parts) or or_else}

    return [
        Setting(f"{prefix}{name}", label, "slider", round(100 * shown.get(name, 0.0), 2), written)
        for name, label in labels.items()
    ]


def shares(parts: Mapping[str, float]) -> dict[str, float]:
    """Parts as shares of their sum, which add up to 1 also after rounding; nothing where all are 0.

    >>> shares({"a": 1, "b": 2, "c": 0}), shares({"a": 0})
    ({'a': 0.3333, 'b': 0.6667}, {})
    """
    total = sum(parts.values())
    if total <= 0:
        return {}
    found = {name: round(part / total, 4) for name, part in parts.items() if part > 0}
    largest = max(found, key=lambda name: found[name])
    rest = 1 - sum(value for name, value in found.items() if name != largest)
    return found | {largest: round(rest, 4)}
