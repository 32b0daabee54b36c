"""The linear system of a stage as generated code: factorisation and substitution.

Each lesion group is eliminated first with one shared pattern, its Schur complement lands in the border (body
states and sums over lesions), then the border. `border` and `block` hold only entries that can differ from
zero; pivots are stored inverted. No pivoting: every state's diagonal carries 1/(h gamma).
"""

from __future__ import annotations

from dataclasses import dataclass

from cartsim.model.kernel_writer.factorise import Elimination, Entry, eliminate
from cartsim.model.kernel_writer.layout import Layout


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

    def place(self, entry: Entry) -> str:
        """Its row: rows of `block` depend on k."""
        inside = set(entry) & set(self.layout.lesion)
        return f"{len(self.lesion.slots)}*k + {self.slot(entry)}" if inside else str(self.slot(entry))

    def text(self, filled: set[Entry]) -> str:
        """How much room it needs, and the two functions; `filled` are the entries that the matrix brings."""
        sizes = f"N_BORDER_SLOTS = {len(self.border.slots)}\nN_BLOCK_SLOTS = {len(self.lesion.slots)}"
        return "\n\n\n".join([sizes, self._factorise(filled), self._solve()])

    def _factorise(self, filled: set[Entry]) -> str:
        """Each entry in one statement: what the matrix brings less all products, then scaled by its pivot."""
        out = ["@straight", "def factorise_(border, block, n_lesions):", '    """LU in place."""']
        schur: dict[Entry, list[str]] = {}
        for row in self.lesion.border:
            for entry, left, upper in row:
                schur.setdefault(entry, []).append(f"a{left}_*a{upper}_")
        fill = sorted(self.slot(entry) for entry in schur if entry not in filled)
        out += [f"    put(border, {slot}, full(0.0))" for slot in fill]
        out += ["    for k in range(n_lesions):", f"        b_ = {len(self.lesion.slots)}*k"]
        out += _eliminate(self.lesion, "block", "b_ + ", filled, 8)
        for entry, products in schur.items():
            slot = self.slot(entry)
            out.append(f"        put(border, {slot}, get(border, {slot}) - {' - '.join(products)})")
        return "\n".join(out + _eliminate(self.border, "border", "", filled | set(schur), 4))

    def _solve(self) -> str:
        layout, pad = self.layout, " " * 8
        size = len(self.lesion.slots)
        row = {name: str(i) for i, name in enumerate(layout.border)}
        first = f"{len(layout.border)} + {len(layout.lesion)}*k"
        row |= {name: f"{first} + {i}" for i, name in enumerate(layout.lesion)}
        text = {name: f"x_{name}_" for name in (*layout.border, *layout.lesion)}
        shared = text | {name: f"get(x, {row[name]})" for name in layout.border}
        loop = ["    for k in pairs(n_lesions):", f"{pad}b_ = {size}*k"]
        loop += [f"{pad}{text[n]} = get(x, {row[n]})" for n in layout.lesion]
        out = ["@straight", "def solve_(border, block, n_lesions, x):"]
        out += ['    """x <- (L U)^-1 x; rows of sums over lesions, no part of the state, are zeroed."""']
        out += loop
        for name, terms in _forward(self.lesion, "get(block, b_ + {})", text):
            if name in layout.lesion:
                out.append(f"{pad}{text[name]} = {text[name]}{terms}")
            else:
                out.append(f"{pad}put(x, {row[name]}, {shared[name]}{terms})")
        out += [f"{pad}put(x, {row[n]}, {text[n]})" for n in layout.lesion]
        out += [f"    {text[n]} = get(x, {row[n]})" for n in layout.border]
        forward = _forward(self.border, "get(border, {})", text)
        out += [f"    {text[n]} = {text[n]}{terms}" for n, terms in forward]
        out += [f"    {line}" for line in _backward(self.border, "get(border, {})", text)]
        out += [f"    put(x, {row[n]}, {text[n]})" for n in layout.body]
        out += [f"    put(x, {row[n]}, full(0.0))" for n in layout.totals] + loop
        out += [f"{pad}{line}" for line in _backward(self.lesion, "get(block, b_ + {})", text)]
        return "\n".join([*out, *(f"{pad}put(x, {row[n]}, {text[n]})" for n in layout.lesion)])


def arrow(layout: Layout, pattern: set[Entry]) -> Arrow:
    """Eliminate the lesion states of one group, then the border with the fill that leaves."""
    lesion = eliminate({e for e in pattern if set(e) & set(layout.lesion)}, layout.lesion)
    fill = {entry for row in lesion.border for entry, _, _ in row}
    border = eliminate({e for e in pattern if not set(e) & set(layout.lesion)} | fill, layout.border)
    return Arrow(layout, lesion, border)


def _eliminate(steps: Elimination, array: str, first: str, filled: set[Entry], indent: int) -> list[str]:
    """Statements `a7_ = entry - products`, row and column of each pivot in turn."""
    products: dict[int, list[str]] = {}
    for row in steps.update:
        for target, left, upper in row:
            products.setdefault(target, []).append(f"a{left}_*a{upper}_")
    brings = {slot for entry, slot in steps.slots.items() if entry in filled}
    pad, out = " " * indent, []

    def value(slot: int) -> str:
        terms = products.get(slot, [])
        if slot in brings:
            return " - ".join([f"get({array}, {first}{slot})", *terms])
        return f"-({' + '.join(terms)})"

    done: set[str] = set()
    for pivot, diagonal in zip(steps.order, steps.pivots, strict=True):
        done.add(pivot)
        right = [slot for (r, c), slot in steps.slots.items() if r == pivot and c not in done]
        below = [slot for (r, c), slot in steps.slots.items() if c == pivot and r not in done]
        out.append(f"{pad}a{diagonal}_ = 1.0/({value(diagonal)})")
        out += [f"{pad}a{slot}_ = {value(slot)}" for slot in right]
        out += [f"{pad}a{slot}_ = ({value(slot)})*a{diagonal}_" for slot in below]
        out += [f"{pad}put({array}, {first}{slot}, a{slot}_)" for slot in (diagonal, *right, *below)]
    return out


def _forward(steps: Elimination, store: str, text: dict[str, str]) -> list[tuple[str, str]]:
    """Each unknown's name, in the order of elimination, with what is to be taken from it."""
    ahead = {name: i for i, name in enumerate(steps.order)}
    terms: dict[str, list[tuple[int, str]]] = {}
    for (r, c), slot in steps.slots.items():
        if c in ahead and ahead.get(r, len(ahead)) > ahead[c]:
            terms.setdefault(r, []).append((ahead[c], f" - {store.format(slot)}*{text[c]}"))
    order = sorted(terms, key=lambda name: ahead.get(name, len(ahead)))
    return [(name, "".join(term for _, term in sorted(terms[name]))) for name in order]


def _backward(steps: Elimination, store: str, text: dict[str, str]) -> list[str]:
    out, ahead = [], set(steps.order)
    for pivot in steps.order:
        ahead.discard(pivot)
        beyond = [
            (c, slot)
            for (r, c), slot in steps.slots.items()
            if r == pivot and (c in ahead or c not in steps.order)
        ]
        rest = "".join(f" - {store.format(slot)}*{text[c]}" for c, slot in beyond)
        out.append(f"{text[pivot]} = ({text[pivot]}{rest})*{store.format(steps.slots[pivot, pivot])}")
    return out[::-1]
