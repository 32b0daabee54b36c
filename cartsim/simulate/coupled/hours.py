"""The loop of a coupled lesion: the nodule lives an hour, then the equations do, then they exchange.

Nothing is counted twice:

- A T cell is in the equations until the end of the hour in which it arrived, and in the nodule from then
  on. Tumour cells that it would kill in that first hour are not missed.
- IFN-gamma is counted where it is made. Of what the nodule makes, the body gets the shares that the laws
  give of a lesion's secretion; the rest is taken up in the tissue. What diffuses through the faces of the
  nodule's own field is how it comes to rest, and neither a gain nor a loss of the body's.
- Kills and growth are the nodule's alone: the image is written anew every hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from cartsim.simulate.agents.events import DAY, HOUR
from cartsim.simulate.coupled.body import Body
from cartsim.simulate.coupled.guest import Guest, Seen

STEP = HOUR / DAY
"""Day between two exchanges."""
SAME = 1e-9
"""Days that are nearer are the same."""
Watch = Callable[[float, Seen], None]
"""Told of the day and the nodule at the start and after every exchange, before anything of the next hour."""


def days_of_exchange(start: float, end: float, readings: Iterable[float], step: float = STEP) -> np.ndarray:
    """Days from start to end, at most a step apart, the readings between among them."""
    exact = np.array([day for day in {start, end, *readings} if start <= day <= end])
    even = start + step * np.arange(int((end - start) / step) + 1)
    even = even[[np.abs(exact - day).min() > SAME for day in even]]
    return np.sort(np.concatenate([exact, even]))


def live_together(body: Body, guest: Guest, days: np.ndarray, watch: Watch) -> bool:
    """Body and nodule from the first of the days to the last, then the body takes the lesion back; False if
    the solver failed on the way.
    """
    body.show(guest.see())
    watch(float(days[0]), guest.see())
    for day in days[1:].tolist():
        gone = guest.live((day - days[0]) * DAY, body.around())
        left = body.go_on(day, gone)
        if left is None:
            return False
        if left < 1:
            guest.spare(left)
        guest.admit(body.take())
        seen = guest.see()
        body.show(seen)
        body.look(day, seen)
        watch(day, seen)
    body.take_back(guest.see())
    return True
