"""What a page can be made of, and what is refused before anything is computed."""

import json

import numpy as np
import pytest

from cartsim.demo.static.grid import asked, started
from cartsim.demo.static.page import OWN, _for_script, write_demo
from cartsim.demo.static.reading import LANDMARKS, times_kept
from cartsim.demo.static.words import axis_words, beginning, usual
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
        with pytest.raises(BadInput, match=r"is a folder|cannot be written to"):
            write_demo(path)


def test_the_page_opens_where_the_scenario_stands():
    grid = asked(OWN)
    values = [grid.values(k)[place] for k, place in enumerate(started(grid))]
    assert values == ["1e6 cells/kg", "1e10 cells", "5e5 molecule/cell", "1.5e4 molecule/cell", "pd1_cd28"]


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


def test_an_axis_that_moves_the_times_of_courses_is_refused():
    assert "run.horizon: gives courses of different times" in refused(
        "sweep.grid={run.horizon: [200 days, 300 days]}"
    )


@pytest.mark.parametrize(
    ("path", "unit", "said"),
    [
        ("trial.arms[*].dose", "cell", "cells"),
        ("trial.arms[*].dose", "cell/kg", "cells per kg"),
        ("parameters.l0", "1/cell", "per tumour cell"),
        ("parameters.tau_fit", "day", "day"),
        ("product.manufacturing_failure", "", ""),
    ],
)
def test_a_control_has_the_unit_that_its_values_are_written_in(path, unit, said):
    assert axis_words(path, "x", unit).unit == said


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ([], "The same dose goes in on both sides; only its route differs."),
        (["trial.arms[0].dose=1e5 cells/kg"], "The sides differ in what is infused"),
        (["trial.arms[0].pdl1_receptor=none"], "The sides differ in more than the infusion"),
        (["trial.arms[0].route=intracavitary"], "Both sides are treated alike."),
        (['sweep.grid={"trial.arms[0].dose": [1e5 cells/kg, 1e6 cells/kg]}'], "differs between the sides"),
    ],
)
def test_what_goes_in_is_said_as_the_arms_are(settings, words):
    assert words in beginning(asked(OWN, settings))


def test_what_stands_in_the_script_holds_no_tag():
    text = _for_script({"name": "</script><img> <!-- <script>"})
    assert "<" not in text
    assert json.loads(text) == {"name": "</script><img> <!-- <script>"}
