"""The parts of a scenario that must fit together: all of them, or those of a broken file that are sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from cartsim.scenario.agents import Agents
from cartsim.scenario.assessment import DltRules, ResponseRules, Visits
from cartsim.scenario.design import Design
from cartsim.scenario.disease import Disease
from cartsim.scenario.doses import Arm, Lymphodepletion
from cartsim.scenario.fields import FROM_FILE, Part
from cartsim.scenario.overrides import Override
from cartsim.scenario.planned import Planned
from cartsim.scenario.rescue import RescueRule

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Run, Scenario

Sound = TypeVar("Sound", bound=Part)


@dataclass(frozen=True)
class Parts:
    """The parts that checks look at; None or absent where a file has it wrong."""

    run: Run | None = None
    disease: Disease | None = None
    arms: Mapping[int, Arm] = field(default_factory=dict)
    lymphodepletion: Lymphodepletion | None = None
    rescue: Mapping[int, RescueRule] = field(default_factory=dict)
    il6_visible: bool = False
    visits: Visits | None = None
    response: ResponseRules | None = None
    dlt: DltRules | None = None
    planned: Planned | None = None
    design: Design | None = None
    agents: Agents | None = None
    parameters: Mapping[str, Override] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario) -> Parts:
        """All parts of a scenario."""
        trial = scenario.trial
        return cls(
            run=scenario.run,
            disease=scenario.disease,
            arms=dict(enumerate(trial.arms)),
            design=scenario.design,
            agents=scenario.agents,
            lymphodepletion=trial.lymphodepletion,
            rescue=dict(enumerate(trial.rescue)),
            visits=trial.visits,
            il6_visible=trial.il6_visible,
            response=trial.response,
            dlt=trial.dlt,
            planned=trial.planned,
            parameters=scenario.parameters,
        )

    @classmethod
    def salvaged(cls, written: Mapping[str, Any]) -> Parts:
        """The sound parts of a file."""
        from cartsim.scenario.scenario import Run

        trial = written.get("trial")
        trial = trial if isinstance(trial, Mapping) else {}
        return cls(
            run=_sound(Run, written.get("run", {})),
            disease=_sound(Disease, written.get("disease")),
            arms=_sound_items(Arm, trial.get("arms")),
            design=_sound(Design, written.get("design")),
            agents=_sound(Agents, written.get("agents")),
            lymphodepletion=_sound(Lymphodepletion, trial.get("lymphodepletion")),
            rescue=_sound_items(RescueRule, trial.get("rescue")),
            visits=_sound(Visits, trial.get("visits", {})),
            il6_visible=trial.get("il6_visible", False) is not False,
            response=_sound(ResponseRules, trial.get("response")),
            dlt=_sound(DltRules, trial.get("dlt", {})),
            planned=_sound(Planned, trial.get("planned")),
        )


def _sound(kind: type[Sound], written: object) -> Sound | None:
    try:
        return kind.model_validate(written, context=FROM_FILE)
    except ValidationError:
        return None


def _sound_items(kind: type[Sound], written: object) -> dict[int, Sound]:
    found = (
        {place: _sound(kind, item) for place, item in enumerate(written[:64])}
        if isinstance(written, list)
        else {}
    )
    return {place: item for place, item in found.items() if item is not None}
