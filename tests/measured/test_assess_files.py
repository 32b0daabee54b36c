"""Endpoints of measured patients, each worked out by hand from the rules; and the same as of virtual ones."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from cartsim import terminal
from cartsim.assessing import assess_files, write_assessment
from cartsim.datasets import CENSORING, RESPONSE, words
from cartsim.errors import BadInput
from cartsim.measured import printed, summary
from cartsim.measured.assessment import AT_CUTOFF, UNCUT
from cartsim.measured.rules import rules_from
from cartsim.trial import assess, observe
from tests.trial.synthetic_course import make_course, make_scenario, put

CASES = Path(__file__).parents[1] / "cases" / "measured"
SCHEDULE = {"stable_disease_from": 28.0, "schedule": "30,91,182"}


def by_subject(found):
    return {row["subject"]: row for row in summary.subject_rows(found)}


def responses(tmp_path, text, **options):
    path = tmp_path / "responses.csv"
    path.write_text(text)
    return assess_files(None, path, None, {"stable_disease_from": 42.0} | options)


@pytest.fixture(scope="module")
def lesions():
    return assess_files(CASES / "lesions.csv", None, CASES / "subjects.csv", SCHEDULE)


@pytest.mark.parametrize(
    ("subject", "best", "confirmed"),
    [
        # 93 mm; 61 (<= 65.1: PR), 32 (PR, the target node < 10 and the fluid gone, two lesions left), 54 (PD)
        ("101", ("PR", 31), ("PR", 31)),
        # 25 -> 30 mm: 20 % and 5 mm
        ("102", ("PD", 30), ("PD", 30)),
        # no targets: present on day 29, gone on 90 and 180, 90 days apart
        ("103", ("CR", 90), ("CR", 90)),
        # 60 -> 50 mm would be SD; the new lesion is PD
        ("104", ("PD", 33), ("PD", 33)),
        # not evaluable on day 28; 40 -> 26 mm (65 %) on day 95, never looked at again: SD, late enough
        ("105", ("PR", 95), ("SD", 95)),
        # died before any scan
        ("106", ("MISSING", None), ("MISSING", None)),
    ],
)
def test_responses_of_measured_lesions(lesions, subject, best, confirmed):
    row = by_subject(lesions)[subject]
    assert (row["best_response"], row["best_response_day"]) == best
    assert (row["confirmed_response"], row["confirmed_response_day"]) == confirmed


@pytest.mark.parametrize(
    ("subject", "name", "days", "event", "reason"),
    [
        ("101", "pfs", 183, 1, "progression"),  # before the new therapy of day 190
        ("101", "os", 240, 0, "no event by the last contact"),
        ("101", "dor", 152, 1, "progression"),  # 183 - 31
        ("102", "pfs", 30, 1, "progression"),
        ("102", "os", 121, 1, "death"),
        ("103", "pfs", 180, 0, "no event by the last visit"),  # last adequate visit
        ("103", "dor", 90, 0, "no event by the last visit"),  # 180 - 90
        ("103", "ddc", 151, 0, "no event by the last visit"),  # 180 - 29: NON-CR/NON-PD on day 29 is control
        ("105", "pfs", 95, 0, "no event by the last visit"),
        ("105", "ddc", 0, 0, "no event by the last visit"),  # first control is the last visit
        ("106", "pfs", 12, 1, "death"),
        ("106", "os", 12, 1, "death"),
    ],
)
def test_times_to_event_of_measured_lesions(lesions, subject, name, days, event, reason):
    row = by_subject(lesions)[subject]
    assert (row[f"{name}_days"], row[f"{name}_event"], row[f"{name}_reason"]) == (days, event, reason)


def test_those_without_a_response_have_no_duration(lesions):
    row = by_subject(lesions)["102"]
    assert (row["dor_days"], row["dor_event"], row["dor_reason"]) == (None, None, "not in the set")


def test_rates_count_all_subjects_and_those_with_measurable_disease(lesions):
    found = {
        (row["endpoint"], row["population"]): (row["x"], row["n"]) for row in summary.share_rows(lesions)
    }
    assert found == {
        ("ORR, confirmed", "all subjects"): (2, 6),  # 101, 103
        ("ORR, confirmed", "measurable disease"): (1, 4),  # 101 of 101, 102, 104, 105
        ("ORR, unconfirmed", "all subjects"): (3, 6),  # and 105
        ("ORR, unconfirmed", "measurable disease"): (2, 4),
        ("ORR, first at the last visit, pending", "all subjects"): (0, 6),  # 105 missed day 182
        ("ORR, first at the last visit, pending", "measurable disease"): (0, 4),
        ("DCR (best response CR, PR or SD, unconfirmed)", "all subjects"): (3, 6),
        ("DCR (best response CR, PR or SD, unconfirmed)", "measurable disease"): (2, 4),
    }


def test_limits_are_exact_and_said_to_be_of_sampling(lesions):
    """Clopper-Pearson of 2 of 6: 0.0433 to 0.7772 (tables)."""
    row = summary.share_rows(lesions)[0]
    assert (round(row["lower"], 4), round(row["upper"], 4)) == (0.0433, 0.7772)
    assert "sampling interval" in " ".join(summary.notes(lesions))
    assert "Monte Carlo" not in " ".join(summary.notes(lesions))


def test_sums_and_nadirs_of_the_visits(lesions):
    rows = [row for row in summary.visit_rows(lesions) if row["subject"] == "101"]
    assert [row["sum_of_targets_mm"] for row in rows] == [61, 32, 54]
    assert [row["nadir_before_mm"] for row in rows] == [93, 61, 32]
    assert [round(row["change_from_baseline_percent"], 2) for row in rows] == [-34.41, -65.59, -41.94]


def test_a_scheduled_visit_that_nobody_read_is_not_done(lesions):
    """105 is known to live on day 300 and was due within a week of day 182; 28 and 95 are other visits."""
    rows = [row for row in summary.visit_rows(lesions) if row["subject"] == "105"]
    assert [(row["day"], row["response"], row["source"]) for row in rows] == [
        (28, "NE", "computed from lesions"),
        (95, "PR", "computed from lesions"),
        (182, "ND", "scheduled, not read"),
    ]


def test_a_dropped_row_confirms_no_response(tmp_path):
    """PR on day 30, nothing on 60 and 91, PR on 121: two visits unread between are more than one NE."""
    text = "subject,day,response\n1,30,PR\n1,121,PR\n"
    assert by_subject(responses(tmp_path, text))["1"]["confirmed_response"] == "PR"
    scheduled = responses(tmp_path, text, schedule="30,60,91,121", window=7.0)
    assert by_subject(scheduled)["1"]["confirmed_response"] == "SD"
    lenient = responses(tmp_path, text, schedule="30,60,91,121", window=7.0, max_ne=2)
    assert by_subject(lenient)["1"]["confirmed_response"] == "PR"


def test_two_missed_visits_before_an_event_censor_it_unless_the_rule_is_simple(tmp_path):
    text = "subject,day,response,death_day\n1,30,SD,200\n"
    options = {"schedule": "30,91,182", "window": 7.0}
    fda = by_subject(responses(tmp_path, text, **options))["1"]
    assert (fda["pfs_days"], fda["pfs_event"], fda["pfs_reason"]) == (30, 0, "missed visits")
    simple = by_subject(responses(tmp_path, text, censoring="simple", **options))["1"]
    assert (simple["pfs_days"], simple["pfs_event"]) == (200, 1)


def test_a_new_therapy_ends_what_is_looked_at(tmp_path):
    text = "subject,day,response,new_therapy_day\n1,30,SD,60\n1,91,PR,60\n1,182,PD,60\n"
    row = by_subject(responses(tmp_path, text, stable_disease_from=28.0))["1"]
    assert (row["best_response"], row["pfs_days"], row["pfs_reason"]) == ("SD", 30, "new anticancer therapy")


def test_a_progression_day_of_the_file_counts_for_the_best_response_and_the_time(tmp_path):
    """Clinical progression on day 45: the PR of day 91 is no response."""
    text = "subject,day,response,pd_day\n1,30,SD,45\n1,91,PR,45\n2,30,SD,\n2,91,PR,\n"
    rows = by_subject(responses(tmp_path, text, stable_disease_from=28.0))
    assert (rows["1"]["best_response"], rows["1"]["pfs_days"], rows["1"]["pfs_event"]) == ("SD", 45, 1)
    assert (rows["2"]["best_response"], rows["2"]["pfs_days"], rows["2"]["pfs_event"]) == ("PR", 91, 0)


def test_nothing_after_the_cutoff_is_seen(tmp_path):
    text = "subject,day,response,death_day\n1,30,PR,150\n1,91,PR,150\n1,140,PD,150\n"
    row = by_subject(responses(tmp_path, text, cutoff=100.0))["1"]
    assert [row[f"{name}_days"] for name in ("pfs", "os", "dor")] == [91, 100, 61]
    assert [row[f"{name}_event"] for name in ("pfs", "os", "dor")] == [0, 0, 0]


def test_the_choice_of_the_first_day_of_stable_disease_changes_the_answer(tmp_path):
    text = "subject,day,response\n1,30,SD\n1,60,PD\n"
    assert by_subject(responses(tmp_path, text, stable_disease_from=28.0))["1"]["best_response"] == "SD"
    assert by_subject(responses(tmp_path, text, stable_disease_from=42.0))["1"]["best_response"] == "PD"


def test_an_unconfirmed_progression_is_overturned_under_irecist(tmp_path):
    """50 mm; 65 mm is iUPD, 30 mm afterwards a PR: under RECIST the patient progressed on day 30."""
    path = tmp_path / "lesions.csv"
    rows = [f"1,{day},L,target,no,{mm}" for day, mm in [(-3, 50), (30, 65), (70, 30), (120, 30)]]
    path.write_text("subject,day,lesion,type,nodal,measure\n" + "\n".join(rows) + "\n")
    options = {"stable_disease_from": 28.0}
    plain = by_subject(assess_files(path, None, None, options))["1"]
    immune = by_subject(assess_files(path, None, None, options | {"criteria": "irecist"}))["1"]
    assert (plain["confirmed_response"], plain["pfs_days"], plain["pfs_event"]) == ("PD", 30, 1)
    assert (immune["confirmed_response"], immune["confirmed_response_day"]) == ("PR", 70)
    assert (immune["pfs_days"], immune["pfs_event"]) == (120, 0)


def test_a_confirmed_progression_dates_from_the_first_under_irecist(tmp_path):
    """50 -> 65 mm (iUPD), then 71 mm: 6 mm above is iCPD, dated day 30."""
    path = tmp_path / "lesions.csv"
    rows = [f"1,{day},L,target,no,{mm}" for day, mm in [(-3, 50), (30, 65), (70, 71)]]
    path.write_text("subject,day,lesion,type,nodal,measure\n" + "\n".join(rows) + "\n")
    row = by_subject(assess_files(path, None, None, {"stable_disease_from": 28.0, "criteria": "iRECIST"}))[
        "1"
    ]
    assert (row["pfs_days"], row["pfs_event"]) == (30, 1)


def test_excel_files_with_a_mark_and_carriage_returns_are_read(tmp_path):
    plain = (CASES / "lesions.csv").read_text()
    path = tmp_path / "excel.csv"
    path.write_bytes(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode())
    found = assess_files(path, None, CASES / "subjects.csv", SCHEDULE)
    assert summary.subject_rows(found) == summary.subject_rows(
        assess_files(CASES / "lesions.csv", None, CASES / "subjects.csv", SCHEDULE)
    )


def test_rules_are_taken_from_a_scenario_and_options_win(tmp_path):
    scenario = Path(__file__).parents[2] / "scenarios" / "route_comparison.yaml"
    rules = rules_from({"confirmation": 56.0}, scenario)
    assert (rules.stable_disease_from, rules.schedule) == (23.0, (30.0, 91.0, 182.0, 274.0, 365.0))
    assert rules.confirmation == 56.0


def test_the_folder_holds_tables_and_figures(lesions, tmp_path):
    folder = write_assessment(lesions, tmp_path / "found")
    tables = {f"{name}.csv" for name in ("curves", "medians", "rates", "subjects", "visits")}
    found = {path.name for path in folder.iterdir()}
    assert found == tables | {"kaplan_meier.svg", "waterfall.svg", "notes.txt"}
    with (folder / "subjects.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["subject"] for row in rows] == ["101", "102", "103", "104", "105", "106"]
    assert (folder / "kaplan_meier.svg").read_text().count("<svg") == 1
    with pytest.raises(BadInput, match="has files in it"):
        write_assessment(lesions, folder)


def test_virtual_patients_written_to_a_file_get_the_answers_of_the_simulation(tmp_path):
    """Both ways use the same rules: the responses of a trial, written as a file, give its endpoints."""
    scenario = make_scenario(
        "trial.visits.window=7 days",
        "trial.visits.missed=0.25",
        "trial.dropout=0.04 per month",
        "trial.new_therapy={after_pd: 0.5, without_pd: 0.05 per month}",
    )
    course, pick = make_course(30), np.random.default_rng(11)
    for patient in range(30):
        for since in (20, 80, 170, 260):
            put(
                course,
                "lesion_diameter",
                patient,
                pick.choice([0.0, 15.0, 35.0, 50.0]),
                since=since,
                lesion=1,
            )
        put(course, "tumour_cells", patient, 1e18, since=pick.choice([40, 120, 200, 400, 400]))
    visits = observe(course, scenario)
    wanted = assess(visits, scenario).isel(arm=0)
    lines = ["subject,day,response,death_day,new_therapy_day,last_day"]
    one = visits.isel(arm=0)
    for place in range(30):
        facts = [float(one[name][place]) for name in ("death_day", "new_therapy_day", "last_seen_day")]
        cells = ",".join("" if day != day else repr(day) for day in facts)
        for visit in range(1, one.sizes["visit"]):
            day = float(one["visit_day"][place, visit])
            if day <= facts[2]:
                word = RESPONSE[int(one["overall_response"][place, visit])]
                lines.append(f"{place},{day:g},{word},{cells}")
    path = tmp_path / "responses.csv"
    path.write_text("\n".join(lines) + "\n")
    options = {
        "stable_disease_from": 23.0,
        "confirmation": 28.0,
        "schedule": "30,91,182,274,365",
        "window": 7.0,
    }
    found = by_subject(assess_files(None, path, None, options))
    assert len(found) > 20
    for subject, row in found.items():
        mine = wanted.isel(patient=int(subject))
        for name in ("best_response", "confirmed_response"):
            code = {"best_response": "best_overall_response"}.get(name, name)
            assert row[name] == words(mine[code].item(), RESPONSE).item(), (subject, name)
        for name in ("pfs", "os", "dor", "ddc"):
            days = mine[name].item()
            assert row[f"{name}_days"] == (None if days != days else days), (subject, name)
            reason = words(mine[f"{name}_reason"].item(), CENSORING).item()
            if reason in ("left the study", AT_CUTOFF):  # a file tells neither
                reason = UNCUT[name]
            assert row[f"{name}_reason"] == reason, (subject, name)


def test_with_a_cutoff_later_visits_are_not_counted_and_the_reason_names_it(tmp_path):
    text = "subject,day,response\n1,30,PR\n1,91,PR\n1,182,PR\n"
    (before,) = summary.subject_rows(responses(tmp_path, text, cutoff=100.0))
    (whole,) = summary.subject_rows(responses(tmp_path, text))
    assert (before["visits"], before["pfs_reason"]) == (2, "no event by cut-off")
    assert (whole["visits"], whole["pfs_reason"]) == (3, "no event by the last visit")


def test_a_living_subject_is_followed_to_the_last_visit_whatever_the_cutoff(tmp_path):
    """A visit that did not take place tells nothing; a new therapy tells that the subject lived."""
    text = "subject,day,response,new_therapy_day\nA,30,SD,\nA,91,SD,\nA,182,ND,\nB,30,SD,\nC,30,SD,120\n"
    rows = by_subject(responses(tmp_path, text, stable_disease_from=28.0, cutoff=400.0))
    assert [rows[name]["os_days"] for name in "ABC"] == [91, 30, 120]
    assert {rows[name]["os_reason"] for name in "ABC"} == {"no event by the last contact"}
    assert rows["A"]["pfs_reason"] == "no event by the last visit"
    assert (rows["A"]["pfs_days"], rows["C"]["pfs_reason"]) == (91, "new anticancer therapy")


def test_a_cutoff_is_named_only_of_those_followed_to_it(tmp_path):
    text = "subject,day,response,last_day\nA,30,SD,182\nB,30,SD,500\nC,30,SD,365\n"
    rows = by_subject(responses(tmp_path, text, stable_disease_from=28.0, cutoff=365.0))
    assert [rows[name]["os_days"] for name in "ABC"] == [182, 365, 365]
    reasons = ["no event by the last contact", "no event by cut-off", "no event by cut-off"]
    assert [rows[name]["os_reason"] for name in "ABC"] == reasons


def test_a_first_response_at_the_last_visit_is_pending_while_it_may_be_confirmed(tmp_path):
    """A waits for the next scan; B died, C has a new therapy, D is lost before the cut-off, E progressed."""
    text = (
        "subject,day,response,death_day,new_therapy_day,last_day\n"
        "A,30,PR,,,\nB,30,PR,60,,\nC,30,PR,,60,\nD,30,PR,,,50\nE,30,PR,,,\nE,91,PD,,,\nF,30,SD,,,\n"
    )

    def waiting(**options):
        found = responses(tmp_path, text, stable_disease_from=28.0, **options)
        return [row["x"] for row in summary.share_rows(found) if "pending" in row["endpoint"]]

    assert waiting(cutoff=100.0) == [1]
    assert waiting() == [2]  # D was seen until the last day that anybody knows


def test_medians_are_printed_with_their_half_day_and_nr_where_not_reached(tmp_path):
    text = "subject,day,response\n1,291,PD\n2,292,PD\n"
    found = responses(tmp_path, text)
    pfs = printed.tables(found)[2][1][1]
    assert pfs[0] == "PFS"
    assert pfs[3].startswith("291.5 days (")
    os_row = printed.tables(found)[2][1][0]
    assert os_row[3] == "NR (NR to NR)"
    assert summary.notes(responses(tmp_path, "subject,day,response\n1,91,PD\n"))[0].startswith("1 subject; ")


def test_a_response_that_the_file_says_is_from_the_file(tmp_path):
    found = responses(tmp_path, "subject,day,response\n1,91,PD\n")
    assert [row["source"] for row in summary.visit_rows(found)] == ["file"]


def test_rates_and_medians_of_nobody_are_dashes(tmp_path):
    path = tmp_path / "lesions.csv"
    path.write_text(
        "subject,day,lesion,type,nodal,measure\n1,0,a,nontarget,no,PRESENT\n1,60,a,nontarget,no,PRESENT\n"
    )
    found = assess_files(path, None, None, {"stable_disease_from": 42.0})
    _, rates, medians = (rows for _, rows in printed.tables(found))
    assert [row[-1] for row in rates if row[2] == "0/0"] == ["–"] * 4
    assert [row[-1] for row in medians if row[1] == "0"] == ["–"]
    row = next(row for row in summary.share_rows(found) if row["n"] == 0)
    assert (row["share"], row["lower"], row["upper"]) == (None, None, None)


def test_a_folder_that_cannot_be_made_is_bad_input(tmp_path, lesions):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="--out: cannot be made"):
        write_assessment(lesions, tmp_path / "file" / "found")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_terminal_shows_forty_subjects(tmp_path, capsys):
    rows = "".join(f"{name},91,PR\n" for name in range(45))
    terminal.assessed(responses(tmp_path, f"subject,day,response\n{rows}"), tmp_path, as_json=False)
    assert "... and 5 more in subjects.csv" in capsys.readouterr().out
