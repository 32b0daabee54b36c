"""The SBML document against libSBML's checks, the plain laws and the engine, as libRoadRunner reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import product

import libsbml
import numpy as np
import pytest
import roadrunner

import cartsim
from cartsim.model import kernel as k_
from cartsim.model.kernel_writer.collect import collect
from cartsim.model.laws import REACTIONS
from cartsim.model.patient import Constant, Patient
from cartsim.model.reaction import SUFFIX, parse_arrow
from cartsim.model.receptors import DESIGNS
from cartsim.model.sbml.document import document, text
from cartsim.model.sbml.units import declare
from cartsim.model.state import BODY_STATES, LESION_STATES, STATES
from cartsim.model_export import named, one_patient
from cartsim.parameters import load_parameters
from cartsim.scenario import loads
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION, N_Q
from cartsim.simulate.sbml_events import events
from cartsim.simulate.schedule import schedule
from tests.campaigns.roadrunner import CRITERION, READINGS, errors, followed, load
from tests.model.test_kernel import by_the_laws, quantities, somewhere
from tests.model.test_laws import UNITS

GROUPS = (1, 4)
DOSES = (
    "[{day: 0, dose: 1e8 cells, route: intravenous}]",
    "[{day: 0, dose: 1e8 cells, route: intravenous}, {day: 0, dose: 1e8 cells, route: intracavitary},"
    " {day: 14, dose: 3e8 cells, route: intracavitary, duration: 12 hours},"
    " {day: 20.5, dose: 2e8 cells, route: intravenous, duration: 30 minutes}]",
)
SCENARIO = """
schema: cartsim.scenario/1
title: a course to follow
question: does another simulator see the same patient?
product: {{pdl1_receptor: pd1_cd28, manufacturing_failure: 0}}
disease: {{kinds: {{ovarian: 0.5, nsclc: 0.5}}, her2_ihc: {{2+: 0.5, 3+: 0.5}}}}
trial:
  arms: [{{name: A, doses: {doses}}}]
  lymphodepletion: {{fludarabine: 30 mg/m^2/day, cyclophosphamide: 300 mg/m^2/day, days: [-5, -4, -3]}}
  visits: {{response: [30, 60], window: 7, safety: [0, 1, 7, 14, 28]}}
  response: {{criteria: RECIST 1.1, confirmation: 28 days, stable_disease_from: 23 days}}
run: {{patients: 12, seed: 3, horizon: 80 days, tolerance: 1e-9}}
"""
ROWS = ((3.0, v.DRAIN, 400.0), (5.0, v.TOCILIZUMAB, 560.0), (6.0, v.DEXAMETHASONE, 10.0), (30, v.DRAIN, 1e9))
"""Rows that a protocol's rules put on the schedule; the last asks for more than there is."""
DAYS = np.arange(-4.875, 60.0, 0.25)
"""No moment at which something is given."""
RTOL = 1e-11


@pytest.fixture(autouse=True)
def _quick_compiler():
    roadrunner.Config.setValue(roadrunner.Config.LLVM_BACKEND, roadrunner.Config.LLJIT)


@cache
def patients(design: str):
    """Random states of patients with at least as many groups as are asked for."""
    return [found for found in somewhere(design, 1) if found[3] >= max(GROUPS)]


def read_document(n_groups: int) -> libsbml.SBMLDocument:
    """A document without schedule; a model dies with its document, so keep this one."""
    return libsbml.readSBMLFromString(text(document(somebody(n_groups))))


@cache
def loaded(n_groups: int) -> roadrunner.RoadRunner:
    """A patient of the laws alone; the tests set every number."""
    return roadrunner.RoadRunner(text(document(somebody(n_groups))))


def somebody(n_groups: int) -> Patient:
    """A patient with so many groups and no schedule."""
    y, p, q, _ = patients("none")[0]
    entries = load_parameters()
    numbers = dict(zip(k_.PARAMETERS, p[:, 0].tolist(), strict=False))
    return Patient(
        name="somewhere < nowhere & elsewhere",
        notes="a < b & c",
        first_day=0.0,
        parameters={s: Constant(x, entries[s].unit, entries[s].name) for s, x in numbers.items()},
        groups=own(q, n_groups),
        start=named(y, n_groups),
    )


def own(q: np.ndarray, n_groups: int) -> list[dict[str, float]]:
    rows = q[:, 0].reshape(-1, N_Q)[:n_groups].tolist()
    return [dict(zip(k_.LESION_PARAMETERS, row, strict=False)) for row in rows]


def move(model: roadrunner.RoadRunner, y, p, q, n_groups: int) -> None:
    """Give the loaded model these parameters and this state."""
    numbers = dict(zip((*k_.PARAMETERS, *k_.INPUTS), p[:, 0].tolist(), strict=False))
    for k, group in enumerate(own(q, n_groups)):
        numbers |= {f"{name}_{k}": value for name, value in group.items()}
    for name, value in (numbers | named(y, n_groups)).items():
        model[name] = value


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("n_groups", GROUPS)
def test_another_simulator_moves_every_state_as_the_laws_do(design, n_groups):
    model = loaded(n_groups)
    for y, p, q, _ in patients(design):
        y = y[: N_BORDER + N_LESION * n_groups]
        move(model, y, p, q, n_groups)
        expected = named(by_the_laws(y, p, q, n_groups), n_groups)
        rates = {name: model[f"{name}'"] for name in expected}
        assert rates == pytest.approx(expected, rel=1e-9, abs=0.0)


@pytest.mark.parametrize("n_groups", GROUPS)
def test_every_quantity_is_read_as_the_engine_reads_it(n_groups):
    """Observables are not in any rate, so the rates above do not vouch for them."""
    y, p, q, _ = patients("pd1_cd28")[0]
    move(loaded(n_groups), y, p, q, n_groups)
    body, group = quantities(y, p, q, n_groups)
    expected = body | {f"{name}_{k}": x for k, own in enumerate(group) for name, x in own.items()}
    assert {name: loaded(n_groups)[name] for name in expected} == pytest.approx(expected, rel=1e-9, abs=0.0)


def treated(doses: str, extra: Sequence[tuple[float, int, float]] = ()):
    """One patient of the scenario for the engine, without rules, and as a document; `extra` rows beside."""
    scenario = loads(SCENARIO.format(doses=doses), "sbml.yaml")
    arm, who = scenario.trial.arms[0], cartsim.draw(scenario, [1])
    planned = schedule(scenario, arm, who)
    asked, plan = problem(scenario, arm, who, planned), planned.plan
    rows = [*zip(plan.row_day, plan.row_kind, plan.row_length, asked.amounts[0], strict=True)]
    rows += [(day, kind, 0.0, amount) for day, kind, amount in extra]
    day, kind, length, amount = map(np.array, zip(*sorted(rows, key=lambda row: row[:2]), strict=True))
    plan = plan._replace(row_day=day, row_kind=kind, row_length=length, rules=plan.rules[:0])
    asked = asked._replace(amounts=amount[np.newaxis])
    patient = one_patient(scenario, arm, who, given=True)
    return asked, plan, replace(patient, events=events(plan, amount, len(patient.groups)))


@pytest.mark.parametrize(("doses", "extra"), [(DOSES[0], ()), (DOSES[1], ()), (DOSES[1], ROWS)])
def test_another_simulator_follows_the_same_course(doses, extra):
    asked, plan, patient = treated(doses, extra)
    ours = solve(asked, plan._replace(times=DAYS, rtol=RTOL, extinct_below=-np.inf), threads=1)
    assert ours.status[0] == 0
    own = {name: ours.body[0, k_.BODY_OBSERVABLES.index(name)].astype(float) for name in READINGS}
    theirs = followed(load(patient), patient, DAYS)
    assert max(errors(theirs, own, patient).values()) <= CRITERION
    assert theirs["car_t_blood"].max() > 0.1
    assert theirs["il6"].max() > 20.0


@pytest.mark.parametrize("doses", DOSES)
def test_libsbml_has_nothing_to_object_to_and_no_unit_to_warn_of(doses):
    _, _, patient = treated(doses, ROWS)
    found = libsbml.readSBMLFromString(text(document(patient)))
    found.setConsistencyChecks(libsbml.LIBSBML_CAT_MODELING_PRACTICE, True)
    assert found.checkConsistency() == 0, found.getErrorLog().toString()


def test_libsbml_would_see_a_wrong_unit():
    """Of the test above: it is no silence of a check that is off."""
    _, _, patient = treated(DOSES[0])
    found = libsbml.readSBMLFromString(text(document(patient)))
    found.getModel().getParameter("v_d0").setUnits("L")
    assert found.checkConsistency() > 0
    assert "v_d0" in found.getErrorLog().toString()


@pytest.mark.parametrize("n_groups", GROUPS)
def test_every_law_at_every_site_is_one_reaction(n_groups):
    """Spelled from the table of laws: name of the law, the state that leaves or, from nothing, that comes."""
    expected = Counter()
    for law in REACTIONS:
        for site, arrow in product(law.where, law.arrows):
            left, change = parse_arrow(arrow)
            state = left or next(iter(change))
            at_site = state + SUFFIX[site]
            state = at_site if at_site in {state.name for state in STATES} else state
            groups = range(n_groups) if site == "lesion" else [None]
            expected.update(f"{law.name}_{state}" + ("" if k is None else f"_{k}") for k in groups)
    holder = read_document(n_groups)
    reactions = Counter(reaction.getId() for reaction in holder.getModel().getListOfReactions())
    assert reactions == expected
    assert set(reactions.values()) == {1}


def test_no_state_is_moved_by_anything_but_reactions():
    holder = read_document(1)
    model = holder.getModel()
    assert {rule.getTypeCode() for rule in model.getListOfRules()} == {libsbml.SBML_ASSIGNMENT_RULE}
    ruled = {rule.getVariable() for rule in model.getListOfRules()}
    states = {name for state in STATES for name in (state.name, f"{state.name}_0")}
    assert ruled.isdisjoint(states)
    species = {species.getId() for species in model.getListOfSpecies()}
    assert species == {s.name for s in BODY_STATES} | {f"{s.name}_0" for s in LESION_STATES}


def test_a_document_says_what_each_thing_is_and_what_is_left_out():
    _, _, patient = treated(DOSES[0])
    holder = document(patient)  # the model dies with it
    model = holder.getModel()
    assert "extinction" in model.getNotesString()
    for things in (model.getListOfSpecies(), model.getListOfParameters()):
        assert [thing.getId() for thing in things if not thing.getName()] == []
    assert [thing.getId() for thing in model.getListOfParameters() if not thing.getUnits()] == []
    assert [thing.getId() for thing in model.getListOfSpecies() if not thing.getSubstanceUnits()] == []
    assert [thing.getId() for thing in model.getListOfReactions() if not thing.getNotesString()] == []


def test_units_have_the_size_that_pint_gives_them():
    holder = libsbml.SBMLDocument(3, 2)  # the model dies with it
    model = holder.createModel()
    spelled = {state.unit for state in STATES} | {node.unit for node in collect().nodes.values()}
    spelled |= {load_parameters()[symbol].unit for symbol in collect().parameters}
    for unit in sorted(spelled - {"1", "degC"}):
        definition = model.getUnitDefinition(declare(model, unit))
        size, base = 1.0, libsbml.UnitDefinition.convertToSI(definition)
        for part in base.getListOfUnits():
            size *= (part.getMultiplier() * 10.0 ** part.getScale()) ** part.getExponent()
        assert size == pytest.approx(UNITS.Quantity(1.0, unit).to_base_units().magnitude), unit
