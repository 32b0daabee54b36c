"""Many patients on all cores: chunks of patients go to threads, each thread has its own scratch, the lock is
released.

A patient's arithmetic does not depend on its chunk, its thread or its neighbours, so results are bit-equal
for any number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from cartsim._jit import kernel
from cartsim.model import kernel as k_
from cartsim.model.kernel import prepare_
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.solve import solve_patient
from cartsim.simulate.ode.values import EVENT_SLOTS, Log, Plan, Work, workspace

CHUNK = 2
"""Patients a thread takes at a time: small enough to share the work out evenly, large enough to amortise the
call.
"""


@dataclass(frozen=True)
class Problem:
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


@dataclass(frozen=True)
class Solution:
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
def solve_chunk(
    first,
    last,
    y0,
    p,
    q,
    n_lesions,
    h0,
    plan,
    amounts,
    rule_amounts,
    work,
    body,
    lesion,
    state,
    status,
    event_day,
    event_kind,
    event_amount,
    counts,
    given,
):
    """Patients first..last, one after another."""
    for i in range(first, last):
        prepare_(p[i], q[i], n_lesions[i])
        log = Log(event_day[i], event_kind[i], event_amount[i], counts[i], given[i])
        status[i] = solve_patient(
            y0[i],
            p[i],
            q[i],
            n_lesions[i],
            h0[i],
            plan,
            amounts[i],
            rule_amounts[i],
            work,
            log,
            body[i],
            lesion[i],
            state[i],
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
    y0, p, q = problem.y0.copy(), problem.p.copy(), problem.q.copy()
    chunks = [(first, min(first + CHUNK, n_patients)) for first in range(0, n_patients, CHUNK)]
    spare: list[Work] = []

    def run(chunk: tuple[int, int]) -> int:
        work = spare.pop() if spare else workspace(n_lesions, plan.rules.shape[0])
        solve_chunk(
            *chunk,
            y0,
            p,
            q,
            problem.n_lesions,
            problem.h0,
            plan,
            problem.amounts,
            problem.rule_amounts,
            work,
            result.body,
            result.lesion,
            result.state,
            result.status,
            result.event_day,
            result.event_kind,
            result.event_amount,
            result.counts,
            result.given,
        )
        spare.append(work)
        return chunk[1] - chunk[0]

    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        for finished in pool.map(run, chunks):
            if done is not None:
                done(finished)
    return result
