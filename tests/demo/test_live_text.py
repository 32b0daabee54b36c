"""The controls of the live demo and the text they edit; what a viewer may not ask for."""

from __future__ import annotations

from functools import cache

import pytest

from cartsim.demo.live.arms import another_arm, one_arm_less
from cartsim.demo.live.asked import MOST_PATIENTS, read
from cartsim.demo.live.form import form
from cartsim.demo.live.setting import changes, shares
from cartsim.demo.live.starts import PATIENTS, starts
from cartsim.errors import BadInput
from cartsim.scenario import dump, load
from cartsim.scenario.edited import REMOVED, edited
from cartsim.scenario.shipped import shipped
from cartsim.scenario.source import read_text


@cache
def first():
    """The text of the first scenario; not read before a test needs it."""
    return next(iter(starts().values())).text


TYPED = {"seed": "7", "horizon": "380 days", "arm0_name": "X", "arm0_dose": "2e6 cells/kg"}


def held(text, **now):
    """What every control holds: what it shows, but for those named."""
    return {each.key: each.shown for group in form(text) for each in group.settings} | now


def changed(text, **now):
    return edited(text, changes(form(text), held(text, **now)))


def another(setting):
    """Another value that the control could hold."""
    if setting.kind == "choice":
        return next(name for name in setting.options if name != setting.shown)
    if setting.kind == "tick":
        return not setting.shown
    if setting.kind == "slider":
        return setting.shown - 1 if setting.shown > setting.lowest else setting.shown + 1
    return TYPED.get(setting.key)


def test_the_first_scenario_is_the_shipped_one_with_few_patients():
    resolved, whole = dump(read(first()).scenario), dump(load(shipped()["route_comparison"]))
    assert resolved.pop("run") == whole.pop("run") | {"patients": PATIENTS, "route_basis": False}
    assert resolved == whole


def test_controls_that_show_what_the_text_says_change_nothing():
    assert len(starts()) > 10
    for start in starts().values():
        assert changed(start.text) == start.text


def test_what_a_control_is_set_to_is_what_it_shows_of_the_text_written():
    settings = [setting for group in form(first()) for setting in group.settings]
    values = {setting.key: another(setting) for setting in settings}
    tried = {key: value for key, value in values.items() if value is not None}
    assert len(tried) > 30
    for key, value in tried.items():
        text = changed(first(), **{key: value})
        assert text != first(), key
        if not key.startswith(("kind_", "score_")):
            assert held(text)[key] == value


def test_only_what_was_changed_differs_in_the_text():
    before, after = first().splitlines(), changed(first(), arm1_dose="3e6 cells/kg", seed="11").splitlines()
    assert [line for line, other in zip(after, before, strict=True) if line != other] == [
        "    - {name: IC, dose: 3e6 cells/kg, route: intracavitary}",
        "run: {patients: 20, seed: 11, horizon: 372 days, tolerance: 1e-6, route_basis: false}",
    ]


def test_a_mix_is_made_to_add_up_and_without_scores_each_cancer_brings_its_own():
    text = changed(first(), kind_ovarian=1, kind_gastric=1, kind_breast=1, kind_nsclc=0)
    assert sum(read(text).scenario.disease.kinds.values()) == pytest.approx(1.0, abs=1e-9)
    text = changed(first(), **{"score_2+": 0, "score_3+": 0})
    assert read(text).scenario.disease.her2_ihc is None
    assert sum(shares({"a": 1.0, "b": 1.0, "c": 1.0}).values()) == pytest.approx(1.0, abs=1e-9)


def test_a_parameter_is_changed_with_a_reason_and_back_to_what_is_assumed():
    text = changed(first(), par_tau_fit="for ever", why_tau_fit="cells that never tire")
    override = read(text).scenario.parameters["tau_fit"]
    assert (override.value, override.because) == (float("inf"), "cells that never tire")
    back = changed(text, par_tau_fit="25 days (assumed)")
    assert "tau_fit" not in read(back).scenario.parameters


def test_chemotherapy_and_rescue_can_be_left_out_and_given_again():
    text = changed(first(), chemo=False, rescue_tocilizumab="never", rescue_dexamethasone="never")
    trial = read(text).scenario.trial
    assert trial.lymphodepletion is None
    assert trial.rescue == ()
    again = read(changed(text, chemo=True, rescue_tocilizumab="from CRS grade 1 on")).scenario.trial
    assert again.lymphodepletion.days == (-5, -4, -3)
    assert [(rule.drug, rule.when.threshold) for rule in again.rescue] == [("tocilizumab", 1)]


def test_rules_of_another_form_stay_as_they_are_written():
    text = starts()["One dose, split doses with a stopping rule, and both routes"].text
    after = changed(text, rescue_dexamethasone="from CRS grade 2 on")
    drugs = [(rule.drug, rule.when.threshold) for rule in read(after).scenario.trial.rescue]
    assert drugs == [("tocilizumab", 2), ("dexamethasone", 2), ("withhold_dose", 2)]


def test_split_doses_are_told_in_words_and_kept():
    text = starts()["One dose, split doses with a stopping rule, and both routes"].text
    split = next(group for group in form(text) if group.title == "Arm 2")
    assert "1e5 cells/kg intravenous, day 0; 3e5 cells/kg intravenous, day 3" in split.words
    assert not {"arm1_dose", "arm1_route"} & {setting.key for setting in split.settings}
    assert len(read(changed(text, seed="5")).scenario.trial.arms[1].doses) == 3


def test_an_arm_more_is_like_the_last_one_and_one_stays():
    more = edited(first(), another_arm(read_text(first(), "text").content))
    arms = read(more).scenario.trial.arms
    assert [arm.name for arm in arms] == ["IV", "IC", "arm 3"]
    assert arms[2].doses == arms[1].doses
    one = edited(first(), one_arm_less(read_text(first(), "text").content))
    assert len(read(one).scenario.trial.arms) == 1
    assert one_arm_less(read_text(one, "text").content) == {}


def test_comments_and_order_stay_when_a_value_is_set():
    text = "# ours\n" + first().replace("  viability: 0.85\n", "  viability: 0.85  # of the bag\n")
    after = edited(text, {("run", "seed"): 3, ("product", "manufacturing_failure"): REMOVED})
    assert after.startswith("# ours\n")
    assert "viability: 0.85  # of the bag" in after
    assert "manufacturing_failure" not in after


@pytest.mark.parametrize("base", ["/etc/passwd", "../route_comparison.yaml", "route_comparison.yaml"])
def test_no_text_may_name_a_file_of_the_server(base):
    text = f"extends: {base}\n{first()}"
    with pytest.raises(BadInput) as refused:
        read(text)
    assert str(refused.value) == (
        "text:1:10 extends: no other file can be named here; paste the whole scenario"
    )


@pytest.mark.parametrize(
    ("written", "instead", "field"),
    [
        ("patients: 20", f"patients: {MOST_PATIENTS + 1}", "run.patients"),
        ("horizon: 372 days", "horizon: 3000 days", "run.horizon"),
        ("tolerance: 1e-6", "tolerance: 1e-11", "run.tolerance"),
        ("route_basis: false", "state_cube: true", "run.state_cube"),
        ("patients: 20", "patients: 200, parameter_draws: 100", "run"),
        ("run:", "agents: {mode: alone, radius: 110 um}\nrun:", "agents"),
        ("run:", "design: {kind: boin, levels: [1e6 cells/kg], trials: 100000}\nrun:", "design.trials"),
    ],
)
def test_what_would_hold_up_the_class_is_refused_with_a_remedy(written, instead, field):
    text = first().replace(written, instead)
    with pytest.raises(BadInput) as refused:
        read(text)
    assert field in [problem.field for problem in refused.value.problems]
    assert all(problem.remedy for problem in refused.value.problems)
