"""What every endpoint estimates, in the terms of ICH E9(R1), and where it stands in the results."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from cartsim.trial.estimand_table import DOSE_FINDING, ENDPOINTS
from cartsim.trial.periods import events_until, primary_until, responses_until, said_until

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario


def estimands_json(scenario: Scenario) -> str:
    """The table as JSON for the results, with the scenario's primary estimand and the set of the duration of
    disease control filled in."""
    rows = [asdict(row) for row in (*ENDPOINTS, *([DOSE_FINDING] if scenario.design else []))]
    variable, _, population = primary_words(scenario).rpartition(", ")
    rows[0] |= {"population": population, "variable": variable}
    ends = {"mean_time_in_response": responses_until, "ae_incidence_12_months": events_until}
    for name, until in ends.items():
        row = next(row for row in rows if name in row["variables"])
        row |= {part: said_until(row[part], until(scenario)) for part in ("title", "variable", "summary")}
    next(row for row in rows if "ddc" in row["variables"])["population"] = controlled_words(scenario)
    return json.dumps(rows)


def primary_words(scenario: Scenario) -> str:
    """The primary response and its population: 'confirmed CR or PR that begins by day 182 ..., enrolled'."""
    primary = scenario.trial.response.primary
    kind = "confirmed" if primary.confirmed else "unconfirmed"
    return (
        f"{kind} CR or PR that begins by day {primary_until(scenario):g} (and its visit window), "
        f"{primary.population.replace('_', '-')}"
    )


def controlled_words(scenario: Scenario) -> str:
    """Whom the duration of disease control is about: 'controlled from day 23, NON-CR/NON-PD too'."""
    rules = scenario.trial.response
    kind = "scheduled day" if rules.sd_by == "nominal" else "day"
    return f"controlled from {kind} {rules.stable_disease_from:g}, NON-CR/NON-PD too"
