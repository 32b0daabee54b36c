"""The disease: which cancers in which shares, and what differs from their usual burden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema

from cartsim.scenario import known
from cartsim.scenario.fields import (
    Cells,
    Millilitres,
    Part,
    Quantity,
    Ratio,
    Share,
    entries,
    from_file,
    quantity_schema,
)
from cartsim.scenario.mistakes import Mistake, nearest, refuse, safe, shown, tried, without

Site = Literal["pleural", "peritoneal"]
Score = Literal["1+", "2+", "3+"]


def _add_to_one(shares: Collection[float]) -> Iterator[Mistake]:
    """Shares of one whole; rounding of the file's decimals is forgiven to 1e-6."""
    total = sum(shares)
    if abs(total - 1.0) > 1e-6:
        yield Mistake(f"the shares add up to {total:.6g}", "make them add up to 1")


def _known_kinds(shares: Mapping[str, float]) -> Iterator[Mistake]:
    for name in shares:
        if name not in known.diseases():
            yield Mistake(
                f"{shown(name)} is not a disease known here", nearest(name, known.diseases()), (name,), True
            )


def check_kinds(shares: dict[str, float]) -> dict[str, float]:
    """Shares of diseases that are known."""
    return without([*_known_kinds(shares), *_add_to_one(shares.values())], shares)


def check_scores(shares: dict[Score, float]) -> dict[Score, float]:
    """Shares of HER2 scores."""
    return without(_add_to_one(shares.values()), shares)


class LogNormal(Part):
    """A number of cells that differs between patients: median, and SD of its decimal logarithm."""

    median: Cells = Field(description="half of the patients have more cells than this")
    log10_sd: Ratio = Field(description="SD of the decimal logarithm of the number; 0: all alike")


class Volumes(Part):
    """Fluid volume at baseline, log-uniform between two limits."""

    low: Millilitres = Field(description="smallest volume of fluid")
    high: Millilitres = Field(description="largest volume of fluid")


def _ordered(volumes: Volumes) -> Volumes:
    if volumes.low > volumes.high:
        raise refuse("low lies above high", "exchange the two")
    return volumes


Limit = Annotated[float, WithJsonSchema({"anyOf": [{"type": "number"}, quantity_schema("50 kg")]})]


class Bounds(Part):
    """Entry limits on one covariate or parameter, ends included, in its unit."""

    at_least: Limit | None = Field(default=None, description="lower limit, itself included")
    at_most: Limit | None = Field(default=None, description="upper limit, itself included")


def _read_entry(written: object, info: ValidationInfo) -> Any:
    """Resolves the limits of every criterion to its covariate's unit."""
    if not isinstance(written, dict):
        return written
    mistakes: list[Mistake] = []
    resolved = {
        name: _read_bounds(name, block, not from_file(info), mistakes) for name, block in entries(written)
    }
    return without(mistakes, resolved)


def _read_bounds(name: str, block: object, bare: bool, mistakes: list[Mistake]) -> dict[str, Any]:
    unit = unit_of(name)
    if unit is None:
        names = [*known.COVARIATES, *known.model_symbols()]
        mistakes.append(
            Mistake(f"'{safe(name)}' is not a covariate or parameter", nearest(name, names), (name,))
        )
        return {}
    limit = Quantity(unit, "1" if unit == "1" else f"50 {unit}")
    written = {key: value for key, value in entries(block) if value is not None}
    if not written or set(written) - {"at_least", "at_most"}:
        mistakes.append(
            Mistake("is not a pair of limits", "write {at_least: ..., at_most: ...}, or one of them", (name,))
        )
        return {}
    limits = {key: tried(mistakes, (name, key), limit.read, value, bare) for key, value in written.items()}
    low, high = limits.get("at_least"), limits.get("at_most")
    if low is not None and high is not None and low > high:
        mistakes.append(Mistake("at_least lies above at_most", "exchange the two", (name,)))
    return limits


def unit_of(name: str) -> str | None:
    """The unit of a covariate or parameter that entry may depend on."""
    if name in known.COVARIATES:
        return known.COVARIATES[name]
    return known.parameters()[name].unit if name in known.model_symbols() else None


class Disease(Part):
    """Who is treated. Each kind brings its cavity, burden and HER2 mix; what is written replaces it."""

    kinds: Annotated[dict[str, Share], AfterValidator(check_kinds)] = Field(
        min_length=1, description="share of each cancer by its name (see below); they add up to 1"
    )
    her2_ihc: Annotated[dict[Score, Share], AfterValidator(check_scores)] | None = Field(
        default=None,
        description="share of each HER2 score among those enrolled; default: as each kind brings, 2+ and 3+",
    )
    site: Site | None = Field(default=None, description="the cavity; default: as each kind brings")
    burden: LogNormal | None = Field(default=None, description="tumour cells in all lesions")
    free_cells: LogNormal | None = Field(default=None, description="tumour cells floating in the fluid")
    effusion: Annotated[Volumes, AfterValidator(_ordered)] | None = Field(
        default=None, description="volume of fluid in the cavity at baseline"
    )
    non_measurable: Share = Field(
        default=0.0,
        description="share of those enrolled who have carcinomatosis and effusion only, no measurable lesion",
    )
    entry: Annotated[dict[str, Bounds], BeforeValidator(_read_entry)] = Field(
        default_factory=dict,
        description="who is enrolled: limits on covariates or parameters; others are drawn again",
    )
