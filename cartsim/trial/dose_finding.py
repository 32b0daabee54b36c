"""Dose finding as endpoints: the reported trial of every arm, and how such trials behave when repeated.

Every level of an arm is an arm of its own with the same virtual patients. Whose solve failed in any of them
is in no trial, and counted. All arms enrol the same patients in the same order, each trial on its own: arms
differ by what is done, not by who came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT, DLT_REASON
from cartsim.scenario.expand import escalating, level_words
from cartsim.trial.campaigns import BATCH, Candidates, Plan, campaigns, orders
from cartsim.trial.obd import Outcomes, UtilityRule, optimal_level, utility_sums
from cartsim.trial.operating import Pool, Rules
from cartsim.trial.repeated import summarise
from cartsim.trial.reported import patient_listing, reported_trials, side_by_side
from cartsim.trial.shares import share

if TYPE_CHECKING:
    from cartsim.scenario.design import Design
    from cartsim.scenario.scenario import Scenario

Table = dict[str, NDArray]
Counts = NDArray[np.int64]

SEVERE = 3
QUANTILES = (0.025, 0.5, 0.975)


def design_endpoints(
    visits: xr.Dataset, scenario: Scenario, found: Table, solved: NDArray[np.bool_]
) -> tuple[Table, Table]:
    """Arrays of the escalation and their coordinates; both empty without a design."""
    design, arms = scenario.design, escalating(scenario)
    if design is None:
        return {}, {}
    places = np.array(list(arms.values()))
    pool = np.flatnonzero(solved[places].all(axis=(0, 1)))
    plan = plan_of(design, float(scenario.trial.dlt.window))
    people = [_candidates(visits, found, levels, pool) for levels in places]
    reported = [campaigns(one, np.arange(pool.size)[None], plan) for one in people]
    table = _pool_rates(people, plan)
    table |= side_by_side([_repeated(one, scenario.run.seed, design.trials, plan) for one in people])
    table |= reported_trials(reported, people, plan) | patient_listing(reported, pool, solved.shape[1])
    table |= {
        "level_dose": np.array(level_words(scenario)),
        "design_pool": np.array(pool.size),
        "design_pool_failed": np.array(solved.shape[1] - pool.size),
        "design_trials": np.array(design.trials),
    }
    steps = table["design_cohort_level"].shape[1]
    return table, {
        "design_arm": np.array(list(arms)),
        "level": np.arange(1, len(design.levels) + 1),
        "cohort_step": np.arange(1, steps + 1),
        "design_quantile": np.array(QUANTILES),
    }


def plan_of(design: Design, window: float) -> Plan:
    """The scenario's design as the trials take it."""
    rules = Rules(
        design.kind,
        design.start,
        design.cohort,
        design.max_patients,
        design.target,
        design.deescalate,
        design.accrual,
        window,
    )
    expansion, obd = design.expansion, design.obd
    level = expansion.level if expansion and isinstance(expansion.level, int) else None
    utility = UtilityRule(target=design.target, **obd.model_dump()) if obd else None
    return Plan(rules, expansion.patients if expansion else 0, level, utility)


def _candidates(visits: xr.Dataset, found: Table, levels: Counts, pool: Counts) -> Candidates:
    """What befalls the pool at the levels of one arm, each (patient, level)."""

    def at(values: NDArray) -> NDArray:
        return values[levels][:, pool].T

    reason = at(found["dlt_reason"])
    lost = np.where(reason == DLT_REASON.index("not followed"), at(visits["last_seen_day"].values), 0.0)
    dlt = at(found["dlt"])
    return Candidates(
        Pool(dlt == DLT.index("dlt"), dlt != DLT.index("not evaluable"), np.maximum(lost, 0.0)),
        at(found["response_by_primary"]) == 1,
        at(visits["infused"].values) == 1,
        at(found["crs_grade"]) >= SEVERE,
        reason,
    )


def _pool_rates(people: list[Candidates], plan: Plan) -> Table:
    """What the trials try to learn: rates at each level over the whole pool, the utility, and the OBD by the
    same rule."""

    def over(part: Callable[[Candidates], NDArray]) -> NDArray:
        return np.stack([part(one) for one in people])

    evaluable, limited = over(lambda one: one.pool.evaluable), over(lambda one: one.pool.limited)
    response = over(lambda one: one.response)
    table = share("design_dlt_rate", limited, evaluable)
    table |= share("design_response_rate", response, np.ones_like(response))
    table |= share("design_severe_crs_rate", over(lambda one: one.severe), over(lambda one: one.infused))
    if plan.utility is None:
        return table
    sets = (evaluable, evaluable & limited, evaluable & response, evaluable & limited & response)
    outcomes = Outcomes(*(flags.sum(axis=1) for flags in sets))
    each = utility_sums(Outcomes(*(flags.astype(np.int64) for flags in sets)), plan.utility)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = utility_sums(outcomes, plan.utility) / outcomes.patients
        spread = np.where(evaluable, (each - mean[:, None]) ** 2, 0.0).sum(axis=1) / outcomes.patients**2
    top = np.full(len(people), response.shape[-1])
    return table | {
        "design_utility": mean,
        "design_utility_mcse": np.sqrt(spread),
        "design_pool_obd": optimal_level(outcomes, plan.utility, top),
    }


def _repeated(people: Candidates, seed: int, trials: int, plan: Plan) -> Table:
    """Operating characteristics of one arm."""
    size = people.response.shape[0]
    batches = (np.arange(first, min(first + BATCH, trials)) for first in range(0, trials, BATCH))
    runs = [campaigns(people, orders(seed, batch, size, plan), plan) for batch in batches]
    return summarise(runs, people, plan, QUANTILES)
