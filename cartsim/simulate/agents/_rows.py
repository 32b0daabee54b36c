"""Eight numbers as one value, to and from arrays: neighbouring ones, rows that a list names, those that a
condition picks. No loop has to be recognised by the compiler; sums over the eight have one fixed order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from cartsim._jit import uncompiled
from cartsim._lanes import LANES, VECTOR, lanes

I1, I32, I64 = ir.IntType(1), ir.IntType(32), ir.IntType(64)
NAMES = ir.VectorType(I32, LANES)
COLUMNS = 4
"""Doubles in a row that `columns_of` reads."""
ROW = ir.VectorType(ir.DoubleType(), COLUMNS)


def _data(context: Any, builder: Any, sig: Any, args: Any, which: int) -> Any:
    return context.make_array(sig.args[which])(context, builder, args[which]).data


def _whole(context: Any, builder: Any, sig: Any, args: Any, which: int) -> Any:
    return context.cast(builder, args[which], sig.args[which], types.int64)


def _place(context: Any, builder: Any, sig: Any, args: Any, kind: Any = VECTOR, which: int = 0) -> Any:
    """Pointer to eight values of an array argument, from the place on that the argument after it says."""
    at = _whole(context, builder, sig, args, which + 1)
    return builder.bitcast(builder.gep(_data(context, builder, sig, args, which), [at]), kind.as_pointer())


def _shuffled(builder: Any, a: Any, b: Any, places: list[int]) -> Any:
    """Lanes of a, then b, by their places in both."""
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(I32, len(places)), places))


@intrinsic
def _columns_of(typing, rows, names, place):
    """The four columns (lanes) of the rows (row, 4) that eight int32 of `names` from `place` on name."""

    def build(context, builder, sig, args):
        first, names = _data(context, builder, sig, args, 0), _place(context, builder, sig, args, NAMES, 1)
        named = builder.load(names)
        named.align = 4
        loaded = []
        for k in range(LANES):
            row = builder.sext(builder.extract_element(named, ir.Constant(I32, k)), I64)
            at = builder.gep(first, [builder.mul(row, ir.Constant(I64, COLUMNS))])
            value = builder.load(builder.bitcast(at, ROW.as_pointer()))
            value.align = 8 * COLUMNS
            loaded.append(value)
        return context.make_tuple(builder, sig.return_type, _transposed(builder, loaded))

    return types.UniTuple(lanes, COLUMNS)(rows, names, place), build


def _transposed(builder: Any, rows: list[Any]) -> list[Any]:
    """Eight rows of four as four columns of eight."""
    pairs = [_shuffled(builder, rows[k], rows[k + 4], list(range(LANES))) for k in range(4)]
    even, odd = [0, 8, 2, 10, 4, 12, 6, 14], [1, 9, 3, 11, 5, 13, 7, 15]
    near, far = [0, 1, 8, 9, 4, 5, 12, 13], [2, 3, 10, 11, 6, 7, 14, 15]
    mixed = [[_shuffled(builder, pairs[k], pairs[k + 1], half) for half in (even, odd)] for k in (0, 2)]
    return [_shuffled(builder, mixed[0][k % 2], mixed[1][k % 2], near if k < 2 else far) for k in range(4)]


@intrinsic
def _total(typing, value):
    """Sum of the eight: halves onto each other, three times."""

    def build(context, builder, sig, args):
        left, width = args[0], LANES
        while width > 1:
            width //= 2
            low, high = list(range(width)), list(range(width, 2 * width))
            left = builder.fadd(_shuffled(builder, left, left, low), _shuffled(builder, left, left, high))
        return builder.extract_element(left, ir.Constant(I32, 0))

    return types.float64(value), build


@intrinsic
def _truths(typing, mask):
    """The eight truth values as the bits of a whole number, the first one lowest."""

    def build(context, builder, sig, args):
        return builder.zext(builder.bitcast(args[0], ir.IntType(LANES)), I64)

    return types.int64(mask), build


@intrinsic
def _put_those(typing, array, place, truths, source, first):
    """Copy those of eight int32 of `source`, from `first` on, whose bit in `truths` is set to `array`, one
    after the other from `place` on; the place after the last.
    """

    def build(context, builder, sig, args):
        truths = _whole(context, builder, sig, args, 2)
        values = builder.load(_place(context, builder, sig, args, NAMES, 3))
        values.align = 4
        wanted = builder.bitcast(builder.trunc(truths, ir.IntType(LANES)), ir.VectorType(I1, LANES))
        to = builder.bitcast(_place(context, builder, sig, args, NAMES), I32.as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [NAMES, I32.as_pointer(), wanted.type])
        name = f"llvm.masked.compressstore.v{LANES}i32"
        builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [values, to, wanted])
        return builder.add(_whole(context, builder, sig, args, 1), builder.ctpop(truths))

    return types.int64(array, place, truths, source, first), build


def _plain_columns_of(rows: np.ndarray, names: np.ndarray, place: int) -> tuple[np.ndarray, ...]:
    return tuple(rows[names[place : place + LANES]].T)


def _plain_total(value: np.ndarray) -> float:
    value = np.broadcast_to(value, LANES)  # the same number in every lane may be a bare one
    while value.size > 1:
        value = value[: value.size // 2] + value[value.size // 2 :]
    return float(value[0])


def _plain_truths(mask: np.ndarray) -> int:
    return int(np.packbits(mask, bitorder="little")[0])


def _plain_put_those(array: np.ndarray, place: int, truths: int, source: np.ndarray, first: int) -> int:
    picked = source[first : first + LANES][[truths >> k & 1 == 1 for k in range(LANES)]]
    array[place : place + picked.size] = picked
    return place + picked.size


COMPILED = (_columns_of, _total, _truths, _put_those)
PLAIN = (_plain_columns_of, _plain_total, _plain_truths, _plain_put_those)
columns_of, total, truths, put_those = PLAIN if uncompiled() else COMPILED
