"""One nodule as single cells, instead of the equations or beside them."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cartsim.scenario.doses import increasing
from cartsim.scenario.fields import Count, CountOrNone, Duration, Part, Quantity, StudyDay
from cartsim.scenario.mistakes import refuse

TableReading = Literal["depth", "kill", "exhaustion"]
"""What the equations may read in the table of single cells."""


class CellsPerTumourCell(Part):
    """T cells added on a day, per tumour cell of the nodule at the start."""

    day: StudyDay = Field(default=0.0, description="day on which they are added")
    ratio: Annotated[float, Quantity("1", "1", high=100.0)] = Field(
        description="T cells per tumour cell of the start"
    )
    over: Duration = Field(default=0.0, description="time over which they come in evenly; 0: at once")


def _in_order(doses: tuple[CellsPerTumourCell, ...]) -> tuple[CellsPerTumourCell, ...]:
    for place, (before, after) in enumerate(pairwise(doses), start=1):
        if after.day <= before.day:
            raise refuse("does not come after the dose above", "list the doses in order of day", place, "day")
    return doses


def _each_once(readings: tuple[TableReading, ...]) -> tuple[TableReading, ...]:
    for place, reading in enumerate(readings):
        if reading in readings[:place]:
            raise refuse(f"{reading} is named twice", "name each reading once", place)
    return readings


Deviations = Annotated[float, Quantity("1", "1.96", low=-5.0, high=5.0)]


class TableError(Part):
    """How far each reading of the table lies off, in its own SDs; parameter draws draw them."""

    depth: Deviations = Field(default=0.0, description="of the depth T cells come to, in its SDs")
    kill: Deviations = Field(default=0.0, description="of the rate of killing, in its SDs")
    exhaustion: Deviations = Field(default=0.0, description="of the rate of exhaustion, in its SDs")


class Agents(Part):
    """One nodule.

    `alone`: only the nodule. `emulated`: the table of small nodules feeds the equations; of this block it
    reads the fields `table_...` alone.
    `coupled`: it is one lesion of one patient and exchanges cells with the equations every hour; its size
    is the lesion's, and after `duration` its cells are the equations' again.
    """

    mode: Literal["alone", "emulated", "coupled"] = Field(
        description="alone: only the nodule; emulated: its table feeds the equations; coupled: one lesion of "
        "one patient"
    )
    rules: Literal["tissue", "organoid"] = Field(
        default="tissue",
        description="tissue: the laws of the equations, cell by cell; organoid: those of Luque 2024",
    )
    radius: Annotated[float, Quantity("um", "300 um", low=50.0, high=1500.0)] = Field(
        default=300.0, description="radius of the nodule, um"
    )
    domain: Annotated[float, Quantity("um", "1 mm", low=200.0, high=5000.0)] = Field(
        default=1000.0, description="edge of the cube that is simulated, um"
    )
    place: Literal["fluid", "serosa"] = Field(
        default="fluid", description="free in the fluid, or a dome on the serosa"
    )
    nodules: Annotated[int, Quantity("1", "1", low=1, high=7, whole=True)] = Field(
        default=1, description="equal nodules side by side"
    )
    entry: Literal["cavity", "vessels"] | None = Field(
        default=None, description="the way in; without it that of each arm's route"
    )
    doses: Annotated[tuple[CellsPerTumourCell, ...], AfterValidator(_in_order)] = Field(
        default=(), max_length=50, description="T cells that are added, in order of day"
    )
    duration: Annotated[float, Quantity("day", "30 days", low=1 / 24, high=730.0)] = Field(
        default=30.0, description="how long single cells are followed"
    )
    every: Annotated[float, Quantity("day", "12 hours", low=1 / 24, high=365.0)] = Field(
        default=0.5, description="time between two outputs"
    )
    snapshots: Annotated[tuple[StudyDay, ...], AfterValidator(increasing)] = Field(
        default=(),
        max_length=500,
        description="days on which every cell and field of the first repeat is kept",
    )
    snapshots_every: Annotated[float, Quantity("day", "6 hours", low=1 / 24, high=365.0)] | None = Field(
        default=None, description="the same again and again, from the start on: the frames of a film"
    )
    repeats: Count = Field(
        default=1, description="how often it is simulated, each time with other random numbers"
    )
    patient: CountOrNone = Field(default=0, description="the patient whose lesion it is, when coupled")
    lesion: Annotated[int, Quantity("1", "1", high=7, whole=True)] = Field(
        default=1, description="place of the lesion among the patient's, from 0, when coupled"
    )
    table_reads: Annotated[tuple[TableReading, ...], AfterValidator(_each_once)] = Field(
        default=("depth", "kill", "exhaustion"),
        min_length=1,
        description="what is taken from the table, when emulated",
    )
    table_error: TableError = Field(
        default=TableError(), description="how far the table lies off, when emulated"
    )
