"""What elements of the document are, in terms of public vocabularies: the table `terms.csv` as RDF.

`of` is the kind of element, `names` are those in the model (of a state, law, schedule row, parameter or unit;
`*` for every other), `relation` is `sbo` or one of the qualifiers of BioModels.net biology, `term` is a
compact identifier of identifiers.org, `meaning` its label there.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import libsbml

Terms = Sequence[tuple[str, str]]
"""(relation, term)."""

REGISTRY = "https://identifiers.org/"
SBO = "sbo"
RELATIONS = {
    "is": libsbml.BQB_IS,
    "isVersionOf": libsbml.BQB_IS_VERSION_OF,
    "isPartOf": libsbml.BQB_IS_PART_OF,
    "isPropertyOf": libsbml.BQB_IS_PROPERTY_OF,
    "hasPart": libsbml.BQB_HAS_PART,
    "hasProperty": libsbml.BQB_HAS_PROPERTY,
    "hasTaxon": libsbml.BQB_HAS_TAXON,
}
CREATOR = "cartsim developers"
CREATED = "2026-11-22T00:00:00Z"
"""Day on which this model was first written down. Of a file made twice both copies are the same."""


@cache
def terms() -> Mapping[tuple[str, str], Terms]:
    """(kind of element, name in the model) -> its terms."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    lines = files("cartsim.model.sbml").joinpath("terms.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(lines):
        for name in row["names"].split():
            found.setdefault((row["of"], name), []).append((row["relation"], row["term"]))
    return found


def annotate(element: libsbml.SBase, of: str, name: str) -> None:
    """Write the terms of an element onto it. One that is only known by its SBO term says so in RDF too."""
    known = terms().get((of, name), ())
    relations = [(relation, term) for relation, term in known if relation != SBO]
    for relation, term in known:
        if relation == SBO:
            element.setSBOTerm(term)
            relations = relations or [("isVersionOf", term)]
    for relation in dict.fromkeys(relation for relation, _ in relations):
        told = [term for other, term in relations if other == relation]
        _add(element, libsbml.BIOLOGICAL_QUALIFIER, RELATIONS[relation], told)


def annotate_number(element: libsbml.Parameter, name: str, unit: str, links: Sequence[str]) -> None:
    """A parameter: what its name says, what its unit says, and the papers it rests on."""
    table = terms()
    by_name = dict(table.get(("parameter", name), ()))
    by_unit = dict(table.get(("unit", unit), ()))
    element.setSBOTerm(by_name.get(SBO) or by_unit.get(SBO) or dict(table["parameter", "*"])[SBO])
    for relation, term in by_name.items():
        if relation != SBO:
            _add(element, libsbml.BIOLOGICAL_QUALIFIER, RELATIONS[relation], [term])
    if links:
        _add(element, libsbml.MODEL_QUALIFIER, libsbml.BQM_IS_DESCRIBED_BY, links)


def sign(model: libsbml.Model) -> None:
    """Who made the model, when, of which species."""
    annotate(model, "model", model.getId())
    history, creator = libsbml.ModelHistory(), libsbml.ModelCreator()
    creator.setUseSingleName(True)
    creator.setName(CREATOR)
    history.addCreator(creator)
    history.setCreatedDate(libsbml.Date(CREATED))
    history.setModifiedDate(libsbml.Date(CREATED))
    model.setModelHistory(history)


def _add(element: libsbml.SBase, kind: int, relation: int, told: Sequence[str]) -> None:
    if not element.isSetMetaId():
        element.setMetaId(f"about_{element.getId()}")
    term = libsbml.CVTerm(kind)
    if kind == libsbml.BIOLOGICAL_QUALIFIER:
        term.setBiologicalQualifierType(relation)
    else:
        term.setModelQualifierType(relation)
    for resource in told:
        term.addResource(REGISTRY + resource)
    element.addCVTerm(term)
