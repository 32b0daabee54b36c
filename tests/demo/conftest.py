"""The live demo as viewers meet it: the command as a process of its own, a real browser, real files."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ONE_PROCESS = "--process-per-site"
"""Tabs share their scripts: a third of the time that many take else."""


@dataclass
class Server:
    """`cartsim demo`, and what it has said."""

    process: subprocess.Popen[str]
    url: str = ""
    said: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Read what it says until it is ready, then on in the background."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            found = re.match(r"ready: (\S+)", line)
            self.url = found[1] if found else self.url
            if line.startswith("Ctrl-C"):
                threading.Thread(target=self.said.extend, args=(self.process.stderr,), daemon=True).start()
                return
        raise AssertionError("".join(self.said))


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demo(*options: str) -> Server:
    """The command with these options, ready to be opened."""
    command = [sys.executable, "-m", "cartsim", "demo", "--no-browser", *options]
    server = Server(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
    server.listen()
    return server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for the module; whoever ends it before, ends it for all."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    started = demo("--port", str(free_port()))
    yield started
    if started.process.poll() is None:
        os.kill(started.process.pid, signal.SIGINT)
        started.process.wait(20)


@pytest.fixture(scope="module")
def browser():
    """Chromium."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", ONE_PROCESS, "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()
