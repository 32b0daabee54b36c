"""Visits: what the clinic writes down of the course."""

from __future__ import annotations

from cartsim.datasets.categories import (
    AE_TERMS,
    COMPARTMENTS,
    EFFUSION_RESPONSE,
    IRECIST,
    LABORATORY,
    LESION_STATE,
    MECHANISM,
    NO_YES,
    RESPONSE,
)
from cartsim.datasets.variable import coded, table

VISITS = [
    *table("patient visit", "f8", ("visit_day", "day", "actual day of the visit")),
    *coded(
        "arm patient visit",
        ("visit_done", NO_YES, "the visit took place"),
        ("target_response", RESPONSE, "response of the target lesions, RECIST 1.1"),
        ("non_target_response", RESPONSE, "response of the non-target lesions, RECIST 1.1"),
        ("new_lesion", NO_YES, "an unequivocal new lesion was seen"),
        ("overall_response", RESPONSE, "overall response at the visit"),
        ("immune_response", IRECIST, "overall response at the visit, iRECIST as it was seen then"),
        ("effusion_response", EFFUSION_RESPONSE, "response of the effusion (not RECIST)"),
    ),
    *coded(
        "arm patient visit lesion", ("lesion_state", LESION_STATE, "what was written down for the lesion")
    ),
    *table("arm patient visit lesion", "f8", ("lesion_reading", "mm", "diameter as read; NaN: no number")),
    *table(
        "arm patient visit",
        "f8",
        ("sld", "mm", "sum of longest diameters of the target lesions"),
        ("effusion_reading", "mL", "volume of the effusion as read"),
    ),
    *table("patient", "f8", ("dropout_day", "day", "day the patient would leave the study; NaN: never")),
    *table(
        "arm patient",
        "f8",
        ("death_day", "day", "day of death; NaN: alive at the end"),
        ("last_seen_day", "day", "last day the patient was under observation"),
        (
            "new_therapy_day",
            "day",
            "day a new anticancer therapy begins (its effect is not simulated); NaN: never",
        ),
        ("latent_progression_day", "day", "first day the true diameters meet the progression rule"),
    ),
    *coded(
        "arm patient",
        ("measurable", NO_YES, "at least one target lesion at baseline"),
        ("infused", NO_YES, "some of the dose was given"),
        ("death_cause", MECHANISM, "what the death is attributed to"),
    ),
    *table(
        "arm patient",
        "i1",
        (
            "crs_grade_again",
            "1",
            "worst CRS grade simulated again without rescue drugs; -1 none given, -2 failed",
        ),
    ),
    *table("arm patient time", "f4", ("lvef", "%", "left ventricular ejection fraction")),
    *table("arm patient time", "i1", ("pneumonitis_grade", "1", "CTCAE grade of lung injury (0-4)")),
    *coded("arm patient ae_record", ("ae_record_term", AE_TERMS, "adverse event of the record")),
    *table("arm patient ae_record", "i1", ("ae_record_grade", "1", "grade throughout the record (1-4)")),
    *table(
        "arm patient ae_record",
        "f4",
        ("ae_record_start", "day", "first time at this grade"),
        ("ae_record_end", "day", "first time no longer at this grade; NaN: present when last seen"),
    ),
    *table(
        "arm patient safety_visit",
        "f8",
        *((name, units, f"{text} at the safety visit") for name, (_, units, text) in LABORATORY.items()),
        ("lvef_lab", "%", "left ventricular ejection fraction at the safety visit"),
        ("effusion_safety", "mL", "volume of the effusion as read at the safety visit"),
    ),
    *(
        v
        for name, (units, where, unit) in COMPARTMENTS.items()
        for v in table(
            "arm patient sample",
            "f8",
            (f"car_t_{name}_sampled", units, f"CAR-T in {where} ({unit}); 0 below the limit, NaN not taken"),
        )
    ),
]
