"""Something wrong inside a scenario, said before anyone knows at which line of which file it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import ParamSpec, TypeVar

from pydantic_core import PydanticCustomError

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")

Path = tuple[str | int, ...]
"""The way to a value: keys of blocks and positions in lists."""


@dataclass(frozen=True)
class Mistake:
    """`at` leads from the place that was checked to the value that is wrong, or whose key is (`of_key`)."""

    message: str
    remedy: str
    at: Path = ()
    of_key: bool = False


def refuse(message: str, remedy: str, *at: str | int) -> PydanticCustomError:
    """The error to raise in a validator for one mistake."""
    return refuse_all([Mistake(message, remedy, at)])


def refuse_name(message: str, remedy: str) -> PydanticCustomError:
    """The error to raise for a key that cannot be one."""
    return refuse_all([Mistake(message, remedy, (), True)])


def refuse_all(mistakes: Iterable[Mistake]) -> PydanticCustomError:
    """The error to raise in a validator for several mistakes at once."""
    found = tuple(mistakes)
    text = " / ".join(f"{path_text(item.at)} {item.message}; {item.remedy}".strip() for item in found)
    return PydanticCustomError("mistakes", "{text}", {"text": text, "mistakes": found})


def without(mistakes: Iterable[Mistake], value: Value) -> Value:
    """The value, if there are no mistakes."""
    found = list(mistakes)
    if found:
        raise refuse_all(found)
    return value


def path_text(path: Path) -> str:
    """`trial.arms[0].dose`: a path as people write it."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{safe(step)}"
    return text.removeprefix(".")


def shown(value: object) -> str:
    """A value inside a message: what was written, cut short, control characters escaped."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int | float):
        return number_text(float(value))
    return repr(safe(str(value)))


def number_text(value: float) -> str:
    """A number as people write it: `0.58`, `15000`, `1e8`, `1e-5`; six zeros are too many to count."""
    text = re.sub(r"e([-+])0*(\d)", lambda found: f"e{found[1].strip('+')}{found[2]}", f"{value:.12g}")
    digits = text.rstrip("0")
    zeros = len(text) - len(digits)
    if "." in text or "e" in text or zeros < 6:
        return text
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{zeros + len(digits) - 1}"


def safe(text: str, length: int = 60) -> str:
    """Text from a file made fit for a terminal."""
    printable = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text[:length])
    return printable + ("..." if len(text) > length else "")


def nearest(name: str, known: Iterable[str], fallback: str = "") -> str:
    """`did you mean 'route'?`, or the names there are."""
    names = [str(item) for item in known]
    close = get_close_matches(name[:60].lower(), [item.lower() for item in names], n=1, cutoff=0.6)
    if close:
        return f"did you mean '{next(item for item in names if item.lower() == close[0])}'?"
    return fallback or (f"known here: {', '.join(names[:20])}" + (", ..." if len(names) > 20 else ""))


def tried(
    mistakes: list[Mistake],
    at: Path,
    read: Callable[Arguments, Value],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Value | None:
    """What `read` returns; if it refuses, None, with its mistakes added to the list as found at `at`."""
    try:
        return read(*args, **kwargs)
    except ValueError as error:
        mistakes.extend(said(error, *at))
        return None


def said(error: ValueError, *at: str | int) -> list[Mistake]:
    """The mistakes that a refusal carries, seen from `at` steps further up."""
    context = error.context if isinstance(error, PydanticCustomError) else None
    found: tuple[Mistake, ...] = (context or {}).get("mistakes") or (Mistake(str(error), ""),)
    return [replace(item, at=(*at, *item.at)) for item in found]
