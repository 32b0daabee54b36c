"""A process that draws for the server: reads what to draw from its input, writes pictures to its output.

Figures are drawn one at a time in a process without threads: the style of figures is a setting of the whole
process, and drawing would hold up every other viewer. When the server ends, however it does, the input ends.
"""

from __future__ import annotations

import gc
import os
import pickle
import struct
import sys
from io import BytesIO
from typing import IO, Any

from cartsim.demo.live.shown import FIGURES, Drawn
from cartsim.results.run import Run

LENGTH = struct.Struct("!Q")
SHARP = 150
"""Dots per inch: sharp on screens of twice the usual density at the width of the page."""
COLOURS = 256
"""Of a palette: a third of the bytes that a class has to fetch, and no difference to see."""
REPORT, FILE = "report", "file"
"""Asked for instead of a figure: report.html, run.nc."""


def send(pipe: IO[bytes], message: Any) -> None:
    """One message, its length first."""
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next message; EOFError where the other side is gone. Both sides are this program."""
    (length,) = LENGTH.unpack(_whole(pipe, LENGTH.size))
    return pickle.loads(_whole(pipe, length))


def _whole(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content


def draw(run: Run, names: list[str], out: IO[bytes]) -> None:
    """Each thing as soon as it is made, and None at the end; a problem is sent in its place."""
    for name in names:
        try:
            send(out, _made(run, name))
        except Exception as error:  # of one viewer's figure: the next viewer's is to be drawn here, too
            send(out, f"{type(error).__name__}: {error}")
    send(out, None)


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
    pixels.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG")
    return Drawn(name, file.getvalue(), width, height)


def main() -> None:
    """Serve until the input ends. What libraries print goes to standard error."""
    os.nice(5)  # numbers come before pictures
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            run, names = receive(sys.stdin.buffer)
        except (EOFError, OSError):
            return
        try:
            draw(run, names, out)
        except BrokenPipeError:
            return
        del run
        gc.collect()


if __name__ == "__main__":
    main()
