"""What a page can be made of, and what is refused before anything is computed."""

import numpy as np
import pytest

from cartsim.demo.static.grid import asked, only_routes_differ, started
from cartsim.demo.static.page import OWN, write_demo
from cartsim.demo.static.reading import LANDMARKS, times_kept
from cartsim.demo.static.words import axis_words, usual
from cartsim.errors import BadInput
from cartsim.simulate.schedule import course_times


def refused(*sets):
    with pytest.raises(BadInput) as caught:
        asked(OWN, sets)
    return str(caught.value)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("disease.kinds={ovarian: 0.5, nsclc: 0.5}", "disease.kinds: put tumours in two"),
        ("trial.arms=[{name: one, dose: 1e6 cells, route: intravenous}]", "trial.arms: are 1; name two"),
        ('sweep.grid={"trial.arms[*].dose": [1e7 cells, 1e6 cells]}', "does not rise"),
        ("sweep={latin_hypercube: {points: 8, axes: {parameters.tau_fit: {low: 10 days, high: 40 days}}}}",
         "sweep: is no grid"),
        ('sweep.grid={"trial.arms[*].dos": [1e7 cells]}', "dos"),
    ],
)  # fmt: skip
def test_what_a_page_cannot_show_is_refused_with_its_remedy(setting, words):
    assert words in refused(setting)


def test_too_many_points_are_refused():
    doses = ", ".join(f"{k}e5 cells" for k in range(1, 700))
    receptors = "product.pdl1_receptor: [none, pd1_cd28, scfv_cd28]"
    said = refused(f'sweep.grid={{"trial.arms[*].dose": [{doses}], {receptors}}}')
    assert "has 2097 points; keep to 2000" in said


def test_a_refused_page_leaves_what_stood_there(tmp_path):
    path = tmp_path / "demo.html"
    path.write_text("before")
    with pytest.raises(BadInput):
        write_demo(path, OWN, ["disease.kinds={ovarian: 0.5, nsclc: 0.5}"])
    assert path.read_text() == "before"


def test_a_page_that_cannot_be_written_is_refused_before_anything_is_computed(tmp_path, monkeypatch):
    monkeypatch.setattr("cartsim.demo.static.page.computed", lambda *_: pytest.fail("computed"))
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "demo.html"):
        with pytest.raises(BadInput, match="is a folder|cannot be written to"):
            write_demo(path)


def test_the_page_opens_where_the_scenario_stands():
    grid = asked(OWN)
    values = [grid.values(k)[place] for k, place in enumerate(started(grid))]
    assert values == ["1e6 cells/kg", "1e10 cells", "5e5 molecule/cell", "1.5e4 molecule/cell", "pd1_cd28"]


ONE_SITE = "disease={kinds: {ovarian: 1.0}}"
PARTS = (
    "trial.arms=[{name: at once, dose: 2e6 cells, route: intraperitoneal}, {name: in parts, doses: ["
    "{day: 0, dose: 1e6 cells, route: intraperitoneal}, {day: 7, dose: 1e6 cells, route: intraperitoneal}]}]"
)
MORE_INSIDE = (
    "trial.arms=[{name: IV, dose: 1e6 cells, route: intravenous}, "
    "{name: IC, dose: 1e7 cells, route: intracavitary}]"
)


@pytest.mark.parametrize(
    ("sets", "only"),
    [
        ((), True),
        ((ONE_SITE, PARTS, "sweep.grid={parameters.l0: [1e3 molecule/cell, 1e4 molecule/cell]}"), False),
        ((MORE_INSIDE, "sweep.grid={parameters.l0: [1e3 molecule/cell, 1e4 molecule/cell]}"), False),
        (('sweep.grid={"trial.arms[1].dose": [1e6 cells/kg, 1e7 cells/kg]}',), False),
    ],
)
def test_the_page_says_that_only_the_needle_differs_where_nothing_else_does(sets, only):
    assert only_routes_differ(asked(OWN, sets)) is only


def test_points_come_in_the_order_in_which_the_script_counts():
    grid = asked(OWN)
    sizes = [len(grid.values(k)) for k in range(len(grid.axes))]
    place = np.ravel_multi_index((2, 0, 1, 3, 2), sizes)
    assert grid.points[place] == tuple(grid.values(k)[i] for k, i in enumerate((2, 0, 1, 3, 2)))


def test_times_are_those_of_a_course_close_at_first_and_wide_later():
    times = course_times(asked(OWN).scenario)
    kept = times[times_kept(times)]
    assert kept[0] == 0.0
    assert kept[-1] == times[-1]
    assert set(LANDMARKS) <= set(kept)
    assert (np.diff(kept) > 0).all()
    assert np.diff(kept)[0] < 1 < np.diff(kept)[-1]


def test_a_parameter_is_called_as_its_file_calls_it():
    assert axis_words("parameters.tau_fit", "tau_fit").title.startswith("time over which")
    assert axis_words("disease.burden.log10_sd", "burden_log10_sd").title == "burden log10 sd"
    assert usual("parameters.her2_p")["IHC 2+"] == 5e5
