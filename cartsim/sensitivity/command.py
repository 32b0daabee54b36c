"""What `cartsim sensitivity` does: the choices checked, the campaign carried out, its files written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cartsim.errors import BadInput, Problem, TooManyFailures
from cartsim.report.style import journal_style
from cartsim.results.folder import make_folder
from cartsim.results.seal import write_whole
from cartsim.scenario import load
from cartsim.scenario.mistakes import nearest
from cartsim.scenario.scenario import Scenario
from cartsim.sensitivity.campaign import Analysis, Choices, Show, analyse
from cartsim.sensitivity.extras import salib
from cartsim.sensitivity.factors import basis_symbols, factors_here
from cartsim.sensitivity.figure import draw
from cartsim.sensitivity.tables import document, facts_json, indices_csv, screening_csv
from cartsim.sensitivity.trials import trial_of

DOTS = 110
"""Pixels per inch of the picture."""
LEAST_PATIENTS = 4
"""Two in either half."""


def sensitivity(path: Path, sets: Sequence[str], choices: Choices, folder: Path, show: Show) -> Analysis:
    """Analyse the scenario of a file and fill a folder; evaluations found in it are taken up."""
    salib("sample.sobol")
    scenario = trial_of(load(path, sets), choices.patients, str(path))
    _check(choices, scenario)
    make_folder(folder)
    found = analyse(scenario, choices, folder, show)
    write(found, folder)
    return found


def write(found: Analysis, folder: Path) -> None:
    """indices.csv, screening.csv, sensitivity.json, sensitivity.md, sensitivity.png."""
    texts = {
        "indices.csv": indices_csv(found),
        "sensitivity.json": facts_json(found),
        "sensitivity.md": document(found),
    }
    if found.screening:
        texts["screening.csv"] = screening_csv(found.screening, tuple(found.found))
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    with journal_style():
        draw(found).savefig(folder / "sensitivity.png", dpi=DOTS)


def refuse_failures(found: Analysis) -> None:
    """Raise TooManyFailures if more solves failed than the scenario allows; the files are written."""
    allowed = found.scenario.run.failures_allowed
    if found.failed > allowed * found.solves:
        text = f"{found.failed} of {found.solves} solves failed, more than the share of {allowed:g}"
        raise TooManyFailures(f"{text} that run.failures_allowed grants")


def _check(choices: Choices, scenario: Scenario) -> None:
    problems = [Problem("", *fault) for fault in _faults(choices, scenario)]
    if problems:
        raise BadInput(*problems)


def _faults(choices: Choices, scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the choices: option, message, remedy."""
    if choices.points < 2 or choices.points & (choices.points - 1):
        text = f"{choices.points} points do not fill a Sobol sequence"
        yield "--points", text, "choose a power of two, such as 512"
    sizes = {"--patients": choices.patients, "--screening-patients": choices.screening_patients}
    for option, size in sizes.items():
        if size < LEAST_PATIENTS:
            yield option, f"{size} patients have no two halves", f"choose {LEAST_PATIENTS} or more"
    if choices.factors < len(basis_symbols()):
        text = f"{choices.factors} factors leave out some of {', '.join(basis_symbols())}"
        yield "--factors", text, f"choose {len(basis_symbols())} or more"
    if choices.paths < 2:
        yield "--paths", "one path tells nothing of a mean effect", "choose 2 or more, such as 10"
    if choices.seed < 1:
        yield "--seed", f"{choices.seed} is no seed of a design", "choose a whole number from 1 on"
    known = {symbol for factor in factors_here(scenario) for symbol in factor.symbols}
    for symbol in choices.only:
        if symbol not in known:
            text = f"'{symbol}' is no uncertain typical value of this scenario"
            yield "--only", text, nearest(symbol, sorted(known))
