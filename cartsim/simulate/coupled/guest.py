"""A lesion that lives outside the equations: what it is asked, and what it is told. All numbers are of one
of its equal nodules.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Seen(NamedTuple):
    """The nodule as the equations see it: T cells, antigen-positive and -negative tumour cells, dead cells
    (cell), PD-L1 (molecule/cell); T cells that hold a target, tumour cells killed so far (cell).
    """

    M: float
    E: float
    X: float
    P: float
    N: float
    D: float
    L: float
    held: float = 0.0
    killed: float = 0.0


class Around(NamedTuple):
    """What the body is to the nodule: fitness of the regional pool, effect of dexamethasone, IFN-gamma of
    what surrounds it (pg/mL).
    """

    fitness: float
    dex: float
    ifng: float


class Gone(NamedTuple):
    """What has left the nodule: T cells to the blood and to the fluid (cell), and IFN-gamma made (pg), of
    which the body gets its share.
    """

    M_b: float = 0.0
    E_b: float = 0.0
    M_c: float = 0.0
    E_c: float = 0.0
    ifng: float = 0.0


class Arrivals(NamedTuple):
    """Whole T cells that come in, and which share of each kind comes out of the vessels; the rest come from
    the fluid.
    """

    M: int
    E: int
    X: int
    M_by_blood: float
    E_by_blood: float


class Guest(Protocol):
    """A nodule that can be followed by itself for an hour."""

    def see(self) -> Seen:
        """As it is now."""

    def live(self, until: float, around: Around) -> Gone:
        """Go on to a time (min from the start) in these surroundings."""

    def admit(self, arrivals: Arrivals) -> None:
        """Let T cells in."""

    def spare(self, share: float) -> None:
        """Lymphodepletion leaves this share of the T cells."""
