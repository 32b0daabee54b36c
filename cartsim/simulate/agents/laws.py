"""The laws of the equations, compiled to be read by single cells: the same functions, never a second copy.

A law gives a hazard per day. What it reads is local: of a T cell the tumour cell that it holds, of a tumour
cell its own antigen, PD-L1, oxygen and IFN-gamma. In the well-mixed limit it is what the whole group reads.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from cartsim._jit import inner
from cartsim.model import car_t, cytokines, geometry, receptors, shapes, trafficking, tumour
from cartsim.model.reaction import Quantity, Reaction

_COMPILED: dict[FunctionType, Any] = {}


def compiled(law: Quantity | Reaction | Callable[..., float]) -> Any:
    """A law, with every plain function that it calls, for use inside compiled functions."""
    function = law.law if isinstance(law, (Quantity, Reaction)) else law
    assert isinstance(function, FunctionType)
    if function not in _COMPILED:
        used = {name: function.__globals__.get(name) for name in function.__code__.co_names}
        called = {name: compiled(f) for name, f in used.items() if isinstance(f, FunctionType)}
        same = FunctionType(function.__code__, {**function.__globals__, **called}, function.__name__)
        _COMPILED[function] = inner(same)
    return _COMPILED[function]


car_complexes = compiled(receptors.car_complexes)
proofreading = compiled(receptors.proofreading)
kd_car_2d = compiled(receptors.kd_car_2d)
kd_sw_2d = compiled(receptors.kd_sw_2d)
pdl1_density = compiled(receptors.pdl1_density)
scfv_bound = compiled(receptors.scfv_bound)
pool_bound = compiled(receptors.pool_bound)
pd1_bound = compiled(receptors.pd1_bound)
switch_bound = compiled(receptors.switch_bound)
switch_signal = compiled(receptors.switch_signal)
zeta_signal = compiled(receptors.zeta_signal)
kill_signal = compiled(receptors.kill_pos)
proliferation_signal = compiled(receptors.prol_pos)
mean_signal = compiled(receptors.prol_signal)
inhibition = compiled(receptors.inhibition)
kill_block = compiled(receptors.kill_block)
prol_block = compiled(receptors.prol_block)
gain = compiled(receptors.gain)
survival = compiled(receptors.survival)

tumour_cells = compiled(geometry.tumour)
tumour_volume = compiled(geometry.volume)
nodule_radius = compiled(geometry.radius)
rim = compiled(geometry.rim)
access = compiled(geometry.phi)
accessible = compiled(geometry.accessible)
crowd = compiled(geometry.crowd)
engaged = compiled(geometry.engaged)

memory_death = compiled(car_t.memory_death)
effector_death = compiled(car_t.effector_death)
exhausted_death = compiled(car_t.exhausted_death)
activation_death = compiled(car_t.activation_death)
memory_formation = compiled(car_t.memory_formation)
memory_division = compiled(car_t.memory_division)
differentiation = compiled(car_t.differentiation)
effector_division = compiled(car_t.effector_division)
exhaustion = compiled(car_t.exhaustion)
tissue_return = compiled(trafficking.tissue_return)
shedding = compiled(trafficking.shedding)

growth = compiled(tumour.growth)
antigen_loss = compiled(tumour.antigen_loss)
strike = compiled(tumour.strike)
kill = compiled(tumour.kill_antigen_positive)
clearance = compiled(tumour.clearance)
pdl1_target = compiled(tumour.pdl1_target)
pdl1_expression = compiled(tumour.pdl1_expression)
pdl1_turnover = compiled(tumour.pdl1_turnover)
secretion = compiled(cytokines.secretion)
distribution_volume = compiled(cytokines.distribution_volume)
ifng_of_group = compiled(cytokines.ifng_local)
hill = compiled(shapes.hill)

OF_A_NODULE: tuple[Reaction, ...] = (
    car_t.memory_death, car_t.effector_death, car_t.exhausted_death, car_t.activation_death,
    car_t.memory_formation, car_t.memory_division, car_t.differentiation, car_t.effector_division,
    car_t.exhaustion, trafficking.tissue_return, trafficking.shedding, tumour.growth, tumour.antigen_loss,
    tumour.kill_antigen_positive, tumour.kill_antigen_negative, tumour.clearance, tumour.pdl1_expression,
    tumour.pdl1_turnover,
)  # fmt: skip
"""Every reaction of a lesion that single cells carry out."""

OF_THE_INTERFACE: tuple[Reaction, ...] = (
    trafficking.extravasation, trafficking.seeding, cytokines.ifng_from_cavity_lesion,
    cytokines.ifng_spill_lesion,
)  # fmt: skip
"""Reactions between a lesion and the body, which a coupled nodule exchanges with the equations."""
