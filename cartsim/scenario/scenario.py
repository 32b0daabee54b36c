"""The scenario: one question, resolved. Every value is explicit and in model units; none can be changed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from cartsim.scenario import checks
from cartsim.scenario.agents import Agents
from cartsim.scenario.design import Design
from cartsim.scenario.disease import Disease
from cartsim.scenario.doses import Arm
from cartsim.scenario.fields import Count, CountOrNone, Flag, Name, Part, Quantity, Seed, Sentence, Share
from cartsim.scenario.mistakes import refuse_all
from cartsim.scenario.overrides import Overrides
from cartsim.scenario.parts import Parts
from cartsim.scenario.product import Pdl1Receptor, Product
from cartsim.scenario.sweep import Sweep
from cartsim.scenario.trial import Trial

LOOSE = 1e-4
"""Relative tolerance from which the method of order 4 is the cheaper one (docs/explanation/engine.md)."""


class Run(Part):
    """How the question is computed: how many patients, for how long, how exactly, and what is kept."""

    patients: Count = Field(default=200, description="virtual patients, the same in every arm")
    seed: Seed = Field(
        default=1, description="of all random numbers: the same seed, the same virtual patients"
    )
    horizon: Annotated[float, Quantity("day", "372 days", low=1.0, high=7305.0)] = Field(
        default=372.0, description="last day simulated, from the first infusion"
    )
    solver: Literal["default", "rodas4", "rodas5p"] = Field(
        default="default", description="default: rodas4 from a tolerance of 1e-4 on, rodas5p below"
    )
    tolerance: Annotated[float, Quantity("1", "1e-6", low=1e-12, high=1e-2)] = Field(
        default=1e-6, description="relative; 95 % of all states of a course keep it"
    )
    failures_allowed: Share = Field(
        default=0.01, description="share of failed solves above which a run counts as failed"
    )
    courses: Literal["sample", "all", "none"] = Field(
        default="sample", description="patients whose course is kept in the file"
    )
    sample: Count = Field(
        default=20, description="how many patients that is, the first ones, where courses: sample"
    )
    state_cube: Flag = Field(default=False, description="keep every state at every time")
    parameter_draws: CountOrNone = Field(
        default=0,
        description="outer loop over uncertain typical values, 200 or more to quote, 20 at the least; "
        "0: without",
    )
    draw_patients: Count = Field(
        default=50, description="virtual patients of each parameter draw, the same in all draws"
    )
    route_basis: Flag = Field(
        default=True,
        description="where arms differ by route: the contrast also at other values of what it rests on",
    )
    route_basis_patients: Count = Field(
        default=200, description="patients of the run whom those values are tried on, the first ones"
    )

    @property
    def method(self) -> Literal["rodas4", "rodas5p"]:
        """The solver that is used."""
        if self.solver != "default":
            return self.solver
        return "rodas4" if self.tolerance >= LOOSE else "rodas5p"


class Scenario(Part):
    """What is asked: a product, a disease, a trial, changes to parameters, and how to run it."""

    schema_id: Literal["cartsim.scenario/1"] = Field(
        alias="schema", description="the version of scenario files that this one is written in"
    )
    title: Name = Field(description="heads the report and every table")
    question: Sentence = Field(description="what this file asks, as one sentence; the report answers it")
    product: Product = Field(default_factory=Product, description="what is infused")
    disease: Disease = Field(description="who is treated")
    trial: Trial = Field(description="what is done to the patients and how it is looked at")
    parameters: Overrides = Field(
        default_factory=dict, description="typical values that differ, each with its reason"
    )
    run: Run = Field(
        default_factory=Run, description="how many patients, for how long, how exactly, what is kept"
    )
    sweep: Sweep | None = Field(default=None, description="the same question at many points")
    agents: Agents | None = Field(
        default=None, description="one nodule as single cells, instead of the equations or beside them"
    )
    design: Design | None = Field(
        default=None, description="dose escalation over levels, which replace the dose of every arm"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Scenario:
        mistakes = checks.mistakes(Parts.of(self))
        if mistakes:
            raise refuse_all(mistakes)
        return self

    def receptor_of(self, arm: Arm) -> Pdl1Receptor:
        """The PD-L1 receptor of an arm: its own, else the product's."""
        return arm.pdl1_receptor or self.product.pdl1_receptor

    def affinity_of(self, arm: Arm) -> float:
        """The affinity of an arm's CAR in nM: its own, else the product's."""
        return self.product.car.affinity if arm.affinity is None else arm.affinity
