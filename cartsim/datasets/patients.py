"""Patients: one row per virtual patient."""

from __future__ import annotations

from cartsim.datasets.categories import CAVITY_SITE, DISEASE, HER2_IHC, LESION_KIND, NO_YES, SEX
from cartsim.datasets.variable import coded, table

PATIENTS = [
    *table(
        "patient parameter",
        "f8",
        ("parameter_value", "1", "value of the parameter, in the parameter's own unit"),
    ),
    *table(
        "patient lesion",
        "f8",
        ("lesion_tumour_cells", "1", "tumour cells of the lesion group at baseline (cell)"),
        ("lesion_nodules", "1", "equal nodules in the lesion group"),
    ),
    *coded(
        "patient lesion",
        ("lesion_cavity", NO_YES, "lesion group lies in the serous cavity"),
        ("lesion_kind", LESION_KIND, "role of the lesion group"),
    ),
    *table(
        "patient",
        "f8",
        ("free_tumour_cells", "1", "free tumour cells in the fluid at baseline (cell)"),
        ("weight", "kg", "body weight"),
        ("bsa", "m2", "body surface area"),
        ("age", "year", "age"),
        ("lvef0", "%", "left ventricular ejection fraction at baseline"),
        ("haemoglobin0", "g L-1", "haemoglobin at baseline"),
        ("effusion_volume0", "mL", "volume of the effusion at baseline"),
    ),
    *table("patient", "i1", ("ecog", "1", "ECOG performance status")),
    *table("patient", "i2", ("candidates", "1", "candidates looked at until one could be enrolled")),
    *coded(
        "patient",
        ("sex", SEX, "sex"),
        ("disease", DISEASE, "primary tumour"),
        ("cavity_site", CAVITY_SITE, "serous cavity that is involved"),
        ("her2_ihc", HER2_IHC, "HER2 immunohistochemistry score"),
        ("manufacturing_failure", NO_YES, "the product could not be made: no dose is given"),
        ("effusion_malignant", NO_YES, "cytology of the effusion would be positive"),
        ("plausible", NO_YES, "the patient meets the entry criteria"),
    ),
]
