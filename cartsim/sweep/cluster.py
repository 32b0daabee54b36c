"""Where shards are computed: Dask, on this machine, on a scheduler that runs already, or through SLURM."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import tempfile
import time
from asyncio import CancelledError
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cartsim.errors import BadInput, CartsimError, Problem

if TYPE_CHECKING:
    from distributed import Client

MISSING = (
    "a sweep on workers needs Dask, which is missing: pip install 'cartsim[cluster]'; "
    "--workers 0 does without"
)
WAIT = 30.0
"""Seconds that a scheduler has to answer."""
SLURM = {
    "partition": "queue", "account": "account", "cores": "cores", "memory": "memory", "walltime": "walltime",
    "processes": "processes",
}  # fmt: skip
"""Our words, which are SLURM's, and those of dask-jobqueue; any other word is a directive of sbatch."""
WHOLE = ("jobs", "cores", "processes")
SLURM_DEFAULTS: Mapping[str, Any] = {"cores": 1, "memory": "4GB", "walltime": "01:00:00"}
COUNT = 1.0
"""Seconds between two counts of the workers."""
GONE = "the scheduler went away; start it, and `cartsim sweep run` again: what is written stays"
TALKATIVE = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
"""Loggers that print tracebacks of connections which end when all ends."""
PATIENCE = 1_000_000
"""Workers that may die over one task before Dask gives it up: we find the patient, it would blame others."""


@dataclass(frozen=True)
class Where:
    """Workers of this machine (0: none, in this process), or a scheduler's address or file, or SLURM jobs."""

    workers: int = 0
    scheduler: str | None = None
    scheduler_file: Path | None = None
    slurm: Mapping[str, str] = field(default_factory=dict)

    @property
    def here(self) -> bool:
        """Whether this very process computes."""
        return not (self.workers or self.scheduler or self.scheduler_file or self.slurm)


@contextmanager
def client_of(where: Where, folder: Path) -> Iterator[Client]:
    """A client of the scheduler; what was started for it ends with it. Logs of jobs go to the folder."""
    try:
        import dask
        import distributed
        from distributed.comm import CommClosedError
    except ImportError as problem:
        raise CartsimError(MISSING) from problem
    settings = {
        "distributed.scheduler.allowed-failures": PATIENCE,
        "distributed.comm.timeouts.connect": WAIT,
        "distributed.deploy.lost-worker-timeout": WAIT,
    }
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(settings))
        address = stack.enter_context(_scheduler(where, folder))
        try:
            client = distributed.Client(address, timeout=WAIT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise _refusal(where, error) from error
        stack.callback(_quietly, client.close, timeout=1)
        try:
            yield client
        except (CommClosedError, CancelledError) as error:
            raise CartsimError(GONE) from error


class Workers:
    """Counted now and then; new ones are started for those that went for good, and somebody is told where
    there are none."""

    def __init__(self, client: Client, where: Where) -> None:
        self.client, self.where = client, where
        self._count, self._counted = 0, 0.0
        self._missed, self._patience = time.monotonic(), WAIT

    def threads(self) -> int:
        """Threads of all workers, as last counted; CartsimError where the scheduler does not answer."""
        now = time.monotonic()
        if now - self._counted > COUNT:
            self._counted = now
            try:
                self._count = sum(self.client.nthreads().values())
            except Exception as error:
                raise CartsimError(GONE) from error
            self._missed = now if self._count else self._missed
            if now - self._missed > self._patience:
                self._missed, self._patience = now, 2 * self._patience
                logging.getLogger(__name__).warning("no workers yet; %s", self._remedy())
            self._replace()
        return self._count

    def _remedy(self) -> str:
        if self.where.scheduler or self.where.scheduler_file:
            return f"start some with `dask worker {self.client.scheduler.address}`"
        return "waiting for jobs of SLURM" if self.where.slurm else "they are being started again"

    def _replace(self) -> None:
        """A worker that dies is started again by its nanny; one whose nanny gave up is not, until its cluster
        is asked for as many as before. Jobs of SLURM are asked for again without us."""
        if self.where.workers and self._count < self.where.workers:
            _quietly(self.client.cluster.scale, self.where.workers)


@contextmanager
def _scheduler(where: Where, folder: Path) -> Iterator[Any]:
    """What a client connects to."""
    if where.scheduler:
        yield where.scheduler
    elif where.scheduler_file:
        yield _address_in(where.scheduler_file)
    else:
        with _slurm(where, folder) if where.slurm else _local(where.workers) as cluster:
            yield cluster


@contextmanager
def _local(workers: int) -> Iterator[Any]:
    """A scheduler and workers on this machine, each a process; one that dies is replaced."""
    from distributed.utils import LoopRunner

    runner = LoopRunner()
    resource_tracker.ensure_running()  # which would let the thread hear again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    runner.start()  # the thread that starts workers: they never hear Ctrl-C, not while they import either
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    scratch = tempfile.mkdtemp(prefix="cartsim-dask-")
    try:
        cluster = _begun(workers, scratch, runner.loop)
        try:
            yield cluster
        except BaseException:
            _end_workers(cluster)
            raise
        finally:
            _quietly(cluster.close, timeout=5)
    finally:
        _quietly(runner.stop, timeout=5)
        shutil.rmtree(scratch, ignore_errors=True)


def _begun(workers: int, scratch: str, loop: Any) -> Any:
    from distributed import LocalCluster, SpecCluster

    try:
        return LocalCluster(
            loop=loop,
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            local_directory=scratch,
            silence_logs="CRITICAL",
            preload=["cartsim.sweep.worker"],
        )
    except BaseException:  # half a cluster, over which its own end at exit would stumble
        for half in list(SpecCluster._instances):
            half.shutdown_on_close = False
        raise


def _end_workers(cluster: Any) -> None:
    """Workers are in the middle of compiled code, which hears no request; what they wrote is whole."""
    for nanny in cluster.workers.values():
        nanny.auto_restart = False
        pid = getattr(nanny, "pid", None)
        if pid:
            _quietly(os.kill, pid, signal.SIGKILL)


@contextmanager
def _slurm(where: Where, folder: Path) -> Iterator[Any]:
    """Workers as SLURM jobs, each of `processes` workers of one thread; a job that is taken away is asked for
    again."""
    try:
        from dask_jobqueue import SLURMCluster
    except ImportError as problem:
        raise CartsimError(MISSING) from problem
    logs, jobs = folder / "logs", int(where.slurm.get("jobs", "1"))
    cluster = SLURMCluster(log_directory=str(logs), **slurm_settings(where.slurm))
    try:
        cluster.adapt(minimum_jobs=jobs, maximum_jobs=jobs)
        yield cluster
    finally:
        _quietly(cluster.close, timeout=10)


def slurm_settings(words: Mapping[str, str]) -> dict[str, Any]:
    """What dask-jobqueue takes, of words such as partition=long, account=x, jobs=20, cores=8, memory=16GB,
    walltime=02:00:00; other words become directives of sbatch: `nice=100` is `--nice=100`."""
    given = {SLURM[word]: value for word, value in words.items() if word in SLURM}
    others = [f"--{word}={value}" for word, value in words.items() if word not in (*SLURM, "jobs")]
    settings: dict[str, Any] = {**SLURM_DEFAULTS, **given, "job_extra_directives": others}
    settings["cores"] = int(settings["cores"])
    settings["processes"] = int(settings.get("processes", settings["cores"]))
    return settings


def slurm_words(written: str) -> dict[str, str]:
    """The words of `--slurm partition=long,jobs=20`; BadInput tells the one that is none."""
    words: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in written.split(","))):
        word, equals, value = (side.strip() for side in part.partition("="))
        amiss = not equals or not value or not word.replace("-", "").isalnum()
        if amiss or (word in WHOLE and not value.isdecimal()):
            remedy = "write words such as partition=long,jobs=20,cores=8,memory=16GB,walltime=02:00:00"
            raise BadInput(Problem("", "--slurm", f"'{part}' is no setting", remedy))
        words[word] = value
    if not words:
        raise BadInput(Problem("", "--slurm", "says nothing", "write partition=... at least"))
    return words


def _address_in(path: Path) -> str:
    """The address in the file that `dask scheduler --scheduler-file` writes."""
    import json

    try:
        return str(json.loads(path.read_text())["address"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = getattr(error, "strerror", None) or "it is no such file"
        message = f"holds no address of a scheduler ({reason.lower()})"
        remedy = "name the file that `dask scheduler --scheduler-file` writes"
        raise BadInput(Problem(str(path), "--scheduler-file", message, remedy)) from error


def _refusal(where: Where, error: Exception) -> CartsimError:
    place = where.scheduler or str(where.scheduler_file or "the cluster")
    if isinstance(error, ValueError):
        return BadInput(Problem("", "--scheduler", f"{place} is no address", "write tcp://host:8786"))
    told = f"no scheduler answers at {place} within {WAIT:.0f} s"
    return CartsimError(f"{told}; start one with `dask scheduler`")


def _quietly(do: Any, *given: Any, **named: Any) -> None:
    """Something at the end that may fail, when nothing hangs on it any more."""
    try:
        do(*given, **named)
    except Exception:
        return
