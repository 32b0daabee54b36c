"""Puts the parts together into the text of `model/kernel.py`."""

from __future__ import annotations

import re

import sympy

from cartsim.model.kernel_writer.arrow import arrow as arrow_of
from cartsim.model.kernel_writer.classify import Plan, classify, kinds
from cartsim.model.kernel_writer.collect import Flux, Model, collect
from cartsim.model.kernel_writer.differentiate import Differentiator, Statements, symbol
from cartsim.model.kernel_writer.hoist import Hoist
from cartsim.model.kernel_writer.layout import Layout, bind, names
from cartsim.model.kernel_writer.printer import code, lines
from cartsim.model.kernel_writer.trace import trace
from cartsim.model.observables import BODY_OBSERVABLES, LESION_OBSERVABLES
from cartsim.model.state import INPUTS, LESION_PARAMETERS

HEADER = '''"""GENERATED from the laws by `make kernel`. Do not edit: change the law instead.

Every array is (row, lane). Rows of
y: body states, one unused row per sum over lesions, then the states of each lesion group in turn (a place
without a group, up to an even number of them, holds no cells);
p: parameters, inputs set by the schedule, constants of the patient;
q: per group, its own parameters and constants; kept: per group, scratch.
"""

# ruff: noqa
from cartsim._lanes import full, get, largest, pairs, put, sqrt, where
from cartsim._straight import straight
from cartsim.model.vector_math import cube_root, log, power, power_slope
'''


def write() -> str:
    """The whole text of the kernel."""
    model = collect()
    wanted = {argument for flux in model.fluxes for argument in flux.arguments.values()}
    seen = {name for _, name in (*BODY_OBSERVABLES, *LESION_OBSERVABLES)}
    plan, view = classify(model, wanted), classify(model, seen)
    kind = kinds(model)
    hoist = Hoist(
        {n for n, k in kind.items() if k == "constant"},
        {n for n, k in kind.items() if k == "lesion_constant"},
    )
    totals = tuple(plan.totals)
    rhs = _rhs(model, plan, hoist)
    jacobian, pattern = _jacobian(model, plan, hoist, totals)
    observe = _observe(model, view, hoist)
    constants = _merge(plan.constants, view.constants) | hoist.body
    lesion_constants = _merge(plan.lesion_constants, view.lesion_constants) | hoist.lesion
    layout = Layout(model.body_states, totals, model.lesion_states)
    arrow = arrow_of(layout, pattern)
    filled = pattern | {(name, name) for name in (*layout.border, *layout.lesion)}
    for marker, entry in _markers(jacobian):
        jacobian = jacobian.replace(marker, arrow.place(entry))
    vectors = {
        "p": (*model.parameters, *INPUTS, *constants),
        "q": (*LESION_PARAMETERS, *lesion_constants),
        "kept": tuple(dict.fromkeys((*plan.lesion_before, *view.lesion_before))),
    }
    head = names(model, layout, tuple(constants), tuple(lesion_constants), vectors["kept"])
    prepare = _prepare(constants, lesion_constants)
    quantities = set(model.nodes)
    bodies = [bind(text, vectors, layout, quantities) for text in (prepare, rhs)]
    bodies += [bind(jacobian, vectors, layout, set()), bind(observe, vectors, layout, quantities)]
    return "\n\n".join([HEADER + "\n" + head, *bodies, arrow.text(filled)]) + "\n"


def _merge(a: dict[str, sympy.Expr], b: dict[str, sympy.Expr]) -> dict[str, sympy.Expr]:
    return a | {name: e for name, e in b.items() if name not in a}


def _sorted(constants: dict[str, sympy.Expr]) -> list[tuple[str, sympy.Expr]]:
    """Constants in an order in which each follows what it uses."""
    ordered: dict[str, sympy.Expr] = {}

    def visit(name: str) -> None:
        if name in constants and name not in ordered:
            for s in sorted(str(s) for s in constants[name].free_symbols):
                visit(s)
            ordered[name] = constants[name]

    for name in constants:
        visit(name)
    return list(ordered.items())


def _prepare(constants: dict[str, sympy.Expr], lesion: dict[str, sympy.Expr]) -> str:
    out = ["def prepare_(p, q, n_lesions):", '    """Constants of this patient, into p and q."""']
    for name, expression in _sorted(constants):
        out += [*lines([(name, expression)]), f"    put(p, <{name}>, {name})"]
    out.append("    for k in range(n_lesions):")
    for name, expression in _sorted(lesion):
        out += [*lines([(name, expression)], 8), f"        put(q, <{name}>, {name})"]
    return "\n".join(out)


def _quantities(table: dict[str, sympy.Expr], hoist: Hoist) -> Statements:
    return [(name, hoist(expression)) for name, expression in table.items()]


def _first_half(plan: Plan, hoist: Hoist, rest: list[str], turns: str = "range") -> list[str]:
    """Body quantities that no sum touches, then the sums over lesions; keeps what `rest` needs of a lesion.
    """
    needed = set(re.findall(r"\w+", "\n".join(rest)))
    out = lines(_quantities(plan.body_before, hoist))
    out += [f"    {total} = full(0.0)" for total in plan.totals]
    out += [f"    for k in {turns}(n_lesions):", *lines(_quantities(plan.lesion_before, hoist), 8)]
    out += [f"        put(kept, <{name}>, {name})" for name in plan.lesion_before if name in needed]
    out += [
        f"        {total} = {total} + {code(hoist(expression))}" for total, expression in plan.totals.items()
    ]
    return out


def _add(array: str, row: str, amount: str, indent: int) -> str:
    return f"{' ' * indent}put({array}, {row}, get({array}, {row}) + ({amount}))"


def _rhs(model: Model, plan: Plan, hoist: Hoist) -> str:
    rest = lines(_quantities(plan.body_after, hoist)) + _body_rates(model, hoist)
    rest += ["    for k in pairs(n_lesions):"]
    rest += lines(_quantities(plan.lesion_after, hoist), 8) + _lesion_rates(model, hoist)
    head = ["def rhs_(y, p, q, n_lesions, kept, dy):", '    """Adds dy/dt to `dy`."""']
    return "\n".join([*head, *_first_half(plan, hoist, rest, "pairs"), *rest])


def _body_rates(model: Model, hoist: Hoist) -> list[str]:
    """What fluxes of the body add to `dy`."""
    fluxes = [flux for flux in model.fluxes if flux.scope == "body"]
    out = lines([(flux.name, hoist(_rate(flux))) for flux in fluxes])
    return out + [_add("dy", f"<{state}>", _balance(state, fluxes), 4) for state in model.body_states]


def _lesion_rates(model: Model, hoist: Hoist) -> list[str]:
    """What fluxes of one lesion group add to `dy`."""
    fluxes = [flux for flux in model.fluxes if flux.scope == "lesion"]
    touched = [s for s in model.body_states if any(s in flux.change for flux in fluxes)]
    out = lines([(flux.name, hoist(_rate(flux))) for flux in fluxes], 8)
    states = (*touched, *model.lesion_states)
    return out + [_add("dy", f"<{state}>", _balance(state, fluxes), 8) for state in states]


def _rate(flux: Flux) -> sympy.Expr:
    hazard = trace(flux.law, flux.arguments)
    return hazard * symbol(flux.left) if flux.left else hazard


def _balance(state: str, fluxes: list[Flux]) -> str:
    return code(
        sum(
            (flux.change[state] * symbol(flux.name) for flux in fluxes if state in flux.change),
            sympy.Integer(0),
        )
    )


def _jacobian(
    model: Model, plan: Plan, hoist: Hoist, totals: tuple[str, ...]
) -> tuple[str, set[tuple[str, str]]]:
    bases = {*model.body_states, *model.lesion_states, *totals}
    differentiator = Differentiator(bases, hoist)
    rest: list[str] = []
    for name, expression in plan.body_before.items():
        rest += lines(differentiator.quantity(name, expression)[1:])
    for name, expression in plan.body_after.items():
        rest += lines(differentiator.quantity(name, expression))
    body_entries, text = _entries(model, "body", differentiator, 4)
    rest += text + _body_rates(model, hoist)
    lesion_lines, loop_entries = _lesion_loop(model, plan, differentiator)
    lesion_lines += _lesion_rates(model, hoist)
    added = {entry for entry in loop_entries if _in_border(model, entry)}
    rest = [f"    put(border, ~{r}|{b}~, full(0.0))" for r, b in sorted(added - body_entries)] + rest
    rest += ["    for k in range(n_lesions):", *lesion_lines]
    rest += [f"        {_shift('block', state, 'shift')}" for state in model.lesion_states]
    rest += [f"    {_shift('border', state, 'shift')}" for state in model.body_states]
    rest += [f"    {_shift('border', total, '1.0')}" for total in totals]
    own = {(state, state) for state in bases}
    missing = own - body_entries - loop_entries
    head = ["def matrix_(y, p, q, n_lesions, kept, shift, border, block, dy):"]
    head += [
        '    """shift I - Jacobian: body states and sums by one another in `border`, the rest in `block`.',
        "    A sum over lesions has the equation s - sum = 0. Adds dy/dt to `dy`, as `rhs_` does.",
        '    """',
    ]
    head += [f"    put(border, ~{r}|{b}~, full(0.0))" for r, b in sorted(missing)]
    return "\n".join([*head, *_first_half(plan, hoist, rest), *rest]), body_entries | loop_entries


def _in_border(model: Model, entry: tuple[str, str]) -> bool:
    return not set(entry) & set(model.lesion_states)


def _shift(array: str, name: str, amount: str) -> str:
    return f"put({array}, ~{name}|{name}~, get({array}, ~{name}|{name}~) + {amount})"


def _lesion_loop(
    model: Model, plan: Plan, differentiator: Differentiator
) -> tuple[list[str], set[tuple[str, str]]]:
    """One pass over the lesions: gradients of everything, rows of the sums, entries of the fluxes."""
    out: list[str] = []
    entries: set[tuple[str, str]] = set()
    for name, expression in plan.lesion_before.items():
        out += lines(differentiator.quantity(name, expression)[1:], 8)
    for name, expression in plan.lesion_after.items():
        out += lines(differentiator.quantity(name, expression), 8)
    for total, expression in plan.totals.items():
        statements, gradient = differentiator._chain(f"{total}_part", expression)
        out += lines(statements, 8)
        for base, derivative in gradient.items():
            entries.add((total, base))
            out.append(_put(model, (total, base), derivative, base in model.body_states, 8))
    more, text = _entries(model, "lesion", differentiator, 8)
    return out + text, entries | more


def _entries(
    model: Model, scope: str, differentiator: Differentiator, indent: int
) -> tuple[set[tuple[str, str]], list[str]]:
    """Statements for every non-zero entry that fluxes of this scope make."""
    table: dict[tuple[str, str], sympy.Expr] = {}
    out: list[str] = []
    for flux in (flux for flux in model.fluxes if flux.scope == scope):
        statements, gradient = differentiator.flux(flux)
        out += lines(statements, indent)
        for row, change in flux.change.items():
            for base, derivative in gradient.items():
                table[row, base] = table.get((row, base), sympy.Integer(0)) + change * derivative
    table = {entry: expression for entry, expression in table.items() if expression != 0}
    for (row, base), expression in table.items():
        add = scope == "lesion" and _in_border(model, (row, base))
        out.append(_put(model, (row, base), differentiator.hoist(expression), add, indent))
    return set(table), out


def _put(model: Model, entry: tuple[str, str], value: sympy.Expr, add: bool, indent: int) -> str:
    """Minus one derivative into its place, or in addition to what is there."""
    array, place = "border" if _in_border(model, entry) else "block", f"~{entry[0]}|{entry[1]}~"
    if add:
        return _add(array, place, code(-value), indent)
    return f"{' ' * indent}put({array}, {place}, {code(-value)})"


def _markers(text: str) -> set[tuple[str, tuple[str, str]]]:
    return {(f"~{a}|{b}~", (a, b)) for a, b in re.findall(r"~(\w+)\|(\w+)~", text)}


def _observe(model: Model, view: Plan, hoist: Hoist) -> str:
    rest = lines(_quantities(view.body_after, hoist))
    rest += [f"    put(out, {i}, {name})" for i, (_, name) in enumerate(BODY_OBSERVABLES)]
    rest += ["    for k in range(n_lesions):", *lines(_quantities(view.lesion_after, hoist), 8)]
    width = len(LESION_OBSERVABLES)
    rest += [
        f"        put(lesion_out, k*{width} + {i}, {name})" for i, (_, name) in enumerate(LESION_OBSERVABLES)
    ]
    head = ["def observe_(y, p, q, n_lesions, kept, out, lesion_out):"]
    head += ['    """Observables into `out` (body) and `lesion_out` (lesion groups)."""']
    return "\n".join([*head, *_first_half(view, hoist, rest), *rest])
