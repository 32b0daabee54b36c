"""Arguments and options of the commands that have many: types with their help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

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

Target = Annotated[str, Option("--to", metavar="adam|csv|events", help="Data sets, arrays or event table.")]
Formats = Annotated[
    list[str] | None,
    Option("--format", metavar="csv|parquet|xpt|json", help="Of the files [csv]; repeatable."),
]
ExportFolder = Annotated[File, Option("--out", metavar="DIR", help="New folder [beside RUN, named as --to].")]

ModelTarget = Annotated[str, Option("--to", metavar="sbml|latex", help="For simulators; for readers.")]
ModelOf = Annotated[File, Argument(metavar="SCENARIO", help="A scenario file [typical values, no doses].")]
PatientOf = Annotated[int | None, Option("--patient", metavar="ID", help="Of the scenario [0].")]
ArmOf = Annotated[str | None, Option("--arm", metavar="NAME", help="Of the scenario [the first].")]
ModelFile = Annotated[File, Option("-o", "--out", metavar="FILE", help="File to write [print it].")]
