"""Loaded by the workers that a sweep starts on its own machine."""

from __future__ import annotations

import signal
from typing import Any


def dask_setup(worker: Any) -> None:
    """An interrupt from the terminal reaches every process of a command; the first one alone answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
