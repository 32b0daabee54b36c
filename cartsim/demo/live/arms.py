"""The arms of a trial as controls: dose, route, what differs between them; and one arm more or less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartsim.demo.live import setting
from cartsim.demo.live.setting import Changes, Group, Setting
from cartsim.report.sentences import doses
from cartsim.scenario.doses import Arm, Route
from cartsim.scenario.edited import REMOVED
from cartsim.scenario.mistakes import Path
from cartsim.scenario.scenario import Scenario

ROUTES: dict[str, Route] = {
    "into a vein": "intravenous",
    "into the cavity of the tumour": "intracavitary",
    "into the pleura": "intrapleural",
    "into the peritoneum": "intraperitoneal",
}
AS_ALL = "as in the trial"


def arm_groups(content: Mapping[str, Any], scenario: Scenario, receptors: Mapping[str, Any]) -> list[Group]:
    """A group for each arm."""
    written = content["trial"]["arms"]
    return [
        _group(number, block, arm, receptors)
        for number, (block, arm) in enumerate(zip(written, scenario.trial.arms, strict=True))
    ]


def _group(number: int, block: Mapping[str, Any], arm: Arm, receptors: Mapping[str, Any]) -> Group:
    at, key = ("trial", "arms", number), f"arm{number}_"
    settings = [setting.text(f"{key}name", "Name", (*at, "name"), arm.name, half=True)]
    words = ""
    if "doses" in block:
        words = f"Given as {doses(arm)}. Split doses are changed in the text of the scenario."
    else:
        settings += [
            setting.text(f"{key}dose", "Dose", (*at, "dose"), block["dose"], half=True),
            setting.choice(f"{key}route", "Route", (*at, "route"), ROUTES, block["route"]),
        ]
    settings += [
        setting.choice(
            f"{key}receptor",
            "Receptor that answers PD-L1",
            (*at, "pdl1_receptor"),
            {"as the product": REMOVED, **receptors},
            block.get("pdl1_receptor") or REMOVED,
        ),
        _instead(f"{key}chemo", "Chemotherapy", (*at, "lymphodepletion"), block, "none"),
        _instead(f"{key}rescue", "Rescue", (*at, "rescue"), block, []),
    ]
    return Group(f"Arm {number + 1}", settings, words, opened=True, of_arm=True)


def _instead(key: str, label: str, at: Path, block: Mapping[str, Any], none: object) -> Setting:
    """As in the trial, or without; what else an arm has of its own stays as written."""
    options = {AS_ALL: REMOVED, "none": none}
    own = block.get(str(at[-1]))
    shown = AS_ALL if own is None else "none" if own == none else "its own (as written)"
    options.setdefault(shown, own)
    return Setting(key, label, "choice", shown, lambda values: {at: options[values[key]]}, options, half=True)


def another_arm(content: Mapping[str, Any]) -> Changes:
    """An arm more, like the last one but for its name."""
    arms = content["trial"]["arms"]
    names = {arm["name"] for arm in arms}
    name = next(name for number in range(len(arms) + 1, 1000) if (name := f"arm {number}") not in names)
    return {("trial", "arms", len(arms)): {**arms[-1], "name": name}}


def one_arm_less(content: Mapping[str, Any]) -> Changes:
    """The last arm goes; one stays."""
    arms = content["trial"]["arms"]
    return {("trial", "arms", len(arms) - 1): REMOVED} if len(arms) > 1 else {}
