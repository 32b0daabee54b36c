"""docs/reference/parameters.md: every number with its source, printed from the entries (`make reference`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from cartsim.parameters import second_reading as again
from cartsim.parameters.correlations import load_correlations
from cartsim.parameters.diseases import load_diseases
from cartsim.parameters.fact import Fact
from cartsim.parameters.load import CELL_ROOMS, MODEL_ROOMS, load_parameters
from cartsim.parameters.parameter import Kind, Parameter
from cartsim.parameters.uncertainty import factor, held_symbols, load_factors

FILE = "parameters.md"
HEAD = """# Parameters

Printed from `cartsim/parameters/values/` by `make reference`; change the values there. A typical value holds
for everybody, the spread is between patients. *Kind* is what is known of the typical value, with the factor
within which it lies with a probability of 95 % in `run.parameter_draws` ("own": the entry says so itself), or
"not drawn". **Assumed** means a choice of ours that nothing has measured. *Second reading* is what somebody
found who looked at the source again. Papers are in [bibliography.md](bibliography.md); what the words mean is
said in [Change the biology](../how-to/change_the_biology.md) and
[Say how sure a result is](../how-to/say_how_sure.md).
"""
HEADER = ("Symbol", "Meaning", "Value", "Between patients", "Kind", "Source, reason, second reading")
FACTS = ("Of", "Value", "Kind", "Source, reason, second reading")
Row = tuple[str, ...]


def page() -> str:
    """The whole page."""
    entries = load_parameters()
    elsewhere = (*MODEL_ROOMS, *CELL_ROOMS)
    others = dict.fromkeys(entry.room for entry in entries.values() if entry.room not in elsewhere)
    parts = [HEAD, _counts(entries)]
    parts += ["## Parameters of the equations\n", *(_room(room, entries) for room in MODEL_ROOMS)]
    parts += ["## Single cells\n", *(_room(room, entries) for room in CELL_ROOMS)]
    parts += ["## Who enrols, and the clinic\n", *(_room(room, entries) for room in others)]
    parts += ["## Diseases\n", table(FACTS, _diseases()), "## Correlations\n", table(FACTS, _correlations())]
    return "\n".join(parts)


def table(header: Row, rows: Iterable[Row]) -> str:
    """A table of Markdown; a bar inside a cell would end it."""
    lines = [header, ("---",) * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def number(value: float) -> str:
    """A number as people write it.

    >>> number(2e11), number(0.001), number(float("inf"))
    ('2e11', '0.001', 'infinity')
    """
    text = f"{value:.6g}"
    if "e" in text:
        digits, power = text.split("e")
        text = f"{digits}e{int(power)}"
    return text.replace("inf", "infinity")


def unit(text: str) -> str:
    """A unit as people write it; none for a pure number.

    >>> unit("molecule/um**2"), unit("1")
    ('molecule/µm²', '')
    """
    for written, meant in (("**2", "²"), ("**3", "³"), ("um", "µm"), ("uL", "µL"), ("ug", "µg")):
        text = text.replace(written, meant)
    return "" if text == "1" else text.replace("percent", "%")


def _counts(entries: Mapping[str, Parameter]) -> str:
    """How many numbers there are of each kind and of each second reading."""
    facts = [fact for _, fact in _facts()]
    kinds = Counter(entry.kind for entry in entries.values()), Counter(fact.kind for fact in facts)
    readings = (
        Counter(again.state(entry.second_reading) for entry in entries.values()),
        Counter(again.state(fact.second_reading) for fact in facts),
    )
    rows = [
        (_marked(kind), str(kinds[0][kind]), str(kinds[1][kind]), number(load_factors()[kind].factor))
        for kind in get_args(Kind)
    ]
    rows.append(("all", str(len(entries)), str(len(facts)), ""))
    first = table(("Kind", "Parameters", "Facts of diseases, correlations", "Factor"), rows)
    second = table(
        ("Second reading", "Parameters", "Facts of diseases, correlations"),
        [(state, str(readings[0][state]), str(readings[1][state])) for state in get_args(again.State)],
    )
    return f"{first}\n{second}"


def _room(room: str, entries: Mapping[str, Parameter]) -> str:
    """The table of one file."""
    of_room = [entry for entry in entries.values() if entry.room == room]
    ours = sum(entry.kind == "assumed" for entry in of_room)
    title = f"### {room.replace('_', ' ').capitalize()} ({len(of_room)}, {ours} of them assumed)\n"
    return f"{title}\n{table(HEADER, map(_entry, of_room))}"


def _entry(entry: Parameter) -> Row:
    value = f"{number(entry.value)} {unit(entry.unit)}".strip()
    kind = f"{_marked(entry.kind)}, {_sureness(entry)}"
    return (f"`{entry.symbol}`", entry.name, value, _spread(entry), kind, _evidence(entry, entry.sources))


def _sureness(entry: Parameter) -> str:
    if entry.symbol in held_symbols():
        return "not drawn"
    return f"factor {number(factor(entry))}" + (" (own)" if entry.uncertainty is not None else "")


def _spread(entry: Parameter) -> str:
    """How patients differ, and between which bounds."""
    low, high = map(number, entry.bounds)
    if low == high:
        return "constant"
    words: dict[str, Callable[[Parameter], str]] = {
        "fixed": lambda _: "no spread",
        "covariate": lambda _: "follows from another trait",
        "lognormal": lambda e: f"log-normal, SD of log {number(e.spread)}",
        "logitnormal": lambda e: f"logit-normal, {number(e.spread)}",
        "normal": lambda e: f"normal, SD {number(e.spread)}",
        "loguniform": lambda _: "log-uniform",
        "beta": lambda e: f"beta, shapes add up to {number(e.spread)}",
    }
    return f"{words[entry.distribution](entry)}; {low} to {high}"


def _evidence(item: Parameter | Fact[Any], sources: tuple[str, ...]) -> str:
    """Where it comes from, why this value, and what a second look found."""
    keys = ", ".join(f"[{key}](bibliography.md#{key})" for key in sources)
    where = "" if sources == again.OURS and item.where == "choice" else f": {item.where}"
    state, words = again.state(item.second_reading), again.words(item.second_reading)
    second = "" if state == "none" else f"<br>*Second reading* **{state}**: {words}"
    return f"{keys}{where}<br>*Why*: {item.reason}{second}"


def _marked(kind: str) -> str:
    return f"**{kind}**" if kind == "assumed" else kind


def _facts() -> Iterable[tuple[str, Fact[Any]]]:
    for disease in load_diseases().values():
        yield from ((f"{disease.name}: {field}", fact) for field, fact in disease.facts())
    for row in load_correlations():
        yield f"`{row.first}` with `{row.second}`", row.strength


def _diseases() -> Iterable[Row]:
    return (_fact(name, fact) for name, fact in _facts() if not name.startswith("`"))


def _correlations() -> Iterable[Row]:
    return (_fact(name, fact) for name, fact in _facts() if name.startswith("`"))


def _fact(name: str, fact: Fact[Any]) -> Row:
    value = fact.value
    if isinstance(value, Mapping):
        text = ", ".join(f"{key} {number(share)}" for key, share in value.items())
    else:
        text = value if isinstance(value, str) else number(value)
    return (name, text, _marked(fact.kind), _evidence(fact, (fact.source,)))


if __name__ == "__main__":
    from cartsim.parameters.bibliography_page import keep

    keep(FILE, page())
