"""Colours of the figures of published models: those of whoever draws the plate."""

from __future__ import annotations


def colours() -> list[str]:
    """The colours that matplotlib now goes through; a name like `C0` would be looked up only when drawn."""
    import matplotlib
    from matplotlib.colors import to_hex

    return [to_hex(colour) for colour in matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]]


DASHES = ("-", "--", "-.", ":")
"""A line style beside every colour, so that curves that lie close are told apart without it."""
