"""Many patients on all cores: threads take patients from one line, the interpreter's lock is released.

A patient's arithmetic does not depend on its lane, its neighbours or its thread, so results are bit-equal for
any number of threads and any order.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np

from cartsim.model import kernel as k_
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.solve import solve_lanes
from cartsim.simulate.ode.values import (
    CANCELLED,
    CODES,
    COUNTERS,
    EVENT_SLOTS,
    FINISHED,
    MEASURES,
    PENDING,
    Plan,
    Problem,
    Solution,
    scratch_room,
    workspace,
)

LOOK_EVERY = 0.1
"""Seconds between two looks at how many are done."""


def blank(people: tuple[int, ...], n_times: int, n_lesions: int, with_state: bool) -> Solution:
    """Room for the results of these (arms and) patients. The engine writes readings, NaN from where a course
    failed, and leaves places without a group as they are.
    """
    room = Solution(
        body=np.empty((*people, len(MEASURES), n_times), dtype=np.float32),
        codes=np.empty((*people, len(CODES), n_times), dtype=np.int8),
        lesion=np.full((*people, len(k_.LESION_OBSERVABLES), n_lesions, n_times), np.nan, np.float32),
        state=np.empty((*people, 0, N_BORDER + N_LESION * n_lesions)),
        status=np.zeros(people, dtype=np.int8),
        event_day=np.full((*people, EVENT_SLOTS), np.nan, np.float32),
        event_kind=np.zeros((*people, EVENT_SLOTS), dtype=np.int8),
        event_amount=np.full((*people, EVENT_SLOTS), np.nan, np.float32),
        counts=np.zeros((*people, PENDING + 1), dtype=np.int64),
        given=np.zeros((*people, 1)),
    )
    return with_states(room, n_times, n_lesions) if with_state else room


def with_states(room: Solution, n_times: int, n_lesions: int) -> Solution:
    """The same with new room for the whole state at each reading."""
    shape = (*room.status.shape, n_times, N_BORDER + N_LESION * n_lesions)
    return room._replace(state=np.full(shape, np.nan))


def checked(room: Solution, problem: Problem, plan: Plan) -> Solution:
    """This room. Raises ValueError where the engine, which looks at no bounds, would write beside it."""
    wanted = blank((0,), plan.times.size, problem.q.shape[1], with_state=room.state.shape[1:2] != (0,))
    for name, part, other in zip(Solution._fields, room, wanted, strict=True):
        shape = (len(problem.y0), *other.shape[1:])
        if part.shape != shape or part.dtype != other.dtype or not part.flags.c_contiguous:
            found = f"{part.shape} of {part.dtype}"
            raise ValueError(f"{name}: needs {shape} of {other.dtype}, contiguous; got {found}")
    return room


def solve(
    problem: Problem,
    plan: Plan,
    *,
    with_state: bool = False,
    threads: int | None = None,
    done: Callable[[int], None] | None = None,
    into: Solution | None = None,
) -> Solution:
    """Solve every patient, into new room, with the whole state if wanted, or into that given (see `blank`;
    ValueError if it does not fit). `done` is told how many more are finished. Never raises for a patient: see
    `Solution.status`.
    """
    if into is None:
        into = blank(problem.y0.shape[:1], plan.times.size, problem.q.shape[1], with_state)
    result = checked(into, problem, plan)
    order = np.argsort(-problem.n_lesions, kind="stable")
    counter = np.zeros(COUNTERS, dtype=np.int64)
    threads = threads or os.cpu_count() or 1

    def run() -> None:
        scratch = scratch_room()
        work = workspace(plan.rules.shape[0], scratch)
        solve_lanes(order, counter, plan, problem, work, scratch, result)

    told = 0
    with ThreadPoolExecutor(max_workers=threads) as pool:
        try:
            running = {pool.submit(run) for _ in range(threads)}
            while running:
                ended, running = wait(running, timeout=LOOK_EVERY)
                for future in ended:
                    future.result()
                if done is not None and counter[FINISHED] > told:
                    done(int(counter[FINISHED]) - told)
                    told = int(counter[FINISHED])
        finally:
            counter[CANCELLED] = 1  # an interrupt waits for one step only
    return result
