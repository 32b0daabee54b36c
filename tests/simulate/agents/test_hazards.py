"""On a frozen state in which all cells of a kind are alike, single cells do what the equations do."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.model import kernel as k_
from cartsim.model.kernel_writer.collect import collect
from cartsim.model.laws import REACTIONS
from cartsim.model.reaction import parse_arrow
from cartsim.model.receptors import DESIGNS
from cartsim.model.state import MAX_LESIONS
from cartsim.simulate.agents import laws
from cartsim.simulate.agents.surroundings import STATES
from cartsim.simulate.agents.values import Values
from cartsim.simulate.ode.sizes import N_BORDER, N_P, N_Q
from tests.model import test_kernel as of_kernel
from tests.simulate.agents import group as g_
from tests.simulate.agents.summed import summed

STATES_TO_FREEZE = (
    {"M": 60, "E": 150, "X": 20, "P": 400, "N": 60, "D": 30},
    {"M": 1, "E": 3000, "X": 700, "P": 20, "N": 900, "D": 4000},
    {"M": 0, "E": 0, "X": 5, "P": 3000, "N": 0, "D": 0},
    {"M": 7, "E": 11, "X": 0, "P": 0, "N": 0, "D": 2},
)


def in_the_kernel(known, state, dex):
    """The group alone as the kernel of the equations takes it: y, p, q."""
    y = np.zeros(N_BORDER + len(STATES))
    body = {"V_c": known["v_c0"], "H": 1.0, "W_c": 1.0, "W_s": 1.0, "DX": known["dx_50"] * dex / (1 - dex)}
    body |= {name: 1.0 for name in k_.BODY_STATES if name.endswith(("_n", "_p")) and name[0] in "ptc"}
    for name, value in body.items():
        y[k_.BODY_STATES.index(name)] = value
    y[N_BORDER:] = [state[k_.LESION_STATES.index(name)] for name in STATES]
    p, q = np.zeros(N_P), np.zeros((MAX_LESIONS, N_Q))
    p[: len(k_.PARAMETERS)] = [known[name] for name in k_.PARAMETERS]
    q[:, k_.LESION_PARAMETERS.index("n")] = g_.WHERE["n"]
    q[:, k_.LESION_PARAMETERS.index("cavity")] = g_.WHERE["cavity"]
    p, q = of_kernel.in_lanes(p), of_kernel.in_lanes(q.ravel())
    of_kernel.prepare(p, q)
    return y, p, q


def by_the_laws(known, state, dex):
    """Flux of each lesion reaction from each state, and the secretion, by the plain functions."""
    body, (group,) = of_kernel.quantities(*in_the_kernel(known, state, dex), 1)
    seen = body | group
    return {
        flux.name: flux.law(**{a: seen[full] for a, full in flux.arguments.items()}) * seen.get(flux.left, 1.0)
        for flux in collect().fluxes
        if flux.scope == "lesion"
    } | {"secretion": seen["secretion"]}


def change(fluxes: dict[str, float]) -> np.ndarray:
    """Rate of change of each state (STATES) by these fluxes, and the sum of their sizes."""
    out = np.zeros((2, len(STATES)))
    for flux in collect().fluxes:
        for state, n in flux.change.items():
            if flux.name in fluxes and state in STATES:
                out[:, STATES.index(state)] += n * fluxes[flux.name], abs(n * fluxes[flux.name])
    return out


def frozen(design, counts, cavity, monkeypatch):
    """A group in that state, its values, and what it is in STATES."""
    monkeypatch.setitem(g_.WHERE, "cavity", cavity)
    known = g_.parameters(design)
    group = g_.group(known, **counts)
    group.pdl1 = 4.3e4
    return group, known, Values.of(known)


def test_every_reaction_of_a_lesion_is_one_of_single_cells_or_of_the_interface():
    of_cells = {reaction.name for reaction in laws.OF_A_NODULE}
    of_body = {reaction.name for reaction in laws.OF_THE_INTERFACE}
    assert of_cells | of_body == {reaction.name for reaction in REACTIONS if "lesion" in reaction.where}
    assert not of_cells & of_body
    inputs = {"M_b", "E_b", "M_c", "E_c", None}
    for reaction in laws.OF_THE_INTERFACE:
        assert {parse_arrow(arrow)[0] for arrow in reaction.arrows} <= inputs, reaction.name


@pytest.mark.parametrize("cavity", [0.0, 1.0])
@pytest.mark.parametrize("counts", STATES_TO_FREEZE, ids=lambda counts: "{M}M {E}E {P}P {N}N".format(**counts))
@pytest.mark.parametrize("design", DESIGNS)
def test_summed_hazards_of_cells_are_the_fluxes_of_the_equations(
    design, counts, cavity, monkeypatch, record_property
):
    group, known, values = frozen(design, counts, cavity, monkeypatch)
    found, expected = summed(group, values), by_the_laws(known, group.read(values), g_.DEX)
    assert found.pop("") == 0.0
    of_body = {reaction.name for reaction in laws.OF_THE_INTERFACE}
    rest = {name for name in expected if name.rpartition("_")[0] in of_body or name.startswith(tuple(of_body))}
    assert set(found) == set(expected) - rest
    errors = [abs(found[name] / value - 1) for name, value in expected.items() if name in found and value]
    assert all(found[name] == 0.0 for name, value in expected.items() if name in found and not value)
    record_property("largest relative difference of a flux", f"{max(errors):.0e}")
    assert max(errors) < 1e-13


@pytest.mark.parametrize("counts", STATES_TO_FREEZE[:2], ids=lambda counts: "{M}M {E}E {P}P {N}N".format(**counts))
@pytest.mark.parametrize("design", DESIGNS)
def test_summed_hazards_change_the_group_as_kernel_and_second_implementation_do(
    design, counts, monkeypatch, record_property
):
    group, known, values = frozen(design, counts, 1.0, monkeypatch)
    state = group.read(values)
    by_cells, gross = change(summed(group, values))
    y, p, q = in_the_kernel(known, state, g_.DEX)
    by_kernel = of_kernel.slopes(y, p, q, 1)[N_BORDER:]
    by_second = g_.slopes(known, state)
    for other, slopes in (("the kernel", by_kernel), ("the second implementation", by_second)):
        error = np.abs(by_cells - slopes) / gross
        record_property(f"largest difference to {other}", f"{error.max():.0e}")
        assert error.max() < 1e-12, (other, STATES[int(error.argmax())])
