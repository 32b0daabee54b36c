"""Whatever is done to a scenario, it is read or refused: no other exception, no hang."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartsim.errors import BadInput
from cartsim.scenario import Scenario, loads
from cartsim.scenario.source import read_bytes

CASES = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "cases/valid").glob("*.yaml"))]
CALM = settings(
    max_examples=150,
    deadline=5000,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)

VALUES = """1e6 ¦ -1 ¦ 0 ¦ .nan ¦ .inf ¦ null ¦ ~ ¦ true ¦ yes ¦ [] ¦ {} ¦ '' ¦ 1e8 cells ¦ 5 mg ¦ &a b ¦ *a
¦ @ ¦ !!int 3 ¦ {a: b} ¦ [a, [b]] ¦ 1e999 days ¦ 3 day^9 ¦ crs_grade >= 2 ¦ infinity ¦ none ¦ - a ¦ a: b: c
¦ 3+3 ¦ 2026-11-22 ¦ 0x1F ¦ 1_000"""
PATHS = """run.patients trial.arms[0].dose trial.arms[*].name parameters.tau_fit parameters.k_g.value
disease.kinds trial sweep.grid trial.response.stable_disease_from trial.rescue design.levels product.car
extends agents schema disease.entry.age.at_least trial.visits.response[0] trial.lymphodepletion.days a..b"""
KEYS = "arms dose doses route name kinds ovarian value because grid when"
BLOCKS = "product disease trial parameters run sweep agents design"

ODD = st.one_of(
    st.sampled_from([value.strip() for value in VALUES.split("¦")] + ["9" * 400, "|\n  a"]),
    st.text(max_size=12),
    st.floats().map(str),
)
SHAPES = st.recursive(
    st.one_of(ODD, st.integers(), st.floats(), st.booleans(), st.none()),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=3)
    ),
    max_leaves=8,
)


def read_or_refused(text: str, sets: tuple[str, ...] = ()) -> None:
    refused = None
    try:
        assert isinstance(loads(text, "fuzz.yaml", sets), Scenario)
    except BadInput as error:
        refused = error
    if refused:
        assert all(problem.message for problem in refused.problems)
        assert str(refused).replace("\n", "").isprintable()


@CALM
@given(
    st.sampled_from(CASES),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4), st.integers(0, 8)), min_size=1, max_size=4),
)
def test_changed_bytes_never_break_the_reader(case: bytes, changes: list[tuple[float, bytes, int]]) -> None:
    for where, new, cut in changes:
        at = int(where * len(case))
        case = case[:at] + new + case[at + cut :]
    try:
        read_bytes(case, "fuzz.yaml")
    except BadInput:
        return
    read_or_refused(case.decode("utf-8"))


@CALM
@given(st.sampled_from(CASES), st.floats(0, 1), ODD)
def test_an_odd_value_in_any_place_never_breaks_the_reader(case: bytes, where: float, odd: str) -> None:
    lines = case.decode("utf-8").splitlines()
    at = min(int(where * len(lines)), len(lines) - 1)
    key = lines[at].partition(":")[0]
    lines[at] = f"{key}: {odd}"
    read_or_refused("\n".join(lines))


@CALM
@given(st.sampled_from(PATHS.split()), ODD)
def test_odd_settings_never_break_the_reader(path: str, odd: str) -> None:
    read_or_refused(CASES[0].decode("utf-8"), (f"{path}={odd}",))


@CALM
@given(SHAPES, st.sampled_from(BLOCKS.split()))
def test_odd_shapes_never_break_the_classes(value: object, block: str) -> None:
    text = json.dumps(value).replace("NaN", ".nan").replace("Infinity", ".inf")
    lines = [line for line in CASES[0].decode("utf-8").splitlines() if not line.startswith(f"{block}:")]
    read_or_refused("\n".join([*lines, f"{block}: {text}"]))
