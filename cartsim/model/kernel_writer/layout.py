"""The layout of vectors, the names written at the head of the kernel, and the reading of names from vectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cartsim.model.kernel_writer.collect import Model
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


def names(model: Model, layout: Layout, constants: tuple[str, ...], lesion_constants: tuple[str, ...]) -> str:
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
            array("BODY_OBSERVABLES", tuple(name for name, _ in BODY_OBSERVABLES)),
            array("LESION_OBSERVABLES", tuple(name for name, _ in LESION_OBSERVABLES)),
        ]
    )


def bind(text: str, vectors: dict[str, tuple[str, ...]], layout: Layout) -> str:
    """Insert the reads a function needs, and turn `<name>` into its place."""
    n_border = len(layout.border)
    local = {name: f"y[{n_border} + {len(layout.lesion)}*k + {i}]" for i, name in enumerate(layout.lesion)}
    local |= {name: f"q[k, {i}]" for i, name in enumerate(vectors["q"])}
    shared = {name: f"y[{i}]" for i, name in enumerate(layout.body)}
    shared |= {name: f"p[{i}]" for i, name in enumerate(vectors["p"])}
    parts = re.split(r"(?m)^(    for k in range\(n_lesions\):\n)", text)
    signature, rest = re.match(r'(?s)(def .*?"""[^\n]*?"""\n)(.*)', parts[0]).groups()  # type: ignore[union-attr]
    used = set(re.findall(r"[A-Za-z]\w*", "".join(parts).split('"""')[-1]))
    computed = set(re.findall(r"(?m)^\s+(\w+) =", text))
    out = ["@kernel\n" + signature]
    out.append("".join(f"    {n} = {place}\n" for n, place in shared.items() if n in used - computed))
    out.append(rest)
    for i in range(1, len(parts), 2):
        body = parts[i + 1]
        loop, tail = _loop(body)
        inside = set(re.findall(r"[A-Za-z]\w*", loop))
        made = set(re.findall(r"(?m)^\s+(\w+) =", loop))
        out.append(parts[i])
        out.append("".join(f"        {n} = {place}\n" for n, place in local.items() if n in inside - made))
        out.append(loop + tail)
    return _places("".join(out), vectors, layout)


def _loop(text: str) -> tuple[str, str]:
    """The indented part of a loop, and what follows it."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines) if line and not line.startswith("        ")), len(lines))
    return "\n".join(lines[:end]) + "\n", "\n".join(lines[end:])


def _places(text: str, vectors: dict[str, tuple[str, ...]], layout: Layout) -> str:
    n_border, n_lesion = len(layout.border), len(layout.lesion)
    table = {name: str(i) for i, name in enumerate(layout.border)}
    table |= {name: f"{n_border} + {n_lesion}*k + {i}" for i, name in enumerate(layout.lesion)}
    table |= {name: str(i) for names in vectors.values() for i, name in enumerate(names)}
    return re.sub(r"<(\w+)>", lambda found: table[found[1]], text).rstrip() + "\n"
