"""Scans of one patient written by hand: the fluid, nodules, hidden seeds, and what iRECIST makes of them."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import IRECIST, LESION_KIND, LESION_STATE, RESPONSE, words
from cartsim.trial.clinic import clinic_values
from cartsim.trial.scans import Scans, scan_responses

CLINIC = clinic_values()
GONE, NEW = CLINIC["effusion_gone"], CLINIC["new_lesion_diameter"]
DAYS = (0.0, 30.0, 91.0, 182.0)


def told(*lesions, volumes=(), drained=(), done=None, malignant=True, criteria="RECIST 1.1"):
    """Responses of one patient; a lesion is (kind, its sizes in mm at the visits)."""
    visits = len(lesions[0][1]) if lesions else len(volumes)
    scans = Scans(
        days=np.array([DAYS[:visits]]),
        done=np.array([[[True] * visits if done is None else done]]),
        sizes=np.array([[np.round(100 * np.array([sizes for _, sizes in lesions]).T).astype(int)]]),
        volumes=np.array([[[*volumes, *[0.0] * (visits - len(volumes))]]], float),
        drained=np.array([[[*drained, np.nan]]]),
        kinds=np.array([[LESION_KIND.index(kind) for kind, _ in lesions]], np.int8),
        cavity=np.ones((1, len(lesions)), bool),
        malignant=np.array([malignant]),
    )
    return {name: values[0, 0] for name, values in scan_responses(scans, CLINIC, criteria).items()}


def responses(*lesions, name="overall_response", **how):
    return words(told(*lesions, **how)[name][1:], RESPONSE).tolist()


STABLE = ("target", (40, 40, 40, 40))


@pytest.mark.parametrize(("volumes", "expected"), [
    ((1000, 1730, 1000, 1000), "PD SD SD"),   # 73 % and 730 mL more
    ((1000, 1729, 1000, 1000), "SD SD SD"),
    ((600, 1100, 600, 600), "PD SD SD"),      # exactly 500 mL more
    ((600, 1099, 600, 600), "SD SD SD"),
    ((200, 400, 200, 200), "SD SD SD"),       # twice, but 200 mL
    ((5000, 5600, 5000, 5000), "SD SD SD"),   # 600 mL, but 12 %
    ((1000, 500, 1001, 1000), "SD PD PD"),    # against the smallest reading before
])  # fmt: skip
def test_fluid_progresses_by_73_percent_and_500_millilitres(volumes, expected):
    assert responses(STABLE, volumes=volumes) == expected.split()


def test_benign_fluid_and_fluid_beside_a_response_do_not_progress():
    volumes = (1000, 2000, 1000, 1000)
    assert responses(STABLE, volumes=volumes, malignant=False) == ["SD", "SD", "SD"]
    assert responses(("target", (40, 20, 20, 20)), volumes=volumes) == ["PR", "PR", "PR"]


@pytest.mark.parametrize("day", [20.0, 30.0])
def test_fluid_that_was_drained_sets_no_smallest_reading(day):
    assert responses(STABLE, volumes=(2000, 600, 1200, 1200), drained=(day,)) == ["SD", "SD", "SD"]
    assert responses(STABLE, volumes=(2000, 600, 1200, 1200)) == ["SD", "PD", "PD"]


def test_fluid_is_there_from_its_limit_on():
    gone = ("target", (40, 0, 0, 0))
    assert responses(gone, volumes=(GONE, GONE - 1, GONE, 0)) == ["CR", "PR", "CR"]
    assert responses(gone, volumes=(GONE - 1, 0, 400, 400)) == ["CR", "CR", "CR"]  # none at baseline


def test_nodules_of_a_carcinomatosis_progress_by_20_percent():
    assert responses(("carcinomatosis", (10, 12, 12, 12))) == ["PD"] * 3
    assert responses(("carcinomatosis", (10, 11.9, 11.9, 11.9))) == ["NON-CR/NON-PD"] * 3
    assert responses(("carcinomatosis", (10, 8, 9.6, 9.5))) == ["NON-CR/NON-PD", "PD", "NON-CR/NON-PD"]
    assert responses(("carcinomatosis", (0, 0, 0, 0))) == ["CR"] * 3  # known, and too small to be seen


def test_a_hidden_seed_is_absent_until_it_is_new():
    seed = ("occult", (0, 0, NEW, NEW + 2))
    found = told(STABLE, seed)
    assert words(found["overall_response"][1:], RESPONSE).tolist() == ["SD", "PD", "PD"]
    states = words(found["lesion_state"][:, 1], LESION_STATE).tolist()
    assert states == ["ABSENT", "ABSENT", "measured", "measured"]
    assert found["new_lesion"].tolist() == [0, 0, 1, 1]
    assert found["new_lesion"].dtype == found["measurable"].dtype == np.int8
    seen = told(STABLE, ("occult", (NEW, NEW, NEW, NEW + 6)))  # large enough at baseline: a non-target lesion
    assert seen["new_lesion"].tolist() == [0, 0, 0, 0]
    assert words(seen["non_target_response"][1:], RESPONSE).tolist() == ["NON-CR/NON-PD"] * 2 + ["PD"]


def test_measurable_disease_is_that_of_the_baseline():
    assert told(STABLE, done=[True, False, True, True])["measurable"] == 1
    assert told(("carcinomatosis", (10, 10, 10, 10)))["measurable"] == 0


def test_a_target_under_10_mm_is_none():
    assert told(("target", (9.9, 9.9, 9.9, 9.9)))["measurable"] == 0
    assert told(("target", (10, 10, 10, 10)))["measurable"] == 1


@pytest.mark.parametrize(("lesions", "expected"), [
    ([("carcinomatosis", (10, 12, 12, 12))], "iUPD iUPD iUPD"),            # no worse than at first
    ([("carcinomatosis", (10, 12, 14.4, 14.4))], "iUPD iCPD iCPD"),        # more of it
    ([STABLE, ("occult", (0, NEW, NEW, NEW))], "iUPD iUPD iUPD"),
    ([STABLE, ("occult", (0, NEW, NEW + 4.9, NEW))], "iUPD iUPD iUPD"),
    ([STABLE, ("occult", (0, NEW, NEW + 5, NEW))], "iUPD iCPD iCPD"),      # 5 mm more of the new
    ([STABLE, ("occult", (0, NEW, NEW, NEW)), ("occult", (0, 0, NEW, NEW))], "iUPD iCPD iCPD"),
    ([("target", (40, 50, 54.9, 40))], "iUPD iUPD iSD"),
    ([("target", (40, 50, 55, 40))], "iUPD iCPD iCPD"),
])  # fmt: skip
def test_irecist_is_confirmed_by_further_worsening_only(lesions, expected):
    found = told(*lesions, criteria="iRECIST")
    assert words(found["immune_response"][1:], IRECIST).tolist() == expected.split()


def test_fluid_that_goes_on_growing_confirms_a_progression():
    how = {"criteria": "iRECIST", "volumes": (1000, 2000, 2000, 2000)}
    assert words(told(STABLE, **how)["immune_response"][1:], IRECIST).tolist() == ["iUPD"] * 3
    how["volumes"] = (1000, 2000, 3000, 3000)
    assert words(told(STABLE, **how)["immune_response"][1:], IRECIST).tolist() == ["iUPD", "iCPD", "iCPD"]
