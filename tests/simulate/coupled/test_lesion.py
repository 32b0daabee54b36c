"""Which lesion of whom becomes single cells."""

from __future__ import annotations

import numpy as np
import pytest

import cartsim
from cartsim.errors import BadInput
from cartsim.simulate.agents.crew import ALONE
from cartsim.simulate.agents.prepare import tissue, values_of
from cartsim.simulate.agents.start import her2_of
from cartsim.simulate.coupled.body import LESION
from cartsim.simulate.coupled.lesion import chosen, differences, grown, lesions_of, meaning, sized
from tests.simulate.coupled.conftest import CAVITY, pair, patient, scenario


def test_the_nodule_has_the_cells_of_the_lesion() -> None:
    for place in ("fluid", "serosa"):
        asked = scenario(CAVITY, f"agents.place={place}")
        who = patient(asked, 7, 333.0)
        lesion = chosen(asked, who)
        assert (lesion.nodules, lesion.cells) == (7, 333)
        own, arm = sized(asked, who, lesion), asked.trial.arms[0]
        nodule, setting = tissue(own, arm, values_of(own, arm, who), 0, ALONE, lesion.cells)
        assert nodule.cells.n == 333
        far = max(abs(nodule.cells[axis]).max() for axis in "xyz")
        assert far < own.agents.radius * 1.15
        assert setting.motion.high[0] > own.agents.radius + 60


def test_a_lesion_that_is_not_there_is_refused_with_those_that_are() -> None:
    asked = scenario(7)
    with pytest.raises(BadInput, match=r"agents.lesion: patient 0 has no lesion 7; choose one of: lesion 0 \(carc"):
        chosen(asked, cartsim.draw(asked, [0]))


def test_a_lesion_of_too_many_cells_is_refused_with_the_largest_that_fits() -> None:
    asked = scenario(0)
    who = patient(scenario(CAVITY), 1, 1e6)
    who["lesion_tumour_cells"].values[0, 0] = 1e10
    with pytest.raises(BadInput, match=r"lesion 0 .* more than the 2e6 that can .* take lesion 1 .* 1e6 cells") as told:
        chosen(asked, who)
    assert "disease.burden" in str(told.value)
    assert "parameters.nodules" in str(told.value)


def test_a_patient_whom_no_trial_would_enrol_is_refused() -> None:
    asked = scenario(CAVITY)
    who = patient(asked)
    who["plausible"].values[0] = 0
    with pytest.raises(BadInput, match=r"agents\.patient: nobody like patient 0 meets disease\.entry"):
        chosen(asked, who)


def test_what_a_scenario_means_is_said_in_words() -> None:
    asked = scenario(0, "disease.non_measurable=1", "disease.burden={median: 2e5 cells, log10_sd: 0}")
    found = meaning(asked)
    assert "from day 0 to day 2" in found
    assert "carcinomatosis" in found
    assert "no estimate" in found


@pytest.mark.parametrize("repeat", [0, 1, 2])
@pytest.mark.parametrize(("nodules", "cells", "share"), [(105, 47.619, 0.0307), (7, 333.3, 0.1), (1, 60.0, 0.5)])
def test_the_image_at_the_start_is_the_patients_lesion_within_a_cell_per_nodule(nodules, cells, share, repeat) -> None:
    asked = scenario(CAVITY)
    both = pair(asked, patient(asked, nodules, cells, frac_n=share), 1, repeat=repeat)
    rows = [LESION[name] for name in "PN"]
    patients = both.body.group()[rows].copy()
    both.body.show(both.guest.see())
    assert patients == pytest.approx([nodules * cells * (1 - share), nodules * cells * share])
    assert (abs(both.body.group()[rows] - patients) <= nodules).all()
    assert both.body.group()[rows[1]] == nodules * round(share * round(cells))


def test_what_whole_cells_change_of_the_lesion_is_said() -> None:
    asked = scenario(CAVITY)

    def said(nodules: int, cells: float, share: float) -> list[str]:
        who = patient(asked, nodules, cells, frac_n=share)
        return differences(asked, who, chosen(asked, who))

    assert said(7, 1000.2, 0.1) == []
    assert said(1, 60.0, 0.0) == []
    whole, negatives = said(10, 20.4, 0.06)
    assert whole == "10 nodules of 20 whole cells make 200 where the patient has 204.0 (-2.0 %)."
    assert "1.2 antigen-negative cells in the equations and 1 among whole cells, the lesion 12.2 and 10" in negatives
    assert len(said(105, 47.62, 0.03)) == 1


def test_antigen_negative_cells_are_the_share_of_all_and_lie_anywhere() -> None:
    her2 = np.array([her2_of(203, 1e5, 0.45, 100.0, 0.1, 7, repeat) for repeat in range(300)])
    assert ((her2 == 100.0).sum(axis=1) == 20).all()
    often = (her2 == 100.0).mean(axis=0)
    assert abs(often - 20 / 203).max() < 5 * np.sqrt(0.09 / 300)
    assert np.median(np.log10(her2[her2 > 100.0])) == pytest.approx(5.0, abs=0.01)


def test_growth_without_treatment_is_gompertz() -> None:
    known = {"k_g": 0.01, "t_max": 1e12, "t_ref": 1e10}
    assert grown(1e10, known, 0.0) == 1
    assert grown(1e10, known, 0.01) == pytest.approx(1 + 0.01 * 0.01, rel=1e-4)
    assert 1e8 * grown(1e8, known, 1e6) == pytest.approx(1e12)


def test_lesions_are_listed_with_what_they_are() -> None:
    found = lesions_of(cartsim.draw(scenario(CAVITY), [0]))
    assert [lesion.kind for lesion in found[:4]] == ["carcinomatosis", "target", "target", "target"]
    assert [lesion.place for lesion in found] == list(range(len(found)))
    assert found[0].nodules > 1
