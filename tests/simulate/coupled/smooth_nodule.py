"""A guest without chance: a nodule by the equations of the second implementation. A body coupled to it has to follow
the equations of the whole patient, the better the shorter the hour.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

from cartsim.simulate.coupled.guest import Around, Arrivals, Gone, Seen
from tests.reference.equations import BODY, GROUP, derivative, prepare

LEAVING = ("M_b", "E_b", "M_c", "E_c")


class SmoothNodule:
    """One of `n` nodules, at first with `cells` tumour cells each, of which the share `negative` has no antigen."""

    def __init__(self, known: dict[str, float], n: float, cavity: float, cells: float, negative: float) -> None:
        self.known, self.n, self.cavity = known, n, cavity
        self.prepared = prepare(known, [{"n": n, "cavity": cavity}])
        self.group = np.zeros(len(GROUP))
        self.group[[GROUP.index(name) for name in "PN"]] = n * cells * (1 - negative), n * cells * negative
        self.group[GROUP.index("L")] = known["l0"]
        self.minute = 0.0

    def see(self) -> Seen:
        values = dict(zip(GROUP, self.group, strict=True))
        one = {name: value if name == "L" else value / self.n for name, value in values.items()}
        return Seen(**one, held=(one["M"] + one["E"]) * self.engaged(one))

    def engaged(self, one: dict[str, float]) -> float:
        """Share of one nodule's T cells that the law counts as engaged."""
        known, tumour = self.known, one["P"] + one["N"]
        radius = (3 * max(tumour, 1 / self.n) / known["rho"] / (4 * np.pi)) ** (1 / 3)
        rim = 1 - (1 - min(known["delta"] / radius, 1.0)) ** 3
        within = (known["phi_v"] + self.cavity * rim * (1 - known["phi_v"])) * tumour
        return within / (within + one["M"] + one["E"] + one["X"] + known["k_sf1"])

    def admit(self, arrivals: Arrivals) -> None:
        for kind in "MEX":
            self.group[GROUP.index(kind)] += self.n * getattr(arrivals, kind)

    def spare(self, share: float) -> None:
        self.group[:3] *= share

    def live(self, until: float, around: Around) -> Gone:
        days = (until - self.minute) / 1440.0
        body = dict.fromkeys(BODY, 0.0) | {"V_c": self.known["v_c0"], "H": 1.0, "W_s": 1.0, "W_c": around.fitness}
        body |= {"DX": self.known["dx_50"] * around.dex / (1 - around.dex)} | dict.fromkeys(BODY[21:31], 1.0)
        start = list(body.values())
        spill = self.known["f_gb"] if self.cavity else self.known["f_gs"]

        def slopes(_: float, y: np.ndarray) -> np.ndarray:
            found = np.array(derivative(self.prepared, [*start, *map(float, y[: len(GROUP)])]))
            made = found[BODY.index("G_b")] * self.known["v_b"] / spill
            return np.concatenate([found[len(BODY) :], found[[BODY.index(name) for name in LEAVING]], [made]])

        y0 = np.concatenate([self.group, np.zeros(len(LEAVING) + 1)])
        y = solve_ivp(slopes, (0.0, days), y0, "DOP853", rtol=1e-10, atol=1e-9).y[:, -1]
        self.minute, self.group = until, y[: len(GROUP)]
        return Gone(*(y[len(GROUP) :] / self.n))
