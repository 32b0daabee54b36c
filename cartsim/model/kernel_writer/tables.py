"""The layout of vectors, the tables of the arrow factorisation, and the reading of names from vectors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartsim.model.kernel_writer.collect import Model
from cartsim.model.kernel_writer.factorise import Elimination, Entry, eliminate
from cartsim.model.observables import BODY_OBSERVABLES, LESION_OBSERVABLES
from cartsim.model.state import INPUTS, LESION_PARAMETERS

WIDTH = 118


@dataclass(frozen=True)
class Layout:
    """Places in y: body states, sums over lesions, then each lesion group."""

    body: tuple[str, ...]
    totals: tuple[str, ...]
    lesion: tuple[str, ...]

    def place(self, name: str) -> int:
        """Place of a body state or sum; of a lesion state in the first group."""
        return (*self.body, *self.totals, *self.lesion).index(name)

    @property
    def border(self) -> tuple[str, ...]:
        return (*self.body, *self.totals)


@dataclass(frozen=True)
class Arrow:
    """The two eliminations: of one lesion group, then of the border."""

    layout: Layout
    lesion: Elimination
    border: Elimination

    def slot(self, entry: Entry) -> int:
        inside = entry[0] in self.layout.lesion or entry[1] in self.layout.lesion
        return (self.lesion if inside else self.border).slots[entry]

    def text(self) -> str:
        """Module constants read by `simulate.ode.linear`."""
        place, lesion, border = self.layout.place, self.lesion, self.border
        diagonal = [border.slots[name, name] for name in self.layout.border]
        own = [lesion.slots[name, name] for name in self.layout.lesion]
        schur = [[(border.slots[e], a, b) for e, a, b in row] for row in lesion.border]
        return "\n".join(
            [
                f"N_BORDER_SLOTS = {len(border.slots)}",
                f"N_BLOCK_SLOTS = {len(lesion.slots)}",
                _array("BORDER_DIAGONAL", diagonal),
                _array("BLOCK_DIAGONAL", own),
                *_program("BLOCK", lesion, place),
                *_cut("BLOCK_SCHUR", [[x for triple in row for x in triple] for row in schur]),
                *_program("BORDER", border, place),
            ]
        )


def arrow(layout: Layout, pattern: set[Entry]) -> Arrow:
    """Eliminate the lesion states of one group, then the border with the fill that leaves."""
    lesion = eliminate({e for e in pattern if set(e) & set(layout.lesion)}, layout.lesion)
    fill = {entry for row in lesion.border for entry, _, _ in row}
    border = eliminate({e for e in pattern if not set(e) & set(layout.lesion)} | fill, layout.border)
    return Arrow(layout, lesion, border)


def _program(prefix: str, elimination: Elimination, place) -> list[str]:  # type: ignore[no-untyped-def]
    """Pivot slots and rows; per pivot the column below (slot, row), the row beyond (slot, column), the updates."""
    rows = {slot: entry for entry, slot in elimination.slots.items()}
    done: set[str] = set()
    below, beyond = [], []
    for pivot, scale in zip(elimination.order, elimination.scale, strict=True):
        done.add(pivot)
        below.append([x for slot in scale for x in (slot, place(rows[slot][0]))])
        beyond.append(
            [x for (r, c), slot in elimination.slots.items() if r == pivot and c not in done for x in (slot, place(c))]
        )
    return [
        _array(f"{prefix}_PIVOT", list(elimination.pivots)),
        _array(f"{prefix}_ROW", [place(name) for name in elimination.order]),
        *_cut(f"{prefix}_BELOW", below),
        *_cut(f"{prefix}_BEYOND", beyond),
        *_cut(f"{prefix}_UPDATE", [[x for triple in row for x in triple] for row in elimination.update]),
    ]


def _cut(name: str, rows: list[list[int]]) -> list[str]:
    """A ragged table as one list and the starts of its rows."""
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    return [_array(f"{name}_START", starts), _array(name, [x for row in rows for x in row])]


def _array(name: str, values: list[int]) -> str:
    out, line = [f"{name} = ("], "   "
    for value in values:
        if len(line) + len(str(value)) + 2 > WIDTH:
            out.append(line)
            line = "   "
        line += f" {value},"
    return "\n".join([*out, line, ")"])


def _words(name: str, values: tuple[str, ...]) -> str:
    out, line = [f"{name} = ("], "   "
    for value in values:
        if len(line) + len(value) + 4 > WIDTH:
            out.append(line)
            line = "   "
        line += f' "{value}",'
    return "\n".join([*out, line, ")"])


def names(model: Model, layout: Layout, constants: tuple[str, ...], lesion_constants: tuple[str, ...]) -> str:
    """The vocabulary of the vectors."""
    return "\n".join(
        [
            _words("BODY_STATES", layout.body),
            _words("TOTALS", layout.totals),
            _words("LESION_STATES", layout.lesion),
            _words("PARAMETERS", model.parameters),
            _words("INPUTS", tuple(INPUTS)),
            _words("CONSTANTS", constants),
            _words("LESION_PARAMETERS", tuple(LESION_PARAMETERS)),
            _words("LESION_CONSTANTS", lesion_constants),
            _words("BODY_OBSERVABLES", tuple(name for name, _ in BODY_OBSERVABLES)),
            _words("LESION_OBSERVABLES", tuple(name for name, _ in LESION_OBSERVABLES)),
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
