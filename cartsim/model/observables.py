"""What a run reports of a course, each a function of the state. None of these feeds back into a rate."""

from __future__ import annotations

from math import pi

from cartsim.model.reaction import quantity
from cartsim.model.shapes import cube_root

UL_PER_ML = 1000.0
MM_PER_CM = 10.0


@quantity("cell/uL")
def car_t_blood(M_b, E_b, v_b):
    """CAR-T per microlitre of blood."""
    return (M_b + E_b) / v_b / UL_PER_ML


@quantity("cell")
def car_t_lung(M_p, E_p):
    """CAR-T in the lung."""
    return M_p + E_p


@quantity("cell")
def car_t_lymphoid(M_l, E_l):
    """CAR-T in lymphoid and other tissue."""
    return M_l + E_l


@quantity("cell/uL")
def car_t_cavity(M_c, E_c, X_c, volume_c):
    """CAR-T per microlitre of cavity fluid."""
    return (M_c + E_c + X_c) / volume_c / UL_PER_ML


@quantity("cell", where="lesion")
def lesion_car_t(M, E, X):
    """CAR-T in the group."""
    return M + E + X


@quantity("cell", where="lesion", total=True)
def car_t_tumour(lesion_car_t):
    """CAR-T in all groups."""
    return lesion_car_t


@quantity("cell", where="lesion", total=True)
def lesion_burden(tumour):
    """Viable tumour cells in all groups."""
    return tumour


@quantity("cell")
def free_tumour_cells(F_p, F_n):
    """Tumour cells floating in the fluid."""
    return F_p + F_n


@quantity("cell")
def tumour_cells(lesion_burden, free_tumour_cells):
    """All viable tumour cells."""
    return lesion_burden + free_tumour_cells


@quantity("molecule", where="lesion", total=True)
def pdl1_mass(L, tumour):
    """PD-L1 on all group tumour cells."""
    return L * tumour


@quantity("molecule/cell")
def pdl1_mean(pdl1_mass, L_f, free_tumour_cells, tumour_cells, cell_floor):
    """PD-L1 per tumour cell, averaged over tumour cells."""
    return (pdl1_mass + L_f * free_tumour_cells) / max(tumour_cells, cell_floor)


@quantity("cell", where="lesion")
def engaged_cells(engaged, M, E):
    """T cells in contact with tumour."""
    return engaged * (M + E)


@quantity("cell", where="lesion", total=True)
def engaged_total(engaged_cells):
    """T cells in contact with tumour, all groups."""
    return engaged_cells


@quantity("cell", where="lesion", total=True)
def switched_total(engaged_cells, switch_signal):
    """The same weighted by their switch signal."""
    return engaged_cells * switch_signal


@quantity("1")
def switch_signal_mean(switched_total, engaged_total, engaged_c, M_c, E_c, switch_signal_c, cell_floor):
    """Switch signal averaged over engaged T cells of lesions and fluid; 0 when none is engaged."""
    in_fluid = engaged_c * (M_c + E_c)
    return (switched_total + in_fluid * switch_signal_c) / max(engaged_total + in_fluid, cell_floor)


@quantity("mm", where="lesion")
def lesion_diameter(tumour, D, rho, n):
    """Diameter of one nodule, dead cells not yet cleared included: 2 (3(T+D)/(4 pi rho n))^(1/3)."""
    return 2 * MM_PER_CM * cube_root(3 * max(tumour + D, 0) / (4 * pi * rho * n))


BODY_OBSERVABLES: tuple[tuple[str, str], ...] = (
    ("car_t_blood", "car_t_blood"),
    ("car_t_lung", "car_t_lung"),
    ("car_t_lymphoid", "car_t_lymphoid"),
    ("car_t_cavity", "car_t_cavity"),
    ("car_t_tumour", "car_t_tumour"),
    ("tumour_cells", "tumour_cells"),
    ("free_tumour_cells", "free_tumour_cells"),
    ("effusion_volume", "V_c"),
    ("pdl1", "pdl1_mean"),
    ("switch_signal", "switch_signal_mean"),
    ("ifng", "G_b"),
    ("ifng_cavity", "G_c"),
    ("myeloid_activation", "A"),
    ("il6", "I6"),
    ("il6_signal", "il6_signal"),
    ("crp", "CRP"),
    ("lung_injury", "J_lung"),
    ("heart_injury", "J_heart"),
    ("anc", "circ_n"),
    ("platelets", "circ_p"),
    ("lymphocytes", "lymphocytes"),
    ("white_cells", "white_cells"),
    ("host_recovery", "H"),
    ("fitness_systemic", "W_s"),
    ("fitness_cavity", "W_c"),
    ("temperature", "temperature"),
    ("mean_arterial_pressure", "mean_arterial_pressure"),
    ("oxygen_crs", "oxygen_crs"),
    ("oxygen_need", "oxygen_need"),
    ("neuro_severity", "neuro_severity"),
    ("ice_score", "ice_score"),
    ("treated", "treated"),
    ("crs_grade", "crs_grade"),
)
"""(name in the Course, name in the model)."""

LESION_OBSERVABLES: tuple[tuple[str, str], ...] = (
    ("lesion_diameter", "lesion_diameter"),
    ("lesion_tumour_cells", "tumour"),
    ("lesion_car_t", "lesion_car_t"),
)
