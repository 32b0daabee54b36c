"""The states: one row each. Order here is the order in the kernel and in run files."""

from __future__ import annotations

from cartsim.model.reaction import State

T_CELLS, TUMOUR_CELLS, DEAD_CELLS = 1e4, 1e2, 1e4
PDL1, FLUID, CYTOKINE, CRP_SCALE = 1e3, 10.0, 1.0, 1.0
FRACTION, NEUTROPHILS, LYMPHOCYTES, PLATELETS = 1e-3, 0.1, 0.1, 5.0
"""Scales of the absolute tolerance (times rtol), in the state's unit: settings of the solver, no numbers of
the model. Assumed: the size below which nobody would look. 1e4 T cells are 2 per mL of blood, a twelfth of
the limit of qPCR; 1e4 dead cells a speck of half a millimetre; tumour cells are followed further down, since
the last of them grow again; 10 mL is `v_floor`; the rest is a fiftieth to a fifth of the value at rest. How
many endpoints a finer tolerance changes is counted by `python -m tests.campaigns.flips`.
"""

BODY_STATES: tuple[State, ...] = (
    State("M_b", "body", "cell", T_CELLS, "memory CAR-T in blood"),
    State("E_b", "body", "cell", T_CELLS, "effector CAR-T in blood"),
    State("M_p", "body", "cell", T_CELLS, "memory CAR-T in the lung"),
    State("E_p", "body", "cell", T_CELLS, "effector CAR-T in the lung"),
    State("M_l", "body", "cell", T_CELLS, "memory CAR-T in lymphoid and other tissue"),
    State("E_l", "body", "cell", T_CELLS, "effector CAR-T in lymphoid and other tissue"),
    State("M_c", "body", "cell", T_CELLS, "memory CAR-T in the cavity fluid"),
    State("E_c", "body", "cell", T_CELLS, "effector CAR-T in the cavity fluid"),
    State("X_c", "body", "cell", T_CELLS, "exhausted CAR-T in the cavity fluid"),
    State("F_p", "body", "cell", TUMOUR_CELLS, "free HER2-positive tumour cells in the fluid"),
    State("F_n", "body", "cell", TUMOUR_CELLS, "free HER2-negative tumour cells in the fluid"),
    State("L_f", "body", "molecule/cell", PDL1, "PD-L1 per free tumour cell"),
    State("V_c", "body", "mL", FLUID, "volume of the effusion or ascites"),
    State("G_c", "body", "pg/mL", CYTOKINE, "IFN-gamma in the cavity fluid"),
    State("G_b", "body", "pg/mL", CYTOKINE, "IFN-gamma in plasma"),
    State("A", "body", "1", FRACTION, "activated myeloid fraction"),
    State("I6", "body", "pg/mL", CYTOKINE, "IL-6 in serum"),
    State("CRP", "body", "mg/L", CRP_SCALE, "C-reactive protein"),
    State("H", "body", "1", FRACTION, "host lymphoid recovery: competitors for IL-7 and IL-15"),
    State("J_lung", "body", "1", FRACTION, "on-target injury of the lung"),
    State("J_heart", "body", "1", FRACTION, "on-target injury of the heart"),
    State("prol_n", "body", "giga/L", NEUTROPHILS, "proliferating neutrophil precursors"),
    State("t1_n", "body", "giga/L", NEUTROPHILS, "neutrophil transit 1"),
    State("t2_n", "body", "giga/L", NEUTROPHILS, "neutrophil transit 2"),
    State("t3_n", "body", "giga/L", NEUTROPHILS, "neutrophil transit 3"),
    State("circ_n", "body", "giga/L", NEUTROPHILS, "circulating neutrophils"),
    State("prol_p", "body", "giga/L", PLATELETS, "proliferating platelet precursors"),
    State("t1_p", "body", "giga/L", PLATELETS, "platelet transit 1"),
    State("t2_p", "body", "giga/L", PLATELETS, "platelet transit 2"),
    State("t3_p", "body", "giga/L", PLATELETS, "platelet transit 3"),
    State("circ_p", "body", "giga/L", PLATELETS, "circulating platelets"),
    State("LD", "body", "1", FRACTION, "lymphodepletion exposure, standard days"),
    State("TZ", "body", "mg", CYTOKINE, "tocilizumab in the body"),
    State("DX", "body", "mg", FRACTION, "dexamethasone effect amount"),
    State("W_s", "body", "1", FRACTION, "fitness of the systemic CAR-T pool"),
    State("W_c", "body", "1", FRACTION, "fitness of the regional CAR-T pool (fluid and lesions)"),
    State("lym", "body", "giga/L", LYMPHOCYTES, "lymphocytes of the host in blood"),
    State("neuro", "body", "1", FRACTION, "inflammation behind the blood-brain barrier"),
)

LESION_STATES: tuple[State, ...] = (
    State("M", "lesion", "cell", T_CELLS, "memory CAR-T in the group"),
    State("E", "lesion", "cell", T_CELLS, "effector CAR-T in the group"),
    State("X", "lesion", "cell", T_CELLS, "exhausted CAR-T in the group"),
    State("P", "lesion", "cell", TUMOUR_CELLS, "HER2-positive tumour cells"),
    State("N", "lesion", "cell", TUMOUR_CELLS, "HER2-negative tumour cells"),
    State("D", "lesion", "cell", DEAD_CELLS, "dead tumour cells not yet cleared"),
    State("L", "lesion", "molecule/cell", PDL1, "PD-L1 per tumour cell"),
)

STATES = BODY_STATES + LESION_STATES

LESION_PARAMETERS = {"n": "1", "cavity": "1"}
"""What a lesion group brings of its own: number of nodules; 1 in the cavity, 0 elsewhere."""

INPUTS = {"infusion_iv": "cell/day", "infusion_cavity": "cell/day", "treated": "1", "lodgers": "cell"}
"""What is set between solver calls: running infusions, whether tocilizumab or a steroid has been given, and
live CAR-T (memory and effector) of a lesion that is followed as single cells beside the equations.
"""

MAX_LESIONS = 8
