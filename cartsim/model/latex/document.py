"""The model of one patient as a LaTeX document that compiles on its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cartsim.model.latex.equations import Equations, Shown, by_room, heading, room_title
from cartsim.model.latex.symbols import number, symbol, unit
from cartsim.model.patient import Constant, Patient
from cartsim.model.state import BODY_STATES, INPUTS, LESION_PARAMETERS, LESION_STATES

PREAMBLE = r"""\documentclass[10pt,a4paper,fleqn]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb,array,booktabs,graphicx,longtable}
\usepackage[margin=22mm]{geometry}
\usepackage[hidelinks]{hyperref}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\sloppy
% A formula wider than the line is printed smaller, so that none runs off the page.
\newsavebox{\formula}
\newcommand{\fit}[1]{\sbox{\formula}{$\displaystyle #1$}%
  \ifdim\wd\formula>\linewidth\resizebox{\linewidth}{!}{\usebox{\formula}}\else\usebox{\formula}\fi}
\newcommand{\law}[1]{\texttt{\small #1}}
"""
SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
SPECIAL |= {character: f"\\{character}" for character in "&%$#_{}"}
TYPED = {"−": "-", "–": "--", "—": "---", "≥": r"$\geq$", "≤": r"$\leq$", "µ": r"\textmu{}", "′": "'"}
TYPED |= {"×": r"$\times$", "°": r"\textdegree{}", "α": r"$\alpha$", "β": r"$\beta$", "γ": r"$\gamma$"}
LONG = 300
"""Characters of an equation that is wider than a line."""
READING = r"""Time $t$ is in days, day 0 is the first infusion. The index $k$ counts lesion groups; a symbol
without it belongs to the body. A reaction moves its left side at a hazard $h$ per unit of it (1/day), or
makes its right side at a rate $r$. $(x)_+$ is $\max(x, 0)$, and $[x > y]$ is 1 where that is so and 0
elsewhere."""


def document(patient: Patient) -> str:
    """The text of the .tex file."""
    equations = Equations({name: constant.unit for name, constant in patient.parameters.items()})
    parts = [PREAMBLE, rf"\title{{{plain(patient.name)}}}", r"\author{cartsim}", r"\date{}"]
    parts += [r"\begin{document}", r"\maketitle", plain(patient.notes), "", READING, r"\tableofcontents"]
    parts += [*_states(patient), *_functions(equations), *_laws("Quantities", equations.quantities())]
    parts += [*_laws("Reactions", equations.reactions()), *_derivatives(equations)]
    parts += [*_parameters(patient), *_groups(patient), *_schedule(patient), *_bibliography(patient)]
    return "\n".join([*parts, r"\end{document}", ""])


def plain(text: str) -> str:
    """Any text as LaTeX prints it; code between backticks as code."""
    printed = "".join(SPECIAL.get(c) or TYPED.get(c) or c for c in text)
    return re.sub(r"`([^`]+)`", r"\\texttt{\1}", printed)


def broken(line: str) -> str:
    """A long equation on two lines."""
    left, _, right = line.partition(" = ")
    if len(line) < LONG:
        return line
    return rf"\begin{{aligned}} & {left} \\ & \quad = {right} \end{{aligned}}"


def table(columns: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table that may go over pages."""
    yield rf"\begin{{longtable}}{{{columns}}}"
    yield r"\toprule " + " & ".join(head) + r" \\ \midrule \endhead \bottomrule \endfoot"
    yield from (" & ".join(row) + r" \\" for row in rows)
    yield r"\end{longtable}"


def _states(patient: Patient) -> Iterator[str]:
    yield r"\section{States}"
    start, last = patient.start, len(patient.groups)
    rows = [
        (f"${symbol(s.name)}$", plain(s.meaning), f"${unit(s.unit)}$", f"${number(start[s.name])}$")
        for s in BODY_STATES
    ]
    for state in LESION_STATES:
        each = ", ".join(f"${number(start[f'{state.name}_{k}'])}$" for k in range(last))
        row = f"${symbol(state.name, True)}$", plain(state.meaning), f"${unit(state.unit)}$", each
        rows.append(row)
    widths = r"l>{\raggedright}p{65mm}l>{\raggedright\arraybackslash}p{50mm}"
    yield from table(widths, ("state", "meaning", "unit", "at the start"), rows)
    inputs = ", ".join(f"${symbol(name)}$ (${unit(own)}$)" for name, own in INPUTS.items())
    yield f"What the schedule sets: {inputs}."


def _functions(equations: Equations) -> Iterator[str]:
    yield r"\section{Functions that laws share}"
    for definition, meaning in equations.functions():
        yield plain(meaning)
        yield rf"\[\fit{{{broken(definition)}}}\]"


def _laws(title: str, laws: Iterable[Shown]) -> Iterator[str]:
    yield rf"\section{{{title}}}"
    for room, own in by_room(laws).items():
        yield rf"\subsection{{{heading(room)}}}"
        yield plain(room_title(room)) + ".\n"
        for law in own:
            yield rf"\law{{{plain(law.name)}}} (${unit(law.unit)}$). {plain(law.meaning)}"
            yield from (rf"\[\fit{{{broken(line)}}}\]" for line in law.lines)


def _derivatives(equations: Equations) -> Iterator[str]:
    yield r"\section{Differential equations}"
    for derivative, terms in equations.derivatives():
        lines = r" \\ & {} ".join(rf"{term} & & \law{{{plain(law)}}}" for term, law in terms)
        yield rf"\[\fit{{\begin{{aligned}} {derivative} = {{}} & {{}} {lines} \end{{aligned}}}}\]"


def _parameters(patient: Patient) -> Iterator[str]:
    yield r"\section{Parameters}"
    rows = [_parameter(name, constant) for name, constant in patient.parameters.items()]
    widths = r"l>{\raggedright}p{32mm}lllll"
    head = ("symbol", "meaning", "in code", "value", "unit", "kind", "source")
    yield r"{\footnotesize\setlength{\tabcolsep}{3pt}"
    yield from table(widths, head, rows)
    yield "}"


def _parameter(name: str, constant: Constant) -> tuple[str, ...]:
    cited = rf"\cite{{{','.join(constant.sources)}}}" if constant.sources else ""
    return (
        f"${symbol(name)}$", plain(constant.meaning), rf"\texttt{{{plain(name)}}}",
        f"${number(constant.value)}$", f"${unit(constant.unit)}$", plain(constant.kind), cited,
    )  # fmt: skip


def _groups(patient: Patient) -> Iterator[str]:
    yield r"\section{Lesion groups}"
    rows = [
        (str(k), *(f"${number(group[name])}$" for name in LESION_PARAMETERS))
        for k, group in enumerate(patient.groups)
    ]
    heads = ("group $k$", "nodules $n_k$", r"in the cavity ($\mathrm{cavity}_k$)")
    yield from table("lll", heads, rows)


def _schedule(patient: Patient) -> Iterator[str]:
    yield r"\section{What is given}"
    if not patient.events:
        yield "Nothing."
        return
    rows = [
        (f"${number(event.time + patient.first_day)}$", plain(event.amount.meaning.partition(", day")[0]),
         f"${number(event.amount.value)}$", f"${unit(event.amount.unit)}$")
        for event in patient.events
    ]  # fmt: skip
    yield from table("llll", ("day", "what", "amount", "unit"), rows)


def _bibliography(patient: Patient) -> Iterator[str]:
    cited = {key for constant in patient.parameters.values() for key in constant.sources}
    yield r"\begin{thebibliography}{99}"
    for key, source in patient.sources.items():
        if key in cited:
            text = re.sub(r"\s*https://doi\.org/\S+$", "", source.text)
            link = rf" \href{{https://doi.org/{source.doi}}}{{doi:{plain(source.doi)}}}" if source.doi else ""
            yield rf"\bibitem{{{key}}} {plain(text)}{link}"
    yield r"\end{thebibliography}"
