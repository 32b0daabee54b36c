"""The sections of analysis.md that say what was found: best doses, indices, ranges over draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from cartsim.report.words import percent, signed
from cartsim.sweep.analysis.best_dose import SAFETY, Best, BestDoses, dose_axis
from cartsim.sweep.analysis.draws import OverDraws, combination
from cartsim.sweep.analysis.indices import MAIN, Output, Sensitivity
from cartsim.sweep.analysis.read import SweepFile
from cartsim.sweep.analysis.surfaces import WORDS
from cartsim.sweep.analysis.tables import NONE_WITHIN, TAILS, markdown, said, surely_safe

MOST_ROWS = 60
"""Rows of a table in the page; the CSV file has all."""
MOST_ALIKE = 8
"""Doses that are named as not distinguishable; more are counted."""
EACH_DRAW = (
    " Chosen in every draw for itself: the table says in how many of them a dose is the best, best_dose.csv "
    "has every draw."
)


def best_section(file: SweepFile, found: BestDoses) -> str:
    what = "dose" if dose_axis(file) in found.moved and len(found.moved) == 1 else "point"
    head, *rows = best_table(file, found)
    more = len(rows) - MOST_ROWS
    told = (
        f"The {what} with the highest share ({WORDS[found.measure].lower()}) among those whose DLT rate, as "
        f"estimated, is at most {100 * found.limit:.3g} %; of equal ones the lowest. The last column but one "
        "tells whether the upper 95 % limit of that rate is within the limit as well. Not distinguishable: "
        "the paired difference in the same patients has a 95 % interval (Newcombe) that holds 0; ↑ marks "
        "those over the limit. Each interval has 95 % for itself and there are many, and the best of several "
        f"is by choice a little flattered.{_at_the_end(found)}{EACH_DRAW if file.draw else ''}"
    )
    lack = f"\n\n{more} more rows are in best_dose.csv." if more > 0 else ""
    return f"## Best {what}\n\n{told}\n\n{markdown(head, rows[:MOST_ROWS])}{lack}"


def _at_the_end(found: BestDoses) -> str:
    """How often the best dose is the largest there is: more may be better still."""
    if len(found.moved) != 1:
        return ""
    (dose,) = found.moved
    ends = sum(row.point is not None and dose.values[row.point] == dose.levels[-1] for row in found.rows)
    more = "beyond it there may be a better one"
    return f" In {ends} of {len(found.rows)} rows it is the largest of the axis: {more}." if ends else ""


def best_table(file: SweepFile, found: BestDoses) -> list[list[str]]:
    """The best of every arm and combination in words, under a head; of draws how often each is the best."""
    if file.draw:
        return _often(file, found)
    head = [*(axis.name for axis in found.fixed), "arm", "best", WORDS[found.measure], WORDS[SAFETY]]
    head += ["upper DLT limit within", "not distinguishable from it"]
    return [head, *(_best_cells(file, found, row) for row in found.rows)]


def _best_cells(file: SweepFile, found: BestDoses, row: Best) -> list[str]:
    fixed = [axis.said(value) for axis, value in zip(found.fixed, row.fixed, strict=True)]
    fixed.append(file.arms[row.arm])
    if row.point is None:
        return [*fixed, f"{NONE_WITHIN} ({row.of} looked at)", "", "", "", ""]
    shares = [_share(file, name, row.point, row.arm) for name in (found.measure, SAFETY)]
    alike = [said(found.moved, point) for point in row.alike[:MOST_ALIKE]]
    alike += [f"{said(found.moved, point)} ↑" for point in row.alike_over[:MOST_ALIKE]]
    left = len(row.alike) + len(row.alike_over) - len(alike)
    alike += [f"and {left} more"] if left else []
    safe = "yes" if surely_safe(file, found, row) else "no"
    return [*fixed, said(found.moved, row.point), *shares, safe, "; ".join(alike) or "none"]


def _share(file: SweepFile, name: str, point: int, arm: int) -> str:
    return percent(*(float(file.share(name, tail)[point, arm]) for tail in TAILS))


def _often(file: SweepFile, found: BestDoses) -> list[list[str]]:
    """Over the draws: in how many each dose is the best, for every arm and combination of the other axes."""
    counts: dict[tuple[str, ...], Counter[str]] = {}
    for row in found.rows:
        fixed = [axis.said(value) for axis, value in zip(found.fixed[:-1], row.fixed[:-1], strict=True)]
        best = NONE_WITHIN if row.point is None else said(found.moved, row.point)
        counts.setdefault((*fixed, file.arms[row.arm]), Counter())[best] += 1
    head = [*(axis.name for axis in found.fixed[:-1]), "arm", "best in how many draws"]
    rows = [
        [*key, "; ".join(f"{best}: {count} of {of.total()}" for best, count in of.most_common())]
        for key, of in counts.items()
    ]
    return [head, *rows]


def indices_section(found: Sensitivity) -> str:
    if found.kind == "saltelli":
        told = (
            "Total order: the share of a result's variance over the design that would be left if all other "
            "axes were known; first order: what an axis explains alone. Limits: 95 % bootstrap of the base "
            "points. Luck: the part of the total order that chance among the patients explains; an index no "
            "larger than it says nothing. A large share of a small SD matters little."
        )
    else:
        told = (
            "µ*: the mean size of the change when an axis goes over its whole range (in points), along "
            "random paths; limits: 95 % bootstrap of the paths; σ large beside µ*: the effect depends on the "
            "other axes. Luck: what an axis without any effect would show with so few patients."
        )
    tables = [_index_table(found, *key, output) for key, output in found.found.items() if output.columns]
    never = [f"{WORDS[name]}, {arm}" for (name, arm), output in found.found.items() if not output.columns]
    where = "over the design, or are not known at all of its points"
    lack = f"\n\nNever change {where}: {'; '.join(never)}." if never else ""
    return f"## Which axes move the result\n\n{told}\n\n" + "\n\n".join(tables) + lack


def _index_table(found: Sensitivity, measure: str, arm: str, output: Output) -> str:
    main = MAIN[found.kind]
    second, scale, digits = ("first", 1.0, 2) if main == "total" else ("sigma", 100.0, 1)
    names = ("total order (95 %)", "first order") if main == "total" else ("µ*, points (95 %)", "σ, points")
    columns = {name: scale * values for name, values in output.columns.items()}
    rows = []
    for place in sorted(range(len(found.axes)), key=lambda at: -columns[main][at]):
        middle, low, high, beside, luck = (
            f"{columns[name][place]:.{digits}f}".replace("-", "−")
            for name in (main, f"{main}_lower", f"{main}_upper", second, "luck")
        )
        rows.append((found.axes[place], f"{middle} ({low} to {high})", beside, luck))
    spread = f"mean {100 * output.mean:.1f}, SD {100 * output.sd:.1f} points over the design"
    title = f"**{WORDS[measure]}, {arm.replace(' - ', ' minus ')}** ({spread})"
    return f"{title}\n\n{markdown(('axis', *names, 'luck'), rows)}"


def draws_section(file: SweepFile, found: Mapping[str, Sequence[OverDraws]]) -> str:
    told = (
        "Each draw gives every uncertain typical value another value and carries the same patients through "
        "it. The range of the draws is that of the shares as they are, Monte Carlo error included; of the "
        "typical values alone there is a range only where they can be told from it. Last column: of the "
        "variance of one draw's share the part that the typical values make, the rest being Monte Carlo "
        f"error of its patients.{_few(file)}"
    )
    head = ("combination", "median (95 % of draws)", "typical values alone, 95 %", "above 0", "their part")
    tables = [
        f"**{WORDS[measure]}** (%; differences in points)\n\n"
        + markdown(head, [_draw_cells(file, row) for row in rows[:MOST_ROWS]])
        + (f"\n\n{len(rows) - MOST_ROWS} more rows are in draws.csv." if len(rows) > MOST_ROWS else "")
        for measure, rows in found.items()
    ]
    return f"## Over the draws of the typical values\n\n{told}\n\n" + "\n\n".join(tables)


def _few(file: SweepFile) -> str:
    draws = len(file.draw.levels) if file.draw else 0
    return f" With {draws} draws the ends of the ranges are rough." if draws < 40 else ""


def _draw_cells(file: SweepFile, row: OverDraws) -> list[str]:
    write = _plain if row.arm in file.arms else signed
    low, middle, high = (write(100 * value) for value in (row.lower, row.median, row.upper))
    alone = [100 * value for value in (row.parts.lower, row.parts.upper)]
    inside = "not separable" if np.isnan(alone[0]) else f"{write(alone[0])} to {write(alone[1])}"
    part = "–" if np.isnan(row.from_parameters) else f"{100 * row.from_parameters:.0f} %"
    above = f"{row.above} of {row.draws}"
    return [combination(file.axes, row), f"{middle} ({low} to {high})", inside, above, part]


def _plain(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.1f}"
