"""Puts the parts together into the text of `model/kernel.py`."""

from __future__ import annotations

import sympy

from cartsim.model.kernel_writer.arrow import arrow as arrow_of
from cartsim.model.kernel_writer.classify import Plan, classify, kinds
from cartsim.model.kernel_writer.collect import Flux, Model, collect
from cartsim.model.kernel_writer.differentiate import Differentiator, Gradient, Statements, symbol
from cartsim.model.kernel_writer.hoist import Hoist
from cartsim.model.kernel_writer.layout import Layout, bind, names
from cartsim.model.kernel_writer.printer import code, lines
from cartsim.model.kernel_writer.trace import trace
from cartsim.model.observables import BODY_OBSERVABLES, LESION_OBSERVABLES
from cartsim.model.state import INPUTS, LESION_PARAMETERS

HEADER = '''"""GENERATED from the laws by `make kernel`. Do not edit: change the law instead.

y = body states, one unused place per sum over lesions, then the states of each lesion group in turn.
p = parameters, inputs set by the schedule, constants of this patient.
q[k] = the group's own parameters and constants.
"""

# ruff: noqa
from math import log, sqrt

from cartsim._jit import kernel
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
    for marker, entry in _markers(jacobian):
        jacobian = jacobian.replace(marker, str(arrow.slot(entry)))
    vectors = {
        "p": (*model.parameters, *INPUTS, *constants),
        "q": (*LESION_PARAMETERS, *lesion_constants),
    }
    head = names(model, layout, tuple(constants), tuple(lesion_constants))
    prepare = _prepare(constants, lesion_constants)
    bodies = [bind(text, vectors, layout) for text in (prepare, rhs, jacobian, observe)]
    return "\n\n".join([HEADER + "\n" + head, *bodies, arrow.text()]) + "\n"


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
        out += [*lines([(name, expression)]), f"    p[<{name}>] = {name}"]
    out.append("    for k in range(n_lesions):")
    for name, expression in _sorted(lesion):
        out += [*lines([(name, expression)], 8), f"        q[k, <{name}>] = {name}"]
    return "\n".join(out)


def _quantities(table: dict[str, sympy.Expr], hoist: Hoist) -> Statements:
    return [(name, hoist(expression)) for name, expression in table.items()]


def _first_half(plan: Plan, hoist: Hoist) -> list[str]:
    """Body quantities that no sum touches, then the sums over lesions."""
    out = lines(_quantities(plan.body_before, hoist))
    out += [f"    {total} = 0.0" for total in plan.totals]
    out += ["    for k in range(n_lesions):", *lines(_quantities(plan.lesion_before, hoist), 8)]
    out += [f"        {total} += {code(hoist(expression))}" for total, expression in plan.totals.items()]
    return out


def _rhs(model: Model, plan: Plan, hoist: Hoist) -> str:
    out = ["def rhs_(y, p, q, n_lesions, dy):", '    """dy/dt."""', *_first_half(plan, hoist)]
    out += lines(_quantities(plan.body_after, hoist))
    body = [flux for flux in model.fluxes if flux.scope == "body"]
    out += lines([(flux.name, hoist(_rate(flux))) for flux in body])
    out += [f"    dy[<{state}>] = {_balance(state, body)}" for state in model.body_states]
    out += [f"    dy[<{total}>] = 0.0" for total in plan.totals]
    lesion = [flux for flux in model.fluxes if flux.scope == "lesion"]
    out += ["    for k in range(n_lesions):"]
    out += lines(_quantities(plan.lesion_before | plan.lesion_after, hoist), 8)
    out += lines([(flux.name, hoist(_rate(flux))) for flux in lesion], 8)
    for state in model.body_states:
        if any(state in flux.change for flux in lesion):
            out.append(f"        dy[<{state}>] += {_balance(state, lesion)}")
    out += [f"        dy[<{state}>] = {_balance(state, lesion)}" for state in model.lesion_states]
    return "\n".join(out)


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
    out = ["def jacobian_(y, p, q, n_lesions, border, block):"]
    out += [
        '    """Derivatives of body states and sums by one another in `border`, others in `block`."""'
    ]
    out += ["    border[:] = 0.0", *_first_half(plan, hoist)]
    for name, expression in plan.body_before.items():
        out += lines(differentiator.quantity(name, expression)[1:])
    for name, expression in plan.body_after.items():
        out += lines(differentiator.quantity(name, expression))
    body_entries, text = _entries(model, "body", differentiator, 4)
    out += text
    lesion_lines, loop_entries = _lesion_loop(model, plan, differentiator)
    out += ["    for k in range(n_lesions):", *lesion_lines]
    return "\n".join(out), body_entries | loop_entries


def _lesion_loop(
    model: Model, plan: Plan, differentiator: Differentiator
) -> tuple[list[str], set[tuple[str, str]]]:
    """One pass over the lesions: gradients of everything, rows of the sums, entries of the fluxes."""
    out: list[str] = []
    entries: set[tuple[str, str]] = set()
    for name, expression in (plan.lesion_before | plan.lesion_after).items():
        out += lines(differentiator.quantity(name, expression), 8)
    for total, expression in plan.totals.items():
        statements, gradient = differentiator._chain(f"{total}_part", expression)
        out += lines(statements, 8)
        for base, derivative in gradient.items():
            entries.add((total, base))
            out.append(
                _put(model, total, base, {base: derivative}, "+=" if base in model.body_states else "=", 8)
            )
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
        both_border = row not in model.lesion_states and base not in model.lesion_states
        how = "+=" if both_border and scope == "lesion" else "="
        out.append(_put(model, row, base, {base: differentiator.hoist(expression)}, how, indent))
    return set(table), out


def _put(model: Model, row: str, base: str, value: Gradient, how: str, indent: int) -> str:
    in_block = row in model.lesion_states or base in model.lesion_states
    place = f"block[k, ~{row}|{base}~]" if in_block else f"border[~{row}|{base}~]"
    return f"{' ' * indent}{place} {how} {code(value[base])}"


def _markers(text: str) -> set[tuple[str, tuple[str, str]]]:
    import re

    return {(f"~{a}|{b}~", (a, b)) for a, b in re.findall(r"~(\w+)\|(\w+)~", text)}


def _observe(model: Model, view: Plan, hoist: Hoist) -> str:
    out = ["def observe_(y, p, q, n_lesions, out, lesion_out):"]
    out += [
        '    """Observables into `out` (body) and `lesion_out[k]` (lesion groups)."""',
        *_first_half(view, hoist),
    ]
    out += lines(_quantities(view.body_after, hoist))
    out += [f"    out[{i}] = {name}" for i, (_, name) in enumerate(BODY_OBSERVABLES)]
    out += [
        "    for k in range(n_lesions):",
        *lines(_quantities(view.lesion_before | view.lesion_after, hoist), 8),
    ]
    out += [f"        lesion_out[k, {i}] = {name}" for i, (_, name) in enumerate(LESION_OBSERVABLES)]
    return "\n".join(out)
