"""The pages printed from the program are what it says, and say all of it."""

from __future__ import annotations

import inspect
import runpy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import typer

import cartsim
from cartsim import cli, datasets
from cartsim.scenario.fields import Part
from cartsim.scenario.json_schema import committed_schema, schema_text
from cartsim.scenario.scenario import Scenario
from cartsim.trial.estimand_table import ENDPOINTS
from tests.docs.pages import DOCS

PRINTED = {
    "reference/scenario.md": ("make_scenario.py", "text"),
    "reference/arrays.md": ("make_arrays.py", "arrays"),
    "reference/endpoints.md": ("make_arrays.py", "endpoints"),
    "reference/commands.md": ("make_commands.py", "text"),
    "reference/python.md": ("make_python.py", "text"),
    "explanation/biology.md": ("make_biology.py", "text"),
}


@cache
def maker(script: str) -> dict[str, Any]:
    """The names of a script that writes pages."""
    return runpy.run_path(str(DOCS / script))


def committed(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PRINTED)
def test_a_committed_page_is_what_the_program_says(page):
    script, function = PRINTED[page]
    assert committed(page) == maker(script)[function](), "run `make reference`"


def test_every_field_of_a_scenario_says_what_it_means():
    parts = {part for part, _ in maker("make_scenario.py")["_parts"](Scenario, "")}
    assert len(parts) > 20
    fields = [(part, name, field) for part in parts for name, field in part.model_fields.items()]
    assert [f"{part.__name__}.{name}" for part, name, field in fields if not field.description] == []
    assert [part.__name__ for part in parts if part.__doc__ in (None, Part.__doc__)] == []


def test_the_committed_schema_carries_these_words():
    assert committed_schema() == schema_text(), "run `make schema`"


def commands(group: object, path: str = "cartsim") -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_every_command_has_its_section():
    page = committed("reference/commands.md")
    known = list(commands(typer.main.get_command(cli.app)))
    assert len(known) > 20
    assert [path for path in known if f"\n### {path}\n" not in page] == []


def test_every_array_has_its_row():
    pages = committed("reference/arrays.md") + committed("reference/endpoints.md")
    assert [row.name for row in datasets.VARIABLES if f"`{row.name}`" not in pages] == []


def test_every_endpoint_is_told_with_its_estimand():
    page = committed("reference/endpoints.md")
    for row in ENDPOINTS:
        assert f"### {row.title} ({row.role})" in page
        assert all(f"`{name}`" in page for name in row.variables)


@pytest.mark.parametrize("name", cartsim.__all__)
def test_a_public_verb_says_what_it_takes_what_it_gives_and_what_it_raises(name):
    said = inspect.getdoc(getattr(cartsim, name)) or ""
    assert len(said.splitlines()) > 4
    assert "Gives" in said or "return it" in said
    assert "aises" in said or name in ("observe", "assess")
