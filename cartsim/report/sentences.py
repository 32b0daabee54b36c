"""The report's own sentences: the answer, how an arm is treated, what must be said with a route result."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from cartsim.report.figures.paired import CELLS, contrast_arms, contrast_words, signed
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
    if endpoints.sizes["contrast"] == 1:
        return _pair(endpoints, what)
    return _range(endpoints, what)


def _pair(endpoints: xr.Dataset, what: str) -> str:
    """One contrast: both shares, their difference with its interval, and what the interval says."""
    first, second = contrast_arms(endpoints, endpoints["contrast"].values[0])
    middle, low, high = _difference(endpoints, 0)
    verdict = f"{first} does better" if low > 0 else f"{second} does better"
    if low <= 0 <= high:
        verdict = "no difference beyond Monte Carlo error"
    return (
        f"{what}: {share(endpoints, first)} under {first} against {share(endpoints, second)} under {second} in the same "
        f"{_pairs(endpoints)} virtual patients, a difference of {signed(middle)} points (95 % interval {signed(low)} to "
        f"{signed(high)}, Monte Carlo): {verdict}."
    )


def _range(endpoints: xr.Dataset, what: str) -> str:
    """Several contrasts: the least and the largest difference, each with its interval."""
    order = np.argsort(endpoints["paired_difference"].isel(measure=0).values, kind="stable")
    ends = []
    for place in (int(order[0]), int(order[-1])):
        words = contrast_words(*contrast_arms(endpoints, endpoints["contrast"].values[place]))
        middle, low, high = _difference(endpoints, place)
        ends.append(
            f"{signed(middle)} points for {words} (95 % interval {signed(low)} to {signed(high)}, Monte Carlo)"
        )
    return f"{what}: in the same {_pairs(endpoints)} virtual patients the difference runs from {ends[0]} to {ends[1]}."


def _difference(endpoints: xr.Dataset, place: int) -> tuple[float, float, float]:
    """Paired difference of the primary endpoint and its limits, percentage points."""
    chosen = endpoints.isel(contrast=place, measure=0)
    middle, low, high = (100 * float(chosen[f"paired_difference{tail}"]) for tail in ("", "_lower", "_upper"))
    return middle, low, high


def _pairs(endpoints: xr.Dataset) -> int:
    """Patients with the primary endpoint in both arms of the first contrast."""
    chosen = endpoints.isel(contrast=0, measure=0)
    return int(sum(float(chosen[cell]) for cell in CELLS))


def share(endpoints: xr.Dataset, arm: str, limits: bool = False) -> str:
    """The primary response rate of an arm, with its limits if asked."""
    middle, low, high = (
        100 * float(endpoints[f"confirmed_orr{tail}"].sel(arm=arm)) for tail in ("", "_lower", "_upper")
    )
    return (
        f"{middle:.1f} % (95 % interval {low:.1f} to {high:.1f}, Monte Carlo)"
        if limits
        else f"{middle:.1f} %"
    )


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
        return (
            f"{rule.drug.replace('_', ' ')}{amount} when {when.replace('>=', '≥').replace('<=', '≤')}{limit}"
        )

    return "; ".join(rule_text(rule) for rule in rules) or "none"


def receptor(name: str) -> str:
    """The PD-L1 receptor design in words."""
    return {
        "none": "none",
        "pd1_cd28": "PD-1/CD28 switch receptor",
        "scfv_cd28": "anti-PD-L1 scFv with CD28 tail",
        "scfv_zeta": "anti-PD-L1 CAR with CD3ζ tail",
    }.get(name, name)
