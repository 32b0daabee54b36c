"""Commands that say how far the model may be believed; `cartsim.cli` takes them in."""

from __future__ import annotations

from pathlib import Path

import typer

from cartsim import options
from cartsim.options import Json, Quiet, ScenarioFile, Sets

app = typer.Typer()
agents = typer.Typer(help="What single cells of a nodule tell the equations.", no_args_is_help=True)
app.add_typer(agents, name="agents")


@app.command()
def fit(
    samples: options.Kinetics,
    scenario: options.GivenBy = None,
    arm: options.GivenArm = None,
    dose: options.GivenDose = None,
    route: options.GivenRoute = None,
    lymphodepletion: options.GivenFirst = None,
    subjects: options.GivenEach = None,
    model: options.FitModel = "cartsim",
    prior: options.Prior = True,
    level: options.FitLevel = 0.95,
    out: options.FitFolder = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Fit measured CAR-T kinetics in blood: parameters of each patient."""
    from cartsim import estimating, progress, terminal_evidence
    from cartsim.fitting.given import Options

    given = Options(scenario, arm, dose, route, lymphodepletion, subjects)
    plan = estimating.plan_fit(samples, model, prior, level, given)
    with progress.shown(samples.stem, silent=quiet, what="steps") as watch:
        found = estimating.fit_plan(plan, watch)
    folder = estimating.write_fit(found, estimating.folder_of(plan, out))
    terminal_evidence.fitted(found, folder, as_json=as_json, silent=quiet)


@app.command()
def sensitivity(
    scenario: ScenarioFile,
    patients: options.PatientsOfTrial = 400,
    points: options.Points = 512,
    factors: options.Factors = 24,
    only: options.Only = None,
    paths: options.Paths = 10,
    screening_patients: options.ScreeningPatients = 100,
    seed: options.DesignSeed = 1,
    sets: Sets = None,
    out: options.SensitivityFolder = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Which uncertain numbers move the contrast of routes: Sobol indices."""
    from cartsim import progress, terminal_evidence
    from cartsim.sensitivity import command
    from cartsim.sensitivity.campaign import Choices

    choices = Choices(points, patients, factors, paths, screening_patients, tuple(only or ()), seed)
    folder = out or Path("out", f"{scenario.stem}_sensitivity")
    found = command.sensitivity(
        scenario, sets or [], choices, folder, lambda name: progress.shown(name, quiet, "trials")
    )
    terminal_evidence.analysed(found, folder, as_json=as_json, silent=quiet)
    command.refuse_failures(found)


@app.command()
def calibrate(
    patients: options.EvaluationPatients = 400,
    seed: options.CalibrationSeed = 1,
    waves: options.Waves = "450,350,350",
    only: options.OnlyFree = None,
    out: options.CalibrationFolder = Path("out/calibration"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Fit the assumed numbers of the human model to published results."""
    from cartsim import progress, terminal_evidence
    from cartsim.calibration import command

    asked = command.asked(patients, seed, waves, only or [])
    with progress.shown("calibration", quiet, "evaluations") as watch:
        result, paths = command.calibrated(out, asked, watch)
    terminal_evidence.calibrated(result, paths, as_json=as_json, silent=quiet)


@app.command()
def validate(
    tables: options.Tables = None,
    out: options.ValidationFolder = Path("out/validation"),
    strict: options.Strict = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Verification, published models, calibration, prediction: row by row."""
    from cartsim import progress, terminal_evidence
    from cartsim.validation import command

    with progress.shown("validation", quiet, "tables") as watch:
        rows, paths = command.validated(tables or [], out, watch)
    terminal_evidence.validated(rows, paths, as_json=as_json, silent=quiet)
    raise typer.Exit(1 if strict and any(row.verdict == "fail" for row in rows) else 0)


@agents.command()
def table(
    out: options.TableFile = Path("out/nodule_table.json"),
    runs: options.TableRuns = 8,
    days: options.TableDays = 2.0,
    workers: options.Workers = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make the table that mode emulated reads; goes on with runs kept."""
    from cartsim import progress, tabulating, terminal_evidence

    design = tabulating.plan_of(runs, days)
    with progress.shown("table", quiet, "nodules") as watch:
        made = tabulating.make_table(design, out, workers, watch)
    terminal_evidence.tabulated(made, out, as_json=as_json, silent=quiet)
