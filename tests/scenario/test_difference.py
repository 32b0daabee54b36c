"""What differs between two scenarios, by path, with both values as people write."""

from __future__ import annotations

import pytest

from cartsim.scenario import load, loads
from cartsim.scenario.difference import changes
from cartsim.scenario.shipped import shipped

FILE = shipped()["route_comparison"]


def against(*sets: str, arms: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    return [tuple(change) for change in changes(load(FILE), load(FILE, sets), arms)]


def test_a_scenario_does_not_differ_from_itself():
    assert against() == []


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("product.car.affinity=5 nM", ("product.car.affinity", "0.58 nM", "5 nM")),
        ("run.seed=7", ("run.seed", "20261122", "7")),
        ("trial.visits.response=[30, 91]", ("trial.visits.response", "[30, 91, 182, 274, 365]", "[30, 91]")),
        ("trial.arms[0].dose=1e8 cells", ("trial.arms[IV].doses[0].dose", "1e6 cell/kg", "1e8 cell")),
        ("trial.rescue[0].at_most=2", ("trial.rescue[0].at_most", "3", "2")),
        ("trial.rescue[0].when=crs_grade >= 3", ("trial.rescue[0].when", "crs_grade >= 2", "crs_grade >= 3")),
        ("trial.arms[1].affinity=5 nM", ("trial.arms[IC].affinity", "not there", "5 nM")),
        ("trial.arms[1].rescue=[]", ("trial.arms[IC].rescue", "not there", "none")),
        (
            "parameters.tau_fit=50 days",
            ("parameters.tau_fit", "25 day (typical value)", "50 day, because: set on the command line"),
        ),
        ("disease.entry={age: {at_most: 70 year}}", ("disease.entry.age", "not there", "at_most: 70")),
    ],
)
def test_one_change_is_listed_exactly(setting, expected):
    assert against(setting) == [expected]


def test_a_renamed_arm_is_compared_under_its_first_name():
    renamed = against("trial.arms[1].name=cavity", "trial.arms[1].dose=2e6 cells/kg", arms={"cavity": "IC"})
    assert renamed == [
        ("trial.arms[IC].name", "IC", "cavity"),
        ("trial.arms[IC].doses[0].dose", "1e6 cell/kg", "2e6 cell/kg"),
    ]


def test_an_arm_or_a_block_that_only_one_has_is_one_change():
    found = changes(load(FILE), load(shipped()["rescue_rules"]))
    paths = {change.path: change for change in found}
    assert paths["trial.arms[no rescue]"].first == "not there"
    assert paths["trial.arms[no rescue]"].second.startswith("name: no rescue; doses: [{dose: 3e6 cell/kg")
    assert "rescue: none" in paths["trial.arms[no rescue]"].second
    assert not [path for path in paths if path.startswith("trial.arms[no rescue].")]


@pytest.mark.parametrize("name", shipped())
def test_any_two_shipped_scenarios_can_be_compared_and_mirror(name):
    one, two = load(FILE), load(shipped()[name])
    there, back = changes(one, two), changes(two, one)
    assert {(c.path, c.first, c.second) for c in there} == {(c.path, c.second, c.first) for c in back}
    assert (there == []) is (name == "route_comparison")
    assert all(change.first != change.second for change in there)


def test_a_typical_value_written_out_is_a_change_of_the_file_alone(small):
    written = small + "parameters: {tau_fit: {value: 25 days, because: as it is}}\n"
    (change,) = changes(loads(small), loads(written))
    assert change.path == "parameters.tau_fit"
