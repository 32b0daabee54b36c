"""Subexpressions that only parameters enter are computed once per patient."""

from __future__ import annotations

import sympy

from cartsim.model.kernel_writer.trace import power


class Hoist:
    """Replaces constant subexpressions by names; `body` and `lesion` list what was taken out, in order."""

    def __init__(self, constants: set[str], lesion_constants: set[str]) -> None:
        self.constants = set(constants)
        self.lesion_constants = set(lesion_constants)
        self.body: dict[str, sympy.Expr] = {}
        self.lesion: dict[str, sympy.Expr] = {}

    def __call__(self, expression: sympy.Expr) -> sympy.Expr:
        if expression.is_Atom or not expression.free_symbols:
            return expression
        level = self._level(expression)
        if level is not None:
            return self._name(expression, level)
        if isinstance(expression, sympy.Add | sympy.Mul):
            return self._split(expression)
        if isinstance(expression, power):
            return power(self(expression.args[0]), self(expression.args[1]))
        return expression.func(*(self(argument) for argument in expression.args))

    def _level(self, expression: sympy.Expr) -> str | None:
        names = {str(s) for s in expression.free_symbols}
        if names <= self.constants:
            return "body"
        return "lesion" if names <= self.constants | self.lesion_constants else None

    def _split(self, expression: sympy.Expr) -> sympy.Expr:
        """Group the constant terms (factors) of a sum (product), then look into the others."""
        groups: dict[str | None, list[sympy.Expr]] = {"body": [], "lesion": [], None: []}
        for argument in expression.args:
            groups["body" if not argument.free_symbols else self._level(argument)].append(argument)
        parts = [self(argument) for argument in groups[None]]
        for level in ("body", "lesion"):
            if groups[level]:
                parts.append(self(expression.func(*groups[level])))
        return expression.func(*parts)

    def _name(self, expression: sympy.Expr, level: str) -> sympy.Symbol:
        """A name for a constant; a plain sign or a repeated expression needs no new one."""
        if (
            expression.is_Mul
            and expression.args[0] == -1
            and len(expression.args) == 2
            and expression.args[1].is_Atom
        ):
            return expression
        table, known = (
            (self.body, self.constants) if level == "body" else (self.lesion, self.lesion_constants)
        )
        for name, old in table.items():
            if old == expression:
                return sympy.Symbol(name, real=True)
        name = f"{'c' if level == 'body' else 'g'}{len(table)}_"
        table[name] = expression
        known.add(name)
        return sympy.Symbol(name, real=True)
