"""A grid over what arms may differ in becomes arms of one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cartsim.errors import BadInput
from cartsim.scenario import load, loads, points, require_runnable
from cartsim.scenario.expand import escalating
from cartsim.scenario.load import resolve

With = Callable[[str], str]
SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_every_point_becomes_an_arm_with_its_label(with_block: With) -> None:
    scenario = loads(with_block("sweep: {grid: {parameters.tau_fit: [14 days, infinity]}}\n"))
    arms = scenario.trial.arms
    assert [arm.name for arm in arms] == [
        "IV, tau_fit 14 day",
        "IC, tau_fit 14 day",
        "IV, tau_fit infinity",
        "IC, tau_fit infinity",
    ]
    assert [arm.parameters["tau_fit"] for arm in arms] == [14.0, 14.0, float("inf"), float("inf")]
    assert [arm.swept for arm in arms[1:3]] == [{"tau_fit": "14 day"}, {"tau_fit": "infinity"}]
    assert {arm.because for arm in arms} == {"swept"}
    assert points(scenario) == [{"tau_fit": "14 day"}, {"tau_fit": "infinity"}]


def test_axes_are_crossed_and_act_only_on_the_arms_they_name(with_block: With) -> None:
    doses = "trial.arms.IV.dose: [1e7 cells, 1e6 cells/kg]"
    grid = f"sweep: {{grid: {{{doses}, product.pdl1_receptor: [none, pd1_cd28]}}}}\n"
    arms = {arm.name: arm for arm in loads(with_block(grid)).trial.arms}
    assert list(arms) == [
        "IV, dose 1e7 cells, pdl1_receptor none",
        "IC, pdl1_receptor none",
        "IV, dose 1e7 cells, pdl1_receptor pd1_cd28",
        "IC, pdl1_receptor pd1_cd28",
        "IV, dose 1e6 cells/kg, pdl1_receptor none",
        "IV, dose 1e6 cells/kg, pdl1_receptor pd1_cd28",
    ]
    last = arms["IV, dose 1e6 cells/kg, pdl1_receptor pd1_cd28"]
    assert (last.doses[0].amount, last.doses[0].per, last.pdl1_receptor) == (1e6, "cell/kg", "pd1_cd28")


def test_affinity_and_density_of_the_product_are_arms_too(with_block: With) -> None:
    affinity, density = (
        "product.car.affinity: [580 pM, 1119 nM]",
        "product.car.density: [5000 per cell, 15000 per cell]",
    )
    grid = f"sweep: {{grid: {{{affinity}, {density}}}}}\n"
    arms = loads(with_block(grid)).trial.arms
    assert {(arm.affinity, arm.parameters["car"]) for arm in arms} == {
        (a, d) for a in (0.58, 1119.0) for d in (5000.0, 15000.0)
    }


def test_arms_that_no_axis_names_are_run_once(with_block: With) -> None:
    arms = loads(
        with_block("sweep: {grid: {trial.arms.IV.dose: [1e7 cells, 1e8 cells, 1e9 cells]}}\n")
    ).trial.arms
    assert [arm.name for arm in arms] == [
        "IV, dose 1e7 cells",
        "IC",
        "IV, dose 1e8 cells",
        "IV, dose 1e9 cells",
    ]
    assert arms[1].swept == {}


def test_resolving_again_changes_nothing(with_block: With) -> None:
    scenario = loads(with_block("sweep: {grid: {parameters.tau_fit: [14 days, 25 days]}}\n"))
    assert resolve(scenario) == scenario


def test_without_a_sweep_there_is_one_point_without_labels(small: str) -> None:
    assert points(loads(small)) == [{}]


@pytest.mark.parametrize(
    ("axis", "told"),
    [
        ("parameters.tau_fit: [14 days, 336 hours]", ""),
        ("parameters.frac_n: [0.1, 0.2]", "'frac_n' cannot differ between arms"),
        ("parameters.age: [50 years, 60 years]", "'age' cannot differ between arms"),
        ("parameters.map_low: [60 mmHg, 70 mmHg]", "'map_low' cannot differ between arms"),
        ("parameters.tau_fit: [14 mg]", "'14 mg' is not in day"),
        ("parameters.tau_fit: [.nan]", "is not a single value"),
        ("parameters.tau_fit: [[14 days]]", "a list is not a single value"),
        ("parameters.tau_fit: 14 days", "is not a list"),
        ("parameters.tau_fit: []", "is empty"),
        ("product.pdl1_receptor: [none, pd2]", "'pd2' is not one of none"),
        ("product.car.afinity: [1 nM, 2 nM]", "'afinity' is not known here; did you mean 'affinity'?"),
        ("trial.arms.IV.dose: [1e7 cells, 5 mg]", "'5 mg' is not in cell or cell/kg"),
        ("trial.arms.IV.route: [intravenous, intrapleural]", "an intrapleural dose cannot be given"),
        ("run.patients: [10, many]", "'many' is not a plain number"),
        ("run..patients: [10]", "'run..patients' is not a path"),
        ("run.horizon: [380 days, 100 days]", "the simulation ends on day 100"),
    ],
)
def test_every_value_of_an_axis_is_judged_in_its_place(axis: str, told: str, with_block: With) -> None:
    text = with_block(f"sweep:\n  grid:\n    {axis}\n")
    if not told:
        assert len(loads(text).trial.arms) == 2, "the same value in two spellings is one point"
        return
    with pytest.raises(BadInput) as refused:
        loads(text, "sweep.yaml")
    assert told in str(refused.value)
    assert str(refused.value).startswith("sweep.yaml:1")


def test_a_grid_that_arms_cannot_hold_is_refused_before_it_is_made(with_block: With) -> None:
    doses = ", ".join(f"{n}e6 cells" for n in range(1, 40))
    grid = f"sweep: {{grid: {{trial.arms.IV.dose: [{doses}], trial.arms.IC.dose: [{doses}]}}}}\n"
    with pytest.raises(BadInput, match="has 1521 points; keep to 1000"):
        loads(with_block(grid))


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (
            "agents: {mode: coupled}\nrun: {parameter_draws: 20}",
            "run.parameter_draws: single cells are not drawn again and again",
        ),
        (
            "agents: {mode: coupled}\ndesign: {kind: boin, levels: [1e6 cells, 1e7 cells, 1e8 cells]}",
            "agents: a nodule of one patient has no others to escalate a dose in",
        ),
        (
            "run: {patients: 8}\ndesign: {kind: boin, levels: [1e6 cells, 1e7 cells, 1e8 cells]}",
            "run.patients: 8 virtual patients are no cohort of 3 at each of the 3 levels",
        ),
        (
            "sweep: {grid: {run.patients: [10, 20]}}",
            "sweep.grid.run.patients: a sweep over this has no arms",
        ),
        (
            "sweep: {sobol: {points: 8, axes: {parameters.tau_fit: {low: 14 days, high: 50 days}}}}",
            "sweep: points of sobol are no arms; plan it with",
        ),
        ("sweep: {draws: 5}", "sweep: draws of a sweep are no arms"),
        (
            "sweep: {draws: 5, grid: {parameters.tau_fit: [14 days, 25 days]}}",
            "sweep.draws: draws of a sweep are no arms; .* or set run.parameter_draws",
        ),
    ],
)
def test_what_this_version_cannot_run_is_read_but_refused_for_a_run(
    block: str, told: str, with_block: With
) -> None:
    text = with_block(block + "\n").replace("run: {patients: 10}\n", "")
    scenario = loads(text)
    with pytest.raises(BadInput, match=told):
        require_runnable(scenario)


def test_what_can_be_run_passes(small: str, with_block: With) -> None:
    require_runnable(loads(small))
    require_runnable(loads(with_block("sweep: {grid: {parameters.tau_fit: [14 days, 25 days]}}\n")))


def test_the_shipped_sweeps_show_what_they_promise() -> None:
    fitness = load(SCENARIOS / "route_fitness_sweep.yaml")
    surface = load(SCENARIOS / "route_surface_sweep.yaml")
    assert [point["tau_fit"] for point in points(fitness)] == ["14 day", "25 day", "50 day", "infinity"]
    assert [point["a_serosa"] for point in points(surface)] == ["30 cm^2", "300 cm^2", "15000 cm^2"]
    assert len(fitness.trial.arms) == 8
    assert len(surface.trial.arms) == 6


DESIGN = "design: {kind: boin, levels: [1e6 cells, 1e7 cells]}\n"


def test_the_levels_of_a_design_are_arms_at_every_point_of_a_sweep(with_block: With) -> None:
    grid = "sweep: {grid: {parameters.tau_fit: [14 days, 25 days]}}\n"
    scenario = loads(with_block(DESIGN + grid))
    require_runnable(scenario)
    assert len(scenario.trial.arms) == 8
    found = escalating(scenario)
    assert list(found) == [
        "IV, tau_fit 14 day",
        "IC, tau_fit 14 day",
        "IV, tau_fit 25 day",
        "IC, tau_fit 25 day",
    ]
    for places in found.values():
        assert [scenario.trial.arms[place].doses[0].amount for place in places] == [1e6, 1e7]
    assert escalating(loads(with_block(grid))) == {}


def test_a_sweep_over_doses_contradicts_a_design(with_block: With) -> None:
    grid = "sweep: {grid: {'trial.arms[*].dose': [1e6 cells, 1e7 cells]}}\n"
    with pytest.raises(BadInput, match="the levels of the design are the doses"):
        loads(with_block(DESIGN + grid))


def test_too_many_levels_for_the_arms_are_told_of_the_design(with_block: With) -> None:
    levels = ", ".join(f"{n}e6 cells" for n in range(1, 21))
    grid = "sweep: {grid: {parameters.tau_fit: [14 days, 25 days]}}\n"
    with pytest.raises(BadInput, match=r"design\.levels: makes 80 arms"):
        loads(with_block(f"design: {{kind: 3+3, levels: [{levels}]}}\n{grid}"))
