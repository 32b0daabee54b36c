"""Pages of runs so odd that much of them does not exist: no visible text says nan."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from cartsim import virtual_trial
from cartsim.report import build_page
from cartsim.report.plates import PLATES, Plate
from cartsim.results import Run

SCENARIO = Path(__file__).parents[2] / "scenarios" / "route_comparison.yaml"
ONE_ARM = "[{name: IV, dose: 1e6 cells/kg, route: intravenous}]"
UNCONFIRMED = "trial.response.primary={confirmed: false}"
ODD = {
    "one patient": ["run.patients=1"],
    "two patients": ["run.patients=2"],
    "nobody infused": ["run.patients=2", "product.manufacturing_failure=1"],
    "nobody measurable": ["run.patients=2", "disease.non_measurable=1"],
    "one visit": ["run.patients=2", "trial.visits.response=[30]", UNCONFIRMED],
    "no death after the landmark": ["run.patients=6"],
    "one arm": ["run.patients=2", f"trial.arms={ONE_ARM}"],
}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of all figures that a page asks for, which are not rendered: that takes most of the time."""
    texts: list[str] = []

    def reading(draw: Callable[[Run], Figure | None]) -> Callable[[Run], None]:
        def read(run: Run) -> None:
            figure = draw(run)
            found = figure.findobj(Text) if figure is not None else []
            texts.extend(str(text.get_text()) for text in found if isinstance(text, Text))

        return read

    plates: tuple[Plate, ...] = tuple(replace(plate, draw=reading(plate.draw)) for plate in PLATES)
    monkeypatch.setattr("cartsim.report.page.PLATES", plates)
    monkeypatch.setattr("cartsim.report.pictures._cores", lambda: 1)  # what another process reads is lost
    return texts


def visible(page: str) -> str:
    """What a reader of the page sees."""
    shown = re.sub(r"<style>.*?</style>", " ", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", shown)


@pytest.mark.slow
@pytest.mark.parametrize("sets", ODD.values(), ids=ODD)
def test_no_visible_text_of_an_odd_run_says_nan(sets: list[str], drawn: list[str]) -> None:
    text = visible(build_page(virtual_trial.run(SCENARIO, sets=sets)))
    assert "All endpoints" in text
    assert drawn
    for said in (text, *drawn):
        assert re.findall(r".{0,60}\bnan\b.{0,30}", said, flags=re.IGNORECASE) == []
