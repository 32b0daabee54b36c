"""`cartsim demo` before anybody opens it: addresses, ports, what is missing, what its help says."""

from __future__ import annotations

import asyncio
import socket
import sys

import pytest

from cartsim.demo.live.address import FIRST_PORT, bound, class_url, own_url
from cartsim.demo.live.gate import OwnPagesOnly, own
from cartsim.errors import BadInput
from tests.cli.conftest import within


def test_the_help_says_what_viewers_can_and_cannot_do():
    told = " ".join(within("demo", "--help").stdout.split())
    assert "anyone who can reach the port can start simulations" in told
    assert "can run no code and read no file" in told
    assert "Only this machine can open it, unless --host says otherwise" in told


def test_without_marimo_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "marimo", None)
    outcome = within("demo", "--no-browser")
    assert outcome.returncode == 1
    assert outcome.stderr == "the live demo needs marimo, which is missing: pip install 'cartsim[demo]'\n"


def test_a_port_in_use_is_refused_in_one_line_and_else_the_next_free_one_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = within("demo", "--no-browser", "--port", port)
    assert outcome.returncode == 2
    assert f"--port: {port} is in use; choose another" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    with bound("127.0.0.1", None) as first:
        first.listen()
        with bound("127.0.0.1", None) as second:
            ports = [each.getsockname()[1] for each in (first, second)]
    assert FIRST_PORT <= ports[0] < ports[1]


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.77"])
def test_a_host_that_is_not_this_machine_is_refused(host):
    with pytest.raises(BadInput, match=r"--host: .*127\.0\.0\.1 for yourself, 0\.0\.0\.0 for a class"):
        bound(host, None)


def test_only_an_open_host_has_an_address_for_a_class():
    assert class_url("127.0.0.1", 2718) == class_url("localhost", 2718) == ""
    assert class_url("0.0.0.0", 2718).startswith("http://")
    assert "0.0.0.0" not in class_url("0.0.0.0", 2718)
    assert own_url("0.0.0.0", 2718) == "http://127.0.0.1:2718"
    assert own_url("::1", 2718) == "http://[::1]:2718"


@pytest.mark.parametrize(
    ("origin", "answered"), [("", True), ("http://127.0.0.1:1", True), ("https://elsewhere.example", False)]
)
def test_pages_of_other_sites_in_the_same_browser_are_turned_away(origin, answered):
    seen, sent = [], []

    async def app(scope, receive, send):
        seen.append(scope["type"])

    async def receive():
        return {}

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"127.0.0.1:1"), (b"origin", origin.encode())]
    for kind in ("http", "websocket"):
        asyncio.run(OwnPagesOnly(app)({"type": kind, "headers": headers}, receive, send))
    assert seen == (["http", "websocket"] if answered else [])
    assert own(origin, "127.0.0.1:1") is answered
    if not answered:
        assert [message.get("status", message.get("code")) for message in sent] == [403, None, 1008]
