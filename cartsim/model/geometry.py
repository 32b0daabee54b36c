"""Size of a nodule, and how much of it a T cell can reach."""

from __future__ import annotations

from math import pi

from cartsim.model.reaction import quantity
from cartsim.model.shapes import cube_root

ML_PER_L = 1000.0


@quantity("cell", where="lesion")
def tumour(P, N):
    """Viable tumour cells of the group."""
    return P + N


@quantity("mL", where="lesion")
def volume(tumour, rho):
    """Viable volume of the group."""
    return tumour / rho


@quantity("cm", where="lesion")
def radius(tumour, rho, n, cell_floor):
    """Radius of one of the n equal nodules: (3V/(4 pi n))^(1/3)."""
    return cube_root(3 * max(tumour, cell_floor) / rho / (4 * pi * n))


@quantity("1", where="lesion")
def rim(radius, delta):
    """Share of a nodule within penetration depth delta of its surface: 1 - (1 - delta/R)^3, all of it when R
    < delta.
    """
    return 1 - (1 - delta / max(radius, delta)) ** 3


@quantity("1", where="lesion")
def phi(rim, phi_v, cavity):
    """Accessible share: perivascular everywhere, and the rim when the group lies in the cavity: 1 -
    (1-rim)(1-phi_v).
    """
    return phi_v + cavity * rim * (1 - phi_v)


@quantity("cell", where="lesion")
def accessible(phi, tumour):
    """Tumour cells within reach of the group's T cells."""
    return phi * tumour


@quantity("cell", where="lesion")
def crowd(accessible, M, E, X, k_sf1, n):
    """The one denominator of engagement and killing."""
    return accessible + M + E + X + k_sf1 * n


@quantity("1", where=("lesion", "fluid"))
def engaged(accessible, crowd):
    """Share of T cells in contact with a tumour cell."""
    return accessible / crowd


@quantity("cm**2", where="lesion")
def surface(radius, n, cavity):
    """Serosal face of the group's nodules, cm^2; 0 outside the cavity."""
    return cavity * n * 4 * pi * radius**2


@quantity("cm**2", where="lesion", total=True)
def surface_total(surface):
    """Tumour surface that competes with the serosa for cells touching a wall."""
    return surface


@quantity("cell", where="lesion", total=True)
def reach_pos(phi, P, cavity):
    """HER2-positive cells of cavity nodules within reach of the fluid."""
    return cavity * phi * P


@quantity("cell", where="lesion", total=True)
def reach_neg(phi, N, cavity):
    """Antigen-low cells of cavity nodules within reach of the fluid."""
    return cavity * phi * N


@quantity("cell", where="lesion", total=True)
def tumour_cavity(tumour, cavity):
    """All tumour of the cavity's nodules."""
    return cavity * tumour


@quantity("cell")
def tumour_bathed(F_p, F_n, tumour_cavity):
    """Tumour that the fluid bathes: free cells and the cavity's nodules."""
    return F_p + F_n + tumour_cavity


@quantity("mL", where="lesion", total=True)
def volume_total(volume):
    """Viable tumour volume that blood perfuses."""
    return volume


@quantity("cell", where="lesion", total=True)
def live_lesions(M, E):
    """Memory and effector CAR-T in all groups."""
    return M + E


@quantity("cell")
def accessible_c(F_p, F_n, w_s, reach_pos, reach_neg):
    """Tumour cells that a T cell in the fluid can meet: free ones, and nodule rims at weight w_s."""
    return F_p + F_n + w_s * (reach_pos + reach_neg)


@quantity("mL")
def volume_c(V_c, v_floor):
    """Fluid volume where it divides; never under v_floor."""
    return max(V_c, v_floor)


@quantity("cell")
def crowd_c(accessible_c, M_c, E_c, X_c, k_sf_f, V_c):
    """Denominator in the fluid, where encounters dilute in volume (k_sf_f per litre)."""
    return accessible_c + M_c + E_c + X_c + k_sf_f * max(V_c, 0) / ML_PER_L
