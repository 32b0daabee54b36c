"""iRECIST on arrays: many patients at once, and the bar that a first progression sets."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import RESPONSE, codes, words
from cartsim.trial.irecist import IRECIST, Seen, irecist_codes, settled_codes

DAYS = np.array([30.0, 91, 182])


def seen(overall, total, amounts=None):
    """Patients without new lesions whose response is that of the targets; sizes in 0.01 mm."""
    found = codes(overall, RESPONSE)
    none = np.zeros(found.shape, np.int64)
    other = np.zeros((*found.shape, 1)) if amounts is None else np.array(amounts, float)[..., None]
    non_target = found if amounts is not None else none.astype(np.int8)
    days = np.broadcast_to(DAYS, found.shape)
    return Seen(days, found, found, non_target, np.array(total), none == 0, other, none, none, none == 0)


@pytest.mark.parametrize(("second", "expected"), [(3500, "iCPD"), (3499, "iUPD"), (3505, "iCPD")])
def test_five_millimetres_more_confirm(second, expected):
    found = irecist_codes(seen(["PD", "PD", "SD"], [3000, second, 2500]))
    assert words(found, IRECIST).tolist()[:2] == ["iUPD", expected]


def test_each_patient_has_a_bar_of_its_own():
    """The first is confirmed by 5 mm, the second falls back, the third never progressed."""
    overall = [["PD", "PD", "SD"], ["PD", "SD", "PD"], ["SD", "PR", "CR"]]
    total = [[3000, 3500, 2500], [3000, 2500, 3600], [2500, 1500, 0]]
    found = irecist_codes(seen(overall, total))
    expected = [["iUPD", "iCPD", "iCPD"], ["iUPD", "iSD", "iUPD"], ["iSD", "iPR", "iCR"]]
    assert words(found, IRECIST).tolist() == expected
    assert words(settled_codes(found), RESPONSE).tolist() == [
        ["PD", "PD", "PD"], ["NE", "SD", "PD"], ["SD", "PR", "CR"],
    ]  # fmt: skip


def test_more_non_target_disease_of_one_is_not_that_of_another():
    """Two patients whose non-target disease progressed; it grows further in the first alone."""
    overall = [["PD", "PD", "PD"], ["PD", "PD", "PD"]]
    found = irecist_codes(seen(overall, np.full((2, 3), 3000), amounts=[[1, 2, 2], [3, 3, 3]]))
    assert words(found, IRECIST).tolist() == [["iUPD", "iCPD", "iCPD"], ["iUPD"] * 3]
