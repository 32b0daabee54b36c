"""kinetics.csv and the file of subjects: what is read, and how everything wrong is told."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.errors import BadInput
from cartsim.fitting.given import Options, treatments
from cartsim.fitting.samples import read_samples

HEADER = "subject,day,value,limit,unit"
SOUND = "1,7,12.5,0.1,cells/uL\n1,14,3,0.1,cells/uL"
SCENARIO = """
schema: cartsim.scenario/1
title: Given
question: What was given?
disease: {kinds: {ovarian: 1}}
trial:
  arms:
    - {name: one, dose: 1e6 cells/kg, route: intravenous}
    - {name: two, dose: 1e8 cells, route: intracavitary}
  visits: {response: [30, 60], safety: [1]}
  response: {stable_disease_from: 23 days}
run: {patients: 1, horizon: 67 days}
"""


def read(tmp_path, text):
    path = tmp_path / "data.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_samples(path)


def told(tmp_path, text) -> str:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    assert caught.value.exit_code == 2
    return str(caught.value).replace(f"{tmp_path}/", "")


def test_values_limits_and_days_are_read_in_any_order_of_rows(tmp_path):
    rows = ["2,7,5,,cells/uL", "10,1,4,,cells/uL", "2,1,<0.5,,cells/uL", "10,3,BLQ,0.2,cells/uL",
            "2,3,7,,cells/uL", "10,9,2,0.1,cells/uL"]  # fmt: skip
    forward, backward = (
        read(tmp_path, "\n".join(["subject,day,value,limit,unit", *order])) for order in (rows, rows[::-1])
    )
    assert [samples.name for samples in forward] == ["2", "10"]
    for one, other in zip(forward, backward, strict=True):
        assert (one.days == other.days).all()
        assert (one.logs == other.logs).all()
    assert forward[0].below.tolist() == [True, False, False]
    assert np.exp(forward[0].logs) == pytest.approx([0.5, 7, 5])
    assert np.exp(forward[1].logs) == pytest.approx([4, 0.2, 2])


@pytest.mark.parametrize(
    ("unit", "assay", "value"),
    [
        ("cells/uL", "cells/uL", 12.5),
        ("cell/µL", "cells/uL", 12.5),
        ("cells/mL", "cells/uL", 0.0125),
        ("cells/L", "cells/uL", 1.25e-5),
        ("copies/ug", "copies/ug", 12.5),
        ("copies/µg DNA", "copies/ug", 12.5),
    ],
)
def test_units_are_converted(tmp_path, unit, assay, value):
    found = read(tmp_path, f"subject,day,value,unit\n1,7,12.5,{unit}\n1,8,12.5,{unit}\n")[0]
    assert found.assay == assay
    assert np.exp(found.logs) == pytest.approx([value, value])


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("1,21,-3,,cells/uL", "4:6 value", ("-3 is negative", "BLQ")),
        ("1,21,0,,cells/uL", "4:6 value", ("is 0", "BLQ")),
        ("1,21,,,cells/uL", "4:6 value", ("is empty", "leave out the row")),
        ('1,21,"3,5",,cells/uL', "4:6 value", ("write 3.5",)),
        ("1,21,many,,cells/uL", "4:6 value", ("no plain number",)),
        ("1,21,inf,,cells/uL", "4:6 value", ("no plain number",)),
        ("1,21,0.05,0.1,cells/uL", "4:6 value", ("below the limit of 0.1", "write BLQ")),
        ("1,21,BLQ,,cells/uL", "4:6 value", ("has no limit", "column limit")),
        ("1,21,<0.2,0.1,cells/uL", "4:6 value", ("give one limit",)),
        ("1,21,<0,,cells/uL", "4:6 value", ("above 0",)),
        ("1,21,3,-1,cells/uL", "4:8 limit", ("negative",)),
        ("1,21,3,low,cells/uL", "4:8 limit", ("no plain number",)),
        ("1,21,3,,cels/uL", "4:9 unit", ("no unit known", "did you mean 'cells/uL'")),
        ("1,21,3,,", "4:9 unit", ("is empty",)),
        ("1,21,3,,copies/ug", "4:9 unit", ("cells/uL in line 2", "file of its own")),
        ("1,21,1e9,,cells/uL", "4:6 value", ("more than 100000", "check the unit")),
        ("1,soon,3,,cells/uL", "4:3 day", ("'soon' is no day",)),
        ("1,,3,,cells/uL", "4:3 day", ("is empty",)),
        ("1,0,3,,cells/uL", "4:3 day", ("not after the infusion", "day 0.04")),
        ("1,-5,3,,cells/uL", "4:3 day", ("not after the infusion",)),
        ("1,14,3,,cells/uL", "4:3 day", ("already, line 3", "geometric mean")),
        (",21,3,,cells/uL", "4:1 subject", ("say whose row",)),
        ("2,21,3,,cells/uL", "4:1 subject", ("'2' has 1 value above the limit", "leave this subject out")),
        ("1,21,3,cells/uL", "4:1 row", ("4 fields where the header has 5",)),
        ("1,21,3,5,0.1,cells/uL", "4:1 row", ("decimals with a point",)),
    ],
)
def test_a_bad_row_is_told_with_its_place(tmp_path, row, place, words):
    message = told(tmp_path, f"{HEADER}\n{SOUND}\n{row}\n")
    assert message.startswith(f"data.csv:{place}: "), message
    assert "\n" not in message
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("is empty",)),
        (f"{HEADER}\n", ("has a header and no rows",)),
        ("subject;day;value;unit\n1;2;3;cells/uL\n", ("semicolons",)),
        ("subject,day,value\n1,2,3\n", ("unit", "missing")),
        ("subject,day,valu,unit\n1,2,3,cells/uL\n", ("did you mean 'value'",)),
        (b"\xff\xfes\x00", ("UTF-16",)),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path, text, words):
    message = told(tmp_path, text)
    assert [word for word in words if word not in message] == []


def test_a_byte_order_mark_and_windows_lines_are_fine(tmp_path):
    text = "\ufeff" + f"{HEADER}\n{SOUND}\n".replace("\n", "\r\n")
    assert read(tmp_path, text)[0].measured == 2


def given(tmp_path, subjects: str | None = None, names=("1", "2"), **options):
    path = None
    if subjects is not None:
        path = tmp_path / "subjects.csv"
        path.write_text(subjects)
    return treatments(names, Options(subjects=path, **options))


def refused(tmp_path, *args, **options) -> str:
    with pytest.raises(BadInput) as caught:
        given(tmp_path, *args, **options)
    return str(caught.value).replace(f"{tmp_path}/", "")


def test_the_file_of_subjects_wins_over_options_and_those_over_the_scenario(tmp_path):
    scenario = tmp_path / "given.yaml"
    scenario.write_text(SCENARIO)
    rows = "subject,dose,route,weight,lymphodepletion\n1,2e8 cells,intracavitary,,no\n2,,,70,\n"
    found = given(tmp_path, rows, scenario=scenario, arm="one", lymphodepletion=True)
    first, second = found["1"].arm.doses[0], found["2"].arm.doses[0]
    assert (first.amount, first.per, first.route) == (2e8, "cell", "intracavitary")
    assert (second.amount, second.per, second.route) == (1e6, "cell/kg", "intravenous")
    assert found["2"].weight == 70
    assert found["1"].scenario.trial.lymphodepletion_of(found["1"].arm) is None
    assert found["2"].words.endswith("lymphodepletion days -5, -4, -3")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, ("was given is not said", "--dose")),
        ({"dose": "1e8"}, ("--dose",)),
        ({"dose": "0 cells"}, ("is no dose",)),
        ({"dose": "1e6 cells/kg"}, ("per kg", "column weight")),
        ({"dose": "1e8 cells", "route": "oral"}, ("--route", "'oral' is no route")),
        ({"dose": "1e8 cells", "arm": "one"}, ("--arm", "no scenario")),
    ],
)
def test_options_that_do_not_say_what_was_given_are_refused(tmp_path, options, words):
    message = refused(tmp_path, **options)
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("subject,dose\n1,1e8 cells\n", ("subjects.csv subject", "has no row of '2'")),
        ("subject,dose\n1,1e8 cells\n2,a lot\n", ("subjects.csv:3:3 dose",)),
        ("subject,dose\n1,1e8 cells\n2,1e8 cells\n3,1e8 cells\n", (":4:1 subject", "has no samples")),
        ("subject,dose\n1,1e8 cells\n2,1e8 cells\n2,1e8 cells\n", (":4:1 subject", "already, line 3")),
        ("subject,dose,weight\n1,1e8 cells,70\n2,1e8 cells,7000\n", (":3:13 weight", "no weight in kg")),
        ("subject,dose,route\n1,1e8 cells,\n2,1e8 cells,intravenus\n", (":3:13 route", "intravenous")),
        ("subject,dose,lymphodepletion\n1,1e8 cells,\n2,1e8 cells,maybe\n", (":3:13 lymph", "yes nor no")),
        ("subject,dosis\n1,1e8 cells\n", ("did you mean 'dose'",)),
    ],
)
def test_a_bad_file_of_subjects_is_told_with_its_place(tmp_path, rows, words):
    message = refused(tmp_path, rows)
    assert [word for word in words if word not in message] == [], message


def test_a_scenario_of_several_arms_asks_for_one(tmp_path):
    scenario = tmp_path / "given.yaml"
    scenario.write_text(SCENARIO)
    assert "name one of one, two" in refused(tmp_path, scenario=scenario)
    assert "did you mean 'two'" in refused(tmp_path, scenario=scenario, arm="twoo")
