"""Course: the latent truth of every patient in every arm over time."""

from __future__ import annotations

from cartsim.datasets.categories import EVENT_KIND, NO_YES, STATUS
from cartsim.datasets.variable import coded, table

COURSE = [
    *table(
        "arm patient time",
        "f4",
        ("car_t_blood", "uL-1", "CAR-T cells in blood (cell/uL)"),
        ("car_t_lung", "1", "CAR-T cells in lung (cell)"),
        ("car_t_lymphoid", "1", "CAR-T cells in lymphoid and other tissue (cell)"),
        ("car_t_cavity", "uL-1", "CAR-T cells in the effusion (cell/uL of fluid)"),
        ("car_t_tumour", "1", "CAR-T cells in all lesion groups (cell)"),
        ("tumour_cells", "1", "tumour cells, lesions and free (cell)"),
        ("free_tumour_cells", "1", "free tumour cells in the fluid (cell)"),
        ("effusion_volume", "mL", "volume of the effusion"),
        ("pdl1", "1", "PD-L1 of tumour cells, mean over cells (molecule/cell)"),
        ("switch_signal", "1", "PD-L1 receptor signal, weighted by engagement (0-1)"),
        ("ifng", "pg mL-1", "interferon gamma in plasma"),
        ("ifng_cavity", "pg mL-1", "interferon gamma in the fluid"),
        ("myeloid_activation", "1", "activated fraction of myeloid cells (0-1)"),
        ("il6", "pg mL-1", "interleukin 6 in plasma"),
        ("il6_signal", "pg mL-1", "interleukin 6 that signals"),
        ("crp", "mg L-1", "C-reactive protein"),
        ("lung_injury", "1", "on-target injury of the lung"),
        ("heart_injury", "1", "on-target injury of the heart"),
        ("anc", "1e9 L-1", "absolute neutrophil count (1e9/L)"),
        ("platelets", "1e9 L-1", "platelets (1e9/L)"),
        ("lymphocytes", "1e9 L-1", "absolute lymphocyte count, CAR-T included (1e9/L)"),
        ("white_cells", "1e9 L-1", "white blood cells (1e9/L)"),
        ("host_recovery", "1", "recovery of host lymphocytes after lymphodepletion (0-1)"),
        ("fitness_systemic", "1", "capacity to divide, systemic CAR-T pool (0-1)"),
        ("fitness_cavity", "1", "capacity to divide, regional CAR-T pool (0-1)"),
        ("temperature", "degC", "body temperature"),
        ("mean_arterial_pressure", "mmHg", "mean arterial pressure"),
        ("oxygen_crs", "L min-1", "oxygen needed because of systemic inflammation (L/min)"),
        ("oxygen_need", "L min-1", "oxygen needed for any cause (L/min)"),
        ("neuro_severity", "1", "inflammation behind the blood-brain barrier, times susceptibility (>= 0)"),
        ("ice_score", "1", "ICE score at this moment, before rounding (10 well, 0 worst)"),
    ),
    *coded("arm patient time", ("treated", NO_YES, "tocilizumab or steroid given so far")),
    *table("arm patient time", "i1", ("crs_grade", "1", "CRS grade at this moment, ASTCT 2019 (0-4)")),
    *table(
        "arm patient time lesion",
        "f4",
        ("lesion_diameter", "mm", "true diameter of one nodule; NaN: no such lesion"),
        ("lesion_tumour_cells", "1", "tumour cells of the lesion group (cell)"),
        ("lesion_car_t", "1", "CAR-T cells of the lesion group (cell)"),
    ),
    *table(
        "arm patient event",
        "f4",
        ("event_day", "day", "day of the event"),
        ("event_amount", "1", "amount: cell, mg, mL or standard day, as the kind says"),
    ),
    *coded("arm patient event", ("event_kind", EVENT_KIND, "what happened")),
    *coded("arm patient", ("status", STATUS, "how the solve ended; implausible: nobody met disease.entry")),
    *table(
        "arm patient",
        "i4",
        ("steps", "1", "solver steps"),
        ("rejections", "1", "rejected solver steps"),
        ("jacobians", "1", "Jacobians formed"),
        ("event_overflow", "1", "events beyond the slots of the list"),
        ("extinctions", "1", "pools that fell below one cell and were set to none"),
    ),
    *table(
        "arm patient",
        "f8",
        ("planned_dose", "1", "viable CAR+ cells planned over all doses (cell)"),
        ("given_dose", "1", "viable CAR+ cells given over all doses (cell)"),
    ),
    *table(
        "arm patient time state", "f4", ("state_value", "1", "state of the model, in the state's own unit")
    ),
]
