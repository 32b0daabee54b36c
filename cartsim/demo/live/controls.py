"""Settings as elements of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from cartsim.demo.live.page import markup, part
from cartsim.demo.live.setting import Group, Setting


def elements(mo: Any, groups: Iterable[Group], hold: Callable[[str, Any], None]) -> dict[str, Any]:
    """An element for every setting, by its key. Each tells on its own what it holds: as parts of one element,
    two that change at the same time would be one change.
    """
    return {
        setting.key: _element(mo, setting, partial(hold, setting.key))
        for group in groups
        for setting in group.settings
    }


def _element(mo: Any, setting: Setting, hold: Callable[[Any], None]) -> Any:
    label, shown = setting.label, setting.shown
    told = {"label": label, "on_change": hold}
    if setting.kind == "choice":
        return mo.ui.dropdown(list(setting.options), value=shown, full_width=True, **told)
    if setting.kind == "slider":
        ends = (setting.lowest, setting.highest, 1)
        return mo.ui.slider(*ends, value=shown, show_value=True, full_width=True, debounce=True, **told)
    if setting.kind == "tick":
        return mo.ui.checkbox(shown, **told)
    return mo.ui.text(shown, full_width=True, **told)


def laid_out(buttons: Mapping[str, Any], groups: Iterable[Group], form: Mapping[str, Any]) -> str:
    """The form: run and stop, what to start from, the groups, more or less arms under the last arm."""
    listed = list(groups)
    arms = [group for group in listed if group.of_arm]
    shown = [
        {
            "title": group.title,
            "words": group.words,
            "opened": group.opened,
            "controls": [(markup(form[setting.key]), setting.half) for setting in group.settings],
            "last_arm": bool(arms) and group is arms[-1],
        }
        for group in listed
    ]
    return part("form", groups=shown, **{name: markup(button) for name, button in buttons.items()})
