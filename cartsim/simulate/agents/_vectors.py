"""Eight neighbouring numbers of a flat array as one value, so that a stencil needs no loop recognised."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from cartsim._jit import uncompiled
from cartsim._lanes import LANES, VECTOR, lanes


def _place(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Pointer to eight doubles of the array that is the first argument, from the place that is the second."""
    data = context.make_array(sig.args[0])(context, builder, args[0]).data
    at = context.cast(builder, args[1], sig.args[1], types.intp)
    return builder.bitcast(builder.gep(data, [at]), VECTOR.as_pointer())


@intrinsic
def _load(typing, array, place):
    """Eight doubles from `place` on."""

    def build(context, builder, sig, args):
        value = builder.load(_place(context, builder, sig, args))
        value.align = 8
        return value

    return lanes(array, place), build


@intrinsic
def _store(typing, array, place, value):
    """Put eight doubles from `place` on."""

    def build(context, builder, sig, args):
        builder.store(args[2], _place(context, builder, sig, args)).align = 8
        return context.get_dummy_value()

    return types.void(array, place, value), build


def _plain_load(array: np.ndarray, place: int) -> np.ndarray:
    return array[place : place + LANES].copy()


def _plain_store(array: np.ndarray, place: int, value: np.ndarray) -> None:
    array[place : place + LANES] = value


load, store = (_plain_load, _plain_store) if uncompiled() else (_load, _store)
