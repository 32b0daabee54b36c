"""The committed JSON Schema is the one the classes give, and knows the keys that people write."""

from __future__ import annotations

import jsonschema
import pytest

from cartsim.scenario.json_schema import committed_schema, json_schema, schema_text


def test_the_committed_schema_is_up_to_date() -> None:
    assert committed_schema() == schema_text(), "run: python -m cartsim.scenario.json_schema"


def test_it_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize(
    ("block", "allowed"),
    [
        ({"trial": {"arms": [{"name": "a", "dose": "1e8 cells", "route": "intravenous"}]}}, True),
        ({"trial": {"arms": [{"name": "a", "dose": 1e8, "route": "intravenous"}]}}, False),
        (
            {
                "trial": {
                    "arms": [{"name": "a", "doses": [{"amount": 1e8, "per": "cell", "route": "intravenous"}]}]
                }
            },
            False,
        ),
        ({"trial": {"arms": [{"name": "a", "rout": "intravenous"}]}}, False),
        ({"trial": {"lymphodepletion": "none"}}, True),
        ({"trial": {"visits": {"response": [30, "91 days"]}}}, True),
        ({"run": {"horizon": 372}}, False),
        ({"extends": "base.txt"}, False),
        ({"trial": {"arms": [{"name": "a", "route": "intravenous"}]}}, False),
        ({"trial": {"arms": [{"name": "a", "dose": "1e8 cells", "doses": []}]}}, False),
        ({"trial": {"lymphodepletion": {"fludarabine": "30 mg/m^2/day", "days": ["-5 days"]}}}, True),
        ({"parameters": {"tau_fitt": {"value": "1 day", "because": "a slip of the pen"}}}, False),
        ({"parameters": {"tau_fit": {"value": "infinity", "because": "a guess"}}}, True),
        ({"product": {"pdl1_receptor": "pd1"}}, False),
    ],
)
def test_an_editor_can_tell_right_from_wrong(block: dict[str, object], allowed: bool) -> None:
    head = {"schema": "cartsim.scenario/1", "title": "a", "question": "b?", "extends": "base.yaml"}
    assert jsonschema.Draft202012Validator(json_schema()).is_valid(head | block) is allowed
