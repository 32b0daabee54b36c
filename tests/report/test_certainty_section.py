"""What the report says of uncertain typical values: never a point for a range, never luck for a parameter."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from cartsim.report.drivers import drivers, largest_by_luck, rank_correlations
from cartsim.report.sections.certainty import NOT_SEPARABLE, certainty
from cartsim.report.uncertainty_tables import difference_rows, over_typical_values, uncertainty_rows
from cartsim.trial.uncertainties import drawn_uncertainties, predicted_over_draws

ARMS = ["IV", "IC"]
RANDOM = np.random.default_rng(4)


def told(**known):
    """What is known of one share over the draws, as fractions."""
    names = ("mean", "sd", "lower", "upper", "sd_lower", "sd_upper")
    return xr.Dataset({f"parameter_{name}": known.get(name, np.nan) for name in names})


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "–"),
        ({"mean": 0.3}, "30.0 % (too few draws or patients)"),
        ({"mean": 0.3, "sd": 0.0}, "30.0 % (no patient differs between draws)"),
        (
            {"mean": 0.05, "sd": 0, "sd_lower": 0, "sd_upper": 0.043},
            "5.0 % (not separable: SD at most 4.3 points)",
        ),
        (
            {"mean": 0.002, "sd": 0.035, "lower": 0.0, "upper": 0.0004, "sd_lower": 0.03, "sd_upper": 0.05},
            "0.2 % (nearly all draws at 0.0 %, SD 3.5 points)",
        ),
        (
            {"mean": 0.3, "sd": 0.1, "lower": 0.1, "upper": 0.55, "sd_lower": 0.08, "sd_upper": 0.12},
            "30.0 % (10.0 to 55.0)",
        ),
    ],
)
def test_a_range_over_typical_values_is_never_a_point(known, words):
    assert over_typical_values(told(**known)) == words


def test_what_was_not_drawn_is_not_told():
    assert over_typical_values(xr.Dataset()) == "not drawn"


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (np.zeros((30, 8)), ("0.0", "–", "no patient differs between draws", "0.0")),
        (np.zeros((1, 8)), ("0.0", "–", "too few draws or patients", "–")),
        (np.tile([[0.0], [1.0]], (15, 8)), ("+50.0", "50.9 (40.5 to 50.9)", "0.0 to +100.0", "0.0")),
    ],
)
def test_a_difference_says_how_far_the_typical_values_move_it(table, cells):
    assert difference_rows(with_difference(table))[0][2:] == cells


def test_a_difference_within_luck_has_a_bound_and_no_range():
    table = RANDOM.integers(-1, 2, (30, 8)).astype(float)
    _, sd, inside, error = difference_rows(with_difference(table))[0][2:]
    assert sd.startswith("at most ")
    assert float(sd.removeprefix("at most ")) > 0
    assert inside == "not separable"
    assert float(error) > 0


def with_difference(table):
    """The endpoints of one contrast whose paired differences (draw, patient) these are."""
    codes = np.stack([table < 0, table > 0], axis=1)[:, :, None, :]
    found = drawn_uncertainties(codes.astype(np.int8), [(1, 0)])
    known = {name: (("contrast", "measure"), each) for name, each in found.items() if "difference" in name}
    names = {"contrast": ["IC - IV"], "measure": ["confirmed_orr"]}
    return xr.Dataset(known, coords={**names, "arm": ARMS})


def driven(draws, parameters, strength):
    """Endpoints of draws where the first parameter moves the response of IC by so much."""
    random = np.random.default_rng(5)
    values, luck = random.standard_normal((draws, parameters)), random.standard_normal((draws, 2))
    shares = luck + np.outer(strength * values[:, 0], [0.0, 1.0])
    return xr.Dataset(
        {"confirmed_orr_draws": (("draw", "arm"), shares), "typical_value": (("draw", "uncertain"), values)},
        coords={"uncertain": [f"k{place}" for place in range(parameters)], "arm": ARMS},
    )


def test_a_parameter_that_moves_the_response_stands_out_and_no_other():
    found = drivers(driven(60, 150, 2.0))
    assert [row[0] for row in found.rows] == ["k0"]
    assert found.rows[0][2].endswith("*")
    assert not found.rows[0][1].endswith("*")
    assert (found.more, found.parameters, found.draws) == (0, 150, 60)


def test_the_strongest_of_many_by_luck_does_not_stand_out():
    """Among 155 parameters at 20 draws some correlate by more than 2 over the root of 20, 0.45."""
    found = drivers(driven(20, 155, 0.0))
    assert found.rows == []
    strongest = float(found.strongest.split("(")[1].split(",")[0].replace("−", "-"))
    assert 0.45 < abs(strongest) <= found.limit


def test_the_limit_errs_in_one_of_twenty_whatever_the_number_of_parameters():
    random, wrong = np.random.default_rng(6), 0
    shares = random.binomial(10, 0.3, (25, 2)) / 10
    limit = largest_by_luck(random.standard_normal((25, 40)), shares)
    for _ in range(1000):
        wrong += np.nanmax(np.abs(rank_correlations(random.standard_normal((25, 40)), shares))) > limit
    assert 25 <= wrong <= 80
    assert largest_by_luck(random.standard_normal((25, 3)), shares) < limit


def test_more_than_ten_are_counted():
    shares = np.linspace(0.1, 0.9, 30)[:, None].repeat(2, axis=1)
    values = shares[:, :1] * (-1.0) ** np.arange(13)
    found = drivers(driven(30, 13, 0.0).assign(
        confirmed_orr_draws=(("draw", "arm"), shares), typical_value=(("draw", "uncertain"), values)
    ))  # fmt: skip
    assert len(found.rows) == 10
    assert found.more == 3
    assert found.rows[1] == ("k1", "−1.00*", "−1.00*")


def test_too_few_draws_or_the_same_response_in_all_are_not_ranked():
    endpoints = driven(30, 5, 1.0)
    assert drivers(endpoints.isel(draw=slice(19))) is None
    assert drivers(endpoints.assign(confirmed_orr_draws=0.0 * endpoints["confirmed_orr_draws"])) is None
    assert drivers(endpoints.drop_vars("typical_value")) is None


def finished(strength):
    """A run of 30 draws of 6 patients whose response nothing but chance, or the first parameter, decides."""
    endpoints = driven(30, 40, strength)
    codes = np.random.default_rng(7).integers(0, 2, (30, 2, 1, 6)).astype(np.int8)
    found = drawn_uncertainties(codes, [])
    alone = (np.full((2, 1), 0.3), np.full((2, 1), 0.7))
    found |= predicted_over_draws(codes, found, alone, 10)
    found |= dict(zip(("predicted_lower", "predicted_upper"), alone, strict=True))
    known = {name: (("arm", "measure"), each) for name, each in found.items() if "difference" not in name}
    shares = dict.fromkeys(
        ("outcome_share", "outcome_share_lower", "outcome_share_upper", "patient_sd"),
        (("arm", "measure"), np.full((2, 1), 0.5)),
    )
    more = {"failed_draws": (("draw", "arm"), np.zeros((30, 2), int))}
    whole = endpoints.assign({**known, **shares, **more})
    whole = whole.assign_coords(measure=["confirmed_orr"], contrast=[])
    settings = SimpleNamespace(parameter_draws=30, draw_patients=6, patients=200)
    scenario = SimpleNamespace(run=settings, trial=SimpleNamespace(planned=None))
    return SimpleNamespace(endpoints=whole, scenario=scenario)


def test_the_section_says_that_nothing_is_separable_and_nothing_stands_out():
    section = certainty(finished(0.0))
    assert "(not separable: SD at most " in section.tables[0].rows[0][4]
    assert NOT_SEPARABLE in section.tables[0].note
    assert "the 6 patients of the draws, the share that of the 200 of the run" in section.tables[0].note
    assert section.paragraphs[-1].startswith("No parameter stands out among 40 at 30 draws: the strongest ")
    assert len(section.tables) == 1


def test_the_words_are_explained_where_they_stand():
    run = finished(0.0)
    known = {"parameter_lower": 0.1, "parameter_upper": 0.9, "parameter_sd_lower": 0.2}
    clear = {name: xr.full_like(run.endpoints[name], value) for name, value in known.items()}
    run.endpoints = run.endpoints.assign(clear)
    assert certainty(run).tables[0].note.startswith("The mean over typical values is that of the 6 patients")


def test_the_section_lists_what_stands_out():
    section = certainty(finished(3.0))
    assert section.tables[-1].rows[0][0] == "k0"
    assert "none of 40 parameters in any arm exceeds in 95 % of random orders" in section.tables[-1].note
    assert not any("No parameter stands out" in text for text in section.paragraphs)


def test_the_planned_trial_is_never_narrower_over_typical_values():
    for row in uncertainty_rows(finished(0.0).endpoints):
        narrow, wide = (tuple(map(float, cell.removesuffix(" %").split(" to "))) for cell in row[5:])
        assert wide[0] <= narrow[0] < narrow[1] <= wide[1]
