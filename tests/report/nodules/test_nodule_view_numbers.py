"""What the page of single cells holds: the numbers of the run file, and no more of them than it says."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from cartsim.datasets import CELL_KIND
from cartsim.errors import BadInput
from cartsim.report.nodule_slices import FIRST_T_CELL, at_day, cells_of
from cartsim.report.view import build_view, choice, contents, fields, page
from cartsim.report.view.choice import choose, drawn
from cartsim.report.view.states import STATES, antigen_none, states_of
from cartsim.results import Run
from cartsim.scenario.scenario import Scenario
from tests.report.synthetic import make_run

VISIONS = {
    "all": np.eye(3),
    "no M cones": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "no L cones": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "no S cones": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}
"""What is left of linear red, green and blue: Machado, Oliveira and Fernandes 2009, severity 1."""


def seen(colour: str, vision: np.ndarray) -> np.ndarray:
    """A colour in CIELAB (white of D65) as a vision has it."""
    light = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    share = to_xyz @ np.clip(vision @ linear, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISIONS.values(), ids=VISIONS)
def test_states_are_told_apart_with_every_colour_vision(vision: np.ndarray) -> None:
    """2.3 is a difference that is just noticed."""
    places = [seen(state.colour, vision) for state in STATES]
    apart = [float(np.linalg.norm(one - other)) for one, other in combinations(places, 2)]
    assert min(apart) > 5 * 2.3


def unpacked(table: dict, text: str) -> dict[str, np.ndarray]:
    """The arrays of a page, read by a second way than that of its script."""
    content, found = gzip.decompress(base64.b64decode(text)), {}
    for name, about in table["arrays"].items():
        part = np.frombuffer(content, "u1", about["count"] * about["bits"] // 8, about["offset"])
        if about["bits"] == 16:
            low_bytes, high_bytes = part.reshape(2, -1).astype(int)
            steps = np.cumsum(low_bytes + 256 * high_bytes) % 65536
            level = about["low"] + (about["high"] - about["low"]) * steps / 65535
            part = np.expm1(level) if about["log"] else level
        found[name] = part
    return found


@pytest.fixture(scope="module")
def packed(run: Run) -> tuple[dict, dict[str, np.ndarray]]:
    table, text = contents.contents(run, choose(run))
    return table, unpacked(table, text)


def test_cells_of_the_page_are_those_of_the_run(run: Run, packed) -> None:
    table, arrays = packed
    for arm, name in enumerate(("IV", "IC")):
        for moment, day in enumerate((0.0, 0.125, 0.25)):
            cells = cells_of(run.nodule, at_day(run.nodule, name, day))
            about = table["snapshots"][arm][moment]
            own = slice(about["start"], about["start"] + about["drawn"])
            assert about["drawn"] == cells.sizes["cell"]
            for column in ("x", "y", "z", "radius", "pdl1"):
                step = (table["arrays"][column]["high"] - table["arrays"][column]["low"]) / 65535
                np.testing.assert_allclose(
                    arrays[column][own], cells[f"cell_{column}"], atol=0.51 * step, rtol=0
                )
            np.testing.assert_allclose(arrays["her2"][own], cells["cell_her2"], rtol=2e-4, atol=1e-6)


def test_fields_of_the_page_are_those_of_the_run(run: Run, packed) -> None:
    table, arrays = packed
    assert table["grid"]["counts"] == [run.nodule.sizes[f"voxel_{axis}"] for axis in "xyz"]
    assert [field["unit"] for field in table["fields"]] == ["mmHg", "pg/mL", "relative"]
    for name in ("oxygen", "ifng", "lure"):
        values = run.nodule["field_value"].sel(field=name).values
        np.testing.assert_allclose(arrays[name], values.ravel(), atol=np.ptp(values) / 65535, rtol=0)


def test_counts_of_the_page_are_the_readings_of_the_run(run: Run, packed) -> None:
    table, _ = packed
    place = {state.name: at for at, state in enumerate(STATES)}
    for arm, name in enumerate(("IV", "IC")):
        for moment, day in ((0, 0.0), (2, 0.25)):
            counts = table["snapshots"][arm][moment]["counts"]
            read = run.nodule.sel(arm=name, repeat=0, time=day)
            live = counts[place["positive"]] + counts[place["negative"]]
            assert live == read["live_tumour"]
            assert counts[place["negative"]] / live == pytest.approx(float(read["antigen_low_share"]))
            assert counts[place["killed"]] == read["apoptotic_tumour"]
            assert counts[place["searching"]] + counts[place["engaged"]] == read["effector_t"]
            assert counts[place["memory"]] == read["memory_t"]
            assert counts[place["exhausted"]] == read["exhausted_t"]
    assert counts[place["engaged"]] > 0


def test_courses_of_the_page_are_those_of_every_repeat(run: Run, packed) -> None:
    tumour, t_cells, killed = packed[0]["courses"]["panels"]
    assert tumour["values"] == run.nodule["live_tumour"].values.tolist()
    assert killed["values"] == run.nodule["tumour_killed"].values.tolist()
    total = sum(run.nodule[f"{kind}_t"] for kind in ("memory", "effector", "exhausted"))
    assert t_cells["values"] == total.values.tolist()


def test_a_cell_has_the_state_of_its_kind(run: Run) -> None:
    cells = cells_of(run.nodule, at_day(run.nodule, "IC", 0.25))
    found = states_of(cells, antigen_none(run, "IC"))
    kinds = [STATES[state].kind for state in found]
    assert kinds == [CELL_KIND[code] for code in cells["cell_kind"].values]


def test_a_page_that_would_be_too_large_is_thinned_and_says_so(run: Run, monkeypatch) -> None:
    whole = choose(run)
    assert whole.nth == whole.coarse == 1
    assert whole.thinned == []
    monkeypatch.setattr(choice, "MOST_CELLS", int(run.nodule.sizes["cell"] / 2.5))
    monkeypatch.setattr(choice, "MOST_VALUES", int(run.nodule["field_value"].size / 5))
    thin = choose(run)
    assert (thin.nth, thin.coarse) == (3, 2)
    for snapshot in thin.snapshots[0]:
        cells, places = cells_of(run.nodule, snapshot), drawn(run, snapshot, 3)
        t_cell, identity = cells["cell_kind"].values >= FIRST_T_CELL, cells["cell_identity"].values
        assert places.tolist() == np.flatnonzero(t_cell | (identity % 3 == 0)).tolist()
    text = build_view(run)
    assert "1 in 3 tumour cells is drawn and every CAR-T cell; counts are of all cells" in text
    assert "fields are means over 2³ voxels" in text
    monkeypatch.setattr(choice, "FEWEST", 2)
    assert "2 of the 3 moments kept are shown" in build_view(run)


def test_blocks_of_voxels_are_their_means() -> None:
    values = np.arange(2 * 5 * 4 * 3, dtype=float).reshape(2, 5, 4, 3)
    found = fields.blocks(values, 2)
    assert found.shape == (2, 3, 2, 2)
    assert found[1, 0, 1, 0] == values[1, 0:2, 2:4, 0:2].mean()
    assert found[0, 2, 0, 1] == values[0, 4:, 0:2, 2:].mean()


def test_arms_are_chosen_by_name_and_a_wrong_name_is_told(run: Run) -> None:
    assert choose(run, ["IC"]).arms == ["IC"]
    with pytest.raises(BadInput, match="'IX' is no arm of this run; known here: IV, IC"):
        choose(run, ["IX"])


def test_a_run_without_snapshots_is_refused_with_what_helps(run: Run) -> None:
    pictures = [name for name in run.nodule.variables if {"snapshot", "cell"} & set(run.nodule[name].dims)]
    with pytest.raises(BadInput, match="no snapshots of single cells to show; run it again with"):
        choose(replace(run, nodule=run.nodule.drop_vars(pictures)))
    with pytest.raises(BadInput, match="runs of single cells have them"):
        choose(make_run(patients=5))


def test_only_the_script_of_the_page_may_run_and_nothing_be_fetched(run: Run) -> None:
    text = build_view(run)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text).group(1)
    script = re.search(r'<script type="module">(.*?)</script>', text, re.DOTALL).group(1)
    assert policy.startswith("default-src 'none';")
    assert f"script-src '{page.digest(script)}'" in policy
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    assert build_view(run) == text, "the same run gives the same page"


def test_no_name_can_end_a_block_of_data_or_become_markup(run: Run) -> None:
    evil = "</script><script>alert(1)</script>"
    arms = run.scenario.trial.arms
    named = arms[0].model_copy(update={"name": evil})
    trial = run.scenario.trial.model_copy(update={"arms": (named, arms[1])})
    scenario: Scenario = run.scenario.model_copy(update={"trial": trial, "title": evil})
    names = [evil, "IC"]
    told = build_view(
        replace(
            run,
            scenario=scenario,
            nodule=run.nodule.assign_coords(arm=names),
            summary=run.summary.assign_coords(arm=names),
            endpoints=run.endpoints.assign_coords(arm=names),
        )
    )
    assert told.count("<script") == 3
    table = re.search(r'id="table">(.*?)</script>', told, re.DOTALL).group(1)
    assert json.loads(table)["arms"][0]["name"] == evil
