"""The laws of a body with so many lesion groups as flat formulas in SBML's infix notation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from types import FunctionType

import sympy
from sympy.printing.str import StrPrinter

from cartsim.model.kernel_writer.collect import Flux, Node, collect
from cartsim.model.kernel_writer.trace import SYMBOLIC, trace
from cartsim.model.state import LESION_PARAMETERS

BRANCHING = {
    "largest": "lambda(a, b, piecewise(a, a > b, b))",
    "above": "lambda(x, threshold, piecewise(1, x > threshold, 0))",
    "positive_power": "lambda(x, n, piecewise(x^n, x > 0, 0))",
    "cube_root": "lambda(x, piecewise(x^(1/3), x > 0, 0))",
}
"""Functions that branch on an argument and so cannot be traced. SBML's own `power` is x^n for x < 0 too."""


@dataclass(frozen=True)
class Rule:
    """A quantity under its full name."""

    name: str
    formula: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Rate:
    """A flux under its full name: what goes in and comes out, and what else the rate (per day) reads."""

    name: str
    formula: str
    left: dict[str, int]
    right: dict[str, int]
    reads: frozenset[str]
    meaning: str


class Infix(StrPrinter):
    """Sympy's text with the names of SBML's functions and of the branching ones."""

    def _print_Pow(self, expr: sympy.Expr, rational: bool = False) -> str:
        return super()._print_Pow(expr, rational).replace("**", "^")

    def _print_Float(self, expr: sympy.Float) -> str:
        return repr(float(expr))

    def _print_log(self, expr: sympy.Expr) -> str:
        return f"ln({self._print(expr.args[0])})"

    def _print_power(self, expr: sympy.Expr) -> str:
        return f"positive_power({', '.join(map(self._print, expr.args))})"

    def _print_largest(self, expr: sympy.Expr) -> str:
        return reduce(lambda a, b: f"largest({a}, {b})", map(self._print, expr.args))


class FlatLaws:
    """The laws with every name written out: what a lesion group has of its own ends in its number, `phi_0`.

    A function that laws share stays one, so that a formula reads like its law and nothing is computed twice.
    """

    def __init__(self, n_groups: int) -> None:
        self.n_groups = n_groups
        self.model = collect()
        nodes = self.model.nodes.values()
        of_lesions = (node.name for node in nodes if node.scope == "lesion" and not node.total)
        self.of_groups = {*self.model.lesion_states, *LESION_PARAMETERS, *of_lesions}
        laws = [*(node.law for node in nodes), *(flux.law for flux in self.model.fluxes)]
        self.shared = dict.fromkeys(f for law in laws for f in called(law))
        self.forms = SYMBOLIC | {function: sympy.Function(function.__name__) for function in self.shared}

    def functions(self) -> dict[str, str]:
        """Name -> lambda of every function that laws call, each after those that it calls."""
        found = dict(BRANCHING)
        for function in self.shared:
            names = {a: a for a in inspect.signature(function).parameters}
            body = Infix().doprint(trace(function, names, self.forms))
            found[function.__name__] = f"lambda({', '.join(names)}, {body})"
        return found

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
        return Rule(name, Infix().doprint(expression), node.unit, meaning(node.law))

    def _rate(self, name: str, flux: Flux, k: int | None = None) -> Rate:
        change = {self._full(state, k): n for state, n in flux.change.items()}
        left = {} if flux.left is None else {self._full(flux.left, k): 1}
        rate = self._expression(flux, k)
        for state in left:
            rate = rate * sympy.Symbol(state, real=True)
        right = {state: change.get(state, 0) + left.get(state, 0) for state in {**left, **change}}
        right = {state: n for state, n in right.items() if n}
        reads = frozenset(str(symbol) for symbol in rate.free_symbols)
        return Rate(name, Infix().doprint(rate), left, right, reads, meaning(flux.law))

    def _expression(self, law: Node | Flux, k: int | None = None) -> sympy.Expr:
        names = {argument: self._full(name, k) for argument, name in law.arguments.items()}
        return trace(law.law, names, self.forms)

    def _full(self, name: str, k: int | None) -> str:
        return f"{name}_{k}" if name in self.of_groups else name


def called(function: Callable[..., float]) -> Iterator[FunctionType]:
    """The plain functions that a law calls, and those that they call, innermost first."""
    assert isinstance(function, FunctionType)
    for name in function.__code__.co_names:
        other = function.__globals__.get(name)
        if isinstance(other, FunctionType) and other not in SYMBOLIC:
            yield from called(other)
            yield other


def meaning(law: Callable[..., float]) -> str:
    """The law's docstring on one line."""
    return " ".join((law.__doc__ or "").split())
