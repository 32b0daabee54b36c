"""The numbers a run used and the papers they rest on, as plain rows that travel in the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from cartsim.model.receptors import DESIGNS
from cartsim.parameters import Parameter, citations, load_parameters, second_reading
from cartsim.results.unused import concerns, replaced_facts, unused
from cartsim.scenario import known
from cartsim.scenario.fields import plain_number
from cartsim.scenario.scenario import Scenario

Row = dict[str, Any]
MOST_NAMED = 4
"""Arms that are named beside their value; more are counted."""
FLAGS = ("design_pool", "design_scfv", "design_zeta")


def parameter_table(scenario: Scenario) -> list[Row]:
    """Every parameter that the scenario sets or runs with, as its file has it, and what the scenario makes of
    it.

    `override` and `because` where it was changed, `arms` with value and because of the arms that have a value
    of their own, `unused` with why it has no effect.
    """
    idle = unused(scenario)
    return [
        asdict(entry)
        | _changed(scenario, entry)
        | {"arms": _in_arms(scenario, symbol), "unused": idle.get(symbol)}
        for symbol, entry in load_parameters().items()
        if symbol in scenario.parameters or concerns(scenario, symbol)
    ]


def reference_table(scenario: Scenario) -> list[Row]:
    """Every source with the one reason it is cited for here and the symbols or fields that rest on it. A
    parameter without effect cites nothing, and one whose value the scenario gives rests on the scenario.
    """
    rows = parameter_table(scenario)
    resting = {row["symbol"] for row in rows if rests_on_its_source(row, len(scenario.trial.arms))}
    uncited = load_parameters().keys() - resting
    alone = scenario.agents is not None and scenario.agents.mode == "alone"
    kinds = () if alone else scenario.disease.kinds
    found = citations(uncited, kinds, tuple(replaced_facts(scenario)))
    return [
        {
            "key": citation.reference.key,
            "text": str(citation.reference),
            "link": citation.reference.locator,
            "checked": citation.reference.checked,
            "reason": citation.reason,
            "used_for": list(citation.used_for),
        }
        for citation in found
    ]


def rests_on_its_source(row: Row, n_arms: int) -> bool:
    """Whether some arm uses the value of the parameter's file."""
    return row["unused"] is None and row["override"] is None and len(row["arms"]) < n_arms


def used(rows: Iterable[Row]) -> list[Row]:
    """The parameters that have an effect; files of earlier versions do not tell, so there all of them."""
    return [row for row in rows if row.get("unused") is None]


def ours(rows: Iterable[Row]) -> list[Row]:
    """Those in use whose value is a choice of ours: assumed, and not replaced by the scenario."""
    return [row for row in used(rows) if row["kind"] == "assumed" and row["override"] is None]


def looked_up(rows: Iterable[Row], state: second_reading.State) -> list[Row]:
    """Those in use with the file's value where a second look at the source ended so."""
    own = [row for row in used(rows) if row["override"] is None]
    return [row for row in own if second_reading.state(row.get("second_reading", "")) == state]


def changed(rows: Iterable[Row]) -> list[Row]:
    """Those that the scenario or an arm gives a value of its own; a receptor's flags go without saying."""
    own = [row for row in rows if row["override"] is not None or row.get("arms")]
    return [row for row in own if row["symbol"] not in FLAGS]


def plain(value: float | str) -> str:
    """A number in few figures; infinity as a word, as which it stands in a manifest."""
    word = plain_number(value) if isinstance(value, float) else value
    return word if isinstance(word, str) else f"{word:g}"


def value_words(row: Row, write: Callable[[Any], str] = plain) -> str:
    """The typical values a run used: the scenario's, else the file's; then those of arms with their own."""
    arms = row.get("arms") or {}
    own: dict[str, list[str]] = {}
    for name, arm in arms.items():
        own.setdefault(write(arm["value"]), []).append(name)
    common = row["value"] if row["override"] is None else row["override"]
    words = [write(common)] if not arms or row["override"] is not None else []
    for value, names in own.items():
        words.append(
            f"{value} in {' and '.join(names) if len(arms) <= MOST_NAMED else f'{len(names)} of the arms'}"
        )
    return "; ".join(words)


def because_words(row: Row) -> str:
    """The reasons of what the scenario and its arms changed, each once."""
    arms = [arm["because"] for arm in (row.get("arms") or {}).values()]
    return "; ".join(dict.fromkeys(text for text in (row["because"], *arms) if text))


def _changed(scenario: Scenario, entry: Parameter) -> Row:
    """What the scenario changes: by its `parameters`, or by its product where that differs from the file."""
    if entry.symbol in scenario.parameters:
        change = scenario.parameters[entry.symbol]
        return {"override": change.value, "because": change.because}
    made = _product(scenario)
    if made.get(entry.symbol, entry.value) == entry.value:
        return {"override": None, "because": None}
    return {
        "override": made[entry.symbol],
        "because": f"the product of this scenario ({known.SET_ELSEWHERE[entry.symbol]})",
    }


def _product(scenario: Scenario) -> dict[str, float]:
    made = scenario.product
    flags = dict(zip(FLAGS, DESIGNS[made.pdl1_receptor], strict=True))
    return {"kd_car": made.car.affinity, "car": made.car.density, "f_m": made.memory_fraction.median, **flags}


def _in_arms(scenario: Scenario, symbol: str) -> Row:
    """Arm -> the typical value it alone has, and why."""
    found = {}
    for arm in scenario.trial.arms:
        own: dict[str, Any] = dict(arm.parameters)
        if arm.affinity is not None:
            own["kd_car"] = arm.affinity
        if arm.pdl1_receptor is not None:
            own |= dict(zip(FLAGS, DESIGNS[arm.pdl1_receptor], strict=True))
        if symbol in own:
            found[arm.name] = {"value": float(own[symbol]), "because": arm.because or "the arm's own product"}
    return found
