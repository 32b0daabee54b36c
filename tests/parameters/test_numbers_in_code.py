"""No number of the model lives outside the data files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cartsim

PACKAGE = Path(cartsim.__file__).parent
GENERATED = {"model/kernel.py", "simulate/ode/steps.py"}
WRITERS = ("model/kernel_writer/", "model/sbml/", "model/latex/")
"""They turn laws into text and hold no law."""

STRUCTURAL = {0, 1, 2, 3, 4}
"""What shapes are made of: none and all, squares, cubes, means of two, a sphere's 4 pi and 3."""

FILES = {
    "model/vector_math.py": "series of log, exp and powers: mathematics, tested against the library's",
    "population/streams.py": "bits and widths of the random numbers",
    "simulate/agents/_rows.py": "bytes and lanes of numbers in memory",
    "simulate/agents/_vectors.py": "bytes and lanes of numbers in memory",
    "simulate/agents/fields/arrange.py": "stencil of the seven-point difference and halves",
    "simulate/agents/crew.py": "how work is shared out; no result depends on it",
    "simulate/agents/fields/deposit.py": "halves and corners of a voxel",
    "simulate/agents/fields/gradient.py": "halves of a voxel and the six faces",
    "simulate/agents/fields/lines.py": "stencil of the seven-point difference",
    "simulate/agents/neighbours.py": "bins and room for lists: move work, no result",
    "simulate/agents/fields/multigrid.py": "sweeps and limits of the solver: move a result within tolerance",
    "simulate/agents/fields/red_black.py": "weights of the interpolation and columns of a table",
    "simulate/agents/chance.py": "constants of Philox and widths of the random numbers, cited there",
    "simulate/agents/observe.py": "how a nodule is looked at: shells, surface, quantiles; it moves no cell",
    "simulate/agents/snapshot.py": "rows of a table",
    "simulate/table/design.py": "which nodules a table is made of: ranges, runs, their domains",
    "simulate/table/reading.py": "how a nodule is looked at: times, quantile, end; no cell is moved by it",
    "simulate/table_facts.py": "quantiles and limits that are printed",
    "simulate/ode/control.py": "step control of the solver: moves a result within the tolerance only",
    "simulate/ode/ensemble.py": "how often the progress is looked at",
    "simulate/ode/rodas4.py": "coefficients of a published method, cited there",
    "simulate/ode/rodas5p.py": "coefficients of a published method, cited there",
    "simulate/ode/values.py": "places in arrays, and room for events",
}
"""Files whose numbers are none of the model, and why."""

FATES_OF_A_CELL = (
    "STAY, DIVIDE, VANISH, DIE, EXHAUST, REMEMBER, DIFFERENTIATE, LEAVE_BLOOD, LEAVE_FLUID, LOSE_ANTIGEN, "
    "STARVE, FALL"
)
PLACES = {
    ("model/geometry.py", "ML_PER_L"): "conversion",
    ("model/observables.py", "UL_PER_ML"): "conversion",
    ("model/observables.py", "MM_PER_CM"): "conversion",
    ("model/neurotoxicity.py", "FULL_SCORE"): "rule of ASTCT 2019, cited beside it",
    ("model/vital_signs.py", "FEVER"): "rule of ASTCT 2019, cited beside it",
    ("model/vital_signs.py", "HIGH_FLOW"): "rule of ASTCT 2019, cited beside it",
    ("model/vital_signs.py", "grade_from_levels"): "half way between whole levels",
    ("model/state.py", "T_CELLS, TUMOUR_CELLS, DEAD_CELLS"): "tolerance of the solver, reasons beside it",
    ("model/state.py", "PDL1, FLUID, CYTOKINE, CRP_SCALE"): "tolerance of the solver, reasons beside it",
    ("model/state.py", "FRACTION, NEUTROPHILS, LYMPHOCYTES, PLATELETS"): "tolerance, reasons beside it",
    ("model/state.py", "MAX_LESIONS"): "room in the arrays",
    ("population/covariates.py", "body"): "formula of Mosteller, cited beside it",
    ("population/distributions.py", "_beta"): "ends of the floating-point numbers",
    ("population/draw.py", "MOST_CANDIDATES"): "work limit; who exceeds it is marked",
    ("population/lesions.py", "LESIONS"): "room in the arrays",
    ("population/lesions.py", "_cells"): "decades to natural logarithms",
    ("population/lesions.py", "fluid"): "square root",
    ("population/lesions.py", "diameter"): "two radii, in mm of cm",
    ("simulate/agents/cells.py", "Cells"): "room in the arrays",
    ("simulate/agents/events.py", "HOUR"): "minutes of an hour",
    ("simulate/agents/events.py", "DAY"): "minutes of a day",
    ("simulate/agents/events.py", FATES_OF_A_CELL): "codes",
    ("simulate/agents/fates.py", "halve"): "a mother's half, and its radius",
    ("simulate/agents/nodule.py", "SHARED"): "how work is shared out; no result depends on it",
    ("simulate/agents/organoid.py", "staggered_ball"): "half a radius: the published lattice",
    ("simulate/agents/prepare.py", "rest_distance"): "square root",
    ("simulate/agents/prepare.py", "entry_of"): "half a ball",
    ("simulate/agents/prepare.py", "motion_of"): "rounding of the edge of the box",
    ("simulate/agents/signals.py", "sense"): "rows of SIGNALS",
    ("simulate/agents/start.py", "packed_number"): "digits that order equal distances",
    ("simulate/agents/start.py", "packed_ball"): "close packing, and planes enough to cover the ball",
    ("simulate/agents/start.py", "ball_centres"): "triangular lattice, and digits that order equal distances",
    ("simulate/agents/start.py", "her2_of"): "decades",
    ("simulate/agents/start.py", "MOST_TRIES"): "work limit",
    ("simulate/agents/tissue.py", "UM3_PER_ML"): "um^3 of a mL",
    ("simulate/agents/well_mixed.py", "Group"): "widths of whole numbers",
    ("simulate/agents/well_mixed.py", "run"): "widths of whole numbers",
    ("simulate/agents/fields/grid.py", "Grid"): "halves of a voxel",
    ("simulate/agents/fields/grid.py", "SMALLEST_ROOTS, LARGEST_ROOT"): "how often a count can be halved",
    ("simulate/agents/fields/grid.py", "WIDEST"): "about one tumour cell, the reason beside it",
    ("simulate/agents/fields/field.py", "TOLERANCE"): "tolerance of a solver",
    ("simulate/agents/loop.py", "SORT_EVERY"): "order of the columns: moves work",
    ("simulate/agents/loop.py", "ROOM"): "room in the arrays",
    ("simulate/agents/loop.py", "run"): "rounding of the time that is left",
    ("simulate/agents/loop.py", "move"): "rounding of the time that is left",
    ("simulate/agents/loop.py", "step_length"): "rounding of the time that is left",
    ("simulate/agents/mechanics.py", "TINY"): "a distance of nothing, the reason beside it",
    ("simulate/agents/mechanics.py", "FAR"): "where nobody is",
    ("simulate/agents/mechanics.py", "balls_of"): "bytes of a number",
    ("simulate/agents/mechanics.py", "advance"): "coefficients of Adams and Bashforth",
    ("simulate/agents/prepare.py", "symbols_read"): "size of a nodule that nobody simulates",
    ("simulate/nodule_course.py", "hours_of"): "rounding of hours",
    ("simulate/emulated.py", "UM_PER_CM"): "conversion",
    ("simulate/emulated.py", "wandered"): "mean squared way of a random walk in space, 6 D t",
    ("simulate/table/fit.py", "law_of"): "square root",
    ("simulate/coupled/body.py", "PARTS"): "parts of an hour, the reason beside it",
    ("simulate/coupled/cells.py", "SAME"): "rounding of the time that is left",
    ("simulate/coupled/hours.py", "SAME"): "rounding of days",
    ("simulate/coupled/lesion.py", "WORTH_SAYING"): "from which difference on a sentence is printed",
    ("simulate/coupled/lesion.py", "differences"): "percent",
    ("simulate/coupled/lesion.py", "FEW"): "from which number of cells on a sentence is printed",
    ("simulate/coupled/lesion.py", "ROOM_FOR_T_CELLS"): "size of a domain, like the margin of a nodule alone",
    ("simulate/coupled/readings.py", "A_LOOK"): "a course of nothing, the reason beside it",
    ("simulate/course.py", "BLOCK"): "patients in memory at a time; no result depends on it",
    ("simulate/course.py", "BLOCK_OF_CUBES"): "patients in memory at a time; no result depends on it",
    ("simulate/schedule.py", "MAX_STEPS"): "work limit; who exceeds it has a status",
    ("simulate/schedule.py", "FIRST_DAY"): "when a course is read",
    ("simulate/schedule.py", "QUARTERLY_UNTIL, HALF_DAILY_UNTIL"): "when a course is read",
    ("simulate/ode/daily.py", "SAME_DAY"): "rounding of days",
    ("simulate/ode/daily.py", "watch_pool"): "bound on a cubic between two steps",
}
"""Names and functions with numbers of another kind than the model's, and which."""


def modules() -> list[Path]:
    found = [
        *(PACKAGE / "model").rglob("*.py"),
        *(PACKAGE / "population").rglob("*.py"),
        *(PACKAGE / "simulate").rglob("*.py"),
    ]
    names = {path.relative_to(PACKAGE).as_posix(): path for path in found}
    return [names[name] for name in sorted(names) if name not in GENERATED and not name.startswith(WRITERS)]


def numbers(tree: ast.Module) -> Iterator[tuple[str, float, int]]:
    """Every number of a module with the name or function it stands in, and its line."""
    for statement in tree.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                yield place(statement), node.value, node.lineno


def place(statement: ast.stmt) -> str:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement.name
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0]).strip("()")
    return ast.unparse(statement.target) if isinstance(statement, ast.AnnAssign) else ""


def unexplained(text: str, name: str) -> list[tuple[str, float, int]]:
    """Numbers that are neither structural nor of an allowed place."""
    return [
        found
        for found in numbers(ast.parse(text))
        if found[1] not in STRUCTURAL and (name, found[0]) not in PLACES
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_law_gets_its_numbers_from_the_parameters(path):
    name = path.relative_to(PACKAGE).as_posix()
    if name not in FILES:
        assert unexplained(path.read_text(encoding="utf-8"), name) == [], "move it to parameters/values"


def test_a_number_in_a_law_is_found():
    law = 'def exhaustion(k_x, h):\n    """A 0.2 in words is none."""\n    return k_x * (0.2 + h)\n'
    assert unexplained(law, "model/car_t.py") == [("exhaustion", 0.2, 3)]


def test_nothing_is_allowed_that_is_not_there():
    there = {
        (path.relative_to(PACKAGE).as_posix(), where)
        for path in modules()
        for where, value, _ in numbers(ast.parse(path.read_text(encoding="utf-8")))
        if value not in STRUCTURAL
    }
    assert set(PLACES) - there == set()
    assert set(FILES) - {name for name, _ in there} == set()
