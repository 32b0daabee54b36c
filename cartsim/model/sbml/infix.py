"""Expressions in SBML's infix notation, every number with its unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

import sympy
from sympy.printing.str import StrPrinter

from cartsim.model.sbml.units import NO_UNIT, Powers, identifier, product, spelled

ONE = Fraction(1)
BRANCHING = {
    "above": f"lambda(x, threshold, piecewise(1 {NO_UNIT}, x > threshold, 0 {NO_UNIT}))",
    "positive_power": f"lambda(x, n, piecewise(x^n, x > 0 {NO_UNIT}, 0 {NO_UNIT}))",
    "cube_root": f"lambda(x, piecewise(root(3, x), x > 0 {NO_UNIT}*x, 0 {NO_UNIT}*root(3, abs(x))))",
}
"""Functions that branch on an argument and so cannot be traced. SBML's own `power` is x^n for x < 0 too. A
zero of the unit of x is 0 x.
"""


@dataclass(frozen=True)
class Shared:
    """A function that laws share: the names of its arguments and what it is in them."""

    arguments: tuple[str, ...]
    body: sympy.Expr


class Infix(StrPrinter):
    """Sympy's text with the names of SBML's functions and of the branching ones. A number in a sum or a
    comparison has the unit of what it stands beside; any other has none.
    """

    def __init__(
        self, unit: Mapping[str, Powers], shared: Mapping[str, Shared], text: Mapping[str, str]
    ) -> None:
        """Units of symbols by name (a name that is missing may have any), and how symbols are written that
        are not written as they are called.
        """
        super().__init__()
        self.unit, self.shared, self.text = unit, shared, text

    def _print_Symbol(self, expr: sympy.Symbol) -> str:
        return self.text.get(str(expr.name), str(expr.name))

    def _print_Pi(self, expr: sympy.Expr) -> str:
        return "pi"

    def _print_Number(self, expr: sympy.Number, unit: str = NO_UNIT) -> str:
        if isinstance(expr, sympy.Rational) and expr.q != 1:
            return f"({self._print_Number(sympy.Integer(expr.p), unit)}/{expr.q} {NO_UNIT})"
        return f"{int(expr) if expr.is_Integer else repr(float(expr))} {unit}"

    _print_Integer = _print_Float = _print_Rational = _print_Half = _print_Number
    _print_Zero = _print_One = _print_NegativeOne = _print_Number

    def _print_Pow(self, expr: sympy.Expr, rational: bool = False) -> str:
        base, exponent = expr.args
        if exponent == sympy.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if exponent.is_Integer and exponent < 0:
            one = self._print(sympy.S.One)
            return f"({one}/{self.parenthesize(sympy.Pow(base, -exponent, evaluate=False), 60)})"
        power = int(exponent) if exponent.is_Integer else f"({self._print(exponent)})"
        return f"{self.parenthesize(base, 60)}^{power}"

    def _print_Add(self, expr: sympy.Expr, order: str | None = None) -> str:
        unit, out = self.unit_of(expr), ""
        for term in self._as_ordered_terms(expr, order=order):
            text = self._beside(term, unit)
            out += f" - {text[1:]}" if text.startswith("-") else f" + {text}"
        return out[3:] if out.startswith(" + ") else f"-{out[3:]}"

    def _print_log(self, expr: sympy.Expr) -> str:
        return f"ln({self._print(expr.args[0])})"

    def _print_power(self, expr: sympy.Expr) -> str:
        return f"positive_power({', '.join(map(self._print, expr.args))})"

    def _print_largest(self, expr: sympy.Expr) -> str:
        return self._compared("max", expr)

    def _print_above(self, expr: sympy.Expr) -> str:
        return self._compared("above", expr)

    def _compared(self, name: str, expr: sympy.Expr) -> str:
        """Of more than two arguments the first two, that with the third, and so on."""
        unit = self._of_any(expr.args)
        if unit is None and expr.args[1] == 0:
            first = expr.args[0]
            return f"{name}({self._print(first)}, 0 {NO_UNIT}*{self.parenthesize(first, 50)})"
        return reduce(lambda a, b: f"{name}({a}, {b})", (self._beside(part, unit) for part in expr.args))

    def _beside(self, expr: sympy.Expr, unit: Powers | None) -> str:
        if not expr.is_Number:
            return str(self._print(expr))
        return self._print_Number(expr, identifier(spelled(unit or {})))

    def _of_any(self, parts: tuple[sympy.Expr, ...]) -> Powers | None:
        """The unit that these have in common, as the first tells that has one."""
        units = (self.unit_of(part) for part in parts if not part.is_Number)
        return next((unit for unit in units if unit is not None), None)

    def unit_of(self, expr: sympy.Expr) -> Powers | None:
        """The unit of an expression; None where it hangs on a symbol that may have any."""
        name = type(expr).__name__
        if isinstance(expr, sympy.Symbol):
            return self.unit.get(str(expr.name))
        if isinstance(expr, sympy.Mul):
            units = [self.unit_of(part) for part in expr.args]
            return None if None in units else product(*((unit, ONE) for unit in units if unit))
        if isinstance(expr, sympy.Add) or name == "largest":
            return self._of_any(expr.args)
        if isinstance(expr, sympy.Pow) or name == "cube_root":
            return self._raised(expr)
        if name in self.shared:
            known = zip(self.shared[name].arguments, map(self.unit_of, expr.args), strict=True)
            inside = Infix({a: unit for a, unit in known if unit is not None}, self.shared, {})
            return inside.unit_of(self.shared[name].body)
        return {}

    def _raised(self, expr: sympy.Expr) -> Powers | None:
        base = self.unit_of(expr.args[0])
        exponent = expr.args[1] if isinstance(expr, sympy.Pow) else sympy.Rational(1, 3)
        if not base:
            return base
        return product((base, Fraction(exponent.p, exponent.q))) if exponent.is_Rational else None
