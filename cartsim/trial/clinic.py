"""The numbers of the clinic: limits of detection, reading errors, links, hazards of death
(values/clinic.yaml), and how its wards read pressure and oxygen (values/vital_signs.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cartsim.parameters import load_parameters
from cartsim.scenario.known import WARD

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

ROOM = "clinic"


def clinic_values(scenario: Scenario | None = None) -> Mapping[str, float]:
    """Value by symbol; a scenario's override wins.

    >>> clinic_values()["limit_flow"]
    0.1
    """
    known = load_parameters()
    values = {symbol: known[symbol].value for symbol in known if known[symbol].room == ROOM or symbol in WARD}
    overrides = {} if scenario is None else scenario.parameters
    return values | {symbol: float(overrides[symbol].value) for symbol in values if symbol in overrides}
