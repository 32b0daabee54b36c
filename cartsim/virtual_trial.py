"""The whole way of one scenario: load, draw, simulate, observe, assess, and the two files of a run."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import xarray as xr

from cartsim.coupled_run import carry_out_coupled, is_coupled, require_lesion
from cartsim.errors import BadInput, Problem, TooManyFailures
from cartsim.nodule_run import carry_out_alone, forget_states, is_alone, unsolved
from cartsim.outer_loop import parameter_draws
from cartsim.population import draw
from cartsim.report import write_report
from cartsim.rescue_off import with_grades_without_rescue
from cartsim.results import Run, collect, open
from cartsim.results.file import write_run
from cartsim.route_basis import pairs_with_basis, route_basis, solves
from cartsim.scenario import load, loads, require_runnable
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.smallest import SMALLEST
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe
from cartsim.trial.records import same_width

BATCH = 500
"""Patients simulated at a time: bounds the memory of what is not kept. No result depends on it."""

Watch = Callable[[int, int], None]
"""Told how many courses (a patient in an arm) of how many are simulated."""


@dataclass(frozen=True)
class Plan:
    """A scenario that could be read, and the folder its files go to."""

    name: str
    scenario: Scenario
    folder: Path

    @property
    def alone(self) -> bool:
        """Whether it is one of single cells without patients."""
        return is_alone(self.scenario)

    @property
    def of_cells(self) -> bool:
        """Whether single cells take its time."""
        return self.alone or is_coupled(self.scenario)


def run(
    path: str | Path, *, sets: Sequence[str] = (), out: str | Path | None = None, watch: Watch | None = None
) -> Run:
    """Carry the scenario file `path` to its endpoints: load, draw, simulate, observe, assess, and, where
    `out` names a folder, save run.nc and report.html there.

    `sets` changes fields ("run.patients=40"); `watch(done, total)` is told of the progress, in courses (a
    patient in an arm). Beyond the single verbs it computes what a scenario asks of many of them: parameter
    draws, rescue left out, the basis of a contrast of routes, single cells.

    Gives a `Run`, the same that `open` reads from the file.

    Raises `BadInput` for a scenario that is wrong or cannot be computed, before anything is simulated. Too
    many failed solves raise nothing here: `manifest["failures"]` counts them.
    """
    scenario = load_runnable(path, sets)
    if out is None:
        return carry_out_alone(scenario, watch) if is_alone(scenario) else carry_out(scenario, watch)
    return follow(Plan(Path(path).stem, scenario, Path(out)), watch)


def plans(paths: Sequence[Path], sets: Sequence[str] = (), out: Path | None = None) -> tuple[Plan, ...]:
    """Read every scenario before the first is run and give each its folder; all problems come at once."""
    scenarios, problems = {}, []
    for path in paths:
        if path.stem in scenarios:
            problems.append(
                Problem(str(path), "SCENARIO", "has the same name as another", "run it alone, with --out")
            )
            continue
        try:
            scenarios[path.stem] = load_runnable(path, sets)
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(*problems)
    folders = {name: Path("out", name) if out is None else out / name for name in scenarios}
    if out is not None and len(paths) == 1:
        folders = dict.fromkeys(scenarios, out)
    return tuple(Plan(name, scenario, folders[name]) for name, scenario in scenarios.items())


def load_runnable(path: str | Path, sets: Sequence[str] = ()) -> Scenario:
    """The resolved scenario of a file, refused if it asks for what cannot be computed yet."""
    scenario = load(path, sets)
    try:
        require_runnable(scenario)
        if is_coupled(scenario):
            require_lesion(scenario)
    except BadInput as error:
        raise BadInput(*(replace(problem, where=str(path)) for problem in error.problems)) from None
    return scenario


SMALLEST_NODULE = """
agents: {mode: alone, radius: 50 um, domain: 260 um, doses: [{day: 0, ratio: 1}], duration: 1 hour}
"""
"""What it takes beside that to call every compiled function of single cells."""


def warm_up() -> None:
    """Solve one patient for a few days and a nodule for an hour: later runs find everything compiled."""
    scenario = loads(SMALLEST, "warm-up")
    simulate(draw(scenario), scenario)
    carry_out_alone(loads(SMALLEST + SMALLEST_NODULE, "warm-up"))


def follow(plan: Plan, watch: Watch | None = None) -> Run:
    """Carry out a plan and write run.nc, then report.html; each file appears whole or not at all."""
    with folder_to_fill(plan.folder) as folder:
        if plan.alone:
            finished = carry_out_alone(plan.scenario, watch, folder)
        else:
            finished = carry_out(plan.scenario, watch)
        write_run(folder / "run.nc", finished)
        write_report(finished, folder / "report.html")
        if plan.alone:
            forget_states(folder, plan.scenario)
        return finished


def report_again(path: Path, folder: Path) -> Path:
    """Draw report.html of a results file anew, into a folder."""
    stored = open(path)
    with folder_to_fill(folder):
        return write_report(stored, folder / "report.html")


def carry_out(scenario: Scenario, watch: Watch | None = None) -> Run:
    """Draw, simulate, observe and assess, a batch of patients at a time; failed solves stay as rows."""
    if is_coupled(scenario):
        return carry_out_coupled(scenario, watch)
    patients = draw(scenario)
    told = Told(watch, courses_of(scenario))
    courses, sightings = [], []
    for start in range(0, patients.sizes["patient"], BATCH):
        batch = patients.isel(patient=slice(start, start + BATCH))
        course = simulate(batch, scenario, done=told.more)
        visits = observe(course, scenario)
        courses.append(course)
        sightings.append(with_grades_without_rescue(visits, course, batch, scenario, told.expect, told.more))
    course, visits = side_by_side(courses), side_by_side(same_width(sightings))
    endpoints = assess(visits, scenario)
    if scenario.run.parameter_draws:
        drawn = parameter_draws(scenario, endpoints, told.more)
        endpoints = endpoints.merge(drawn, combine_attrs="override")
    if pairs_with_basis(scenario):
        rests_on = route_basis(scenario, visits, endpoints, told.more)
        endpoints = endpoints.merge(rests_on, combine_attrs="override")
    told.finish()
    return collect(scenario, patients, course, visits, endpoints)


def courses_of(scenario: Scenario) -> int:
    """Courses of a run, of its parameter draws and of what its routes rest on; those simulated again without
    rescue come on top."""
    run = scenario.run
    arms = len(scenario.trial.arms)
    return arms * (run.patients + run.parameter_draws * run.draw_patients) + solves(scenario)


class Told:
    """Adds up what the solver reports as done since its last report; the end is told once, when it comes."""

    def __init__(self, watch: Watch | None, total: int) -> None:
        self.watch, self.total, self.done = watch, total, 0

    def expect(self, more: int) -> None:
        """So many more solves than were known of."""
        self.total += more

    def more(self, finished: int) -> None:
        """So many more solves are finished."""
        self.done += finished
        if self.watch is not None and self.done < self.total:
            self.watch(self.done, self.total)

    def finish(self) -> None:
        """Everything is simulated."""
        if self.watch is not None:
            self.watch(self.total, self.total)


def side_by_side(parts: Sequence[xr.Dataset]) -> xr.Dataset:
    """Datasets of consecutive patients as one; what has no patient dim is alike in all and taken once."""
    if len(parts) == 1:
        return parts[0]
    return xr.concat(
        parts,
        dim="patient",
        data_vars="minimal",
        coords="minimal",
        compat="override",
        join="exact",
        combine_attrs="override",
    )


def excess_of_failures(run: Run) -> list[str]:
    """A sentence if more solves failed than `run.failures_allowed` of the scenario grants; of the fields of
    single cells none may."""
    at_rest = unsolved(run) if run.nodule.sizes else []
    if run.alone:
        return at_rest
    by_status: Counter[str] = Counter()
    for counts in run.manifest["failures"].values():
        by_status.update(counts)
    failed, total = by_status.total() - by_status["ok"] + failed_beside(run), by_status.total()
    if not run.coupled:
        total += courses_of(run.scenario) - len(run.scenario.trial.arms) * run.scenario.run.patients
    allowed = run.scenario.run.failures_allowed
    if failed <= allowed * total:
        return at_rest
    share = f"the share of {allowed:g} that run.failures_allowed grants"
    missing = by_status["implausible"]
    nobody = f"; {missing} implausible: nobody met disease.entry" if missing else ""
    advice = "a tighter run.tolerance may help"
    many = f"{failed} of {total} solves failed, more than {share}{nobody}; {advice}"
    return [*at_rest, f"{run.scenario.title}: {many}"]


def failed_beside(run: Run) -> int:
    """Failed solves of all parameter draws, and at other values of what the routes rest on."""
    found = run.endpoints
    failed = int(found["failed_draws"].sum()) if "failed_draws" in found else 0
    if "route_failed" in found:
        failed += int(found["route_failed"].where(found["route_own"] == 0, 0).sum())
    return failed


def refuse(excesses: Sequence[str]) -> None:
    """Raise TooManyFailures if there is anything to say, after all runs are finished and written."""
    if excesses:
        raise TooManyFailures("\n".join([*excesses, "`cartsim show` counts them"]))


@contextmanager
def folder_to_fill(folder: Path) -> Iterator[Path]:
    """A folder that can be written to, made if need be; what was made goes again if nothing came into it."""
    made = [place for place in (folder, *folder.parents) if not os.path.exists(place)]
    try:
        _try_writing(folder)
        yield folder
    except BaseException:
        for place in made:
            if os.path.isdir(place) and not any(place.iterdir()):
                place.rmdir()
        raise


def _try_writing(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        message = f"cannot be written to ({reason})"
        raise BadInput(Problem(str(folder), "--out", message, "name a folder you may write to")) from error
