"""The parameter files: complete, in their units, with a source behind every number."""

from __future__ import annotations

import time
from dataclasses import replace
from math import inf, nan

import pint
import pytest

from cartsim.calibration.free import load_free
from cartsim.datasets import CAVITY_SITE, DISEASE
from cartsim.errors import BadInput
from cartsim.model.laws import QUANTITIES, REACTIONS
from cartsim.model.reaction import SUFFIX
from cartsim.model.state import INPUTS, LESION_PARAMETERS, STATES
from cartsim.parameters import (
    assumed_symbols,
    load_correlations,
    load_diseases,
    load_parameters,
    model_symbols,
)
from cartsim.parameters import load as loading
from cartsim.parameters.fact import read_fact
from cartsim.parameters.parameter import faults
from cartsim.parameters.second_reading import words
from cartsim.parameters.uncertainty import BY_CELLS, held_symbols, uncertain_symbols

SCHEDULE_ONLY = {"h0", "frac_n", "most_drained", "fludarabine_day", "cyclophosphamide_day"}
"""Symbols that only the schedule and the initial state use."""


def arguments_of_the_laws() -> set[str]:
    """Names that laws ask for and that are no state, quantity or input at any of their sites."""
    known = {item.name for item in (*QUANTITIES, *STATES)} | set(LESION_PARAMETERS) | set(INPUTS)
    wanted = set()
    for law in (*QUANTITIES, *REACTIONS):
        for site in law.where:
            for name in law.arguments:
                local = name + SUFFIX[site]
                wanted |= {name, local} & set(model_symbols()) or (
                    {name} if not {name, local} & known else set()
                )
    quantity_sites = {item.name + SUFFIX[site] for item in QUANTITIES for site in item.where}
    return wanted - quantity_sites


def test_every_parameter_that_a_law_asks_for_has_a_value():
    assert arguments_of_the_laws() - set(model_symbols()) == set()


def test_every_parameter_of_the_equations_is_asked_for_by_a_law_or_the_schedule():
    assert set(model_symbols()) - arguments_of_the_laws() == SCHEDULE_ONLY


def test_the_parameter_coordinate_has_the_agreed_symbols_first_to_last():
    symbols = model_symbols()
    assert len(symbols) == len(set(symbols)) == 164
    assert (symbols[0], symbols[-1]) == ("car", "neuro_hill")
    assert not {"weight_male", "tumour_burden", "n", "cavity"} & set(symbols)


@pytest.mark.parametrize(
    ("symbol", "value", "spread"),
    [
        ("k_bl", 40, 0.2), ("k_lb", 1.5, 0.2), ("k_bt", 1e-3, 0.8), ("k_bc", 0.07, 0),
        ("k_ct", 0.3, 0.5), ("a_serosa", 300, 0), ("q_lymph", 240, 0.5), ("r_c", 2.88, 0.3),
        ("mu_e", 1.7, 0.25), ("d_m", 0.02, 0.8), ("hom_m", 0.1, 0.5), ("hom_e", 0.6, 0.2),
        ("tau_l", 4.5, 0.3), ("tau_fit", 25, 0.4), ("k_kill", 8, 0.6), ("f_m", 0.3, 0.4),
        ("kd_pd", 14.8, 0), ("pd1", 5000, 0.5), ("l0", 1.5e4, 0.8), ("s_g", 0.03, 0.6),
        ("s6", 2000, 0.9), ("crp0", 5, 0.8), ("k_inj", 2.5e-10, 0.5), ("rho", 2.06e8, 0),
        ("delta", 0.06, 0.3), ("h0", 0.1, 0), ("n_host", 2e11, 0), ("mtt_n", 5.3, 0), ("e_ld_p", 0.7, 0),
        ("k_tz", 0.1, 0), ("sus_crs", 1, 0.5), ("temp0", 36.8, 0), ("oxygen_max", 60, 0),
        ("sus_neuro", 1, 0.6), ("k_neuro", 0.5, 0), ("alc0", 1.3, 0.4), ("k_lym", 0.022, 0.3),
    ],
)  # fmt: skip
def test_values_are_those_of_the_written_model(symbol, value, spread):
    """Where a calibration has told the typical value, the written one is its prior."""
    entry = load_parameters()[symbol]
    calibrated = entry.uncertainty is not None and symbol in load_free()
    assert (load_free()[symbol].prior if calibrated else entry.value) == pytest.approx(value)
    assert entry.spread == pytest.approx(spread)


def test_constants_of_nature_and_definitions_do_not_differ_between_patients():
    assert {load_parameters()[name].distribution for name in ("kd_car", "t_ref", "nm_um3", "cell_floor")} == {
        "fixed"
    }


def test_every_unit_is_one_that_pint_reads():
    registry = pint.UnitRegistry()
    for line in ("cell = [cell]", "molecule = [molecule]", "giga = 1e9"):
        registry.define(line)
    for entry in load_parameters().values():
        registry.parse_expression(entry.unit)


def test_files_named_like_the_reaction_modules_come_first():
    rooms = list(dict.fromkeys(entry.room for entry in load_parameters().values()))
    assert tuple(rooms[: len(loading.MODEL_ROOMS)]) == loading.MODEL_ROOMS
    assert "population" in rooms[len(loading.MODEL_ROOMS) :]


def test_what_only_single_cells_read_is_no_parameter_of_the_equations_and_the_same_for_everybody():
    entries = load_parameters()
    of_cells = {symbol for symbol, entry in entries.items() if entry.room in loading.CELL_ROOMS}
    assert {entries[symbol].distribution for symbol in of_cells} == {"fixed"}
    assert {held_symbols()[symbol] for symbol in of_cells} == {BY_CELLS}
    assert not of_cells & set(model_symbols())


def test_values_of_the_reproduced_model_carry_its_sign_and_only_the_disputed_one_may_be_chosen():
    found = {symbol: entry for symbol, entry in load_parameters().items() if entry.room == "organoid"}
    assert all(symbol.startswith("abm_") for symbol in found)
    free = {symbol for symbol, entry in found.items() if entry.bounds[0] < entry.bounds[1]}
    assert free == {"abm_attach"}
    assert found["abm_attach"].permits(0.013)  # that of CARTopiaX, beside the program's own


def test_assumed_values_are_counted():
    entries = load_parameters()
    assert 0 < len(assumed_symbols()) < len(entries)
    assert all(entries[symbol].kind == "assumed" for symbol in assumed_symbols())


def test_every_assumed_value_is_drawn_when_typical_values_are_or_held_for_a_reason():
    held, drawn = held_symbols(), uncertain_symbols()
    for symbol in assumed_symbols():
        assert load_parameters()[symbol].reason.strip(), symbol
        assert (symbol in drawn) != bool(held.get(symbol, "").strip()), symbol


def test_every_entry_says_where_its_number_comes_from_and_what_a_second_look_found():
    for symbol, entry in load_parameters().items():
        texts = (entry.name, entry.unit, entry.source, entry.where, entry.reason, words(entry.second_reading))
        assert all(len(text.strip()) > 0 for text in texts), symbol
        assert "TODO" not in " ".join(texts), symbol


def test_an_infinite_time_constant_is_permitted_and_nothing_else_infinite():
    endless = {symbol for symbol, entry in load_parameters().items() if entry.permits(inf)}
    assert endless == {"tau_fit"}
    assert not load_parameters()["tau_fit"].permits(nan)


def test_entries_and_the_table_cannot_be_changed():
    entry = load_parameters()["k_bl"]
    with pytest.raises(AttributeError):
        entry.value = 1.0
    with pytest.raises(TypeError):
        load_parameters()["k_bl"] = entry


@pytest.mark.parametrize(
    "change",
    [
        {"value": -1.0}, {"bounds": (2.0, 1.0)}, {"distribution": "poisson"}, {"kind": "guessed"},
        {"reason": " "}, {"spread": 0.0}, {"distribution": "fixed"}, {"distribution": "logitnormal"},
        {"value": nan}, {"second_reading": "probably right"}, {"second_reading": "agrees:"},
        {"second_reading": "none: a choice of ours"}, {"uncertainty": 1.0}, {"uncertainty": inf},
    ],
)  # fmt: skip
def test_an_unsound_entry_is_found(change):
    assert faults(replace(load_parameters()["k_bl"], **change))


def test_all_entries_are_sound():
    assert {symbol: faults(entry) for symbol, entry in load_parameters().items() if faults(entry)} == {}


def test_a_block_with_a_missing_or_unknown_key_is_refused_by_name(monkeypatch):
    sound = loading.read_values("drugs")
    broken = {"k_ld": {key: text for key, text in sound["k_ld"].items() if key != "reason"} | {"remark": "x"}}
    monkeypatch.setattr(loading, "read_values", lambda room: broken if room == "drugs" else {})
    with pytest.raises(BadInput) as refused:
        loading.load_parameters.__wrapped__()
    text = str(refused.value)
    assert "drugs.yaml k_ld" in text
    assert "reason is missing" in text
    assert "remark is not a key" in text


def test_a_block_may_say_how_sure_its_own_value_is(monkeypatch):
    block = loading.read_values("drugs")["k_ld"]
    blocks = {"k_ld": block | {"uncertainty": 1.3}, "k_tz": block}
    monkeypatch.setattr(loading, "read_values", lambda room: blocks if room == "drugs" else {})
    found = loading.load_parameters.__wrapped__()
    assert (found["k_ld"].uncertainty, found["k_tz"].uncertainty) == (1.3, None)


def test_a_symbol_in_two_files_is_refused(monkeypatch):
    block = {"k_ld": loading.read_values("drugs")["k_ld"]}
    monkeypatch.setattr(loading, "read_values", lambda room: block if room in ("drugs", "tumour") else {})
    with pytest.raises(BadInput, match=r"stands in tumour.yaml too"):
        loading.load_parameters.__wrapped__()


def test_a_second_load_costs_nothing():
    load_parameters()
    start = time.perf_counter()
    for _ in range(100):
        load_parameters()
    assert time.perf_counter() - start < 0.01


def test_diseases_are_those_of_the_datasets_in_their_order():
    assert tuple(load_diseases()) == DISEASE
    assert {disease.site.value for disease in load_diseases().values()} == set(CAVITY_SITE)


def test_breast_and_lung_are_pleural_and_the_others_peritoneal():
    pleural = {kind for kind, disease in load_diseases().items() if disease.site.value == "pleural"}
    assert pleural == {"breast", "nsclc"}


def test_correlations_join_known_traits_once_and_form_a_correlation_matrix():
    from cartsim.population.candidates import loadings

    pairs = [frozenset((row.first, row.second)) for row in load_correlations()]
    assert len(pairs) == len(set(pairs))
    assert all(-1.0 < row.strength.value < 1.0 for row in load_correlations())
    assert all(sum(weight**2 for weight in row.values()) == pytest.approx(1.0) for row in loadings().values())


def test_a_fact_without_a_reason_is_refused():
    with pytest.raises(BadInput, match="male"):
        read_fact("diseases.yaml", "male", {"value": 1, "source": "x", "where": "y", "kind": "assumed"})
    fact = {"value": 1, "source": "x", "where": "y", "kind": "so", "reason": "z", "second_reading": "open: x"}
    with pytest.raises(BadInput, match="unknown kind"):
        read_fact("diseases.yaml", "male", fact)
    with pytest.raises(BadInput, match="second_reading"):
        read_fact("diseases.yaml", "male", fact | {"kind": "assumed", "second_reading": "probably"})
