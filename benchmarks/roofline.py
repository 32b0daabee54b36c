"""Which share of the processor's arithmetic the engine uses.

python -m benchmarks.roofline [--rounds 7] [--out docs/benchmarks/roofline.txt]

The peak is measured in the same run: chains of multiply-add on lanes, as wide as the engine's. The engine's
work is counted from its generated functions: every + - * / sqrt and comparison is one operation, a fused
multiply-add two; elementary functions count by what they are made of. Rejected steps are work too. Step-size
control, events and the watch for extinction are timed and not counted. Readings at the start and end only, no
rules. One core, four groups; medians of the
rounds, least and greatest beside.
"""

from __future__ import annotations

import argparse
import ast
import time
from pathlib import Path

import numpy as np

from benchmarks.machine import GROUPS, SCENARIO, machine
from cartsim import draw, load
from cartsim._jit import kernel
from cartsim._lanes import LANES, aligned, full, get, put
from cartsim._straight import SOURCES, source
from cartsim.model import kernel as k_
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import rodas4, rodas5p, steps
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.schedule import schedule

COUNT = {"n_lesions": GROUPS, "n": N_BORDER + N_LESION * GROUPS, "N_BORDER": N_BORDER, "N_LESION": N_LESION}
"""Turns of the loops of the generated functions."""


@kernel
def six_chains(turns, x):
    """Six chains of lanes, two multiply-adds of each a turn: twelve where a row is two registers."""
    a, b, c, d, e, f = get(x, 0), get(x, 1), get(x, 2), get(x, 3), get(x, 4), get(x, 5)
    m, s = full(0.999), full(0.001)
    for _ in range(turns):
        a, b, c = a * m + s, b * m + s, c * m + s
        d, e, f = d * m + s, e * m + s, f * m + s
        a, b, c = a * m + s, b * m + s, c * m + s
        d, e, f = d * m + s, e * m + s, f * m + s
    put(x, 0, a + b + c + d + e + f)


@kernel
def twelve_chains(turns, x):
    """Twelve chains of lanes, one multiply-add of each a turn, for registers that hold a row."""
    a, b, c, d, e, f = get(x, 0), get(x, 1), get(x, 2), get(x, 3), get(x, 4), get(x, 5)
    g, h, i, j, k, n = get(x, 6), get(x, 7), get(x, 8), get(x, 9), get(x, 10), get(x, 11)
    m, s = full(0.999), full(0.001)
    for _ in range(turns):
        a, b, c = a * m + s, b * m + s, c * m + s
        d, e, f = d * m + s, e * m + s, f * m + s
        g, h, i = g * m + s, h * m + s, i * m + s
        j, k, n = j * m + s, k * m + s, n * m + s
    put(x, 0, a + b + c + d + e + f + g + h + i + j + k + n)


def peak(turns: int = 1_000_000) -> float:
    """GFLOP/s of multiply-add on one core: of the number of chains that suits the processor."""
    x, found = aligned(12), []
    for chains in (six_chains, twelve_chains):
        x[:] = 1.5
        chains(10, x)
        began = time.process_time()
        chains(turns, x)
        found.append(turns * 12 * 2 * LANES / (time.process_time() - began) / 1e9)
    return max(found)


def operations(function: object) -> int:
    """Arithmetic operations of one call of a straight function, for one patient."""
    tree, world = source(SOURCES[function])
    return sum(_statement(statement, world) for statement in tree.body)


def _statement(statement: ast.stmt, world: dict) -> int:
    if isinstance(statement, ast.For):
        turns = COUNT[ast.unparse(statement.iter.args[0])]
        return turns * sum(_statement(inner, world) for inner in statement.body)
    return _expression(statement, world)


def _expression(node: ast.AST, world: dict) -> int:
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name in ("get", "put", "spread"):
            return sum(_expression(value, world) for value in node.args[2:])
        inside = sum(_expression(value, world) for value in node.args)
        if world.get(name) in SOURCES:
            return inside + operations(world[name])
        return inside + (name in ("sqrt", "largest", "absolute"))
    own = isinstance(node, ast.BinOp | ast.Compare)
    return own + sum(_expression(child, world) for child in ast.iter_child_nodes(node))


def step_operations(method: object) -> dict[str, int]:
    """By function, of one step."""
    name, stages = method.NAME, method.STAGES
    sums = sum(operations(getattr(steps, f"{name}_to_{i}_")) for i in range(1, stages))
    return {
        "right-hand sides": (stages - 1) * operations(k_.rhs_),
        "substitutions": stages * operations(k_.solve_),
        "sums over stages": sums + operations(getattr(steps, f"{name}_end_")),
        "Jacobian, first right-hand side": operations(k_.matrix_),
        "factorisation": operations(k_.factorise_),
    }


def report(rounds: int) -> str:
    scenario = load(SCENARIO)
    patients = draw(scenario, np.arange(1600))
    groups = (patients["lesion_kind"].values > 0).sum(axis=1)
    patients = patients.isel(patient=np.flatnonzero(groups == GROUPS)[:256])
    arm = scenario.trial.arms[1]
    asked = schedule(scenario, arm, patients)
    what, lines = problem(scenario, arm, patients, asked), [*machine().values(), ""]
    plan = asked.plan._replace(rules=asked.plan.rules[:0], times=asked.plan.times[[0, -1]])
    for method, code, rtol in ((rodas5p, v.RODAS5P, 1e-6), (rodas4, v.RODAS4, 1e-4)):
        plan = plan._replace(rtol=rtol, method=code)
        counted = step_operations(method)
        each = sum(counted.values())
        solve(what, plan, threads=1)
        rows = []
        for _ in range(rounds):
            top = peak()
            began = time.process_time()
            found = solve(what, plan, threads=1)
            taken = time.process_time() - began
            tried = int(found.counts[:, [v.STEPS, v.REJECTIONS]].sum())
            rows.append((top, tried * each / taken / 1e9, 1e6 * taken / tried))
        top, reached, micro = np.median(rows, axis=0)
        share = [100 * b / a for a, b, _ in rows]
        lines += [
            f"{method.NAME} at {rtol:.0e}: {each} operations a step "
            f"({', '.join(f'{name} {100 * n / each:.0f} %' for name, n in counted.items())})",
            f"  {reached:.1f} of {top:.1f} GFLOP/s: {np.median(share):.0f} % of the multiply-add peak "
            f"({min(share):.0f} to {max(share):.0f} in {rounds} rounds), {micro:.2f} us a step and patient",
        ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks/roofline.txt"))
    asked = parser.parse_args()
    text = report(asked.rounds)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
