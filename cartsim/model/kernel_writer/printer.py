"""Expressions and statements as Python that numba compiles well."""

from __future__ import annotations

import sympy
from sympy.printing.pycode import PythonCodePrinter

from cartsim.model.kernel_writer.differentiate import Statements


class KernelPrinter(PythonCodePrinter):
    """Small integer powers become products, square roots `sqrt`, the shapes inline conditionals."""

    def _print_Pow(self, expr: sympy.Expr, rational: bool = False) -> str:
        base, exponent = expr.args
        text = self.parenthesize(base, 90)
        if exponent.is_Integer and 2 <= abs(int(exponent)) <= 4:
            product = "*".join([text] * abs(int(exponent)))
            return f"({product})" if exponent > 0 else f"1/({product})"
        if exponent == -1:
            return f"1/{text}"
        if abs(exponent) == sympy.Rational(1, 2):
            return f"sqrt({self._print(base)})" if exponent > 0 else f"1/sqrt({self._print(base)})"
        return f"{text}**{self.parenthesize(exponent, 90)}"

    def _print_above(self, expr: sympy.Expr) -> str:
        a, b = (self._print(x) for x in expr.args)
        return f"(1.0 if {a} > {b} else 0.0)"

    def _print_largest(self, expr: sympy.Expr) -> str:
        return f"max({', '.join(self._print(x) for x in expr.args)})"

    def _print_power(self, expr: sympy.Expr) -> str:
        x, n = (self._print(a) for a in expr.args)
        return f"(max({x}, 0.0)**({n}))"

    def _print_Integer(self, expr: sympy.Expr) -> str:
        return f"{int(expr)}.0"

    def _print_Rational(self, expr: sympy.Expr) -> str:
        return f"({int(expr.p)}.0/{int(expr.q)}.0)"

    def _print_log(self, expr: sympy.Expr) -> str:
        return f"log({self._print(expr.args[0])})"


PRINTER = KernelPrinter({"fully_qualified_modules": False})


def lines(statements: Statements, indent: int = 4) -> list[str]:
    """`name = expression`, repeated parts named once."""
    out = []
    for name, expression in statements:
        shared, (body,) = sympy.cse(
            [expression], symbols=(sympy.Symbol(f"t{i}_", real=True) for i in range(99))
        )
        for temporary, part in shared:
            out.append(f"{' ' * indent}{temporary} = {PRINTER.doprint(part)}")
        out.append(f"{' ' * indent}{name} = {PRINTER.doprint(body)}")
    return out


def code(expression: sympy.Expr) -> str:
    return PRINTER.doprint(expression)
