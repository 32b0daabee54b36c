"""Which sources a run rests on, and for what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from cartsim.parameters.correlations import load_correlations
from cartsim.parameters.diseases import load_diseases
from cartsim.parameters.load import CELL_ROOMS, MODEL_ROOMS, load_parameters
from cartsim.parameters.references import Reference, load_references

Reason = Literal[
    "parameter of the model",
    "rule of single cells",
    "who enrols",
    "what the clinic reads",
    "disease",
    "correlation",
]
"""Why a source is cited: a closed list."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, one reason for citing it, and the symbols or fields that rest on it."""

    reference: Reference
    reason: Reason
    used_for: tuple[str, ...]


def citations(
    changed: Collection[str] = (), diseases: Collection[str] | None = None, replaced: Collection[str] = ()
) -> tuple[Citation, ...]:
    """The sources of a run, by key and reason.

    `changed` are the symbols whose value the scenario replaced (their source is then the scenario's own
    reason) or does not use; `diseases` the kinds it enrols, all when None, nobody when empty; `replaced`
    the fields of diseases that it gives itself.
    """
    found: dict[tuple[str, Reason], list[str]] = {}
    nobody = diseases is not None and not diseases
    population = () if nobody else (*_diseases(diseases, replaced), *_correlations())
    for key, reason, item in (*_parameters(changed), *population):
        found.setdefault((key, reason), []).append(item)
    known = load_references()
    return tuple(Citation(known[key], reason, tuple(items)) for (key, reason), items in sorted(found.items()))


def unknown_sources() -> tuple[str, ...]:
    """Source keys in the values files that references.bib lacks; empty in a sound set."""
    used = {key for key, _, _ in (*_parameters(()), *_diseases(None, ()), *_correlations())}
    return tuple(sorted(used.difference(load_references())))


def _parameters(changed: Collection[str]) -> Iterator[tuple[str, Reason, str]]:
    for symbol, entry in load_parameters().items():
        if symbol not in changed:
            yield from ((key, _reason(entry.room), symbol) for key in entry.sources)


def _reason(room: str) -> Reason:
    if room in MODEL_ROOMS:
        return "parameter of the model"
    if room in CELL_ROOMS:
        return "rule of single cells"
    return "who enrols" if room == "population" else "what the clinic reads"


def _diseases(kinds: Collection[str] | None, replaced: Collection[str]) -> Iterator[tuple[str, Reason, str]]:
    for kind, disease in load_diseases().items():
        if kinds is None or kind in kinds:
            for field, fact in disease.facts():
                if field not in replaced:
                    yield fact.source, "disease", f"{kind} {field}"


def _correlations() -> Iterator[tuple[str, Reason, str]]:
    for row in load_correlations():
        yield row.strength.source, "correlation", f"{row.first} with {row.second}"
