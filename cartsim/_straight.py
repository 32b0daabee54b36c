"""Functions of lanes straight from their source to LLVM.

The generated kernels are some 15 000 operations on lanes. Inferring the type of each, as numba does, takes
most of a minute, and there is nothing to infer: names hold lanes, rows are whole numbers. A function marked
`straight` (it returns nothing) or `formula` (it returns lanes) is read from its source and its operations are
written down. What may stand in it: assignments to names, `put(...)`, `for i in range(n)` or `in pairs(n)`,
the one `return` at the end; `+ - * /`, `>` and `<` as the condition of `where`, the functions of `_lanes`,
other straight functions and formulas. It can be called from compiled functions, with arrays (row, lane),
whole numbers, lanes or floats; uncompiled (`NUMBA_DISABLE_JIT=1`) it is the plain Python function.
"""

from __future__ import annotations

import ast
import inspect
import operator
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.registry import cpu_target
from numba.extending import intrinsic

from cartsim import _lanes
from cartsim._jit import inner, uncompiled
from cartsim._lanes import (
    ALIGNMENT,
    ELEMENTWISE,
    FUSED,
    VECTOR,
    Lanes,
    lanes,
    row_pointer,
    spread_from,
    widened,
)

INT = ir.IntType(64)
TOGETHER = 2 if "+avx512f" in cpu_target.target_context.codegen().magic_tuple()[2] else 1
"""Turns of a loop over `pairs` that are written side by side: where a row is one register, there is room for
the values of two turns, and the processor has work while it waits for a chain of operations in one. An odd
number of turns is rounded up: what the loop does once too often must do no harm.
"""
Operators = dict[type[ast.operator], Any]
FOLDED: Operators = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv
}  # fmt: skip
WHOLE: Operators = {ast.Add: "add", ast.Mult: "mul"}
ORDER: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.Lt: "<"}
REAL: Operators = {ast.Add: "fadd", ast.Sub: "fsub", ast.Mult: "fmul"}


class _Slot(NamedTuple):
    """A name that changes inside a loop: where its value is kept."""

    place: Any


class _Array(NamedTuple):
    """An array (row, lane): where it begins."""

    data: Any


class _Writer:
    """Writes one call of a straight function at the builder's place."""

    def __init__(
        self, builder: Any, tree: ast.FunctionDef, world: dict[str, Any], arguments: list[Any]
    ) -> None:
        self.builder, self.world = builder, world
        self.names: dict[str, Any] = dict(
            zip((argument.arg for argument in tree.args.args), arguments, strict=True)
        )
        self.result = self.block(tree.body)

    def block(self, body: list[ast.stmt]) -> Any:
        for statement in body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)]):
                    self.assign(name, self.value(statement.value))
                case ast.Expr(value=ast.Call()):
                    self.value(statement.value)
                case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id=kind), args=[count])):
                    together = TOGETHER if kind == "pairs" else 1
                    self.loop(name, self.value(count), together, statement.body)
                case ast.Return(value=ast.expr() as result):
                    return self.value(result)
                case ast.Expr(value=ast.Constant()):  # the docstring
                    pass
                case _:
                    raise SyntaxError(f"a straight function may not say {ast.unparse(statement)!r}")
        return None

    def assign(self, name: str, value: Any) -> None:
        kept = self.names.get(name)
        if isinstance(kept, _Slot):
            self.builder.store(self.wide(value), kept.place)
        else:
            self.names[name] = value

    def loop(self, name: str, count: Any, together: int, body: list[ast.stmt]) -> None:
        """So many turns at a time, statement by statement. Names that one turn hands to the next are kept in
        memory; others live in one turn.
        """
        for carried in sorted(_carried(body) & set(self.names)):
            if not isinstance(self.names[carried], _Slot):
                place = cgutils.alloca_once(self.builder, VECTOR)
                self.builder.store(self.wide(self.names[carried]), place)
                self.names[carried] = _Slot(place)
        before = dict(self.names)
        runs = self.whole(count)
        if together > 1:
            runs = self.builder.udiv(self.builder.add(runs, INT(together - 1)), INT(together))
        with cgutils.for_range(self.builder, runs, intp=INT) as run:
            first = run.index if together == 1 else self.builder.mul(run.index, INT(together))
            at = [self.builder.add(first, INT(i)) if i else first for i in range(together)]
            turns = [before | {name: place} for place in at]
            for statement in body:
                for turn in turns:
                    self.names = turn
                    self.block([statement])
        self.names = before

    def value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=number):
                return number
            case ast.Name(id=name):
                found = self.names[name] if name in self.names else self.world[name]
                return self.builder.load(found.place) if isinstance(found, _Slot) else found
            case ast.UnaryOp(op=ast.USub(), operand=inside):
                value = self.value(inside)
                return -value if isinstance(value, int | float) else self.builder.fneg(self.wide(value))
            case ast.BinOp(left=left, op=op, right=right):
                return self.arithmetic(type(op), self.value(left), self.value(right))
            case ast.Compare(left=left, ops=[ast.Gt() | ast.Lt() as op], comparators=[right]):
                x, y = self.wide(self.value(left)), self.wide(self.value(right))
                return self.builder.fcmp_ordered(ORDER[type(op)], x, y)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self.call(name, [self.value(argument) for argument in arguments])
        raise SyntaxError(f"a straight function may not say {ast.unparse(node)!r}")

    def arithmetic(self, op: type[ast.operator], x: Any, y: Any) -> Any:
        if all(isinstance(value, int | float) for value in (x, y)):
            return FOLDED[op](x, y)
        if all(isinstance(value, int) or getattr(value, "type", None) == INT for value in (x, y)):
            return getattr(self.builder, WHOLE[op])(self.whole(x), self.whole(y))
        x, y = self.wide(x), self.wide(y)
        if op is ast.Div:
            return self.builder.fdiv(x, y)
        return getattr(self.builder, REAL[op])(x, y, flags=FUSED)

    def call(self, name: str, values: list[Any]) -> Any:
        if name in self.names or self.world[name] is not getattr(_lanes, name, None):
            tree, world = source(SOURCES[self.world[name]])
            return _Writer(self.builder, tree, world, values).result
        if name == "get":
            loaded = self.builder.load(self.pointer(*values))
            loaded.align = ALIGNMENT
            return loaded
        if name == "spread":
            array, row, lane = values
            return spread_from(self.builder, array.data, self.whole(row), self.whole(lane))
        if name == "put":
            self.builder.store(self.wide(values[2]), self.pointer(*values[:2])).align = ALIGNMENT
            return None
        if name == "where":
            return self.builder.select(values[0], self.wide(values[1]), self.wide(values[2]))
        return ELEMENTWISE[name](self.builder, *(self.wide(value) for value in values))

    def pointer(self, array: _Array, row: Any) -> Any:
        return row_pointer(self.builder, array.data, self.whole(row))

    def whole(self, value: Any) -> Any:
        return ir.Constant(INT, value) if isinstance(value, int) else value

    def wide(self, value: Any) -> Any:
        if isinstance(value, int | float):
            return ir.Constant(VECTOR, [float(value)] * _lanes.LANES)
        if value.type == VECTOR:
            return value
        number = self.builder.sitofp(value, ir.DoubleType()) if value.type == INT else value
        return widened(self.builder, number)


def _carried(body: list[ast.stmt]) -> set[str]:
    """Names that a turn of a loop reads before it sets them, and sets."""
    read, made, found = set[str](), set[str](), set[str]()
    for statement in body:
        nodes = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        read |= {node.id for node in nodes if isinstance(node.ctx, ast.Load)} - made
        new = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
        found |= new & read
        made |= new
    return found


SOURCES: dict[Any, Callable[..., Any]] = {}
"""The plain Python function of each straight function and formula."""


@cache
def source(plain: Callable[..., Any]) -> tuple[ast.FunctionDef, dict[str, Any]]:
    """Syntax and global names of a plain Python function; read when it is first compiled, since reading
    takes longer than loading what was compiled before.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(plain))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree, plain.__globals__


def straight(function: Callable[..., Any]) -> Any:
    """Make a function of lanes that returns nothing callable from compiled functions; it is compiled once."""
    if uncompiled():
        return function
    body = _body(function, types.void)

    def caller(*arguments):
        body(*arguments)

    name = function.__name__
    caller.__name__, caller.__qualname__, caller.__module__ = name, name, function.__module__
    compiled = inner(caller)
    SOURCES[compiled] = function
    return compiled


def formula(function: Callable[..., Any]) -> Any:
    """Make a function of lanes that returns lanes a part of each compiled function that calls it."""
    if uncompiled():
        return function
    body = _body(function, lanes)
    SOURCES[body] = function
    return body


def _body(function: Callable[..., Any], result: types.Type) -> Any:
    """The intrinsic that writes the function out where it is called."""

    def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        tree, world = source(function)
        parts = zip(sig.args[0], cgutils.unpack_tuple(builder, args[0]), strict=True)
        values = [_argument(context, builder, kind, value) for kind, value in parts]
        written = _Writer(builder, tree, world, values).result
        if (written is None) != (result is types.void):
            raise SyntaxError(f"{tree.name}: a straight function returns nothing, a formula returns lanes")
        return context.get_dummy_value() if written is None else written

    @intrinsic
    def body(typing, *arguments):
        return result(types.StarArgTuple.from_types(arguments)), build

    return body


def _argument(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """An argument as the writer holds it."""
    if isinstance(kind, types.Array):
        return _Array(context.make_array(kind)(context, builder, value).data)
    if isinstance(kind, types.Integer):
        return context.cast(builder, value, kind, types.intp)
    if isinstance(kind, Lanes):
        return value
    return widened(builder, context.cast(builder, value, kind, types.float64))
