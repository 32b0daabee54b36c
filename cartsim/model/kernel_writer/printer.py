"""Expressions and statements as Python on lanes."""

from __future__ import annotations

import sympy
from sympy.printing.pycode import PythonCodePrinter

from cartsim.model.kernel_writer.differentiate import Statements


class KernelPrinter(PythonCodePrinter):
    """Small integer powers become products and division a product with `(1.0/x)`, so that the compiler
    divides once by what divides twice; square roots, conditionals and powers become functions of lanes.
    """

    def _print_Mul(self, expr: sympy.Expr) -> str:
        above: list[sympy.Expr] = []
        below: list[sympy.Expr] = []
        for factor in expr.args:
            under = isinstance(factor, sympy.Pow) and (
                factor.args[1].is_number and factor.args[1] < 0
            )
            (below if under else above).append(factor)
        if not below:
            return str(super()._print_Mul(expr))
        over = sympy.Mul(*above, evaluate=False) if len(above) != 1 else above[0]
        inverse = sympy.Mul(*(1 / factor for factor in below))
        reciprocal = f"(1.0/{self.parenthesize(inverse, 90)})"
        if not above:
            return reciprocal
        return f"{self.parenthesize(over, 50)}*{reciprocal}"

    def _print_Pow(self, expr: sympy.Expr, rational: bool = False) -> str:
        base, exponent = expr.args
        text = self.parenthesize(base, 90)
        if exponent.is_Integer and 2 <= abs(int(exponent)) <= 4:
            part = text if exponent > 0 else f"(1.0/{text})"
            return f"({'*'.join([part] * abs(int(exponent)))})"
        if exponent == -1:
            return f"(1.0/{text})"
        if abs(exponent) == sympy.Rational(1, 2):
            root = f"sqrt({self._print(base)})"
            return root if exponent > 0 else f"(1.0/{root})"
        return f"power({self._print(base)}, {self._print(exponent)})"

    def _print_above(self, expr: sympy.Expr) -> str:
        a, b = (self._print(x) for x in expr.args)
        return f"where({a} > {b}, 1.0, 0.0)"

    def _print_largest(self, expr: sympy.Expr) -> str:
        text = self._print(expr.args[0])
        for other in expr.args[1:]:
            text = f"largest({text}, {self._print(other)})"
        return text

    def _call(self, expr: sympy.Expr) -> str:
        return f"{type(expr).__name__}({', '.join(self._print(x) for x in expr.args)})"

    _print_power = _print_power_slope = _print_cube_root = _print_log = _call

    def _print_Integer(self, expr: sympy.Expr) -> str:
        return f"{int(expr)}.0"

    def _print_Rational(self, expr: sympy.Expr) -> str:
        return f"({int(expr.p)}.0/{int(expr.q)}.0)"


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
