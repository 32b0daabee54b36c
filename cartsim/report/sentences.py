"""The report's own sentences: the answer, how an arm is treated, what must be said with a route result."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from cartsim.report.figures.paired import CELLS, contrast_arms, signed
from cartsim.report.tables import number
from cartsim.results.run import Run

MONTH = 365.25 / 12
MONTE_CARLO = (
    "The interval is Monte Carlo error: how well this many simulated patients pin down what the model says. "
    "It is neither the uncertainty of the model nor the variation of a real trial."
)
UNIDENTIFIED = ("tau_fit", "a_serosa", "k_ct", "k_bt")
ROUTE_CAVEAT = (
    "The contrast between routes rests on four parameters that no data found identifies: tau_fit (how long an infused "
    "cell can keep dividing), a_serosa (how far tumour rather than serosa catches the cells), k_ct (fluid into tumour) "
    "and k_bt (blood into tumour). At other plausible values it shrinks, vanishes or turns; the scenario "
    "route_fitness_sweep shows it over their range."
)


def estimand(scenario: Any) -> str:
    """The primary response estimand in words.

    'Confirmed CR or PR by month 6, enrolled'
    """
    primary = scenario.trial.response.primary
    kind = "Confirmed CR or PR" if primary.confirmed else "CR or PR, confirmed or not,"
    return f"{kind} by month {primary.by / MONTH:.0f}, {primary.population.replace('_', '-')}"


def answer(run: Run) -> str:
    """One sentence with its interval: the primary endpoint of one arm, of two arms in the same patients, or its range."""
    endpoints = run.endpoints
    arms = [str(arm) for arm in endpoints["arm"].values]
    what = estimand(run.scenario)
    if len(arms) == 1:
        return f"{what}: {share(endpoints, arms[0], True)} of {endpoints.sizes['patient']} virtual patients."
    if len(arms) == 2 and endpoints.sizes.get("contrast"):
        return _pair(endpoints, what)
    order = np.argsort(endpoints["confirmed_orr"].values, kind="stable")
    low, high = arms[order[0]], arms[order[-1]]
    return (f"{what}: from {share(endpoints, low, True)} under {low} to {share(endpoints, high, True)} under {high}, "
            f"in the same {endpoints.sizes['patient']} virtual patients.")


def _pair(endpoints: xr.Dataset, what: str) -> str:
    contrast = endpoints["contrast"].values[0]
    first, second = contrast_arms(endpoints, contrast)
    chosen = endpoints.sel(contrast=contrast).isel(measure=0)
    middle, low, high = (100 * float(chosen[f"paired_difference{tail}"]) for tail in ("", "_lower", "_upper"))
    pairs = int(sum(float(chosen[cell]) for cell in CELLS))
    verdict = "no difference beyond Monte Carlo error" if low <= 0 <= high else (
        f"{first} does better" if low > 0 else f"{second} does better")
    return (f"{what}: {share(endpoints, first)} under {first} against {share(endpoints, second)} under {second} in the same "
            f"{pairs} virtual patients, a difference of {signed(middle)} points (95 % interval {signed(low)} to "
            f"{signed(high)}, Monte Carlo): {verdict}.")


def share(endpoints: xr.Dataset, arm: str, limits: bool = False) -> str:
    """The primary response rate of an arm, with its limits if asked."""
    middle, low, high = (100 * float(endpoints[f"confirmed_orr{tail}"].sel(arm=arm)) for tail in ("", "_lower", "_upper"))
    return f"{middle:.1f} % (95 % interval {low:.1f} to {high:.1f}, Monte Carlo)" if limits else f"{middle:.1f} %"


def routes_differ(scenario: Any) -> bool:
    """Whether any two arms are given by different routes."""
    return len({frozenset(dose.route for dose in arm.doses) for arm in scenario.trial.arms}) > 1


def doses(arm: Any) -> str:
    """What an arm gives, as a protocol's synopsis says it: '1e6 cells/kg intravenous, day 0'."""
    return "; ".join(
        f"{number(dose.amount)} {dose.per.replace('cell', 'cells')} {dose.route}, day {dose.day:g}"
        + (f", over {24 * dose.duration:g} h" if dose.duration else "")
        for dose in arm.doses
    )


def lymphodepletion(chosen: Any) -> str:
    """'fludarabine 30 and cyclophosphamide 300 mg/m² on days −5, −4, −3', or 'none'."""
    if chosen is None or not chosen.days:
        return "none"
    listed = ", ".join(f"{day:g}".replace("-", "−") for day in chosen.days)
    return f"fludarabine {chosen.fludarabine:g} and cyclophosphamide {chosen.cyclophosphamide:g} mg/m² on days {listed}"


def rescue(rules: Any) -> str:
    """'tocilizumab 8 mg/kg when crs_grade >= 2, at most 3', one rule after another, or 'none'."""
    def rule_text(rule: Any) -> str:
        amount = f" {rule.dose.amount:g} {rule.dose.per}" if rule.dose else ""
        limit = f", at most {rule.at_most}" if rule.at_most < 1000 else ""
        when = f"{rule.when.observable.replace('_', ' ')} {rule.when.op} {rule.when.threshold:g}"
        return f"{rule.drug.replace('_', ' ')}{amount} when {when.replace('>=', '≥').replace('<=', '≤')}{limit}"

    return "; ".join(rule_text(rule) for rule in rules) or "none"


def receptor(name: str) -> str:
    """The PD-L1 receptor design in words."""
    return {
        "none": "none",
        "pd1_cd28": "PD-1/CD28 switch receptor",
        "scfv_cd28": "anti-PD-L1 scFv with CD28 tail",
        "scfv_zeta": "anti-PD-L1 CAR with CD3ζ tail",
    }.get(name, name)
