"""ADaM data sets of a run say what its endpoints say, and obey the conventions of the standard."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from cartsim.datasets import AE_TERMS, CENSORING, CURVES, IRECIST, RESPONSE, words
from cartsim.export.adae import _events
from cartsim.export.adrs import adrs
from cartsim.export.table import columns, study_day
from cartsim.export.xpt import problems_of
from cartsim.exporting import ADAM
from tests.export.conftest import PATIENTS, SETS
from tests.trial.synthetic_course import make_scenario

TABLES = ("ADSL", "ADRS", "ADTR", "ADTTE", "ADAE", "ADLB")


@pytest.fixture(scope="module")
def tables(run):
    return {table.name: table for table in (make(run) for make in ADAM)}


def rows(table, **chosen):
    """The values of the rows in which columns have these values."""
    kept = np.ones(table.size, bool)
    for name, value in chosen.items():
        kept &= table.values[name] == value
    return {name: values[kept] for name, values in table.values.items()}


def test_there_is_no_day_zero():
    days = study_day([-7.0, -1.0, -0.25, 0.0, 0.04, 1.0, 29.9])
    assert days.tolist() == [-7, -1, -1, 1, 1, 2, 30]


def test_no_study_day_of_any_table_is_zero(tables):
    for table in tables.values():
        for column in table.columns:
            if column.name.endswith("DY"):
                assert not (table.values[column.name] == 0).any(), (table.name, column.name)


def test_the_data_sets_are_all_there_and_fit_a_transport_file(tables):
    assert tuple(tables) == TABLES
    assert problems_of(tables.values()) == []


def test_the_keys_of_each_data_set_name_each_row_once(tables):
    for table in tables.values():
        keys = [column.name for column in table.columns if column.key]
        seen = set(zip(*(map(str, table.values[key].tolist()) for key in keys), strict=True))
        assert len(seen) == table.size, table.name


def test_every_value_with_codes_is_one_of_them(tables):
    for table in tables.values():
        for column in table.columns:
            if column.codelist:
                values = table.values[column.name]
                texts = values if column.kind == "text" else [f"{value:g}" for value in values]
                assert set(map(str, texts)) - {"", "nan"} <= set(column.codelist), (table.name, column.name)


def test_the_study_says_that_it_is_simulated(tables):
    for table in tables.values():
        assert {
            bool(re.fullmatch(r"SIMULATED-[0-9a-f]{8}", str(word))) for word in table.values["STUDYID"]
        } == {True}


def test_a_virtual_patient_is_a_subject_of_each_arm_with_one_number(tables):
    both = rows(tables["ADSL"], PATID=7.0)
    assert both["USUBJID"].tolist() == ["SIMULATED-IV-7", "SIMULATED-IC-7"]
    assert both["TRT01P"].tolist() == ["IV", "IC"]
    assert np.unique(tables["ADSL"].values["USUBJID"]).size == 2 * PATIENTS


def test_failed_solves_have_a_row_in_adsl_and_nowhere_else(tables):
    failed = rows(tables["ADSL"], SOLVSTAT="work_limit")
    assert failed["USUBJID"].tolist() == ["SIMULATED-IC-3"]
    assert (failed["ENRLFL"].item(), failed["ITTFL"].item(), failed["SAFFL"].item()) == ("Y", "N", "N")
    for name in TABLES[1:]:
        assert "SIMULATED-IC-3" not in tables[name].values["USUBJID"], name


def test_a_patient_without_a_product_is_enrolled_but_not_treated(tables):
    found = rows(tables["ADSL"], USUBJID="SIMULATED-IV-1")
    assert [found[name].item() for name in ("ITTFL", "SAFFL", "MANFAIL", "ACTARM")] == ["Y", "N", "Y", ""]
    assert np.isnan(found["TRTSDY"].item())


def test_deaths_and_ends_are_those_of_the_visits(run, tables):
    values = tables["ADSL"].values
    death = run.visits["death_day"].values.ravel()
    assert (values["DTHFL"] == "Y").tolist() == np.isfinite(death).tolist()
    assert np.array_equal(values["DTHDY"], np.floor(death) + 1, equal_nan=True)
    assert np.array_equal(values["LSTALVDY"], np.floor(run.visits["last_seen_day"].values.ravel()) + 1)
    assert (values["DTHFL"] == "Y").any()
    assert np.isfinite(values["NTRTDY"]).any()
    assert np.isfinite(values["DCDY"]).any()


def test_best_responses_are_the_endpoints(run, tables):
    solved = run.visits["status"].values == 0
    for code, name, day in (
        ("BOR", "best_overall_response", "best_response_day"),
        ("CBOR", "confirmed_response", "confirmed_response_day"),
    ):
        found = rows(tables["ADRS"], PARAMCD=code)
        assert found["AVALC"].tolist() == words(run.endpoints[name].values[solved], RESPONSE).tolist()
        assert np.array_equal(found["SIMDAY"], run.endpoints[day].values[solved], equal_nan=True)


def test_responders_are_those_of_the_best_response(run, tables):
    for flag, best in (("RSP", "BOR"), ("CRSP", "CBOR")):
        answer, word = rows(tables["ADRS"], PARAMCD=flag), rows(tables["ADRS"], PARAMCD=best)
        assert (answer["AVALC"] == "Y").tolist() == [word_ in ("CR", "PR") for word_ in word["AVALC"]]
        assert np.isfinite(answer["ADY"]).tolist() == (answer["AVALC"] == "Y").tolist()
    solved = run.visits["status"].values == 0
    first = rows(tables["ADRS"], PARAMCD="CRSP")["SIMDAY"]
    assert np.array_equal(first, run.endpoints["response_day"].values[solved], equal_nan=True)


def test_visits_after_the_last_day_seen_have_no_row(run, tables):
    last = {
        f"SIMULATED-{arm}-{patient}": run.visits["last_seen_day"].sel(arm=arm, patient=patient).item()
        for arm in ("IV", "IC")
        for patient in range(PATIENTS)
    }
    found = rows(tables["ADRS"], PARAMCD="OVR")
    assert all(day <= last[who] for who, day in zip(found["USUBJID"].tolist(), found["SIMDAY"], strict=True))
    codes = run.visits["overall_response"].values[0, 0, 1:]
    due = run.visits["visit_day"].values[0, 1:] <= last["SIMULATED-IV-0"]
    mine = rows(tables["ADRS"], PARAMCD="OVR", USUBJID="SIMULATED-IV-0")
    assert mine["AVALC"].tolist() == words(codes[due], RESPONSE).tolist()


def test_the_analysis_flag_ends_with_the_first_progression_or_new_therapy(run, tables):
    found = rows(tables["ADRS"], PARAMCD="OVR")
    therapy = dict(zip(tables["ADSL"].values["USUBJID"], tables["ADSL"].values["NTRTDY"], strict=True))
    unflagged = 0
    for who in np.unique(found["USUBJID"]):
        mine = rows(tables["ADRS"], PARAMCD="OVR", USUBJID=who)
        progressed = False
        for word, day, flag in zip(mine["AVALC"], mine["ADY"], mine["ANL01FL"], strict=True):
            wanted = "" if progressed or day >= therapy[who] else "Y"
            assert flag == wanted, (who, day)
            progressed |= word == "PD"
            unflagged += flag == ""
    assert unflagged > 0


@pytest.mark.parametrize("name", list(CURVES))
def test_times_to_event_are_the_endpoints_plus_one_day(run, tables, name):
    found = rows(tables["ADTTE"], PARAMCD=name.upper())
    inside = np.isfinite(run.endpoints[name].values)
    time, event = run.endpoints[name].values[inside], run.endpoints[f"{name}_event"].values[inside]
    reason = words(run.endpoints[f"{name}_reason"].values[inside], CENSORING)
    assert found["SIMTIME"].tolist() == time.tolist()
    assert (1 - found["CNSR"]).tolist() == event.tolist()
    assert found["ADY"].tolist() == (found["STARTDY"] + found["AVAL"] - 1).tolist()
    whole = time % 1 == 0
    assert found["AVAL"][whole].tolist() == (time[whole] + 1).tolist()
    assert (np.abs(found["AVAL"] - 1 - time) < 1).all()
    assert (found["CNSDTDSC"] == "").tolist() == (event == 1).tolist()
    assert (found["EVNTDESC"] == "Death").tolist() == (reason == "death").tolist()


def test_every_reason_of_censoring_has_words(tables):
    assert "" not in tables["ADTTE"].values["EVNTDESC"]
    assert {"Progressive disease", "Death", "New anticancer therapy first"} <= set(
        tables["ADTTE"].values["EVNTDESC"]
    )


def test_the_sum_of_diameters_its_nadir_and_its_changes_are_those_of_a_plain_walk(run, tables):
    found = rows(tables["ADTR"], PARAMCD="SUMDIAM")
    sums = {
        (who, visit): value
        for who, visit, value in zip(found["USUBJID"], found["AVISITN"], found["AVAL"], strict=True)
    }
    for who, visit, value, nadir, change, percent in zip(
        *(found[name] for name in ("USUBJID", "AVISITN", "AVAL", "NADIR", "CHG", "PCHGNAD")), strict=True
    ):
        earlier = [total for (other, before), total in sums.items() if other == who and before < visit]
        known = [total for total in earlier if total == total]
        assert (np.isnan(nadir) and not known) or nadir == min(known)
        if visit > 0 and value == value:
            assert change == pytest.approx(value - sums[who, 0.0])
            least = min(known)
            assert np.isnan(percent) if least == 0 else percent == pytest.approx(100 * (value / least - 1))


def test_targets_of_the_tumour_data_add_up_to_the_sum(tables):
    lesions = rows(tables["ADTR"], PARAMCD="LDIAM", LNKGRP="TARGET", USUBJID="SIMULATED-IV-0")
    sums = rows(tables["ADTR"], PARAMCD="SUMDIAM", USUBJID="SIMULATED-IV-0")
    for visit, total in zip(sums["AVISITN"], sums["AVAL"], strict=True):
        sizes = lesions["AVAL"][lesions["AVISITN"] == visit]
        states = lesions["AVALC"][lesions["AVISITN"] == visit]
        assert np.where(states == "ABSENT", 0.0, sizes).sum() == pytest.approx(total)


def test_one_event_has_one_row_though_its_grade_changed(tables):
    """Neutrophils 0.3 on days 40-44 (grade 4), 0.8 on days 45-50 (grade 3): one event of grade 4."""
    found = rows(tables["ADAE"], USUBJID="SIMULATED-IV-2", AEDECOD="Neutrophil count decreased")
    assert found["AETOXGR"].tolist() == ["4"]
    assert (found["ASTDY"].item(), found["AENDY"].item()) == (41, 52)
    flags = ("AESER", "AEREL", "TRTEMFL", "ANL28FL", "AOCCPFL", "AOCCPIFL")
    assert [found[name].item() for name in flags] == ["N", "Y", "Y", "", "Y", "Y"]


def test_an_event_is_serious_where_the_endpoints_say_so(run, tables):
    worst = tables["ADAE"].values["AOCCPIFL"] == "Y"
    columns_shown = ("USUBJID", "AEDECOD", "AESER")
    found = zip(*(tables["ADAE"].values[name][worst] for name in columns_shown), strict=True)
    serious = {(who, term) for who, term, said in found if said == "Y"}
    table = (
        run.endpoints["ae_serious"].where(run.visits["status"] == 0, 0).transpose("arm", ..., "event_term")
    )
    names = [run.endpoints[name].values for name in ("arm", "patient", "event_term")]
    expected = {
        (f"SIMULATED-{names[0][arm]}-{names[1][patient]}", names[2][term])
        for arm, patient, term in np.argwhere(table.values == 1)
    }
    assert serious == expected


def test_the_worst_grade_of_each_term_is_that_of_the_endpoints(run, tables):
    values = tables["ADAE"].values
    worst: dict[tuple[str, str], float] = {}
    for who, term, grade in zip(values["USUBJID"], values["AEDECOD"], values["ATOXGRN"], strict=True):
        worst[who, term] = max(worst.get((who, term), 0.0), grade)
    for arm in run.endpoints["arm"].values:
        for patient in range(PATIENTS):
            for term in run.endpoints["event_term"].values:
                grade = run.endpoints["ae_grade"].sel(arm=arm, patient=patient, event_term=term).item()
                who = f"SIMULATED-{arm}-{patient}"
                if grade and run.visits["status"].sel(arm=arm, patient=patient).item() == 0:
                    assert worst[who, str(term)] == grade, (who, term)


def test_each_term_of_a_subject_has_one_first_and_one_worst_event(tables):
    values = tables["ADAE"].values
    emergent = values["TRTEMFL"] == "Y"
    assert set(values["TRTEMFL"]) <= {"Y", ""}
    events = set(zip(values["USUBJID"][emergent].tolist(), values["AEDECOD"][emergent].tolist(), strict=True))
    for flag in ("AOCCPFL", "AOCCPIFL"):
        marked = values[flag] == "Y"
        assert marked.sum() == len(events)
        assert (
            set(zip(values["USUBJID"][marked].tolist(), values["AEDECOD"][marked].tolist(), strict=True))
            == events
        )


def test_records_that_touch_are_one_event_and_others_are_not(run):
    """By hand: term 3 grade 1 on [2, 4), 3 on [4, 5), 1 on [8, 9) and term 4 on [9, oo)."""
    terms, grades = [3, 3, 3, 4, 0], [1, 3, 1, 2, 0]
    starts, ends = [2.0, 4.0, 8.0, 9.0, np.nan], [4.0, 5.0, 9.0, np.nan, np.nan]
    dims = ("arm", "patient", "ae_record")
    records = run.visits.isel(arm=[0], patient=[0]).drop_dims("ae_record")
    records = records.assign(
        ae_record_term=(dims, [[terms]]),
        ae_record_grade=(dims, [[grades]]),
        ae_record_start=(dims, [[starts]]),
        ae_record_end=(dims, [[ends]]),
    )
    found = _events(type(run)(**(vars(run) | {"visits": records})))
    assert found["term"].tolist() == [3, 3, 4]
    assert found["grade"].tolist() == [3, 1, 2]
    assert found["start"].tolist() == [2.0, 8.0, 9.0]
    assert found["end"].tolist()[:2] == [5.0, 9.0]
    assert AE_TERMS[0] == "none"


@pytest.mark.parametrize(("sets", "ends"), [((), [13.75]), (("trial.crs_quiet=6 hours",), [5.0, 13.75])])
def test_crs_that_comes_back_before_the_quiet_time_is_one_event(run, sets, ends):
    """By hand: CRS on [3.25, 5) and [5.5, 13.75), fever on the same days: half a day without a sign."""
    crs, fever = AE_TERMS.index("Cytokine release syndrome"), AE_TERMS.index("Fever")
    dims = ("arm", "patient", "ae_record")
    records = run.visits.isel(arm=[0], patient=[0]).drop_dims("ae_record")
    records = records.assign(
        ae_record_term=(dims, [[[crs, crs, fever, fever]]]),
        ae_record_grade=(dims, [[[2, 1, 1, 1]]]),
        ae_record_start=(dims, [[[3.25, 5.5] * 2]]),
        ae_record_end=(dims, [[[5.0, 13.75] * 2]]),
    )
    chosen = vars(run) | {"visits": records, "scenario": make_scenario(*SETS, *sets)}
    found = _events(type(run)(**chosen))
    assert found["term"].tolist() == [crs] * len(ends) + [fever] * 2
    assert found["end"][: len(ends)].tolist() == ends
    assert found["grade"][0] == 2


def test_laboratory_grades_follow_the_table(run, tables):
    found = rows(tables["ADLB"], PARAMCD="NEUT")
    limit = found["ANRLO"][0]
    for value, grade in zip(found["AVAL"], found["ATOXGRL"], strict=True):
        edges = [value < limit, value < 1.5, value < 1.0, value < 0.5]
        assert grade == str(max([0, *(level for level, low in enumerate(edges, 1) if low)]))
    quiet = rows(tables["ADLB"], PARAMCD="IL6")
    assert set(quiet["ATOXGRL"]) == {""}


def test_a_laboratory_baseline_is_the_day_of_infusion(tables):
    found = rows(tables["ADLB"], PARAMCD="NEUT", USUBJID="SIMULATED-IV-0")
    assert found["ADY"].tolist() == [1, 2, 3, 4, 6, 8, 11, 15, 22, 29]
    assert found["ABLFL"].tolist() == ["Y", *[""] * 9]
    assert np.isnan(found["CHG"][0])


def test_columns_are_described_and_labels_differ():
    for name in ("adsl", "adrs", "adtr", "adtte", "adae", "adlb", "events"):
        listed = columns(name)
        assert all(column.derivation and column.label for column in listed)
        assert len({column.label for column in listed}) == len(listed)


def test_what_irecist_saw_at_each_visit_stands_beside_what_it_settled(run, tables):
    """OVR is settled by later visits; IOVR has the words of the day, where the criteria are iRECIST."""
    assert "IOVR" not in tables["ADRS"].values["PARAMCD"]
    seen = run.visits["overall_response"].copy()
    seen.values[seen.values == RESPONSE.index("PD")] = IRECIST.index("iUPD")
    table = adrs(replace(run, visits=run.visits.assign(immune_response=seen)))
    settled, immune = rows(table, PARAMCD="OVR"), rows(table, PARAMCD="IOVR")
    assert settled["USUBJID"].tolist() == immune["USUBJID"].tolist()
    assert settled["ADY"].tolist() == immune["ADY"].tolist()
    assert set(immune["AVALC"]) <= set(IRECIST)
    assert ((settled["AVALC"] == "PD") == (immune["AVALC"] == "iUPD")).all()
    assert (immune["AVALC"] == "iUPD").any()
    assert np.isnan(immune["AVAL"]).all()
