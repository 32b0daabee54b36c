"""`cartsim demo`: the server of the live app. Everything is compiled and drawn once before it listens."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from cartsim.demo.live.address import bound, class_url, own_url
from cartsim.demo.live.extras import of_the_demo
from cartsim.demo.live.gate import OwnPagesOnly

HERE = Path(__file__).parent
SHOWN = ("app.py", "page.css")
GRACE = 1
"""Seconds that open pages get at the end."""
BETWEEN = 5
"""Seconds between two searches for garbage."""
STAY = 120
"""Seconds that a viewer's settings stay when the connection is lost."""
UNSAFE = (
    "Whoever can reach the port can start simulations, at most {most} patients each, and run no code of "
    "their own; nothing is encrypted."
)


def serve(host: str, port: int | None, browser: bool, token: str, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM. `tell` is told the addresses, in lines."""
    of_the_demo("marimo")
    uvicorn = of_the_demo("uvicorn")
    with bound(host, port) as listener, _folder() as folder:
        tell("preparing: one trial is simulated and drawn before the first viewer comes ...")
        from cartsim.demo.live.hall import hall

        shared = hall()
        _collect_apart()
        settings = {"log_level": "error", "timeout_graceful_shutdown": GRACE, "timeout_keep_alive": 300}
        server = uvicorn.Server(uvicorn.Config(_app(folder, token), lifespan="off", **settings))
        _announce(host, listener.getsockname()[1], token, tell)
        if browser:
            threading.Thread(target=_open, args=(server, _own(host, listener, token)), daemon=True).start()
        try:
            with _terminable():
                _run(server, listener)
        except KeyboardInterrupt:
            pass
        finally:
            shared.close()


def _run(server: Any, listener: socket.socket) -> None:
    """Until it is to end. Its loop stays open: closing it would wait for what viewers' cells wait for."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(server.serve(sockets=[listener]))


def leave() -> NoReturn:
    """End the process after `serve`, without waiting for threads in which viewers' cells still wait."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _collect_apart() -> None:
    """Search for garbage in one thread, every few seconds. In the midst of another thread's work a search
    lets third threads in, which Python before 3.11.8 and 3.12.2 does not expect where it reads the source of
    cells (its issue 106905): of a few hundred viewers one found no page.
    """

    def collect() -> None:
        while True:
            time.sleep(BETWEEN)
            gc.collect()

    gc.collect()
    gc.freeze()  # what is there now stays: later searches are short
    gc.disable()
    threading.Thread(target=collect, name="garbage", daemon=True).start()


def _app(folder: Path, token: str) -> Any:
    builder = of_the_demo("marimo").create_asgi_app(
        quiet=True, include_code=False, token=token or None, session_ttl=STAY
    )
    return OwnPagesOnly(builder.with_app(path="/", root=str(folder / SHOWN[0])).build())


@contextmanager
def _folder() -> Iterator[Path]:
    """A copy of the app in a folder of its own: pages name the folder they come from, and the place where
    cartsim is installed is nobody's business."""
    folder = Path(tempfile.mkdtemp(prefix="cartsim-demo-"))
    try:
        for name in SHOWN:
            shutil.copy(HERE / name, folder / name)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _announce(host: str, port: int, token: str, tell: Callable[[str], None]) -> None:
    from cartsim.demo.live.asked import MOST_PATIENTS

    tell(f"ready: {_with(own_url(host, port), token)}")
    others = class_url(host, port)
    if others:
        tell(f"a class opens: {others}" + (f" and enters {token}" if token else ""))
        tell(UNSAFE.format(most=MOST_PATIENTS))
    tell("Ctrl-C ends it")


def _own(host: str, listener: socket.socket, token: str) -> str:
    return _with(own_url(host, listener.getsockname()[1]), token)


def _with(address: str, token: str) -> str:
    return f"{address}/?access_token={token}" if token else address


def _open(server: Any, address: str) -> None:
    """The browser, once the server answers."""
    while not server.started and not server.should_exit:
        time.sleep(0.05)
    if server.started:
        webbrowser.open(address)


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM ends the server as Ctrl-C does, with what it has made cleared away."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
