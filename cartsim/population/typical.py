"""Another typical value for every uncertain parameter: one draw of the outer loop over what nobody knows.

The scale is the logarithm, for a share (no unit, bounds within 0 and 1) the logit, and what lies outside a
parameter's bounds is cut off, so that a draw is always a value the scenario itself could have. Parameters
are drawn independently but for the groups that move together (values/uncertainty.yaml). A number is addressed
by seed, parameter and draw: a further draw, or a further parameter, changes none.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, log
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from cartsim.parameters import Parameter, load_parameters
from cartsim.parameters.correlations import fitted_together
from cartsim.parameters.uncertainty import sd_log, uncertain_symbols
from cartsim.population.candidates import weights
from cartsim.population.distributions import Values, between
from cartsim.population.streams import normals
from cartsim.scenario.overrides import Override

if TYPE_CHECKING:
    from cartsim.scenario.agents import Agents
    from cartsim.scenario.scenario import Scenario

BECAUSE = "drawn: uncertainty of the typical value"


def uncertain_here(scenario: Scenario) -> tuple[str, ...]:
    """The parameters drawn in this scenario: what it sets itself is known, unless it says `uncertain`."""
    given = {symbol for symbol, written in scenario.parameters.items() if not written.uncertain}
    return tuple(
        symbol
        for symbol in uncertain_symbols()
        if symbol not in given and _has_a_factor(load_parameters()[symbol], _centre(scenario, symbol))
    )


def typical_values(scenario: Scenario, draws: int) -> Mapping[str, Values]:
    """Typical values [unit of the parameter, draw] of every uncertain parameter, in draws 0, 1, ..."""
    entries = load_parameters()
    return {
        symbol: around(entries[symbol], _centre(scenario, symbol), _score(scenario, symbol, draws))
        for symbol in uncertain_here(scenario)
    }


def _score(scenario: Scenario, symbol: str, draws: int) -> Values:
    """Standard normal scores of a typical value [draw]; those of values that were fitted together go
    together, whether or not the scenario sets one of them."""
    names, ids = uncertain_symbols(), np.arange(draws)
    own = weights(fitted_together()).get(symbol, {symbol: 1.0})
    addresses = {other: f"typical value/{names.get(other, other)}" for other in own}
    parts = [w * normals(scenario.run.seed, addresses[other], ids)[:, 0] for other, w in own.items()]
    return np.sum(parts, axis=0)


def around(entry: Parameter, centre: float, score: Values) -> Values:
    """Typical values at standard normal scores: centre exp(s z), or of a share expit(logit(centre) + w z).

    s is the SD of the log by the kind of source; w = s / max(centre, 1 - centre), so that the smaller of a
    share and its complement is known to about the factor. Both are truncated to the bounds by rank.

    >>> around(load_parameters()["k_kill"], 8.0, np.array([-1.959964, 0.0, 1.959964])).round(3).tolist()
    [4.0, 8.0, 16.0]
    """
    low, high = entry.bounds
    if _is_share(entry):
        width = sd_log(entry) / max(centre, 1.0 - centre)
        ends = [(_logit(bound) - _logit(centre)) / width for bound in (low, high)]
        return expit(_logit(centre) + width * between(score, *ends))
    ends = [(_log(bound) - log(centre)) / sd_log(entry) for bound in (low, high)]
    return centre * np.exp(sd_log(entry) * between(score, *ends))


def redrawn(scenario: Scenario, values: Mapping[str, Values], draw: int) -> Scenario:
    """The scenario as it is in one draw: other typical values, and as many patients as a draw has."""
    others = {
        symbol: Override(value=float(column[draw]), because=BECAUSE) for symbol, column in values.items()
    }
    run = scenario.run.model_copy(update={"patients": scenario.run.draw_patients, "parameter_draws": 0})
    trial = scenario.trial.model_copy(update={"planned": None})
    changed = {"parameters": {**scenario.parameters, **others}, "run": run, "trial": trial, "design": None}
    return scenario.model_copy(update=changed | _table_redrawn(scenario, draw))


def _table_redrawn(scenario: Scenario, draw: int) -> dict[str, Agents]:
    """The errors of the table of single cells in one draw, where the equations read it."""
    asked = scenario.agents
    if asked is None or asked.mode != "emulated":
        return {}
    scores: dict[str, float] = {
        name: float(normals(scenario.run.seed, f"table of single cells/{name}", [draw])[0, 0])
        for name in asked.table_reads
    }
    return {"agents": asked.model_copy(update={"table_error": asked.table_error.model_copy(update=scores)})}


def _has_a_factor(entry: Parameter, centre: float) -> bool:
    """Whether there is a value on either side: not at 0, not endless, a share not at 1."""
    return 0.0 < centre < (1.0 if _is_share(entry) else inf)


def _is_share(entry: Parameter) -> bool:
    low, high = entry.bounds
    return entry.unit == "1" and low >= 0.0 and high <= 1.0


def _centre(scenario: Scenario, symbol: str) -> float:
    written = scenario.parameters.get(symbol)
    return load_parameters()[symbol].value if written is None else float(written.value)


def _log(bound: float) -> float:
    return -inf if bound == 0.0 else log(bound) if bound < inf else inf


def _logit(share: float) -> float:
    return float(logit(share))
