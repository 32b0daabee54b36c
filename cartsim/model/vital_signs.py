"""What the ward sees: temperature, blood pressure, oxygen need, and the CRS grade read from them.

The links from cytokines to signs are monotone and assumed; the grade is derived from the signs by the ASTCT
2019 consensus (Lee et al., Biol Blood Marrow Transplant 25:625), never from a cytokine.
"""

from __future__ import annotations

from cartsim.model.geometry import ML_PER_L
from cartsim.model.reaction import quantity
from cartsim.model.shapes import above, hill, saturation

FEVER = 38.0
"""degC, ASTCT 2019: there is fever from here on."""
HIGH_FLOW = 6.0
"""L/min, ASTCT 2019: oxygen above it is high flow. At which pressures and needs a ward does the rest is
assumed (`map_low` to `oxygen_positive` in values/vital_signs.yaml).
"""


@quantity("pg/mL")
def severity(sus_crs, il6_signal, il6_of_a, A):
    """Drive of vascular leak in this patient: signalling IL-6 plus myeloid activation, times susceptibility.
    """
    return sus_crs * (il6_signal + il6_of_a * A)


@quantity("degC")
def temperature(temp0, temp_rise, sus_crs, il6_signal, il6_fever):
    """Body temperature, saturating in signalling IL-6."""
    return temp0 + temp_rise * saturation(sus_crs * il6_signal, il6_fever)


@quantity("mmHg")
def mean_arterial_pressure(map0, map_fall, severity, il6_leak):
    """Untreated mean arterial pressure; vascular leak lowers it."""
    return map0 - map_fall * saturation(severity, il6_leak)


@quantity("L/min")
def oxygen_crs(oxygen_max, severity, il6_oxygen, oxygen_hill):
    """Oxygen needed for capillary leak."""
    return oxygen_max * hill(severity, il6_oxygen, oxygen_hill)


@quantity("L/min")
def oxygen_need(oxygen_crs, oxygen_lung, J_lung, oxygen_effusion, V_c):
    """All oxygen needed: leak, on-target lung injury, and the fluid itself (a local cause that never raises
    the grade).
    """
    return oxygen_crs + oxygen_lung * J_lung + oxygen_effusion * V_c / ML_PER_L


def grade_from_levels(fever: float, hypotension: float, oxygen: float, treated: float) -> float:
    """ASTCT CRS grade from levels 0-3: pressure none, low, one pressor, several; oxygen none, low flow, high
    flow, positive pressure.

    Fever is required unless tocilizumab or a steroid has been given; then any sign at all keeps the episode
    going.
    """
    sign = max(fever, above(hypotension, 0.5), above(oxygen, 0.5))
    present = max(fever, treated * sign)
    worst = max(hypotension, oxygen)
    return present * (1 + worst)


@quantity("1")
def pressure_level(mean_arterial_pressure, map_low, map_pressor, map_pressors):
    """0 normal, 1 hypotension, 2 one vasopressor, 3 several."""
    return (
        above(map_low, mean_arterial_pressure)
        + above(map_pressor, mean_arterial_pressure)
        + above(map_pressors, mean_arterial_pressure)
    )


@quantity("1")
def oxygen_level(oxygen_crs, oxygen_low, oxygen_positive):
    """0 none, 1 low flow, 2 high flow, 3 positive pressure."""
    return above(oxygen_crs, oxygen_low) + above(oxygen_crs, HIGH_FLOW) + above(oxygen_crs, oxygen_positive)


@quantity("1")
def crs_grade(temperature, pressure_level, oxygen_level, treated):
    """CRS grade at this moment, 0 to 4."""
    fever = 1 - above(FEVER, temperature)
    return grade_from_levels(fever, pressure_level, oxygen_level, treated)
