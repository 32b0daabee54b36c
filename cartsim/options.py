"""Arguments and options of the commands that have many: types with their help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

RunFile = Annotated[Path, Argument(metavar="RUN", help="A results file (run.nc).")]
ScenarioFile = Annotated[Path, Argument(metavar="SCENARIO", help="A scenario file (YAML).")]
Sets = Annotated[
    list[str] | None,
    Option("--set", metavar="PATH=VALUE", help="Change a field, such as run.seed=7; repeatable."),
]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No progress and no table.")]
Json = Annotated[bool, Option("--json", help="Print JSON for machines instead of tables.")]



def _template_names(typed: str) -> list[str]:
    """The templates that begin with what is typed, for the completion of the shell."""
    from cartsim.scenario.shipped import shipped

    return [name for name in shipped() if name.startswith(typed)]


def needed_file(file: Path | None) -> Path:
    """The file to begin, which is only left out beside --list."""
    if file is None:
        from cartsim.errors import BadInput, Problem

        remedy = "name the file to begin, such as my.yaml, or --list"
        raise BadInput(Problem("", "FILE", "is missing", remedy))
    return file


NewScenario = Annotated[Path | None, Argument(metavar="FILE", help="The scenario file to begin: my.yaml.")]
Template = Annotated[
    str, Option(metavar="NAME", autocompletion=_template_names, help="The shipped scenario to begin from.")
]
WithSchema = Annotated[
    bool, Option("--schema/--no-schema", help="The schema for your editor beside it, in .cartsim/.")
]
ListTemplates = Annotated[bool, Option("--list", help="List the templates with their questions.")]

OtherRun = Annotated[
    Path | None, Argument(metavar="[OTHER]", help="A second results file, to be compared with RUN.")
]
ReportFolder = Annotated[
    Path | None,
    Option("--out", "-o", metavar="DIR", help="Folder to fill [that of RUN]; of two runs also a .html."),
]

DayNumber = float | None
File = Path | None


def _days(option: str) -> Callable[[str], float]:
    """Reads the days of an option, with their unit or without: 28, `28 days`, `6 weeks`."""

    def read(text: str) -> float:
        from cartsim.errors import BadInput, Problem
        from cartsim.measured.rules import days_in

        try:
            return days_in(text)
        except ValueError as error:
            from cartsim.scenario.mistakes import said

            raise BadInput(
                *(Problem("", option, item.message, item.remedy) for item in said(error))
            ) from None

    return read


Lesions = Annotated[File, Argument(metavar="FILE.csv", help="subject,day,lesion,type,nodal,measure[,...]")]
Responses = Annotated[File, Option("--responses", metavar="FILE.csv", help="Or: subject,day,response[,...].")]
Subjects = Annotated[File, Option("--subjects", metavar="FILE.csv", help="Beside lesions: death_day, ...")]
RulesOf = Annotated[File, Option("--scenario", metavar="FILE", help="Take the rules from its trial.")]
StableFrom = Annotated[
    DayNumber,
    Option(
        metavar="DAY",
        parser=_days("--stable-disease-from"),
        help="Stable disease counts from here; no default.",
    ),
]
Confirmation = Annotated[
    DayNumber,
    Option(metavar="DAYS", parser=_days("--confirmation"), help="From response to confirming scan [28]."),
]
MaxNe = Annotated[int | None, Option(help="NE visits allowed between them [1].")]
AcceptSd = Annotated[bool | None, Option("--accept-sd/--no-accept-sd", help="Allow one SD after a PR [no].")]
MissingAsNe = Annotated[
    bool | None, Option("--missing-as-ne/--no-missing-as-ne", help="No visit at all: NE, not MISSING [no].")
]
Criteria = Annotated[str | None, Option(metavar="RECIST|iRECIST", help="[RECIST]")]
Censoring = Annotated[str | None, Option(metavar="fda|simple", help="Missed visits before an event [fda].")]
Schedule = Annotated[str | None, Option(metavar="DAYS", help="Scheduled visits, such as 30,91,182.")]
Window = Annotated[
    DayNumber,
    Option(metavar="DAYS", parser=_days("--window"), help="A visit lies within this of its day [7]."),
]
Cutoff = Annotated[
    DayNumber, Option(metavar="DAY", parser=_days("--cutoff"), help="Nothing after it is seen.")
]
Level = Annotated[float | None, Option(help="Of the limits [0.95].")]
Interval = Annotated[str | None, Option(metavar="log-log|log|plain", help="Of survival curves [log-log].")]
NewFolder = Annotated[File, Option("--out", metavar="DIR", help="New folder for CSV files and figures.")]

Target = Annotated[
    str, Option("--to", metavar="adam|csv|events|paraview", help="Data sets, arrays, event table, cells.")
]
FilmFile = Annotated[
    Path,
    Option("-o", "--out", metavar="FILE", help="File to write: .gif, .mp4 or .webm.", show_default=True),
]
Rate = Annotated[float, Option(help="Moments a second.", min=0.1, max=50)]
ViewFile = Annotated[
    Path, Option("-o", "--out", metavar="FILE.html", help="Page to write.", show_default=True)
]
ArmsOfView = Annotated[
    list[str] | None, Option("--arm", metavar="NAME", help="Show this arm alone; repeatable.")
]
Formats = Annotated[
    list[str] | None,
    Option("--format", metavar="csv|parquet|xpt|json", help="Of the files [csv]; repeatable."),
]
ExportFolder = Annotated[File, Option("--out", metavar="DIR", help="New folder [beside RUN, named as --to].")]

PatientsOfTrial = Annotated[int, Option("-n", "--patients", help="Virtual patients of each trial.")]
Points = Annotated[int, Option(help="Base points of the Sobol sequence, a power of two.")]
Factors = Annotated[int, Option(help="Typical values that are varied, beside a dummy.")]
Only = Annotated[
    list[str] | None,
    Option(metavar="SYMBOL", help="Vary this instead of screening for the strongest; repeatable."),
]
Paths = Annotated[int, Option(help="Paths of the screening (Morris).")]
ScreeningPatients = Annotated[int, Option(help="Virtual patients of each trial of the screening.")]
DesignSeed = Annotated[int, Option("--seed", help="Of the designs; the patients have run.seed.")]
SensitivityFolder = Annotated[
    File, Option("--out", metavar="DIR", help="To fill, or to go on in [out/<scenario>_sensitivity].")
]

EvaluationPatients = Annotated[int, Option("-n", "--patients", help="Virtual patients of each trial.")]
CalibrationSeed = Annotated[int, Option("--seed", help="Of the design and of the patients.")]
Waves = Annotated[str, Option(metavar="N,N,N", help="Evaluations of each wave.")]
OnlyFree = Annotated[
    list[str] | None,
    Option("--only", metavar="SYMBOL", help="Move this free parameter alone; repeatable."),
]
CalibrationFolder = Annotated[
    Path, Option("--out", metavar="DIR", help="To fill, or to go on in.", show_default=True)
]
ValidationFolder = Annotated[Path, Option("--out", metavar="DIR", help="To fill.", show_default=True)]
Tables = Annotated[
    list[str] | None,
    Option(
        "--table", metavar="verification|published|calibration|prediction", help="Only this one; repeatable."
    ),
]
Strict = Annotated[bool, Option("--strict", help="Exit code 1 where a row fails.")]

ModelTarget = Annotated[str, Option("--to", metavar="sbml|latex", help="For simulators; for readers.")]
ModelOf = Annotated[File, Argument(metavar="SCENARIO", help="A scenario file [typical values, no doses].")]
PatientOf = Annotated[int | None, Option("--patient", metavar="ID", help="Of the scenario [0].")]
ArmOf = Annotated[str | None, Option("--arm", metavar="NAME", help="Of the scenario [the first].")]
ModelFile = Annotated[File, Option("-o", "--out", metavar="FILE", help="File to write [print it].")]

Kinetics = Annotated[Path, Argument(metavar="FILE.csv", help="subject,day,value,unit[,limit]")]
GivenBy = Annotated[File, Option("--scenario", metavar="FILE", help="What was given: product, dose, route.")]
GivenArm = Annotated[str | None, Option("--arm", metavar="NAME", help="Of the scenario, if it has several.")]
GivenDose = Annotated[str | None, Option("--dose", metavar="CELLS", help="'1e8 cells' or '1e6 cells/kg'.")]
GivenRoute = Annotated[str | None, Option("--route", metavar="ROUTE", help="[intravenous]")]
GivenFirst = Annotated[
    bool | None,
    Option("--lymphodepletion/--no-lymphodepletion", help="[yes, days -5 to -3; else as the scenario]"),
]
GivenEach = Annotated[
    File, Option("--subjects", metavar="FILE.csv", help="subject[,dose,route,weight,lymphodepletion]")
]
FitModel = Annotated[str, Option("--model", metavar="cartsim|stein2019", help="What is fitted.")]
Prior = Annotated[bool, Option("--prior/--no-prior", help="Hold parameters by the spread between patients.")]
FitLevel = Annotated[float, Option("--level", help="Of the intervals.")]
FitFolder = Annotated[File, Option("--out", metavar="DIR", help="New folder [out/fit_<name>].")]
TableFile = Annotated[
    Path, Option("--out", metavar="FILE", help="Table to write; its runs are kept beside it.")
]
TableRuns = Annotated[int, Option("--runs", help="Nodules for each way in and receptor.")]
TableDays = Annotated[float, Option("--days", help="Longest course of a nodule.")]
Workers = Annotated[int | None, Option("--workers", min=1, help="Processes [as many as cores].")]
