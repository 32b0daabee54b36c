"""The numbers a run used and the papers they rest on, as plain rows that travel in the manifest."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cartsim.parameters import citations, load_parameters
from cartsim.scenario.scenario import Scenario


def parameter_table(scenario: Scenario) -> list[dict[str, Any]]:
    """Every parameter with unit, source, kind and reason; `override` and `because` where it was changed."""
    changed = scenario.parameters
    return [
        asdict(entry)
        | {"override": changed[symbol].value if symbol in changed else None}
        | {"because": changed[symbol].because if symbol in changed else None}
        for symbol, entry in load_parameters().items()
    ]


def reference_table(scenario: Scenario) -> list[dict[str, Any]]:
    """Every source with the one reason it is cited for here and the symbols or fields that rest on it."""
    return [
        {
            "key": citation.reference.key,
            "text": str(citation.reference),
            "link": citation.reference.locator,
            "checked": citation.reference.checked,
            "reason": citation.reason,
            "used_for": list(citation.used_for),
        }
        for citation in citations(scenario.parameters, scenario.disease.kinds)
    ]
