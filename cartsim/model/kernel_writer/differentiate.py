"""Gradients of quantities and fluxes by the chain rule; quantities stay symbols, nothing is expanded."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy

from cartsim.model.kernel_writer.collect import Flux
from cartsim.model.kernel_writer.hoist import Hoist
from cartsim.model.kernel_writer.trace import trace

Gradient = dict[str, sympy.Expr]
Statements = list[tuple[str, sympy.Expr]]


def symbol(name: str) -> sympy.Symbol:
    return sympy.Symbol(name, real=True)


@dataclass
class Differentiator:
    """Forward mode. `bases` are what is differentiated for: states and sums over lesions."""

    bases: set[str]
    hoist: Hoist
    gradients: dict[str, Gradient] = field(default_factory=dict)

    def quantity(self, name: str, expression: sympy.Expr) -> Statements:
        """Statements for the quantity, its partial derivatives and its gradient, which is remembered."""
        statements, gradient = self._chain(name, expression)
        self.gradients[name] = gradient
        return [(name, self.hoist(expression)), *statements]

    def flux(self, flux: Flux) -> tuple[Statements, Gradient]:
        """Statements for, and the gradient of, hazard x left side."""
        hazard = trace(flux.law, flux.arguments)
        return self._chain(flux.name, hazard * symbol(flux.left) if flux.left else hazard)

    def _chain(self, name: str, expression: sympy.Expr) -> tuple[Statements, Gradient]:
        statements: Statements = []
        gradient: Gradient = {}
        for argument in sorted(str(s) for s in expression.free_symbols):
            inner = {argument: sympy.Integer(1)} if argument in self.bases else self.gradients.get(argument)
            if not inner:
                continue
            partial = self.hoist(sympy.diff(expression, symbol(argument)))
            if partial == 0:
                continue
            if not _small(partial):
                statements.append((f"d_{name}_by_{argument}_", partial))
                partial = symbol(f"d_{name}_by_{argument}_")
            for base, derivative in inner.items():
                gradient[base] = gradient.get(base, 0) + partial * derivative
        for base, derivative in gradient.items():
            if not _small(derivative):
                statements.append((f"d_{name}_{base}_", derivative))
                gradient[base] = symbol(f"d_{name}_{base}_")
        return statements, {base: d for base, d in gradient.items() if d != 0}


def _small(expression: sympy.Expr) -> bool:
    """Not worth a name: a number, a symbol, or one with a sign or factor."""
    return expression.is_Atom or (
        expression.is_Mul
        and len(expression.args) == 2
        and expression.args[0].is_Number
        and expression.args[1].is_Atom
    )
