"""The `cartsim` command: each subcommand calls one verb and prints what it gives.

Exit codes: 0 done; 2 bad input; 3 finished with more failed solves than the scenario allows; 1 the rest.
Rooms are imported inside the subcommands, so that `cartsim --help` answers at once.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import warnings
from pathlib import Path
from typing import Annotated

import typer

from cartsim import __version__, cli_evidence, cli_nodules, cli_sweep, cli_teaching, options
from cartsim.errors import CartsimError
from cartsim.options import Json, Quiet, RunFile, ScenarioFile, Sets

app = typer.Typer(
    name="cartsim",
    help="Virtual CAR-T cell trials: one scenario file in, a simulated trial with its report out.",
    epilog="Exit codes: 0 done, 2 bad input, 3 more failed solves than allowed, 130 interrupted, 1 else.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Patients = Annotated[int | None, typer.Option("-n", "--patients", help="Number of virtual patients.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Seed of all random numbers.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder to fill [out/<scenario>].")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"cartsim {__version__}")
        raise typer.Exit


@app.callback()
def main_options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Virtual CAR-T cell trials: one scenario file in, a simulated trial with its report out."""


@app.command()
def init(
    file: options.NewScenario = None,
    template: options.Template = "route_comparison",
    schema: options.WithSchema = True,
    only_list: options.ListTemplates = False,
    as_json: Json = False,
) -> None:
    """Begin: write a scenario file from a template, ready for your editor."""
    from cartsim import beginning, terminal_begin

    if only_list:
        terminal_begin.listed(beginning.templates(), as_json=as_json)
    else:
        terminal_begin.begun(beginning.begin(options.needed_file(file), template, schema), as_json=as_json)


@app.command()
def run(
    scenarios: Annotated[list[Path], typer.Argument(metavar="SCENARIO", help="Scenario files (YAML).")],
    patients: Patients = None,
    seed: Seed = None,
    sets: Sets = None,
    out: Out = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Simulate: endpoint table here, run.nc and report.html in a folder."""
    from cartsim import progress, terminal, virtual_trial

    changes = [*(sets or []), *_field("run.patients", patients), *_field("run.seed", seed)]
    excesses = []
    for plan in virtual_trial.plans(scenarios, changes, out):
        terminal.warn(plan.scenario)
        with progress.shown(plan.name, silent=quiet, what=progress.counted(plan.of_cells)) as watch:
            finished = virtual_trial.follow(plan, watch)
        terminal.finished(finished, plan.folder, as_json=as_json, silent=quiet)
        excesses += virtual_trial.excess_of_failures(finished)
    virtual_trial.refuse(excesses)


@app.command()
def check(scenario: ScenarioFile, sets: Sets = None, as_json: Json = False) -> None:
    """Say what a scenario means, with every default; simulate nothing."""
    from cartsim import terminal
    from cartsim.scenario import load, require_runnable
    from cartsim.terminal_nodules import say_of_cells

    resolved = load(scenario, sets or [])
    terminal.resolved(resolved, as_json=as_json)
    require_runnable(resolved)
    say_of_cells(resolved)
    terminal.warn(resolved)


@app.command()
def show(run: RunFile, as_json: Json = False) -> None:
    """Print the endpoint table of a results file and its failed solves."""
    from cartsim import results, terminal

    terminal.shown(results.open(run), as_json=as_json)


@app.command()
def report(
    run: RunFile, other: options.OtherRun = None, out: options.ReportFolder = None, as_json: Json = False
) -> None:
    """Draw report.html anew; of two runs: what changed, and what moved beyond Monte Carlo error."""
    if other is not None:
        from cartsim import comparing, terminal_compared

        found = comparing.compared(run, other)
        terminal_compared.compared(found, comparing.write(found, run, other, out), as_json=as_json)
        return
    from cartsim import terminal, virtual_trial

    page = str(virtual_trial.report_again(run, out or run.parent))
    terminal.print_json({"files": {"report": page}}) if as_json else typer.echo(page)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for your editor."""
    from cartsim.scenario.json_schema import schema_text

    typer.echo(schema_text(), nl=False)


@app.command()
def cite(
    source: Annotated[Path, typer.Argument(metavar="RUN|SCENARIO", help="Either kind of file.")],
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
    as_json: Json = False,
) -> None:
    """List the papers a run or scenario rests on, for what, and what rests on none."""
    from cartsim import citing, terminal

    found = citing.cited(source)
    if bibtex:
        typer.echo(citing.bibtex(found.sources))
    elif as_json:
        terminal.print_json(found.as_json())
    else:
        typer.echo(citing.text(found))


@app.command()
def replay(
    run: RunFile,
    patient: Annotated[int, typer.Option("--patient", metavar="ID", help="Id of the patient.")],
    as_json: Json = False,
) -> None:
    """Simulate one patient of a run again; code 1 if a bit differs."""
    from cartsim import progress, terminal
    from cartsim.replay import replay

    progress.tell_compilation()
    outcome = replay(run, patient)
    terminal.replayed(outcome, as_json=as_json)
    raise typer.Exit(0 if outcome.bit_equal else 1)


@app.command()
def assess(
    lesions: options.Lesions = None,
    responses: options.Responses = None,
    subjects: options.Subjects = None,
    scenario: options.RulesOf = None,
    stable_disease_from: options.StableFrom = None,
    confirmation: options.Confirmation = None,
    max_ne: options.MaxNe = None,
    accept_sd: options.AcceptSd = None,
    missing_as_ne: options.MissingAsNe = None,
    criteria: options.Criteria = None,
    censoring: options.Censoring = None,
    schedule: options.Schedule = None,
    window: options.Window = None,
    cutoff: options.Cutoff = None,
    level: options.Level = None,
    interval: options.Interval = None,
    out: options.NewFolder = None,
    as_json: Json = False,
) -> None:
    """Endpoints of measured patients, by the rules of the simulated ones."""
    given = dict(locals())
    from cartsim import assessing, terminal

    found = assessing.assess_files(lesions, responses, subjects, given, scenario)
    terminal.assessed(found, out and assessing.write_assessment(found, out), as_json=as_json)


@app.command()
def export(
    run: RunFile,
    target: options.Target,
    out: options.ExportFolder = None,
    formats: options.Formats = None,
) -> None:
    """Write a run's data for a statistician or a pharmacometrician."""
    from cartsim import exporting

    typer.echo(exporting.export(run, target, out, formats or ["csv"]))


@app.command()
def export_model(
    target: options.ModelTarget,
    scenario: options.ModelOf = None,
    patient: options.PatientOf = None,
    arm: options.ArmOf = None,
    out: options.ModelFile = None,
) -> None:
    """Write the model of one patient for other simulators or for readers."""
    from cartsim import model_export

    typer.echo(model_export.export_model(target, scenario, patient, arm, out))


@app.command()
def warmup() -> None:
    """Compile for this machine now, so that the first run need not."""
    from cartsim import progress, virtual_trial

    progress.tell_compilation()
    virtual_trial.warm_up()


app.add_typer(cli_nodules.app)
app.add_typer(cli_evidence.app)
app.add_typer(cli_sweep.app)
app.add_typer(cli_teaching.app)


def _field(path: str, value: int | None) -> list[str]:
    return [] if value is None else [f"{path}={value}"]


INTERRUPTED = 130
WHOLE = (
    "a run.nc already there is whole: `cartsim report` makes its page; long runs of cells, sensitivity and "
    "calibrate go on"
)
GARBAGE = 50_000
"""New objects between two searches for garbage; Python's own number takes a seventh of a command's time."""


def main() -> None:
    """Run the command; what is wrong with the input is told in one line each, never as a traceback."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # of numerical libraries: for developers, who see them in the tests
    gc.set_threshold(GARBAGE)
    atexit.register(gc.freeze)  # no search for garbage at the end, which takes a third of a second
    try:
        app(prog_name="cartsim")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _end(f"interrupted; {WHOLE}", INTERRUPTED)
        raise
    except CartsimError as error:
        _end(str(error), error.exit_code)
    except OSError as error:
        _end(f"{error.filename or 'cartsim'}: {error.strerror or error}", 1)
    except MemoryError:
        _end("not enough memory; fewer patients (-n) or run.courses=sample need less", 1)
    except Exception as error:
        if os.environ.get("CARTSIM_TRACEBACK"):
            raise
        _end(
            f"unexpected {type(error).__name__}: {error}; CARTSIM_TRACEBACK=1 in the environment shows where",
            1,
        )


def _end(message: str, code: int) -> None:
    typer.echo(message, err=True)
    sys.exit(code)
