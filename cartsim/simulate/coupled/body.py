"""The patient's side: the equations, in which one lesion group is the image of a nodule that lives
elsewhere.

The image shows the nodule's tumour cells, dead cells and PD-L1, so that its surface and its volume draw T
cells; it has no T cells of its own when an hour begins. Those that the laws of seeding and extravasation
bring into it within the hour, and what becomes of them until its end, are the equations'; then they cross
into the nodule as whole cells. What rounding owes to the nodules, or has given them too many, stands in the
books and nowhere in the state.

Strang, On the construction and comparison of difference schemes, SIAM J Numer Anal 5:506 (1968).
"""

from __future__ import annotations

from math import prod

import numpy as np

from cartsim.model import car_t, cytokines, geometry, trafficking
from cartsim.model import kernel as k_
from cartsim.simulate.coupled.guest import Around, Arrivals, Gone, Seen
from cartsim.simulate.coupled.hand_back import Look, last_of, search_term
from cartsim.simulate.coupled.whole import WholeCells
from cartsim.simulate.ode.actions import spared
from cartsim.simulate.ode.paused import Paused
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.values import LYMPHODEPLETION, Plan, Problem

BODY = {name: row for row, name in enumerate(k_.BODY_STATES)}
LESION = {name: row for row, name in enumerate(k_.LESION_STATES)}
T_CELLS = ("M", "E", "X")
"""Rows of a lesion that cross into the nodule."""
IMAGE = ("P", "N", "D", "L")
"""Rows that show it."""
PARTS = 6
"""Of an hour, in which what left the nodule comes into the body: ten minutes, of which the blood, whose cells
settle in half an hour, notices nothing.
"""


class Body:
    """One patient, one of whose lesion groups is lent to a nodule. `looks`: the nodule at every exchange;
    `search`: the search term (cell per nodule) that the group has in the laws.
    """

    def __init__(self, problem: Problem, plan: Plan, lesion: int, whole: WholeCells) -> None:
        self.course = Paused(problem, plan)
        self.first, self.lesion = N_BORDER + N_LESION * lesion, lesion
        self.p = dict(zip(k_.PARAMETERS, problem.p[0].tolist(), strict=False))
        n_groups = int(problem.n_lesions[0])
        own = dict(zip(k_.LESION_PARAMETERS, problem.q[0, :n_groups].T, strict=True))
        self.nodules, self.cavity = float(own["n"][lesion]), float(own["cavity"][lesion])
        self._every_n, self._every_cavity = own["n"], own["cavity"]
        self.whole = whole
        self.looks: list[Look] = []
        self.search = self.p["k_sf1"]

    def __getitem__(self, name: str) -> float:
        """A state of the body."""
        return float(self.course.state[BODY[name]])

    def group(self) -> np.ndarray:
        """The lent group's rows of the state (LESION_STATES), a view."""
        return self.course.state[self.first : self.first + N_LESION]

    def around(self) -> Around:
        """What the nodule reads: a lesion of the cavity lies in the fluid, another in blood."""
        ifng = self["G_c"] if self.cavity else self["G_b"]
        return Around(self["W_c"], car_t.dex.law(self["DX"], self.p["dx_50"]), ifng)

    def show(self, seen: Seen) -> None:
        """The group becomes the image of its nodules; their live T cells count in the regional pool."""
        group = self.group()
        for name in IMAGE:
            group[LESION[name]] = getattr(seen, name) * (1.0 if name == "L" else self.nodules)
        self.course.lodge(self.nodules * (seen.M + seen.E))

    def look(self, day: float, seen: Seen) -> None:
        """Write down whom the nodule's T cells meet."""
        t_cells = seen.M + seen.E + seen.X
        within = self.within_reach() / self.nodules
        self.looks.append(Look(day, seen.M + seen.E, seen.held, t_cells, seen.E, within, seen.killed))

    def within_reach(self) -> float:
        """Tumour cells of the group that the laws count as within reach of its T cells."""
        p, group = self.p, self.group()
        tumour = geometry.tumour.law(group[LESION["P"]], group[LESION["N"]])
        radius = geometry.radius.law(tumour, p["rho"], self.nodules, p["cell_floor"])
        phi = geometry.phi.law(geometry.rim.law(radius, p["delta"]), p["phi_v"], self.cavity)
        return float(geometry.accessible.law(phi, tumour))

    def engaged(self, search: float) -> float:
        """Share of the group's T cells that the law counts as engaged with a search term (cell per nodule);
        NaN without T cells or without tumour cells.
        """
        within, t_cells = self.within_reach(), self.group()[: len(T_CELLS)]
        if not within or not t_cells.any():
            return np.nan
        return within / float(geometry.crowd.law(within, *t_cells, search, self.nodules))

    def give(self, gone: Gone, part: float) -> None:
        """Let a part of what has left every nodule into the body: T cells to where they went, IFN-gamma by
        the laws of a lesion's.
        """
        state = self.course.state
        for name in ("M_b", "E_b", "M_c", "E_c"):
            state[BODY[name]] += part * self.nodules * getattr(gone, name)
        made, p = part * self.nodules * gone.ifng, self.p
        volume = geometry.volume_c.law(self["V_c"], p["v_floor"])
        state[BODY["G_c"]] += cytokines.ifng_from_cavity_lesion(p["g_cavity"], self.cavity, made, volume)
        state[BODY["G_b"]] += cytokines.ifng_spill_lesion(p["f_gb"], p["f_gs"], self.cavity, made, p["v_b"])

    def go_on(self, until: float, gone: Gone) -> float | None:
        """The equations to a day, while what has left the nodules comes in evenly: a part of it half at the
        start and half at the end of each part of the way, which is an even flow to second order (Strang
        splitting).

        Gives the share of T cells that lymphodepletion on the way has left (1 without any), or None if the
        solver failed.
        """
        course, met = self.course, self.course.rows_met
        begin, self.influx = course.day, self.rates()
        for k in range(1, PARTS + 1):
            self.give(gone, 1 / (2 * PARTS))
            if not course.go_on(until if k == PARTS else begin + (until - begin) * k / PARTS):
                return None
            self.give(gone, 1 / (2 * PARTS))
        self.influx = self.influx + self.rates()
        plan, problem = course.plan, course.problem
        depleting = [row for row in range(met, course.rows_met) if plan.row_kind[row] == LYMPHODEPLETION]
        return prod(spared(problem.h0[0], problem.amounts[0, row]) for row in depleting)

    def rates(self) -> np.ndarray:
        """Cells a day into the group by the two laws of entry: (kind, way), ways from blood and from fluid.
        """
        p, state = self.p, self.course.state
        groups = state[N_BORDER:].reshape(-1, N_LESION)
        tumour = groups[:, LESION["P"]] + groups[:, LESION["N"]]
        groups_own = zip(tumour, self._every_n, self._every_cavity, strict=True)
        faces = np.array([
            geometry.surface.law(geometry.radius.law(cells, p["rho"], n, p["cell_floor"]), n, cavity)
            for cells, n, cavity in groups_own
        ])
        volume = geometry.volume.law(float(tumour[self.lesion]), p["rho"])
        by_blood = trafficking.extravasation(p["k_bt"], volume)
        by_fluid = trafficking.seeding(p["k_ct"], faces[self.lesion], faces.sum(), p["a_serosa"])
        return np.array([[by_blood * self[f"{kind}_b"], by_fluid * self[f"{kind}_c"]] for kind in "ME"])

    def take(self) -> Arrivals:
        """The T cells that have come into the group, as whole cells for each of its nodules."""
        group = self.group()
        memory, effector, exhausted = (int(cells) for cells in self.whole.of(group[: len(T_CELLS)]))
        group[: len(T_CELLS)] = 0.0
        self.course.forget_pools(slice(self.first, self.first + len(T_CELLS)))
        total = self.influx.sum(axis=1)
        shares = np.divide(self.influx[:, 0], total, out=np.ones(2), where=total > 0)
        return Arrivals(memory, effector, exhausted, float(shares[0]), float(shares[1]))

    def take_back(self, seen: Seen) -> None:
        """The group is the equations' again, with the nodules' T cells, which search as they did in the last
        day.
        """
        self.show(seen)
        group = self.group()
        group[: len(T_CELLS)] += self.t_cells(seen)
        self.course.lodge(0.0)
        if self.looks:
            self.search = search_term(last_of(self.looks), self.p["k_sf1"])
            self.course.take_for(self.lesion, "k_sf1", self.search)

    def t_cells(self, seen: Seen) -> np.ndarray:
        """M, E and X of the group's nodules [kind] (cell)."""
        return self.nodules * np.array([seen.M, seen.E, seen.X], dtype=float)

    def whole_state(self, seen: Seen) -> np.ndarray:
        """The state with the nodules' T cells in it: a copy."""
        state = self.course.state.copy()
        state[self.first : self.first + len(T_CELLS)] += self.t_cells(seen)
        return state
