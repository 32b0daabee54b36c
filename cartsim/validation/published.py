"""Rows of the published models: each number as its paper gives it and as our own solve gives it."""

from __future__ import annotations

from cartsim.published import MODELS, Comparison, PublishedModel
from cartsim.validation.row import Row, verdict

KINDS = {
    "printed": "printed there",
    "solved": "an earlier solve of its equations",
    "limit": "a limit of ours",
}


def published_rows() -> list[Row]:
    """A row for every number of every published model."""
    return [
        _row(model, number, place)
        for model in MODELS
        for place, number in enumerate(model.reproduce(), start=1)
    ]


def _row(model: PublishedModel, number: Comparison, place: int) -> Row:
    """One number. Its note says what kind of number the published one is, and where it stands."""
    if number.kind == "limit":
        asked = f"at most {number.published:g}"
    elif number.equal_as_printed and abs(number.difference) > number.tolerance:
        asked = f"{number.published:.4g} {_unit(number.unit)}as rounded there"
    else:
        asked = f"{number.published:.4g} {_unit(number.unit)}± {100 * number.tolerance:g} %"
    return Row(
        "published",
        f"{model.name}.{place}",
        number.quantity,
        asked,
        f"{number.ours:.4g} {_unit(number.unit)}({100 * number.difference:+.2f} %)",
        verdict(number.passes),
        number.source,
        seen="seen",
        note=f"{KINDS[number.kind]}; {number.where}",
    )


def _unit(unit: str) -> str:
    return "" if unit == "1" else f"{unit} "
