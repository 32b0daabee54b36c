"""The categories of the arrays: the position of a word is its int8 code."""

from __future__ import annotations

RESPONSE = ("MISSING", "ND", "NE", "PD", "NON-CR/NON-PD", "SD", "PR", "CR")
IRECIST = ("MISSING", "ND", "NE", "iUPD", "iNON-CR/NON-PD", "iSD", "iPR", "iCR", "iCPD")
"""Words by code: those of RESPONSE, a progression unconfirmed unless it is the last."""
LESION_KIND = ("absent", "carcinomatosis", "target", "occult")
LESION_STATE = ("not read", "measured", "ABSENT", "TSTM", "PRESENT", "PD", "NE")
EVENT_KIND = (
    "none",
    "dose",
    "dose_withheld",
    "lymphodepletion",
    "tocilizumab",
    "dexamethasone",
    "drainage",
    "extinction_tumour_group",
    "extinction_free",
    "extinction_t_cells",
)
STATUS = (
    "ok",
    "work_limit",
    "step_underflow",
    "not_finite",
    "implausible",
    "memory",
    "crashed",
    "wall_time",
)
"""How a solve ended. The last three are of the machine, not of the patient: a sweep computes them again."""
CELL_KIND = ("tumour", "apoptotic", "necrotic", "spent", "memory", "effector", "exhausted")
"""Kinds of single cells: tumour cells alive, killed and starved; T cells dead, and alive in three states."""
DISEASE = ("ovarian", "gastric", "breast", "nsclc", "colorectal", "pancreatic")
CAVITY_SITE = ("pleural", "peritoneal")
SEX = ("female", "male")
HER2_IHC = ("0", "1+", "2+", "3+")
NO_YES = ("no", "yes")
EFFUSION_RESPONSE = ("not read", "PD", "SD", "PR", "CR")
DESIGN_END = ("level selected", "lowest level too toxic", "all patients treated", "no patient left")
DESIGN_DECISION = ("none", "escalate", "stay", "de-escalate", "stop")
DESIGN_PART = ("not enrolled", "escalation", "expansion")
DLT = ("none", "dlt", "not evaluable")
DLT_REASON = (
    "none",
    "death",
    "CRS",
    "non-haematological",
    "ejection fraction",
    "pneumonitis",
    "haematological",
    "under-dosed",
    "not followed",
    "failed solve",
    "ICANS",
)
CENSORING = (
    "not in the set",
    "progression",
    "death",
    "no event by cut-off",
    "left the study",
    "no adequate visit",
    "new anticancer therapy",
    "missed visits",
)
"""Why a patient's time to an event ends where it does: the event, or what censors it."""
LANDMARK_STATUS = ("not in the set", "response", "no response")
MECHANISM = ("none", "CAR-T", "lymphodepletion", "disease")
AE_TERMS = (
    "none",
    "Cytokine release syndrome",
    "ICANS",
    "Fever",
    "Local CRS",
    "Pneumonitis",
    "Ejection fraction decreased",
    "Hypoxia outside CRS",
    "Neutrophil count decreased",
    "Platelet count decreased",
    "Lymphocyte count decreased",
    "Lymphocyte count increased",
    "White blood cell decreased",
    "Neutrophil count decreased (lymphodepletion)",
    "Platelet count decreased (lymphodepletion)",
    "Lymphocyte count decreased (lymphodepletion)",
    "White blood cell decreased (lymphodepletion)",
    "Pleural effusion",
    "Ascites",
)
LABORATORY = {
    "anc_lab": ("anc", "1e9 L-1", "absolute neutrophil count"),
    "platelets_lab": ("platelets", "1e9 L-1", "platelets"),
    "lymphocytes_lab": ("lymphocytes", "1e9 L-1", "absolute lymphocyte count, CAR-T included"),
    "white_cells_lab": ("white_cells", "1e9 L-1", "white blood cells"),
    "il6_lab": ("il6", "pg mL-1", "interleukin 6"),
    "crp_lab": ("crp", "mg L-1", "C-reactive protein"),
    "ifng_lab": ("ifng", "pg mL-1", "interferon gamma"),
}
"""What the laboratory reports at a safety visit: the series of the course it reads, units, meaning."""

COMPARTMENTS = {
    "blood": ("uL-1", "blood", "cell/uL"),
    "fluid": ("uL-1", "effusion fluid", "cell/uL of fluid"),
    "tumour": ("1", "tumour (model truth: a clinic does not sample it)", "cell"),
}
CURVES = {
    "os": "overall survival",
    "pfs": "progression-free survival",
    "dor": "duration of response",
    "ddc": "duration of disease control",
}
