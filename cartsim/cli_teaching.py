"""Commands that show the model to people who will not write a file; `cartsim.cli` takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from cartsim.options import Quiet, Sets

app = typer.Typer()

Static = Annotated[
    Path | None, Option("--static", metavar="FILE.html", help="Write a page that needs no network, instead.")
]
Port = Annotated[int | None, Option(min=1, max=65535, help="[2718, or the next free one]")]
Host = Annotated[str, Option(help="0.0.0.0 lets a class in over the network.", show_default=True)]
NoBrowser = Annotated[bool, Option("--no-browser", help="Print the address; open nothing.")]
Scenario = Annotated[
    Path | None,
    Option("--scenario", metavar="FILE", help="With --static: two arms and a grid of your own."),
]
Token = Annotated[str, Option(metavar="WORD", help="Viewers have to enter this word [none].")]


@app.command()
def demo(
    static: Static = None,
    scenario: Scenario = None,
    sets: Sets = None,
    quiet: Quiet = False,
    port: Port = None,
    host: Host = "127.0.0.1",
    no_browser: NoBrowser = False,
    token: Token = "",
) -> None:
    """Change a trial in the browser and see what follows, alone or in class.

    Only this machine can open it, unless --host says otherwise. Then anyone who can reach the port can start
    simulations (at most 200 patients each, in one line for all), but can run no code and read no file of this
    machine. Nothing is encrypted: use a network you trust, and --token for a word that viewers have to know.
    """
    from cartsim import progress

    if static is not None:
        from cartsim.demo.static import write_demo

        with progress.shown(static.stem, silent=quiet) as watch:
            typer.echo(write_demo(static, scenario, sets or (), watch))
        return
    from cartsim.demo.live.extras import of_the_demo
    from cartsim.demo.live.server import leave, serve

    of_the_demo("marimo")
    progress.tell_compilation()
    serve(host, port, not no_browser, token, progress.say)
    leave()
