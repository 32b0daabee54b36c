"""Counts and denominators of a page are those of the endpoints of a run, failed solves and lost products
too."""

import numpy as np
import pytest

from cartsim.demo.static import reading
from cartsim.demo.static.grid import asked
from cartsim.demo.static.page import OWN
from cartsim.demo.static.reading import FLAGS, SETS
from cartsim.population import draw
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe

RATES = {
    "confirmed_orr": ("primary", "primary"),
    "dlt_rate": ("dlt", "dlt"),
    "severe_icans_rate": ("severe_icans", "infused"),
}
"""The flag and the set that a rate of a run is made of."""


@pytest.fixture(scope="module")
def scenario():
    return asked(OWN, ["run.patients=16", "product.manufacturing_failure=0.3"]).scenario


@pytest.fixture(scope="module")
def course(scenario):
    found = simulate(draw(scenario), scenario, threads=1)
    status = found["status"].copy(deep=True)
    status[{"patient": 3}] = 1
    status[{"arm": 1, "patient": 5}] = 1
    return found.assign(status=status)


@pytest.fixture
def read(scenario, course, monkeypatch):
    monkeypatch.setattr(reading, "simulate", lambda *_, **__: course)
    return reading.read(scenario)


def bit(read, plane, place):
    return read.people[:, plane] >> place & 1 == 1


def test_every_share_has_the_denominator_of_a_run(read, scenario, course):
    ends = assess(observe(course, scenario), scenario)
    for name, (flag, among) in RATES.items():
        inside = bit(read, 3, SETS.index(among))
        hits = bit(read, 1, FLAGS.index(flag)) & inside
        assert inside.sum(axis=1).tolist() == ends[f"{name}_n"].values.tolist(), name
        np.testing.assert_allclose(hits.sum(axis=1) / inside.sum(axis=1), ends[name])
    enrolled = bit(read, 3, SETS.index("enrolled"))
    assert enrolled.sum(axis=1).tolist() == ends["orr_n"].isel(visit=1).values.tolist() == [15, 14]
    severe = (read.people[:, 2] >= 3) & bit(read, 3, SETS.index("infused"))
    of = ends["severe_crs_rate_n"].values
    assert bit(read, 3, SETS.index("infused")).sum(axis=1).tolist() == of.tolist()
    np.testing.assert_allclose(severe.sum(axis=1) / of, ends["severe_crs_rate"])
    assert (of < 14).all()
    assert read.failed == 3


def test_the_dead_have_no_syndrome_and_are_counted(read, scenario, course):
    death = observe(course, scenario)["death_day"].where(course["status"] == 0)
    assert read.crs[:, -1, -1].tolist() == (death <= scenario.run.horizon).sum("patient").values.tolist()
    assert read.crs[:, -1, -1].max() > 0
    assert (np.diff(read.crs[:, -1].astype(int)) >= 0).all()
    assert read.crs[:, 0].max() <= 15
