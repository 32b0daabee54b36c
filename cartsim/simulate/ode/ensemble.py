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
    n = N_BORDER + N_LESION * n_lesions
    return Solution(
        body=np.empty((*people, len(MEASURES), n_times), dtype=np.float32),
        codes=np.empty((*people, len(CODES), n_times), dtype=np.int8),
        lesion=np.full((*people, len(k_.LESION_OBSERVABLES), n_lesions, n_times), np.nan, np.float32),
        state=np.full((*people, n_times if with_state else 0, n), np.nan),
        status=np.zeros(people, dtype=np.int8),
        event_day=np.full((*people, EVENT_SLOTS), np.nan, np.float32),
        event_kind=np.zeros((*people, EVENT_SLOTS), dtype=np.int8),
        event_amount=np.full((*people, EVENT_SLOTS), np.nan, np.float32),
        counts=np.zeros((*people, 8), dtype=np.int64),
        given=np.zeros((*people, 1)),
    )


def solve(
    problem: Problem,
    plan: Plan,
    *,
    with_state: bool = False,
    threads: int | None = None,
    done: Callable[[int], None] | None = None,
    into: Solution | None = None,
) -> Solution:
    """Solve every patient, into the room given (see `blank`) or into new. `done` is told how many more are
    finished. Never raises for a patient: see `Solution.status`.
    """
    people, n_lesions = problem.y0.shape[:1], problem.q.shape[1]
    result = into or blank(people, plan.times.size, n_lesions, with_state)
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
