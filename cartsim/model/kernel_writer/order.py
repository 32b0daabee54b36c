"""The order of statements: each value just before its first use, so that few are alive at once.

A register holds eight lanes, or half of that, and there are sixteen or thirty-two: a value computed early and
used late is stored and loaded again. Statements that store (`put`) or add to a running sum keep their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ASSIGNED = re.compile(r"\s*(\w+) = (.*)")
NAME = re.compile(r"[A-Za-z_]\w*")


def reorder(body: list[str], early: set[str]) -> list[str]:
    """The statements of a function in that order, those of a loop among themselves."""
    segments = list(_segments(_unique(body)))
    out: list[str] = []
    for i, segment in enumerate(segments):
        later = set(NAME.findall("\n".join(line for rest in segments[i + 1 :] for line in rest)))
        out += _late(segment, later, early)
    return out


def _unique(body: list[str]) -> list[str]:
    """Every `t0_` under a name of its own."""
    out: list[str] = []
    current: dict[str, str] = {}
    for line in body:
        found = ASSIGNED.match(line)
        temporary = found[1] if found and re.fullmatch(r"t\d+_", found[1]) else None
        left, _, right = line.partition(" = ") if temporary else ("", "", line)
        right = re.sub(r"\bt\d+_\b", lambda name: current[name[0]], right)
        if temporary:
            current[temporary] = f"t{len(out)}_"
            left = left.replace(temporary, current[temporary]) + " = "
        out.append(left + right)
    return out


def _segments(body: list[str]) -> Iterator[list[str]]:
    """Runs of statements of the same depth; the head of a loop by itself."""
    run: list[str] = []
    for line in body:
        head = line.lstrip().startswith("for ")
        if run and (head or _depth(line) != _depth(run[-1])):
            yield run
            run = []
        run.append(line)
        if head:
            yield run
            run = []
    if run:
        yield run


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _late(segment: list[str], later: set[str], early: set[str]) -> list[str]:
    made = {found[1]: line for line in segment if (found := ASSIGNED.match(line)) and not _sums(found)}
    out: list[str] = []
    done: set[str] = set()

    def need(text: str) -> None:
        for name in NAME.findall(text):
            if name in made and name not in done:
                done.add(name)
                need(made[name].partition(" = ")[2])
                out.append(made[name])

    for line in segment:
        found = ASSIGNED.match(line)
        if found is None or _sums(found):
            need(line)
            out.append(line)
        elif found[1] in early:
            need(found[1])
    for name in made:
        if name in later:
            need(name)
    return out


def _sums(found: re.Match[str]) -> bool:
    """`x = x + ...`."""
    return found[1] in NAME.findall(found[2])
