"""A lesion as single cells beside the same patient by equations alone, as rows of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import xarray as xr

from cartsim.report.nodule_tables import whole
from cartsim.report.words import number
from cartsim.results.run import Run
from cartsim.scenario.agents import Agents


@dataclass(frozen=True)
class Beside:
    """What is compared: its name with the unit, read off a course (arm, time) for a lesion of some place."""

    name: str
    label: str
    read: Callable[[xr.Dataset, int], xr.DataArray]
    write: Callable[[float], str]


def _of_lesion(name: str) -> Callable[[xr.Dataset, int], xr.DataArray]:
    return lambda course, lesion: course[name].isel(patient=0, lesion=lesion)


def _of_body(name: str) -> Callable[[xr.Dataset, int], xr.DataArray]:
    return lambda course, _: course[name].isel(patient=0)


COMPARED = (
    Beside("CAR-T in the lesion", "cells", _of_lesion("lesion_car_t"), whole),
    Beside("Live tumour cells of the lesion", "cells", _of_lesion("lesion_tumour_cells"), whole),
    Beside("Diameter of one nodule", "mm", _of_lesion("lesion_diameter"), number),
    Beside("IFN-γ in the cavity", "pg/mL", _of_body("ifng_cavity"), number),
    Beside("IFN-γ in plasma", "pg/mL", _of_body("ifng"), number),
    Beside("CAR-T in blood", "cell/µL", _of_body("car_t_blood"), number),
)
"""What the page and the terminal show of both."""


def asked(run: Run) -> Agents:
    """The block `agents` of a coupled run."""
    if run.scenario.agents is None:
        raise ValueError("a run without single cells")
    return run.scenario.agents


def last_day(run: Run) -> float:
    """Day until which the lesion was single cells."""
    return float(run.nodule["time"][-1])


def lesion_words(run: Run) -> str:
    """Which lesion of whom, until when, how often."""
    n = asked(run)
    own = run.patients.isel(patient=0, lesion=n.lesion)
    many = int(own["lesion_nodules"])
    nodules = f"{many} nodules, of which one was followed" if many > 1 else "one nodule, followed"
    return (
        f"Lesion {n.lesion} of patient {n.patient}: {nodules} cell by cell until day {last_day(run):g}; the "
        "rest of the body, and the lesion thereafter, by equations."
    )


def at_start(run: Run) -> list[str]:
    """Sentences on what whole cells in equal nodules change of the lesion at the start."""
    found: list[str] = run.manifest.get("at_start", [])
    return found


def header(run: Run) -> tuple[str, ...]:
    """The columns."""
    return ("Single cells | equations alone", *map(str, run.nodule["arm"].values))


def rows(run: Run) -> list[tuple[str, ...]]:
    """Each quantity at the end of the single cells, both ways."""
    days = run.course["time"].values
    day = days[np.abs(days - last_day(run)).argmin()]
    return [
        (
            f"{one.name}, day {day:g} ({one.label})",
            *(
                " | ".join(
                    one.write(float(one.read(course, asked(run).lesion).sel(arm=arm, time=day)))
                    for course in (run.course, run.equations)
                )
                for arm in run.nodule["arm"].values
            ),
        )
        for one in COMPARED
    ]
