"""The bibliography and the citations of a run."""

from __future__ import annotations

from cartsim import published
from cartsim.calibration.experiments import conditions
from cartsim.calibration.targets import load_targets
from cartsim.parameters import citations, load_parameters, load_references, unknown_sources
from cartsim.parameters.load import read_text
from cartsim.parameters.references import ENTRY, Reference
from cartsim.validation.predicted import load_predictions


def test_every_source_key_has_its_entry():
    assert unknown_sources() == ()


def test_every_entry_is_used():
    """By a value of the model, or by what it is held against: published models, targets, predictions. The
    latter are no source of a run."""
    cited = {citation.reference.key for citation in citations()}
    asked = {target.source for target in load_targets().values()}
    asked |= {block["source"] for block in (*conditions().values(), *load_predictions().values())}
    assert cited | set(published.sources()) | asked == set(load_references())


def test_every_entry_of_the_file_is_read_with_author_title_and_year():
    assert len(load_references()) == read_text("references.bib").count("\n@")
    for reference in load_references().values():
        assert {"author", "title", "year", "note"} <= set(reference.fields), reference.key


def test_every_article_says_where_to_find_it():
    text = read_text("references.bib")
    articles = {key for kind, key, _ in ENTRY.findall(text) if kind == "article"}
    assert all(load_references()[key].locator for key in articles)


def test_what_was_written_from_memory_says_so():
    states = {reference.checked for reference in load_references().values()}
    assert states == {True, False}
    assert not load_references()["scirep2021"].checked


def test_a_reference_reads_like_a_citation():
    text = str(load_references()["kimmel2021"])
    assert text.startswith(
        "Kimmel, Gregory J. and Locke, Frederick L. and Altrock, Philipp M. (2021). The roles of T cell"
    )
    assert text.endswith("https://doi.org/10.1098/rspb.2021.0229")
    assert "{" not in text


def test_braces_inside_a_title_are_read():
    title = load_references()["jansson2005"].fields
    assert "Harlén" in title["author"]
    assert title["title"].startswith("A theoretical framework")


def test_a_changed_parameter_is_no_longer_cited_for_its_value():
    def used(changed):
        return {
            item
            for citation in citations(changed)
            if citation.reason != "disease"
            for item in citation.used_for
        }

    assert "tau_fit" in used(())
    assert "tau_fit" not in used(("tau_fit",))


def test_only_the_diseases_of_the_run_are_cited():
    def fields(diseases):
        found = citations(diseases=diseases)
        return {item for citation in found if citation.reason == "disease" for item in citation.used_for}

    assert "gastric her2_ihc" in fields(None)
    assert all(item.startswith("nsclc ") for item in fields(("nsclc",)))


def test_one_parameter_may_rest_on_several_sources():
    assert load_parameters()["k_bt"].sources == ("khot2019", "brown2021")
    cited = {citation.reference.key for citation in citations() if "k_bt" in citation.used_for}
    assert cited == {"khot2019", "brown2021"}


def test_letters_of_names_are_read():
    assert "Laila-Aïcha" in str(load_references()["gust2017"])
    assert not any("\\" in str(reference) for reference in load_references().values())


def test_a_reference_without_a_link_still_reads():
    assert str(Reference("x", {"author": "A", "title": "T", "year": "1"})) == "A (1). T"
