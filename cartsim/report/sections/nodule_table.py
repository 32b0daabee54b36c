"""What the table of single cells changed, where the equations read it."""

from __future__ import annotations

from cartsim.report.sections.section import Section, Table
from cartsim.report.words import number, unit_text
from cartsim.results.run import Run

WORDS = (
    "Penetration, killing and exhaustion in the lesions follow single cells: a law fitted to {nodules} runs "
    "of small nodules (table version {version}, SHA-256 {digest}…) stands for the typical values of the "
    "equations. A patient keeps its own ratio to them. The table is read once, before treatment."
)
LIMITS = (
    "Beyond its nodules the table is read at its edge: most lesions of patients are larger. It does not say "
    "how single cells would do in a large lesion."
)
CHANGED = "Median over patients of what the table puts in; the 95 % limits are the table's error."
HEADER = ("Arm", "Way in", "PD-L1 receptor", "Parameter", "Unit", "Equations", "Table (95 % limits)")
EDGE_HEADER = ("Arm", "Variable", "In the table", "Patients, median (90 %)", "Beyond it")
VARIABLES = {
    "radius": "radius of cavity nodules, um",
    "ratio": "T cells per tumour cell",
    "pdl1": "PD-L1 over typical",
}


def nodule_table(run: Run) -> Section | None:
    """A sentence, the replaced values, and how far patients lie beyond the table; nothing without it."""
    found = run.manifest.get("nodule_table")
    if not found:
        return None
    rows = [
        (
            row["arm"],
            row["way_in"],
            row["receptor"],
            row["symbol"],
            unit_text(row["unit"]),
            number(row["equations"]),
            f"{number(row['table'])} ({number(row['low'])} to {number(row['high'])})",
        )
        for row in found["rows"]
    ]
    edges = [
        (
            row["arm"],
            VARIABLES[row["variable"]],
            " to ".join(number(end) for end in found["ranges"][row["variable"]]),
            f"{number(row['median'])} ({number(row['low'])} to {number(row['high'])})",
            f"{row['outside']:.0%}",
        )
        for row in found["edges"]
    ]
    digest = found["sha256"][:16]
    words = [WORDS.format(nodules=found["nodules"], version=found["version"], digest=digest), LIMITS]
    tables = [
        Table(HEADER, rows, "What the table puts for the typical values", note=CHANGED, numbered_from=5),
        Table(EDGE_HEADER, edges, "Where patients lie in the table", numbered_from=2),
    ]
    return Section("nodule-table", "What single cells put in", words, tables)
