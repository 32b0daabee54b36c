"""Dose finding as rows of text and sentences: the page and the terminal print the same."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from cartsim.datasets import DESIGN_DECISION, DESIGN_END, words
from cartsim.report.words import percent, share_only, with_errors
from cartsim.results.run import Run
from cartsim.trial.escalation import boin_boundaries

Rows = list[tuple[str, ...]]

OPERATING_HEADER = (
    "Arm",
    "Level",
    "Selected",
    "Chosen as OBD",
    "Patients",
    "DLTs",
    "DLT rate, pool",
    "Response, pool",
    "Utility, pool",
)
COHORT_HEADER = (
    "Arm",
    "Cohort",
    "Level",
    "Evaluable",
    "DLTs",
    "Replaced",
    "Opens, day",
    "Closes, day",
    "Then",
)
END_HEADER = ("Arm", "Ended", "Selected", "OBD", "Enrolled (replaced)", "Days", "Expansion")
TRIAL_HEADER = ("Arm", "None tolerable", "Undecided", "No OBD", "Enrolled", "Replaced", "Days", "Expanded")
EXPANSION_HEADER = (
    "Arm",
    "Endpoint",
    "Reported trial (95 % exact)",
    "Repeated trials, median (95 % of trials)",
)
EXPANSION = (
    ("orr", "Confirmed response, enrolled"),
    ("dlt", "Dose-limiting toxicity, DLT-evaluable"),
    ("severe_crs", "CRS grade ≥ 3, infused"),
)


def boin_limits(target: float) -> tuple[float, float]:
    """DLT rates at which BOIN goes up and down."""
    return boin_boundaries(target, 1)[:2]


def has_design(run: Run) -> bool:
    """Whether the run escalated."""
    return "design_selected" in run.endpoints


def dose_answer(run: Run) -> str:
    """Which level each arm's trials select most often, and how often."""
    endpoints, found = run.endpoints, []
    for arm in endpoints["design_arm"].values:
        mine = endpoints.sel(design_arm=arm)
        share, none = mine["design_selected"].values, float(mine["design_none_selected"])
        if none > share.max():
            found.append(f"{arm} none ({share_only(none)} of trials)")
            continue
        best = int(share.argmax())
        found.append(f"{arm} {endpoints['level_dose'].values[best]} ({share_only(share[best])} of trials)")
    design = run.scenario.design
    kind = "3+3" if design and design.kind == "3+3" else "BOIN"
    return f"Level that {kind} selects most often: {', '.join(found)}."


def dose_note(run: Run) -> str:
    """What the trials are drawn from, and what their errors leave out."""
    endpoints = run.endpoints
    failed = int(endpoints["design_pool_failed"])
    left_out = f"; {failed} more, with a failed solve, are in no trial" if failed else ""
    return (
        f"{int(endpoints['design_trials'])} repeated trials per arm, drawn with replacement from the same "
        f"{int(endpoints['design_pool'])} virtual patients{left_out}. ± is the Monte Carlo standard error "
        "over trials. More trials do not make the pool larger: the rates of the pool carry the error of its "
        "patients, shown with them."
    )


def operating_rows(endpoints: xr.Dataset) -> Rows:
    """A row per arm and level: selected, treated, and what the pool says of the level."""
    cells = [
        endpoints.sel(design_arm=arm, level=level)
        for arm in endpoints["design_arm"].values
        for level in endpoints["level"].values
    ]
    columns = (
        [str(mine["design_arm"].values) for mine in cells],
        [str(mine["level_dose"].values) for mine in cells],
        [_share(mine, "design_selected") for mine in cells],
        [_share(mine, "design_obd_selected") for mine in cells],
        _means(cells, "design_patients"),
        _means(cells, "design_dlts"),
        [_limits(mine, "design_dlt_rate") for mine in cells],
        [_limits(mine, "design_response_rate") for mine in cells],
        _means(cells, "design_utility"),
    )
    return list(zip(*columns, strict=True))


def trial_rows(endpoints: xr.Dataset) -> Rows:
    """A row per arm: how repeated trials end and what they cost."""
    shares = ("design_none_selected", "design_undecided", "design_obd_none")
    means = ("design_enrolled", "design_replaced", "design_duration")
    cells = [endpoints.sel(design_arm=arm) for arm in endpoints["design_arm"].values]
    columns = (
        [str(mine["design_arm"].values) for mine in cells],
        *([_share(mine, name) for mine in cells] for name in shares),
        *(_means(cells, name) for name in means),
        [_share(mine, "design_expanded") for mine in cells],
    )
    return list(zip(*columns, strict=True))


def cohort_rows(endpoints: xr.Dataset) -> Rows:
    """A row per cohort of the reported trials."""
    rows = []
    for arm in endpoints["design_arm"].values:
        for step in endpoints["cohort_step"].values:
            mine = endpoints.sel(design_arm=arm, cohort_step=step)
            if mine["design_cohort_level"] > 0:
                rows.append((str(arm), str(step), *_cohort(endpoints, mine)))
    return rows


def _cohort(endpoints: xr.Dataset, mine: xr.Dataset) -> tuple[str, ...]:
    reasons = (
        ("design_cohort_under_dosed", "under-dosed"),
        ("design_cohort_not_followed", "not followed"),
    )
    lost = [f"{int(mine[name])} {word}" for name, word in reasons if mine[name] > 0]
    return (
        _dose(endpoints, mine["design_cohort_level"]),
        str(int(mine["design_cohort_patients"])),
        str(int(mine["design_cohort_dlts"])),
        ", ".join(lost) or "0",
        f"{float(mine['design_cohort_opens']):.0f}",
        f"{float(mine['design_cohort_closes']):.0f}",
        str(words(mine["design_cohort_decision"].values, DESIGN_DECISION)),
    )


def end_rows(endpoints: xr.Dataset) -> Rows:
    """A row per reported trial: how it ended and what it chose."""
    return [
        (
            str(arm),
            str(words(mine["design_trial_end"].values, DESIGN_END)),
            _dose(endpoints, mine["design_trial_selected"]),
            _dose(endpoints, mine["design_trial_obd"]) if "design_pool_obd" in endpoints else "–",
            f"{int(mine['design_trial_enrolled'])} ({int(mine['design_trial_replaced'])})",
            f"{float(mine['design_trial_days']):.0f}",
            _expanded(endpoints, mine),
        )
        for arm in endpoints["design_arm"].values
        for mine in [endpoints.sel(design_arm=arm)]
    ]


def expansion_rows(endpoints: xr.Dataset) -> Rows:
    """Response, DLT and CRS of the expansion cohorts; nothing without any."""
    rows: Rows = []
    if "design_expansion_orr_trials" not in endpoints:
        return rows
    for arm in endpoints["design_arm"].values:
        mine = endpoints.sel(design_arm=arm)
        for name, label in EXPANSION:
            low, middle, high = mine[f"design_expansion_{name}_trials"].values
            seen = (
                f"{_limits(mine, f'design_expansion_{name}')}, n = {int(mine[f'design_expansion_{name}_n'])}"
            )
            rows.append((str(arm), label, seen, percent(middle, low, high)))
    return rows


def _expanded(endpoints: xr.Dataset, mine: xr.Dataset) -> str:
    size = int(mine["design_expansion_orr_n"])
    if size:
        return f"{size} at {_dose(endpoints, mine['design_expansion_level'])}"
    return f"none: {why}" if (why := _unexpanded(endpoints, mine)) else "none"


def _unexpanded(endpoints: xr.Dataset, mine: xr.Dataset) -> str:
    """Why nobody was treated after an escalation; empty where no expansion was asked for."""
    if "design_expansion_orr_trials" not in endpoints:
        return ""
    if mine["design_expansion_level"] < 1:
        return "no level was selected"
    return f"no patient left of {int(endpoints['design_pool'])}"


def _dose(endpoints: xr.Dataset, level: xr.DataArray) -> str:
    return str(endpoints["level_dose"].values[int(level) - 1]) if level > 0 else "none"


def _limits(mine: xr.Dataset, name: str) -> str:
    return percent(*(float(mine[f"{name}{tail}"]) for tail in ("", "_lower", "_upper")))


def _share(mine: xr.Dataset, name: str) -> str:
    """A share of trials with its error; a dash where it was not asked for."""
    if name not in mine:
        return "–"
    return f"{100 * float(mine[name]):.1f} ± {100 * float(mine[f'{name}_mcse']):.1f} %"


def _means(cells: Sequence[xr.Dataset], name: str) -> list[str]:
    """A column of means over trials with their errors; dashes where it was not asked for."""
    if any(name not in mine for mine in cells):
        return ["–"] * len(cells)
    means, errors = ([float(mine[f"{name}{tail}"]) for mine in cells] for tail in ("", "_mcse"))
    return with_errors(means, errors)
