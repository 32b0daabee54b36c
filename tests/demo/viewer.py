"""A viewer without a browser: the messages that a page of the live demo exchanges with its server.

A tab of Chromium costs two seconds of a core before it shows anything; a class of such viewers costs little.
"""

from __future__ import annotations

import html
import json
import re
import secrets
import threading
import urllib.request
from contextlib import ExitStack

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

ELEMENT = re.compile(r"object-id='([^']+)'[^>]*><marimo-[a-z-]+ [^>]*?data-label='([^']*)'")


class Viewer:
    """A session of its own; `parts` holds what each cell shows last, by the cell's name."""

    def __init__(self, url: str) -> None:
        self.url, self.session = url, f"s_{secrets.token_hex(3)}"
        page = urllib.request.urlopen(url, timeout=60).read().decode()
        self.token = re.search(r'<marimo-server-token data-token="([^"]*)"', page)[1]
        self.parts: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._changed = threading.Condition()
        address = f"{url.replace('http', 'ws', 1)}/ws?session_id={self.session}"
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(address, max_size=None, open_timeout=60))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for message in self._socket:
                self._take(json.loads(message)["data"])
        except ConnectionClosed:
            return

    def _take(self, data: dict) -> None:
        with self._changed:
            if data["op"] == "kernel-ready":
                self._names = dict(zip(data["cell_ids"], data["names"], strict=True))
            elif data["op"] == "cell-op" and data.get("output"):
                shown = data["output"]["data"]
                self.parts[self._names[data["cell_id"]]] = shown if isinstance(shown, str) else str(shown)
            self._changed.notify_all()

    def wait(self, cell: str, text: str, seconds: float = 240.0) -> str:
        """What the cell shows once this text is in it."""
        with self._changed:
            found = self._changed.wait_for(lambda: text in self.parts.get(cell, ""), seconds)
        assert found, f"{text!r} is not in {cell}: {self.parts.get(cell, '')[:2000]}"
        return self.parts[cell]

    def set(self, values: dict[str, object]) -> None:
        """Give controls of the form another value, by their labels; of several with one label the last."""
        form = self.wait("form", "</aside>")
        names = {_words(label): name for name, label in ELEMENT.findall(form)}
        self._post({"objectIds": [names[label] for label in values], "values": list(values.values())})

    def _post(self, body: dict) -> None:
        headers = {
            "Content-Type": "application/json",
            "Marimo-Session-Id": self.session,
            "Marimo-Server-Token": self.token,
        }
        address = f"{self.url}/api/kernel/set_ui_element_value"
        request = urllib.request.Request(address, json.dumps(body).encode(), headers)
        urllib.request.urlopen(request, timeout=240).close()

    def close(self) -> None:
        """Leave."""
        self._open.close()


def _words(label: str) -> str:
    """A label without its markup."""
    return re.sub("<[^>]*>", "", str(json.loads(html.unescape(label))))
