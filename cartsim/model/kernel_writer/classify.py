"""When is each quantity known? Once per patient, once per call, before or after the sums over lesions; and
what is never used.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from cartsim.model.kernel_writer.collect import Model, Node
from cartsim.model.kernel_writer.trace import trace
from cartsim.model.state import INPUTS, LESION_PARAMETERS


@dataclass(frozen=True)
class Plan:
    """Names in order of computation, by stage, with their expressions.

    constants / lesion_constants: once per patient. body_before, lesion_before: not touched by a total.
    totals: sums over lesions. body_after, lesion_after: the rest. Lesion quantities that are needed on both
    sides of the sums are kept (`kept`).
    """

    constants: dict[str, sympy.Expr]
    lesion_constants: dict[str, sympy.Expr]
    body_before: dict[str, sympy.Expr]
    lesion_before: dict[str, sympy.Expr]
    totals: dict[str, sympy.Expr]
    body_after: dict[str, sympy.Expr]
    lesion_after: dict[str, sympy.Expr]
    kept: tuple[str, ...]


def needed(model: Model, wanted: set[str]) -> set[str]:
    """The wanted names and everything they depend on."""
    out: set[str] = set()
    stack = list(wanted)
    while stack:
        name = stack.pop()
        if name not in out:
            out.add(name)
            if name in model.nodes:
                stack.extend(model.nodes[name].arguments.values())
    return out


def classify(model: Model, wanted: set[str]) -> Plan:
    """Sort the needed quantities into stages."""
    names = needed(model, wanted)
    nodes = {name: node for name, node in model.nodes.items() if name in names}
    kind = kinds(model)
    after = _after_totals(model)
    feeding = needed(model, {name for name, node in nodes.items() if node.total})
    stages: dict[str, dict[str, sympy.Expr]] = {
        s: {}
        for s in (
            "constants",
            "lesion_constants",
            "body_before",
            "lesion_before",
            "totals",
            "body_after",
            "lesion_after",
        )
    }
    for name, node in nodes.items():
        stages[_stage(node, kind, after, feeding)][name] = trace(node.law, node.arguments)
    before = set(stages["lesion_before"])
    used_after = {str(s) for e in stages["lesion_after"].values() for s in e.free_symbols} | wanted
    kept = tuple(name for name in stages["lesion_before"] if name in before & used_after)
    return Plan(**stages, kept=kept)


def kinds(model: Model) -> dict[str, str]:
    """Each name -> `constant`, `lesion_constant`, `body` or `lesion`: what it can depend on."""
    kind = dict.fromkeys(model.parameters, "constant")
    kind |= dict.fromkeys(LESION_PARAMETERS, "lesion_constant") | dict.fromkeys(INPUTS, "body")
    kind |= dict.fromkeys(model.body_states, "body") | dict.fromkeys(model.lesion_states, "lesion")
    for name, node in model.nodes.items():
        parts = {kind[argument] for argument in node.arguments.values()}
        if node.total:
            kind[name] = "body"
        elif node.scope == "body":
            if parts & {"lesion", "lesion_constant"}:
                raise ValueError(f"{name} is a body quantity but reads a lesion's")
            kind[name] = "body" if "body" in parts else "constant"
        elif parts & {"lesion", "body"}:
            kind[name] = "lesion"
        else:
            kind[name] = "lesion_constant" if "lesion_constant" in parts else "constant"
    return kind


def _after_totals(model: Model) -> set[str]:
    """Names that depend on a sum over lesions (the sums themselves not included)."""
    after: set[str] = set()
    for name, node in model.nodes.items():
        reads = {
            a for a in node.arguments.values() if a in after or (a in model.nodes and model.nodes[a].total)
        }
        if reads:
            if node.total:
                raise ValueError(f"{name}: a sum over lesions of something that needs a sum over lesions")
            after.add(name)
    return after


def _stage(node: Node, kind: dict[str, str], after: set[str], feeding: set[str]) -> str:
    if node.total:
        return "totals"
    if kind[node.name] == "constant":
        return "constants"
    if kind[node.name] == "lesion_constant":
        return "lesion_constants"
    if node.scope == "body":
        return "body_after" if node.name in after else "body_before"
    return "lesion_before" if node.name in feeding else "lesion_after"
