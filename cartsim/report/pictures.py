"""Figures as pictures for the page, drawn by as many processes as there are cores."""

from __future__ import annotations

import gc
import os
import signal
import sys
from base64 import b64encode
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import current_process, get_context
from typing import NamedTuple

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from cartsim.report.plates.sheet import Plate
from cartsim.report.style import journal_style
from cartsim.results.run import Run

DOTS = 100
"""Page pixels per inch of figure."""

Wish = tuple[Plate, Run]
"""A figure to draw, and of what."""


class Picture(NamedTuple):
    """A drawn figure: what the page names as its source, and its size in pixels."""

    source: str
    width: int
    height: int


def pictures(wishes: Sequence[Wish]) -> list[Picture | None]:
    """Every figure in its order, None where the run has nothing to show in it; whoever draws, the bytes are
    the same. Forked processes have run and libraries at once; where forking is not safe, or this process may
    have none, one draws all."""
    workers = min(_cores(), len(wishes))
    if workers < 2 or sys.platform != "linux" or current_process().daemon:
        return [picture(wish) for wish in wishes]
    fork = get_context("fork")
    with ProcessPoolExecutor(workers, fork, initializer=_begin, initargs=(wishes,)) as pool:
        return list(pool.map(_nth, range(len(wishes))))


def picture(wish: Wish) -> Picture | None:
    """One figure; `print_svg` draws once where `savefig` draws twice."""
    plate, run = wish
    with journal_style():
        figure = plate.draw(run)
        return None if figure is None else encoded(figure)


def encoded(figure: Figure) -> Picture:
    """A figure as a picture; call it in the style that the figure was made in."""
    image = BytesIO()
    FigureCanvasSVG(figure).print_svg(image, metadata={"Date": None, "Creator": None})
    source = f"data:image/svg+xml;base64,{b64encode(image.getvalue()).decode()}"
    width, height = (round(DOTS * inches) for inches in figure.get_size_inches())
    return Picture(source, width, height)


_wishes: list[Wish] = []
"""What a forked process may be asked to draw."""


def _begin(wishes: Sequence[Wish]) -> None:
    """An interrupt is for the first process alone to answer. Nothing is searched for garbage: that would copy
    the memory shared with the first process, and a drawing process does not last.
    """
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _wishes[:] = wishes


def _nth(place: int) -> Picture | None:
    return picture(_wishes[place])


def _cores() -> int:
    return os.cpu_count() or 1
