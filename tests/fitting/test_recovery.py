"""Known parameters come back from simulated samples; dropping what lies below the limit would bias them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cartsim.fitting.blood_model import BloodModel
from cartsim.fitting.fit import GroupFit
from cartsim.fitting.free import copies_per_count
from tests.campaigns.fit_coverage import dropped, rows_of
from tests.fitting.simulated import Group, Sampled, simulated

DAYS = (1, 3, 5, 7, 10, 14, 21, 28, 42, 60, 90, 120, 180)
TAIL = 4
"""Place of d_m, which samples below the limit tell most of."""


@pytest.fixture(scope="module")
def group() -> Group:
    return simulated(Sampled("cells/uL", DAYS, sigma=0.2, limit=0.1, seed=5), 10)


@pytest.fixture(scope="module")
def fit(group: Group) -> GroupFit:
    return group.fitted()


def errors(fit: GroupFit, group: Group, place: int) -> np.ndarray:
    """ln(estimate/truth) of the subjects that identify the parameter."""
    return np.array([
        np.log(subject.estimates[place].value / subject.estimates[place].free.value(truth[place]))
        for subject, truth in zip(fit.subjects, group.truth, strict=True)
        if subject.told[place]
    ])  # fmt: skip


def test_known_parameters_and_the_residual_error_are_recovered(fit, group):
    assert fit.sigma == pytest.approx(0.2, rel=0.2)
    scaled = np.concatenate([errors(fit, group, j) / free.sd for j, free in enumerate(fit.free)])
    assert scaled.size >= 25
    assert np.sqrt((scaled**2).mean()) < 0.7  # of the spread between patients, 1 without any samples
    assert abs(scaled.mean()) < 0.3


def test_intervals_hold_the_truth_about_as_often_as_they_say(fit, group):
    rows = rows_of(fit, group, "prior")
    held, told = (sum(row[name] for row in rows) for name in ("held", "identifiable"))
    assert told >= 25
    assert held >= 0.85 * told


@pytest.mark.slow
def test_dropping_samples_below_the_limit_biases_the_tail():
    """Twelve times the typical patient, noisy samples of a tail that lies about the limit."""
    days = (3, 7, 10, 14, 21, 28, 42, 60, 75, 90, 105, 120)
    group = simulated(Sampled("cells/uL", days, sigma=0.6, limit=0.05, seed=11), 12, spread=0.0)
    whole, without = group.fitted(), dropped(group).fitted()
    both = [
        (a.estimates[TAIL].value, b.estimates[TAIL].value)
        for a, b in zip(whole.subjects, without.subjects, strict=True)
        if a.told[TAIL] and b.told[TAIL]
    ]
    shift = np.log([later / first for first, later in both])
    assert shift.mean() < -0.1  # what vanished were the low ones of each day: memory seems to live longer
    assert abs(errors(whole, group, TAIL).mean()) < abs(errors(without, group, TAIL).mean())
    assert sum(s.told[TAIL] for s in without.subjects) < sum(s.told[TAIL] for s in whole.subjects)
    assert without.sigma < whole.sigma


def test_nothing_depends_on_the_order_of_subjects(group):
    some = Group(group.samples[:3], group.curves[:3], group.truth[:3])
    turned = Group(some.samples[::-1], some.curves[::-1], some.truth[::-1])
    forward = {subject.samples.name: subject for subject in some.fitted().subjects}
    for subject in turned.fitted().subjects:
        other = forward[subject.samples.name]
        for one, two in zip(subject.estimates, other.estimates, strict=True):
            assert one.value == pytest.approx(two.value, rel=1e-6)
            assert one.identifiable == two.identifiable


def test_one_free_parameter_gives_the_courses_of_the_program(group):
    """The same blood as `cartsim run` reads, here with the tolerance of a fit."""
    import cartsim as cs
    from cartsim.fitting.given import Options, treatments
    from cartsim.population.typical_patient import typical_patient

    own = treatments(["1"], Options(dose="1e8 cells"))["1"]
    trial = own.scenario.trial.model_copy(update={"arms": (own.arm,)})
    scenario = own.scenario.model_copy(update={"trial": trial})
    course = cs.simulate(typical_patient(scenario), scenario)
    curve = replace(group.curves[0], days=np.array([1.0, 7.0, 28.0, 60.0]))
    found = np.exp(curve.levels(np.zeros((1, len(curve.free))))[0])
    assert found == pytest.approx(course.car_t_blood.sel(time=curve.days).values[0, 0], rel=1e-3)


def test_copies_are_counts_times_the_scale():
    counts, copies = (
        simulated(Sampled(assay, DAYS, 0.2, 1e-9, 1), 1).curves[0] for assay in ("cells/uL", "copies/ug")
    )
    assert isinstance(copies, BloodModel)
    x = np.array([[0.1, 0.2, -0.1, 0.3, 0.2, 0.7]])
    rise = copies.levels(x) - counts.levels(x[:, :-1])
    assert rise == pytest.approx(np.full((1, len(DAYS)), np.log(copies_per_count()) + 0.7))
    assert copies_per_count() == pytest.approx(0.002 * 1e6)  # .002 x cells/L
