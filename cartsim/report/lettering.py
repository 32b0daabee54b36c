"""Words that fit their place: measured, wrapped, and arm names shortened so that they stay apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from textwrap import wrap

import matplotlib
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation
from matplotlib.textpath import text_to_path

from cartsim.report.style import QUIET

POINTS = 72
"""Points in an inch."""
TITLE, NOTE, TICK, LEGEND = 10.0, 8.0, 8.0, 8.5
"""Sizes of letters in points."""


def text_width(text: str, size: float = NOTE, weight: str = "normal") -> float:
    """How wide a line of text is, in inches, in the font of the figures."""
    return _measured(text, size, weight, tuple(matplotlib.rcParams["font.family"])) / POINTS


@lru_cache(maxsize=4096)
def _measured(text: str, size: float, weight: str, family: tuple[str, ...]) -> float:
    font = FontProperties(family=list(family), size=size, weight=weight)  # type: ignore[arg-type]
    return float(text_to_path.get_text_width_height_descent(text, font, False)[0])  # type: ignore[arg-type]


def lines_of(text: str, inches: float, size: float = NOTE, weight: str = "normal") -> list[str]:
    """The text broken between words, but not before %, into lines of at most so many inches; a longer word
    stands alone."""
    lines: list[str] = []
    for word in " ".join(text.split()).replace(" %", "\N{NO-BREAK SPACE}%").split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= inches:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def heading(ax: Axes, title: str, note: str = "") -> None:
    """A bold title at the left and under it, in grey, n and interval; `fit_heading` breaks their lines."""
    ax.set_title(title, loc="left", fontweight="bold")
    ax.annotate(
        note,
        (0, 1),
        (0, 6),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=NOTE,
        color=QUIET,
        va="bottom",
        linespacing=1.15,
        label=f"{NOTED}{note}",
        in_layout=False,
    )
    fit_heading(ax, inside(ax))


def _title_lines(title: str, inches: float) -> list[str]:
    """One line, or broken at commas first."""
    if text_width(title, TITLE, "bold") <= inches:
        return [title]
    parts = title.replace(", ", ",\n").split("\n")
    return [line for part in parts for line in lines_of(part, inches, TITLE, "bold")]


NOTED = "_note: "
"""How the label of a text begins that keeps a heading's note unbroken; legends pass such labels over."""


def fit_heading(ax: Axes, inches: float) -> None:
    """Break title and note of a panel at its inner width."""
    note = next((text for text in ax.texts if str(text.get_label()).startswith(NOTED)), None)
    if note is None:
        return
    lines = lines_of(str(note.get_label()).removeprefix(NOTED), inches)
    note.set_text("\n".join(lines).replace("\N{NO-BREAK SPACE}", " "))
    title = " ".join(ax.get_title(loc="left").split())
    broken = "\n".join(_title_lines(title, inches))
    ax.set_title(broken, loc="left", fontweight="bold", pad=7 + 11 * len(lines))


def inside(ax: Axes, columns: int = 0) -> float:
    """About how wide the inside of a panel is that stands alone or in equal columns, in inches."""
    figure, place = ax.get_figure(), ax.get_subplotspec()
    columns = columns or (place.get_gridspec().ncols if place is not None else 1)
    return (figure.get_figwidth() if figure is not None else 6.0) / columns - beside(ax) - 0.15


def beside(ax: Axes) -> float:
    """About how wide the labels left of a panel are, in inches."""
    lines = [line for label in ax.get_yticklabels() for line in label.get_text().split("\n")]
    ticks = max((text_width(line, TICK) for line in lines), default=0.0) + 0.12
    own = [text for text in ax.texts if isinstance(text, Annotation) and text.get_ha() == "right"]
    names = [text_width(text.get_text()) + 0.25 for text in own if text.xy[0] == 0]
    return max(ticks + (0.2 if ax.get_ylabel() else 0.0), *names, 0.0)


def fits(text: str, inches: float, size: float = TICK) -> bool:
    """Whether a number in a bar has air at both sides."""
    return text_width(text, size) + 0.07 <= inches


def short(name: object, width: int = 26) -> str:
    """A name that fits its place, with an ellipsis in its middle: both ends tell arms apart. What follows its
    last comma stays whole where there is room.

    >>> short("PD-L1 CAR beside it, k_loss 1e-5 per day", 30)
    'PD-L1 CA…, k_loss 1e-5 per day'
    >>> short("switch receptor of the second kind", 20)
    'switch rec…cond kind'
    """
    text = str(name)
    if len(text) <= width:
        return text
    head, comma, tail = text.rpartition(", ")
    room = width - len(tail) - 3
    if comma and room >= 5:
        return f"{head[:room].rstrip()}…{comma}{tail}"
    end = (width - 1) // 2
    return f"{text[: width - 1 - end].rstrip(' ,')}…{text[-end:].lstrip(' ,')}"


def distinct(names: Iterable[object], width: int) -> list[str]:
    """The names shortened, to more letters than `width` where they would else be the same.

    >>> distinct(["switch receptor, first dose low", "switch receptor, first dose high"], 12)
    ['switch…e low', 'switch…high']
    """
    return _apart(names, width, short)


def folded(name: object, width: int, lines: int = 3) -> str:
    """A name broken into short lines, at commas if it has any, and shortened where they do not hold it.

    >>> folded("PD-L1 CAR beside it, k_loss 1e-5 per day", 20)
    'PD-L1 CAR beside it,\\nk_loss 1e-5 per day'
    """
    text = str(name)
    for letters in range(len(text), width, -1):
        broken = _broken(short(text, letters), width)
        if len(broken) <= lines:
            return "\n".join(broken)
    return short(text, width)


def _broken(text: str, width: int) -> list[str]:
    """Lines of at most `width` letters that end at commas where they can."""
    parts = text.split(", ")
    lines: list[str] = []
    for place, part in enumerate(parts):
        said = part + "," * (place + 1 < len(parts))
        if lines and len(lines[-1]) + 1 + len(said) <= width:
            lines[-1] += f" {said}"
        else:
            lines += wrap(said, width)
    return lines


def row_names(names: Iterable[object], width: int = 24, lines: int = 2) -> list[str]:
    """Names of rows or columns beside an axis, folded; in longer lines where they would else be the same.

    >>> row_names(["IV", "PD-L1 CAR beside it, k_loss 1e-5 per day"])
    ['IV', 'PD-L1 CAR beside it,\\nk_loss 1e-5 per day']
    """
    return _apart(names, width, lambda name, letters: folded(name, letters, lines))


def _apart(names: Iterable[object], width: int, cut: Callable[[str, int], str]) -> list[str]:
    """The names cut to `width` letters, or to the least number beyond it at which no two are the same."""
    whole = [str(name) for name in names]
    for letters in range(width, max(map(len, whole), default=0)):
        found = [cut(name, letters) for name in whole]
        if len(set(found)) == len(set(whole)):
            return found
    return whole
