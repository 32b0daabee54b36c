"""How long the endpoints of many patients take: visits -> endpoints, as a whole and by part.

python benchmarks/assess.py [PATIENTS] [REPEATS]

Simulates 24 patients of the route comparison, observes them, and makes PATIENTS (default 100 000) of their
visits: rows drawn with replacement, readings multiplied by errors of their own. Prints wall seconds, the
median of REPEATS (default 3), and of one more the seconds inside each room of cartsim.trial (its functions
and what they call outside cartsim). Compare only what one call of this script printed.
"""

from __future__ import annotations

import cProfile
import pstats
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import xarray as xr

import cartsim
from cartsim.datasets import describe

SCENARIO = Path(__file__).parents[1] / "scenarios" / "route_comparison.yaml"
SEEDS_OF = 24
READ = ("lesion_reading", "sld", "effusion_reading")
ERROR = 0.07


def many(visits: xr.Dataset, patients: int) -> xr.Dataset:
    """So many patients made of a few: drawn with replacement, every reading off by its own factor."""
    random = np.random.default_rng(1)
    drawn = visits.isel(patient=random.integers(visits.sizes["patient"], size=patients))
    drawn = drawn.assign_coords(patient=np.arange(patients))
    for name in READ:
        if name in drawn:
            values = drawn[name].values
            drawn[name].values[...] = values * np.exp(ERROR * random.standard_normal(values.shape))
    last = drawn["last_seen_day"]
    for name in ("death_day", "latent_progression_day"):
        moved = np.ceil(drawn[name].values * random.uniform(0.8, 1.2, drawn[name].shape))
        drawn[name].values[...] = np.where(moved <= last.values, moved, drawn[name].values)
    return describe(drawn)


def by_room(profile: cProfile.Profile) -> list[tuple[str, float]]:
    """Seconds per file of cartsim, each call outside cartsim counted where it was made."""
    seconds: Counter[str] = Counter()
    for (path, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():
        if "/cartsim/" in path:
            seconds[path.partition("/cartsim/")[2]] += own
        else:
            for (caller, _, _), (_, _, _, cumulative) in callers.items():
                if "/cartsim/" in caller:
                    seconds[caller.partition("/cartsim/")[2]] += cumulative
    return seconds.most_common()


def main(patients: int, repeats: int) -> None:
    scenario = cartsim.load(SCENARIO, [f"run.patients={SEEDS_OF}"])
    few = cartsim.observe(cartsim.simulate(cartsim.draw(scenario), scenario), scenario)
    visits = many(few, patients)
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        cartsim.assess(visits, scenario)
        taken.append(time.perf_counter() - start)
    print(f"assess, {patients} patients in {visits.sizes['arm']} arms: {statistics.median(taken):.2f} s")
    profile = cProfile.Profile()
    profile.runcall(cartsim.assess, visits, scenario)
    for room, seconds in by_room(profile)[:14]:
        print(f"  {seconds:7.2f} s  {room}")


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    main(*(numbers + [100_000, 3][len(numbers) :]))
