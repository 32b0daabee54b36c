"""The report's own sentences: the answer, the protocol, how an arm is treated, what routes rest on."""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.parameters.route_basis import load_route_basis
from cartsim.report.dosing import dose_answer, has_design
from cartsim.report.figures.paired import CELLS, contrast_arms, contrast_words
from cartsim.report.tables import TAILS
from cartsim.report.words import number, share_only, signed
from cartsim.results.run import Run
from cartsim.scenario.doses import Arm, Lymphodepletion
from cartsim.scenario.rescue import RescueRule, RescueRules
from cartsim.scenario.scenario import Scenario
from cartsim.trial.periods import primary_until

MONTH = 365.25 / 12
MONTE_CARLO = (
    "The intervals are Monte Carlo error: how well this many simulated patients pin down what the model "
    "says. They are neither the uncertainty of the model nor the variation of a real trial."
)
UNIDENTIFIED = tuple(basis.symbol for basis in load_route_basis())
ROUTE_CAVEAT = (
    "The contrast between routes rests on four parameters that no data found identifies: tau_fit (how long "
    "an infused cell can keep dividing), a_serosa (how far tumour rather than serosa catches the cells), "
    "k_ct (fluid into tumour) and k_bt (blood into tumour). At other plausible values it may shrink, vanish "
    "or turn: quote no contrast without its range over them."
)
RECEPTORS = {
    "none": "none",
    "pd1_cd28": "PD-1/CD28 switch receptor",
    "scfv_cd28": "anti-PD-L1 scFv with CD28 tail",
    "scfv_zeta": "anti-PD-L1 CAR with CD3ζ tail",
}
NO_LIMIT = 1000
"""Doses from which a rescue rule counts as unlimited."""


def answer(run: Run) -> str:
    """One sentence with its interval: the primary endpoint of one arm, of two compared, or of many; in dose
    finding the level selected."""
    if has_design(run):
        return dose_answer(run)
    endpoints, what = run.endpoints, estimand(run.scenario)
    if endpoints.sizes["contrast"] == 0:
        arm = str(endpoints["arm"].values[0])
        low, high = (100 * float(endpoints[f"confirmed_orr{tail}"][0]) for tail in TAILS[1:])
        limits = f"(95 % interval {low:.1f} to {high:.1f}, Monte Carlo)"
        n = int(endpoints["confirmed_orr_n"][0])
        if not n:
            return f"{what}: nobody to count."
        return f"{what}: {share(endpoints, arm)} {limits} of {n} virtual patients."
    return _pair(endpoints, what) if endpoints.sizes["contrast"] == 1 else _range(endpoints, what)


def estimand(scenario: Scenario) -> str:
    """The primary response estimand: 'Confirmed CR or PR by month 6, enrolled'."""
    primary = scenario.trial.response.primary
    kind = "Confirmed CR or PR" if primary.confirmed else "CR or PR, confirmed or not,"
    return f"{kind} by month {primary_until(scenario) / MONTH:.0f}, {primary.population.replace('_', '-')}"


def share(endpoints: xr.Dataset, arm: str) -> str:
    """The primary response rate of an arm."""
    return share_only(float(endpoints["confirmed_orr"].sel(arm=arm)))


def _pair(endpoints: xr.Dataset, what: str) -> str:
    """One contrast: both shares, their difference with its interval, and what the interval says."""
    first, second = contrast_arms(endpoints, endpoints["contrast"].values[0])
    middle, low, high = _difference(endpoints, 0)
    if not _pairs(endpoints):
        return f"{what}: nobody to compare."
    verdict = f"{first} does better" if low > 0 else f"{second} does better"
    if not (low > 0 or high < 0):
        verdict = "no difference beyond Monte Carlo error"
    shares = f"{share(endpoints, first)} under {first} against {share(endpoints, second)} under {second}"
    limits = f"(95 % interval {signed(low)} to {signed(high)}, Monte Carlo)"
    pairs = f"in the same {_pairs(endpoints)} virtual patients"
    return f"{what}: {shares} {pairs}, a difference of {signed(middle)} points {limits}: {verdict}."


def _range(endpoints: xr.Dataset, what: str) -> str:
    """Several contrasts: the least and the largest difference, each with its interval."""
    differences = endpoints["paired_difference"].isel(measure=0).values
    if np.isnan(differences).all():
        return f"{what}: nobody to compare."
    ends = []
    for place in (int(np.nanargmin(differences)), int(np.nanargmax(differences))):
        words = contrast_words(*contrast_arms(endpoints, endpoints["contrast"].values[place]))
        middle, low, high = _difference(endpoints, place)
        limits = f"(95 % interval {signed(low)} to {signed(high)}, Monte Carlo)"
        ends.append(f"{signed(middle)} points for {words} {limits}")
    pairs = f"in the same {_pairs(endpoints)} virtual patients"
    return f"{what}: {pairs} the difference runs from {ends[0]} to {ends[1]}."


def _difference(endpoints: xr.Dataset, place: int) -> tuple[float, float, float]:
    """Paired difference of the primary endpoint and its limits, percentage points."""
    chosen = endpoints.isel(contrast=place, measure=0)
    middle, low, high = (100 * float(chosen[f"paired_difference{tail}"]) for tail in TAILS)
    return middle, low, high


def _pairs(endpoints: xr.Dataset) -> int:
    """Patients with the primary endpoint in both arms of the first contrast."""
    chosen = endpoints.isel(contrast=0, measure=0)
    return int(sum(float(chosen[cell]) for cell in CELLS))


def routes_differ(scenario: Scenario) -> bool:
    """Whether any two arms are given by different routes."""
    return len({frozenset(dose.route for dose in arm.doses) for arm in scenario.trial.arms}) > 1


def protocol(scenario: Scenario) -> str:
    """Product, scans and rules in one sentence each."""
    visits, rules = scenario.trial.visits, scenario.trial.response
    scans = ", ".join(f"{day:g}" for day in visits.response)
    return (
        f"{scenario.product.name}. Scans on days {scans} (window ±{visits.window:g} days), read with "
        f"{100 * rules.measurement_cv:g} % error; {rules.criteria}, responses confirmed after "
        f"{rules.confirmation:g} days, stable disease from day {rules.stable_disease_from:g}; adverse events "
        f"by CTCAE {scenario.trial.ctcae}; drop-out {100 * scenario.trial.dropout:g} % per "
        f"month{new_therapy(scenario)}."
    )


def new_therapy(scenario: Scenario) -> str:
    """Who begins a new anticancer therapy, as the end of a sentence; nothing where nobody does."""
    rules = scenario.trial.new_therapy
    after = f"{100 * rules.after_pd:g} % {rules.delay:g} days after progression" if rules.after_pd else ""
    before = f"{100 * rules.without_pd:g} % per month before it" if rules.without_pd else ""
    parts = " and ".join(part for part in (after, before) if part)
    return f"; new anticancer therapy: {parts}" if parts else ""


def doses(arm: Arm) -> str:
    """What an arm gives, as a protocol's synopsis says it: '1e6 cells/kg intravenous, day 0'."""
    return "; ".join(
        f"{dose.amount:.3g}".replace("e+0", "e").replace("e+", "e")
        + f" {dose.per.replace('cell', 'cells')} {dose.route}, day {dose.day:g}"
        + (f", over {24 * dose.duration:g} h" if dose.duration else "")
        for dose in arm.doses
    )


def lymphodepletion(chosen: Lymphodepletion | None) -> str:
    """'fludarabine 30 and cyclophosphamide 300 mg/m² on days −5, −4, −3', or 'none'."""
    if chosen is None or not chosen.days:
        return "none"
    listed = ", ".join(f"{day:g}".replace("-", "−") for day in chosen.days)
    drugs = f"fludarabine {chosen.fludarabine:g} and cyclophosphamide {chosen.cyclophosphamide:g} mg/m²"
    return f"{drugs} on days {listed}"


def rescue(rules: RescueRules) -> str:
    """'tocilizumab 8 mg/kg when CRS grade ≥ 2, at most 3', one rule after another, or 'none'."""
    return "; ".join(map(_rule, rules)) or "none"


def _rule(rule: RescueRule) -> str:
    amount = f" {number(rule.dose.amount)} {rule.dose.per}" if rule.dose else ""
    limit = f", at most {rule.at_most}" if rule.at_most < NO_LIMIT else ""
    when = f"{rule.when.observable} {rule.when.op} {rule.when.threshold:g}"
    for written, meant in (("crs", "CRS"), ("_", " "), (">=", "≥"), ("<=", "≤")):
        when = when.replace(written, meant)
    return f"{rule.drug.replace('_', ' ')}{amount} when {when}{limit}"


def receptor(name: str) -> str:
    """The PD-L1 receptor design in words."""
    return RECEPTORS.get(name, name)
