"""The page stands alone, opens with what matters, says what must be said, and survives odd runs."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cartsim.errors import CartsimError
from cartsim.report import build_page, endpoint_header, endpoint_rows, write_report
from cartsim.report.page import MOST_ARMS, facts, few_arms
from cartsim.report.plates import PLATES
from cartsim.report.sentences import answer
from cartsim.report.tables import GLANCE, TAILS, glance_rows
from cartsim.results import Run
from cartsim.results.sources import ours
from tests.report.synthetic import make_run, swept_arms


@pytest.fixture(scope="module")
def run() -> Run:
    return make_run(patients=30)


@pytest.fixture(scope="module")
def page(run: Run) -> str:
    return build_page(run)


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of words and tables alone, for tests that look at nothing else."""
    bare = tuple(replace(plate, draw=lambda run: None) for plate in PLATES)
    monkeypatch.setattr("cartsim.report.page.PLATES", bare)


class Structure(HTMLParser):
    """Open tags, the addresses a browser would fetch, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.names: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img", "br", "link", "input"):
            self.open.append(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")
        ]
        self.names += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_from_outside(page: str) -> None:
    structure = Structure(page)
    assert structure.open == []
    for address in structure.addresses:
        assert address.startswith(("data:image/svg+xml;base64,", "#"))
    assert "<script" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_the_page_is_smaller_than_ten_megabytes(page: str) -> None:
    assert len(page) < 10e6


def test_every_link_inside_leads_somewhere_and_no_name_is_used_twice(page: str) -> None:
    structure = Structure(page)
    targets = {address.removeprefix("#") for address in structure.addresses if address.startswith("#")}
    assert targets <= set(structure.names)
    assert len(structure.names) == len(set(structure.names))


def test_pictures_are_drawings_without_addresses(page: str) -> None:
    for picture in re.findall(r"base64,([^\"]+)", page):
        drawing = b64decode(picture).decode()
        assert drawing.lstrip().startswith("<?xml")
        assert not re.findall(r"(?:href|src)=\"(?!#)[^\"]+", drawing)


def test_the_page_opens_with_question_answer_use_and_assumptions(run: Run, page: str) -> None:
    head = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    head = re.sub(r"<[^>]+>", " ", head)[:4000]
    order = [
        run.scenario.question,
        "95 % interval",
        "Monte Carlo",
        "parameters are",
        "never dosing a patient",
    ]
    places = [head.index(text) for text in order]
    assert places == sorted(places)
    assert f"{facts(run)['assumed']} of {facts(run)['parameters']}" in re.sub(r"\s+", " ", head)


def test_every_assumed_parameter_is_listed(run: Run, page: str) -> None:
    listed = page.split('id="assumed"')[1].split("</table>")[0]
    for row in run.manifest["parameters"]:
        assert (f"<td>{row['symbol']}</td>" in listed) == (row in ours(run.manifest["parameters"]))


@pytest.mark.usefixtures("no_figures")
def test_routes_are_never_compared_without_the_caveat(page: str) -> None:
    for symbol in ("tau_fit", "a_serosa", "k_ct", "k_bt"):
        assert page.count(symbol) >= 3
    assert "no data found identifies" in page
    one_route = build_page(make_run(arms=("IV",), patients=12))
    assert "Read before comparing routes" not in one_route
    assert "What the route result rests on" not in one_route


def test_the_answer_of_one_two_and_many_arms_has_an_interval(run: Run) -> None:
    assert re.search(r"under IC against .* under IV in the same 30 virtual patients", answer(run))
    single = answer(make_run(arms=("only",), patients=12))
    many = answer(make_run(swept_arms(), patients=12, swept="tau_fit"))
    assert "of 12 virtual patients" in single
    assert "IC minus IV at tau_fit" in many
    assert all("95 % interval" in text and "Monte Carlo" in text for text in (answer(run), single, many))


def test_the_answer_says_when_there_is_no_difference(run: Run) -> None:
    zero = {f"paired_difference{tail}": 0.0 for tail in ("", "_lower", "_upper")}
    level = run.endpoints.assign({name: run.endpoints[name] * value for name, value in zero.items()})
    assert answer(replace(run, endpoints=level)).endswith("no difference beyond Monte Carlo error.")
    better = run.endpoints.assign({name: run.endpoints[name] * 0 + 0.2 for name in zero})
    assert answer(replace(run, endpoints=better)).endswith("IC does better.")


@pytest.mark.usefixtures("no_figures")
def test_a_title_cannot_smuggle_html(run: Run) -> None:
    evil = run.scenario.model_copy(
        update={"title": "<script>alert(1)</script>", "question": "a & b <img src=x>"}
    )
    page = build_page(replace(run, scenario=evil))
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_the_endpoint_table_is_the_same_for_page_and_terminal(run: Run, page: str) -> None:
    header, rows = endpoint_header(run.endpoints), endpoint_rows(run.endpoints)
    assert all(len(row.cells) == len(header) for row in rows)
    assert [row.role for row in rows].count("primary") == 1
    assert rows[0].role == "primary"
    for row in rows:
        assert "n = " in row.population
        for cell in row.cells:
            assert f">{cell}<" in page.replace("&#39;", "'")


def test_medians_of_nobody_are_dashes_as_shares_of_nobody_are(run: Run) -> None:
    names = ("dor", "pfs", *(f"median_{name}{tail}" for name in ("dor", "pfs") for tail in TAILS))
    alone = run.endpoints["arm"] == "IV"
    some = run.endpoints.assign({name: run.endpoints[name].where(alone) for name in names})
    cells = {row.endpoint.split(",")[0]: row.values for row in endpoint_rows(some)}
    for name in ("Duration of response", "Progression-free survival"):
        assert cells[name][1] == "–"
        assert " to " in cells[name][0]
    place = [name for name, _ in GLANCE].index("median_pfs")
    assert [row[1 + place] for row in glance_rows(some)][1] == "–"


@pytest.mark.usefixtures("no_figures")
def test_disease_control_says_who_cannot_be_stable_where_there_are_such_patients(run: Run) -> None:
    size = run.endpoints["dcr_n"]
    for missing, said in ((0, False), (3, True)):
        found = run.endpoints.assign(confirmed_orr_measurable_n=size - missing)
        page = build_page(replace(run, endpoints=found))
        assert ("Disease control; no SD without measurable disease</th>" in page) == said
        assert ("unconfirmed); no SD without measurable disease</td>" in page) == said


@pytest.mark.usefixtures("no_figures")
def test_many_arms_have_their_kinds_of_limits_said_once_and_not_in_a_column_out_of_sight() -> None:
    page = build_page(make_run(swept_arms(), patients=12, swept="tau_fit"))
    table, after = page.split('<table class="endpoints many">')[1].split("</table>")[:2]
    assert "Interval" not in table
    assert "95 % exact (Clopper-Pearson) of shares, 95 % log-log of medians" in after
    assert "Interval" in build_page(make_run(patients=12))


@pytest.mark.slow
@pytest.mark.parametrize(
    "choices",
    [{"patients": 1}, {"patients": 12, "respond": 0.0}, {"patients": 8, "failed": 8}, {"courses": "none"}],
    ids=["one patient", "no responder", "all failed in one arm", "no courses kept"],
)
def test_odd_runs_get_a_page(choices: dict[str, Any]) -> None:
    assert "</html>" in build_page(make_run(**({"patients": 12} | choices)))


def test_more_arms_than_colours_are_all_in_the_tables() -> None:
    arms = swept_arms(values=("1 day", "2 day", "3 day", "4 day", "5 day"))
    run = make_run(arms, patients=8, swept="tau_fit")
    assert few_arms(run).endpoints.sizes["arm"] == MOST_ARMS
    assert endpoint_header(run.endpoints)[3:-1] == tuple(arms)


@pytest.mark.usefixtures("no_figures")
def test_the_report_is_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    path = write_report(run, tmp_path / "report.html")
    assert path.read_text(encoding="utf-8").endswith("</html>\n")
    with pytest.raises(CartsimError, match="not written"):
        write_report(run, tmp_path / "missing" / "report.html")
