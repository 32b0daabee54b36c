"""SIMD lanes as a value: one double for each of `LANES` patients, in all generated functions.

A `lanes` value is an LLVM vector: full-width instructions do not depend on a loop being recognised, and the
compiler cuts it into what the machine has, one 512-bit register, two of 256 bits (AVX2), four of 128 (plain
x86-64, aarch64). Multiply-add may be fused, nothing is reassociated: a lane's bits do not depend on its
neighbours. Arrays are (row, lane), aligned to 64 bytes (`aligned`). With `NUMBA_DISABLE_JIT=1` the same names
work on numpy arrays of `LANES` numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

from cartsim._jit import uncompiled

LANES = 8
pairs = range
"""Turns of a loop that may be done two at a time, the last of an odd number in vain: `_straight.TOGETHER`."""
ALIGNMENT = 8 * LANES
"""Bytes: one row of lanes."""

FUSED = ("contract",)
VECTOR = ir.VectorType(ir.DoubleType(), LANES)
BITS = ir.VectorType(ir.IntType(64), LANES)


def aligned(*shape: int) -> np.ndarray:
    """Zeros of (..., LANES) doubles whose rows are aligned."""
    size = int(np.prod(shape)) * LANES
    room = np.zeros(size + LANES)
    first = (-(room.ctypes.data // 8)) % LANES
    return room[first : first + size].reshape(*shape, LANES)


class Lanes(types.Type):
    """Numba's name for one double per lane."""

    def __init__(self) -> None:
        super().__init__(name="lanes")


class Mask(types.Type):
    """Numba's name for one truth value per lane."""

    def __init__(self) -> None:
        super().__init__(name="mask")


lanes, mask = Lanes(), Mask()


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, VECTOR)


@register_model(Mask)
class _MaskModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.VectorType(ir.IntType(1), LANES))


def _every(value: float) -> ir.Constant:
    return ir.Constant(VECTOR, [value] * LANES)


def widened(builder: Any, number: Any) -> Any:
    """A double in every lane."""
    empty, zero = ir.Constant(VECTOR, ir.Undefined), ir.Constant(ir.IntType(32), 0)
    first = builder.insert_element(empty, number, zero)
    places = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, empty, places)


def _wide(context: Any, builder: Any, value: Any, kind: Any) -> Any:
    """A number in every lane; a lanes value as it is."""
    wide = isinstance(kind, Lanes)
    return value if wide else widened(builder, context.cast(builder, value, kind, types.float64))


def _lowered(build: Callable[..., Any]) -> Callable[..., Any]:
    """`build` as numba calls it, with every argument in every lane."""

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        wide = (_wide(context, builder, a, t) for a, t in zip(args, sig.args, strict=True))
        return build(builder, *wide)

    return lower


def _binary(functions: tuple[Any, ...], result: Any, build: Callable[..., Any]) -> None:
    """Declare an operator on two lanes values, or on one and a number."""
    kinds = ((lanes, lanes), (lanes, types.float64), (types.float64, lanes))
    for function in functions:
        cases = [signature(result, *pair) for pair in kinds]
        infer_global(function)(type(f"Lanes_{function.__name__}", (ConcreteTemplate,), {"cases": cases}))
        for pair in kinds:
            lower_builtin(function, *pair)(_lowered(build))


_binary((operator.add,), lanes, lambda b, x, y: b.fadd(x, y, flags=FUSED))
_binary((operator.sub,), lanes, lambda b, x, y: b.fsub(x, y, flags=FUSED))
_binary((operator.mul,), lanes, lambda b, x, y: b.fmul(x, y, flags=FUSED))
_binary((operator.truediv,), lanes, lambda b, x, y: b.fdiv(x, y))
_binary((operator.gt,), mask, lambda b, x, y: b.fcmp_ordered(">", x, y))
_binary((operator.lt,), mask, lambda b, x, y: b.fcmp_ordered("<", x, y))


@infer_global(operator.neg)
class _Negative(ConcreteTemplate):
    cases = (signature(lanes, lanes),)


@lower_builtin(operator.neg, lanes)
def _negative(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return builder.fneg(args[0])


def row_pointer(builder: Any, data: Any, row: Any) -> Any:
    """Where a row begins. A function that works on rows aligns its stack to them: spilled registers cross no
    cache line.
    """
    builder.function.attributes.add("nounwind")  # llvmlite prints the next one only beside another
    builder.function.attributes.alignstack = ALIGNMENT
    first = builder.gep(data, [builder.mul(row, ir.Constant(row.type, LANES))])
    return builder.bitcast(first, VECTOR.as_pointer())


def spread_from(builder: Any, data: Any, row: Any, lane: Any) -> Any:
    """One lane of a row in every lane."""
    place = builder.add(builder.mul(row, ir.Constant(row.type, LANES)), lane)
    return widened(builder, builder.load(builder.gep(data, [place])))


def _data(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Where the array begins that is the first argument, and the place in it that is the second."""
    data = context.make_array(sig.args[0])(context, builder, args[0]).data
    return data, context.cast(builder, args[1], sig.args[1], types.intp)


@intrinsic
def get(typing, array, row):
    """Row of an array (row, lane)."""

    def build(context, builder, sig, args):
        value = builder.load(row_pointer(builder, *_data(context, builder, sig, args)))
        value.align = ALIGNMENT
        return value

    return lanes(array, row), build


@intrinsic
def put(typing, array, row, value):
    """Store into a row of an array (row, lane)."""

    def build(context, builder, sig, args):
        wide = _wide(context, builder, args[2], sig.args[2])
        builder.store(wide, row_pointer(builder, *_data(context, builder, sig, args))).align = ALIGNMENT
        return context.get_dummy_value()

    return types.void(array, row, value), build


@intrinsic
def put_along(typing, array, place, value):
    """Store all lanes, as float32 or int8, one after another from a place of a contiguous array on."""

    def build(context, builder, sig, args):
        data, at = _data(context, builder, sig, args)
        kind = ir.VectorType(data.type.pointee, LANES)
        narrow = builder.fptosi if sig.args[0].dtype == types.int8 else builder.fptrunc
        first = builder.bitcast(builder.gep(data, [at]), kind.as_pointer())
        builder.store(narrow(args[2], kind), first).align = 1
        return context.get_dummy_value()

    return types.void(array, place, value), build


@intrinsic
def spread(typing, array, row, lane):
    """One lane of a row of an array (row, lane), in every lane."""

    def build(context, builder, sig, args):
        lane = context.cast(builder, args[2], sig.args[2], types.intp)
        return spread_from(builder, *_data(context, builder, sig, args), lane)

    return lanes(array, row, lane), build


def _elementwise(build: Callable[..., Any], count: int) -> Any:
    """An intrinsic of `count` lanes values or numbers that gives a lanes value."""
    if count == 1:

        @intrinsic
        def one(typing, x):
            return lanes(x), _lowered(build)

        return one

    @intrinsic
    def two(typing, x, y):
        return lanes(x, y), _lowered(build)

    return two


def _of_llvm(name: str) -> Callable[..., Any]:
    kind = ir.FunctionType(VECTOR, [VECTOR])

    def call(builder: Any, x: Any) -> Any:
        function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{LANES}f64")
        return builder.call(function, [x])

    return call


def _exponent(builder: Any, x: Any) -> Any:
    bits = builder.lshr(builder.bitcast(x, BITS), ir.Constant(BITS, [52] * LANES))
    number = builder.or_(bits, ir.Constant(BITS, [0x4330000000000000] * LANES))
    return builder.fsub(builder.bitcast(number, VECTOR), _every(2.0**52 + 1023.0))


def _mantissa(builder: Any, x: Any) -> Any:
    bits = builder.and_(builder.bitcast(x, BITS), ir.Constant(BITS, [0x000FFFFFFFFFFFFF] * LANES))
    return builder.bitcast(
        builder.or_(bits, ir.Constant(BITS, [0x3FF0000000000000] * LANES)), VECTOR
    )


def _scaled(builder: Any, x: Any, power: Any) -> Any:
    shifted = builder.bitcast(builder.fadd(power, _every(1.5 * 2.0**52)), BITS)
    shift = builder.shl(shifted, ir.Constant(BITS, [52] * LANES))
    return builder.bitcast(builder.add(builder.bitcast(x, BITS), shift), VECTOR)


def _larger(builder: Any, x: Any, y: Any) -> Any:
    return builder.select(builder.fcmp_ordered(">", y, x), y, x)


ELEMENTWISE: dict[str, Callable[..., Any]] = {
    "full": lambda builder, x: x,
    "sqrt": _of_llvm("sqrt"),
    "absolute": _of_llvm("fabs"),
    "exponent": _exponent,
    "mantissa": _mantissa,
    "scaled": _scaled,
    "largest": _larger,
}
full = _elementwise(ELEMENTWISE["full"], 1)
"""A number in every lane."""
sqrt = _elementwise(ELEMENTWISE["sqrt"], 1)
absolute = _elementwise(ELEMENTWISE["absolute"], 1)
exponent = _elementwise(_exponent, 1)
"""floor(log2 x) of a normal positive x."""
mantissa = _elementwise(_mantissa, 1)
"""x 2^-exponent(x), in [1, 2)."""
scaled = _elementwise(_scaled, 2)
"""x 2^n for whole n that keeps the result normal."""
largest = _elementwise(_larger, 2)
"""max(x, y); a NaN in x stays one."""


@intrinsic
def where(typing, condition, x, y):
    """x where the condition holds, else y, lane by lane."""

    def build(context, builder, sig, args):
        x, y = (_wide(context, builder, args[i], sig.args[i]) for i in (1, 2))
        return builder.select(args[0], x, y)

    return lanes(condition, x, y), build


@intrinsic
def take(typing, counters, place):
    """Add one to a place of an int64 array, seen by all threads at once; the value before."""

    def build(context, builder, sig, args):
        data, at = _data(context, builder, sig, args)
        return builder.atomic_rmw("add", builder.gep(data, [at]), ir.Constant(ir.IntType(64), 1), "seq_cst")

    return types.int64(counters, place), build


if uncompiled():
    from cartsim import _plain_lanes

    plain = {name: value for name, value in vars(_plain_lanes).items() if callable(value)}
    globals().update({name: plain[name] for name in plain.keys() & globals().keys()})
