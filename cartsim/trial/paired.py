"""The yes/no endpoints of a run compared between arms in the same patients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT
from cartsim.trial.compare import (
    bootstrap_difference,
    contrasts,
    independent_patients,
    mean_difference,
    newcombe_paired,
    paired_table,
)
from cartsim.trial.duration import answered, response_at_visits, response_endpoints
from cartsim.trial.toxicity import crs_and_dlt

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

SEVERE = 3
MONTH_3 = 3 * 365.25 / 12
"""Day of month 3."""
Measure = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Event, and who can be compared, both (arm, patient)."""


def pairs_of(scenario: Scenario) -> list[tuple[int, int]]:
    """(arm, reference): every arm is compared with the first, in a sweep with the first of its own point."""
    return contrasts([arm.swept for arm in scenario.trial.arms])


def contrast_labels(scenario: Scenario) -> list[str]:
    """The names of the contrasts, such as "IC - IV"."""
    arms = [arm.name for arm in scenario.trial.arms]
    return [f"{arms[arm]} - {arms[reference]}" for arm, reference in pairs_of(scenario)]


def paired_endpoints(
    measures: Mapping[str, Measure], scenario: Scenario, time_in_response: NDArray[np.float64]
) -> dict[str, NDArray]:
    """Arrays on (contrast, measure), and the difference of the times in response on (contrast).

    Only patients whose solve did not fail in either arm are pairs; for DLT both must be evaluable.
    """
    arms = [arm.name for arm in scenario.trial.arms]
    pairs = pairs_of(scenario)
    names = (
        "paired_difference",
        "paired_difference_lower",
        "paired_difference_upper",
        "bootstrap",
        "bootstrap_lower",
        "bootstrap_upper",
        "paired_se",
        "both",
        "first_only",
        "second_only",
        "neither",
        "independent_patients",
    )
    table = {name: np.full((len(pairs), len(measures)), np.nan) for name in names}
    for row, (arm, reference) in enumerate(pairs):
        for column, (measure, (event, known)) in enumerate(measures.items()):
            both = known[arm] & known[reference]
            cells = paired_table(event[arm][both], event[reference][both])
            resampled = bootstrap_difference(
                cells, scenario.run.seed, f"{arms[arm]}/{arms[reference]}/{measure}"
            )
            values = (
                cells.difference,
                *newcombe_paired(cells),
                cells.difference,
                *resampled,
                cells.standard_error,
                *cells,
                independent_patients(cells),
            )
            for name, value in zip(names, values, strict=True):
                table[name][row, column] = value
    spent = time_in_response
    means = np.array([mean_difference(spent[arm], spent[reference]) for arm, reference in pairs])
    means = means.reshape(-1, 3)
    tails = ("", "_lower", "_upper")
    return table | {f"time_in_response_difference{tail}": means[:, place] for place, tail in enumerate(tails)}


def yes_no_measures(
    visits: xr.Dataset, found: Mapping[str, NDArray], solved: NDArray[np.bool_]
) -> dict[str, Measure]:
    """The yes/no endpoints that are compared."""
    at_visit = response_at_visits(visits)
    months = visits["visit_month"].values
    infused = solved & (visits["infused"].values == 1)
    table: dict[str, Measure] = {
        "confirmed_orr": (found["response_by_primary"] == 1, solved),
        "dcr": (answered(found["best_overall_response"], visits)[1], solved),
    }
    for place in range(1, months.size):
        table[f"response_at_day_{visits['scheduled_day'].values[place]:.0f}"] = (at_visit[..., place], solved)
    table["severe_crs"] = (found["crs_grade"] >= SEVERE, infused)
    table["dlt"] = (found["dlt"] == DLT.index("dlt"), found["dlt"] != DLT.index("not evaluable"))
    return table


def yes_no_outcomes(visits: xr.Dataset, scenario: Scenario) -> dict[str, Measure]:
    """`yes_no_measures` of visits straight away, without the endpoints that they do not need."""
    found = response_endpoints(visits, scenario) | crs_and_dlt(visits, scenario)
    return yes_no_measures(visits, found, visits["status"].values == 0)


def month_3_measure(scenario: Scenario) -> str:
    """The response at the visit nearest to month 3, as `yes_no_measures` calls it."""
    day = min(scenario.trial.visits.response, key=lambda planned: abs(planned - MONTH_3))
    return f"response_at_day_{day:.0f}"
