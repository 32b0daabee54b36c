"""The section of a lesion that is single cells in a patient of equations."""

from __future__ import annotations

from cartsim.report import coupled_tables, hand_back
from cartsim.report.sections.section import Section, Table
from cartsim.results.run import Run

ONE_PATIENT = (
    "One patient and few seeds: a picture of what the equations leave out of this lesion, no estimate of a "
    "trial's outcome. The endpoints are this one patient's."
)
WHY_THEY_DIFFER = (
    "The equations spread T cells and tumour cells over the lesion by a few numbers (depth of access, "
    "engagement that half saturates at a number of cells per nodule); single cells walk, meet and compete "
    "for room. Where the two part, those numbers do not describe this nodule."
)


def coupled(run: Run) -> Section | None:
    """Both ways in a table and a figure, and what changes where the equations take the lesion back."""
    if not run.coupled:
        return None
    words = [coupled_tables.lesion_words(run), *coupled_tables.at_start(run), ONE_PATIENT, WHY_THEY_DIFFER]
    tables = [Table(coupled_tables.header(run), coupled_tables.rows(run), numbered_from=1, classes="dense")]
    if hand_back.facts_of(run):
        words += [hand_back.WHAT_CHANGES, hand_back.later_visits(run)]
        words += [f"Warning: {sentence}." for sentence in hand_back.warnings(run)]
        changes = hand_back.header(run), hand_back.rows(run)
        tables.append(Table(*changes, "Hand-back", numbered_from=1, classes="dense"))
    return Section("coupled", "One lesion as single cells", words, tables, ["coupled"])
