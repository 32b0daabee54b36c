"""What the SBML document tells of its elements: public terms, sources, reasons, makers."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

import libsbml
import pytest

from cartsim.model.laws import REACTIONS
from cartsim.model.sbml.annotation import REGISTRY, RELATIONS, SBO
from cartsim.model.sbml.document import document, text
from cartsim.model.state import STATES
from cartsim.model_export import export_model, one_patient
from cartsim.parameters import load_parameters, model_symbols
from cartsim.parameters.parameter import Parameter
from cartsim.parameters.references import load_references
from cartsim.population import draw
from cartsim.scenario import load
from cartsim.simulate.sbml_events import ROWS
from tests.cli.conftest import SCENARIO
from tests.model.test_sbml import somebody

TABLE = list(
    csv.DictReader(files("cartsim.model.sbml").joinpath("terms.csv").read_text("utf-8").splitlines())
)
PATTERNS = {
    "CL": r"\d{7}",
    "GO": r"\d{7}",
    "UBERON": r"\d{7}",
    "PATO": r"\d{7}",
    "SBO": r"\d{7}",
    "CHEBI": r"\d+",
    "uniprot": r"[OPQ][0-9][A-Z0-9]{3}[0-9]",
    "taxonomy": r"\d+",
    "atc": r"[A-Z]\d\d[A-Z]{2}\d\d",
    "doi": r"10\.\d{4,9}/\S+",
}
"""Vocabulary -> form of its identifiers, as identifiers.org registers them."""


@cache
def read() -> libsbml.SBMLDocument:
    """The document of a patient of a scenario, in an arm."""
    return libsbml.readSBMLFromString(export_model("sbml", SCENARIO, patient=3, arm="IC"))


def resources(element: libsbml.SBase) -> list[str]:
    """What libSBML's own reader of RDF finds in an annotation."""
    found = libsbml.CVTermList()
    libsbml.RDFAnnotationParser.parseRDFAnnotation(element.getAnnotation(), found)
    terms = [found.get(i) for i in range(found.getSize())]
    return [term.getResourceURI(i) for term in terms for i in range(term.getNumResources())]


def test_every_species_and_reaction_is_annotated_in_terms_that_a_parser_reads():
    model = read().getModel()
    for things in (model.getListOfSpecies(), model.getListOfReactions()):
        assert [thing.getId() for thing in things if not resources(thing)] == []


def test_every_identifier_has_the_form_of_its_vocabulary():
    model = read().getModel()
    lists = (model.getListOfSpecies(), model.getListOfReactions(), model.getListOfParameters())
    annotated = [thing for things in lists for thing in things if thing.isSetAnnotation()]
    told = {uri for thing in annotated for uri in resources(thing)}
    assert len(told) > 40
    for uri in told:
        vocabulary, _, identifier = uri.removeprefix(REGISTRY).partition(":")
        assert re.fullmatch(PATTERNS[vocabulary], identifier), uri


def test_the_table_of_terms_names_only_what_exists_and_each_term_has_one_meaning():
    known = {
        "species": {state.name for state in STATES},
        "reaction": {law.name for law in REACTIONS},
        "event": {row for row, *_ in ROWS.values()},
    }
    for row in TABLE:
        assert set(row["names"].split()) <= known.get(row["of"], set(row["names"].split())), row
        assert row["relation"] in {SBO, *RELATIONS}
        assert row["meaning"]
    assert len({(row["term"], row["meaning"]) for row in TABLE}) == len({row["term"] for row in TABLE})
    parameters = {name for row in TABLE if row["of"] == "parameter" for name in row["names"].split()}
    of_model = {parameter.getId() for parameter in read().getModel().getListOfParameters()}
    assert parameters - {"*"} <= of_model


def test_laws_and_schedule_rows_all_have_a_term_of_the_systems_biology_ontology():
    model = read().getModel()
    for things in (model.getListOfReactions(), model.getListOfParameters(), model.getListOfEvents()):
        assert [thing.getId() for thing in things if not thing.isSetSBOTerm()] == []


def test_a_cytokine_a_receptor_target_and_a_cell_are_what_they_are():
    model = read().getModel()
    assert f"{REGISTRY}uniprot:P05231" in resources(model.getSpecies("I6"))
    assert f"{REGISTRY}uniprot:P04626" in resources(model.getParameter("her2_p"))
    assert f"{REGISTRY}CL:0000911" in resources(model.getSpecies("E_0"))
    assert f"{REGISTRY}GO:0001913" in resources(model.getReaction("kill_antigen_positive_P_0"))


def entries_of(model: libsbml.Model) -> list[Parameter]:
    """What is known of the parameters of the equations that stand in the document."""
    return [load_parameters()[symbol] for symbol in model_symbols() if model.getParameter(symbol)]


def test_an_assumed_parameter_says_so_with_kind_source_and_reason():
    model = read().getModel()
    entries = entries_of(model)
    assert sum(entry.kind == "assumed" for entry in entries) > 50
    for entry in entries:
        notes = libsbml.XMLNode.convertXMLNodeToString(model.getParameter(entry.symbol).getNotes())
        plain = re.sub(r"<[^>]+>", "", notes).replace("&amp;", "&").replace("&gt;", ">").replace("&lt;", "<")
        assert f"Kind: {entry.kind}. Source: {entry.source} ({entry.where})." in plain
        assert f"Reason: {entry.reason}" in plain


def test_a_parameter_leads_to_the_paper_it_rests_on():
    model = read().getModel()
    for entry in entries_of(model):
        parameter = model.getParameter(entry.symbol)
        dois = {load_references()[key].fields.get("doi") for key in entry.sources} - {None}
        if dois and "Changed" not in parameter.getNotesString():
            assert {f"{REGISTRY}doi:{doi}" for doi in dois} <= set(resources(parameter))


def test_a_value_that_the_scenario_chose_rests_on_the_scenario():
    wish = ["parameters.k_kill.value=12 per day", "parameters.k_kill.because=A wish."]
    scenario = load(SCENARIO, sets=[*wish, "product.car.affinity=5 nM"])
    arm, patients = scenario.trial.arms[0], draw(scenario, [3])
    holder = document(one_patient(scenario, arm, patients, given=True))
    model = holder.getModel()
    assert "Changed by the scenario: A wish." in model.getParameter("k_kill").getNotesString()
    assert "Changed by the scenario: its product" in model.getParameter("kd_car").getNotesString()
    assert resources(model.getParameter("k_kill")) == []
    assert "Changed" not in model.getParameter("k_bl").getNotesString()


def test_the_model_names_its_makers_and_its_day_and_two_copies_are_the_same():
    model = read().getModel()
    history = model.getModelHistory()
    assert [creator.getName() for creator in history.getListCreators()] == ["cartsim developers"]
    assert history.getCreatedDate().getDateAsString() == "2026-11-22T00:00:00Z"
    assert f"{REGISTRY}taxonomy:9606" in resources(model)
    assert text(document(somebody(1))) == text(document(somebody(1)))


@pytest.mark.parametrize("thing", ["Species", "Reactions", "Parameters", "Compartments"])
def test_identities_are_unique_within_the_document(thing):
    found = [each.getMetaId() for each in getattr(read().getModel(), f"getListOf{thing}")()]
    named = [meta for meta in found if meta]
    assert len(named) == len(set(named))
