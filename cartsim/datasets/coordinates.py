"""Coordinates: what the dims of the arrays count."""

from __future__ import annotations

from cartsim.datasets.variable import table

COORDINATES = [
    *table("arm", "U", ("arm", "1", "name of the arm")),
    *table("patient", "i8", ("patient", "1", "global id of the virtual patient")),
    *table("time", "f8", ("time", "day", "time since the first infusion (day)")),
    *table("parameter", "U", ("parameter", "1", "symbol of the parameter")),
    *table("state", "U", ("state", "1", "name of the state of the model")),
    *table("lesion", "i8", ("lesion", "1", "lesion group of the patient")),
    *table("event", "i8", ("event", "1", "slot of the event list")),
    *table("visit", "i8", ("visit", "1", "response visit, 0 the baseline")),
    *table(
        "visit",
        "f8",
        ("scheduled_day", "day", "day the visit is planned for"),
        ("visit_month", "1", "planned day of the visit in months of 365.25/12 days"),
    ),
    *table("safety_visit", "i8", ("safety_visit", "1", "safety visit")),
    *table("safety_visit", "f8", ("safety_day", "day", "day of the safety visit")),
    *table("sample", "i8", ("sample", "1", "sample for CAR-T kinetics")),
    *table("sample", "f8", ("sample_day", "day", "day of the sample")),
    *table("response", "U", ("response", "1", "RECIST response")),
    *table("event_term", "U", ("event_term", "1", "adverse event, CTCAE term where there is one")),
    *table("grade", "i8", ("grade", "1", "grade, this or worse")),
    *table("crs_level", "i8", ("crs_level", "1", "CRS or ICANS grade, exactly this")),
    *table("lab_term", "U", ("lab_term", "1", "CTCAE term a laboratory value is graded by")),
    *table("baseline_grade", "i8", ("baseline_grade", "1", "grade before the infusion")),
    *table("worst_grade", "i8", ("worst_grade", "1", "worst grade after the infusion")),
    *table("dlt_reason_kind", "U", ("dlt_reason_kind", "1", "reason of a DLT, or of not being evaluable")),
    *table("curve", "U", ("curve", "1", "time-to-event endpoint")),
    *table("km_step", "i8", ("km_step", "1", "row of a Kaplan-Meier table")),
    *table("end_reason", "U", ("end_reason", "1", "why a time to event ends where it does")),
    *table("landmark_group", "U", ("landmark_group", "1", "response status at the month 3 landmark")),
    *table("flow_step", "U", ("flow_step", "1", "step of the patient flow")),
    *table("contrast", "U", ("contrast", "1", "arm minus arm")),
    *table("measure", "U", ("measure", "1", "yes/no endpoint compared between arms")),
    *table("draw", "i8", ("draw", "1", "draw of the uncertain typical values")),
    *table("uncertain", "U", ("uncertain", "1", "symbol of a parameter whose typical value is drawn")),
    *table("route_contrast", "U", ("route_contrast", "1", "arm into the cavity minus intravenous arm")),
    *table("route_setting", "U", ("route_setting", "1", "a parameter at one of the values it is shown at")),
    *table("route_measure", "U", ("route_measure", "1", "yes/no endpoint compared between the routes")),
    *table("hypothesis", "U", ("hypothesis", "1", "what a planned trial tests, in its order")),
    *table("response_day_grid", "f8", ("response_day_grid", "day", "day since infusion")),
]
