"""What a contrast of routes rests on: the same contrast at other values of parameters that no data identify.

One parameter at a time is moved around the scenario's own values (values/route_basis.yaml); the patients are
those of the run, with the same random numbers, so that a difference between two settings is the parameter's.
The setting that is the scenario's own is taken from the run and not solved again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import describe, variable
from cartsim.parameters.route_basis import Basis, load_route_basis
from cartsim.population import draw
from cartsim.scenario.quantities import in_words
from cartsim.scenario.routes import RoutePair, alone, own_value, route_pairs, with_values
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.course import simulate
from cartsim.trial import observe
from cartsim.trial.compare import newcombe_paired, paired_table
from cartsim.trial.paired import Measure, month_3_measure, yes_no_measures, yes_no_outcomes

BATCH = 500
"""Patients simulated at a time."""
BECAUSE = "what the contrast of routes rests on"
TAILS = ("", "_lower", "_upper")

Count = Callable[[int], None]
Table = dict[str, NDArray]


class Setting(NamedTuple):
    """A parameter at one value, in its unit."""

    basis: Basis
    value: float

    @property
    def label(self) -> str:
        """Such as `tau_fit 14 day`."""
        return f"{self.basis.symbol} {in_words(self.value, self.basis.unit)}"


def pairs_with_basis(scenario: Scenario) -> tuple[RoutePair, ...]:
    """The pairs of arms that this is computed for; none where `run.route_basis` says so."""
    symbols = [basis.symbol for basis in load_route_basis()]
    return route_pairs(scenario, symbols) if scenario.run.route_basis else ()


def settings_of(scenario: Scenario) -> list[Setting]:
    """Every value of the file, and what the pairs themselves have, each parameter's in rising order."""
    own = [alone(scenario, pair) for pair in pairs_with_basis(scenario)]
    return [
        Setting(basis, value)
        for basis in load_route_basis()
        for value in sorted({*basis.values, *(own_value(one, basis.symbol) for one in own)})
    ]


def solves(scenario: Scenario) -> int:
    """Courses that have to be solved for it."""
    own = len(load_route_basis())
    return sum(
        2 * (len(settings_of(scenario)) - own) * patients_of(scenario) for _ in pairs_with_basis(scenario)
    )


def patients_of(scenario: Scenario) -> int:
    """How many patients of the run take part."""
    return min(scenario.run.patients, scenario.run.route_basis_patients)


def route_basis(
    scenario: Scenario, visits: xr.Dataset, endpoints: xr.Dataset, done: Count | None = None
) -> xr.Dataset:
    """What the other values add to the endpoints of a run; what holds at its own is taken from the run."""
    pairs, settings = pairs_with_basis(scenario), settings_of(scenario)
    names = measures_of(scenario)
    shape = (len(pairs), len(settings))
    found: Table = {name: np.full((*shape, len(names)), np.nan) for name in OUTCOMES}
    found |= {"route_own": np.zeros(shape, np.int8), "route_failed": np.zeros(shape, np.int64)}
    for row, pair in enumerate(pairs):
        here = alone(scenario, pair)
        for column, (basis, value) in enumerate(settings):
            own = own_value(here, basis.symbol) == value
            if own:
                outcomes, failed = own_outcomes(scenario, pair, visits, endpoints)
            else:
                outcomes, failed = outcomes_with(with_values(here, {basis.symbol: value}, BECAUSE), done)
            found["route_own"][row, column], found["route_failed"][row, column] = own, failed
            for place, name in enumerate(names):
                for variable_name, number in compared(*outcomes[name]).items():
                    found[variable_name][row, column, place] = number
    return _dataset(scenario, found, pairs, settings, names)


def measures_of(scenario: Scenario) -> tuple[str, ...]:
    """The yes/no endpoints it is computed for."""
    return ("confirmed_orr", month_3_measure(scenario), "severe_crs", "dlt")


def outcomes_with(
    scenario: Scenario, done: Count | None = None, threads: int | None = None
) -> tuple[dict[str, Measure], int]:
    """The outcomes of the patients who take part, in the arms of a scenario, and how many solves failed."""
    patients = draw(scenario, np.arange(patients_of(scenario)))
    parts: list[Mapping[str, Measure]] = []
    failed = 0
    for start in range(0, patients.sizes["patient"], BATCH):
        batch = patients.isel(patient=slice(start, start + BATCH))
        course = simulate(batch, scenario, threads=threads, done=done)
        parts.append(yes_no_outcomes(observe(course, scenario), scenario))
        failed += int((course["status"] != 0).sum())
    joined = {name: _joined([part[name] for part in parts]) for name in parts[0]}
    return joined, failed


def own_outcomes(
    scenario: Scenario, pair: RoutePair, visits: xr.Dataset, endpoints: xr.Dataset
) -> tuple[dict[str, Measure], int]:
    """The same of the run itself: the arms of the pair, the patients who take part."""
    first = slice(patients_of(scenario))
    seen = visits.isel(arm=list(pair), patient=first)
    needed = ("response_by_primary", "best_overall_response", "crs_grade", "dlt")
    known = {name: endpoints[name].isel(arm=list(pair), patient=first).values for name in needed}
    solved = seen["status"].values == 0
    return yes_no_measures(seen, known, solved), int((~solved).sum())


OUTCOMES = (
    *(f"route_difference{tail}" for tail in TAILS),
    "route_cavity_share",
    "route_intravenous_share",
    "route_pairs",
)


def compared(event: NDArray[np.bool_], known: NDArray[np.bool_]) -> dict[str, float]:
    """Cavity (the first row) minus intravenous (the second) in the patients who count in both."""
    both = known[0] & known[1]
    cells = paired_table(event[0][both], event[1][both])
    n = cells.patients
    shares = [float(side[both].mean()) if n else float("nan") for side in event]
    values = (cells.difference, *newcombe_paired(cells), *shares, float(n))
    return dict(zip(OUTCOMES, values, strict=True))


def _joined(parts: list[Measure]) -> Measure:
    """Outcomes of consecutive patients as one."""
    events, known = zip(*parts, strict=True)
    return np.concatenate(events, axis=1), np.concatenate(known, axis=1)


def _dataset(
    scenario: Scenario,
    found: Table,
    pairs: tuple[RoutePair, ...],
    settings: list[Setting],
    names: tuple[str, ...],
) -> xr.Dataset:
    arms = [arm.name for arm in scenario.trial.arms]
    found = found | dict(_facts(settings))
    coordinates = {
        "route_contrast": [f"{arms[pair.cavity]} - {arms[pair.intravenous]}" for pair in pairs],
        "route_setting": [setting.label for setting in settings],
        "route_measure": list(names),
    }
    arrays = {name: (variable(name).dims, values) for name, values in found.items()}
    return describe(xr.Dataset(arrays, coords=coordinates))


def _facts(settings: list[Setting]) -> Iterator[tuple[str, NDArray]]:
    """What is known of each setting."""
    yield "route_value", np.array([setting.value for setting in settings])
    for name in ("symbol", "unit", "kind", "reason"):
        yield f"route_{name}", np.array([str(getattr(setting.basis, name)) for setting in settings])
