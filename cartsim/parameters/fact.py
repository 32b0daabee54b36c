"""A value with where it comes from, where no distribution is meant: traits of a disease, correlations."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar, get_args

from cartsim.errors import BadInput, Problem
from cartsim.parameters import second_reading as again
from cartsim.parameters.parameter import Kind

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Fact(Generic[Value]):
    """A value, the bibliography key it rests on, where in the source, the kind of knowledge, why, and what a
    second look at the source found.
    """

    value: Value
    source: str
    where: str
    kind: Kind
    reason: str
    second_reading: str


def read_fact(file: str, field: str, block: Any) -> Fact[Any]:
    """The fact of a block with exactly its keys; refused when one is missing, unknown or empty."""
    wanted = {item.name for item in fields(Fact)}
    if not isinstance(block, dict) or set(block) != wanted:
        raise BadInput(Problem(file, field, f"needs exactly the keys {', '.join(sorted(wanted))}"))
    texts = [str(block[key]).strip() for key in ("source", "where", "reason")]
    if block["kind"] not in get_args(Kind) or not all(texts):
        raise BadInput(Problem(file, field, "has an empty text or an unknown kind"))
    wrong = again.faults(str(block["second_reading"]), (str(block["source"]),))
    if wrong:
        raise BadInput(*(Problem(file, field, message) for message in wrong))
    return Fact(**block)
