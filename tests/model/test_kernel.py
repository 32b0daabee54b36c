"""The generated kernel against the plain laws, and its Jacobian against differences of its right-hand side.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import pytest

import cartsim
from cartsim._jit import kernel
from cartsim._lanes import aligned, get
from cartsim.model import kernel as k_
from cartsim.model.kernel_writer.collect import collect
from cartsim.model.receptors import DESIGNS
from cartsim.model.state import MAX_LESIONS, STATES
from cartsim.scenario import loads
from cartsim.simulate.arms import problem
from cartsim.simulate.ode.sizes import N_BODY, N_BORDER, N_LESION, N_P, N_Q, N_ROWS
from cartsim.simulate.ode.solve import rounded
from cartsim.simulate.schedule import schedule

TEXT = """
schema: cartsim.scenario/1
title: states to differentiate at
question: are the derivatives right?
product: {{pdl1_receptor: {design}}}
disease: {{kinds: {{ovarian: 0.5, nsclc: 0.5}}, her2_ihc: {{2+: 0.5, 3+: 0.5}}}}
trial:
  arms: [{{name: IV, dose: 1e8 cells, route: intravenous}}]
  response: {{criteria: RECIST 1.1, confirmation: 28 days, stable_disease_from: 23 days}}
run: {{patients: 6, seed: 5}}
"""
LEVELS = {
    "cell": (4, 9),
    "molecule/cell": (3, 5),
    "mL": (2, 3.5),
    "pg/mL": (-1, 3),
    "mg/L": (0, 2),
    "mg": (0, 2.5),
    "giga/L": (-1, 2),
}
"""Decades over which a state of this unit is drawn; shares are uniform."""


@kernel
def prepare(p, q):
    k_.prepare_(p, q, MAX_LESIONS)


@kernel
def rhs(y, p, q, n_lesions, kept, dy):
    k_.rhs_(y, p, q, n_lesions, kept, dy)


@kernel
def solve(y, p, q, n_lesions, kept, shift, border, block, dy, x):
    k_.matrix_(y, p, q, n_lesions, kept, get(shift, 0), border, block, dy)
    k_.factorise_(border, block, n_lesions)
    k_.solve_(border, block, n_lesions, x)


def in_lanes(rows: np.ndarray) -> np.ndarray:
    """One patient's column in every lane."""
    out = aligned(len(rows))
    out[:] = rows[:, np.newaxis]
    return out


def whole(y):
    """A patient's states in every lane, with places for groups that there are not."""
    return in_lanes(np.append(y, np.zeros(N_ROWS - len(y))))


def slopes(y, p, q, n_lesions):
    """dy/dt of one patient."""
    dy = aligned(N_ROWS)
    rhs(whole(y), p, q, n_lesions, aligned(len(k_.KEPT) * MAX_LESIONS), dy)
    assert (dy == dy[:, :1]).all(), "lanes with the same patient differ"
    return dy[: len(y), 0].copy()


def somewhere(design: str, seed: int):
    """A random interior state of six virtual patients, with parameters, ready for the kernel: list of (y, p,
    q, n_lesions), p and q in lanes.
    """
    scenario = loads(TEXT.format(design=design), "kernel.yaml")
    patients = cartsim.draw(scenario)
    arm = scenario.trial.arms[0]
    asked = problem(scenario, arm, patients, schedule(scenario, arm, patients))
    random = np.random.default_rng(seed)
    out = []
    for i in range(patients.sizes["patient"]):
        n_lesions = int(asked.n_lesions[i])
        y, p, q = asked.y0[i].copy(), np.zeros(N_P), np.zeros((MAX_LESIONS, N_Q))
        p[: len(k_.PARAMETERS)] = asked.p[i, : len(k_.PARAMETERS)]
        p[len(k_.PARAMETERS) : len(k_.PARAMETERS) + len(k_.INPUTS)] = 1e8, 3e8, 1.0, 0.0
        q[:, : len(k_.LESION_PARAMETERS)] = asked.q[i]
        q[n_lesions:, k_.LESION_PARAMETERS.index("n")] = 1.0
        for at, state in places(n_lesions):
            y[at] = (
                10 ** random.uniform(*LEVELS[state.unit])
                if state.unit in LEVELS
                else random.uniform(0.05, 0.95)
            )
        p, q = in_lanes(p), in_lanes(q.ravel())
        prepare(p, q)
        out.append((y[: N_BORDER + N_LESION * n_lesions], p, q, n_lesions))
    return out


def places(n_lesions: int):
    """(place in y, state) of every state that exists."""
    yield from enumerate(STATES[:N_BODY])
    for k in range(n_lesions):
        yield from ((N_BORDER + N_LESION * k + i, state) for i, state in enumerate(STATES[N_BODY:]))


def quantities(y, p, q, n_lesions):
    """Every name that laws read, from the plain Python functions alone: of the body, and of each group."""
    model = collect()
    body = dict(zip((*k_.PARAMETERS, *k_.INPUTS), p[:, 0].tolist(), strict=False)) | dict(
        zip(k_.BODY_STATES, y.tolist(), strict=False)
    )
    group = [
        dict(zip(k_.LESION_PARAMETERS, q[N_Q * k :, 0].tolist(), strict=False))
        | dict(zip(k_.LESION_STATES, y[N_BORDER + N_LESION * k :].tolist(), strict=False))
        for k in range(n_lesions)
    ]
    for name, node in model.nodes.items():
        if node.scope == "body":
            body[name] = node.law(**{a: body[full] for a, full in node.arguments.items()})
            continue
        values = [node.law(**{a: (body | g)[full] for a, full in node.arguments.items()}) for g in group]
        if node.total:
            body[name] = sum(values)
        else:
            for g, value in zip(group, values, strict=True):
                g[name] = value
    return body, group


def by_the_laws(y, p, q, n_lesions):
    """dy/dt from the plain Python functions alone: quantities, sums over lesions, fluxes."""
    body, group = quantities(y, p, q, n_lesions)
    change = np.zeros_like(y)
    for flux in collect().fluxes:
        for k, g in enumerate(group if flux.scope == "lesion" else [{}]):
            seen = body | g
            rate = flux.law(**{a: seen[full] for a, full in flux.arguments.items()}) * (
                seen[flux.left] if flux.left else 1.0
            )
            for state, n in flux.change.items():
                in_body = state in k_.BODY_STATES
                at = (
                    k_.BODY_STATES.index(state)
                    if in_body
                    else N_BORDER + N_LESION * k + k_.LESION_STATES.index(state)
                )
                change[at] += n * rate
    return change


@pytest.mark.parametrize("design", DESIGNS)
def test_the_right_hand_side_is_what_the_plain_laws_say(design):
    for y, p, q, n_lesions in somewhere(design, 1):
        dy = slopes(y, p, q, n_lesions)
        expected = by_the_laws(y, p, q, n_lesions)
        np.testing.assert_allclose(dy, expected, rtol=1e-11, atol=1e-11 * np.abs(expected).max())


def shared_rows(statement: ast.stmt) -> list[tuple[str, str, str]]:
    """(get or put, array, row) of every row that a statement touches and that is no group's own."""
    calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
    calls = [node for node in calls if node.func.id in ("get", "put")]
    found = [(node.func.id, *(ast.unparse(value) for value in node.args[:2])) for node in calls]
    group = re.compile(r"\b(k|b_)\b")
    return [row for row in found if not group.search(row[2])]


def test_groups_taken_in_pairs_share_no_row_but_to_add_to_it():
    """Two groups are written statement by statement: what one puts where the other reads comes too early."""
    loops = [
        node
        for node in ast.walk(ast.parse(Path(k_.__file__).read_text()))
        if isinstance(node, ast.For) and ast.unparse(node.iter).startswith("pairs(")
    ]
    assert len(loops) == 4
    assert any(row[:2] == ("put", "dy") for loop in loops for part in loop.body for row in shared_rows(part))
    for loop in loops:
        touched = [shared_rows(statement) for statement in loop.body]
        for i, rows in enumerate(touched):
            for _, array, row in (one for one in rows if one[0] == "put"):
                assert ("get", array, row) in rows, f"{array}[{row}] is overwritten by each group"
                others = [name for j, rest in enumerate(touched) if j != i for name in rest]
                assert not [name for name in others if name[1:] == (array, row)], f"{array}[{row}]"


@pytest.mark.parametrize("design", DESIGNS)
def test_the_pass_that_makes_the_matrix_gives_the_same_right_hand_side(design):
    for y, p, q, n_lesions in somewhere(design, 4):
        dy, expected = aligned(N_ROWS), slopes(y, p, q, n_lesions)
        linear(y, p, q, n_lesions, 1.0, dy, aligned(N_ROWS))
        np.testing.assert_allclose(dy[: len(y), 0], expected, rtol=1e-12, atol=1e-12 * np.abs(expected).max())


def linear(y, p, q, n_lesions, h, dy, x):
    """x <- (1/h I - J)^-1 x, and dy/dt, of one patient."""
    kept, border = aligned(len(k_.KEPT) * MAX_LESIONS), aligned(k_.N_BORDER_SLOTS)
    block, shift = aligned(k_.N_BLOCK_SLOTS * MAX_LESIONS), in_lanes(np.array([1 / h]))
    solve(whole(y), p, q, rounded(n_lesions), kept, shift, border, block, dy, x)


def differences(y, p, q, n_lesions):
    """Jacobian by central differences with Richardson extrapolation, states only."""
    keep = [at for at, _ in places(n_lesions)]
    out = np.zeros((len(keep), len(keep)))

    def central(at, h):
        up, down = y.copy(), y.copy()
        up[at] += h
        down[at] -= h
        a, b = slopes(up, p, q, n_lesions), slopes(down, p, q, n_lesions)
        return ((a - b) / (up[at] - down[at]))[keep]

    for column, at in enumerate(keep):
        h = 1e-4 * max(abs(y[at]), 1e-3)
        out[:, column] = (4 * central(at, h / 2) - central(at, h)) / 3
    return out, keep


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("h", [1e-3, 0.1, 3.0])
def test_the_arrow_solves_the_system_that_finite_differences_give(design, h, record_property):
    """Jacobian, assembly, order of elimination, fill and substitution at once, for short and long steps."""
    random = np.random.default_rng(2)
    for y, p, q, n_lesions in somewhere(design, 3)[:3]:
        jacobian, keep = differences(y, p, q, n_lesions)
        scale = np.array([state.scale for _, state in places(n_lesions)])
        right = np.zeros_like(y)
        right[keep] = random.normal(size=len(keep)) * scale
        expected = np.linalg.solve(np.eye(len(keep)) / h - jacobian, right[keep])
        x = whole(right)
        linear(y, p, q, n_lesions, h, aligned(N_ROWS), x)
        error = np.abs(x[keep, 0] - expected) / (np.abs(expected) + scale)
        record_property("largest error", f"{error.max():.0e}")
        assert error.max() < 1e-5, (
            k_.BODY_STATES[int(error.argmax())] if error.argmax() < N_BODY else "a lesion state"
        )
