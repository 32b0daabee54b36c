"""The model for readers: a LaTeX document that compiles, and the equations page of the documentation."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from cartsim.model.kernel_writer.collect import collect
from cartsim.model.latex.document import plain
from cartsim.model.latex.equations import Equations
from cartsim.model.latex.symbols import number, symbol, unit
from cartsim.model.laws import QUANTITIES, REACTIONS
from cartsim.model.state import INPUTS, LESION_PARAMETERS, STATES
from cartsim.model_export import export_model
from cartsim.parameters import load_parameters, model_symbols
from tests.cli.conftest import SCENARIO

ROOT = Path(__file__).parents[2]


@cache
def written(whole: bool) -> str:
    """The typical patient's document, or that of a patient in an arm."""
    return export_model("latex", SCENARIO, patient=3, arm="IC") if whole else export_model("latex", None)


@cache
def equations() -> Equations:
    return Equations({name: entry.unit for name, entry in load_parameters().items()})


@pytest.mark.parametrize("whole", [True, False])
def test_every_brace_and_environment_that_opens_closes(whole):
    text = re.sub(r"\\[\\{}]", "", re.sub(r"(?m)^%.*$", "", written(whole)))
    depth = 0
    for character in re.findall(r"[{}]", text):
        depth += 1 if character == "{" else -1
        assert depth >= 0
    assert depth == 0
    open_ = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+\*?)\}", text):
        if kind == "begin":
            open_.append(name)
        else:
            assert open_.pop() == name
    assert open_ == []
    assert text.count(r"\left") == text.count(r"\right")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_it_compiles_on_its_own_and_nothing_runs_off_the_page(tmp_path):
    (tmp_path / "model.tex").write_text(written(True), encoding="utf-8")
    for _ in range(2):  # references of the first run are resolved in the second
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "model.tex"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace")
        assert run.returncode == 0, run.stdout[-2000:]
    assert (tmp_path / "model.pdf").stat().st_size > 100_000
    assert re.findall(r"Overfull \\hbox|undefined|multiply", run.stdout) == []


def test_every_law_state_and_parameter_stands_in_the_document():
    text = written(True)
    for law in (*QUANTITIES, *REACTIONS):
        assert rf"\law{{{plain(law.name)}}}" in text
    for state in STATES:
        assert rf"\mathrm{{d}} {symbol(state.name, state.scope == 'lesion')}}}" in text
    for name in collect().parameters:
        assert rf"\texttt{{{plain(name)}}} & " in text


def test_a_parameter_is_told_with_value_unit_kind_and_source():
    row = next(line for line in written(False).splitlines() if r"\texttt{k\_kill}" in line)
    entry = load_parameters()["k_kill"]
    cells = [cell.strip() for cell in row.removesuffix(r" \\").split(" & ")]
    assert cells[0] == r"$k_{\mathrm{kill}}$"
    assert cells[3:6] == [f"${number(entry.value)}$", r"$\mathrm{1/day}$", entry.kind]
    assert cells[6] == rf"\cite{{{','.join(entry.sources)}}}"


def test_the_bibliography_holds_what_is_cited_and_nothing_else():
    text = written(True)
    cited = {key for keys in re.findall(r"\\cite\{([^}]+)\}", text) for key in keys.split(",")}
    assert set(re.findall(r"\\bibitem\{([^}]+)\}", text)) == cited
    assert len(cited) > 20


def test_two_names_never_look_the_same():
    of_groups = equations().of_groups
    names = {*equations().unit} & ({*model_symbols(), *INPUTS, *LESION_PARAMETERS} | {s.name for s in STATES})
    names |= set(collect().nodes)
    looks = [symbol(name, name in of_groups) for name in names]
    assert len(looks) == len(set(looks))


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("k_bl", r"k_{\mathrm{bl}}"),
        ("E_c", r"E_{\mathrm{c}}"),
        ("tau_fit", r"\tau_{\mathrm{fit}}"),
        ("kill_pos_c", r"\mathrm{kill\,pos}_{\mathrm{c}}"),
        ("kd_car_2d", r"\mathrm{kd}_{\mathrm{car},\mathrm{2d}}"),
        ("homeostatic_drive", r"\mathrm{homeostatic\,drive}"),
    ],
)
def test_names_are_read_as_symbols_with_indices(name, look):
    assert symbol(name) == look


def test_what_a_lesion_group_has_of_its_own_carries_its_index():
    assert symbol("P", True) == "P_{k}"
    assert symbol("zeta_signal", True) == r"\mathrm{zeta\,signal}_{k}"


def test_units_and_numbers_are_printed_as_physicists_write_them():
    assert unit("molecule/um**2") == r"\mathrm{molecule/\mu m^{2}}"
    assert unit("giga*uL/L/cell") == r"\mathrm{giga\cdot \mu L/L/cell}"
    assert (number(1.5e9), number(1e-5), number(0.25)) == (r"1.5 \times 10^{9}", "10^{-5}", "0.25")
    assert number(float("inf")) == r"\infty"


def test_laws_are_printed_as_they_are_written():
    shown = {law.name: law for law in (*equations().quantities(), *equations().reactions())}
    memory, effector = (rf"{c}_{{\mathrm{{b}}}} \to {c}_{{\mathrm{{l}}}}" for c in "ME")
    assert shown["homing"].lines == (rf"{memory}, \quad {effector}: \qquad h = k_{{\mathrm{{bl}}}}",)
    assert shown["live_lesions"].lines == (r"\mathrm{live\,lesions} = \sum_{k} \left(E_{k} + M_{k}\right)",)
    assert r"M_{k} \to 2M_{k}" in shown["memory_division"].lines[0]
    assert shown["exhaustion"].sites == ("lesion", "fluid")
    assert len(shown["exhaustion"].lines) == 2


def test_any_text_is_safe_in_a_document():
    assert plain(r"50 % of A_1 & {B} \ ~ ^ `code`") == (
        r"50 \% of A\_1 \& \{B\} \textbackslash{} \textasciitilde{} \textasciicircum{} \texttt{code}"
    )


def test_the_reference_page_is_what_the_laws_say():
    text = runpy.run_path(str(ROOT / "docs" / "make_equations.py"))["text"]()
    committed = (ROOT / "docs" / "reference" / "equations.md").read_text(encoding="utf-8")
    assert committed == text, "run `make reference`"


def test_the_reference_page_uses_only_mathematics_that_github_renders():
    """It refuses `operatorname`, and inline mathematics stands between dollar and backtick."""
    page = (ROOT / "docs" / "reference" / "equations.md").read_text(encoding="utf-8")
    assert "operatorname" not in page
    assert page.count("```math") * 2 == page.count("```")
    outside = re.sub(r"(?s)```math.*?```", "", page)
    assert re.findall(r"(?<!`)\$(?!`)", outside) == []
