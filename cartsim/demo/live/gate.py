"""Who may talk to the server: its own pages. A page of another site in the same browser may not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

REFUSED = b"This page of another site may not use the demo."


class OwnPagesOnly:
    """Refuses a request that names another site as its origin. Browsers say so of every page; whoever is no
    browser reaches the port anyhow, and can do no more than start simulations.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        headers = dict(scope.get("headers") or ())
        if own(headers.get(b"origin", b"").decode("latin-1"), headers.get(b"host", b"").decode("latin-1")):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            kind = [(b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 403, "headers": kind})
            await send({"type": "http.response.body", "body": REFUSED})


def own(origin: str, host: str) -> bool:
    """Whether a request comes from the server's own page, or from no page.

    >>> own("http://127.0.0.1:2718", "127.0.0.1:2718"), own("https://elsewhere.example", "127.0.0.1:2718")
    (True, False)
    """
    return not origin or urlsplit(origin).netloc == host
