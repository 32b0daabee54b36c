"""The product: which receptor, how many of them, which PD-L1 receptor beside it, and what a bag holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cartsim.scenario import known
from cartsim.scenario.fields import Name, Nanomolar, Part, PerCell, Ratio, Share

Pdl1Receptor = Literal["none", "pd1_cd28", "scfv_cd28", "scfv_zeta"]


class Car(Part):
    """The chimeric antigen receptor; what is left out is as in the parameters `kd_car` and `car`."""

    target: Literal["HER2"] = Field(default="HER2", description="the antigen that the CAR binds")
    affinity: Nanomolar = Field(
        default_factory=lambda: known.typical("kd_car"),
        description="dissociation constant of the CAR, nM; less binds tighter",
    )
    density: PerCell = Field(
        default_factory=lambda: known.typical("car"), description="receptors per CAR-T cell"
    )


class Spread(Part):
    """A share that differs between patients: median and coefficient of variation."""

    median: Share = Field(description="half of the patients lie above this share")
    cv: Ratio = Field(description="coefficient of variation between patients")


def _memory() -> Spread:
    entry = known.parameters()["f_m"]
    return Spread(median=entry.value, cv=entry.spread)


class Product(Part):
    """What is infused."""

    name: Name = Field(default="CAR-T product", description="name of the product in the report")
    car: Car = Field(default_factory=Car, description="the chimeric antigen receptor")
    pdl1_receptor: Pdl1Receptor = Field(
        default="none", description="the receptor that turns the PD-L1 signal around"
    )
    memory_fraction: Spread = Field(
        default_factory=_memory, description="memory-like share of the infused cells"
    )
    viability: Share = Field(
        default=0.85, description="viable CAR+ cells per cell of the bag; used for doses in total cells"
    )
    manufacturing_failure: Share = Field(
        default=0.03, description="share of patients whose product cannot be made"
    )
