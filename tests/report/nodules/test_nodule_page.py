"""The page of single cells: its figures, its table, and what it says of the fields."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cartsim.report import build_page, film, nodule_tables
from cartsim.report.figures.nodule_slices import scales_of
from cartsim.report.figures.nodules import profile
from cartsim.report.nodule_slices import SLAB, at_day, cells_of, chosen_days, cut
from cartsim.report.plates import Plate
from cartsim.report.plates.nodules import NODULES
from cartsim.report.style import journal_style
from cartsim.results import Run
from cartsim.simulate.agents.cells import MEMORY, NECROTIC


@pytest.mark.parametrize("plate", NODULES, ids=lambda plate: plate.name)
def test_every_figure_of_a_nodule_is_drawn(run: Run, plate: Plate) -> None:
    with journal_style():
        figure = plate.draw(run)
        assert figure is not None
        FigureCanvasAgg(figure).draw()
    shown = " ".join(text.get_text() for ax in figure.axes for text in (ax.title, ax.yaxis.label, *ax.texts))
    assert shown
    assert plate.words(run).endswith(".")


def test_figures_of_a_nodule_are_left_out_of_a_trial() -> None:
    from tests.report.synthetic import make_run

    trial = make_run(patients=5)
    assert not trial.alone
    assert all(plate.draw(trial) is None for plate in NODULES)


def test_the_page_says_what_a_route_is_here_and_whether_fields_converged(run: Run) -> None:
    page = build_page(run)
    assert "A route is here only the way in" in page
    assert "0</b> of" in page
    assert "no real tissue" in page
    assert "virtual patients" not in page
    assert page.count("<figure") == len(NODULES)
    assert "out of the vessels in the nodule" in page


def test_numbers_of_the_table_are_those_of_the_readings(run: Run) -> None:
    n = run.nodule
    rows = {name.strip(): cells for name, *cells in nodule_tables.rows(run)}
    killed = n["tumour_killed"].isel(time=-1, arm=0).values
    assert rows["Tumour cells killed"][0].startswith(f"{killed.mean():,.0f}".replace(",", "\u202f"))
    depth = n["kill_depth_mean"].fillna(0).isel(arm=1) * n["kills"].isel(arm=1)
    mean = (depth.sum("time") / n["kills"].isel(arm=1).sum("time")).mean()
    assert rows["Mean depth of kills below the surface (µm)"][1].startswith(f"{float(mean):.1f}")


def test_kills_per_effector_are_kills_over_the_lives_of_effectors(run: Run) -> None:
    """T cells come in after the first output: the lives of effectors are summed step by step."""
    n = run.nodule
    rate, days = nodule_tables.kills_per_effector(n), n["time"].values
    np.testing.assert_allclose(rate["time"], days[:-1] + np.diff(days) / 2)
    lives = np.diff(n["effector_days"].values, axis=-1)
    most = np.maximum(n["effector_t"].values[..., 1:], n["effector_t"].values[..., :-1]) * np.diff(days)
    assert (lives[..., 0] > 0.65 * n["effector_t"].values[..., 1] * (days[1] - days[0])).all()
    assert (lives <= 1.2 * most).all()
    np.testing.assert_allclose(rate.values * lives, n["kills"].values[..., 1:])
    np.testing.assert_allclose(
        nodule_tables.kill_rate(n) * n["effector_days"].isel(time=-1), n["tumour_killed"].isel(time=-1)
    )


def test_fields_that_did_not_converge_are_told(run: Run) -> None:
    from cartsim.errors import TooManyFailures
    from cartsim.results.manifest import make_nodule_manifest
    from cartsim.virtual_trial import excess_of_failures, refuse

    assert excess_of_failures(run) == []
    bad = run.nodule.assign(unsolved_fields=run.nodule["unsolved_fields"] + 1)
    failed = replace(run, nodule=bad, manifest=make_nodule_manifest(run.scenario, bad))
    assert failed.manifest["failures"]["IV"] == {"ok": 0, "unsolved_field": 2}
    with pytest.raises(TooManyFailures, match=r"4 of .* solves of a field did not converge") as refused:
        refuse(excess_of_failures(failed))
    assert refused.value.exit_code == 3


def test_a_tumour_at_the_edge_of_its_domain_is_told(run: Run) -> None:
    from cartsim.results.manifest import make_nodule_manifest
    from cartsim.virtual_trial import excess_of_failures

    edge = run.nodule["tumour_at_edge"] + 3
    squeezed = run.nodule.assign(tumour_at_edge=edge)
    failed = replace(run, nodule=squeezed, manifest=make_nodule_manifest(run.scenario, squeezed))
    (said,) = excess_of_failures(failed)
    assert "up to 3 tumour cells touch the edge of the domain" in said
    assert "agents.domain" in said
    rows = {name: cell for name, cell, *_ in nodule_tables.rows(failed)}
    assert rows["Tumour cells at the edge of the domain, most"] == "3"


def test_seven_arms_of_a_film_stand_in_two_rows(run: Run) -> None:
    scales = scales_of(run, [0])
    with journal_style():
        few, many = (film._frame(run, [f"arm {k}" for k in range(n)], [0] * n, 0.0, scales) for n in (2, 7))
    assert many.height > 1.6 * few.height
    assert 1.3 * few.width < many.width < 2.5 * few.width


def test_a_cut_shows_cells_as_the_plane_cuts_them(run: Run) -> None:
    snapshot = at_day(run.nodule, "IC", 0.25)
    cells, seen = cells_of(run.nodule, snapshot), cut(run, snapshot)
    z, radius, kind = (cells[f"cell_{name}"].values for name in ("z", "radius", "kind"))
    tumour, t_cell = kind <= NECROTIC, kind >= MEMORY
    shown = int((tumour & (np.abs(z) < radius)).sum() + (t_cell & (np.abs(z) < SLAB)).sum())
    assert seen.kind.size == shown > 0
    assert (np.diff((seen.kind >= MEMORY).astype(int)) >= 0).all(), "T cells lie on top"
    touched = tumour & (np.abs(z) < radius)
    expected = np.sqrt(radius[touched] ** 2 - z[touched] ** 2)
    np.testing.assert_allclose(np.sort(seen.radii[seen.kind <= NECROTIC]), np.sort(expected), rtol=1e-5)


def test_snapshots_are_found_by_arm_and_day(run: Run) -> None:
    n = run.nodule
    assert [at_day(n, arm, day) for arm in ("IV", "IC") for day in (0.0, 0.125, 0.25)] == [0, 1, 2, 3, 4, 5]
    assert sum(cells_of(n, k).sizes["cell"] for k in range(6)) == n.sizes["cell"]
    assert chosen_days(np.arange(9.0), 3).tolist() == [0, 4, 8]


def test_kills_of_a_map_add_up_to_the_kills(run: Run) -> None:
    n = run.nodule
    density = profile(n, "kills", 1.0).sel(arm="IC").values[1:]
    volume = 4 / 3 * np.pi * (n["shell_outer"] ** 3 - n["shell_inner"] ** 3).values / 1e6
    total = (density * volume).sum(axis=1) * np.diff(n["time"].values)
    np.testing.assert_allclose(total, n["kills"].sel(arm="IC").mean("repeat").values[1:])


def test_colours_mean_the_same_in_all_pictures(run: Run) -> None:
    scales = scales_of(run, list(range(6)))
    live = run.nodule["cell_pdl1"].values[run.nodule["cell_kind"].values == 0]
    assert scales.pdl1.vmin == pytest.approx(live.min())
    assert scales.pdl1.vmax == pytest.approx(np.quantile(live, 0.99))
    assert scales.oxygen is not None
    assert list(scales.ifng) == sorted(scales.ifng)
