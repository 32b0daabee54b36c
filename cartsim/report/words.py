"""Numbers, units and intervals as the report writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

MICRO = re.compile(r"\bu(?=[Lmg]\b|mol\b)")


def percent(share: float, low: float, high: float) -> str:
    """A share with its limits; without them where they do not exist, a dash where there is no share.

    >>> percent(0.5, 0.4, 0.6), percent(1.0, float("nan"), float("nan"))
    ('50.0 % (40.0 to 60.0)', '100.0 %')
    """
    if np.isnan(share) or np.isnan(low) or np.isnan(high):
        return share_only(share)
    return f"{share_only(share)} ({100 * low:.1f} to {100 * high:.1f})"


def share_only(share: float) -> str:
    """A share without limits; a dash where there is none.

    >>> share_only(0.123), share_only(float("nan"))
    ('12.3 %', '–')
    """
    return "–" if np.isnan(share) else f"{100 * share:.1f} %"


def days(median: float, low: float, high: float, n: int = 1) -> str:
    """A median in days with its limits; NR where the curve does not come down to it, a dash of nobody.

    >>> days(91.0, 60.0, float("nan")), days(float("nan"), float("nan"), float("nan"), 0)
    ('91 (60 to NR)', '–')
    """
    return f"{day(median)} ({day(low)} to {day(high)})" if n else "–"


def day(value: float) -> str:
    """A day as a whole number; NR (not reached) for NaN."""
    return "NR" if np.isnan(value) else f"{value:.0f}"


def day_of(value: float, n: int) -> str:
    """A median day of `n` patients, a dash of nobody."""
    return day(value) if n else "–"


MONTH = 365.25 / 12


def visit_words(days: Iterable[float]) -> list[str]:
    """When visits are: in months, in days where two would be of one month or one of none.

    >>> visit_words([30, 91, 182]), visit_words([14, 28])
    (['at month 1', 'at month 3', 'at month 6'], ['on day 14', 'on day 28'])
    """
    days = list(days)
    months = [round(float(day) / MONTH) for day in days]
    if len(set(months)) < len(months) or 0 in months:
        return [f"on day {day:g}" for day in days]
    return [f"at month {month}" for month in months]


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign, a real minus, no sign before a rounded zero; a dash where there is none.

    >>> signed(-3.14), signed(2.0), signed(-0.04), signed(float("nan"))
    ('−3.1', '+2.0', '0.0', '–')
    """
    if np.isnan(value):
        return "–"
    text = f"{value:+.{digits}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("+-")


def spoken(value: float) -> str:
    """Three digits, with words for large numbers; a dash where there is none.

    >>> spoken(1.313e8), spoken(31.62), spoken(0.0), spoken(float("nan"))
    ('131 million', '31.6', '0', '–')
    """
    if np.isnan(value):
        return "–"
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{float(f'{value / size:.3g}'):g} {word}"
    return number(float(f"{value:.3g}"))


def quartiles(values: np.ndarray) -> str:
    """Median with quartiles over patients."""
    known = values[np.isfinite(values)]
    if not known.size:
        return "–"
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
    return f"{number(middle)} ({number(low)} to {number(high)})"


def lasting(days: float) -> str:
    """A length of time: days, or hours below one day.

    >>> lasting(3.0), lasting(1.0), lasting(0.25), lasting(1 / 24)
    ('3 days', '1 day', '6 hours', '1 hour')
    """
    if days < 1:
        return f"{24 * days:.3g} hour{'' if round(24 * days, 9) == 1 else 's'}"
    return f"{days:g} day{'' if days == 1 else 's'}"


def number(value: float | str) -> str:
    """Three significant figures, powers of ten only where they are needed; a word stays a word.

    >>> number(0.01234), number(1234.5), number(2.5e9), number(0), number("infinity")
    ('0.0123', '1230', '2.5e9', '0', 'infinity')
    """
    if isinstance(value, str):
        return value
    if not np.isfinite(value):
        return "–" if np.isnan(value) else "infinity" if value > 0 else "−infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        digits = max(0, 2 - int(np.floor(np.log10(abs(value) or 1))))
        text = f"{float(f'{value:.3g}'):.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def with_errors(means: Sequence[float], errors: Sequence[float]) -> list[str]:
    """Means with their standard errors, a column of a table: all to the decimal of the first figure of the
    largest error, or of its second figure where the first is 1. A dash where there is no mean.

    >>> with_errors([3.015, 19.044, 0.0], [0.0052, 0.057, 0.0])
    ['3.02 ± 0.01', '19.04 ± 0.06', '0.00 ± 0.00']
    >>> with_errors([412.3, float("nan")], [12.4, float("nan")]), with_errors([3.0], [0.0])
    (['412 ± 12', '–'], ['3 ± 0'])
    """
    largest = max((error for error in errors if error > 0), default=0.0)
    figure, exponent = f"{largest:.0e}".split("e")
    digits = max(0, (figure == "1") - int(exponent)) if largest else 0
    return [
        "–" if np.isnan(mean) else f"{mean:.{digits}f} ± {error:.{digits}f}"
        for mean, error in zip(means, errors, strict=True)
    ]


def unit_text(unit: str) -> str:
    """A unit as people write it.

    >>> unit_text("molecule/um**2"), unit_text("cell/uL")
    ('molecule/µm²', 'cell/µL')
    """
    text = MICRO.sub("µ", unit).replace("**", "^").replace("^2", "²").replace("^3", "³").replace("*", "·")
    return "–" if text == "1" else text


def counts(numbers: Sequence[int]) -> str:
    """The n of the arms: one number when all are equal, each in order, or their range if many.

    >>> counts([200, 200]), counts([199, 200]), counts([9, 8, 8, 9])
    ('n = 200 per arm', 'n = 199, 200', 'n = 8 to 9 per arm')
    """
    low, high = min(numbers), max(numbers)
    if low == high:
        return f"n = {low}" + (" per arm" if len(numbers) > 1 else "")
    if len(numbers) > 3:
        return f"n = {low} to {high} per arm"
    return "n = " + ", ".join(str(n) for n in numbers)
