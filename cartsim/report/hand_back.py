"""What changes where the equations take a lesion back from its cells, as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cartsim.report.nodule_tables import percent, whole
from cartsim.report.words import number
from cartsim.results.run import Run

Facts = dict[str, float | None]
FACTOR = 2.0
"""A change by more is warned of."""
WHAT_CHANGES = (
    "At the hand-back the laws change. Of its cells the lesion keeps how long T cells search: its search "
    "term, of which k_sf1 is the value in all other lesions, becomes the one by which the law would have "
    "counted as many T cells engaged as held a target in the last day, never more than k_sf1 and never less "
    "than 0. Cells kill by the same law, but hours of contact tire their killing and each reads its own "
    "target; the equations do not know hours of contact, the place of a cell, or how antigen differs."
)


@dataclass(frozen=True)
class Change:
    """What the cells did in their last day and what the laws do just after: names among the facts."""

    name: str
    before: str
    after: str
    write: Callable[[float], str]

    def cell(self, facts: Facts) -> str:
        """Before and after."""
        return " | ".join(_told(facts[name], self.write) for name in (self.before, self.after))

    def jumps(self, facts: Facts) -> bool:
        """Whether it changes by more than the factor."""
        before, after = facts[self.before], facts[self.after]
        return before is not None and after is not None and max(before, after) > FACTOR * min(before, after)


CHANGES = (
    Change("T cells that hold a target | engaged by the law just after", "holding", "engaged", percent),
    Change("Kills per effector and day | in the hour after", "kills", "kills_after", number),
)
OTHERS = (
    Change("Search term of the lesion | k_sf1 (cells per nodule)", "search", "search_as_listed", whole),
    Change("Engaged with this search term | with k_sf1", "engaged", "engaged_as_listed", percent),
)


def facts_of(run: Run) -> dict[str, Facts]:
    """By arm; none if the cells lasted to the end of the run."""
    found: dict[str, Facts] = run.manifest.get("hand_back", {})
    return found


def header(run: Run) -> tuple[str, ...]:
    """The columns."""
    return ("Last day of the cells | equations", *map(str, run.nodule["arm"].values))


def rows(run: Run) -> list[tuple[str, ...]]:
    """Both sides of the hand-back."""
    found, arms = facts_of(run), [str(arm) for arm in run.nodule["arm"].values]
    if not found:
        return []
    return [
        (one.name, *(one.cell(found[arm]) if arm in found else "–" for arm in arms))
        for one in (*CHANGES, *OTHERS)
    ]


def warnings(run: Run) -> list[str]:
    """A sentence for each of the changes that is large."""
    return [
        f"{arm}: {one.name} changes more than {FACTOR:g}-fold at the hand-back: {one.cell(facts)}"
        for arm, facts in facts_of(run).items()
        for one in CHANGES
        if one.jumps(facts)
    ]


def numbers(run: Run) -> str:
    """The share of T cells in contact on both sides, for the caption."""
    return "; ".join(f"{arm} {CHANGES[0].cell(facts)}" for arm, facts in facts_of(run).items())


def later_visits(run: Run) -> str:
    """Which visits read the equations' lesion."""
    visits, until = run.scenario.trial.visits, float(run.nodule["time"][-1])
    days = {"response on day": visits.response, "safety on day": visits.safety}
    later = {name: [f"{day:g}" for day in kind if day > until] for name, kind in days.items()}
    listed = "; ".join(f"{name} {', '.join(late)}" for name, late in later.items() if late)
    if not listed:
        return "Every visit lies within the time of the cells."
    return f"These visits come after the cells and rest on the equations: {listed}."


def _told(value: float | None, write: Callable[[float], str]) -> str:
    return "–" if value is None else write(value)
