"""From laws at sites to one flat list: every quantity and flux under its full name, arguments resolved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cartsim.model.laws import QUANTITIES, REACTIONS
from cartsim.model.reaction import SUFFIX, parse_arrow
from cartsim.model.state import BODY_STATES, INPUTS, LESION_PARAMETERS, LESION_STATES

SCOPE = {site: ("lesion" if site == "lesion" else "body") for site in SUFFIX}


@dataclass(frozen=True)
class Node:
    """A quantity at a site. `arguments` maps the law's argument names to full names."""

    name: str
    scope: str
    total: bool
    unit: str
    law: Callable[..., float]
    arguments: dict[str, str]


@dataclass(frozen=True)
class Flux:
    """A reaction at a site: `left` (None for a source), net `change` per state, hazard law and its resolved
    arguments.
    """

    name: str
    scope: str
    left: str | None
    change: dict[str, int]
    law: Callable[..., float]
    arguments: dict[str, str]


@dataclass(frozen=True)
class Model:
    """Everything the writer needs: names by kind, nodes in the order of dependency, fluxes."""

    body_states: tuple[str, ...]
    lesion_states: tuple[str, ...]
    parameters: tuple[str, ...]
    nodes: dict[str, Node]
    fluxes: tuple[Flux, ...]


def collect() -> Model:
    """Expand all laws over their sites, resolve names, refuse duplicates, reserved and undefined names."""
    body = tuple(state.name for state in BODY_STATES)
    lesion = tuple(state.name for state in LESION_STATES)
    expanded = [(q.name + SUFFIX[site], q, site) for q in QUANTITIES for site in q.where]
    names = [name for name, _, _ in expanded]
    known = {*body, *lesion, *LESION_PARAMETERS, *INPUTS, *names}
    _refuse_duplicates([*body, *lesion, *LESION_PARAMETERS, *INPUTS, *names])
    found: list[str] = []

    def resolve(name: str, site: str) -> str:
        full = name + SUFFIX[site]
        if full in known or full in mentioned:
            return full
        if name not in known and name not in found:
            found.append(name)
        return name

    mentioned = _suffixed_parameters(known)
    nodes = {
        name: Node(name, SCOPE[site], q.total, q.unit, q.law, {a: resolve(a, site) for a in q.arguments})
        for name, q, site in expanded
    }
    fluxes = []
    for r in REACTIONS:
        for site in r.where:
            for arrow in r.arrows:
                left, change = parse_arrow(arrow)
                full = {resolve(state, site): n for state, n in change.items()}
                start = None if left is None else resolve(left, site)
                label = f"{r.name}_{start or next(iter(full))}"
                fluxes.append(
                    Flux(label, SCOPE[site], start, full, r.law, {a: resolve(a, site) for a in r.arguments})
                )
                if unknown := [s for s in (*full, *([start] if start else [])) if s not in (*body, *lesion)]:
                    raise ValueError(f"{r.name}: {unknown[0]} is no state")
    _refuse_duplicates([flux.name for flux in fluxes])
    parameters = tuple(sorted({*found, *(m for m in mentioned)}))
    return Model(body, lesion, parameters, _in_order(nodes), tuple(fluxes))


def _suffixed_parameters(known: set[str]) -> set[str]:
    """Parameters that carry a site suffix (`mtt_n`): those of the lineages, the only site-specific ones."""
    lineages = {"mtt", "gamma", "e_ld"}
    return {name + SUFFIX[site] for name in lineages for site in ("neutrophils", "platelets")} - known


def _refuse_duplicates(names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"two definitions of {name!r}")
        if name.endswith("_"):
            raise ValueError(f"{name!r}: a trailing underscore is reserved for generated names")
        seen.add(name)


def _in_order(nodes: dict[str, Node]) -> dict[str, Node]:
    """Nodes sorted so that each follows what it depends on; a circle is refused."""
    ordered: dict[str, Node] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ValueError(f"circular quantities: {' -> '.join((*path, name))}")
        if name in nodes and name not in ordered:
            for argument in nodes[name].arguments.values():
                visit(argument, (*path, name))
            ordered[name] = nodes[name]

    for name in nodes:
        visit(name, ())
    return ordered
