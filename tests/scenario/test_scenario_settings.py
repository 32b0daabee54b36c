"""`--set path=value` changes one value of a file and is judged like the file."""

from __future__ import annotations

import pytest

from cartsim.errors import BadInput
from cartsim.scenario import Scenario, loads
from cartsim.scenario.runnable import warnings_of


def test_values_are_set_by_key_position_and_name(small: str) -> None:
    sets = [
        "run.patients=50",
        "trial.arms[0].dose=2e8 cells",
        "trial.arms.IC.dose=1e6 cells/kg",
        "trial.arms[IV].route=intraperitoneal",
    ]
    scenario = loads(small, sets=sets)
    first, second = (arm.doses[0] for arm in scenario.trial.arms)
    assert scenario.run.patients == 50
    assert (first.amount, first.per, first.route) == (2e8, "cell", "intraperitoneal")
    assert (second.amount, second.per) == (1e6, "cell/kg")


def test_a_star_sets_every_item_of_a_list(small: str) -> None:
    scenario = loads(small, sets=["trial.arms[*].dose=5e7 cells"])
    assert [arm.doses[0].amount for arm in scenario.trial.arms] == [5e7, 5e7]


@pytest.mark.parametrize("path", ["parameters.tau_fit.value", "parameters.tau_fit"])
def test_a_parameter_set_on_the_command_line_has_that_as_its_reason(path: str, small: str) -> None:
    override = loads(small, sets=[f"{path}=50 days"]).parameters["tau_fit"]
    assert (override.value, override.because) == (50.0, "set on the command line")


def test_later_settings_win_and_may_build_on_earlier_ones(small: str) -> None:
    sets = [
        "trial.visits={response: [30, 91], window: 3}",
        "trial.visits.window=5",
        "run.patients=5",
        "run.patients=6",
    ]
    scenario = loads(small, sets=sets)
    assert (scenario.trial.visits.response, scenario.trial.visits.window, scenario.run.patients) == (
        (30, 91),
        5.0,
        6,
    )


def test_setting_a_text_or_null_keeps_its_meaning(small: str) -> None:
    scenario = loads(
        small, sets=["question=Why?", "trial.lymphodepletion=null", "trial.response.primary.confirmed=false"]
    )
    assert scenario.question == "Why?"
    assert scenario.trial.lymphodepletion is None
    assert scenario.trial.response.primary.confirmed is False


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("run.patients", "--set run.patients: has no = in it; write --set path=value"),
        ("=3", "'' is not a path"),
        ("run..patients=3", "'run..patients' is not a path"),
        ("run.patients=many", "--set run.patients=many run.patients: 'many' is not a plain number"),
        ("run.patients=", "run.patients: nothing is not a plain number"),
        ("run.patient=3", "run.patient: 'patient' is not known here; did you mean 'patients'?"),
        ("trial.arms[0].dose=1e8", "trial.arms[0].dose: the number 1e8 has no unit"),
        ("trial.arms.IX.dose=1e8 cells", "there is no 'IX' in this list of 2; known here: IV, IC"),
        ("trial.arms[7].dose=1e8 cells", "there is no '7' in this list of 2"),
        ("title.text=a", "has no 'text' inside"),
        ("run=5", "run: 5 is not a block of keys"),
        ("parameters.tau_fitt=5 days", "'tau_fitt' is not a parameter; did you mean 'tau_fit'?"),
        ("run.horizon=100 days", "--set run.horizon=100 days run.horizon: the simulation ends on day 100"),
        ("title=*a", "the alias *a stands for another value"),
        ("title=!!python/name:os.system x", "is a tag"),
        ("title=a: b: c", "this is not YAML"),
        ("title=\x00", "has characters that cannot be printed"),
        (
            "trial.arms[*].doses[*].dose=1e8 cells",
            "trial.arms[0].doses: has doses and beside them dose, route",
        ),
    ],
)
def test_what_cannot_be_set_is_refused_with_the_setting(setting: str, told: str, small: str) -> None:
    with pytest.raises(BadInput) as refused:
        loads(small, "small.yaml", sets=[setting])
    assert told in str(refused.value)
    assert all(problem.remedy for problem in refused.value.problems)


def test_every_setting_that_is_wrong_is_told(small: str) -> None:
    with pytest.raises(BadInput) as refused:
        loads(small, sets=["run.patients=0", "nonsense", "trial.arms.IX.dose=3"])
    assert len(refused.value.problems) == 3


def test_settings_leave_no_trace_in_another_load(small: str) -> None:
    changed, plain = loads(small, sets=["run.patients=99"]), loads(small)
    assert isinstance(changed, Scenario)
    assert plain.run.patients == 10


DESIGN = "design={kind: 3+3, levels: [1e7 cells, 1e8 cells], expansion: {patients: 6}}"


@pytest.mark.parametrize(
    ("setting", "message", "remedy"),
    [
        (
            "design.expansion.level=top",
            "'top' is neither selected nor the number of a level",
            "write selected",
        ),
        ("design.expansion.level=21", "21 is neither selected nor", "such as 2"),
        ("design.expansion.level=true", "true is neither selected nor", "such as 2"),
        ("design.expansion.level=1.5", "1.5 is neither selected nor", "such as 2"),
        ("design.expansion.level=3", "level 3 does not exist", "there are 2 levels"),
        ("trial.ctcae=4.03", "'4.03' is not one of 5.0, 6.0", "choose one"),
        ("trial.response.criteria=RECIST", "'RECIST' does not say which version", "write RECIST 1.1"),
        ("trial.response.criteria=recist", "'recist' does not say which version", "write RECIST 1.1"),
    ],
)
def test_a_wrong_choice_is_told_once_as_it_was_written(
    small: str, setting: str, message: str, remedy: str
) -> None:
    with pytest.raises(BadInput) as refused:
        loads(small, sets=[DESIGN, setting])
    (problem,) = refused.value.problems
    assert problem.field == setting.partition("=")[0]
    assert message in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize(("written", "level"), [("selected", "selected"), ("1", 1), ("2.0", 2), ("2", 2)])
def test_an_expansion_is_treated_at_the_selected_level_or_at_one_by_its_number(
    small: str, written: str, level: object
) -> None:
    design = loads(small, sets=[DESIGN, f"design.expansion.level={written}"]).design
    assert design is not None
    assert design.expansion is not None
    assert design.expansion.level == level


@pytest.mark.parametrize(("patients", "told"), [(17, 1), (18, 0)])
def test_a_pool_too_small_for_two_cohorts_a_level_and_the_expansion_is_warned_of(
    small: str, patients: int, told: int
) -> None:
    """3 x 2 levels x 2 + 6 of the expansion = 18."""
    lines = warnings_of(loads(small, sets=[DESIGN, f"run.patients={patients}"]))
    assert len(lines) == told
    assert all(f"{patients} virtual patients are fewer than the 18" in line for line in lines)


def test_without_a_design_there_is_nothing_to_warn_of(small: str) -> None:
    assert warnings_of(loads(small)) == []
