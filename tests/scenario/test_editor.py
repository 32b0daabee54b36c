"""What an editor makes of a scenario file, by a schema checker and by the language server it runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cartsim.beginning import begin
from cartsim.scenario import json_schema
from cartsim.scenario.shipped import shipped
from cartsim.scenario.template import template
from tests.scenario import language_server

CASES = Path(__file__).parents[1] / "cases"
SCHEMA = Path(json_schema.__file__).with_name(json_schema.FILE)

SEEN = """affinity_without_unit agents_radius_without_unit arm_is_a_name arm_name_is_a_number arms_empty
arm_parameter_of_the_population arm_parameter_without_reason bracket_left_open dlt_grade_seven
dose_beside_doses dose_in_words dose_infinite dose_missing dose_negative dose_resolved_form
dose_without_unit duplicate_key extends_without_own_question flag_is_yes horizon_without_unit key_is_a_list
kinds_empty override_of_unknown_parameter override_without_reason override_without_value patients_as_text
planned_hypothesis_unknown response_rules_missing rescue_condition_reversed schema_missing share_above_one
share_in_percent stable_disease_not_said tab_indentation unknown_disease unknown_drug
unknown_entry_criterion unknown_key_at_the_top unknown_key_in_an_arm unknown_observable unknown_receptor
unknown_route unknown_schema unknown_score unknown_solver"""
"""Slips of the pen among the invalid cases: an editor shows them. What needs two fields together, or units
compared, `cartsim check` tells."""


def checked(*files: Path) -> dict[str, Any]:
    """What check-jsonschema says of files; it ends with 1 if any is wrong."""
    code = "from check_jsonschema import main; main()"
    options = ["--schemafile", str(SCHEMA), "--output-format", "json"]
    words = [sys.executable, "-c", code, *options, *map(str, files)]
    return json.loads(subprocess.run(words, capture_output=True, text=True).stdout)


def test_a_schema_checker_accepts_every_valid_case_shipped_scenario_and_template(tmp_path):
    begun = [tmp_path / f"{name}.yaml" for name in shipped()]
    for file in begun:
        file.write_text(template(shipped()[file.stem]), encoding="utf-8")
    outcome = checked(*(CASES / "valid").glob("*.yaml"), *shipped().values(), *begun)
    assert outcome == {"status": "ok", "errors": []}


def test_a_schema_checker_refuses_what_a_schema_can_see():
    invalid = sorted((CASES / "invalid").glob("*.yaml"))
    outcome = checked(*invalid)
    refused = {Path(fault["filename"]).stem for fault in outcome["errors"] + outcome["parse_errors"]}
    assert sorted(set(SEEN.split()) - refused) == []
    assert len(refused) >= 90, "the schema sees less than it did"


def test_every_field_says_what_it_means_and_every_default_could_be_written():
    schema = json_schema.json_schema()
    blocks = {"": schema, **schema["$defs"]}
    fields = {
        (name, key): node
        for name, block in blocks.items()
        for key, node in block.get("properties", {}).items()
    }
    assert [field for field, node in fields.items() if len(node.get("description", "")) < 12] == []
    wrong = [
        field
        for field, node in fields.items()
        if node.get("type") == "string" and not isinstance(node.get("default", ""), str)
    ]
    assert wrong == []
    shown = fields["Car", "affinity"]
    assert shown["default"] == "0.58 nM"
    assert "Unit: nM" in shown["description"]


class Editor:
    """A scenario that was begun, in an editor: completion, hover and marks by the text of a line."""

    def __init__(self, program: str, folder: Path) -> None:
        self.file = begin(folder / "my.yaml").file
        self.text = self.file.read_text(encoding="utf-8")
        self.server = language_server.Server(program, folder)

    def shows(self, name: str, text: str) -> str:
        """Opens the text as a file beside the scenario."""
        path = self.file.with_name(name)
        path.write_text(text, encoding="utf-8")
        return self.server.open(path)

    def at(self, method: str, uri: str, text: str, line: str, column: int) -> Any:
        place = {"line": text.splitlines().index(line), "character": column}
        return self.server.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=place)

    def completion(self, text: str, line: str) -> dict[str, dict[str, Any]]:
        """What is offered at the end of a line."""
        uri = self.shows(f"{len(text)}.yaml", text)
        items = self.at("completion", uri, text, line, len(line))["items"]
        return {item["label"]: item for item in items}

    def hover(self, line: str, word: str) -> str:
        uri = self.server.open(self.file)
        return self.at("hover", uri, self.text, line, line.index(word) + 1)["contents"]["value"]

    def line(self, start: str) -> str:
        return next(line for line in self.text.splitlines() if line.startswith(start))


@pytest.fixture(scope="module")
def editor(tmp_path_factory) -> Iterator[Editor]:
    program = language_server.found()
    if program is None:
        pytest.skip("yaml-language-server is missing: `make test` installs it where npm is")
    shown = Editor(program, tmp_path_factory.mktemp("editor"))
    yield shown
    shown.server.close()


def test_an_empty_line_of_a_block_offers_its_fields_with_their_meaning(editor):
    text = editor.text + "trial:\n  \n"
    text = text.replace("\ntrial:\n", "\nbefore:\n", 1)
    offered = editor.completion(text, "  ")
    assert {"arms", "visits", "response", "rescue", "dlt", "dropout", "planned"} <= set(offered)
    assert "days of the scans" not in offered["arms"]["documentation"]
    assert "ways to treat" in offered["arms"]["documentation"]


def test_a_field_of_choices_offers_them(editor):
    chosen = editor.line("  pdl1_receptor:")
    offered = editor.completion(editor.text.replace(chosen, "  pdl1_receptor: "), "  pdl1_receptor: ")
    assert set(offered) == {"none", "pd1_cd28", "scfv_cd28", "scfv_zeta"}


def test_parameters_are_offered_by_symbol_with_meaning_unit_and_value(editor):
    offered = editor.completion(f"{editor.text}parameters:\n  \n", "  ")
    assert "keeps its ability to divide" in str(offered["tau_fit"]["documentation"])
    assert "25 days" in str(offered["tau_fit"]["documentation"])


def test_hover_tells_the_meaning_of_a_field_with_its_unit(editor):
    said = editor.hover(editor.line("  car:"), "affinity")
    assert "Dissociation constant of the CAR" in said
    assert "Unit: nM" in said


def test_a_file_just_begun_has_no_mark(editor):
    assert editor.server.diagnostics(editor.server.open(editor.file)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  viability: 0.85", "  viabilty: 0.85", "viabilty"),
        ("  dropout: 0.02 per month", "  dropout: 0.02", "with its unit, like 0.02 per month"),
        ("  pdl1_receptor: pd1_cd28", "  pdl1_receptor: pd1cd28", "scfv_zeta"),
    ],
)
def test_a_mistake_is_marked_on_its_line(editor, old, new, said):
    text = editor.text.replace(old, new)
    (mark,) = editor.server.diagnostics(editor.shows(f"wrong{len(new)}{len(said)}.yaml", text))
    assert text.splitlines()[mark["range"]["start"]["line"]] == new
    assert said in mark["message"]
