"""The laws of a body with so many lesion groups as flat formulas in SBML's infix notation."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sympy

from cartsim.model import geometry, observables
from cartsim.model.kernel_writer.collect import Flux, Node, collect
from cartsim.model.kernel_writer.trace import SYMBOLIC, called, meaning, trace
from cartsim.model.sbml.counted import COUNTED_AS
from cartsim.model.sbml.infix import BRANCHING, Infix, Shared
from cartsim.model.sbml.units import Powers, powers
from cartsim.model.state import BODY_STATES, INPUTS, LESION_PARAMETERS, LESION_STATES

CONVERSIONS = {
    "ML_PER_L": (geometry.ML_PER_L, "mL/L", "millilitres in a litre"),
    "UL_PER_ML": (observables.UL_PER_ML, "uL/mL", "microlitres in a millilitre"),
    "MM_PER_CM": (observables.MM_PER_CM, "mm/cm", "millimetres in a centimetre"),
}
"""Numbers in laws that have a unit: parameters of the document under the names they have there."""


@dataclass(frozen=True)
class Rule:
    """A quantity under its full name."""

    name: str
    formula: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Rate:
    """A flux under its full name: the law and the site it is from, what goes in and comes out, and what else
    the rate (per day) reads.
    """

    name: str
    law: str
    formula: str
    left: dict[str, int]
    right: dict[str, int]
    reads: frozenset[str]
    meaning: str


class FlatLaws:
    """The laws with every name written out: what a lesion group has of its own ends in its number, `phi_0`.

    A function that laws share stays one, so that a formula reads like its law and nothing is computed twice.
    """

    def __init__(self, n_groups: int, parameter_unit: Mapping[str, str]) -> None:
        self.n_groups = n_groups
        self.model = collect()
        nodes = self.model.nodes.values()
        of_lesions = (node.name for node in nodes if node.scope == "lesion" and not node.total)
        self.of_groups = {*self.model.lesion_states, *LESION_PARAMETERS, *of_lesions}
        laws = [*(node.law for node in nodes), *(flux.law for flux in self.model.fluxes)]
        self.shared = dict.fromkeys(f for law in laws for f in called(law))
        self.forms = SYMBOLIC | {math.pi: sympy.pi} | {c: sympy.Symbol(c, real=True) for c in CONVERSIONS}
        self.forms |= {function: sympy.Function(function.__name__) for function in self.shared}
        self.infix = Infix(self._units(parameter_unit), self._bodies(), COUNTED_AS)

    def functions(self) -> dict[str, str]:
        """Name -> lambda of every function that laws call, each after those that it calls."""
        found = dict(BRANCHING)
        for function in self.shared:
            shared = self.infix.shared[function.__name__]
            body = Infix({}, {}, {}).doprint(shared.body)
            found[function.__name__] = f"lambda({', '.join(shared.arguments)}, {body})"
        return found

    def _bodies(self) -> dict[str, Shared]:
        found = {}
        for function in self.shared:
            names = tuple(inspect.signature(function).parameters)
            body = trace(function, {a: a for a in names}, self.forms)
            found[function.__name__] = Shared(names, body)
        return found

    def _units(self, parameter_unit: Mapping[str, str]) -> dict[str, Powers]:
        """Name -> unit of everything that a formula can hold."""
        text = {**parameter_unit, **INPUTS, "time": "day", "first_day": "day"}
        text |= {name: unit for name, (_, unit, _) in CONVERSIONS.items()}
        text |= {state.name: state.unit for state in (*BODY_STATES, *LESION_STATES)} | LESION_PARAMETERS
        text |= {node.name: node.unit for node in self.model.nodes.values()}
        of_groups = {f"{name}_{k}": text[name] for name in self.of_groups for k in range(self.n_groups)}
        return {name: powers(unit) for name, unit in (text | of_groups).items()}

    def rules(self) -> Iterator[Rule]:
        """Every quantity: of the body, of each group, and the sums over the groups."""
        for name, node in self.model.nodes.items():
            if node.scope == "body":
                yield self._rule(name, node, self._expression(node))
                continue
            parts = [self._expression(node, k) for k in range(self.n_groups)]
            if node.total:
                yield self._rule(name, node, sympy.Add(*parts))
            else:
                yield from (self._rule(f"{name}_{k}", node, part) for k, part in enumerate(parts))

    def rates(self) -> Iterator[Rate]:
        """Every flux, those at lesions once for each group."""
        for flux in self.model.fluxes:
            if flux.scope == "body":
                yield self._rate(flux.name, flux)
            else:
                yield from (self._rate(f"{flux.name}_{k}", flux, k) for k in range(self.n_groups))

    def _rule(self, name: str, node: Node, expression: sympy.Expr) -> Rule:
        return Rule(name, self.infix.doprint(expression), node.unit, meaning(node.law))

    def _rate(self, name: str, flux: Flux, k: int | None = None) -> Rate:
        change = {self._full(state, k): n for state, n in flux.change.items()}
        left = {} if flux.left is None else {self._full(flux.left, k): 1}
        rate = self._expression(flux, k)
        for state in left:
            rate = rate * sympy.Symbol(state, real=True)
        right = {state: change.get(state, 0) + left.get(state, 0) for state in {**left, **change}}
        right = {state: n for state, n in right.items() if n}
        reads = frozenset(str(symbol) for symbol in rate.free_symbols)
        return Rate(name, flux.law.__name__, self.infix.doprint(rate), left, right, reads, meaning(flux.law))

    def _expression(self, law: Node | Flux, k: int | None = None) -> sympy.Expr:
        names = {argument: self._full(name, k) for argument, name in law.arguments.items()}
        return trace(law.law, names, self.forms)

    def _full(self, name: str, k: int | None) -> str:
        return f"{name}_{k}" if name in self.of_groups else name
