"""A plain Python law, run on sympy symbols."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any

import sympy

from cartsim.model import shapes


class above(sympy.Function):
    """1 if x > threshold else 0; flat wherever it is differentiated."""

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return sympy.Integer(0)


class largest(sympy.Function):
    """max(a, b), differentiated as whichever is larger."""

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        a, b = self.args
        return above(a, b) if argindex == 1 else 1 - above(a, b)


class power(sympy.Function):
    """x^n for x > 0, else 0. Exponents are parameters."""

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        x, n = self.args
        if argindex != 1:
            raise ValueError("an exponent that varies is not supported")
        return power_slope(x, n)


class power_slope(sympy.Function):
    """d(x^n)/dx = n x^(n-1), not below 0."""


class cube_root(sympy.Function):
    """x^(1/3) for x > 0, else 0."""

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return cube_root(self.args[0]) / (3 * self.args[0])


SYMBOLIC: dict[Any, Any] = {
    math.log: sympy.log,
    math.sqrt: sympy.sqrt,
    math.pi: sympy.Float(math.pi, 17),
    shapes.power: power,
    shapes.above: above,
    shapes.cube_root: cube_root,
}


def traceable(function: Callable[..., Any], symbolic: Mapping[Any, Any] = SYMBOLIC) -> Callable[..., Any]:
    """The same code with `max` and what `symbolic` holds (by value, or by the name it has in the law)
    replaced by symbolic forms, in every function it calls.
    """
    assert isinstance(function, FunctionType)
    world: dict[str, Any] = {"max": largest}
    for name in function.__code__.co_names:
        if name not in function.__globals__:
            continue
        value = function.__globals__[name]
        if name in symbolic:
            world[name] = symbolic[name]
            continue
        if callable(value) or isinstance(value, float):
            if value in symbolic:
                value = symbolic[value]
            elif isinstance(value, FunctionType):
                value = traceable(value, symbolic)
        world[name] = value
    return FunctionType(function.__code__, world, function.__name__, function.__defaults__)


def trace(
    law: Callable[..., float], arguments: Mapping[str, str], symbolic: Mapping[Any, Any] = SYMBOLIC
) -> sympy.Expr:
    """The law as an expression in its resolved names."""
    values = {a: sympy.Symbol(full, real=True) for a, full in arguments.items()}
    return sympy.sympify(traceable(law, symbolic)(**values))


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
