"""What is wrong with a file is told all at once, each with line, column, field and remedy."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartsim.assessing import assess_files
from cartsim.errors import BadInput
from cartsim.measured import sheet
from cartsim.measured.rules import days_in, rules_from

HEADER = "subject,day,lesion,type,nodal,measure"
BASE = "1,-3,L1,target,no,40"
RULES = {"stable_disease_from": 28.0}


def told(tmp_path, text, kind="lesions", subjects=None, **options) -> str:
    """The message of the refusal, with the folder taken out."""
    path = tmp_path / "data.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    beside = None
    if subjects is not None:
        beside = tmp_path / "subjects.csv"
        beside.write_text(subjects)
    files = (path, None) if kind == "lesions" else (None, path)
    with pytest.raises(BadInput) as error:
        assess_files(*files, beside, RULES | options)
    assert error.value.exit_code == 2
    return str(error.value).replace(f"{tmp_path}/", "")


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("1,30,L1,target,no,-5", "3:19 measure", ("negative", "ABSENT")),
        ("1,30,L1,target,no,ABSNT", "3:19 measure", ("ABSNT", "did you mean 'ABSENT'")),
        ("1,30,L1,target,no,nan", "3:19 measure", ("'nan' is no plain number", "NA or ND")),
        ("1,30,L1,target,no,1/3", "3:19 measure", ("no plain number", "write mm")),
        ("1,30,L1,target,no,63000", "3:19 measure", ("more than 1000 mm",)),
        ("1,30,L1,target,no,PD", "3:6 lesion", ("'L1' is called PD", "measured in mm")),
        ('1,30,L1,target,no,"12,5"', "3:19 measure", ("write 12.5",)),
        ("1,30,L1,target,perhaps,20", "3:16 nodal", ("neither yes nor no",)),
        ("1,30,L1,targt,no,20", "3:9 type", ("targt", "did you mean 'target'")),
        ("1,soon,L1,target,no,20", "3:3 day", ("'soon' is no day",)),
        ('1,"30,5",L1,target,no,20', "3:3 day", ("write 30.5",)),
        ("1,nan,L1,target,no,20", "3:3 day", ("no day",)),
        ("1,inf,L1,target,no,20", "3:3 day", ("no day",)),
        ("1,20260101,L1,target,no,20", "3:3 day", ("days since the first dose",)),
        ("1,,L1,target,no,20", "3:3 day", ("is empty",)),
        (",30,L1,target,no,20", "3:1 subject", ("is empty",)),
        ("1,30,,target,no,20", "3:6 lesion", ("is empty",)),
        ("1,30,L2,target,no,20", "3:9 type", ("no row at baseline, day -3", "type new")),
        ("1,30,L1,new,no,20", "3:9 type", ("'new' here and 'target' at baseline, line 2",)),
        ("1,30,L1,target,yes,20", "3:16 nodal", ("'yes' in line 3 and 'no' in line 2",)),
        ("1,-3,L1,target,no,41", "3:6 lesion", ("already, line 2",)),
        ("2,30,L1,target,no,20", "3:3 day", ("nothing was read of '2' on day 0 or before", "baseline no")),
        ("1,-3,L2,nontarget,no,PD", "3:6 lesion", ("PD at baseline",)),
        ("1,-3,L2,new,no,12", "3:6 lesion", ("new at baseline",)),
        ("1,30,L1,target,no", "3:1 row", ("5 fields where the header has 6",)),
        ("1,30,L1,target,no,12,5", "3:1 row", ("7 fields", "decimals with a point")),
        ('1,30,"L1,target,no,20', "3:1 row", ("quote",)),
    ],
)
def test_a_bad_row_of_lesions(tmp_path, row, place, words):
    message = told(tmp_path, f"{HEADER}\n{BASE}\n{row}\n")
    assert message.startswith(f"data.csv:{place}: "), message
    assert "\n" not in message
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("1,91,pr", "3:6 response", ("'pr' is no response", "did you mean 'PR'")),
        ("1,91,XX", "3:6 response", ("known here",)),
        ("1,30,PR", "3:3 day", ("has a response already, line 2",)),
        ("1,0,PR", "3:3 day", ("is the baseline",)),
        ("1,-4,PR", "3:3 day", ("is the baseline",)),
    ],
)
def test_a_bad_row_of_responses(tmp_path, row, place, words):
    message = told(tmp_path, f"subject,day,response\n1,30,SD\n{row}\n", "responses")
    assert message.startswith(f"data.csv:{place}: "), message
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "subject,day,response,death_day\n1,30,SD,100\n1,91,SD,101\n",
            ("3:9 death_day", "100 in a row above"),
        ),
        ("subject,day,response,death_day\n1,30,SD,20\n", ("2:9 death_day", "visit on day 30")),
        ("subject,day,response,last_day\n1,30,SD,20\n", ("2:9 last_day", "visit on day 30")),
        ("subject,day,response,pd_day,last_day\n1,30,SD,100,60\n", ("last_day", "progression on day 100")),
        ("subject,day,response,pd_day,death_day\n1,30,SD,100,60\n", ("death_day", "progression on day 100")),
        (
            "subject,day,response,new_therapy_day,death_day\n1,30,SD,200,90\n",
            ("2:13 death_day: 90", "new therapy on day 200"),
        ),
        ("subject,day,response,death_day\n1,30,SD,later\n", ("2:9 death_day", "'later' is no day")),
        (
            "subject,day,response,pd_day\n1,30,PD,\n",
            ("2:9 pd_day", "has a PD on day 30", "leave the column out"),
        ),
        ("subject,day,response,deth_day\n1,30,PD,\n", ("1:22 deth_day", "did you mean 'death_day'")),
    ],
)
def test_facts_that_cannot_be(tmp_path, text, words):
    message = told(tmp_path, text, "responses")
    assert [word for word in words if word not in message] == [], message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("data.csv file", "is empty")),
        ("\n\n", ("is empty",)),
        ("\n" + HEADER, ("empty line",)),
        (HEADER + "\n", ("no rows",)),
        (HEADER.replace(",", ";") + "\n1;-3;L1;target;no;4,0\n", ("1:1", "semicolons", "commas")),
        (HEADER.replace(",", "\t") + "\n", ("tabs",)),
        ("subject,day,lesion,type,nodal,mesure\n" + BASE, ("1:31 mesure", "did you mean 'measure'")),
        ("subject,day,lesion,type,nodal\n", ("measure: this column is missing",)),
        (HEADER + ",day\n", ("1:39 day", "twice")),
        (HEADER + ",\n", ("a column has no name",)),
        (f"{HEADER}\n{BASE}\n1,30,Lëber,target,no,20\n".encode("latin-1"), ("3:7 file", "UTF-8")),
        (HEADER.encode("utf-16"), ("UTF-16",)),
        (HEADER.encode() + b"\n1,\x00,L1,target,no,4\n", ("zero byte",)),
    ],
)
def test_a_file_that_is_no_table(tmp_path, text, words):
    message = told(tmp_path, text)
    assert [word for word in words if word not in message] == [], message


def test_all_problems_come_at_once_the_first_twenty_of_them(tmp_path):
    rows = "\n".join(f"1,30,L{place},target,no,-1" for place in range(30))
    message = told(tmp_path, f"{HEADER}\n{rows}\n")
    lines = message.split("\n")
    assert len(lines) == 21
    assert lines[0].startswith("data.csv:2:")
    assert lines[-1].startswith("and 10 more problems")


def test_problems_of_one_row_stand_side_by_side(tmp_path):
    message = told(tmp_path, f"{HEADER}\n1,soon,L1,tarjet,maybe,-4\n")
    assert [line.split(":")[2].split(" ")[0] for line in message.split("\n")] == ["3", "11", "18", "24"]


def test_a_file_that_is_not_there_or_a_folder(tmp_path):
    for name in ("nowhere.csv", "."):
        with pytest.raises(BadInput, match="cannot be read"):
            assess_files(tmp_path / name, None, None, RULES)


def test_a_huge_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "MOST_BYTES", 10)
    assert "is larger than" in told(tmp_path, f"{HEADER}\n{BASE}\n")


def test_a_subject_without_a_baseline_is_taken_when_the_facts_say_so(tmp_path):
    lesions, subjects = tmp_path / "lesions.csv", tmp_path / "subjects.csv"
    lesions.write_text(f"{HEADER}\n7,30,X,new,no,12\n")
    subjects.write_text("subject,last_day,baseline\n7,90,no\n")
    found = assess_files(lesions, None, subjects, RULES)
    assert found.words_of(found.best) == ["NE"]
    pfs = found.durations["pfs"]
    assert (pfs.days[0], bool(pfs.event[0]), pfs.reason[0]) == (0.0, False, "no adequate visit")


def test_facts_beside_lesions_are_checked_too(tmp_path):
    text = f"{HEADER}\n{BASE}\n1,30,L1,target,no,20\n"
    message = told(tmp_path, text, subjects="subject,death_day\n1,25\n")
    assert message.startswith("subjects.csv:2:3 death_day: ")
    assert "baseline" in told(tmp_path, text, subjects="subject,baseline\n1,maybe\n")


@pytest.mark.parametrize(
    ("options", "flag", "word"),
    [
        ({}, "--stable-disease-from", "28 and 42 differ"),
        ({"stable_disease_from": -1.0}, "--stable-disease-from", "not 0 or more"),
        ({"stable_disease_from": 28.0, "criteria": "recyst"}, "--criteria", "RECIST 1.1"),
        ({"stable_disease_from": 28.0, "censoring": "fdaa"}, "--censoring", "did you mean 'fda'"),
        ({"stable_disease_from": 28.0, "interval": "logit"}, "--interval", "log"),
        ({"stable_disease_from": 28.0, "level": 95.0}, "--level", "0.95"),
        ({"stable_disease_from": 28.0, "schedule": "91,30"}, "--schedule", "order"),
        ({"stable_disease_from": 28.0, "schedule": "month 1"}, "--schedule", "30,91,182"),
        ({"stable_disease_from": 28.0, "cutoff": -3.0}, "--cutoff", "study day"),
        ({"stable_disease_from": 28.0, "window": float("nan")}, "--window", "0 or more"),
    ],
)
def test_a_rule_that_cannot_be(options, flag, word):
    with pytest.raises(BadInput) as error:
        rules_from(options)
    assert flag in str(error.value)
    assert word in str(error.value)


def test_one_file_at_a_time(tmp_path):
    for files in ((None, None, None), (tmp_path, tmp_path, None)):
        with pytest.raises(BadInput, match="FILE"):
            assess_files(*files, RULES)
    with pytest.raises(BadInput, match="--subjects"):
        assess_files(None, tmp_path, tmp_path, RULES)
    with pytest.raises(BadInput, match="iRECIST"):
        assess_files(None, tmp_path, None, RULES | {"criteria": "iRECIST"})


CELL = st.sampled_from(
    ["1", "30", "-3", "", "L1", "target", "new", "no", "yes", "12.5", "PD", "NE", "x", '"', ",", "é", "1e3"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=4, max_size=7), max_size=6))
def test_no_file_ends_in_anything_but_an_answer_or_a_refusal(tmp_path, cells):
    path = tmp_path / "any.csv"
    path.write_text("\n".join([HEADER, BASE, *(",".join(row) for row in cells)]), encoding="utf-8")
    refused = ""
    try:
        found = assess_files(path, None, None, RULES)
    except BadInput as error:
        refused = str(error)
    assert refused.startswith(str(path)) if refused else found.subjects


def test_an_organ_keeps_and_both_lines_are_named(tmp_path):
    text = f"{HEADER},organ\n{BASE},liver\n1,30,L1,target,n,30,\n1,91,L1,target,no,20,lung\n"
    message = told(tmp_path, text)
    assert message == (
        "data.csv:4:22 organ: lesion 'L1' is 'lung' in line 4 and 'liver' in line 2; "
        "a lesion keeps its organ through the study"
    )


def test_a_new_lesion_stays_a_node_or_none(tmp_path):
    rows = ["1,30,X,new,no,12", "1,91,X,new,yes,16"]
    message = told(tmp_path, "\n".join([HEADER, BASE, *rows]) + "\n")
    assert message.startswith("data.csv:4:12 nodal: lesion 'X' is 'yes' in line 4 and 'no' in line 3")


def test_contradictions_of_all_subjects_are_told_at_once_the_first_twenty(tmp_path):
    rows = [f"{name},{day},L1,target,no,40" for name in range(25) for day in (-3, 30)]
    beside = "subject,death_day\n" + "".join(f"{name},20\n" for name in range(25))
    message = told(tmp_path, "\n".join([HEADER, *rows]) + "\n", subjects=beside)
    assert message.count("has a visit on day 30") == 20
    assert "and 5 more problems" in message


@pytest.mark.parametrize("column", ["new_therapy_day", "death_day"])
def test_what_happens_to_a_subject_happens_after_the_first_dose(tmp_path, column):
    message = told(tmp_path, f"{HEADER}\n{BASE}\n", subjects=f"subject,{column}\n1,-4\n")
    assert message.startswith(f"subjects.csv:2:3 {column}: -4 lies before the first dose, day 0")


@pytest.mark.parametrize(("written", "read"), [("28", 28.0), ("28 days", 28.0), ("6 weeks", 42.0)])
def test_days_are_given_with_or_without_their_unit(written, read):
    assert days_in(written) == read


@pytest.mark.parametrize("criteria", ["RECIST", "recist", "RECIST 1.1", "recist1.1"])
@pytest.mark.parametrize("censoring", ["fda", "FDA"])
def test_words_of_options_are_read_in_any_case(criteria, censoring):
    rules = rules_from(RULES | {"criteria": criteria, "censoring": censoring, "interval": "Log-Log"})
    assert (rules.criteria, rules.censoring, rules.interval) == ("RECIST 1.1", "fda", "log-log")
    assert rules_from(RULES | {"criteria": "irecist"}).criteria == "iRECIST"
