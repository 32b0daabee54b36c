"""What one nodule of the table tells: how deep and how fast T cells kill, how they move, how they tire.

Kills and exhaustion are read against the laws of the equations, so that what is left is the laws' own rate:
kills / int E engaged signal dt, with E the effectors within the nodule's surface, the signal of killing as a
mean over its live cells and engaged = T/(T + M + E + X). The search term k_sf1 is left out of it: a nodule of
10^3 to 10^4 cells would by k_sf1 = 10^5 meet one T cell in fifty or fewer, where most hold a target.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray

from cartsim.simulate.agents.cells import EFFECTOR, MEMORY, NOBODY, TUMOUR
from cartsim.simulate.agents.events import DAY
from cartsim.simulate.agents.loop import fields_at_rest, run
from cartsim.simulate.agents.nodule import Nodule, Setting, places_of
from cartsim.simulate.agents.observe import Since, below_surface, distances, surface_of
from cartsim.simulate.agents.prepare import prepare, values_of
from cartsim.simulate.agents.signals import INHIBITION, KILL, KILL_BLOCK, SURVIVAL
from cartsim.simulate.table.design import Design, point_of, scenario_of

LOOKS = 30.0
"""min between two looks at a nodule: several turns of a T cell, and short of a crossing of the nodule."""
GONE = 0.5
"""Share of the live tumour cells at which a run ends: later there are holes that T cells cross freely, where
a lesion of a patient is dense."""
DEEP = 0.9
"""Quantile of the depth of kills."""
OUTPUTS = (
    "depth", "motility", "kill", "exhaustion", "tumour_cells", "t_cells", "kills", "exhausted",
    "exhausted_expected", "days", "kills_per_effector", "holding", "engaged", "engaged_with_search", "left",
)  # fmt: skip
"""What is kept of a run. The first four are fitted."""


@dataclass
class Tally:
    """Sums over a run. `effort` is the integral of E engaged signal over days, `strain` the same with the
    signal of exhaustion, `expected` the integral of the effectors' own hazards of exhaustion."""

    known: dict[str, float]
    minute: float = 0.0
    surface: float = np.nan
    effort: float = 0.0
    strain: float = 0.0
    expected: float = 0.0
    shares: NDArray[np.float64] = field(default_factory=lambda: np.zeros(5))
    before: NDArray[np.float64] = field(default_factory=lambda: np.zeros(8))
    deep: list[NDArray[np.float64]] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    spread: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))

    def look(self, nodule: Nodule, setting: Setting) -> None:
        """Add what has happened since the last look; rates by the trapezoidal rule."""
        far = distances(nodule)
        surface = surface_of(nodule, far)
        if nodule.kills:
            kills = np.concatenate(nodule.kills, axis=1)
            self.deep.append(below_surface(nodule, kills, Since(self.minute, self.surface), surface))
            nodule.kills.clear()
        now = self._rates(nodule, setting.rules.sense(nodule, setting), far <= surface)
        days = (nodule.minute - self.minute) / DAY
        added = (self.before + now) / 2 * days
        self.effort, self.strain = self.effort + added[0], self.strain + added[1]
        self.expected, self.shares = self.expected + added[2], self.shares + added[3:]
        self.before, self.minute, self.surface = now, nodule.minute, surface
        self.tracks = [*self.tracks[-2:], Track.of(nodule, far <= surface)]
        self.spread += sideways(*self.tracks) if len(self.tracks) == 3 else 0.0

    def _rates(self, nodule: Nodule, signals: np.ndarray, inside: np.ndarray) -> NDArray[np.float64]:
        """Effort, strain, expected exhaustion, then T cells within, those that hold a target, those engaged
        by the law without and with its search term, and effectors within."""
        cells, v = nodule.cells, self.known
        kind, partner = cells["kind"], cells["partner"]
        live = kind == TUMOUR
        n, t_cells = int(live.sum()), int((cells.is_t_cell & inside).sum())
        if not n:
            return np.zeros(8)
        tiring = (v["x_base"] + (1 - v["x_base"]) * signals[INHIBITION]) * signals[SURVIVAL]
        effector = (kind == EFFECTOR) & inside
        held = partner[effector & (partner != NOBODY)]
        holding = int((cells.is_t_cell & inside & (partner != NOBODY)).sum())
        engaged, searching = n / (n + t_cells), n / (n + t_cells + v["k_sf1"])
        working = float(effector.sum()) * engaged
        return np.array(
            [
                working * float((signals[KILL] * signals[KILL_BLOCK])[live].mean()),
                working * float(tiring[live].mean()),
                v["k_x"] * float(tiring[held].sum()),
                t_cells,
                holding,
                t_cells * engaged,
                t_cells * searching,
                effector.sum(),
            ]
        )

    def motility(self) -> float:
        """Diffusion coefficient (um^2/min): growth of the mean squared way sideways between two lags over
        4 times their difference; NaN without tracks."""
        n, short, long = self.spread
        return (long - short) / (4 * LOOKS * n) if n else np.nan


@dataclass(frozen=True)
class Track:
    """Where memory and effector T cells are: identity, place (3, cell), whether inside, and the centre of
    each one's nodule (3, cell)."""

    identity: NDArray[np.int64]
    places: NDArray[np.float64]
    inside: NDArray[np.bool_]
    centre: NDArray[np.float64]

    @classmethod
    def of(cls, nodule: Nodule, inside: NDArray[np.bool_]) -> Track:
        """The T cells of this moment, in order of identity."""
        cells = nodule.cells
        who = np.flatnonzero((cells["kind"] == MEMORY) | (cells["kind"] == EFFECTOR))
        who = who[np.argsort(cells["identity"][who])]
        return cls(cells["identity"][who], places_of(nodule)[:, who].copy(), inside[who], nodule.centres[0])


def sideways(first: Track, second: Track, third: Track) -> NDArray[np.float64]:
    """T cells that stayed within over three looks, and their summed squared ways (um^2) across the line to
    the centre, from the first look to the second and to the third. Across: the lure draws them inwards.
    """
    stayed = np.intersect1d(np.intersect1d(first.identity, second.identity), third.identity)
    rows = [(track, np.searchsorted(track.identity, stayed)) for track in (first, second, third)]
    within = np.all([track.inside[row] for track, row in rows], axis=0)
    start, middle, end = (track.places[:, row[within]] for track, row in rows)
    line = start - first.centre[:, None]
    line /= np.maximum(np.sqrt((line**2).sum(axis=0)), np.finfo(float).tiny)
    ways = [middle - start, end - start]
    across = [float(((way - (way * line).sum(axis=0) * line) ** 2).sum()) for way in ways]
    return np.array([within.sum(), *across])


@dataclass(frozen=True)
class Reading:
    """From a point of a design to what its nodule tells (output, 1), in the order of OUTPUTS."""

    design: Design

    def __call__(self, row: NDArray[np.float64]) -> NDArray[np.float64]:
        """Run one nodule to its end."""
        point = point_of(row)
        scenario = scenario_of(point, self.design)
        arm = scenario.trial.arms[0]
        known = values_of(scenario, arm)
        nodule, setting = prepare(scenario, arm, point.number)
        fields_at_rest(nodule, setting, setting.rules.sense(nodule, setting))
        tally, began, live = Tally(known), nodule.cells.count(TUMOUR), inf
        while nodule.minute < self.design.days * DAY - 1e-6 and live > GONE * began:
            run(nodule, setting, nodule.minute + LOOKS)
            tally.look(nodule, setting)
            live = nodule.cells.count(TUMOUR)
        return outputs(tally, nodule, known, began)[:, None]


def outputs(tally: Tally, nodule: Nodule, known: dict[str, float], began: int) -> NDArray[np.float64]:
    """The readings of a run in the order of OUTPUTS; NaN where nobody killed or nobody was within."""
    deep = np.concatenate([np.empty(0), *tally.deep])
    t_cells = tally.shares[0]
    share = tally.shares[1:4] / t_cells if t_cells else np.full(3, np.nan)
    killed, tired = nodule.counts["killed"], nodule.counts["exhausted"]
    return np.array(
        [
            np.quantile(deep, DEEP) if deep.size else np.nan,
            tally.motility(),
            killed / tally.effort if tally.effort else np.nan,
            tally.expected / tally.strain if tally.strain else np.nan,
            began,
            nodule.counts["entered"],
            killed,
            tired,
            tally.expected,
            nodule.minute / DAY,
            killed / tally.shares[4] if tally.shares[4] else np.nan,
            *share,
            nodule.cells.count(TUMOUR),
        ]
    )
