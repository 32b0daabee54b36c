"""Sympy's LaTeX with the symbols of the model and the functions that laws are made of."""

from __future__ import annotations

import sympy
from sympy.printing.latex import LatexPrinter

from cartsim.model.latex.symbols import number, symbol


class LawPrinter(LatexPrinter):
    """Names as `symbols.symbol` writes them; `of_groups` are those that each lesion group has of its own."""

    def __init__(self, of_groups: frozenset[str]) -> None:
        super().__init__({"mul_symbol": r" \cdot ", "order": "none", "ln_notation": True})
        self.of_groups = of_groups

    def _print_Symbol(self, expr: sympy.Symbol, style: str = "plain") -> str:
        return symbol(expr.name, expr.name in self.of_groups)

    def _print_Float(self, expr: sympy.Float) -> str:
        return number(float(expr))

    def _print_largest(self, expr: sympy.Expr, exp: str | None = None) -> str:
        return self._raised(rf"\max\left({self._arguments(expr)}\right)", exp)

    def _print_above(self, expr: sympy.Expr, exp: str | None = None) -> str:
        left, right = map(self._print, expr.args)
        return self._raised(rf"\left[{left} > {right}\right]", exp)

    def _print_power(self, expr: sympy.Expr, exp: str | None = None) -> str:
        base, exponent = map(self._print, expr.args)
        return self._raised(rf"\left({base}\right)_{{+}}^{{{exponent}}}", exp)

    def _print_cube_root(self, expr: sympy.Expr, exp: str | None = None) -> str:
        return self._raised(rf"\sqrt[3]{{{self._print(expr.args[0])}}}", exp)

    def _print_Function(self, expr: sympy.Expr, exp: str | None = None) -> str:
        """A function that laws share keeps its name."""
        name = type(expr).__name__.replace("_", r"\,")
        power = f"^{{{exp}}}" if exp else ""
        return rf"\mathrm{{{name}}}{power}\left({self._arguments(expr)}\right)"

    def _arguments(self, expr: sympy.Expr) -> str:
        return ", ".join(map(self._print, expr.args))

    def _raised(self, text: str, exp: str | None) -> str:
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"
