"""Every law, function and differential equation of the model as lines of LaTeX mathematics."""

from __future__ import annotations

import inspect
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sympy

from cartsim.model import geometry, observables
from cartsim.model.kernel_writer.collect import Flux, Node, collect
from cartsim.model.kernel_writer.trace import SYMBOLIC, called, meaning, trace
from cartsim.model.latex.printer import LawPrinter
from cartsim.model.latex.symbols import GROUP, symbol
from cartsim.model.laws import QUANTITIES, REACTIONS
from cartsim.model.reaction import Quantity, Reaction
from cartsim.model.state import INPUTS, LESION_PARAMETERS, LESION_STATES, STATES

CONVERSIONS = {
    "ML_PER_L": geometry.ML_PER_L,
    "UL_PER_ML": observables.UL_PER_ML,
    "MM_PER_CM": observables.MM_PER_CM,
}
"""Numbers in laws that turn one unit into another; exact, so that they print as whole numbers."""


@dataclass(frozen=True)
class Shown:
    """A law to be read: its room, name and meaning, where it holds, what it is or does (lines of
    mathematics), its unit, and its arguments (name -> unit).
    """

    room: str
    name: str
    meaning: str
    sites: tuple[str, ...]
    lines: tuple[str, ...]
    unit: str
    arguments: Mapping[str, str]


class Equations:
    """The model as mathematics. What a lesion group has of its own carries the index k."""

    def __init__(self, parameter_unit: Mapping[str, str]) -> None:
        self.model = collect()
        nodes = self.model.nodes.values()
        of_lesions = {node.name for node in nodes if node.scope == "lesion" and not node.total}
        self.of_groups = frozenset({s.name for s in LESION_STATES} | set(LESION_PARAMETERS) | of_lesions)
        self.unit = {**parameter_unit, **INPUTS, **LESION_PARAMETERS}
        self.unit |= {state.name: state.unit for state in STATES} | {node.name: node.unit for node in nodes}
        laws = [*(node.law for node in nodes), *(flux.law for flux in self.model.fluxes)]
        self.shared = tuple(dict.fromkeys(f for law in laws for f in called(law)))
        self.forms = SYMBOLIC | {math.pi: sympy.pi}
        self.forms |= {name: sympy.Integer(int(value)) for name, value in CONVERSIONS.items()}
        self.forms |= {function: sympy.Function(function.__name__) for function in self.shared}
        self.printer = LawPrinter(self.of_groups)

    def functions(self) -> Iterator[tuple[str, str]]:
        """(definition, meaning) of every function that laws share."""
        plain = LawPrinter(frozenset())
        for function in self.shared:
            names = {a: a for a in inspect.signature(function).parameters}
            head = plain.doprint(sympy.Function(function.__name__)(*map(sympy.Symbol, names)))
            yield f"{head} = {plain.doprint(trace(function, names, self.forms))}", meaning(function)

    def quantities(self) -> Iterator[Shown]:
        """In the order of the table of contents."""
        for quantity in QUANTITIES:
            nodes = [node for node in self.model.nodes.values() if node.law is quantity.law]
            lines = tuple(f"{self._symbol(node.name)} = {self._value(node)}" for node in nodes)
            yield self._shown(quantity, lines, quantity.unit, nodes)

    def reactions(self) -> Iterator[Shown]:
        """Arrows, and below those of one hazard the hazard h (or the rate r of what comes from nothing)."""
        for law in REACTIONS:
            fluxes = [flux for flux in self.model.fluxes if flux.law is law.law]
            together: dict[str, list[str]] = {}
            for flux in fluxes:
                letter = "r" if flux.left is None else "h"
                together.setdefault(f"{letter} = {self._hazard(flux)}", []).append(self._arrow(flux))
            lines = tuple(r", \quad ".join(arrows) + rf": \qquad {h}" for h, arrows in together.items())
            unit = "1/day" if fluxes[0].left else f"{self.unit[next(iter(fluxes[0].change))]}/day"
            yield self._shown(law, lines, unit.replace("1/day/day", "1/day"), fluxes)

    def derivatives(self) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
        """(d state/dt, its signed terms with the law of each) of every state, in their order."""
        for state in STATES:
            terms = []
            for flux in self.model.fluxes:
                if n := flux.change.get(state.name):
                    term = self._term(n, flux, into_body=state.scope == "body")
                    terms.append((term, flux.law.__name__))
            yield rf"\frac{{\mathrm{{d}} {self._symbol(state.name)}}}{{\mathrm{{d}} t}}", tuple(terms)

    def _term(self, n: int, flux: Flux, into_body: bool) -> str:
        rate = self._expression(flux)
        if flux.left:
            rate = rate * sympy.Symbol(flux.left, real=True)
        text = self.printer.doprint(rate)
        if rate.is_Add:
            text = rf"\left({text}\right)"
        total = rf"\sum_{{{GROUP}}} " if into_body and flux.scope == "lesion" else ""
        return f"{'+' if n > 0 else '-'} {abs(n) if abs(n) > 1 else ''}{total}{text}"

    def _shown(
        self, law: Quantity | Reaction, lines: tuple[str, ...], unit: str, parts: list[Node] | list[Flux]
    ) -> Shown:
        full = dict.fromkeys(name for part in parts for name in part.arguments.values())
        arguments = {name: self.unit[name] for name in full}
        room = law.law.__module__.rpartition(".")[2]
        return Shown(room, law.name, meaning(law.law), law.where, lines, unit, arguments)

    def _value(self, node: Node) -> str:
        expression = self._expression(node)
        text = self.printer.doprint(expression)
        if node.total and expression.is_Add:
            text = rf"\left({text}\right)"
        return rf"\sum_{{{GROUP}}} {text}" if node.total else text

    def _hazard(self, flux: Flux) -> str:
        return self.printer.doprint(self._expression(flux))

    def _arrow(self, flux: Flux) -> str:
        left = {flux.left: 1} if flux.left else {}
        right = {name: flux.change.get(name, 0) + left.get(name, 0) for name in {**left, **flux.change}}
        return rf"{self._side(left)} \to {self._side({name: n for name, n in right.items() if n})}"

    def _side(self, names: Mapping[str, int]) -> str:
        terms = [f"{n if n > 1 else ''}{self._symbol(name)}" for name, n in names.items()]
        return " + ".join(terms) or r"\varnothing"

    def _symbol(self, name: str) -> str:
        return symbol(name, name in self.of_groups)

    def _expression(self, law: Node | Flux) -> sympy.Expr:
        return trace(law.law, law.arguments, self.forms)


def by_room(laws: Iterable[Shown]) -> dict[str, list[Shown]]:
    """Laws by the module they stand in, in the order in which the modules first come."""
    found: dict[str, list[Shown]] = {}
    for law in laws:
        found.setdefault(law.room, []).append(law)
    return found


def heading(room: str) -> str:
    """The name of a module of laws as a heading."""
    return "CAR-T cells" if room == "car_t" else room.replace("_", " ").capitalize()


def room_title(room: str) -> str:
    """What the docstring of a module of laws says first, without the names of its sources."""
    told = " ".join((sys.modules[f"cartsim.model.{room}"].__doc__ or "").split())
    return told.partition(". ")[0].rstrip(".")
