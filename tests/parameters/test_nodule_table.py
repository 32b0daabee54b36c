"""The table of single cells that comes with the program is what its file says, and what its runs give."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from cartsim.errors import BadInput
from cartsim.parameters import load_parameters
from cartsim.parameters.nodule_table import QUANTITIES, RECEPTORS, ROUTES, VARIABLES, load_nodule_table
from cartsim.simulate.table.design import Design, points_of
from cartsim.simulate.table.fit import fitted
from cartsim.simulate.table.reading import OUTPUTS, Reading

ROOT = Path(__file__).parents[2]
MIDDLE = {"radius": 170.0, "ratio": 0.03, "pdl1": 1.0}
TABLE = load_nodule_table()
KINDS = [(route, receptor) for route in ROUTES for receptor in RECEPTORS]


def floats(name):
    return np.array(TABLE.runs[name], dtype=float)


def test_every_kind_has_its_runs_where_the_design_puts_them():
    design = Design(runs=TABLE.made["runs_of_each_kind"], days=TABLE.made["days"], seed=TABLE.made["seed"])
    assert design.runs >= 6
    assert design.ranges == TABLE.ranges
    points = points_of(design)
    for column, name in enumerate(VARIABLES):
        assert floats(name) == pytest.approx(points[:, column])
    assert list(zip(TABLE.runs["route"], TABLE.runs["receptor"], strict=True)) == KINDS * design.runs


def test_the_stored_runs_give_the_stored_laws():
    again = fitted(TABLE.runs, TABLE.ranges)
    assert set(again) == set(TABLE.laws) == set(QUANTITIES)
    for name, law in TABLE.laws.items():
        assert law.terms == again[name].terms
        assert law.coefficients == pytest.approx(again[name].coefficients, rel=1e-9, abs=1e-12)
        assert law.covariance == pytest.approx(again[name].covariance, rel=1e-9, abs=1e-12)
        assert (law.residual_sd, law.q2) == pytest.approx((again[name].residual_sd, again[name].q2), rel=1e-9)


def test_its_references_are_the_typical_values_of_today():
    """Where this fails the table has to be made anew: its values are ratios to these."""
    assert TABLE.reference == {symbol: load_parameters()[symbol].value for symbol in TABLE.reference}


@pytest.mark.parametrize(("route", "receptor"), KINDS)
def test_the_depth_of_kills_grows_with_the_nodule_and_is_at_least_that_of_even_kills(route, receptor):
    """90 % of a ball lie within .536 radii of its surface: T cells kill throughout, the middle most, and the
    depth tells the size of the nodule, no penetration."""
    radii = np.linspace(100, 280, 8)
    depth, _ = TABLE.predict("depth", route, receptor, MIDDLE | {"radius": radii})
    assert (np.diff(depth) > 0).all()
    assert (depth / radii > 0.53).all()
    assert (depth / radii < 0.75).all()


@pytest.mark.parametrize(("route", "receptor"), KINDS)
def test_t_cells_move_faster_and_kill_slower_in_larger_nodules_up_to_the_edge(route, receptor):
    """In a small nodule there is little room across the line to the centre, and the lure holds them on it;
    in a larger one they have farther to go to the next target that nobody holds."""
    radii = np.linspace(100, 240, 8)
    motility, _ = TABLE.predict("motility", route, receptor, MIDDLE | {"radius": radii})
    kill, _ = TABLE.predict("kill", route, receptor, MIDDLE | {"radius": radii})
    assert (np.diff(motility) > 0).all()
    assert (np.diff(kill) < 0).all()


def test_the_second_receptor_spares_t_cells_from_exhaustion_no_further_than_its_law():
    """Survival is divided out, so that what is left differs between receptors by a few hundredths."""
    values = [TABLE.predict("exhaustion", "cavity", receptor, MIDDLE)[0][0] for receptor in RECEPTORS]
    assert max(values) / min(values) < 1.25


@pytest.mark.parametrize(("route", "receptor"), KINDS)
def test_no_prediction_leaves_what_physics_permits(route, receptor):
    walk = load_parameters()["speed_t"].value ** 2 * load_parameters()["persist_t"].value / 3
    motility, _ = TABLE.predict("motility", route, receptor, MIDDLE)
    assert 0 < motility[0] < walk
    kill, _ = TABLE.predict("kill", route, receptor, MIDDLE)
    assert 0 < kill[0] < load_parameters()["k_kill"].value
    exhaustion, _ = TABLE.predict("exhaustion", route, receptor, MIDDLE)
    assert 0 < exhaustion[0] < 1.2 * load_parameters()["k_x"].value


def test_beyond_its_ranges_it_is_read_at_the_edge():
    inside, spread = TABLE.predict("kill", "cavity", "none", {"radius": 280.0, "ratio": 0.01, "pdl1": 3.0})
    beyond, other = TABLE.predict("kill", "cavity", "none", {"radius": 9e3, "ratio": 1e-5, "pdl1": 40.0})
    assert np.array_equal(inside, beyond)
    assert np.array_equal(spread, other)
    assert TABLE.outside("radius", [99.0, 100.0, 280.0, 281.0]).tolist() == [True, False, False, True]


def test_its_limits_are_wider_at_the_edge_than_in_the_middle():
    _, middle = TABLE.predict("kill", "cavity", "none", MIDDLE)
    _, edge = TABLE.predict("kill", "cavity", "none", {"radius": 280.0, "ratio": 0.01, "pdl1": 3.0})
    assert edge[0] > middle[0] > TABLE.laws["kill"].residual_sd


def test_who_tires_is_as_many_as_the_hazards_of_those_who_hold_a_target_say():
    """Counts of exhausted T cells against the integrals of their hazards: a Poisson number of all runs. Some
    hold on beyond the surface, which the integrals leave out, hence no closer."""
    counted, expected = floats("exhausted").sum(), floats("exhausted_expected").sum()
    assert abs(counted - expected) < 4 * expected**0.5 + 0.1 * expected


def test_the_search_term_of_the_law_would_have_hardly_a_t_cell_engaged():
    """In these nodules four T cells in five hold a target, and by k_sf1 one in twenty would."""
    assert floats("holding").min() > 0.75
    assert np.median(floats("engaged_with_search")) < 0.06


@pytest.mark.parametrize(
    ("quantity", "route", "receptor", "words"),
    [
        ("kill", "cavity", "scfv_cd3", "cavity/scfv_cd3"),
        ("kill", "lymph", "none", "lymph/none"),
        ("speed", "cavity", "none", "depth, motility"),
    ],
)
def test_what_the_table_does_not_have_is_named_with_what_it_has(quantity, route, receptor, words):
    with pytest.raises(BadInput, match="is not in the table") as told:
        TABLE.predict(quantity, route, receptor, MIDDLE)
    assert words in str(told.value)


@pytest.mark.slow
def test_a_nodule_of_the_table_run_again_lies_where_its_law_has_it():
    """The cheapest run, by the code of today: where this fails single cells have changed, and the table is
    to be made anew."""
    design = Design(runs=TABLE.made["runs_of_each_kind"], days=TABLE.made["days"], seed=TABLE.made["seed"])
    cheapest = int(np.argmin(floats("tumour_cells") * floats("days")))
    row = points_of(design)[cheapest]
    found = dict(zip(OUTPUTS, Reading(design)(row)[:, 0], strict=True))
    where = {name: row[k] for k, name in enumerate(VARIABLES)}
    route, receptor = TABLE.runs["route"][cheapest], TABLE.runs["receptor"][cheapest]
    for quantity in QUANTITIES:
        value, spread = TABLE.predict(quantity, route, receptor, where)
        assert abs(np.log(found[quantity] / value[0])) < 4 * spread[0], quantity
    assert found["tumour_cells"] == floats("tumour_cells")[cheapest]


def test_the_page_prints_the_coefficients_of_the_file():
    made = runpy.run_path(str(ROOT / "docs" / "make_nodule_table.py"))["markdown"]()
    page = (ROOT / "docs" / "explanation" / "nodule_table.md").read_text(encoding="utf-8")
    assert made in page, "make figures, or python docs/make_nodule_table.py FIGURE PAGE"
