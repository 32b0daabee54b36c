"""The laws themselves: units, conservation, what the collection refuses, and the kernel against the plain
functions.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pint
import pytest

from cartsim.model import geometry, laws, observables, shapes, tumour, vital_signs
from cartsim.model import kernel as k_
from cartsim.model.blood_counts import lymphocytes, white_cells
from cartsim.model.cytokines import absorption, inflow, tumour_leak
from cartsim.model.kernel_writer import collect as collecting
from cartsim.model.kernel_writer.collect import collect
from cartsim.model.kernel_writer.write import write
from cartsim.model.neurotoxicity import barrier_opening, ice_score
from cartsim.model.reaction import parse_arrow, quantity, reaction
from cartsim.model.state import INPUTS, LESION_PARAMETERS, STATES
from cartsim.parameters import load_parameters, model_symbols

MODEL = collect()
UNITS = pint.UnitRegistry()
for definition in ("cell = [cell_count]", "molecule = [molecule_count]", "giga = 1e9"):
    UNITS.define(definition)
STATE_UNIT = {state.name: state.unit for state in STATES}
PARAMETER_UNIT = {symbol: parameter.unit for symbol, parameter in load_parameters().items()}


def unit_of(name: str) -> pint.Unit:
    """Unit of a state, quantity, input or parameter by its full name."""
    text = STATE_UNIT.get(name) or INPUTS.get(name) or LESION_PARAMETERS.get(name) or PARAMETER_UNIT.get(name)
    if text is None:
        text = MODEL.nodes[name].unit
    return UNITS.Unit("" if text in ("1", "degC") else text)


def measured(arguments: dict[str, str]) -> dict[str, pint.Quantity]:
    """One value with its unit per argument, no two alike: shares below one, the rest above."""
    return {
        a: UNITS.Quantity((0.5 if unit_of(full).dimensionless else 1.5) - 0.01 * i, unit_of(full))
        for i, (a, full) in enumerate(arguments.items())
    }


def same_dimension(result, expected: pint.Unit) -> bool:
    dimension = result.dimensionality if isinstance(result, UNITS.Quantity) else UNITS.Unit("").dimensionality
    return dimension == expected.dimensionality


@pytest.fixture
def _mathematics_of_quantities(monkeypatch):
    """`math` takes bare floats; the same functions for values with units. A logarithm of anything with a unit
    is refused.
    """
    monkeypatch.setattr(shapes, "sqrt", lambda x: x**0.5)
    monkeypatch.setattr(
        tumour,
        "log",
        lambda x: math.log(x.to("").magnitude) if isinstance(x, UNITS.Quantity) else math.log(x),
    )


READS_BARE_NUMBERS = {"oxygen_level"}
"""Compares readings with the numbers of a published criterion, in the units those are written in."""


@pytest.mark.usefixtures("_mathematics_of_quantities")
@pytest.mark.parametrize("name", sorted(set(MODEL.nodes) - READS_BARE_NUMBERS))
def test_a_quantity_has_the_unit_it_declares(name):
    node = MODEL.nodes[name]
    assert same_dimension(
        node.law(**measured(node.arguments)), UNITS.Unit("" if node.unit in ("1", "degC") else node.unit)
    )


@pytest.mark.usefixtures("_mathematics_of_quantities")
@pytest.mark.parametrize("flux", MODEL.fluxes, ids=lambda flux: flux.name)
def test_a_hazard_is_per_day_and_a_source_in_its_state_per_day(flux):
    result = flux.law(**measured(flux.arguments))
    start = UNITS.Unit("") if flux.left else unit_of(next(iter(flux.change)))
    assert same_dimension(result, start / UNITS.day)


CONVERSIONS = {
    geometry: {"ML_PER_L": "mL/L"},
    vital_signs: {"ML_PER_L": "mL/L"},
    observables: {"UL_PER_ML": "uL/mL", "MM_PER_CM": "mm/cm"},
}
"""Numbers with a unit that laws name: bare there."""


def bare(arguments: dict[str, pint.Quantity]) -> dict[str, float]:
    return {a: value.magnitude for a, value in arguments.items()}


def in_unit(result: pint.Quantity | float, unit: pint.Unit) -> float:
    return result.to(unit).magnitude if isinstance(result, UNITS.Quantity) else result


@pytest.mark.usefixtures("_mathematics_of_quantities")
@pytest.mark.parametrize("law", [*MODEL.nodes.values(), *MODEL.fluxes], ids=lambda law: law.name)
def test_a_law_of_bare_numbers_is_the_law_of_their_units(law, monkeypatch):
    """Scales too: whoever adds litres to millilitres, or nmol to molecules, is out by a power of ten here."""
    if law.name in READS_BARE_NUMBERS:
        return
    values = measured(law.arguments)
    if isinstance(law, collecting.Node):
        unit = UNITS.Unit("" if law.unit in ("1", "degC") else law.unit)
    else:
        unit = (UNITS.Unit("") if law.left else unit_of(next(iter(law.change)))) / UNITS.day
    alone = law.law(**bare(values))
    for module, numbers in CONVERSIONS.items():
        for name, text in numbers.items():
            monkeypatch.setattr(module, name, UNITS.Quantity(getattr(module, name), text))
    assert in_unit(law.law(**values), unit) == pytest.approx(alone, rel=1e-12)


def test_every_symbol_of_the_laws_is_a_parameter_and_the_other_way_round():
    only_at_the_start = {"h0", "frac_n", "most_drained", "fludarabine_day", "cyclophosphamide_day"}
    assert set(MODEL.parameters) <= set(model_symbols())
    assert set(model_symbols()) - set(MODEL.parameters) == only_at_the_start


def test_the_committed_kernel_is_what_the_laws_say():
    assert Path(k_.__file__).read_text() == write(), "run `make kernel`"


def test_every_state_is_moved_by_a_reaction():
    moved = {state for flux in MODEL.fluxes for state in flux.change}
    assert moved == {state.name for state in STATES}


def test_more_inflammation_never_scores_better():
    severity = np.linspace(0, 20, 400)
    scores = np.array([ice_score(s, 1.0, 4.0) for s in severity])
    assert scores[0] == 10.0
    assert (np.diff(scores) < 0).all()
    assert ice_score(1.0, 1.0, 4.0) == pytest.approx(5.0)
    assert ice_score(1.0, 0.5, 2.0) == pytest.approx(10 / (1 + 2**2))


def test_fluid_stands_still_at_the_tumour_of_baseline_and_leaves_with_it():
    def settles_at(cells):
        leak = tumour_leak(cells, tumour_c0=1e10)
        entering = inflow(240.0, f_rest=0.036, tumour_leak=leak, w_g_v=1.0, G_c=0.0, g50_v=200.0)
        return entering / absorption(240.0, v_c0=1000.0)

    assert settles_at(1e10) == pytest.approx(1000.0, rel=1e-12)
    assert settles_at(0.0) == pytest.approx(36.0, rel=1e-12)
    assert settles_at(1e15) == pytest.approx(36.0 + 2 * 964.0, rel=1e-4)
    volumes = [settles_at(cells) for cells in (0.0, 1e8, 1e9, 3e9, 1e10, 1e11)]
    assert volumes == sorted(volumes)
    assert inflow(240.0, 0.036, 1.0, 1.0, G_c=200.0, g50_v=200.0) == pytest.approx(1.5 * 240.0)


def test_a_steroid_holds_neurotoxicity_back_and_nothing_of_tocilizumab_enters_its_law():
    assert barrier_opening(0.5, 0.8, 0.5, 0.5) == pytest.approx(0.5 * 0.64 * 0.75)
    assert not {"TZ", "occupancy", "il6_signal", "I6"} & set(barrier_opening.arguments)


def test_white_cells_are_the_sum_of_their_kinds():
    lymphocyte_count = lymphocytes(0.5, 200.0, 1e-3)
    assert lymphocyte_count == pytest.approx(0.7)
    assert white_cells(4.0, 0.1, lymphocyte_count) == pytest.approx(5.1)


CAR_T = {"M", "E", "X", "M_b", "E_b", "M_p", "E_p", "M_l", "E_l", "M_c", "E_c", "X_c"}
TUMOUR = {"P", "N", "D", "F_p", "F_n"}


@pytest.mark.parametrize("pool", [CAR_T, TUMOUR], ids=["CAR-T", "tumour"])
def test_cells_are_neither_made_nor_lost_on_the_way(pool):
    """By stoichiometry: only division, infusion, death, clearance and the kill of free cells change a pool's
    sum.
    """
    changing = {
        flux.name: sum(change for state, change in flux.change.items() if state in pool)
        for flux in MODEL.fluxes
        if pool & set(flux.change)
    }
    source = {"infused", "homeostasis", "division", "growth"}
    sink = {"death", "clearance", "kill_free"}
    for name, total in changing.items():
        grows, shrinks = any(word in name for word in source), any(word in name for word in sink)
        assert total == (1 if grows else -1 if shrinks else 0), name


def test_arrows_are_read_as_chemists_write_them():
    assert parse_arrow("M -> 2M") == ("M", {"M": 1})
    assert parse_arrow("0 -> G_b") == (None, {"G_b": 1})
    assert parse_arrow("E -> X") == ("E", {"E": -1, "X": 1})
    with pytest.raises(ValueError, match="cannot read"):
        parse_arrow("E => X")


def test_a_site_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no site 'spleen'"):
        reaction("E -> 0", where="spleen")


@pytest.mark.parametrize(
    ("broken", "message"),
    [("engaged", "two definitions of 'engaged'"), ("tail_", "reserved"), ("M", "two definitions of 'M'")],
)
def test_colliding_and_reserved_names_are_refused(monkeypatch, broken, message):
    law = quantity("1", where="lesion")(lambda P: P)
    monkeypatch.setattr(collecting, "QUANTITIES", (*laws.QUANTITIES, replace(law, name=broken)))
    with pytest.raises(ValueError, match=message):
        collect()


def test_a_circle_of_quantities_is_refused(monkeypatch):
    def a(b):
        return b

    def b(a):
        return a

    circle = tuple(quantity("1")(law) for law in (a, b))
    monkeypatch.setattr(collecting, "QUANTITIES", (*laws.QUANTITIES, *circle))
    with pytest.raises(ValueError, match="circular"):
        collect()


def exact_bound(x: int, y: int, kd: int) -> float:
    """Smaller root of (x-b)(y-b) = kd b in rational arithmetic, its square root by integers to 60 digits."""
    s = Fraction(x + y + kd)
    square = s * s - 4 * Fraction(x) * y
    root = Fraction(math.isqrt(square.numerator * 10**120), 10**60)
    return float((s - root) / 2)


@pytest.mark.parametrize(("x", "y", "kd"), [(99, 1101, 14), (1, 10**9, 1), (10**6, 3, 10**7), (7, 7, 10**12)])
def test_binding_is_exact_to_rounding_where_the_textbook_root_loses_all_digits(x, y, kd):
    assert shapes.bound(float(x), float(y), float(kd)) == pytest.approx(exact_bound(x, y, kd), rel=1e-14)


def test_shapes_are_total_at_zero_and_below():
    assert shapes.power(0.0, 1.26) == shapes.power(-1.0, 1.26) == 0.0
    assert shapes.saturation(-1.0, 2.0) == shapes.hill(-3.0, 2.0, 1.26) == 0.0
    assert np.isfinite(shapes.bound(0.0, 0.0, 1.0))
