"""What a second, independent look at the source found: a state of a closed list, a colon, and words."""

from __future__ import annotations

from typing import Literal, get_args

State = Literal["agrees", "differs", "not found", "none", "open"]
"""agrees: the source, or a copy of its numbers elsewhere, says the same; where it was seen follows.
differs: it says something else, which follows; the value here stands all the same.
not found: what was tried follows.
none: nothing to look up, a choice or definition of ours.
open: nobody has looked a second time.
"""

OURS = ("cartsim",)
"""The sources of an entry that rests on no paper."""


def state(written: str) -> str:
    """The state of a second reading.

    >>> state("agrees: table 2 of the paper")
    'agrees'
    """
    return written.partition(":")[0].strip()


def words(written: str) -> str:
    """What follows the state."""
    return written.partition(":")[2].strip()


def faults(written: str, sources: tuple[str, ...]) -> list[str]:
    """What is wrong with a second reading of an entry that names these sources; empty for a sound one.

    >>> faults("seen", ("bang2010",))
    ['second_reading does not say one of agrees, differs, not found, none, open, then a colon and words']
    """
    known = get_args(State)
    if state(written) not in known or not words(written):
        return [f"second_reading does not say one of {', '.join(known)}, then a colon and words"]
    if state(written) == "none" and sources != OURS:
        return ["second_reading is none, though the entry names an outside source"]
    return []
