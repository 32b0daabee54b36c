"""A language server as an editor drives it: JSON-RPC over its standard input and output."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NAME = "yaml-language-server"
PLACES = (Path(sys.prefix), ROOT / ".venv")
"""Where `make test` puts it: into node/ of the virtual environment."""


def found() -> str | None:
    """The program, in the virtual environment or on the path."""
    inside = [place / "node" / "node_modules" / ".bin" / NAME for place in PLACES]
    return next((str(path) for path in inside if path.exists()), shutil.which(NAME))


class Server:
    """One running server with one open folder."""

    def __init__(self, program: str, folder: Path) -> None:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([program, "--stdio"], cwd=folder, **pipes)
        self.number = 0
        self.told: list[dict[str, Any]] = []
        client = {"textDocument": {"hover": {}, "completion": {"completionItem": {"snippetSupport": True}}}}
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=client)
        self.tell("initialized")
        settings = {"yaml": {"schemaStore": {"enable": False}, "hover": True, "completion": True}}
        self.tell("workspace/didChangeConfiguration", settings=settings)

    def tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        """The answer to a request; what the server says and asks meanwhile is kept or answered."""
        self.number += 1
        asked = self.number
        self._send({"id": asked, "method": method, "params": params})
        while (message := self._read()).get("id") != asked or "method" in message:
            self._heed(message)
        assert "error" not in message, message["error"]
        return message["result"]

    def open(self, path: Path) -> str:
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": path.read_text(encoding="utf-8")}
        self.tell("textDocument/didOpen", textDocument=document)
        return uri

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """What is wrong with an open file, once the server says so."""
        while not (told := [item for item in self.told if item["uri"] == uri]):
            self._heed(self._read())
        return told[-1]["diagnostics"]

    def close(self) -> None:
        self.ask("shutdown")
        self.tell("exit")
        self.process.communicate(timeout=20)

    def _heed(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self.told.append(message["params"])
        elif "id" in message and "method" in message:
            items = message.get("params", {}).get("items", [])
            self._send({"id": message["id"], "result": [None for _ in items]})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        length = 0
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the language server ended"
        return json.loads(self.process.stdout.read(length))
