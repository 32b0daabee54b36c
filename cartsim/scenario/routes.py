"""Arms that differ by route alone: which are compared, and the two of a pair as a scenario of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cartsim.scenario import known
from cartsim.scenario.doses import Arm
from cartsim.scenario.overrides import Override
from cartsim.scenario.scenario import Scenario

INTO_BLOOD = "intravenous"


class RoutePair(NamedTuple):
    """Places of two arms that are alike but for the route."""

    cavity: int
    intravenous: int


def route_pairs(scenario: Scenario, beside: Sequence[str] = ()) -> tuple[RoutePair, ...]:
    """Every arm into the cavity with the first intravenous arm that is otherwise alike, in order of arms.

    Pairs that differ from one another only in the parameters `beside` count once; the one that stays is that
    whose values are the scenario's own, else the first.
    """
    arms = scenario.trial.arms
    pairs = [
        RoutePair(place, other)
        for place, arm in enumerate(arms)
        if _into_cavity(arm)
        for other in [_intravenous_like(arm, arms)]
        if other is not None
    ]
    kept: dict[str, RoutePair] = {}
    for pair in pairs:
        arm = arms[pair.cavity]
        alike = _treatment(arm, beside)
        if alike not in kept or _as_scenario(arm, scenario, beside):
            kept[alike] = pair
    return tuple(kept.values())


def alone(scenario: Scenario, pair: RoutePair) -> Scenario:
    """The scenario with the two arms of a pair, the one into the cavity first, and nothing beside them.

    Typical values that both arms set are the scenario's, so that they can be changed in one place.
    """
    arms = [scenario.trial.arms[place] for place in pair]
    own = {symbol: value for symbol, value in arms[0].parameters.items() if symbol not in known.SET_ELSEWHERE}
    because = arms[0].because or "set by the arms"
    values = {symbol: Override(value=value, because=because) for symbol, value in own.items()}
    bare = tuple(_without(arm, own) for arm in arms)
    trial = scenario.trial.model_copy(update={"arms": bare, "planned": None})
    run = scenario.run.model_copy(update={"parameter_draws": 0, "state_cube": False})
    changed = {"trial": trial, "run": run, "parameters": {**scenario.parameters, **values}}
    return scenario.model_copy(update={**changed, "design": None, "sweep": None})


def with_values(scenario: Scenario, values: Mapping[str, float], because: str) -> Scenario:
    """The scenario with other typical values, which no reader has to check again."""
    others = {symbol: Override(value=value, because=because) for symbol, value in values.items()}
    return scenario.model_copy(update={"parameters": {**scenario.parameters, **others}})


def own_value(scenario: Scenario, symbol: str) -> float:
    """The typical value of a parameter in a scenario."""
    written = scenario.parameters.get(symbol)
    return known.typical(symbol) if written is None else float(written.value)


def _into_cavity(arm: Arm) -> bool:
    return all(dose.route != INTO_BLOOD and dose.amount > 0.0 for dose in arm.doses)


def _intravenous_like(arm: Arm, arms: Sequence[Arm]) -> int | None:
    """The first arm with all doses into a vein and everything else as in this one."""
    wanted = _treatment(arm)
    return next(
        (
            place
            for place, other in enumerate(arms)
            if all(dose.route == INTO_BLOOD for dose in other.doses) and _treatment(other) == wanted
        ),
        None,
    )


def _treatment(arm: Arm, beside: Sequence[str] = ()) -> str:
    """All that an arm is but its name, its routes and the parameters `beside`, to be compared."""
    bare = _without(arm, beside).model_copy(update={"name": "", "because": None, "swept": {}})
    doses = tuple(dose.model_copy(update={"route": INTO_BLOOD}) for dose in arm.doses)
    return bare.model_copy(update={"doses": doses}).model_dump_json()


def _without(arm: Arm, symbols: Sequence[str] | Mapping[str, float]) -> Arm:
    kept = {symbol: value for symbol, value in arm.parameters.items() if symbol not in symbols}
    return arm.model_copy(update={"parameters": kept})


def _as_scenario(arm: Arm, scenario: Scenario, symbols: Sequence[str]) -> bool:
    return all(arm.parameters.get(s, own_value(scenario, s)) == own_value(scenario, s) for s in symbols)
