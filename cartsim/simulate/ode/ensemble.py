"""Many patients on all cores: chunks of patients go to threads, each thread has its own scratch, the lock is
released.

A patient's arithmetic does not depend on its chunk, its thread or its neighbours, so results are bit-equal
for any number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from cartsim._jit import kernel
from cartsim.model import kernel as k_
from cartsim.model.kernel import prepare_
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.solve import solve_patient
from cartsim.simulate.ode.values import EVENT_SLOTS, Case, Log, Plan, Readings, Work, workspace

CHUNK = 2
"""Patients a thread takes at a time: small enough to share the work out evenly, large enough to amortise the
call.
"""


class Problem(NamedTuple):
    """Initial states `y0` (patient, state), parameters `p`, groups' own parameters `q` (patient, lesion, .),
    number of groups, amounts of schedule rows and of rules (patient, row). `p` and `q` hold room for the
    constants behind what is given.
    """

    y0: np.ndarray
    p: np.ndarray
    q: np.ndarray
    n_lesions: np.ndarray
    h0: np.ndarray
    amounts: np.ndarray
    rule_amounts: np.ndarray


class Solution(NamedTuple):
    """Readings `body` (patient, time, observable), `lesion` (patient, time, group, observable), optionally
    `state` (patient, time, state); how each solve ended, the event log, counters.
    """

    body: np.ndarray
    lesion: np.ndarray
    state: np.ndarray
    status: np.ndarray
    event_day: np.ndarray
    event_kind: np.ndarray
    event_amount: np.ndarray
    counts: np.ndarray
    given: np.ndarray


def blank(n_patients: int, n_times: int, n_lesions: int, with_state: bool) -> Solution:
    """Room for the results; what is not reached stays NaN."""
    n = N_BORDER + N_LESION * n_lesions
    return Solution(
        body=np.full((n_patients, n_times, len(k_.BODY_OBSERVABLES)), np.nan, dtype=np.float32),
        lesion=np.full(
            (n_patients, n_times, n_lesions, len(k_.LESION_OBSERVABLES)), np.nan, dtype=np.float32
        ),
        state=np.full((n_patients, n_times if with_state else 0, n), np.nan),
        status=np.zeros(n_patients, dtype=np.int8),
        event_day=np.full((n_patients, EVENT_SLOTS), np.nan),
        event_kind=np.zeros((n_patients, EVENT_SLOTS), dtype=np.int8),
        event_amount=np.full((n_patients, EVENT_SLOTS), np.nan),
        counts=np.zeros((n_patients, 8), dtype=np.int64),
        given=np.zeros((n_patients, 1)),
    )


@kernel
def solve_chunk(first, last, problem, plan, work, result):
    """Patients first..last, one after another; `problem` is used up: its states and parameters move on."""
    for i in range(first, last):
        n_lesions = problem.n_lesions[i]
        prepare_(problem.p[i], problem.q[i], n_lesions)
        case = Case(
            problem.y0[i],
            problem.p[i],
            problem.q[i],
            n_lesions,
            N_BORDER + N_LESION * n_lesions,
            problem.h0[i],
            problem.amounts[i],
            problem.rule_amounts[i],
        )
        log = Log(
            result.event_day[i],
            result.event_kind[i],
            result.event_amount[i],
            result.counts[i],
            result.given[i],
        )
        out = Readings(result.body[i], result.lesion[i], result.state[i])
        result.status[i] = solve_patient(case, plan, work, log, out)


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
    own = problem._replace(y0=problem.y0.copy(), p=problem.p.copy(), q=problem.q.copy())
    chunks = [(first, min(first + CHUNK, n_patients)) for first in range(0, n_patients, CHUNK)]
    spare: list[Work] = []

    def run(chunk: tuple[int, int]) -> int:
        work = spare.pop() if spare else workspace(n_lesions, plan.rules.shape[0])
        solve_chunk(*chunk, own, plan, work, result)
        spare.append(work)
        return chunk[1] - chunk[0]

    pool = ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1)
    try:
        for finished in pool.map(run, chunks):
            if done is not None:
                done(finished)
    finally:
        pool.shutdown(cancel_futures=True)  # an interrupt waits for running chunks only
    return result
