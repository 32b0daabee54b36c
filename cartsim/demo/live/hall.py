"""What all viewers of a server share: the line, the drawing processes, and the first result, made before the
first viewer comes."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass

from cartsim.demo.live.asked import Asked
from cartsim.demo.live.easels import Easels
from cartsim.demo.live.line import Line, Work
from cartsim.demo.live.shown import FIGURES, Drawn
from cartsim.demo.live.starts import starts
from cartsim.results.run import Run
from cartsim.virtual_trial import Watch, carry_out


@dataclass(frozen=True)
class Outcome:
    """A finished run, what was asked, and its figures where they are drawn already."""

    asked: Asked
    run: Run
    figures: tuple[Drawn, ...] = ()


@dataclass
class Hall:
    """One for a process; `first` is what every viewer finds on the page."""

    line: Line
    easels: Easels
    first: Outcome

    def close(self) -> None:
        """For the end of the server."""
        self.line.close()
        self.easels.close()


def trial(asked: Asked) -> Work:
    """The work of a run."""

    def work(watch: Watch) -> Outcome:
        return Outcome(asked, carry_out(asked.scenario, watch))

    return work


_lock = threading.Lock()
_halls: list[Hall] = []


def hall() -> Hall:
    """The hall of this process, opened when it is first asked for: compiles if need be, and runs and draws
    the first scenario once, so that nobody waits for it later."""
    with _lock:
        if not _halls:
            _halls.append(_opened())
        return _halls[0]


def _opened() -> Hall:
    cores = os.cpu_count() or 1
    easels = Easels(cores)
    asked = next(iter(starts().values()))
    run = carry_out(asked.scenario)
    figures = [tuple(easels.draw(run, list(FIGURES))) for _ in range(cores)]  # each process once
    return Hall(Line(cores), easels, Outcome(asked, run, figures[0]))
