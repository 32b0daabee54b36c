"""The route demo as it is shipped: time to compute, size, time to open, and how far interpolation is off.

`python -m benchmarks.demo [PAGE.html]` prints the table that docs/benchmarks/demo.txt holds; with a page that
lies there already nothing is computed but the settings between marks.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.machine import machine
from cartsim.demo.static.grid import Grid, asked
from cartsim.demo.static.page import OWN, write_demo
from cartsim.demo.static.reading import FLAGS, read
from cartsim.progress import shown
from cartsim.sweep.points import axes_of

OPENINGS, BETWEEN = 7, 40
CHROMIUM = "/usr/bin/chromium"
ON_PAGE = """setting => {
    const found = readSetting(meta, data, setting);
    return [0, 1].map(arm => [found.ends.each[arm].primary, Math.max(...found.series[arm].tumour.median)]);
}"""
PHONE_SLOWER = 4
"""How many times slower the processor of a phone is taken to be."""


def main(path: Path | None) -> None:
    """Print the table."""
    print(machine())
    with TemporaryDirectory() as folder:
        page = path or _computed(Path(folder, "route_demo.html"))
        print(f"size of the file: {page.stat().st_size / 1e6:.2f} MB")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name, slower in (("desktop", 1), ("phone", PHONE_SLOWER)):
                times = [_opening(browser.new_page(), page, slower) for _ in range(OPENINGS)]
                spread = f"{min(times):.2f} to {max(times):.2f}, n = {OPENINGS}"
                words = f"opening, {name} (processor slowed {slower} times)"
                print(f"{words}: median {median(times):.2f} s, {spread}")
            _interpolation(browser.new_page(), page)
            browser.close()


def _computed(path: Path) -> Path:
    begun = time.perf_counter()
    with shown("route demo") as watch:
        write_demo(path, watch=watch)
    print(f"computing on {os.cpu_count()} cores: {time.perf_counter() - begun:.0f} s")
    return path


def _opening(page: Page, path: Path, slower: int) -> float:
    """Seconds from asking for the file until every chart is drawn."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    begun = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("#stage[aria-busy=false]")
    spent = time.perf_counter() - begun
    page.close()
    return spent


def _interpolation(page: Page, path: Path) -> None:
    """Settings in the middle between marks on every axis of numbers, against a run at that very setting."""
    page.goto(path.as_uri())
    page.wait_for_selector("#stage[aria-busy=false]")
    grid, random = asked(OWN), np.random.default_rng(1)
    responses, ratios = [], []
    for _ in range(BETWEEN):
        place = [_between(grid, k, random) for k in range(len(grid.axes))]
        on_page = page.evaluate(ON_PAGE, place)
        reading = read(grid.at(tuple(_written(grid, k, at) for k, at in enumerate(place))))
        primary = (reading.people[:, 1] >> FLAGS.index("primary") & 1).sum(axis=1)
        responses += [shown_at[0] - int(count) for shown_at, count in zip(on_page, primary, strict=True)]
        ratios += [shown_at[1] / peak for shown_at, peak in zip(on_page, _peaks(reading), strict=True)]
    off, away = np.abs(responses), np.abs(np.log10(ratios))
    n = f"n = {len(responses)} (settings halfway between marks on all four axes, both routes)"
    print(f"confirmed responses of 100 patients, off by: median {np.median(off):.1f}, 90 % under "
          f"{np.quantile(off, 0.9):.1f}, largest {off.max():.1f}; {n}")  # fmt: skip
    print(f"peak of CAR-T cells in the tumour, factor off: median {10 ** np.median(away):.2f}, 90 % under "
          f"{10 ** np.quantile(away, 0.9):.2f}, largest {10 ** away.max():.2f}")  # fmt: skip


def _between(grid: Grid, axis: int, random: np.random.Generator) -> float:
    size = len(grid.values(axis))
    words = axes_of(grid.swept.sweep)[axis].unit is None
    return float(random.integers(size)) if words else float(random.integers(size - 1)) + 0.5


def _written(grid: Grid, axis: int, at: float) -> str:
    from cartsim.scenario.quantities import number_and_unit

    values = grid.values(axis)
    if at == int(at):
        return str(values[int(at)])
    (low, unit), (high, _) = (number_and_unit(values[int(at) + more]) for more in (0, 1))
    return f"{(low * high) ** 0.5:.9g} {unit}"


def _peaks(reading: object) -> np.ndarray:
    from cartsim.demo.static.packed import decoded
    from cartsim.demo.static.reading import ROWS

    row = ROWS.index(("tumour", 0.5))
    return decoded(reading.values[:, row]).max(axis=-1)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
