"""Commands that show single cells; `cartsim.cli` takes them in."""

from __future__ import annotations

from pathlib import Path

import typer

from cartsim import options
from cartsim.options import RunFile

app = typer.Typer()


@app.command()
def film(run: RunFile, out: options.FilmFile = Path("film.gif"), rate: options.Rate = 4.0) -> None:
    """Make a film of the single cells of a run, arms side by side."""
    from cartsim import picturing

    typer.echo(picturing.film(run, out, rate))


@app.command()
def view(
    run: RunFile, out: options.ViewFile = Path("nodule.html"), arms: options.ArmsOfView = None
) -> None:
    """Make a page that shows the single cells of a run in three dimensions."""
    from cartsim import picturing

    typer.echo(picturing.view(run, out, arms or []))
