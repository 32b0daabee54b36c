"""Where the server listens, and what a class has to type to reach it."""

from __future__ import annotations

import errno
import socket

from cartsim.errors import BadInput, Problem

FIRST_PORT = 2718
"""marimo's own."""
TRIED = 20
"""Ports looked at where none is asked for."""
EVERYWHERE = ("0.0.0.0", "::")
ELSEWHERE = "192.0.2.1"
"""An address of documentation (RFC 5737). Nothing is sent: the system only says from where it would be."""


def bound(host: str, port: int | None) -> socket.socket:
    """A socket at the port, or at the first free one from FIRST_PORT on; it does not listen yet."""
    ports = range(FIRST_PORT, FIRST_PORT + TRIED) if port is None else [port]
    for number in ports:
        try:
            return _at(host, number)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise _refusal(host, number, error) from None
    if port is None:
        message, remedy = f"{ports[0]} to {ports[-1]} are all in use", "choose another with --port"
    else:
        message, remedy = f"{port} is in use", "choose another, or leave --port out to get the next free one"
    raise BadInput(Problem("", "--port", message, remedy))


def _at(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except BaseException:
        made.close()
        raise
    return made


def _refusal(host: str, port: int, error: OSError) -> BadInput:
    reason = (error.strerror or str(error)).lower()
    if isinstance(error, socket.gaierror):
        message = f"{host!r} is no address of this machine ({reason})"
        return BadInput(Problem("", "--host", message, "127.0.0.1 for yourself, 0.0.0.0 for a class"))
    if error.errno == errno.EACCES:
        message = f"{port} is for the system only ({reason})"
        return BadInput(Problem("", "--port", message, "choose one from 1024 on"))
    return BadInput(Problem("", "--host", f"{host}: {reason}", "127.0.0.1 for yourself, 0.0.0.0 for a class"))


def own_url(host: str, port: int) -> str:
    """What opens it on this machine."""
    return url({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port)


def class_url(host: str, port: int) -> str:
    """What opens it from other machines; empty where none can reach it."""
    if host in EVERYWHERE:
        return url(_outward() or socket.gethostname(), port)
    return "" if host in ("localhost", "::1") or host.startswith("127.") else url(host, port)


def url(host: str, port: int) -> str:
    """An address to type; those of IPv6 in brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _outward() -> str:
    """This machine's address towards others; empty without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((ELSEWHERE, 9))
            return str(probe.getsockname()[0])
        except OSError:
            return ""
