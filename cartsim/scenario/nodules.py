"""What must fit together in `agents`: nodules and their domain, how many cells there are, and the days."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, pi

from cartsim.parameters import load_parameters
from cartsim.scenario.agents import Agents
from cartsim.scenario.mistakes import Mistake, number_text
from cartsim.scenario.parts import Parts

MARGIN = 60.0
"""um between a nodule and the faces of its domain: fluid for T cells, and room to grow."""
FROM_THE_MIDDLE = 4.0
"""Radii from the middle of the domain to the far side of the outer ones of several nodules, which lie a
radius apart around the first."""
MOST_CELLS = 2e6
"""Tumour cells and T cells: beyond, a day of the nodule takes most of a day."""
MOST_T_CELLS = 10.0
"""T cells per tumour cell over all doses: more do not find room in the fluid around a nodule."""
VOXEL, VOXEL_BYTES, CELL_BYTES = 20.0, 12.0, 48.0
"""Greatest edge (um) of a voxel, and what a snapshot keeps of a voxel and of a cell."""
MOST_PICTURES = 8e9
"""Bytes of all snapshots of a run, which a common machine has."""
FILLED = 0.86
"""Cells of a nodule over those whose volumes add up to it: resting cells overlap, with gaps between them."""


def nodules_fit_into_their_domain(parts: Parts) -> Iterator[Mistake]:
    """Around the nodules there is room on every side."""
    asked = parts.agents
    if asked is None or asked.mode == "coupled":
        return
    far = asked.radius * (1 if asked.nodules == 1 else FROM_THE_MIDDLE)
    least = 10 * ceil(2 * (far + MARGIN) / 10)
    if asked.domain < least:
        several, r = asked.nodules > 1, f"of radius {asked.radius:g} um"
        what = f"{asked.nodules} nodules {r} do not fit" if several else f"a nodule {r} does not fit"
        smaller = asked.radius * (asked.domain / 2 - MARGIN) / far
        yield Mistake(
            f"{what} into {asked.domain:g} um with {MARGIN:g} um around",
            f"write {least} um or more, or a radius of {10 * int(smaller / 10)} um at most",
            ("agents", "domain"),
        )


def tumour_cells(asked: Agents) -> float:
    """About how many tumour cells there are at the start."""
    cell = 4 / 3 * pi * load_parameters()["tumour_cell_radius"].value ** 3
    half = 0.5 if asked.place == "serosa" else 1.0
    return FILLED * asked.nodules * half * 4 / 3 * pi * asked.radius**3 / cell


def cells_can_be_counted(parts: Parts) -> Iterator[Mistake]:
    """There are not more cells than a machine can follow."""
    asked = parts.agents
    if asked is None or asked.mode == "coupled":
        return
    n, per_cell = tumour_cells(asked), sum(dose.ratio for dose in asked.doses)
    if n > MOST_CELLS:
        radius = asked.radius * (MOST_CELLS / n) ** (1 / 3)
        yield Mistake(
            f"about {number_text(round(n, -4))} tumour cells are more than the {number_text(MOST_CELLS)} "
            "that can be followed",
            f"write a radius of {10 * int(radius / 10)} um at most",
            ("agents", "radius"),
        )
    elif per_cell > MOST_T_CELLS or n * per_cell > MOST_CELLS:
        most = min(MOST_T_CELLS, MOST_CELLS / n)
        yield Mistake(
            f"the doses add up to {per_cell:g} T cells per tumour cell, about "
            f"{number_text(round(n * per_cell, -2))} T cells",
            f"write ratios that add up to {most:.3g} at most",
            ("agents", "doses"),
        )


def pictures_can_be_kept(parts: Parts) -> Iterator[Mistake]:
    """Snapshots of every cell and field are held in memory until a run is written."""
    asked = parts.agents
    if asked is None or asked.mode == "coupled":
        return
    often = asked.duration // asked.snapshots_every + 1 if asked.snapshots_every else 0
    number = (often + len(asked.snapshots)) * max(len(parts.arms), 1)
    voxels = (asked.domain / VOXEL) ** 3
    size = VOXEL_BYTES * voxels + CELL_BYTES * tumour_cells(asked)
    if number * size > MOST_PICTURES:
        yield Mistake(
            f"{number:.0f} snapshots of all arms take about {number * size / 1e9:.0f} GB of memory",
            f"keep {int(MOST_PICTURES / size)} at most, all arms together, or make the domain smaller",
            ("agents", "snapshots_every" if often else "snapshots"),
        )


def everything_happens_within_the_run(parts: Parts) -> Iterator[Mistake]:
    """Doses and snapshots come before the end, which a coupled nodule shares with the run."""
    asked = parts.agents
    if asked is None:
        return
    end, longer = asked.duration, "duration"
    if asked.mode == "coupled" and parts.run and parts.run.horizon < end:
        end, longer = parts.run.horizon, "run.horizon"
    for place, dose in enumerate(asked.doses):
        if dose.day >= asked.duration:
            yield Mistake(
                f"day {dose.day:g} is not before the end of the simulation on day {asked.duration:g}",
                "give the dose earlier or simulate for longer (duration)",
                ("agents", "doses", place, "day"),
            )
        elif dose.day + dose.over > asked.duration:
            yield Mistake(
                f"the dose comes in until day {dose.day + dose.over:g}, the simulation ends on day "
                f"{asked.duration:g}",
                "give it in a shorter time or simulate for longer (duration)",
                ("agents", "doses", place, "over"),
            )
    for place, day in enumerate(asked.snapshots):
        if day > end:
            yield Mistake(
                f"day {day:g} lies behind the end of the simulation on day {end:g}",
                f"write an earlier day or simulate for longer ({longer})",
                ("agents", "snapshots", place),
            )


IN_A_DISH = {
    "place": "it floats in a dish",
    "nodules": "there is one in the dish",
    "entry": "T cells are put into the fluid around it",
}
"""Fields of a nodule that the published rules of an organoid have not, and why."""


def an_organoid_is_as_published(parts: Parts) -> Iterator[Mistake]:
    """The published rules know one ball in a dish, T cells from around it, and no second receptor."""
    asked = parts.agents
    if asked is None or asked.mode != "alone" or asked.rules != "organoid":
        return
    for name, why in IN_A_DISH.items():
        if getattr(asked, name) != Agents.model_fields[name].default:
            yield Mistake(f"an organoid takes no {name}: {why}", "leave it out", ("agents", name))
    for place, arm in parts.arms.items():
        for dose in arm.doses[:1]:
            if dose.route == "intravenous":
                yield Mistake(
                    "the published rules put T cells around the organoid: there are no vessels",
                    "write route: intracavitary",
                    ("trial", "arms", place, "route"),
                )
        for name in ("pdl1_receptor", "affinity", "parameters"):
            if getattr(arm, name, None):
                yield Mistake(
                    f"the published rules read no {name}: such arms would not differ",
                    "leave it out, or write rules: tissue",
                    ("trial", "arms", place, name),
                )


ORDERED = (
    ("stick_tumour", "push_tumour", "cells that hold more than they push fall into each other"),
    ("o2_necrosis", "o2_growth", "cells grow from a pressure on at which they starve"),
    ("contact_reach", "hold_reach", "T cells touch farther than neighbours are listed"),
)
"""Of each two parameters the first is the smaller, and what it would mean otherwise."""


def cells_hang_together(parts: Parts) -> Iterator[Mistake]:
    """Parameters of single cells that make no sense together."""
    asked = parts.agents
    if asked is None or asked.mode == "emulated":
        return

    def value(symbol: str) -> float:
        override = parts.parameters.get(symbol)
        return override.value if override else load_parameters()[symbol].value

    for less, more, why in ORDERED:
        changed = next((symbol for symbol in (less, more) if symbol in parts.parameters), None)
        if changed and value(less) >= value(more):
            yield Mistake(
                f"{less} of {value(less):g} is not below {more} of {value(more):g}: {why}",
                f"keep {less} below {more}",
                ("parameters", changed, "value"),
            )


THE_PATIENTS = {
    "radius": "the size is that of the patient's lesion",
    "domain": "it follows from the patient's lesion",
    "nodules": "one nodule stands for all of its group",
    "entry": "T cells come by both ways, as the equations say",
    "doses": "the trial's arms dose the patient",
    "rules": "only our own rules obey the laws of the equations",
}
"""Fields of a nodule alone, and why a lesion of a patient has them not."""


def a_coupled_nodule_is_the_patients(parts: Parts) -> Iterator[Mistake]:
    """The patient is one of the run, and what the patient brings is not written again."""
    asked = parts.agents
    if asked is None or asked.mode != "coupled":
        return
    for name, why in THE_PATIENTS.items():
        if getattr(asked, name) != Agents.model_fields[name].default:
            yield Mistake(f"a coupled nodule takes no {name}: {why}", "leave it out", ("agents", name))
    if parts.run and asked.patient >= parts.run.patients:
        yield Mistake(
            f"there is no patient {asked.patient} among {parts.run.patients}, numbered from 0",
            f"write {parts.run.patients - 1} or less, or draw more patients (run.patients)",
            ("agents", "patient"),
        )
