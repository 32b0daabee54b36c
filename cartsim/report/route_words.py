"""How far the contrast of routes depends on what no data identify, in words and as rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import xarray as xr

from cartsim.report.comparison_tables import between
from cartsim.report.figures.paired import contrast_arms, contrast_words, measure_name
from cartsim.report.words import number, signed, unit_text

MONTH_3 = "response_at_day"
TAILS = ("", "_lower", "_upper")
HEADER = ("Contrast", "Parameter", "Value", "Unit")


def has_route_basis(endpoints: xr.Dataset) -> bool:
    """Whether the run carries the contrast at other values."""
    return "route_difference" in endpoints and bool(endpoints.sizes["route_contrast"])


def route_paragraphs(endpoints: xr.Dataset) -> list[str]:
    """Per contrast: the response at month 3 over every parameter, then the other endpoints shortly."""
    return [_paragraph(endpoints, str(contrast)) for contrast in endpoints["route_contrast"].values]


def route_line(endpoints: xr.Dataset) -> str:
    """One line for the terminal: the first contrast at month 3 and over its values."""
    contrast, measure = str(endpoints["route_contrast"].values[0]), month_3(endpoints)
    chosen = endpoints.sel(route_contrast=contrast, route_measure=measure)
    first = f"{_name(endpoints, contrast)}, {measure_name(measure)}: {_at_own(chosen)} points"
    ends = f"{signed(_least(chosen))} to {signed(_most(chosen))} over {', '.join(_symbols(chosen))}"
    more = endpoints.sizes["route_contrast"] - 1
    others = f"; {more} more in the report" if more else ""
    return f"{first}, {ends} (all assumed); {_zero(chosen)}{others}"


def route_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """Every contrast and setting with the difference of every endpoint; the scenario's own is marked."""
    rows = []
    for contrast in endpoints["route_contrast"].values:
        for place in range(endpoints.sizes["route_setting"]):
            here = endpoints.sel(route_contrast=contrast).isel(route_setting=place)
            own = " (own)" if int(here["route_own"]) else ""
            cells = (_cell(here.sel(route_measure=name)) for name in endpoints["route_measure"].values)
            value, unit = number(float(here["route_value"])) + own, unit_text(str(here["route_unit"].values))
            symbol = str(here["route_symbol"].values)
            rows.append((_name(endpoints, str(contrast)), symbol, value, unit, *cells))
    return rows


def route_header(endpoints: xr.Dataset) -> tuple[str, ...]:
    """Columns of `route_rows`."""
    return (*HEADER, *(f"{measure_name(name)}, points" for name in endpoints["route_measure"].values))


def month_3(endpoints: xr.Dataset) -> str:
    """The response at month 3 among the endpoints."""
    return next(str(name) for name in endpoints["route_measure"].values if str(name).startswith(MONTH_3))


def _paragraph(endpoints: xr.Dataset, contrast: str) -> str:
    main = month_3(endpoints)
    others = [str(name) for name in endpoints["route_measure"].values if str(name) != main]
    chosen = endpoints.sel(route_contrast=contrast, route_measure=main)
    pairs = int(chosen["route_pairs"].max())
    begin = (
        f"{_name(endpoints, contrast)}, {measure_name(main)}: {_at_own(chosen)} points at the scenario's own "
        f"values (95 % Newcombe, Monte Carlo, {pairs} pairs)."
    )
    ranges = "; ".join(_range(chosen, symbol) for symbol in _symbols(chosen))
    also = [_short(endpoints.sel(route_contrast=contrast, route_measure=name), name) for name in others]
    told = " ".join(f"{text[0].upper()}{text[1:]}." for text in _verdicts(chosen))
    return f"{begin} Over other values of one parameter at a time: {ranges}. {told} {' '.join(also)}"


def _range(chosen: xr.Dataset, symbol: str) -> str:
    """`tau_fit (14 to infinity, day) +2.0 at infinity to +13.0 at 14`."""
    here = chosen.isel(route_setting=chosen["route_symbol"].values == symbol)
    middle = 100 * here["route_difference"].values
    values = [number(float(value)) for value in here["route_value"].values]
    if not np.isfinite(middle).any():
        return f"{symbol} –, since nobody counts"
    low, high = int(np.nanargmin(middle)), int(np.nanargmax(middle))
    unit = unit_text(str(here["route_unit"].values[0]))
    ends = f"{signed(middle[low])} at {values[low]} to {signed(middle[high])} at {values[high]}"
    return f"{symbol} ({values[0]} to {values[-1]}, {unit}) {ends}"


def _short(chosen: xr.Dataset, name: str) -> str:
    """An endpoint beside the main one, in a sentence."""
    span = f"{signed(_least(chosen))} to {signed(_most(chosen))} over all values"
    told = "; ".join([f"{_at_own(chosen)} points at its own values, {span}", *_verdicts(chosen)])
    return f"{measure_name(name)}: {told}."


def _at_own(chosen: xr.Dataset) -> str:
    """The difference at the scenario's own values with its limits."""
    return _cell(chosen.isel(route_setting=int(np.argmax(chosen["route_own"].values))))


def _cell(chosen: xr.Dataset) -> str:
    middle, low, high = (signed(100 * float(chosen[f"route_difference{tail}"])) for tail in TAILS)
    return middle if middle == "–" else f"{middle} ({between(low, high)})"


def _verdicts(chosen: xr.Dataset) -> list[str]:
    """Where the sign is another than at the own values, if it is known there, and where 0 is inside."""
    own = chosen.isel(route_setting=int(np.argmax(chosen["route_own"].values)))
    low, high = (float(own[f"route_difference{tail}"]) for tail in TAILS[1:])
    if not (low > 0.0 or high < 0.0):
        return [_zero(chosen)]
    turned = _labels(chosen, chosen["route_difference"].values * float(own["route_difference"]) <= 0.0)
    kept = "it keeps its sign at every value"
    return [f"the sign turns or is lost at {_listed(turned)}" if turned else kept, _zero(chosen)]


def _zero(chosen: xr.Dataset) -> str:
    """Where the interval covers 0."""
    low, high = chosen["route_difference_lower"].values, chosen["route_difference_upper"].values
    places = (low <= 0.0) & (high >= 0.0)
    if places.all():
        return "the interval covers 0 at every value"
    covered = _labels(chosen, places)
    return f"the interval covers 0 at {_listed(covered)}" if covered else "the interval covers 0 nowhere"


def _labels(chosen: xr.Dataset, places: np.ndarray) -> list[str]:
    """The settings at these places; the scenario's own, which every parameter has one of, once."""
    own = chosen["route_own"].values == 1
    first = ["the scenario's own values"] if (places & own).any() else []
    return first + [
        f"{symbol} {number(float(value))}"
        for symbol, value, here in zip(
            chosen["route_symbol"].values, chosen["route_value"].values, places & ~own, strict=True
        )
        if here
    ]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else words[0]


def _least(chosen: xr.Dataset) -> float:
    return float(100 * chosen["route_difference"].min())


def _most(chosen: xr.Dataset) -> float:
    return float(100 * chosen["route_difference"].max())


def _symbols(chosen: xr.Dataset) -> list[str]:
    return list(_once(chosen["route_symbol"].values))


def _once(words: np.ndarray) -> Iterator[str]:
    yield from dict.fromkeys(map(str, words))


def _name(endpoints: xr.Dataset, contrast: str) -> str:
    return contrast_words(*contrast_arms(endpoints, contrast))
