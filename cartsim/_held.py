"""Named tuples of arrays that compiled functions hand on by reference.

A named tuple of twenty arrays is nearly two hundred numbers, which every call of a compiled function would
copy and every compilation would carry through each signature. `held(values)` writes them down once, in the
frame of the function that calls it, and is a pointer from there on; fields are read as before. It must not
outlive that function.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import intrinsic, lower_getattr_generic, models, register_model

from cartsim._jit import uncompiled


class Held(types.Type):
    """Numba's name for a named tuple behind a pointer."""

    def __init__(self, values: types.NamedTuple) -> None:
        super().__init__(name=f"held({values})")
        self.values = values

    def place(self, field: str) -> int:
        return int(self.values.fields.index(field))


@register_model(Held)
class _HeldModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Held) -> None:
        super().__init__(manager, kind, manager.lookup(kind.values).get_value_type().as_pointer())


@infer_getattr
class _Fields(AttributeTemplate):
    key = Held

    def generic_resolve(self, kind, field):
        return kind.values.types[kind.place(field)] if field in kind.values.fields else None


@lower_getattr_generic(Held)
def _field(context: Any, builder: Any, kind: Held, pointer: Any, field: str) -> Any:
    number = ir.IntType(32)
    return builder.load(builder.gep(pointer, [number(0), number(kind.place(field))], inbounds=True))


@intrinsic
def held(typing, values):
    """The named tuple `values` in this function's frame, as a pointer to it."""

    def build(context, builder, sig, args):
        return cgutils.alloca_once_value(builder, args[0])

    return Held(values)(values), build


if uncompiled():
    globals()["held"] = lambda values: values
