"""From a scenario to a nodule that can be run: one arm, one repeat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import xarray as xr

from cartsim.parameters import load_parameters
from cartsim.population.typical_patient import typical_patient
from cartsim.scenario.agents import Agents
from cartsim.scenario.doses import Arm
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.agents import organoid as o_
from cartsim.simulate.agents import start
from cartsim.simulate.agents.cells import Cells
from cartsim.simulate.agents.chance import key_of
from cartsim.simulate.agents.crew import ALONE, Crew
from cartsim.simulate.agents.entry import Entry, Infusion
from cartsim.simulate.agents.events import DAY
from cartsim.simulate.agents.fields.field import Field
from cartsim.simulate.agents.fields.grid import IN_FLUID, NO_FLUX, ON_SEROSA, Grid, cubic
from cartsim.simulate.agents.nodule import Motion, Nodule, Setting
from cartsim.simulate.agents.tissue import Tissue
from cartsim.simulate.agents.values import OF_A_CAVITY, OF_THE_GROUP, Values
from cartsim.simulate.arms import parameters_of_arm, typical


def values_of(scenario: Scenario, arm: Arm, patient: xr.Dataset | None = None) -> dict[str, float]:
    """Every parameter by symbol: those of one patient in this arm, without one the typical patient's, and
    those that single cells read.
    """
    of_patient = parameters_of_arm(scenario, arm, typical_patient(scenario) if patient is None else patient)
    others = {
        symbol: typical(scenario, symbol)
        for symbol, entry in load_parameters().items()
        if entry.room in ("agents", "organoid")
    }
    return others | {symbol: float(value[0]) for symbol, value in of_patient.items()}


def prepare(scenario: Scenario, arm: Arm, repeat: int, crew: Crew = ALONE) -> tuple[Nodule, Setting]:
    """The nodule of an arm at minute 0, and the setting it runs in."""
    asked, known = asked_of(scenario), values_of(scenario, arm)
    return (organoid if asked.rules == "organoid" else tissue)(scenario, arm, known, repeat, crew)


class Looked(dict[str, float]):
    """Values by symbol, and which were looked at."""

    def __init__(self, known: dict[str, float]) -> None:
        super().__init__(known)
        self.at: set[str] = set()

    def __getitem__(self, symbol: str) -> float:
        self.at.add(symbol)
        return super().__getitem__(symbol)


def symbols_read(scenario: Scenario) -> set[str]:
    """Symbols of the parameters that single cells read under the scenario's rules: a small nodule is made
    to see."""
    asked = asked_of(scenario).model_copy(update={"radius": 50.0, "domain": 500.0, "nodules": 1})
    small, arm = scenario.model_copy(update={"agents": asked}), scenario.trial.arms[0]
    known = Looked(values_of(small, arm))
    (organoid if asked.rules == "organoid" else tissue)(small, arm, known, 0, ALONE)
    return known.at - {*OF_THE_GROUP, *(() if asked.mode == "coupled" else OF_A_CAVITY)}


def asked_of(scenario: Scenario) -> Agents:
    """The block `agents` of a scenario that has one."""
    if scenario.agents is None:
        raise ValueError("the scenario asks for no single cells")
    return scenario.agents


def tissue(
    scenario: Scenario, arm: Arm, known: dict[str, float], repeat: int, crew: Crew, number: int | None = None
) -> tuple[Nodule, Setting]:
    """A nodule under our own rules, of so many cells, or of as many as its radius holds."""
    asked = asked_of(scenario)
    closed = cubic(asked.domain, faces=ON_SEROSA if asked.place == "serosa" else IN_FLUID)
    fed = replace(closed, faces=IN_FLUID)
    centres = start.ball_centres(asked.nodules, asked.radius, gap(asked))
    cells = _packed(scenario, known, centres, repeat, number)
    nodule = Nodule(cells, key_of(scenario.run.seed, repeat), centres)
    entry = entry_of(scenario, arm, known, closed, centres, cells.n, repeat)
    setting = Setting(
        grids=(fed, closed, closed),
        fields=fields_of(known),
        motion=motion_of(known, closed, "", known["hold_reach"]),
        rules=Tissue(Values.of(known), entry),
        biology_step=known["biology_step"],
        crew=crew,
    )
    return nodule, setting


def organoid(
    scenario: Scenario, arm: Arm, known: dict[str, float], repeat: int, crew: Crew
) -> tuple[Nodule, Setting]:
    """The published organoid."""
    asked, seed = asked_of(scenario), scenario.run.seed
    box = cubic(asked.domain)
    voxel = known["abm_field_voxel"]
    closed = replace(o_.program_grid(asked.domain, voxel), faces=(NO_FLUX,) * len(IN_FLUID))
    fed = o_.oxygen_grid(asked.domain, voxel, known["abm_o2_d"], known["abm_field_step"])
    key = key_of(seed, repeat)
    cells = o_.organoid_cells(known, asked.radius, seed, repeat, key)
    nodule = Nodule(cells, key, np.zeros((1, 3)))
    entry = replace(entry_of(scenario, arm, known, box, nodule.centres, cells.n, repeat), memory=0.0)
    setting = Setting(
        grids=(fed, closed),
        fields=o_.organoid_fields(known),
        motion=motion_of(known, box, "abm_", known["abm_hold_reach"]),
        rules=o_.organoid_rules(known, entry),
        biology_step=known["biology_step"],
        crew=crew,
    )
    return nodule, setting


def gap(asked: Agents) -> float:
    """Free way (um) between two nodules."""
    return asked.radius if asked.nodules > 1 else 0.0


def _packed(
    scenario: Scenario, known: dict[str, float], centres: np.ndarray, repeat: int, number: int | None
) -> Cells:
    """Cells of every nodule, as dense as they rest against each other."""
    asked, seed = asked_of(scenario), scenario.run.seed
    radius, apart, dome = known["tumour_cell_radius"], rest_distance(known), asked.place == "serosa"
    if number is None:
        one = start.packed_ball(asked.radius, apart, dome)
    else:
        one = start.packed_number(number, apart, dome)
    places = np.concatenate([one + centre[:, None] for centre in centres], axis=1)
    whose = np.repeat(np.arange(len(centres)), one.shape[1])
    her2 = start.her2_of(
        places.shape[1], known["her2_p"], known["her2_sd"], known["her2_n"], known["frac_n"], seed, repeat
    )
    return start.tumour_cells(places, whose, radius, her2, known["l0"])


def rest_distance(known: dict[str, float]) -> float:
    """Distance (um) at which push and hold of two tumour cells cancel: R (1-q)/(1-q/s), q^2 = stick/push, s
    the reach of adhesion over R."""
    share = (known["stick_tumour"] / known["push_tumour"]) ** 0.5
    return 2 * known["tumour_cell_radius"] * (1 - share) / (1 - share / known["hold_reach"])


def entry_of(
    scenario: Scenario,
    arm: Arm,
    known: dict[str, float],
    grid: Grid,
    centres: np.ndarray,
    n: int,
    repeat: int,
) -> Entry:
    """What comes in: the doses of `agents`, in T cells per tumour cell of the start, by the way of the
    arm."""
    asked, seed = asked_of(scenario), scenario.run.seed
    infusions = tuple(
        Infusion(dose.day * DAY, round(dose.ratio * n), dose.over * DAY) for dose in asked.doses
    )
    way = asked.entry or ("vessels" if arm.doses[0].route == "intravenous" else "cavity")
    width = known["vessel_width"]
    low = np.array(grid.origin)
    box = np.stack([low, low + grid.spacing * np.array(grid.counts)])
    volume = len(centres) * start.full_volume(asked.radius) * (0.5 if asked.place == "serosa" else 1)
    points = max(round(known["vessel_share"] * volume / width**3), 1)
    purpose = f"agents/vessels/{repeat}"
    vessels = start.within(points, centres, asked.radius, asked.place == "serosa", seed, purpose)
    return Entry(infusions, way, known["f_m"], seed, repeat, centres, box, vessels, width / 2)


def fields_of(known: dict[str, float]) -> tuple[Field, ...]:
    """Oxygen (mmHg), IFN-gamma (pg/mL) and what draws T cells (relative)."""
    return (
        Field("oxygen", "mmHg", known["o2_d"], known["o2_decay"], known["o2_uptake"], known["o2_boundary"]),
        Field("ifng", "pg/mL", known["g_d"], known["g_decay"], known["g_uptake"]),
        Field("lure", "1", known["lure_d"], known["lure_decay"], 0.0),
    )


def motion_of(known: dict[str, float], grid: Grid, whose: str, reach: float) -> Motion:
    """Mechanics in a grid's domain; `whose` begins the symbols of push and stick."""
    low = np.array(grid.origin)
    return Motion(
        push=np.sqrt([known[f"{whose}push_tumour"], known[f"{whose}push_t"]]),
        stick=np.sqrt([known[f"{whose}stick_tumour"], known[f"{whose}stick_t"]]),
        reach=reach,
        margin=np.array([known["margin_tumour"], known["margin_t"]]),
        most_move=known["most_move"],
        longest=known["longest_step"],
        low=low,
        high=low + grid.spacing * np.array(grid.counts) - 1e-6,
        wall=0.0 if grid.faces == IN_FLUID else 1.0,
    )
