"""The look of figures is put on for a while and taken off again."""

from __future__ import annotations

import matplotlib

from cartsim.report.style import journal_style


def test_the_style_puts_back_what_it_set_and_leaves_alone_what_others_set():
    """A notebook's backend turns its figures on while the first is drawn, which may be inside."""
    size, was = matplotlib.rcParams["font.size"], matplotlib.is_interactive()
    try:
        with journal_style():
            assert matplotlib.rcParams["font.size"] != size
            matplotlib.interactive(not was)
        assert matplotlib.rcParams["font.size"] == size
        assert matplotlib.is_interactive() is not was
    finally:
        matplotlib.interactive(was)
