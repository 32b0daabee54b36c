"""The same patients, schedule and equations for other solvers.

`scalar_rhs` compiles the generated right-hand side of `cartsim.model.kernel` once more for one patient, with
the mathematical library's functions, so that every solver integrates the identical equations. Schedule rows
are met exactly by all: each solver goes from row to row. No rescue rules and no extinction, which no peer
has.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numba
import numpy as np
import roadrunner
import xarray as xr
from numba import carray, cfunc, types
from scipy.integrate import odeint, solve_ivp

from cartsim._jit import kernel
from cartsim._straight import SOURCES
from cartsim._straight import source as source_of
from cartsim.model import kernel as k_
from cartsim.model.sbml.document import document, text
from cartsim.model.state import MAX_LESIONS
from cartsim.model_export import one_patient
from cartsim.scenario.doses import Arm as ArmOf
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.sizes import N_BODY, N_BORDER, N_LESION, N_P, N_Q, SCALE

BODY = {name: i for i, name in enumerate(k_.BODY_STATES)}
T_CELLS = [BODY[name] for name in ("M_b", "E_b", "M_p", "E_p", "M_l", "E_l", "M_c", "E_c", "X_c")]
F_M, F_P0 = (k_.PARAMETERS.index(name) for name in ("f_m", "f_p0"))
KEPT = len(k_.KEPT) * MAX_LESIONS


class Task(NamedTuple):
    """One patient: state at the start and scale of each state (no places for sums over lesions), parameters
    with constants `p` and `q`, number of groups, the share h0 that lymphodepletion leaves, rows (day, kind,
    amount), times to read.
    """

    y0: np.ndarray
    scale: np.ndarray
    p: np.ndarray
    q: np.ndarray
    n_lesions: int
    h0: float
    rows: list[tuple[float, int, float]]
    times: np.ndarray


@kernel
def _prepare(p, q):
    k_.prepare_(p, q, MAX_LESIONS)


def tasks(problem: v.Problem, plan: v.Plan) -> list[Task]:
    """Every patient of a problem for a peer."""
    out = []
    for i in range(len(problem.y0)):
        n = int(problem.n_lesions[i])
        work = v.workspace(0, v.scratch_room())
        work.p[: problem.p.shape[1]] = problem.p[i][:, np.newaxis]
        work.q[:] = 1.0
        for k in range(n):
            work.q[N_Q * k : N_Q * k + 2] = problem.q[i, k][:, np.newaxis]
        _prepare(work.p, work.q)
        keep = places(n)
        rows = [
            (float(day), int(kind), float(amount))
            for day, kind, amount in zip(plan.row_day, plan.row_kind, problem.amounts[i], strict=True)
            if amount
        ]
        scale = np.concatenate([SCALE[:N_BODY], np.tile(SCALE[N_BORDER:], n)])
        out.append(
            Task(problem.y0[i, keep], scale, work.p[:, 0].copy(), work.q[:, 0].copy(), n,
                 float(problem.h0[i]), rows, plan.times)
        )  # fmt: skip
    return out


def places(n_lesions: int) -> np.ndarray:
    """Where the states of a patient lie in the engine's vector."""
    return np.r_[:N_BODY, N_BORDER : N_BORDER + N_LESION * n_lesions]


def scalar_rhs() -> Callable[..., None]:
    """The generated right-hand side, compiled for the numbers of one patient."""
    source = "from math import log, sqrt\n" + SCALARS + ast.unparse(_plain(source_of(SOURCES[k_.rhs_])[0]))
    space: dict = {"njit": numba.njit, "pairs": range}
    exec(source, space)
    return numba.njit(error_model="numpy")(space["rhs_"])


SCALARS = """
@njit
def largest(x, y): return y if y > x else x
@njit(error_model="numpy")
def power(x, n): return x**n if x > 0.0 else 0.0
@njit(error_model="numpy")
def cube_root(x): return x**(1.0/3.0) if x > 0.0 else 0.0
"""


class _Scalars(ast.NodeTransformer):
    """get(y, i) -> y[i]; put(y, i, x) -> y[i] = x; full(x) -> x; where(c, a, b) -> a if c else b."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "put":
            array, row, value = map(ast.unparse, node.value.args)
            return ast.parse(f"{array}[{row}] = {value}").body[0]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name, parts = ast.unparse(node.func), [ast.unparse(argument) for argument in node.args]
        text = {
            "get": lambda: f"{parts[0]}[{parts[1]}]",
            "full": lambda: parts[0],
            "where": lambda: f"(({parts[1]}) if ({parts[0]}) else ({parts[2]}))",
        }.get(name)
        return ast.parse(text(), mode="eval").body if text else node


def _plain(tree: ast.FunctionDef) -> ast.AST:
    copy = ast.parse(ast.unparse(tree)).body[0]
    copy.decorator_list = []
    return ast.fix_missing_locations(_Scalars().visit(copy))


RHS = scalar_rhs()
SIZE_Y = N_BORDER + N_LESION * MAX_LESIONS
AT_DY, AT_KEPT = SIZE_Y, 2 * SIZE_Y
AT_P = AT_KEPT + KEPT
AT_Q = AT_P + N_P
AT_SCALE = AT_Q + N_Q * MAX_LESIONS
SIZE = AT_SCALE + SIZE_Y


@numba.njit(error_model="numpy")
def slope(u, du, data, n_lesions):
    """d(y/scale)/dt of one patient; `data` holds scratch, parameters and scales."""
    y, dy = data[:AT_DY], data[AT_DY:AT_KEPT]
    kept, p, q, scale = data[AT_KEPT:AT_P], data[AT_P:AT_Q], data[AT_Q:AT_SCALE], data[AT_SCALE:]
    n = N_BODY + N_LESION * n_lesions
    for m in range(n):
        at = m if m < N_BODY else m + N_BORDER - N_BODY
        y[at] = u[m] * scale[m]
        dy[at] = 0.0
    RHS(y, p, q, n_lesions, kept, dy)
    for m in range(n):
        at = m if m < N_BODY else m + N_BORDER - N_BODY
        du[m] = dy[at] / scale[m]


def data_of(task: Task) -> np.ndarray:
    data = np.zeros(SIZE + 1)
    data[AT_P:AT_Q], data[AT_Q:AT_SCALE] = task.p, task.q
    data[AT_SCALE : AT_SCALE + len(task.scale)] = task.scale
    data[SIZE] = task.n_lesions
    return data


POINTER = types.CPointer(types.double)


@cfunc(types.void(types.double, POINTER, POINTER, POINTER))
def slope_c(t, u, du, p):
    data = carray(p, (SIZE + 1,))
    n_lesions = int(data[SIZE])
    n = N_BODY + N_LESION * n_lesions
    slope(carray(u, (n,)), carray(du, (n,)), data, n_lesions)


def act(task: Task, y: np.ndarray, kind: int, amount: float) -> None:
    """One schedule row on the state."""
    if kind == v.LYMPHODEPLETION:
        left = task.h0 ** (amount / 3.0)
        y[BODY["LD"]] += amount
        y[BODY["H"]] *= left
        y[T_CELLS] *= left
    elif kind in (v.DOSE_IV, v.DOSE_CAVITY):  # into empty pools, as the benchmark's arms do
        y[BODY["W_s" if kind == v.DOSE_IV else "W_c"]] = 1.0
        if kind == v.DOSE_IV:
            y[BODY["W_c"]] = 1.0
        f_m, f_p0 = task.p[F_M], task.p[F_P0]
        for place, share in {"p": f_p0, "b": 1 - f_p0}.items() if kind == v.DOSE_IV else [("c", 1.0)]:
            y[BODY["M_" + place]] += f_m * share * amount
            y[BODY["E_" + place]] += (1 - f_m) * share * amount
    else:
        raise ValueError(f"the benchmark's arms have no row of kind {kind}")


def segments(task: Task) -> Iterator[tuple[np.ndarray, np.ndarray, list[tuple[int, float]]]]:
    """From row to row: which readings lie in [start, end), times to visit (start, readings, end), the rows
    that act at the start.
    """
    days = sorted({day for day, _, _ in task.rows} | {task.times[0], task.times[-1]})
    for start, end in pairwise(days):
        inside = (task.times >= start) & (task.times < end)
        if end == task.times[-1]:
            inside |= task.times == end
        visit = np.unique(np.concatenate([[start], task.times[inside], [end]]))
        yield inside, visit, [(kind, amount) for day, kind, amount in task.rows if day == start]


Integrate = Callable[[np.ndarray, np.ndarray, np.ndarray, float, int], np.ndarray]


def course(task: Task, integrate: Integrate, rtol: float) -> np.ndarray:
    """States at the task's times by a solver of d(y/scale)/dt, whose absolute tolerance is rtol."""
    out = np.full((len(task.times), len(task.y0)), np.nan)
    y, data = task.y0.copy(), data_of(task)
    for inside, visit, rows in segments(task):
        for kind, amount in rows:
            act(task, y, kind, amount)
        found = integrate(y / task.scale, visit, data, rtol, task.n_lesions) * task.scale
        out[inside] = found[np.searchsorted(visit, task.times[inside])]
        y = found[-1].copy()
    return out


def by_numbalsoda(u: np.ndarray, times: np.ndarray, data: np.ndarray, rtol: float, n: int) -> np.ndarray:
    """LSODA in C++ with the compiled right-hand side."""
    from numbalsoda import lsoda

    found, success = lsoda(slope_c.address, u, times, data=data, rtol=rtol, atol=rtol, mxstep=10**6)
    if not success:
        raise RuntimeError("numbalsoda gave up")
    return found


def by_odeint(u: np.ndarray, times: np.ndarray, data: np.ndarray, rtol: float, n: int) -> np.ndarray:
    """scipy.integrate.odeint, that is LSODA in Fortran, with the compiled right-hand side."""
    du = np.empty_like(u)

    def fun(_: float, state: np.ndarray) -> np.ndarray:
        slope(state, du, data, n)
        return du

    return odeint(fun, u, times, tfirst=True, rtol=rtol, atol=rtol, mxstep=10**6)


def _by_ivp(method: str) -> Integrate:
    def integrate(u: np.ndarray, times: np.ndarray, data: np.ndarray, rtol: float, n: int) -> np.ndarray:
        def fun(_: float, state: np.ndarray) -> np.ndarray:
            du = np.empty_like(state)
            slope(state, du, data, n)
            return du

        found = solve_ivp(fun, times[[0, -1]], u, method=method, t_eval=times, rtol=rtol, atol=rtol)
        if not found.success:
            raise RuntimeError(found.message)
        return found.y.T

    return integrate


def road_runner(scenario: Scenario, arm: ArmOf, patient: xr.Dataset) -> roadrunner.RoadRunner:
    """One patient of an arm in libRoadRunner, from our SBML document: its schedule as events."""
    roadrunner.Config.setValue(roadrunner.Config.LLVM_BACKEND, roadrunner.Config.LLJIT)
    written = text(document(one_patient(scenario, arm, patient, given=True)))
    model = roadrunner.RoadRunner(written)
    model.integrator.maximum_num_steps = 10**6
    return model


def by_road_runner(model: roadrunner.RoadRunner, task: Task, rtol: float) -> np.ndarray:
    """States at the task's times, by CVODE with an absolute tolerance of rtol times each state's scale.
    Readings at a moment when something is given are left out (NaN): whether they precede it is the program's
    choice.
    """
    groups = [f"{name}_{k}" for k in range(task.n_lesions) for name in k_.LESION_STATES]
    names = [*k_.BODY_STATES, *groups]
    model.resetAll()
    model.integrator.relative_tolerance = rtol
    for name, scale in zip(names, task.scale, strict=True):
        model.integrator.setIndividualTolerance(name, rtol * float(scale))
    found = np.array(model.simulate(times=list(task.times - task.times[0]), selections=names))
    found[np.isin(task.times, [day for day, _, _ in task.rows])] = np.nan
    return found


PEERS: dict[str, Integrate] = {
    "numbalsoda": by_numbalsoda,
    "scipy odeint": by_odeint,
    "scipy LSODA": _by_ivp("LSODA"),
    "scipy Radau": _by_ivp("Radau"),
}
