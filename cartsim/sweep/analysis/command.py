"""What `cartsim sweep analyse` does: a file checked, analysed as far as its kind allows, a folder filled."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from cartsim.errors import BadInput, Problem
from cartsim.report.style import journal_style
from cartsim.results.folder import make_folder
from cartsim.results.seal import write_whole
from cartsim.scenario.mistakes import nearest
from cartsim.sweep.analysis import page, tables
from cartsim.sweep.analysis.best_dose import SAFETY, best_doses, no_best
from cartsim.sweep.analysis.draws import over_draws
from cartsim.sweep.analysis.draws_figure import draws_figure
from cartsim.sweep.analysis.index_figure import index_figure
from cartsim.sweep.analysis.indices import INDEXED, no_indices, sensitivity
from cartsim.sweep.analysis.page import Findings
from cartsim.sweep.analysis.read import SweepFile, opened
from cartsim.sweep.analysis.sample_figure import sample_figure
from cartsim.sweep.analysis.sections import best_table
from cartsim.sweep.analysis.surface_figure import panels_left_out, surface_figures
from cartsim.sweep.analysis.surfaces import WORDS, layout
from cartsim.sweep.outcomes import SHARES

DOTS = 110
"""Pixels per inch of the pictures."""
FOLDER, PAGE = "analysis", "analysis.md"
WRITTEN = (PAGE, "surface*.*", "over_axes_*.png", "best_dose.csv", "indices.*", "draws.*")
"""Patterns of all that an analysis may write."""


@dataclass(frozen=True)
class Analysed:
    """Where what lies, and what was found in how large a sweep; `best` is a table, its head first."""

    folder: Path
    files: tuple[str, ...]
    title: str
    points: int
    arms: tuple[str, ...]
    patients: int
    failed: int
    best: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]


def analyse(path: Path, folder: Path, measure: str, limit: float) -> Analysed:
    """Analyse a merged sweep and fill a folder; what does not apply to its kind is left out, with a reason.
    """
    _check(measure, limit)
    with opened(path) as file:
        found = findings(file, measure, limit)
        make_folder(folder)
        _clear(folder)
        with journal_style():
            figures = _draw(file, found, measure, limit, folder)
        texts = _texts(file, found)
        told = {name: what for name, (what, _) in texts.items()}
        texts[PAGE] = ("", page.page(file, found, figures, told))
        for name, (_, text) in texts.items():
            write_whole(folder / name, text.encode())
        files = (PAGE, *figures, *told)
        failed = int(file.dataset["failed_solves"].sum())
        best = tuple(map(tuple, best_table(file, found.best))) if found.best else ()
        size = (file.points, tuple(file.arms), file.patients)
        return Analysed(folder, files, file.dataset.attrs["title"], *size, failed, best, found.left_out)


def _clear(folder: Path) -> None:
    """Take away what an earlier analysis left, so that no file stands beside a page that does not know it."""
    for pattern in WRITTEN:
        for path in folder.glob(pattern):
            path.unlink()


def findings(file: SweepFile, measure: str, limit: float) -> Findings:
    """Everything the kind of sweep supports."""
    measures = list(dict.fromkeys([measure, SAFETY]))
    reasons = {"best": no_best(file, measure), "indices": no_indices(file)}
    draws = {name: over_draws(file, name) for name in measures} if file.draw else None
    best = None if reasons["best"] else best_doses(file, measure, limit)
    indexed = list(dict.fromkeys([measure, *INDEXED]))
    indices = None if reasons["indices"] else sensitivity(file, indexed)
    wanted = [reasons["best"], reasons["indices"] if file.sweep.kind in ("saltelli", "morris") else ""]
    return Findings(best, indices, draws, tuple(filter(None, [*wanted, *_panels(file)])))


def _panels(file: SweepFile) -> Iterator[str]:
    """What figures do not show."""
    if file.draw is None and file.axes and not file.sweep.sampled:
        left = panels_left_out(file, layout(file))
        if left:
            yield f"{left} panels of each surface have no figure: surface.csv has all points."


def _draw(file: SweepFile, found: Findings, measure: str, limit: float, folder: Path) -> dict[str, str]:
    """Figures that were written, with what each shows."""
    told = {}
    for name, caption, figure in _figures(file, found, measure, limit):
        content = io.BytesIO()
        figure.savefig(content, dpi=DOTS)
        write_whole(folder / name, content.getbuffer())
        told[name] = caption
    return told


def _figures(
    file: SweepFile, found: Findings, measure: str, limit: float
) -> Iterator[tuple[str, str, Figure]]:
    """Name, caption and figure of all that applies."""
    if found.draws:
        yield "draws.png", DRAWS, draws_figure(file, found.draws)
    if found.indices:
        yield "indices.png", INDICES[found.indices.kind], index_figure(file, found.indices)
    if file.draw or not file.axes or file.sweep.kind in ("saltelli", "morris"):
        return
    for name in dict.fromkeys([measure, SAFETY]):
        if file.sweep.sampled:
            yield f"over_axes_{name}.png", f"{WORDS[name]}. {OVER_AXES}", sample_figure(file, name, limit)
            continue
        caption = f"{WORDS[name]}. {SURFACE.format(limit=f'{100 * limit:.3g} %')}"
        for number, figure in enumerate(surface_figures(file, layout(file), name, limit), start=1):
            again = "" if number == 1 else f"_{number}"
            yield f"surface_{name}{again}.png", caption, figure


DRAWS = (
    "Every combination of the axes in every arm: median and 95 % of the draws; the thick part is the range "
    "that the typical values alone make, absent where they cannot be told from Monte Carlo error. Below: "
    "paired differences of the arms."
)
INDICES = {
    "saltelli": "Sobol indices of every share in every arm and of the paired differences of the arms: bars "
    "are the total order with its 95 % bootstrap interval, open dots the first order, short upright lines "
    "the part that is luck of the patients.",
    "morris": "Mean size of the change when an axis goes over its whole range (µ*), with 95 % bootstrap "
    "intervals over the paths; short upright lines: what luck of the patients alone would show.",
}
SURFACE = (
    "Bands are 95 % exact intervals of the shares, Monte Carlo error over the virtual patients of a point; "
    "the patients are the same at all points, so that a difference of two points is better known than their "
    "bands suggest. Open marks: the DLT rate is over {limit}."
)
OVER_AXES = (
    "Each dot is a point of the sweep; lines are trends over one axis, the mean over all others, with their "
    "95 % bootstrap bands over the points. Dots scatter about them mostly because the other axes move as "
    "well."
)


def _texts(file: SweepFile, found: Findings) -> dict[str, tuple[str, str]]:
    """Tables: name -> what it holds, and the table."""
    texts = {"surface.csv": ("every point and arm, every share", tables.surface_csv(file))}
    if found.best:
        what = "the best dose of every arm and combination, and what cannot be told from it"
        texts["best_dose.csv"] = (what, tables.best_csv(file, found.best))
    if found.indices:
        texts["indices.csv"] = ("every index of every share, arm and axis", tables.indices_csv(found.indices))
    if found.draws:
        what = "every share and combination over its draws"
        texts["draws.csv"] = (what, tables.draws_csv(file, found.draws))
    return texts


def _check(measure: str, limit: float) -> None:
    problems = []
    if measure not in SHARES:
        text = f"'{measure}' is no share of a merged sweep"
        problems.append(Problem("", "--measure", text, nearest(measure, list(SHARES))))
    if not 0.0 < limit <= 1.0:
        text = f"{limit:g} is no share of patients"
        problems.append(Problem("", "--dlt-limit", text, "write a number above 0 and up to 1, such as 0.33"))
    if problems:
        raise BadInput(*problems)
