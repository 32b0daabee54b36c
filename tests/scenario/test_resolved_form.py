"""In Python and from a results file the classes are as strict as with a file, but count in model units."""

from __future__ import annotations

from copy import deepcopy
from math import inf, nan
from typing import Any

import pytest
from pydantic import ValidationError

from cartsim.errors import BadInput
from cartsim.scenario import Scenario, dump, loads, restore
from cartsim.scenario.doses import Arm, Dose
from cartsim.scenario.product import Car
from cartsim.scenario.scenario import Run


def test_bare_numbers_are_in_model_units_and_text_has_its_own() -> None:
    assert (
        Car(affinity=0.58, density=15000).affinity
        == Car(affinity="580 pM", density="15000 per cell").affinity
    )
    assert Run(horizon=400).horizon == 400.0
    assert Dose(dose="1e8 cells", route="intravenous") == Dose(amount=1e8, per="cell", route="intravenous")


def test_nothing_can_be_changed(small: str) -> None:
    scenario = loads(small)
    with pytest.raises(ValidationError, match="frozen"):
        scenario.run.patients = 5  # type: ignore[misc]


@pytest.mark.parametrize("value", [nan, inf, -1.0, True, None, "a", [], 1e9])
def test_a_number_that_is_none_is_refused_in_python_too(value: Any) -> None:
    with pytest.raises(ValidationError):
        Run(horizon=value)
    with pytest.raises(ValidationError):
        Car(affinity=-1.0 if value == 1e9 else value, density=15000.0)


def test_a_dose_without_unit_is_refused_in_python_too() -> None:
    with pytest.raises(ValidationError, match="has no unit"):
        Dose(dose=1e8, route="intravenous")  # type: ignore[call-arg]


def test_arms_are_checked_in_python_too() -> None:
    dose = Dose(amount=1e8, per="cell", route="intravenous")
    with pytest.raises(ValidationError, match="without a reason"):
        Arm(name="a", doses=(dose,), parameters={"tau_fit": 14.0})
    with pytest.raises(ValidationError, match="first dose is on day 3"):
        Arm(name="a", doses=(dose.model_copy(update={"day": 3.0}),))
    with pytest.raises(ValidationError, match="is not a parameter"):
        Arm(name="a", doses=(dose,), parameters={"tau": 14.0}, because="a guess")


CHANGES = {
    "horizon": lambda plain: plain["run"].update(horizon=100.0),
    "route": lambda plain: plain["trial"]["arms"][0]["doses"][0].update(route="intrapleural"),
    "names": lambda plain: plain["trial"]["arms"][1].update(name="IV"),
    "not a number": lambda plain: plain["trial"]["arms"][0]["doses"][0].update(amount=nan),
    "endless rate": lambda plain: plain["parameters"].update(k_g={"value": "infinity", "because": "a guess"}),
    "no reason": lambda plain: plain["parameters"].update(tau_fit={"value": 14.0}),
    "unknown key": lambda plain: plain.update(extra=1),
    "unknown observable": lambda plain: plain["trial"].update(
        rescue=[{"drug": "withhold_dose", "when": {"observable": "mood", "op": ">", "threshold": 1}}]
    ),
    "no arms": lambda plain: plain["trial"].update(arms=[]),
    "shares": lambda plain: plain["disease"].update(kinds={"ovarian": 0.5}),
    "stable disease": lambda plain: plain["trial"]["response"].update(stable_disease_from=29.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_plain_form_that_was_tampered_with_is_refused(change: Any, small: str) -> None:
    plain = deepcopy(dump(loads(small)))
    assert restore(plain) == loads(small)
    change(plain)
    with pytest.raises(ValidationError):
        Scenario.model_validate(plain)
    with pytest.raises(BadInput):
        restore(plain)


def test_an_endless_time_constant_survives_json(small: str) -> None:
    scenario = loads(small, sets=["parameters.tau_fit=infinity"])
    plain = dump(scenario)
    assert plain["parameters"]["tau_fit"]["value"] == "infinity"
    assert restore(plain).parameters["tau_fit"].value == inf
