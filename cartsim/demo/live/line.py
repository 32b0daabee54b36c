"""One line for all viewers: as many runs at a time as there are cores, first come first served, one each.

A viewer who asks again while a run waits or goes on gives up that run, so that nobody holds two places.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Literal

from cartsim.errors import CartsimError
from cartsim.virtual_trial import Watch

Phase = Literal["waiting", "running", "finished", "stopped", "failed"]
Work = Callable[[Watch], Any]
"""What is to be done; it tells its watch how far it is, which may raise Stopped."""


class Stopped(Exception):
    """The viewer stopped the run, or asked for another one, or left."""


class Job:
    """A run that was asked for: where it stands, and in the end what came of it."""

    def __init__(self, viewer: object, work: Work) -> None:
        self.viewer, self.work = viewer, work
        self.phase: Phase = "waiting"
        self.done, self.total = 0, 0
        self.outcome: Any = None
        self.problem = ""
        self.ended = threading.Event()
        self._stop = threading.Event()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop; it does so at its next step."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask it to stop; of one that has ended nothing changes."""
        self._stop.set()

    def watch(self, done: int, total: int) -> None:
        """Told by the work how far it is."""
        self.done, self.total = done, total
        if self._stop.is_set():
            raise Stopped

    def carry_out(self) -> None:
        """Do the work; whatever goes wrong is the job's, never the worker's."""
        self.phase = "running"
        try:
            self.watch(0, 0)
            self.outcome = self.work(self.watch)
            self._end("stopped" if self.stopping else "finished")
        except Stopped:
            self._end("stopped")
        except (CartsimError, MemoryError) as error:
            self._end("failed", str(error) or "not enough memory: ask for fewer patients")
        except Exception as error:
            self._end("failed", f"unexpected {type(error).__name__}: {error}")

    def _end(self, phase: Phase, problem: str = "") -> None:
        self.problem, self.phase = problem, phase
        self.ended.set()

    def give_up(self) -> None:
        """It ends before it began."""
        self._end("stopped")


class Line:
    """Jobs in the order they came in, and the threads that take them: daemons, so that a server ends at
    once."""

    def __init__(self, at_once: int) -> None:
        self._waiting: deque[Job] = deque()
        self._current: dict[object, Job] = {}
        self._changed = threading.Condition()
        self._closed, self.at_once = False, at_once
        for number in range(at_once):
            threading.Thread(target=self._serve, name=f"runs {number}", daemon=True).start()

    def submit(self, viewer: object, work: Work) -> Job:
        """A new job at the end of the line; the viewer's former one is stopped."""
        job = Job(viewer, work)
        self.leave(viewer)
        with self._changed:
            self._current[viewer] = job
            self._waiting.append(job)
            self._changed.notify()
        return job

    def leave(self, viewer: object) -> None:
        """Stop what the viewer has in the line."""
        with self._changed:
            job = self._current.pop(viewer, None)
        if job is not None:
            self.stop(job)

    def stop(self, job: Job) -> None:
        """Take a job out of the line, or stop it at its next step if it is being done."""
        job.stop()
        with self._changed:
            if job not in self._waiting:
                return
            self._waiting.remove(job)
        job.give_up()

    def before(self, job: Job) -> int:
        """How many wait before this one."""
        with self._changed:
            return self._waiting.index(job) if job in self._waiting else 0

    def close(self) -> None:
        """Stop everything, for the end of the server."""
        with self._changed:
            self._closed = True
            for job in [*self._current.values(), *self._waiting]:
                job.stop()
            self._changed.notify_all()

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                job = self._waiting.popleft()
            job.carry_out()
            with self._changed:
                if self._current.get(job.viewer) is job:
                    del self._current[job.viewer]
