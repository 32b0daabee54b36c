"""Two real runs compared: the change is named, what moved is told from what did not, nothing is dropped."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from cartsim.errors import BadInput
from cartsim.report.two_runs import Compared, build_page, compare, facts_of, pair_of, rows, words
from cartsim.report.two_runs.sections import parameters_of
from cartsim.results import Run
from cartsim.scenario import load
from cartsim.scenario.shipped import shipped
from cartsim.virtual_trial import carry_out

SETS = ("run.patients=16", "run.tolerance=1e-4", "run.route_basis=false", "run.courses=none")
Runs = Callable[..., Run]


@pytest.fixture(scope="module")
def run() -> Runs:
    """A small run of the route comparison with some fields changed; each is simulated once."""
    done: dict[tuple[str, ...], Run] = {}

    def carried_out(*sets: str) -> Run:
        if sets not in done:
            done[sets] = carry_out(load(shipped()["route_comparison"], [*SETS, *sets]))
        return done[sets]

    return carried_out


def between(first: Run, second: Run) -> Compared:
    return compare(pair_of(first, second, ("first/run.nc", "second/run.nc")))


WEAK = "product.car.affinity=200 nM"


def test_the_one_change_is_listed_exactly_and_what_it_moves_is_found(run):
    found = between(run(), run(WEAK))
    assert [tuple(change) for change in found.pair.changes] == [("product.car.affinity", "0.58 nM", "200 nM")]
    assert found.pair.unlike == ("kd_car",)
    assert {row.name for row in found.moved} >= {"cmax", "auc_0_28_tumour"}
    assert all(row.shift.difference < 0 for row in found.moved if row.name == "auc_0_28_tumour")
    assert "Changed: product.car.affinity from 0.58 nM to 200 nM." in words.answer(found)


def test_the_same_run_twice_is_the_same_in_every_endpoint(run):
    again = carry_out(load(shipped()["route_comparison"], SETS))
    found = between(run(), again)
    assert found.moved == []
    assert {row.shift.verdict for row in found.rows} == {"same"}
    assert found.pair.changes == []
    assert found.pair.unlike == ()
    assert "Nothing moved" in words.answer(found)


def test_another_seed_makes_independent_patients(run):
    found = between(run(), run("run.seed=7"))
    assert not found.pair.shared.paired
    assert [change.path for change in found.pair.changes] == ["run.seed"]
    assert "same" not in {row.shift.verdict for row in found.rows}
    assert "compared with themselves" in words.patients(found.pair)


def test_more_patients_of_one_seed_are_compared_where_they_are_shared(run):
    found = between(run("run.patients=12"), run())
    assert found.pair.shared.first.size == 12
    assert {row.shift.verdict for row in found.rows} == {"same"}
    assert "B has 4 more" in words.patients(found.pair)


def test_every_value_is_that_of_the_report(run):
    found = between(run(), run(WEAK))
    for row in found.rows:
        for one, arm, value in zip(found.pair.runs, row.arms, row.values, strict=True):
            if row.name in one.endpoints and row.scale == "points":
                share = float(one.endpoints[row.name].sel(arm=arm))
                assert value.startswith("–" if math.isnan(share) else f"{100 * share:.1f} %"), row.label
    names = {row.name for row in found.rows}
    assert names >= {"confirmed_orr", "dcr", "dlt_rate", "pfs", "os", "orr_at_day_91"}


def test_arms_are_matched_by_name_then_by_place_and_none_is_dropped(run):
    third = "trial.arms=[{name: IC, dose: 1e6 cells/kg, route: intracavitary}, " \
        "{name: vein, dose: 1e6 cells/kg, route: intravenous}, " \
        "{name: much, dose: 1e8 cells, route: intravenous}]"  # fmt: skip
    found = between(run(), run(third))
    assert [tuple(arms) for arms in found.pair.arms] == [("IV", "vein"), ("IC", "IC")]
    assert found.pair.alone == ((), ("much",))
    said = " ".join(words.arms(found.pair))
    assert "IV of A with vein of B" in said
    assert "only B has are not compared: much" in said
    assert {row.shift.verdict for row in found.rows} == {"same"}
    assert "trial.arms[much]" in {change.path for change in found.pair.changes}


def test_endpoints_of_one_run_alone_are_named(run):
    found = between(run(), run("trial.visits.response=[30, 84, 182, 274, 365]"))
    assert [name for name in found.only[0] if "day 91" in name]
    assert [name for name in found.only[1] if "day 84" in name]
    page = build_page(found)
    assert "Only A has: CR or PR on day 91" in page


def test_the_arm_that_changed_is_told_before_those_that_did_not():
    of = SimpleNamespace
    told = [
        of(label="", shift=of(verdict=verdict), arms=of(name=name), values=("1", "1"), difference="0")
        for name, verdict in (("IV", "same"), ("IC", "same"), ("IC low", "not told apart"))
    ]
    shared = SimpleNamespace(paired=False)
    said = words.primary(SimpleNamespace(primary=lambda: told, pair=SimpleNamespace(shared=shared)))
    assert said.startswith("Primary response: IC low")
    assert said.endswith("; 1 more arm in the table.")


def test_a_primary_endpoint_defined_otherwise_is_said(run):
    found = between(run(), run("trial.response.primary.by=91 days"))
    assert len(found.primary()) == 2
    assert "defined differently" in build_page(found)
    for row in found.primary():
        assert "A: Confirmed CR or PR that begins by day 182" in row.label
        assert "B: Confirmed CR or PR that begins by day 91" in row.label
    assert "Primary response, A&#39;s own" in build_page(found)
    assert words.primary(found).startswith("Primary response, defined otherwise in A and B: ")


def test_words_at_the_top_are_no_inputs_and_every_count_of_inputs_is_one(run):
    found = between(run(), run("title=Another", "question=Why?", "run.patients=12"))
    assert words.changed(found.pair) == "Changed: run.patients from 16 to 12."
    assert "<b>1</b> input <a" in build_page(found)


def test_a_mean_that_differs_by_rounding_alone_is_the_same(run):
    found = between(run(), run("run.patients=12"))
    means = [row for row in found.rows if row.name.startswith("mean_")]
    assert {row.shift.verdict for row in means} == {"same"}


def test_another_version_of_the_parameters_and_of_the_program_is_told(run):
    first = run()
    manifest = {**first.manifest, "program": {**first.manifest["program"], "source_sha256": "0" * 64}}
    rows = [dict(row) for row in first.manifest["parameters"]]
    rows[0]["value"] = 2 * rows[0]["value"]
    second = replace(first, manifest=manifest | {"parameters": rows})
    found = between(first, second)
    assert parameters_of(found.pair) == [
        (rows[0]["symbol"], f"value {rows[0]['value'] / 2}", f"value {rows[0]['value']}")
    ]
    assert "source of cartsim differs" in words.answer(found)


def test_single_cells_and_trials_are_not_compared(run):
    alone = replace(run(), patients=xr.Dataset(), nodule=xr.Dataset({"x": ("arm", [1.0])}))
    for pair in ((run(), alone), (alone, run()), (alone, alone)):
        with pytest.raises(BadInput, match=r"single cells|of cells") as refused:
            pair_of(*pair, ("a.nc", "b.nc"))
        assert refused.value.problems[0].remedy


def test_the_page_needs_nothing_else_and_says_what_it_must(run):
    page = build_page(between(run(), run(WEAK)))
    assert not re.search(r"(src|href)=[\"'](?!data:|#)", page)
    assert "<script" not in page
    assert "never dosing a patient" in page
    assert "Monte Carlo" in page
    assert "one in twenty" in page
    assert "nan" not in re.sub(r"data:image[^\"]*", "", page).lower().replace("finance", "")
    assert page.count("data:image/svg+xml") == 2


def test_values_for_programs_are_plain_and_agree_with_the_page(run):
    found = between(run(), run(WEAK))
    facts = facts_of(found)
    assert facts["moved"] == len(found.moved) == sum(r["verdict"] == "moved" for r in facts["endpoints"])
    assert facts["changes"] == [
        {"path": "product.car.affinity", "first": "0.58 nM", "second": "200 nM"}
    ]
    peaks = [row for row in facts["endpoints"] if row["endpoint"] == "cmax"]
    blood = next(row for row in peaks if row["arm"]["first"] == "IC")
    own = np.median(
        found.pair.second.endpoints["cmax"].sel(arm="IC") / found.pair.first.endpoints["cmax"].sel(arm="IC")
    )
    assert blood["difference"] == pytest.approx(own, rel=1e-6)


def test_a_median_that_one_run_alone_reaches_says_which():
    assert rows._end(math.inf) == "+NR"
    assert rows._end(-math.inf) == "−NR"
    assert rows._end(1.25) == "+1.2"
