"""Readings of a nodule against cells placed by hand and against counting again."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import CELL_KIND
from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    CONTACT_TIME,
    EFFECTOR,
    EXHAUSTED,
    KIND,
    KINDS,
    NECROTIC,
    NODULE,
    PARTNER,
    RADIUS,
    TUMOUR,
    VOLUME,
    Cells,
    columns,
)
from cartsim.simulate.agents.nodule import Motion, Nodule
from cartsim.simulate.agents.observe import (
    Look,
    Since,
    at_edge,
    counts,
    depths,
    distances,
    means,
    profiles,
    shells_of,
    sizes,
    surface_of,
)


def by_hand() -> Nodule:
    """Two nodules 400 um apart: the first with cells at 10, 30, 50 um, the second at 10 um; two T cells."""
    real, whole = columns(6)
    real[0] = [10, 30, -50, 410, 35, 380]
    real[VOLUME] = 1000.0
    whole[KIND] = [TUMOUR, TUMOUR, NECROTIC, APOPTOTIC, EXHAUSTED, EFFECTOR]
    whole[NODULE] = [0, 0, 0, 1, 0, 0]
    whole[PARTNER, 5] = 3
    cells = Cells.none(8)
    cells.add(real, whole)
    return Nodule(cells, np.zeros(2, dtype=np.uint64), np.array([[0.0, 0, 0], [400.0, 0, 0]]))


LOOK = Look(shells_of(200.0), 50.0, False, (35.0, 4.0))


def test_the_table_of_arrays_has_the_kinds_of_the_cells() -> None:
    assert CELL_KIND == KINDS


def test_tumour_cells_belong_to_their_own_centre_and_t_cells_to_the_nearest() -> None:
    np.testing.assert_allclose(distances(by_hand()), [10, 30, 50, 10, 35, 20])


def test_cells_are_counted_by_kind_and_by_the_surface() -> None:
    nodule = by_hand()
    far = distances(nodule)
    surface = surface_of(nodule, far)
    assert surface == pytest.approx(np.quantile([10, 30, 50, 10], 0.95))
    found = counts(nodule, far, 30.0)
    assert {n: int(found[n]) for n in ("live_tumour", "apoptotic_tumour", "necrotic_tumour", "exhausted_t")} == {
        "live_tumour": 2,
        "apoptotic_tumour": 1,
        "necrotic_tumour": 1,
        "exhausted_t": 1,
    }
    assert (int(found["t_inside"]), int(found["t_outside"]), int(found["t_holding"])) == (1, 1, 1)


def test_radii_follow_from_the_cells() -> None:
    nodule = by_hand()
    found = sizes(nodule, distances(nodule), 47.0, LOOK)
    assert float(found["radius_max"]) == 50.0
    assert float(found["tumour_volume"]) == pytest.approx(4 * 1000.0 / 1e9)
    assert float(found["radius_equivalent"]) == pytest.approx((3 * 4000 / (4 * np.pi * 2)) ** (1 / 3))
    dome = sizes(nodule, distances(nodule), 47.0, LOOK._replace(dome=True))
    assert float(dome["radius_equivalent"] / found["radius_equivalent"]) == pytest.approx(2 ** (1 / 3))


def test_depth_is_below_the_surface_at_the_moment_of_the_kill() -> None:
    nodule = by_hand()
    nodule.minute = 100.0
    kills = np.array([[0.0, 50.0, 100.0], [10, 0, 400], [0, 60, 0], [0, 0, 20], [0, 0, 1]])
    found = depths(nodule, kills, Since(0.0, 50.0), 30.0)
    expected = [50 - 10, 40 - 60, 30 - 20]
    assert int(found["kills"]) == 3
    assert float(found["kill_depth_mean"]) == pytest.approx(np.mean(expected))
    np.testing.assert_allclose(found["kill_depth"], np.quantile(expected, (0.1, 0.5, 0.9)))


def test_without_kills_there_is_no_depth() -> None:
    found = depths(by_hand(), np.empty((5, 0)), Since(0.0, np.nan), 30.0)
    assert int(found["kills"]) == 0
    assert np.isnan(found["kill_depth_mean"])
    assert np.isnan(found["kill_depth"]).all()


def test_killing_left_is_that_of_the_contact_hours_of_effectors() -> None:
    """Half at 35 hours, nearly all at none; the exhausted cell's hours do not count."""
    nodule = by_hand()
    real, whole = columns(2)
    whole[KIND] = EFFECTOR
    whole[PARTNER] = -1
    nodule.cells.add(real, whole)
    nodule.cells.real[CONTACT_TIME, 4:8] = [70.0, 35.0, 0.0, 20.0]
    levels = {name: np.zeros(8) for name in ("oxygen", "ifng")}
    expected = (0.5 + 1.0 + 35**4 / (35**4 + 20**4)) / 3
    assert float(means(nodule, levels, LOOK)["killing_left"]) == pytest.approx(expected, rel=1e-12)
    assert np.isnan(means(nodule, levels, LOOK._replace(fading=None))["killing_left"])


def test_cells_at_the_edge_are_those_that_touch_a_face() -> None:
    """The one at 410 um and the T cell do not count alike: only tumour cells are looked for."""
    nodule = by_hand()
    nodule.cells.real[RADIUS, :6] = 8.0
    box = replaced(low=np.full(3, -60.0), high=np.array([420.0, 100.0, 100.0]))
    assert at_edge(nodule, box, dome=False) == 0
    nodule.cells.real[0, [0, 5]] = [413.0, 419.0]
    assert at_edge(nodule, box, dome=False) == 1
    nodule.cells.real[2, 1] = -59.0
    assert at_edge(nodule, box, dome=False) == 2
    assert at_edge(nodule, box, dome=True) == 1


def replaced(low: np.ndarray, high: np.ndarray) -> Motion:
    """Numbers of the mechanics of which only the box is read."""
    two = np.ones(2)
    return Motion(two, two, 1.0, two, 1.0, 1.0, low, high, 0.0)


def test_a_shell_holds_what_lies_in_it() -> None:
    nodule = by_hand()
    levels = {name: np.arange(6.0) for name in ("oxygen", "ifng")}
    found = profiles(nodule, distances(nodule), np.empty((5, 0)), levels, LOOK)
    assert found["shell_live"].tolist() == [1, 1, 0, 0, 0]
    assert found["shell_dead"].tolist() == [1, 0, 1, 0, 0]
    assert found["shell_oxygen"][:2].tolist() == [0.0, 1.0]
    assert np.isnan(found["shell_oxygen"][2:]).all()
    assert found["shell_exhausted_share"][1] == 0.5


def test_readings_of_a_run_add_up(nodule: xr.Dataset) -> None:
    n = nodule
    start = n["live_tumour"].isel(time=0)
    lost = n["tumour_killed"] + n["tumour_starved"]
    np.testing.assert_array_equal(n["live_tumour"], start + n["tumour_born"] - lost)
    dead = n["apoptotic_tumour"] + n["necrotic_tumour"]
    np.testing.assert_array_equal(dead, lost - n["dead_cleared"])
    live_t = n["memory_t"] + n["effector_t"] + n["exhausted_t"]
    gone = n["t_died"] + n["t_left_to_blood"] + n["t_left_to_fluid"]
    np.testing.assert_array_equal(live_t, n["t_entered"] + n["t_born"] - gone)
    np.testing.assert_array_equal(n["t_inside"] + n["t_outside"], live_t)
    np.testing.assert_array_equal(n["kills"].cumsum("time"), n["tumour_killed"])
    for shells, total in (("shell_live", "live_tumour"), ("shell_kills", "kills")):
        np.testing.assert_array_equal(n[shells].sum("shell"), n[total])
    assert int(n["tumour_killed"].isel(time=-1).min()) > 0
    assert (np.diff(n["killing_left"].values) <= 0).any()
    assert float(n["killing_left"].isel(time=-1).max()) < 1
    assert int(n["unsolved_fields"].sum()) == 0


def test_a_snapshot_holds_the_cells_of_its_moment(nodule: xr.Dataset) -> None:
    last = nodule.isel(arm=1, repeat=0, time=-1)
    kinds = nodule["cell_kind"][-int(nodule["snapshot_cells"][-1]) :]
    assert int((kinds == TUMOUR).sum()) == int(last["live_tumour"])
    assert int((kinds == APOPTOTIC).sum()) == int(last["apoptotic_tumour"])
    assert int((kinds == EFFECTOR).sum()) == int(last["effector_t"])
    oxygen = nodule["field_value"].sel(field="oxygen").isel(snapshot=-1)
    assert float(oxygen.min()) == pytest.approx(float(last["oxygen_min"]), rel=1e-6)
