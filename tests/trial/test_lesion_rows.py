"""Rows of lesions.csv as they are read, and the table of a patient that is made of them."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest

from cartsim.datasets import LESION_STATE, words
from cartsim.trial.lesion_rows import Reading, by_visit, read_rows
from cartsim.trial.lesion_table import lesion_table
from cartsim.trial.recist import visit_responses

NAN = float("nan")


def row(day, lesion, measure, kind="target", **more):
    return {"day": day, "lesion": lesion, "type": kind, "measure": measure, **more}


def read(measure=20, **more):
    return read_rows([row(30, "liver", measure) | more])[0]


def table(*rows):
    return lesion_table(by_visit(read_rows(rows)))


def refused(rows, told):
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        visit_responses(rows)


@pytest.mark.parametrize(("written", "expected"), [
    *((text, Reading("not read")) for text in ("", " ", None, NAN, "NA", "na", "ND", "nd", "NaN")),
    *((text, Reading("ABSENT", Fraction(0))) for text in ("ABSENT", "absent", 0, "0", "0.00", " Absent ")),
    *((text, Reading("TSTM", Fraction(500))) for text in ("TSTM", "tstm")),
    *((text, Reading(text.upper())) for text in ("PRESENT", "PD", "NE", "present", "ne")),
    *((text, Reading("measured", Fraction(6300))) for text in (63, 63.0, "63", " 63.00 ")),
    (0.1, Reading("measured", Fraction(10))),
    ("23.33311", Reading("measured", Fraction(2333311, 1000))),
])  # fmt: skip
def test_a_measure_is_a_number_of_mm_or_a_word(written, expected):
    assert read(written).reading == expected


NEITHER = "is neither a number of mm nor one of ABSENT, TSTM, PRESENT, PD, NE"


@pytest.mark.parametrize(("more", "told"), [
    ({"measure": "big"}, f"measure 'big' {NEITHER}"),
    ({"measure": "1/0"}, f"measure '1/0' {NEITHER}"),
    ({"measure": -3}, "measure -3 is negative"),
    ({"type": "lymph"}, "type 'lymph' is not one of target, nontarget, new"),
    ({"type": None}, "type None is not one of target, nontarget, new"),
    ({"nodal": "maybe"}, "nodal 'maybe' is neither yes nor no"),
    ({"malignant": "maybe"}, "malignant 'maybe' is neither yes nor no"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused(more, told):
    refused([row(30, "liver", 20) | more], told)


def test_a_row_without_a_type_is_refused():
    refused([{"day": 30, "lesion": "liver", "measure": 20}], "type None is not one of target, nontarget, new")


def test_columns_are_read_without_case_and_spaces():
    found = read(day="30", lesion=" Liver 1 ", type=" NonTarget ", organ=" LIVER ", nodal=" Yes ")
    assert (found.day, found.lesion, found.type, found.organ, found.nodal) == (
        30, "Liver 1", "nontarget", "liver", True,
    )  # fmt: skip
    assert isinstance(found.day, int)
    assert read(day="30.5").day == 30.5
    assert (read().organ, read().nodal, read(organ=NAN).organ, read(organ=None).organ) == ("", False, "", "")


def test_yes_and_no_are_written_in_many_ways():
    for yes in ("yes", "Y", "true", True, 1, "1", "node", "nodal"):
        assert read(nodal=yes).nodal is True
    for no in ("no", "N", "false", False, 0, "0", "", None, NAN, "na", "none", "NaN"):
        assert read(nodal=no).nodal is False


@pytest.mark.parametrize(("lesion", "organ", "fluid"), [
    ("effusion", "", True), ("Pleural Effusion", "", True), ("ascites", "", True), ("ASCITIC x", "", True),
    ("a", "pleural effusion", True), ("a", "Ascites", True), ("a", "pleura", False), ("1", "", False),
])  # fmt: skip
def test_fluid_is_known_by_its_name_or_organ(lesion, organ, fluid):
    assert read(lesion=lesion, organ=organ).fluid is fluid


@pytest.mark.parametrize(("lesion", "measure", "malignant", "state"), [
    ("ascites", "PD", "no", "PRESENT"), ("ascites", "PD", "yes", "PD"), ("ascites", "PD", "", "PD"),
    ("ascites", "PD", None, "PD"), ("ascites", "PD", NAN, "PD"), ("pleura", "PD", "no", "PRESENT"),
    ("ascites", "ABSENT", "no", "ABSENT"), ("ascites", "NE", "no", "NE"), ("ascites", "PD", False, "PRESENT"),
])  # fmt: skip
def test_benign_fluid_cannot_progress_whatever_it_is_called(lesion, measure, malignant, state):
    assert read(measure, lesion=lesion, malignant=malignant).reading.state == state


@pytest.mark.parametrize(
    ("measure", "state"), [(12, "ABSENT"), ("PRESENT", "ABSENT"), ("NE", "NE"), ("", "not read")]
)
def test_benign_fluid_is_no_new_lesion(measure, state):
    assert read(measure, type="new", malignant="no").reading.state == state
    assert read(12, type="new", malignant="yes").reading.state == "measured"


def test_rows_are_of_one_subject():
    some = [row(0, "a", 20, subject="1"), row(30, "a", 20, subject=1)]
    nobody = [row(60, "a", 20, subject=""), row(90, "a", 20, subject=None), row(120, "a", 20)]
    assert [found.day for found in read_rows([*some, *nobody])] == [0, 30, 60, 90, 120]
    refused([*some, row(60, "a", 20, subject="2")], "rows of 2 subjects: assess one patient at a time")


def test_rows_are_sorted_by_day():
    found = by_visit(read_rows([row(30, "b", 20), row(-3, "a", 20), row(30, "a", 20)]))
    assert [(day, list(lesions)) for day, lesions in found.items()] == [(-3, ["a"]), (30, ["b", "a"])]


@pytest.mark.parametrize(("rows", "told"), [
    ([row(0, "a", 50), row(0, "a", 40)], "lesion 'a' has two rows on day 0"),
    ([row(0, "a", "PD")], "lesion 'a' is called PD at baseline, where nothing can have progressed"),
    ([row(0, "a", 50), row(30, "a", "PD")],
     "target lesion 'a' is called PD; a target is measured in mm (or ABSENT, TSTM, NE)"),
    ([row(0, "a", 50), row(30, "b", 50)],
     "lesion 'b' of day 30 has no row at baseline; one first seen later is of type new"),
    ([row(0, "a", 50), row(30, "a", 50, "new")],
     "lesion 'a' of day 30 is of type new, but was there at baseline"),
    ([row(0, "a", 50), row(0, "b", 50, "new")],
     "lesion 'b' is of type new at baseline; what is there then is target or nontarget"),
])  # fmt: skip
def test_what_cannot_be_is_refused(rows, told):
    refused(rows, told)


@pytest.mark.parametrize("measure", ["ABSENT", "NE", "", "nd"])
@pytest.mark.parametrize("kind", ["new", "nontarget", "target"])
def test_what_was_not_there_or_not_judged_at_baseline_may_be_new(kind, measure):
    rows = [row(0, "a", 50), row(0, "n", measure, kind), row(30, "a", 50), row(30, "n", 12, "new")]
    assert visit_responses(rows) == [(30, "PD")]
    judged_then = kind != "new" and measure == "ABSENT"
    assert table(*rows).followed.tolist() == [True, judged_then]


def test_the_table_of_a_patient():
    found = table(
        row(-20, "a", 99), row(-2, "a", "40.5", organ="liver"), row(-2, "10", 12, nodal="yes", organ="neck"),
        row(-2, "9", 16, nodal="yes", organ="groin"), row(-2, "b", "NE"), row(-2, "ascites", 30),
        row(-2, "f", "PRESENT", "nontarget"), row(30, "a", "TSTM"), row(30, "x", 12, "new"),
        row(60, "a", ""), row(60, "9", 0),
    )  # fmt: skip
    assert (found.days, found.names) == ([30, 60], ["9", "10", "a", "ascites", "b", "f", "x"])
    assert [" ".join(line) for line in words(found.states, LESION_STATE).tolist()] == [
        "measured measured measured measured NE PRESENT not read",
        "not read not read TSTM not read not read not read measured",
        "ABSENT not read not read not read not read not read not read",
    ]
    assert found.per_mm == 100
    assert found.sizes.tolist() == [
        [1600, 1200, 4050, 3000, 0, 0, 0], [0, 0, 500, 0, 0, 0, 1200], [0] * 7,
    ]  # fmt: skip
    flags = {name: "".join("01"[int(flag)] for flag in getattr(found, name)) for name in FLAGS}
    assert flags == FLAGS
    assert found.organs[0] == found.organs[1] > 0
    assert found.organs[2] not in (0, found.organs[0])
    assert found.organs[3:].tolist() == [0] * 4
    kinds = [found.states, found.sizes, found.organs, *(getattr(found, name) for name in FLAGS)]
    assert [array.dtype for array in kinds] == [np.int8, np.int64, np.int64, bool, bool, bool, bool]


FLAGS = {"nodal": "1100000", "offered": "1110100", "followed": "1111010", "new": "0000001"}
"""By lesion: fluid is not offered as a target, nor is what is nontarget; NE at baseline is not followed."""


def test_sizes_are_whole_numbers_of_a_unit_fine_enough():
    exact = table(row(0, "a", "8.125"), row(0, "b", "9.0001"), row(30, "a", 9))
    assert (exact.per_mm, exact.sizes.tolist()) == (10_000, [[81_250, 90_001], [90_000, 0]])
    assert exact.sizes.dtype == np.int64
    long = table(row(0, "a", "9.0000000000000000001"), row(30, "a", 9))
    assert (long.sizes.dtype, long.per_mm) == (object, 10**19)
    tiny = table(row(0, "a", "1e-19"), row(30, "a", "1e-19"))
    assert (tiny.sizes.dtype, tiny.per_mm) == (object, 10**19)


@pytest.mark.parametrize(("mm", "kind"), [(28 * 10**13, np.int64), (29 * 10**13, object), (10**17, object)])
def test_ten_times_all_sizes_stay_below_two_to_the_58(mm, kind):
    """100 times so many mm, ten times: 2.8e17 is less than 2.88e17."""
    found = table(row(0, "a", mm), row(30, "a", 0))
    assert (found.sizes.dtype, found.per_mm, found.sizes[0, 0]) == (kind, 100, 100 * mm)


def test_day_0_is_the_baseline_and_day_1_a_visit():
    found = table(row(0, "a", 20), row(1, "a", 30))
    assert (found.days, found.sizes.tolist()) == ([1], [[2000], [3000]])


def test_a_patient_without_a_baseline_has_nothing_but_what_came_later():
    found = table(row(-3, "a", ""), row(30, "a", 20), row(30, "x", 12, "new"))
    assert (found.days, found.names, found.followed.tolist()) == ([30], ["a", "x"], [False, False])
    assert words(found.states[0], LESION_STATE).tolist() == ["not read"] * 2
    assert table().days == []


def test_a_node_without_an_organ_limits_nothing():
    found = table(row(0, "a", 20, nodal="yes"), row(0, "b", 20, nodal="yes", organ="neck"), row(0, "c", 20))
    assert found.organs[1] > 0
    assert found.organs[[0, 2]].tolist() == [0, 0]


def test_lymph_nodes_are_an_organ_by_their_name_too():
    found = table(row(0, "a", 20, nodal="yes", organ="neck"), row(0, "b", 20, organ="Lymph nodes"))
    assert found.organs[0] == found.organs[1] > 0
