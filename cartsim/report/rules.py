"""The rules of a scenario that change results, in sentences: dose-limiting toxicity, episodes, censoring."""

from __future__ import annotations

from cartsim.scenario.assessment import DltRules
from cartsim.scenario.scenario import Scenario

NO_DLT = (
    "Fever, effusion and ascites are no DLTs of their own; fever is part of the CRS grade, and so is oxygen "
    "that CRS needs."
)
CENSORING = {
    "fda": (
        "In the primary analysis (fda) a progression or death after two or more missed visits in a row is "
        "censored at the last adequate visit before them"
    ),
    "simple": (
        "In the primary analysis (simple) a progression or death counts on its day, however many visits were "
        "missed before it"
    ),
}
WITHOUT_EVENT = (
    "a patient without an event is censored at the last adequate visit, one with a new anticancer therapy at "
    "the last adequate visit before it; overall survival at the last day seen."
)


def dose_limiting(scenario: Scenario) -> str:
    """What is dose-limiting in this trial and who is evaluable for it, with the numbers of the scenario."""
    rules = scenario.trial.dlt
    kinds = "; ".join(
        (
            "death caused by the cells",
            _crs(rules),
            f"ICANS of {_lasting(rules.icans_grade, rules.icans_resolves)}",
            f"local CRS, or hypoxia outside CRS that begins by day 28, of "
            f"{_lasting(rules.other_grade, rules.other_resolves)}",
            f"ejection fraction decreased of grade ≥ {rules.lvef_grade}",
            f"pneumonitis of grade ≥ {rules.pneumonitis_grade}",
            f"low neutrophils or platelets of grade ≥ {rules.haematological_grade}, not from "
            f"lymphodepletion, on day {rules.window:g} and still on day {rules.haematological_until:g}",
        )
    )
    return (
        f"Dose-limiting toxicity (DLT), from the first infusion to day {rules.window:g}, that day included: "
        f"{kinds}. {NO_DLT} Evaluable: at least {100 * rules.evaluable_dose:g} % of the planned dose given, "
        "and a DLT or the whole window seen."
    )


def _crs(rules: DltRules) -> str:
    lasting = _lasting(rules.crs_lasting_grade, rules.crs_resolves)
    return f"CRS of grade ≥ {rules.crs_grade} at once, or of {lasting}"


def _lasting(grade: int, resolves: float) -> str:
    """'grade ≥ 3 for more than 3 days'."""
    return f"grade ≥ {grade} for more than {resolves:g} day{'' if resolves == 1 else 's'}"


def quiet_time(scenario: Scenario) -> str:
    """When CRS or ICANS that comes back is a new episode."""
    quiet = scenario.trial.crs_quiet
    return (
        f"An episode of CRS or ICANS ends with {quiet:g} day{'' if quiet == 1 else 's'} without any sign of "
        "it; what comes back sooner is the same episode and the same adverse event."
    )


def censoring(scenario: Scenario) -> str:
    """The primary censoring rule of progression-free survival and the durations."""
    return f"{CENSORING[scenario.trial.censoring]}; {WITHOUT_EVENT}"
