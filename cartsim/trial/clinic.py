"""The numbers of the clinic: limits of detection, reading errors, links, hazards of death
(values/clinic.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cartsim.parameters import load_parameters

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

ROOM = "clinic"


def clinic_values(scenario: Scenario | None = None) -> Mapping[str, float]:
    """Value by symbol; a scenario's override wins.

    >>> clinic_values()["limit_flow"]
    0.1
    """
    values = {symbol: entry.value for symbol, entry in load_parameters().items() if entry.room == ROOM}
    overrides = {} if scenario is None else scenario.parameters
    return values | {symbol: float(overrides[symbol].value) for symbol in values if symbol in overrides}
