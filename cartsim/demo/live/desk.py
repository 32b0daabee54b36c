"""What one viewer works on: a text, the controls over it, and the run that was asked for."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cartsim.demo.live.arms import another_arm, one_arm_less
from cartsim.demo.live.asked import NAME, Asked, read
from cartsim.demo.live.form import form
from cartsim.demo.live.hall import Hall, trial
from cartsim.demo.live.line import Job
from cartsim.demo.live.problems import Told, told
from cartsim.demo.live.setting import Group, changes
from cartsim.demo.live.starts import starts
from cartsim.errors import BadInput
from cartsim.scenario.edited import edited
from cartsim.scenario.source import read_text


class Desk:
    """The viewer's own; nothing in it is shared."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self._viewer = hall, object()
        weakref.finalize(self, hall.line.leave, self._viewer)
        self.base = hall.first.asked.text
        self.groups: Sequence[Group] = form(self.base)
        self._held: dict[str, Any] = {}
        self.job: Job | None = None

    def text(self) -> str:
        """The scenario of what is on screen: the text at the base, with what the controls changed."""
        shown = {setting.key: setting.shown for group in self.groups for setting in group.settings}
        return edited(self.base, changes(self.groups, shown | self._held))

    def hold(self, groups: Sequence[Group], key: str, value: Any) -> None:
        """What a control holds now; one of a form that is no more says nothing."""
        if groups is self.groups and value is not None:
            self._held[key] = value

    def asked(self, text: str) -> Asked | list[Told]:
        """The scenario of that text, or what is wrong with it."""
        try:
            return read(text)
        except BadInput as error:
            return told(error.problems, text)

    def begin_with(self, title: str) -> None:
        """Another scenario to start from."""
        self._lay(starts()[title].text)

    def use(self, text: str) -> list[Told]:
        """A text that was written or pasted, if it can be run; else what is wrong, and nothing changes."""
        asked = self.asked(text)
        if isinstance(asked, list):
            return asked
        self._lay(text)
        return []

    def more_arms(self) -> list[Told]:
        """One arm more, as long as the figures can tell them apart."""
        return self._change_arms(another_arm)

    def fewer_arms(self) -> list[Told]:
        """The last arm goes."""
        return self._change_arms(one_arm_less)

    def run(self) -> list[Told]:
        """Ask for the scenario on screen, unless something is wrong with it."""
        asked = self.asked(self.text())
        if isinstance(asked, list):
            return asked
        self.job = self.hall.line.submit(self._viewer, trial(asked))
        return []

    def stop(self) -> None:
        """Stop what was asked for, if it goes on."""
        if self.job is not None and not self.job.ended.is_set():
            self.hall.line.stop(self.job)

    def _change_arms(self, change: Callable[[Mapping[str, Any]], Any]) -> list[Told]:
        text = self.text()
        return self.use(edited(text, change(read_text(text, NAME).content)))

    def _lay(self, text: str) -> None:
        """The controls are made anew over the text, so that none holds what it held."""
        self.base, self.groups, self._held = text, form(text), {}
