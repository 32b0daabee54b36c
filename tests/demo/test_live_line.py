"""The one line for all viewers: order, places, stopping, and what goes wrong in a run."""

from __future__ import annotations

import threading

import pytest

from cartsim.demo.live.line import Line
from cartsim.errors import CartsimError

SOON = 10.0


class Held:
    """Work that goes on until it is let go, and notes that it began."""

    def __init__(self, name, began):
        self.name, self.began, self.go = name, began, threading.Event()
        self.begun = threading.Event()

    def __call__(self, watch):
        self.began.append(self.name)
        self.begun.set()
        watch(0, 2)
        while not self.go.wait(0.01):
            watch(1, 2)
        return self.name


@pytest.fixture
def line():
    made = Line(at_once=1)
    yield made
    made.close()


def test_viewers_are_served_in_the_order_they_came_and_see_their_place(line):
    began = []
    work = [Held(name, began) for name in "abc"]
    jobs = [line.submit(each.name, each) for each in work]
    assert work[0].begun.wait(SOON)
    assert [line.before(job) for job in jobs] == [0, 0, 1]
    for each, job in zip(work, jobs, strict=True):
        each.go.set()
        assert job.ended.wait(SOON)
    assert began == ["a", "b", "c"]
    assert [(job.phase, job.outcome) for job in jobs] == [("finished", name) for name in "abc"]


def test_a_viewer_holds_one_place_and_a_new_run_goes_behind_the_others(line):
    began = []
    first, other, again = (Held(name, began) for name in ("first", "other", "again"))
    job = line.submit("x", first)
    assert first.begun.wait(SOON)
    waiting = line.submit("y", other)
    later = line.submit("x", again)
    assert job.ended.wait(SOON)
    assert job.phase == "stopped"
    other.go.set()
    again.go.set()
    assert waiting.ended.wait(SOON)
    assert later.ended.wait(SOON)
    assert began == ["first", "other", "again"]


def test_stop_ends_a_run_at_its_next_step_and_takes_a_waiting_one_out(line):
    began = []
    running, waiting, last = (Held(name, began) for name in ("running", "waiting", "last"))
    jobs = [line.submit(each.name, each) for each in (running, waiting, last)]
    assert running.begun.wait(SOON)
    line.stop(jobs[1])
    assert jobs[1].phase == "stopped"
    line.stop(jobs[0])
    assert jobs[0].ended.wait(SOON)
    assert jobs[0].phase == "stopped"
    last.go.set()
    assert jobs[2].ended.wait(SOON)
    assert began == ["running", "last"]


def test_a_viewer_who_leaves_gives_up_the_run(line):
    work = Held("gone", [])
    job = line.submit("viewer", work)
    assert work.begun.wait(SOON)
    line.leave("viewer")
    assert job.ended.wait(SOON)
    assert job.phase == "stopped"


@pytest.mark.parametrize(
    ("error", "told"),
    [(CartsimError("too many failed"), "too many failed"), (ZeroDivisionError("x"), "ZeroDivisionError: x")],
)
def test_what_goes_wrong_is_told_and_the_next_run_is_served(line, error, told):
    def fails(watch):
        raise error

    job = line.submit("a", fails)
    assert job.ended.wait(SOON)
    assert job.phase == "failed"
    assert told in job.problem
    work = Held("next", [])
    work.go.set()
    after = line.submit("b", work)
    assert after.ended.wait(SOON)
    assert after.phase == "finished"


def test_closing_stops_what_runs_and_what_waits(line):
    running, waiting = Held("running", []), Held("waiting", [])
    jobs = [line.submit(each.name, each) for each in (running, waiting)]
    assert running.begun.wait(SOON)
    line.close()
    assert jobs[0].ended.wait(SOON)
    assert jobs[0].phase == "stopped"
    assert not waiting.begun.is_set()
