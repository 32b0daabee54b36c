"""The commands of a sweep: many points on many machines, each shard on disk before it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from cartsim.options import Json, Quiet, ScenarioFile, Sets
from cartsim.sweep.interrupt import stoppable

app = typer.Typer(
    name="sweep",
    help="Many scenario points: planned, run on any workers, resumed, merged.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[Path, Argument(metavar="FOLDER", help="A folder that `cartsim sweep plan` filled.")]
Workers = Annotated[int | None, Option("--workers", min=0, help="Here, so many [cores]; 0: this process.")]
Scheduler = Annotated[str | None, Option(metavar="ADDRESS", help="Of a Dask scheduler: tcp://host:8786.")]
SchedulerFile = Annotated[Path | None, Option(metavar="FILE", help="That a Dask scheduler wrote.")]
Slurm = Annotated[
    str | None, Option(metavar="WORDS", help="partition=long,jobs=20,cores=8,memory=16GB,walltime=02:00:00")
]


@app.command()
def plan(
    scenario: ScenarioFile,
    sets: Sets = None,
    shard_size: Annotated[int | None, Option(min=1, help="Patients of a shard [2000].")] = None,
    out: Annotated[Path | None, Option("--out", metavar="DIR", help="[out/<scenario>_sweep]")] = None,
    update: Annotated[bool, Option("--update", help="Change the plan that is there.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say what a sweep will compute and cost, and write its plan."""
    with stoppable("stopped: nothing was planned; `cartsim sweep plan` again"):
        from cartsim import terminal_sweep
        from cartsim.sweep import command

        folder = out or Path("out", f"{scenario.stem}_sweep")
        show = terminal_sweep.show(quiet)
        made = command.plan_sweep(scenario, sets or [], shard_size, folder, update, show)
        terminal_sweep.planned(made, as_json=as_json, silent=quiet)


@app.command()
def run(
    folder: Folder,
    workers: Workers = None,
    scheduler: Scheduler = None,
    scheduler_file: SchedulerFile = None,
    slurm: Slurm = None,
    shards: Annotated[
        str | None, Option(metavar="A:B", help="Only these, here, as one job of many: 120:140.")
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Compute what lacks; stop and start it at any time."""
    with stoppable(f"stopped: what is written stays; `cartsim sweep run {folder}` goes on"):
        from cartsim import terminal_sweep
        from cartsim.sweep import command

        where = command.where_of(workers, scheduler, scheduler_file, slurm, shards)
        carried = command.run_sweep(folder, where, shards, terminal_sweep.show(quiet))
        terminal_sweep.carried(carried, as_json=as_json, silent=quiet)
        command.refuse(carried)


@app.command()
def status(folder: Folder, as_json: Json = False) -> None:
    """Look at every shard: done, failed by reason, missing, time left."""
    from cartsim import terminal_sweep
    from cartsim.sweep.plan import read_plan
    from cartsim.sweep.survey import survey

    found = read_plan(folder)
    terminal_sweep.surveyed(found, folder, survey(found, folder), as_json=as_json)


@app.command()
def retry(
    folder: Folder,
    workers: Workers = None,
    scheduler: Scheduler = None,
    scheduler_file: SchedulerFile = None,
    slurm: Slurm = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Compute again the patients that a machine failed (memory, crash)."""
    with stoppable(f"stopped: what is written stays; `cartsim sweep retry {folder}` goes on"):
        from cartsim import terminal_sweep
        from cartsim.sweep import command

        where = command.where_of(workers, scheduler, scheduler_file, slurm, None)
        carried = command.run_sweep(folder, where, None, terminal_sweep.show(quiet), again=True)
        terminal_sweep.carried(carried, as_json=as_json, silent=quiet)
        command.refuse(carried)


@app.command()
def merge(
    folder: Folder,
    out: Annotated[Path | None, Option("--out", metavar="FILE", help="[FOLDER/sweep.nc]")] = None,
    partial: Annotated[bool, Option("--partial", help="Leave out points that are not whole.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Put all patients and every arm's endpoints into one NetCDF file."""
    with stoppable("stopped: nothing was merged; `cartsim sweep merge` again"):
        from cartsim import terminal_sweep
        from cartsim.sweep import command

        merged = command.merge_sweep(folder, out, partial, terminal_sweep.show(quiet))
        terminal_sweep.merged(merged, as_json=as_json, silent=quiet)


@app.command()
def analyse(
    file: Annotated[Path, Argument(metavar="FILE.nc", help="That `cartsim sweep merge` wrote.")],
    out: Annotated[Path | None, Option("--out", metavar="DIR", help="[analysis, beside FILE]")] = None,
    measure: Annotated[
        str, Option(metavar="NAME", help="Share to look at: confirmed_orr, dcr, ...", show_default=True)
    ] = "confirmed_orr",
    dlt_limit: Annotated[float, Option(help="Of the DLT rate of a best dose.", show_default=True)] = 0.33,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say what a merged sweep tells: surfaces, best doses, indices, draws."""
    from cartsim import terminal_sweep
    from cartsim.sweep.analysis import command

    found = command.analyse(file, out or file.parent / command.FOLDER, measure, dlt_limit)
    terminal_sweep.analysed(found, as_json=as_json, silent=quiet)


@app.command()
def replay(
    folder: Folder,
    point: Annotated[int, Option("--point", metavar="ID", help="Point of the sweep.")],
    arm: Annotated[str, Option("--arm", metavar="NAME", help="Arm of the scenario.")],
    patient: Annotated[int, Option("--patient", metavar="ID", help="Id of the patient.")],
    as_json: Json = False,
) -> None:
    """Simulate one patient again; code 1 if a bit differs."""
    from cartsim import progress, terminal_sweep
    from cartsim.sweep import command

    progress.tell_compilation()
    outcome = command.replay_sweep(folder, point, arm, patient)
    terminal_sweep.replayed(outcome, as_json=as_json)
    raise typer.Exit(0 if outcome.bit_equal else 1)
