"""A process that draws for the server: takes a run and names from a pipe, gives back pictures.

Figures are drawn one at a time in a process without threads: the style of figures is a setting of the whole
process, and drawing would hold up every other viewer. When the server ends, however it does, the pipe ends.
"""

from __future__ import annotations

import gc
import os
import signal
from io import BytesIO
from multiprocessing.connection import Connection

from cartsim.demo.live.shown import FIGURES, Drawn
from cartsim.results.run import Run

SHARP = 150
"""Dots per inch: sharp on screens of twice the usual density at the width of the page."""
COLOURS = 256
"""Of a palette that covers rare colours too: a third of the bytes that a class has to fetch, no difference to
see."""
REPORT, FILE = "report", "file"
"""Asked for instead of a figure: report.html, run.nc."""


def draw(run: Run, names: list[str], pipe: Connection) -> None:
    """Each thing as soon as it is made, and None at the end; a problem is sent in its place."""
    for name in names:
        try:
            pipe.send(_made(run, name))
        except Exception as error:  # of one viewer's figure: the next viewer's is to be drawn here, too
            pipe.send(f"{type(error).__name__}: {error}")
    pipe.send(None)


def _made(run: Run, name: str) -> Drawn | bytes:
    if name == REPORT:
        from cartsim.report.page import build_page

        return build_page(run).encode()
    if name == FILE:
        from cartsim.results.file import file_bytes

        return file_bytes(run)
    return _picture(run, name)


def _picture(run: Run, name: str) -> Drawn:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    from cartsim.report.page import few_arms
    from cartsim.report.style import journal_style

    shown = FIGURES[name]
    run = few_arms(run)
    with journal_style():
        figure = shown.plate.draw(run)
        if figure is None:
            return Drawn(name, b"", 0, 0)
        figure.set_dpi(SHARP)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        width, height = (round(100 * inches) for inches in figure.get_size_inches())
    pixels = Image.frombytes("RGBA", canvas.get_width_height(), bytes(canvas.buffer_rgba())).convert("RGB")
    file = BytesIO()
    pixels.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, "PNG")
    return Drawn(name, file.getvalue(), width, height)


def main(pipe: Connection) -> None:
    """Serve until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server to answer
    os.nice(5)  # numbers come before pictures
    while True:
        try:
            run, names = pipe.recv()
            draw(run, names, pipe)
        except (EOFError, OSError):
            return
        del run
        gc.collect()
