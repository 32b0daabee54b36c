"""The linear system of a stage: assembly and substitution as generated code, factorisation as tables of
places.

Each lesion group is eliminated first with one shared pattern, its Schur complement lands in the border (body
states and sums over lesions), then the border. `border` and `block[k]` hold only entries that can differ from
zero; pivots are stored inverted. Substitution runs eight times a step and is printed out (five times faster
than tables); factorisation runs once, and printed out would take half a minute to compile.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from cartsim.model.kernel_writer.factorise import Elimination, Entry, eliminate
from cartsim.model.kernel_writer.layout import Layout, array


@dataclass(frozen=True)
class Arrow:
    """The two eliminations: of one lesion group, then of the border."""

    layout: Layout
    lesion: Elimination
    border: Elimination

    def slot(self, entry: Entry) -> int:
        """Place of an entry in `border` or in `block[k]`."""
        inside = entry[0] in self.layout.lesion or entry[1] in self.layout.lesion
        return (self.lesion if inside else self.border).slots[entry]

    def text(self) -> str:
        """How much room it needs, the tables of the factorisation, and the two functions."""
        sizes = f"N_BORDER_SLOTS = {len(self.border.slots)}\nN_BLOCK_SLOTS = {len(self.lesion.slots)}"
        lesion, border = _program("BLOCK", self.lesion), _program("BORDER", self.border)
        schur = [[(self.border.slots[e], a, b) for e, a, b in row] for row in self.lesion.border]
        table = "\n".join([sizes, *lesion, *_cut("BLOCK_SCHUR", [sum(row, ()) for row in schur]), *border])
        return "\n\n\n".join([table, self._assemble(), self._solve()])

    def _assemble(self) -> str:
        diagonal = {name: self.border.slots[name, name] for name in self.layout.border}
        own = [self.lesion.slots[name, name] for name in self.layout.lesion]
        return "\n".join(
            [
                "@kernel",
                "def assemble_(border_j, block_j, n_lesions, shift, border, block):",
                '    """border, block <- shift I - J; a sum over lesions has the equation s - sum = 0."""',
                "    for i in range(border.size):",
                "        border[i] = -border_j[i]",
                *(f"    border[{diagonal[name]}] += shift" for name in self.layout.body),
                *(f"    border[{diagonal[name]}] += 1.0" for name in self.layout.totals),
                "    for k in range(n_lesions):",
                f"        for i in range({len(self.lesion.slots)}):",
                "            block[k, i] = -block_j[k, i]",
                *(f"        block[k, {slot}] += shift" for slot in own),
            ]
        )

    def _solve(self) -> str:
        layout, n_border = self.layout, len(self.layout.border)
        first, last = f"{n_border} + {len(layout.lesion)}*k + ", "        "
        own = {name: f"x[{first}{i}]" for i, name in enumerate(layout.lesion)}
        shared = {name: f"x[{i}]" for i, name in enumerate(layout.border)}
        text = {name: f"x_{name}_" for name in (*layout.border, *layout.lesion)}
        place = text | shared  # inside the loop over lesions the border stays in memory
        out = ["@kernel", "def solve_(border, block, n_lesions, x):"]
        out += [
            '    """x <- (L U)^-1 x; places of sums over lesions, no part of the state, are zeroed."""'
        ]
        out += [
            "    for k in range(n_lesions):",
            f"{last}a_ = block[k]",
            *(f"{last}{text[n]} = {own[n]}" for n in layout.lesion),
        ]
        out += _forward(self.lesion, "a_[{}]", place, last)
        out += [f"{last}{own[n]} = {text[n]}" for n in layout.lesion]
        out += [f"    {text[n]} = {shared[n]}" for n in layout.border]
        out += _forward(self.border, "border[{}]", text, "    ") + _backward(
            self.border, "border[{}]", text, "    "
        )
        out += [f"    {shared[n]} = {text[n]}" for n in layout.body] + [
            f"    {shared[n]} = 0.0" for n in layout.totals
        ]
        out += [
            "    for k in range(n_lesions):",
            f"{last}a_ = block[k]",
            *(f"{last}{text[n]} = {own[n]}" for n in layout.lesion),
        ]
        out += _backward(self.lesion, "a_[{}]", text, last)
        return "\n".join([*out, *(f"{last}{own[n]} = {text[n]}" for n in layout.lesion)])


def arrow(layout: Layout, pattern: set[Entry]) -> Arrow:
    """Eliminate the lesion states of one group, then the border with the fill that leaves."""
    lesion = eliminate({e for e in pattern if set(e) & set(layout.lesion)}, layout.lesion)
    fill = {entry for row in lesion.border for entry, _, _ in row}
    border = eliminate({e for e in pattern if not set(e) & set(layout.lesion)} | fill, layout.border)
    return Arrow(layout, lesion, border)


def _program(prefix: str, steps: Elimination) -> list[str]:
    """Per pivot: its place, the places of its column below, and triples (target, left, upper): target -=
    left*upper.
    """
    return [
        array(f"{prefix}_PIVOT", steps.pivots),
        *_cut(f"{prefix}_SCALE", steps.scale),
        *_cut(f"{prefix}_UPDATE", [sum(row, ()) for row in steps.update]),
    ]


def _cut(name: str, rows: Iterable[tuple[int, ...]]) -> list[str]:
    """A ragged table as one list and the starts of its rows."""
    kept = list(rows)
    starts = [0, *accumulate(len(row) for row in kept)]
    return [array(f"{name}_START", starts), array(name, [x for row in kept for x in row])]


def _forward(steps: Elimination, store: str, text: dict[str, str], pad: str) -> list[str]:
    done: set[str] = set()
    out = []
    for pivot in steps.order:
        done.add(pivot)
        below = [(r, slot) for (r, c), slot in steps.slots.items() if c == pivot and r not in done]
        out += [f"{pad}{text[r]} -= {store.format(slot)}*{text[pivot]}" for r, slot in below]
    return out


def _backward(steps: Elimination, store: str, text: dict[str, str], pad: str) -> list[str]:
    out, ahead = [], set(steps.order)
    for pivot in steps.order:
        ahead.discard(pivot)
        beyond = [
            (c, slot)
            for (r, c), slot in steps.slots.items()
            if r == pivot and (c in ahead or c not in steps.order)
        ]
        rest = "".join(f" - {store.format(slot)}*{text[c]}" for c, slot in beyond)
        out.append(f"{pad}{text[pivot]} = ({text[pivot]}{rest})*{store.format(steps.slots[pivot, pivot])}")
    return out[::-1]
