"""CRS as it would have been without rescue drugs: who has a second grade, and what is counted, by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import DLT, EVENT_KIND
from cartsim.trial.toxicity import safety_rates
from cartsim.trial.unrescued import FAILED, NEVER_RESCUED, NOT_KNOWN, has_rescue, without_rescue
from tests.trial.synthetic_course import make_scenario

TOCILIZUMAB = "{drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 2}"
DEXAMETHASONE = "{drug: dexamethasone, dose: 10 mg, when: crs_grade >= 3}"
DRAINAGE = "{drug: drainage, dose: 500 mL, when: effusion_volume >= 3000 mL}"
RATE = "severe_crs_unrescued_rate"
TAILS = ("", "_lower", "_upper", "_mcse", "_n", "_least", "_most")

# worst grade, grade without rescue, infused, solved; in the first arm three were rescued, in the second none
IV = [(1, NEVER_RESCUED, 1, 1), (2, 4, 1, 1), (3, FAILED, 1, 1), (2, 2, 1, 1), (3, NEVER_RESCUED, 1, 0)]
IC = [(3, NEVER_RESCUED, infused, solved) for infused, solved in ((1, 1), (0, 1), (1, 1), (0, 0), (1, 1))]
IC[2] = (2, NEVER_RESCUED, 1, 1)


def people(*arms):
    """Visits, the worst grades and who was solved, both (arm, patient); nobody was given a drug."""
    grade, again, infused, solved = np.moveaxis(np.array(arms, np.int8), -1, 0)
    visits = xr.Dataset({
        "crs_grade_again": (("patient", "arm"), again.T),
        "infused": (("arm", "patient"), infused),
        "event_kind": (("arm", "patient", "event"), np.zeros((*infused.shape, 2), np.int8)),
    })  # fmt: skip
    return visits, {"crs_grade": grade}, solved == 1


def found_in(visits, found, solved, *rules):
    return without_rescue(visits, found, solved, make_scenario(f"trial.rescue=[{', '.join(rules)}]"))


def shares(table):
    return [table[f"{RATE}{tail}"].tolist() for tail in ("", "_n", "_least", "_most")]


@pytest.mark.parametrize(
    ("rules", "some"),
    [
        ((), False),
        ((DRAINAGE,), False),
        ((TOCILIZUMAB,), True),
        ((DEXAMETHASONE,), True),
        ((DRAINAGE, DEXAMETHASONE), True),
    ],
)
def test_a_rescue_is_tocilizumab_or_dexamethasone(rules, some):
    assert has_rescue(make_scenario(f"trial.rescue=[{', '.join(rules)}]")) == some
    assert (found_in(*people(IV, IC), *rules) != {}) == some


def test_a_rule_of_one_arm_is_enough_and_its_own_rules_replace_those_of_the_trial():
    assert has_rescue(make_scenario(f"trial.arms.IC.rescue=[{TOCILIZUMAB}]"))
    everywhere = f"trial.rescue=[{TOCILIZUMAB}]"
    assert has_rescue(make_scenario(everywhere, "trial.arms.IC.rescue=[]"))
    assert not has_rescue(make_scenario(everywhere, "trial.arms.IC.rescue=[]", "trial.arms.IV.rescue=[]"))


def test_the_rescued_have_the_second_grade_and_all_others_their_own():
    grade = found_in(*people(IV, IC), TOCILIZUMAB)["crs_grade_unrescued"]
    assert grade.tolist() == [[1, 4, NOT_KNOWN, 2, 3], [3, 3, 2, 3, 3]]
    assert grade.dtype == np.int8


def test_grades_of_three_and_more_are_counted_among_the_infused():
    """IV: 4 of 1, 4, 2, beside them a second and a first solve that failed. IC: 3 and 3 of 3, 2, 3; one was
    never infused, one failed before the infusion."""
    rate, n, least, most = shares(found_in(*people(IV, IC), TOCILIZUMAB))
    assert rate == [1 / 3, 2 / 3]
    assert n == [3, 3]
    assert least == [1 / 5, 2 / 4]
    assert most == [3 / 5, 3 / 4]


def test_only_these_names_are_found():
    table = found_in(*people(IV, IC), TOCILIZUMAB)
    assert set(table) == {"crs_grade_unrescued", *(f"{RATE}{tail}" for tail in TAILS)}


@pytest.mark.parametrize("stored", [True, False], ids=["all never rescued", "no second simulation"])
def test_where_nobody_was_rescued_grade_and_share_are_as_they_are(stored):
    visits, found, solved = people(IC, IC[::-1])
    found |= {"icans_grade": found["crs_grade"], "late_dlt": np.zeros_like(solved)}
    found["dlt"] = np.full(solved.shape, DLT.index("none"))
    own = safety_rates(visits, found, solved)
    given = visits if stored else visits.drop_vars("crs_grade_again")
    given["event_kind"].values[0, 1, 1] = EVENT_KIND.index("drainage")
    bare = found_in(given, found, solved, TOCILIZUMAB)
    assert bare["crs_grade_unrescued"].tolist() == found["crs_grade"].tolist()
    assert bare["crs_grade_unrescued"].dtype == found["crs_grade"].dtype
    for tail in TAILS:
        assert bare[f"{RATE}{tail}"].tolist() == own[f"severe_crs_rate{tail}"].tolist(), tail


@pytest.mark.parametrize("drug", ["tocilizumab", "dexamethasone"])
def test_somebody_rescued_without_a_second_simulation_leaves_nothing_to_say(drug):
    visits, found, solved = people(IV, IC)
    bare = visits.drop_vars("crs_grade_again")
    bare["event_kind"].values[1, 3, 0] = EVENT_KIND.index(drug)
    assert found_in(bare, found, solved, TOCILIZUMAB) == {}
