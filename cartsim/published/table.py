"""What the published models must give and what they give here, as a table to read."""

from __future__ import annotations

from collections.abc import Iterable

from cartsim.published.comparison import Comparison, PublishedModel

HEAD = (
    "| model | quantity | unit | published | here | difference | allowed | kind | verdict | where |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def verdict(row: Comparison) -> str:
    """`pass`, `fail`, or `as printed`: outside the tolerance, the same once rounded as the source does."""
    if not row.passes:
        return "**fail**"
    outside = row.kind != "limit" and abs(row.difference) > row.tolerance
    return "as printed" if outside else "pass"


def all_rows(models: Iterable[PublishedModel]) -> list[tuple[str, Comparison]]:
    """Every number of every model, with the model's name; takes some seconds."""
    return [(model.name, row) for model in models for row in model.reproduce()]


def markdown(rows: Iterable[tuple[str, Comparison]]) -> str:
    """One line per number, to four significant digits."""
    return "\n".join([HEAD, *(_line(name, row) for name, row in rows)])


def _line(name: str, row: Comparison) -> str:
    limit = row.kind == "limit"
    words = (
        name,
        row.quantity,
        row.unit,
        f"at most {row.published:.4g}" if limit else f"{row.published:.4g}",
        f"{row.ours:.4g}",
        "" if limit else f"{round(100 * row.difference, 1) + 0.0:+.1f} %",
        "" if limit else f"{100 * row.tolerance:g} %",
        row.kind,
        verdict(row),
        f"{row.source}: {row.where}",
    )
    return f"| {' | '.join(words)} |"
