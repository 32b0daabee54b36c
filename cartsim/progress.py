"""What a command tells while it works, on standard error: a bar where somebody watches, lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 5.0
"""Seconds between two lines of progress when nobody watches a terminal."""

CELLS = "hours of nodules"
"""What is counted of single cells."""

CELL_CODE = "mechanics."
"""How files of compiled code begin that only single cells need."""

Watch = Callable[[int, int], None]
"""Told how many of how many are done: courses (a patient in an arm), or steps."""


def say(message: str) -> None:
    """One line beside the answer, where a pipe does not see it."""
    print(message, file=sys.stderr, flush=True)


def tell_compilation(cells: bool = False) -> None:
    """Say so when the first solve on this machine, or the first one of single cells, has to compile."""
    from cartsim import _jit

    if os.environ.get("NUMBA_DISABLE_JIT", "0") == "0" and _jit.is_cold(CELL_CODE if cells else ""):
        say("compiling once for this machine (about a minute)")


def counted(cells: bool) -> str:
    """What a run counts: courses of patients, or hours of single cells."""
    return CELLS if cells else "courses"


@contextmanager
def shown(name: str, silent: bool = False, what: str = "courses") -> Iterator[Watch | None]:
    """What to tell the progress to: a bar with the time left on a terminal, lines of text elsewhere; `what`
    is counted."""
    if silent:
        yield None
        return
    tell_compilation(cells=what == CELLS)
    if sys.stderr.isatty():
        with _bar(name, what) as watch:
            yield watch
    else:
        yield _lines(name, what)


@contextmanager
def _bar(name: str, what: str) -> Iterator[Watch]:
    from rich import progress as columns
    from rich.console import Console

    class _Rate(columns.ProgressColumn):
        """How many are done a second."""

        def render(self, task: columns.Task) -> str:
            return f"{task.speed:.3g}" if task.speed else "..."

    parts = (
        columns.TextColumn("{task.description}", markup=False),
        columns.BarColumn(),
        columns.MofNCompleteColumn(),
        columns.TextColumn(f"{what},"),
        _Rate(),
        columns.TextColumn("a second, time left"),
        columns.TimeRemainingColumn(),
    )
    with columns.Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def duration(seconds: float) -> str:
    """Seconds as people say them: `40 s`, `12 min`, `3.5 h`."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _lines(name: str, what: str = "courses") -> Watch:
    """A line every few seconds and one at the end; the time left is reckoned from the first courses on."""
    start = told = time.monotonic()
    first: list[tuple[float, int]] = []

    def watch(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if not first:
            first.append((now, done))
            told = now
        begun, before = first[0]
        if done == total:
            verb = " simulated" if what in ("courses", CELLS) else ""
            say(f"{name}: {total} {what}{verb} in {now - start:.1f} s")
        elif now - told >= EVERY and done > before:
            told = now
            rate = (done - before) / (now - begun)
            left = duration((total - done) / rate)
            say(f"{name}: {done} of {total} {what}, {rate:.3g} a second, about {left} left")

    return watch
