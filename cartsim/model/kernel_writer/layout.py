"""The layout of vectors, the names written at the head of the kernel, and the reading of names from vectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cartsim.model.kernel_writer.collect import Model
from cartsim.model.kernel_writer.order import reorder
from cartsim.model.observables import BODY_OBSERVABLES, LESION_OBSERVABLES
from cartsim.model.state import INPUTS, LESION_PARAMETERS

WIDTH = 118


@dataclass(frozen=True)
class Layout:
    """Places in y: body states, sums over lesions, then each lesion group."""

    body: tuple[str, ...]
    totals: tuple[str, ...]
    lesion: tuple[str, ...]

    @property
    def border(self) -> tuple[str, ...]:
        return (*self.body, *self.totals)


def array(name: str, values: Iterable[object]) -> str:
    """`name = (...)`, as many values to a line as fit."""
    out, line = [f"{name} = ("], "   "
    for text in (f" {value!r}," for value in values):
        if len(line) + len(text) > WIDTH:
            out.append(line)
            line = "   "
        line += text
    return "\n".join([*out, line, ")"]).replace("'", '"')


def names(
    model: Model,
    layout: Layout,
    constants: tuple[str, ...],
    lesion_constants: tuple[str, ...],
    kept: tuple[str, ...],
) -> str:
    """The vocabulary of the vectors."""
    return "\n".join(
        [
            array("BODY_STATES", layout.body),
            array("TOTALS", layout.totals),
            array("LESION_STATES", layout.lesion),
            array("PARAMETERS", model.parameters),
            array("INPUTS", tuple(INPUTS)),
            array("CONSTANTS", constants),
            array("LESION_PARAMETERS", tuple(LESION_PARAMETERS)),
            array("LESION_CONSTANTS", lesion_constants),
            array("KEPT", kept),
            array("BODY_OBSERVABLES", tuple(name for name, _ in BODY_OBSERVABLES)),
            array("LESION_OBSERVABLES", tuple(name for name, _ in LESION_OBSERVABLES)),
        ]
    )


def bind(text: str, vectors: dict[str, tuple[str, ...]], layout: Layout, early: set[str]) -> str:
    """Read each name just before its first use, and turn `<name>` into its row. For `early` see `reorder`."""
    rows = _rows(vectors, layout)
    head, body = re.match(r'(?s)(def .*?""".*?"""\n)(.*)', text).groups()  # type: ignore[union-attr]
    in_y = {*layout.body, *layout.lesion}
    source = {name: vector for vector, members in vectors.items() for name in members}
    source |= dict.fromkeys(in_y, "y")
    out, known, inside = ["@straight", head.rstrip()], set[str](), set[str]()
    for line in reorder(body.split("\n"), early):
        pad = line[: len(line) - len(line.lstrip())]
        if len(pad) < 8:
            inside = set()
        for name in re.findall(r"(?<![\w.<])[A-Za-z]\w*(?![\w>(])", line.split(" = ", 1)[-1]):
            if name in source and name not in known | inside:
                out.append(f"{pad}{name} = get({source[name]}, {rows[name]})")
                (inside if len(pad) == 8 else known).add(name)
        if made := re.match(r"\s+(\w+) = ", line):
            (inside if len(pad) == 8 else known).add(made[1])
        out.append(line)
    return re.sub(r"<(\w+)>", lambda found: rows[found[1]], "\n".join(out)).rstrip() + "\n"


def _rows(vectors: dict[str, tuple[str, ...]], layout: Layout) -> dict[str, str]:
    """Name -> its row; rows of a lesion group depend on k."""
    table = {name: str(i) for i, name in enumerate(layout.border)}
    first = f"{len(layout.border)} + {len(layout.lesion)}*k"
    table |= {name: f"{first} + {i}" for i, name in enumerate(layout.lesion)}
    table |= {name: str(i) for i, name in enumerate(vectors["p"])}
    for vector in ("q", "kept"):
        table |= {name: f"{len(vectors[vector])}*k + {i}" for i, name in enumerate(vectors[vector])}
    return table
