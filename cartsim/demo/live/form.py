"""Every field of a scenario that has a control, group by group, as the text at hand says it."""

from __future__ import annotations

from functools import lru_cache
from math import inf, log
from typing import Any

from cartsim.demo.live import setting
from cartsim.demo.live.arms import arm_groups
from cartsim.demo.live.asked import MOST_PATIENTS, NAME
from cartsim.demo.live.care import lymphodepletion, rescue
from cartsim.demo.live.setting import Changes, Group, Setting, Values
from cartsim.parameters.route_basis import load_route_basis
from cartsim.report.sentences import RECEPTORS
from cartsim.scenario import known
from cartsim.scenario.edited import REMOVED
from cartsim.scenario.load import checked
from cartsim.scenario.quantities import in_words
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.source import read_text

RECEPTOR_NAMES = {name[0].upper() + name[1:]: value for value, name in RECEPTORS.items()}
SCORES = {"1+": "HER2 1+", "2+": "HER2 2+", "3+": "HER2 3+"}
SITES = {"as each cancer brings": REMOVED, "pleura": "pleural", "peritoneum": "peritoneal"}
DECADES = range(8, 12)
"""Tumour cells at baseline, powers of ten within the bounds of the parameter."""
BECAUSE = "changed in the live demo, to see what follows"
PDL1 = "l0"
PER_CHOICE = 10
"""A choice below and above what is assumed, a tenth and ten times, within the bounds of the parameter."""


@lru_cache(maxsize=64)
def form(text: str) -> tuple[Group, ...]:
    """The controls for a text that can be read; viewers with the same text share them."""
    source = read_text(text, NAME)
    content, scenario = source.content, checked(source, ())
    return (
        Group("Patients", _size(scenario), opened=True),
        *arm_groups(content, scenario, RECEPTOR_NAMES),
        Group("Product", _product(scenario)),
        Group("Disease", _disease(scenario), DISEASE),
        Group("Chemotherapy before the cells", lymphodepletion(scenario)),
        Group("Rescue from cytokine release", rescue(content)),
        Group("Visits and response", _visits(scenario)),
        Group("Biology that no data settle", _biology(content, scenario), BIOLOGY),
    )


ANSWERS = "Receptor that answers PD-L1"
UNMEASURABLE = "Without a measurable lesion, %"
DISEASE = "Shares are taken relative to one another. All HER2 scores at 0: as each cancer brings them."
BIOLOGY = (
    "The contrast between routes rests on the first four. A change needs a reason, which the report repeats; "
    "every other parameter can be changed in the text."
)


def _size(scenario: Scenario) -> list[Setting]:
    run = scenario.run
    return [
        setting.count("patients", "Virtual patients", ("run", "patients"), run.patients, MOST_PATIENTS),
        setting.text("seed", "Seed", ("run", "seed"), run.seed, half=True),
        setting.text("horizon", "Followed for", ("run", "horizon"), in_days(run.horizon), half=True),
        setting.tick(
            "route_basis",
            "Try the contrast of routes also at other values of what it rests on (slower)",
            ("run", "route_basis"),
            run.route_basis,
        ),
    ]


def _product(scenario: Scenario) -> list[Setting]:
    product, at = scenario.product, ("product",)
    memory, car = product.memory_fraction, product.car
    failure, affinity = product.manufacturing_failure, in_words(car.affinity, "nM")
    return [
        setting.choice("receptor", ANSWERS, (*at, "pdl1_receptor"), RECEPTOR_NAMES, product.pdl1_receptor),
        setting.text("affinity", "Affinity for HER2 (KD)", (*at, "car", "affinity"), affinity),
        setting.text("density", "CARs on a cell", (*at, "car", "density"), in_words(car.density, "1/cell")),
        _memory(memory.median, memory.cv),
        setting.share("viability", "Viable CAR+ cells in the bag, %", (*at, "viability"), product.viability),
        setting.share("failure", "Cannot be made, %", (*at, "manufacturing_failure"), failure, 50),
    ]


def _memory(median: float, cv: float) -> Setting:
    """The share and its spread are one block, so that neither stands alone."""

    def written(values: Values) -> Changes:
        return {("product", "memory_fraction"): {"median": round(float(values["memory"]) / 100, 4), "cv": cv}}

    return Setting("memory", "Memory-like infused cells, %", "slider", round(100 * median, 2), written)


def _disease(scenario: Scenario) -> list[Setting]:
    disease = scenario.disease
    scores = {str(score): part for score, part in (disease.her2_ihc or {}).items()}
    names = {name: entry.name[0].upper() + entry.name[1:] for name, entry in known.diseases().items()}
    return [
        *setting.mix("kind_", names, ("disease", "kinds"), disease.kinds, {}),
        *setting.mix("score_", SCORES, ("disease", "her2_ihc"), scores, REMOVED),
        setting.choice("site", "Cavity", ("disease", "site"), SITES, disease.site or REMOVED),
        _burden(scenario),
        setting.share("unmeasurable", UNMEASURABLE, ("disease", "non_measurable"), disease.non_measurable),
    ]


def _burden(scenario: Scenario) -> Setting:
    """The median of all; the spread stays as written, else it is that of the parameter."""
    burden, entry = scenario.disease.burden, known.parameters()["tumour_burden"]
    spread = burden.log10_sd if burden else round(entry.spread / log(10), 3)
    low, high = entry.bounds
    options: dict[str, Any] = {"as each cancer brings": REMOVED}
    options |= {
        in_words(10.0**power, "cell") + "s": {"median": f"1e{power} cells", "log10_sd": spread}
        for power in DECADES
        if low <= 10.0**power <= high
    }
    shown: object = REMOVED
    if burden is not None:
        median = in_words(burden.median, "cell") + "s"
        shown = options.setdefault(median, {"median": median, "log10_sd": spread})
    return setting.choice("burden", "Tumour cells at baseline", ("disease", "burden"), options, shown)


def _visits(scenario: Scenario) -> list[Setting]:
    trial, at, read = scenario.trial, ("trial",), ("trial", "response")
    rules, stable = trial.response, in_days(trial.response.stable_disease_from)
    return [
        setting.days("scans", "Scans on days", (*at, "visits", "response"), trial.visits.response),
        setting.days("safety", "Safety visits on days", (*at, "visits", "safety"), trial.visits.safety),
        setting.text("stable", "Stable disease from", (*read, "stable_disease_from"), stable, half=True),
        setting.text("dropout", "Drop-out", (*at, "dropout"), in_words(trial.dropout, "1/month"), half=True),
        setting.share("reading", "Reading error, %", (*read, "measurement_cv"), rules.measurement_cv, 30),
    ]


def _biology(content: dict[str, Any], scenario: Scenario) -> list[Setting]:
    tried = {basis.symbol: basis.values for basis in load_route_basis()}
    l0 = known.parameters()[PDL1]
    around = (l0.value / PER_CHOICE, l0.value, l0.value * PER_CHOICE)
    tried[PDL1] = tuple(value for value in around if l0.permits(value))
    found = (_parameter(symbol, values, content, scenario) for symbol, values in tried.items())
    return [item for each in found for item in each]


def _parameter(
    symbol: str, values: tuple[float, ...], content: dict[str, Any], scenario: Scenario
) -> list[Setting]:
    """A parameter at one of several values, and why it differs from the assumed one."""
    entry, path = known.parameters()[symbol], ("parameters", symbol)
    assumed, current = f"{_said(entry.value, entry.unit)} (assumed)", scenario.parameters.get(symbol)
    options: dict[str, str | None] = {assumed: None}
    options |= {_said(v, entry.unit): in_words(v, entry.unit) for v in values if v != entry.value}
    shown = assumed
    if current is not None:
        shown = _said(float(current.value), entry.unit)
        options.setdefault(shown, str(content["parameters"][symbol]["value"]))
    value_key, why_key = f"par_{symbol}", f"why_{symbol}"

    def written(now: Values) -> Changes:
        value = options[now[value_key]]
        because = str(now[why_key]).strip() or BECAUSE
        return {path: REMOVED if value is None else {"value": value, "because": because}}

    label = entry.name[0].upper() + entry.name[1:]
    because = current.because if current is not None else ""
    return [
        Setting(value_key, f"{label} ({symbol})", "choice", shown, written, options),
        Setting(why_key, f"Because ({symbol})", "text", because, written),
    ]


def _said(value: float, unit: str) -> str:
    return "for ever" if value == inf else in_days(value) if unit == "day" else in_words(value, unit)


def in_days(value: float) -> str:
    """`28 days`."""
    return in_words(value, "day") + ("" if value == 1 else "s")
