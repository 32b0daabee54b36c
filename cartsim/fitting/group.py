"""The fit of a group: subjects one by one, the residual error together.

First every parameter moves, with the prior or without, and the residual error of the group is found: what is
held later must not count as error. Then each subject's samples say what they identify; that is fitted and
gets its intervals. Nothing depends on the order of subjects or samples.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import numpy as np

from cartsim.fitting import likelihood
from cartsim.fitting.band import band
from cartsim.fitting.describe import of_course, of_samples
from cartsim.fitting.estimate import Curve, Found, Task, best, search
from cartsim.fitting.fit import GroupFit, SubjectFit
from cartsim.fitting.residual import residual_sd
from cartsim.fitting.samples import Samples
from cartsim.fitting.settle import Identified, estimates, identified, intervals

FIRST_SIGMA = 0.5
"""SD of the log that the search of the residual error begins at."""
ROUNDS = 8
STILL = 0.01
"""Relative change of the residual error at which it stands still."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Watch = Callable[[int, int], None]


def fit_group(
    curves: Sequence[Curve],
    samples: Sequence[Samples],
    given: Sequence[str],
    model: str,
    *,
    prior: bool = True,
    level: float = 0.95,
    watch: Watch | None = None,
) -> GroupFit:
    """Fit every subject; `watch` is told how much of the work is done."""
    told = _Counter(3 * len(curves) + 1, watch)
    tasks = [_first_task(curve, sample) for curve, sample in zip(curves, samples, strict=True)]
    pilots = told.over(best, tasks)
    tasks, pilots = _settled_sigma(tasks, pilots)
    if not prior:
        tasks, pilots = _without_prior(tasks, pilots)
    known = told.over(lambda pair: identified(*pair, level), list(zip(tasks, pilots, strict=True)))
    finals, finished = _finals(tasks, pilots, known, prior)
    rest = list(zip(tasks, pilots, finals, finished, known, given, strict=True))
    subjects = told.over(lambda parts: _subject(*parts, level=level), rest)
    told.end()
    sigma = tasks[0].sigma
    return GroupFit(model, samples[0].assay, prior, level, sigma, curves[0].free, tuple(subjects))


def _first_task(curve: Curve, samples: Samples) -> Task:
    count = len(curve.free)
    return Task(curve, samples, FIRST_SIGMA, np.ones(count, dtype=bool), np.zeros(count), prior=True)


def _settled_sigma(tasks: list[Task], found: list[Found]) -> tuple[list[Task], list[Found]]:
    """Residual error and estimates by turns, until it stands still."""
    for _ in range(ROUNDS):
        before = tasks[0].sigma
        sigma = residual_sd(tasks, found)
        tasks = [replace(task, sigma=sigma) for task in tasks]
        found = _searched(tasks, found)
        if abs(sigma / before - 1.0) < STILL:
            break
    return tasks, found


def _without_prior(tasks: list[Task], pilots: list[Found]) -> tuple[list[Task], list[Found]]:
    """The same at the residual error that plain likelihood gives. The points are still those of the prior,
    which keeps what the samples do not tell from running away: sensitivities are looked at there."""
    plain = [replace(task, prior=False) for task in tasks]
    plain, _ = _settled_sigma(plain, _searched(plain, pilots))
    tasks = [replace(task, sigma=other.sigma) for task, other in zip(tasks, plain, strict=True)]
    return tasks, _searched(tasks, pilots)


def _searched(tasks: list[Task], starts: list[Found]) -> list[Found]:
    return _each(lambda pair: search(pair[0], pair[1].x), list(zip(tasks, starts, strict=True)))


def _finals(
    tasks: list[Task], pilots: list[Found], known: list[Identified], prior: bool
) -> tuple[list[Task], list[Found]]:
    """What is identified moves, the rest stays at typical values; with the prior moves too what the samples
    tell from one side, which the prior then holds."""
    finals = [
        replace(
            task,
            prior=prior,
            moves=subset.moves | (subset.half_told & prior),
            held=np.zeros_like(task.held) if prior else subset.stays,
        )
        for task, subset in zip(tasks, known, strict=True)
    ]
    return finals, _searched(finals, pilots)


def _subject(
    task: Task, pilot: Found, final: Task, end: Found, known: Identified, given: str, *, level: float
) -> SubjectFit:
    """Intervals, course and description of one subject."""
    about, whole = (task, pilot) if final.prior else (final, end)
    sides, whole = intervals(about, whole, known, level)
    end = search(final, whole.x) if final.prior else whole
    course = band(about, whole, end.x, level)
    return SubjectFit(
        samples=task.samples,
        given=given,
        estimates=estimates(about, whole, end, known, sides),
        course=course,
        residuals=likelihood.residuals(end.levels, task.samples, final.sigma),
        observed=of_samples(task.samples),
        fitted=of_course(course.days, course.level, task.samples),
        collinearity=known.gamma,
        converged=end.converged,
    )


def _each(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The results in order, by as many threads as cores: the engine lets go of the interpreter's lock."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(function, items))


class _Counter:
    """Counts finished pieces of work and tells the watch."""

    def __init__(self, total: int, watch: Watch | None) -> None:
        self.total, self.watch, self.done = total, watch, 0

    def over(self, function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        results = []
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            for result in pool.map(function, items):
                results.append(result)
                self.tell(1)
        return results

    def tell(self, more: int) -> None:
        self.done = min(self.done + more, self.total - 1)
        if self.watch is not None:
            self.watch(self.done, self.total)

    def end(self) -> None:
        if self.watch is not None:
            self.watch(self.total, self.total)
