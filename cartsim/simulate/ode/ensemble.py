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
    COUNTERS,
    EVENT_SLOTS,
    FINISHED,
    Plan,
    Problem,
    Solution,
    scratch_room,
    workspace,
)

LOOK_EVERY = 0.1
"""Seconds between two looks at how many are done."""


def blank(n_patients: int, n_times: int, n_lesions: int, with_state: bool) -> Solution:
    """Room for the results. Readings are written by the engine, NaN from where a course failed."""
    n = N_BORDER + N_LESION * n_lesions
    return Solution(
        body=np.empty((n_patients, n_times, len(k_.BODY_OBSERVABLES)), dtype=np.float32),
        lesion=np.empty((n_patients, n_times, n_lesions, len(k_.LESION_OBSERVABLES)), dtype=np.float32),
        state=np.empty((n_patients, n_times if with_state else 0, n)),
        status=np.zeros(n_patients, dtype=np.int8),
        event_day=np.full((n_patients, EVENT_SLOTS), np.nan),
        event_kind=np.zeros((n_patients, EVENT_SLOTS), dtype=np.int8),
        event_amount=np.full((n_patients, EVENT_SLOTS), np.nan),
        counts=np.zeros((n_patients, 8), dtype=np.int64),
        given=np.zeros((n_patients, 1)),
    )


def solve(
    problem: Problem,
    plan: Plan,
    *,
    with_state: bool = False,
    threads: int | None = None,
    done: Callable[[int], None] | None = None,
) -> Solution:
    """Solve every patient; `done` is told how many more are finished. Never raises for a patient: see
    `Solution.status`.
    """
    n_patients, n_lesions = problem.y0.shape[0], problem.q.shape[1]
    result = blank(n_patients, plan.times.size, n_lesions, with_state)
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
