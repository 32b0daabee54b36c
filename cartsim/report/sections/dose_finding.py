"""Section on dose finding: the reported trial of each arm, then what such trials do when repeated."""

from __future__ import annotations

from cartsim.report import dosing
from cartsim.report.sections.section import Section, Table
from cartsim.results.run import Run
from cartsim.scenario.design import BiologicalDose, Design

THREE_PLUS_THREE = (
    "3+3: three patients, three more after one DLT; the next level after none of three or one of six, the "
    "level below after two. Its maximum tolerated dose is the level on which it ends: at most one of six "
    "(none of three at the top level: after 0 of 3 the top level is declared at once, no three more are "
    "treated there) with a DLT, two or more at the level above if that was tried."
)
BOIN = (
    "BOIN (Liu & Yuan 2015): up at a DLT rate of at most {low:.3f}, down at {high:.3f} or more; a level and "
    "all above are closed when the rate surely exceeds the target of {target:g} (posterior over 0.95). It "
    "treats all its patients, then selects the level whose isotonic DLT rate is nearest the target."
)
SAME = (
    "All arms enrol the same virtual patients in the same order, each arm its own trial. Patients who are "
    "not evaluable are replaced by the next; a cohort opens when the last window of the one before closes. "
    "Infusions of an arm are {accrual:g} days apart (assumed)."
)
EXPANSION = (
    "Limits of the reported expansion are those of a trial of its few patients (Clopper-Pearson), though the "
    "patients are simulated. Beside them, what the same cohort shows when the whole trial is repeated."
)


def dose_finding(run: Run) -> Section | None:
    """Nothing without a design."""
    design = run.scenario.design
    if design is None or not dosing.has_design(run):
        return None
    endpoints = run.endpoints
    tables = [
        Table(
            dosing.OPERATING_HEADER, dosing.operating_rows(endpoints), REPEATED, note=dosing.dose_note(run)
        ),
        Table(dosing.TRIAL_HEADER, dosing.trial_rows(endpoints), "How repeated trials end"),
        Table(dosing.END_HEADER, dosing.end_rows(endpoints), "The reported trial of each arm"),
        Table(dosing.COHORT_HEADER, dosing.cohort_rows(endpoints), "Its cohorts", classes="dense"),
    ]
    expansion = dosing.expansion_rows(endpoints)
    if expansion:
        tables.append(Table(dosing.EXPANSION_HEADER, expansion, "Expansion cohorts", note=EXPANSION))
    return Section("dose-finding", "Dose finding", _words(design), tables, ["dose-finding"])


REPEATED = "Operating characteristics of repeated trials"


def _words(design: Design) -> list[str]:
    """The rules that were followed."""
    return [
        _rule(design),
        SAME.format(accrual=design.accrual),
        *([_utilities(design.obd, design.target)] if design.obd else []),
    ]


def _rule(design: Design) -> str:
    if design.kind == "3+3":
        return THREE_PLUS_THREE
    bounds = dosing.boin_limits(design.target)
    return BOIN.format(low=bounds[0], high=bounds[1], target=design.target)


def _utilities(obd: BiologicalDose, target: float) -> str:
    return (
        "Optimal biological dose (OBD): of the levels tried, up to the selected one, neither surely above a "
        f"DLT rate of {target:g} (posterior over {obd.dlt_certainty:g}) nor surely below a response rate of "
        f"{obd.least_response:g} (over {obd.response_certainty:g}), the one of highest mean utility: "
        f"response without DLT {obd.response_only:g}, with DLT {obd.response_and_dlt:g}, neither "
        f"{obd.neither:g}, DLT without response {obd.dlt_only:g} (assumed), as BOIN12 selects at its "
        "end (Lin et al. 2020)."
    )
