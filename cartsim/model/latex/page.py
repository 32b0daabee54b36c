"""Every law of the model on one page of Markdown, mathematics as GitHub renders it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cartsim.model.latex.equations import Equations, Shown, by_room, heading, room_title
from cartsim.model.latex.symbols import symbol
from cartsim.model.state import STATES

HEAD = """# Equations

Every quantity and every reaction of the model, as the laws in `cartsim/model/` have them. `make reference`
writes this page; change the law instead.

Time is in days. The index k counts lesion groups; a symbol without it belongs to the body. A reaction moves
its left side at a hazard h per unit of it (1/day), or makes its right side at a rate r. (x)₊ is max(x, 0),
and [x > y] is 1 where that is so and 0 elsewhere. A law that holds at several sites has a line for each.
"""


def page(parameter_unit: Mapping[str, str]) -> str:
    """The text of the page."""
    equations = Equations(parameter_unit)
    parts = [HEAD, *_states(), *_functions(equations)]
    parts += ["## Quantities\n", *_laws(equations.quantities())]
    parts += ["## Reactions\n", *_laws(equations.reactions())]
    return "\n".join(parts)


def _states() -> Iterator[str]:
    yield "## States\n\n| state | in code | at | unit | meaning |\n|---|---|---|---|---|"
    for state in STATES:
        sign = symbol(state.name, state.scope == "lesion")
        yield f"| $`{sign}`$ | `{state.name}` | {state.scope} | {_unit(state.unit)} | {state.meaning} |"
    yield ""


def _functions(equations: Equations) -> Iterator[str]:
    yield "## Functions that laws share\n"
    for definition, meaning in equations.functions():
        yield f"{_text(meaning)}\n\n{_mathematics([definition])}"


def _laws(laws: Iterator[Shown]) -> Iterator[str]:
    for room, own in by_room(laws).items():
        yield f"### {heading(room)}\n\n{_text(room_title(room))}.\n"
        yield from (_law(law) for law in own)


def _law(law: Shown) -> str:
    sites = ", ".join(law.sites)
    told = f"**`{law.name}`** ({_unit(law.unit)}; {sites}): {_text(law.meaning)}"
    arguments = ", ".join(f"`{name}` ({_unit(unit)})" for name, unit in law.arguments.items())
    return f"{told}\n\n{_mathematics(law.lines)}\nReads {arguments}.\n"


def _mathematics(lines: tuple[str, ...] | list[str]) -> str:
    body = " \\\\\n".join(f"& {line}" for line in lines)
    return f"```math\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n```\n"


def _unit(text: str) -> str:
    """A unit as people write it; stars would make Markdown bold."""
    raised = text.replace("**2", "²").replace("**3", "³").replace("*", " ")
    return re.sub(r"\bu(?=[mLg](?![a-z]))", "µ", raised)


def _text(text: str) -> str:
    return text.replace("*", r"\*").replace("<", r"\<")
