"""Which lesion of which patient becomes single cells, and how large it is."""

from __future__ import annotations

from math import cbrt, ceil, exp, log
from typing import NamedTuple

import xarray as xr

from cartsim.datasets import CAVITY_SITE, LESION_KIND
from cartsim.errors import BadInput, Problem
from cartsim.population import draw
from cartsim.scenario.agents import Agents
from cartsim.scenario.mistakes import number_text
from cartsim.scenario.nodules import MARGIN, MOST_CELLS
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.agents.prepare import asked_of, rest_distance, values_of
from cartsim.simulate.agents.start import antigen_negative, radius_of_packed
from cartsim.simulate.schedule import first_day

WORTH_SAYING = 0.01
"""Share of the lesion's cells: a larger difference between cells and equations at the start is said."""
FEW = 5.0
"""Antigen-negative cells of a nodule: fewer are said, for whole cells then hardly tell their share."""
ROOM_FOR_T_CELLS = 40.0
"""um around a nodule that has grown for as long as it is followed, beside the margin of a nodule alone."""


class Lesion(NamedTuple):
    """A lesion group: its place among the patient's, what it is, where it lies, how many equal nodules of
    how many tumour cells each.
    """

    place: int
    kind: str
    site: str
    nodules: int
    cells: int

    @property
    def words(self) -> str:
        """For people."""
        many = f"{self.nodules} nodules of" if self.nodules > 1 else "one nodule of"
        return f"lesion {self.place} ({self.kind}, {self.site}): {many} {number_text(self.cells)} cells"

    @property
    def fits(self) -> bool:
        """Whether a nodule can be followed cell by cell."""
        return 1 <= self.cells <= MOST_CELLS


def lesions_of(patient: xr.Dataset) -> list[Lesion]:
    """Every lesion group of one patient."""
    own = patient.isel(patient=0)
    cavity = CAVITY_SITE[int(own["cavity_site"])]
    return [
        Lesion(
            k,
            LESION_KIND[int(own["lesion_kind"][k])],
            f"{cavity} cavity" if own["lesion_cavity"][k] else "elsewhere",
            nodules := round(float(own["lesion_nodules"][k])),
            round(float(own["lesion_tumour_cells"][k]) / max(nodules, 1)),
        )
        for k in range(own.sizes["lesion"])
        if own["lesion_kind"][k] > 0
    ]


def patient_of(scenario: Scenario) -> xr.Dataset:
    """The one patient whose lesion it is."""
    return draw(scenario, [asked_of(scenario).patient])


def chosen(scenario: Scenario, patient: xr.Dataset) -> Lesion:
    """The lesion that the scenario names. BadInput if this patient was not enrolled, has no such lesion, or
    one that is too large.
    """
    asked, found = asked_of(scenario), lesions_of(patient)
    if not patient["plausible"].values[0]:
        message = f"nobody like patient {asked.patient} meets disease.entry"
        remedy = "name another patient, or change disease.entry"
        raise BadInput(Problem("", "agents.patient", message, remedy))
    here = [lesion for lesion in found if lesion.place == asked.lesion]
    listed = "; ".join(lesion.words for lesion in found)
    if not here:
        message = f"patient {asked.patient} has no lesion {asked.lesion}"
        raise BadInput(Problem("", "agents.lesion", message, f"choose one of: {listed}"))
    if not here[0].fits:
        raise BadInput(Problem("", "agents.lesion", *_too_large(here[0], found)))
    return here[0]


def _too_large(lesion: Lesion, found: list[Lesion]) -> tuple[str, str]:
    """What is wrong with a lesion of too many cells, and the ways out."""
    most = number_text(MOST_CELLS)
    wrong = f"{lesion.words}, more than the {most} that can be followed one by one"
    fitting = [other for other in found if other.fits]
    largest = max(fitting, key=lambda other: other.cells, default=None)
    smaller = f"take {largest.words}" if largest else "this patient has none that fits"
    ways = (
        "a smaller disease.burden, more nodules of the carcinomatosis (parameters.nodules), or an occult "
        "seed of another patient"
    )
    return wrong, f"{smaller}; or else {ways}"


def last_day(scenario: Scenario) -> float:
    """Day until which the lesion is single cells."""
    return min(asked_of(scenario).duration, scenario.run.horizon)


def sized(scenario: Scenario, patient: xr.Dataset, lesion: Lesion) -> Scenario:
    """The scenario with radius and domain of the nodule as the lesion has them, in the first arm."""
    asked, known = asked_of(scenario), values_of(scenario, scenario.trial.arms[0], patient)
    radius = radius_of_packed(lesion.cells, rest_distance(known), asked.place == "serosa")
    days = last_day(scenario) - first_day(scenario)
    far = radius * cbrt(grown(lesion.cells * lesion.nodules, known, days)) + MARGIN + ROOM_FOR_T_CELLS
    own: dict[str, object] = {"radius": radius, "domain": 2.0 * ceil(far)}
    return scenario.model_copy(update={"agents": asked.model_copy(update=own)})


def grown(cells: float, known: dict[str, float], days: float) -> float:
    """Cells of an untreated group after so many days, over those of the start: Gompertz growth, solved
    exactly, ln(T/t_max) e^(-k_g t/ln(t_max/t_ref)).
    """
    short = log(known["t_max"] / max(cells, 1.0))
    return exp(short * (1 - exp(-known["k_g"] * days / log(known["t_max"] / known["t_ref"]))))


def differences(scenario: Scenario, patient: xr.Dataset, lesion: Lesion) -> list[str]:
    """Sentences on what whole cells in equal nodules change of the lesion at the start."""
    total = float(patient["lesion_tumour_cells"][0, lesion.place])
    shares = {values_of(scenario, arm, patient)["frac_n"] for arm in scenario.trial.arms}
    sentences = [_of_negatives(lesion, total, share) for share in sorted(shares)]
    whole = lesion.nodules * lesion.cells
    if abs(whole - total) > WORTH_SAYING * total:
        sentences = [
            f"{lesion.nodules} nodules of {lesion.cells} whole cells make {whole} where the patient has "
            f"{total:.1f} ({100 * (whole / total - 1):+.1f} %).",
            *sentences,
        ]
    return [sentence for sentence in sentences if sentence]


def _of_negatives(lesion: Lesion, total: float, share: float) -> str:
    """What whole cells change of the antigen-negative ones, if there are few; else nothing."""
    expected, there = share * total / lesion.nodules, antigen_negative(lesion.cells, share)
    if not 0 < expected < FEW:
        return ""
    return (
        f"A nodule has {expected:.2g} antigen-negative cells in the equations and {there} among whole cells, "
        f"the lesion {share * total:.1f} and {lesion.nodules * there}: its escape depends on these few."
    )


def meaning(scenario: Scenario) -> str:
    """What a coupled scenario will do, in a sentence."""
    patient = patient_of(scenario)
    lesion = chosen(scenario, patient)
    asked: Agents = asked_of(sized(scenario, patient, lesion))
    one = "one, which stands for all of them," if lesion.nodules > 1 else "it"
    changed = "".join(f" {sentence}" for sentence in differences(scenario, patient, lesion))
    return (
        f"Patient {asked.patient}, {lesion.words}; {one} is followed cell by cell from day "
        f"{first_day(scenario):g} to day {last_day(scenario):g}, at first with a radius of "
        f"{asked.radius:.0f} um, in a domain of {asked.domain:g} um. Every hour it exchanges T cells, "
        "IFN-gamma and its size with the equations of the rest of the body; after the last day its cells go "
        f"back into the equations.{changed} The same patient runs by equations alone for comparison. What "
        "one patient comes to is no estimate of what a trial would find."
    )
