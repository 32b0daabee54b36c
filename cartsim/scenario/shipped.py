"""The scenarios that come with cartsim: in the wheel, or in a checkout's folder beside the package."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import nearest, safe

PACKAGE = Path(__file__).parents[1]
PACKED = PACKAGE / "scenarios_shipped"
FOLDER = PACKED if PACKED.is_dir() else PACKAGE.parent / "scenarios"
FIRST = "route_comparison"
"""The scenario to begin with; several others extend it."""
LIKE = 0.8
"""How much of two names is the same where one is a slip of the pen for the other."""


@cache
def shipped() -> dict[str, Path]:
    """Every shipped scenario by name: the first one, those beside it, those in folders."""
    found = sorted(
        FOLDER.rglob("*.yaml"),
        key=lambda path: (len(path.relative_to(FOLDER).parts), path.stem != FIRST, path),
    )
    return {path.stem: path for path in found}


def shipped_file(name: str) -> Path:
    """The file of a shipped scenario, refused with the nearest name if there is none."""
    found = shipped().get(name.removesuffix(".yaml"))
    if found is None:
        remedy = nearest(name, shipped(), "`cartsim init --list` lists them with their questions")
        raise BadInput(Problem("", "--template", f"there is no template '{safe(name)}'", remedy))
    return found


def instead_of(name: str) -> str:
    """What may have been meant by a name that is no file: one beside it, or a shipped scenario."""
    asked = Path(name)
    try:
        beside = {path.stem: path.name for path in asked.parent.iterdir() if path.suffix in (".yaml", ".yml")}
    except (OSError, ValueError):
        beside = {}
    if close := get_close_matches(asked.stem, beside, n=1, cutoff=LIKE):
        return f"did you mean {safe(str(asked.with_name(beside[close[0]])), 300)}?"
    known = get_close_matches(asked.stem, shipped(), n=1, cutoff=LIKE)
    if not known:
        return "check the name and the folder; `cartsim init` begins a scenario of your own"
    here = Path("scenarios", shipped()[known[0]].relative_to(FOLDER))
    if here.is_file():
        return f"did you mean {here}?"
    return f"a scenario of that name comes with cartsim: cartsim init {known[0]}.yaml --template {known[0]}"
