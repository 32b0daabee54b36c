"""Tables of the survival section: why times end, medians under other rules, survival from the landmark."""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.datasets import CURVES
from cartsim.report.narrow import along
from cartsim.report.tables import TAILS, in_set
from cartsim.report.words import day_of, days, percent

OUTSIDE = "not in the set"
SHORT = {"pfs": "PFS", "dor": "DOR", "ddc": "DDC", "os": "OS"}
CENSORED = {
    "fda": "an event after two missed visits is censored",
    "simple": "an event after missed visits counts",
}
PRIMARY = {"": "the primary analysis"}
STRATEGIES = {
    "policy": "new anticancer therapy ignored",
    "worst_case": "whoever left progressed at the next visit",
    "infused": "infused, from infusion",
    "enrolment": "enrolled, from enrolment",
}

Rows = list[tuple[str, ...]]


def end_rows(endpoints: xr.Dataset) -> Rows:
    """For every curve one cell per arm: 'progression 41, death 14, left the study 3', the most first."""
    if "end_reasons" not in endpoints:
        return []
    counts = endpoints["end_reasons"].transpose("curve", "arm", "end_reason")
    words = [str(word) for word in endpoints["end_reason"].values]
    return [
        (CURVES[str(name)].capitalize(), *(_listed(words, row) for row in counts.sel(curve=name).values))
        for name in endpoints["curve"].values
    ]


def _listed(words: list[str], counts: np.ndarray) -> str:
    pairs = sorted(zip(counts.tolist(), words, strict=True), reverse=True)
    return ", ".join(f"{word} {count}" for count, word in pairs if count and word != OUTSIDE) or "nobody"


def strategy_rows(endpoints: xr.Dataset) -> Rows:
    """Medians and the primary response under the other form of censoring and other strategies."""
    used = str(endpoints.attrs.get("censoring", "fda"))
    others = {f"_{tail}": text for tail, text in (CENSORED | STRATEGIES).items() if tail != used}
    rows: Rows = []
    for name, label in SHORT.items():
        for tail, text in (PRIMARY | others).items():
            if f"median_{name}{tail}" in endpoints:
                values = endpoints[f"median_{name}{tail}"].values
                sizes = _sizes(endpoints, name, tail)
                rows.append((f"Median {label}, days: {text}", *map(day_of, values, sizes)))
    if "confirmed_orr_policy" in endpoints:
        triples = zip(*(endpoints[f"confirmed_orr_policy{tail}"].values for tail in TAILS), strict=True)
        rows.append((f"Primary response: {STRATEGIES['policy']}", *(percent(*three) for three in triples)))
    return rows


def _sizes(endpoints: xr.Dataset, name: str, tail: str) -> list[int]:
    """How many are in the set of each arm; another rule moves events, and hardly who is in the set."""
    sizes = in_set(endpoints, name)
    if tail != "_infused":
        return sizes
    infused = endpoints["flow"].sel(flow_step="infused").values
    return [min(n, int(some)) for n, some in zip(sizes, infused, strict=True)]


def landmark_rows(endpoints: xr.Dataset) -> Rows:
    """Per group at the landmark one cell per arm: how many, the share alive on day 365, the median."""
    if "landmark_n" not in endpoints:
        return []
    groups = along(endpoints, "landmark_group", "arm")
    return [
        (
            str(group).capitalize(),
            *(_followed(groups.sel(arm=arm, landmark_group=group)) for arm in endpoints["arm"].values),
        )
        for group in endpoints["landmark_group"].values
    ]


def _followed(one: xr.Dataset) -> str:
    alive = percent(*(float(one[f"landmark_os{tail}"]) for tail in TAILS))
    middle, low, high = (float(one[f"landmark_median_os{tail}"]) for tail in TAILS)
    count = int(one["landmark_n"])
    return f"n = {count}: {alive}; median {days(middle, low, high)}" if count else "nobody"
