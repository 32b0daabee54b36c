"""Frames as MP4 or WebM, by the codecs that the package av brings (extra `film`)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image

from cartsim.errors import CartsimError


class Kind(NamedTuple):
    """Container and codec, with the settings of both."""

    container: str
    codec: str
    settings: dict[str, str]


KINDS = {
    ".mp4": Kind("mp4", "libx264", {"crf": "18"}),
    ".webm": Kind("webm", "libvpx-vp9", {"crf": "24", "b": "0", "cpu-used": "4", "row-mt": "1"}),
}
"""H.264, which every player and slide program knows, and VP9, which is free; nothing is seen to be lost."""
LEAST_RATE = 24.0
"""Frames a second: players stumble over films with fewer, so a moment is shown in several of them."""
THREADS = 2
"""The same for every machine."""


def needed() -> Any:
    """The package av, imported now; CartsimError with the command that installs it where it is missing."""
    try:
        return import_module("av")
    except ImportError as problem:
        text = "films of this kind need av, which is not installed: pip install 'cartsim[film]'"
        raise CartsimError(f"{text}; --out film.gif needs nothing more") from problem


def encoded(
    frames: Sequence[Image.Image], ending: str, rate: float, hold: int, comment: str
) -> memoryview:
    """A film of `rate` pictures a second, of which the last stands `hold` times as long."""
    av, kind, content = needed(), KINDS[ending], BytesIO()
    repeats = max(1, round(LEAST_RATE / rate))
    with av.open(content, "w", format=kind.container) as film:
        film.metadata["comment"] = comment
        stream = film.add_stream(kind.codec, Fraction(rate * repeats).limit_denominator(1000), kind.settings)
        stream.width, stream.height = (edge + edge % 2 for edge in frames[0].size)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.thread_count = THREADS
        for place, picture in enumerate(frames):
            shown = av.VideoFrame.from_image(evened(picture))
            for _ in range(repeats * (hold if place == len(frames) - 1 else 1)):
                shown.pts = None
                film.mux(stream.encode(shown))
        film.mux(stream.encode(None))
    return content.getbuffer()


def evened(picture: Image.Image) -> Image.Image:
    """The picture on white, with even edges: the codecs share colours between two pixels."""
    width, height = (edge + edge % 2 for edge in picture.size)
    if (width, height) == picture.size:
        return picture
    sheet = Image.new("RGB", (width, height), "white")
    sheet.paste(picture)
    return sheet
