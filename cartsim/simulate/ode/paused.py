"""The course of one patient that waits when asked, and goes on from whatever its state is then.

What the engine remembers of a patient stays in its work: step size, running infusions, rules and the actions
they have put off, pools that have held a cell. So a course that waits every hour and is left as it is is the
same course, to the tolerance of the solver.
"""

from __future__ import annotations

import numpy as np

from cartsim._jit import kernel
from cartsim._lanes import aligned
from cartsim.model import kernel as k_
from cartsim.model.state import MAX_LESIONS
from cartsim.simulate.ode.ensemble import blank, checked
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION, N_Q
from cartsim.simulate.ode.solve import solve_lanes
from cartsim.simulate.ode.values import COUNTERS, OK, ROW, WAITING, Plan, Problem, T, scratch_room, workspace

LANE = 0
"""The lane of a patient who is alone."""
LODGERS = len(k_.PARAMETERS) + k_.INPUTS.index("lodgers")


@kernel
def prepare(p, q):
    """Constants of patients and groups from their parameters."""
    k_.prepare_(p, q, MAX_LESIONS)


class Paused:
    """The one patient of a problem, at first before the start of the plan."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        if len(problem.y0) != 1:
            raise ValueError(f"needs the problem of one patient; got {len(problem.y0)}")
        self.problem, self.plan = problem._replace(y0=problem.y0.copy(), p=problem.p.copy()), plan
        room = blank((1,), plan.times.size, problem.q.shape[1], with_state=True)
        self.result = checked(room, problem, plan)
        self._scratch = scratch_room()
        self._work = workspace(plan.rules.shape[0], self._scratch)
        self._counter = np.zeros(COUNTERS, dtype=np.int64)

    @property
    def begun(self) -> bool:
        """Whether the plan has begun."""
        return bool(self._counter.any())

    @property
    def waiting(self) -> bool:
        """Whether the course can go on: it has begun, and neither ended nor failed."""
        return bool(self._counter[WAITING])

    @property
    def status(self) -> int:
        """How the course ended, if it did not reach its end or a pause."""
        return int(self.result.status[0])

    @property
    def day(self) -> float:
        """Where the course is."""
        return float(self._work.clock[T, LANE]) if self.begun else self.plan.start

    @property
    def state(self) -> np.ndarray:
        """The state (state), a view: the course goes on from what it is set to."""
        rows = N_BORDER + N_LESION * int(self.problem.n_lesions[0])
        return self._work.y[:rows, LANE] if self.begun else self.problem.y0[0, :rows]

    @property
    def rows_met(self) -> int:
        """Schedule rows that lie behind."""
        return int(self._work.place[ROW, LANE]) if self.begun else 0

    def go_on(self, until: float = np.inf) -> bool:
        """To a later day, or to the end and out; True if the course waits there. A row of that day has acted,
        a reading and a daily look of that day come when the course goes on.
        """
        if self.begun and not self.waiting:
            raise ValueError(f"the course is over, with status {self.status}")
        if until <= self.day:
            raise ValueError(f"until: needs a day after {self.day:g}; got {until:g}")
        order, plan = np.zeros(1, dtype=np.int64), self.plan._replace(pause=float(until))
        solve_lanes(order, self._counter, plan, self.problem, self._work, self._scratch, self.result)
        return self.waiting

    def lodge(self, cells: float) -> None:
        """So many live CAR-T of the cavity are followed outside the equations."""
        inputs = self._work.p[:, LANE] if self.begun else self.problem.p[0]
        inputs[LODGERS] = cells

    def take_for(self, lesion: int, symbol: str, value: float) -> None:
        """From now on one lesion group has another value of a parameter that the laws read in its own
        constants only, as they do k_sf1. The course must have begun.
        """
        work, rows = self._work, slice(N_Q * lesion, N_Q * (lesion + 1))
        p, q = aligned(len(work.p)), aligned(len(work.q))
        p[:], q[:] = work.p, work.q
        p[k_.PARAMETERS.index(symbol)] = value
        prepare(p, q)
        work.q[rows, LANE] = q[rows, LANE]
        work.film_q[LANE][rows] = q[rows, LANE, np.newaxis]

    def forget_pools(self, rows: slice) -> None:
        """Pools in these rows of the state count as never having held a cell: none of them can go extinct."""
        self._work.armed[rows, LANE] = 0.0

    @property
    def failed(self) -> bool:
        """Whether the course ended early."""
        return self.begun and self.status != OK
