"""The sentences of a comparison: the answer, who the patients are, what chance alone would move."""

from __future__ import annotations

from typing import get_args

from cartsim.report.two_runs.pair import Pair, listed
from cartsim.report.two_runs.rows import OTHERWISE, Compared, Row
from cartsim.scenario.difference import Change
from cartsim.trial.between_runs import Verdict, expected_by_chance

FEW, LONG = 2, 160
"""Changes and arms that the answer names one by one, in so many letters."""
MONTE_CARLO = (
    "Moved: the 95 % interval of the difference leaves out zero. The intervals are Monte Carlo error: how "
    "well so many simulated patients pin down what the model says, not whether it is right, and not what two "
    "real trials would show. No p-value is given, since the number of virtual patients is a setting."
)


def answer(found: Compared) -> str:
    """What changed, how much moved, and where the primary response stands."""
    rows, moved = found.rows, found.moved
    shared = found.pair.shared
    same = f"in the same {shared.first.size} virtual patients"
    who = same if shared.paired else "in independent virtual patients"
    if rows and all(row.shift.verdict == "same" for row in rows):
        every = f"all {len(rows)} comparisons are the same in every one of the {shared.first.size}"
        return f"{changed(found.pair)} Nothing moved: {every} shared virtual patients."
    count = f"{len(moved)} of {len(rows)} comparisons moved beyond Monte Carlo error {who}"
    place = ", arms of different names by their place" if found.pair.renamed else ""
    return f"{changed(found.pair)} {count}{place}. {primary(found)}"


def changed(pair: Pair) -> str:
    """The changes of the scenario in a sentence; one or two are named."""
    found = inputs(pair)
    code = " The source of cartsim differs." if other_program(pair) else ""
    if not found:
        return f"The scenarios are the same.{code}"
    named = " and ".join(f"{change.path} from {change.first} to {change.second}" for change in found)
    many = len(found) > FEW or len(named) > LONG
    count = f"{len(found)} input{'s' if len(found) > 1 else ''} changed"
    return f"{count if many else f'Changed: {named}'}.{code}"


def inputs(pair: Pair) -> list[Change]:
    """Fields that differ and may decide something, so without the words at the top."""
    return [change for change in pair.changes if change.path not in ("title", "question")]


def primary(found: Compared) -> str:
    """The primary response of the pairs of arms, those that moved first, those that did not change last."""
    last = get_args(Verdict)
    rows = sorted(found.primary(), key=lambda row: last.index(row.shift.verdict))
    some = found.pair.shared.paired and any(n != found.pair.shared.first.size for n in found.pair.sizes)
    said = "; ".join(_primary(row, "; of the shared patients " if some else ", ") for row in rows[:FEW])
    rest = len(rows) - FEW
    more = f"; {rest} more arm{'s' if rest > 1 else ''} in the table" if rest > 0 else ""
    called = OTHERWISE if rows and rows[0].label.startswith(OTHERWISE) else "Primary response"
    return f"{called}: {said}{more}." if rows else ""


def _primary(row: Row, then: str) -> str:
    values = " to ".join(value.split(" (")[0] for value in row.values)
    return f"{row.arms.name} {values}{then}{row.difference} points, {row.shift.verdict}"


def patients(pair: Pair) -> str:
    """Whether patients are compared with themselves, and how alike they are."""
    n, (first, second) = pair.shared.first.size, pair.sizes
    if not pair.shared.paired:
        if pair.first.manifest["seed"] == pair.second.manifest["seed"]:
            return "The runs have the same seed and no patient in common: they are compared as independent."
        return (
            "The seeds differ, so the runs have different virtual patients, and differences are those of "
            "independent patients. With one seed (--seed) the same patients would be compared with "
            "themselves, and far smaller differences told apart."
        )
    rest = [f"{name} has {more} more" for name, more in (("A", first - n), ("B", second - n)) if more]
    beside = f"; {' and '.join(rest)}, who count in its own values alone" if rest else ""
    same = f"The same {n} virtual patients are in both runs, with the same random numbers{beside}"
    if not pair.unlike:
        return f"{same}: every trait and every own parameter is the same. Differences are within patients."
    return (
        f"{same}. They differ before treatment in {listed(pair.unlike)}, since the inputs differ. "
        "Differences are within patients."
    )


def by_chance(found: Compared) -> str:
    """How many comparisons would move if nothing had changed."""
    shifts = [row.shift for row in found.rows]
    able = sum(shift.verdict in ("moved", "not told apart") for shift in shifts)
    same = sum(shift.verdict == "same" for shift in shifts)
    if not able:
        return f"All {same} comparisons are the same in every shared patient: nothing could move by chance."
    alike = f" {same} more are the same in every patient and cannot move." if same else ""
    return (
        f"If nothing had changed, about one in twenty of the {able} comparisons that can move would be "
        f"called moved by chance: {_count(expected_by_chance(shifts))}. They hang together (one response "
        "moves many at once), so judge by the size of a difference and by the primary endpoint, not by their "
        f"number.{alike}"
    )


def _count(expected: float) -> str:
    return f"{expected:.0f}" if expected >= 1 else "fewer than one"


def other_program(pair: Pair) -> bool:
    """Whether the runs were computed by different sources of cartsim."""
    first, second = (run.manifest["program"] for run in pair.runs)
    return bool(first != second)


def arms(pair: Pair) -> list[str]:
    """Which arms are compared by place, and which have no partner."""
    said = []
    if pair.renamed:
        named = listed([f"{both.first} of A with {both.second} of B" for both in pair.renamed])
        said.append(f"Arms of different names are compared by their place: {named}.")
    for letter, names in zip("AB", pair.alone, strict=True):
        if names:
            said.append(f"Arms that only {letter} has are not compared: {listed(names)}.")
    return said
