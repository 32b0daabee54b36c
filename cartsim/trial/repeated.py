"""Operating characteristics: what repeated trials select, how many patients they treat, how long they take.

Every number is a mean or a share over trials with its Monte Carlo standard error over trials. The rates of
the pool, from which all trials are drawn, carry the error of a finite number of virtual patients beside it,
which more trials do not lessen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cartsim.trial.campaigns import Campaigns, Candidates, Plan, expansion_counts
from cartsim.trial.operating import ALL_TREATED, NOBODY_LEFT

Table = dict[str, NDArray]
Counts = NDArray[np.int64]


def summarise(runs: Sequence[Campaigns], people: Candidates, plan: Plan, quantiles: Sequence[float]) -> Table:
    """Operating characteristics of one arm from batches of trials."""
    escalations = [run.escalation for run in runs]
    selected = np.concatenate([one.selected for one in escalations])
    ended = np.concatenate([one.ended for one in escalations])
    levels = np.arange(1, people.response.shape[1] + 1)
    undecided = (selected == 0) & ((ended == ALL_TREATED) | (ended == NOBODY_LEFT))
    table = _means(
        {
            "design_selected": selected[:, None] == levels,
            "design_none_selected": (selected == 0) & ~undecided,
            "design_undecided": undecided,
            "design_patients": np.concatenate([one.patients for one in escalations]),
            "design_dlts": np.concatenate([one.dlts for one in escalations]),
            "design_enrolled": np.concatenate([one.enrolled for one in escalations]),
            "design_replaced": np.concatenate([one.replaced for one in escalations]),
            "design_duration": np.concatenate([run.closes for run in runs]),
        }
    )
    if plan.utility:
        obd = np.concatenate([run.obd for run in runs])
        table |= _means({"design_obd_selected": obd[:, None] == levels, "design_obd_none": obd == 0})
    return table | (_expansions(runs, people, quantiles) if plan.expansion else {})


def _means(values: Table) -> Table:
    """Mean over trials, the first axis, and its standard error, under the name and the name with _mcse."""
    table: Table = {}
    for name, each in values.items():
        table[name] = each.mean(axis=0)
        table[f"{name}_mcse"] = each.std(axis=0) / np.sqrt(len(each))
    return table


def _expansions(runs: Sequence[Campaigns], people: Candidates, quantiles: Sequence[float]) -> Table:
    """Share of trials with an expansion, and the quantiles over these trials of what they saw in it."""
    counts = [expansion_counts(people, run.expansion) for run in runs]
    expanded = np.concatenate([run.expansion.filled.any(axis=1) for run in runs])
    table = _means({"design_expanded": expanded})
    for name in counts[0]:
        events, patients = (np.concatenate([count[name][part] for count in counts]) for part in (0, 1))
        seen = events[patients > 0] / patients[patients > 0]
        spread = np.quantile(seen, quantiles) if seen.size else np.full(len(quantiles), np.nan)
        table[f"design_expansion_{name}_trials"] = spread
    return table
