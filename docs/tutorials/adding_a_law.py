# ---
# jupytext:
#   text_representation:
#     extension: .py
#     format_name: percent
# kernelspec:
#   display_name: Python 3
#   language: python
#   name: python3
# ---

# %% [markdown]
# # Adding a law
#
# **The question.** How is the biology of the model written, and what does it take to add a process that is
# not there?
#
# The process of this lesson: T cells strip antigen from the cells they touch (trogocytosis, described for
# CAR-T cells by Hamieh 2019, recalled). The model knows only spontaneous loss. **Its rate below is made up**;
# the lesson is about the way. Everything happens in a copy in a temporary folder; the checkout stays as it
# is.

# %%
import difflib
import inspect
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import cartsim as cs
from cartsim.model import tumour
from cartsim.report.lettering import heading
from cartsim.report.style import arm_styles, journal_style, log_axis, time_axis

plt.rcParams["figure.dpi"] = 150
near = (Path.cwd(), *Path.cwd().parents, *Path(cs.__file__).parents)  # the copy of the repository
base = next(place for place in near if (place / "scenarios" / "route_comparison.yaml").is_file())
scenarios = base / "scenarios"
package = Path(cs.__file__).parent
kept = tempfile.TemporaryDirectory(prefix="cartsim-")
folder = Path(kept.name)

# %% [markdown]
# ## A law is written once
#
# A process is one decorated function. The arrow says what becomes what; the function gives the hazard per
# cell of the left side, per day; its arguments are what it depends on: a state, a parameter, or a quantity
# that is a function of its own.

# %%
print(inspect.getsource(tumour.antigen_loss.law))
print(inspect.getsource(tumour.strike.law))

# %% [markdown]
# It is plain Python, so it can be asked:

# %%
print(tumour.antigen_loss.arrows, tumour.antigen_loss.where, tumour.antigen_loss.arguments)
by_two_in_ten = tumour.strike(k_kill=8, E=2, phi=1, crowd=10, kill_block=1)
print("hazard of a cell, two effectors in a crowd of ten:", by_two_in_ten, "per day")

# %% [markdown]
# Everything else is made from these functions: the right-hand side and its derivatives for the solver, the
# hazards of single cells, SBML, the page of equations, the check of units and of conservation. `kernel.py`,
# some thousand lines, is written by the kernel writer and never by hand.
#
# ## The copy

# %%
copy = folder / "cartsim"
shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
before = (copy / "model" / "kernel.py").read_text(encoding="utf-8")
environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


def in_copy(*words, plain=False):
    """Run Python in the copy; `plain`: without compiling, so that eight patients need no minute of it."""
    own = environment | ({"NUMBA_DISABLE_JIT": "1"} if plain else {})
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=own, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def insert(file, mark, text):
    """Put text before the first `mark` of a file of the copy."""
    path = copy / file
    content = path.read_text(encoding="utf-8")
    assert mark in content, f"{mark} is no longer in {file}"
    path.write_text(content.replace(mark, text + mark, 1), encoding="utf-8")


# %% [markdown]
# ## One: the function
#
# A HER2-positive cell becomes HER2-low when an effector touches it and recognises it. `E * phi / crowd` is
# how many effectors touch a cell, as in `strike`; `kill_pos` is how well they see it.

# %%
LAW = '''\
@reaction("P -> N", where="lesion")
def trogocytosis(k_trog, E, phi, crowd, kill_pos):
    """An effector strips HER2 from a cell that it touches and sees. After Hamieh 2019 [recalled]."""
    return k_trog * E * phi / crowd * kill_pos


'''
insert("model/tumour.py", '@reaction("F_p -> F_n")', LAW)

# %% [markdown]
# ## Two: its name in the table of contents
#
# What is not listed in `laws.py` does not exist.

# %%
insert("model/laws.py", "tumour.free_antigen_loss", "tumour.trogocytosis, ")

# %% [markdown]
# ## Three: its number
#
# No number without unit, source, kind of evidence and reason. This one is made up and says so.

# %%
BLOCK = """\
k_trog:
  name: antigen stripped from a tumour cell by an effector that touches it
  unit: '1/day'
  value: 0
  distribution: fixed
  spread: 0
  bounds: [0, 10]
  source: cartsim
  where: choice
  kind: assumed
  reason: Off unless a scenario says otherwise; nobody has measured it in a tumour.
  second_reading: "none: a choice of ours"

"""
insert("parameters/values/tumour.yaml", "k_loss:", BLOCK)

# %% [markdown]
# ## Write the kernel
#
# In a checkout this is `make kernel`. The writer traces the functions with symbols, differentiates them and
# prints the code. Forgotten names, circles and collisions are refused here.

# %%
print(in_copy("-m", "cartsim.model.kernel_writer"), in_copy("-m", "cartsim.simulate.ode.write_steps"), sep="")
after = (copy / "model" / "kernel.py").read_text(encoding="utf-8")
changed = [line for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line[:2] == "+ "]
print(f"{len(changed)} lines are new, among them the flux and its derivatives:\n")
lines = dict.fromkeys(line[2:].strip() for line in changed)
print(*(line for line in lines if line.startswith(("trogocytosis_P =", "d_trogocytosis_P_by_"))), sep="\n")

# %% [markdown]
# The writer has worked out the derivatives, too: the solver needs them for its Jacobian.
#
# ## Does it conserve cells?
#
# A cell that loses its antigen is still a cell. What each reaction adds to and takes from a pool is its
# stoichiometry, so the check needs no simulation:

# %%
CHECK = """
import json
from cartsim.model.kernel_writer.collect import collect
pool = {"P", "N", "D"}
print(json.dumps({flux.name: [flux.change, sum(n for state, n in flux.change.items() if state in pool)]
                  for flux in collect().fluxes if pool & set(flux.change)}))
"""
for name, (change, total) in json.loads(in_copy("-c", CHECK)).items():
    print(f"{name:26s} {total:+d}  {change}")

# %% [markdown]
# Only growth adds to the pool of living and dead tumour cells, only clearance takes from it; the new process
# moves cells within. In a checkout `make test` also checks the unit of the new law, the derivatives against
# differences, and that the committed kernel is what the laws say.
#
# ## What it does
#
# The same virtual patients with the process off and on. To spare the minute of compiling, the copy runs as
# plain Python: compiled functions are ordinary functions, too, only slower. Hence eight patients, six weeks
# and a loose tolerance.

# %%
shutil.copy(scenarios / "route_comparison.yaml", folder)
(folder / "strip.yaml").write_text("""\
schema: cartsim.scenario/1
title: Antigen stripped by T cells
question: How much HER2 is left if T cells strip it?
extends: route_comparison.yaml
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: cavity, dose: 1e7 cells/kg, route: intracavitary}]
  rescue: []
  visits: {response: [30], safety: [0, 7, 14, 28]}
  response: {primary: {confirmed: false}}
  dropout: 0 per month
run: {patients: 8, horizon: 42 days, tolerance: 1e-3, state_cube: true}
""")
RUN = """
import numpy as np
import cartsim as cs
kept = {}
for rate in ("0", "1"):
    scenario = cs.load("strip.yaml", sets=[f"parameters.k_trog={rate} per day"])
    course = cs.simulate(cs.draw(scenario), scenario).isel(arm=0)
    for kind in "PN":
        states = [name for name in course.state.values if name.partition(".")[0] == kind]
        kept[kind + rate] = course.state_value.sel(state=states).sum("state")
    assert (course.status == 0).all()
np.savez("strip.npz", time=course.time, **kept)
"""
in_copy("-c", RUN, plain=True)
found = np.load(folder / "strip.npz")

# %% [markdown]
# First the test that every new process has to pass: switched off, it must change nothing. The package as it
# is installed, compiled and without the law, gives the same courses.

# %%
scenario = cs.load(folder / "strip.yaml")
course = cs.simulate(cs.draw(scenario), scenario).isel(arm=0)
groups = [f"{kind}.{group}" for kind in "PN" for group in range(8)]
installed = course.state_value.sel(state=groups).sum("state")
off = found["P0"] + found["N0"]
print(f"largest difference in tumour cells: {100 * np.abs(off / installed.values - 1).max():.2g} %")

# %% tags=["hide-input"] mystnb={"image": {"alt": "HER2-low share and tumour cells with and without stripping"}}
rates = {"0": "off", "1": "k_trog 1 per day"}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    for rate, look in arm_styles(rates).items():
        positive, low = found[f"P{rate}"], found[f"N{rate}"]
        line = {"color": look.colour, "linestyle": look.dash, "label": rates[rate]}
        share = 100 * low / np.maximum(positive + low, 1)
        left.plot(found["time"], np.median(share, axis=0), **line)
        right.plot(found["time"], np.median(positive + low, axis=0), **line)
    for ax in (left, right):
        time_axis(ax, 42)
    left.set(ylim=(0, 100), ylabel="HER2-low share (%)")
    log_axis(right, 1e8, 1e11)
    right.set_ylabel("Tumour cells")
    heading(left, "What is left", "median of n = 8 patients, the same both ways")
    heading(right, "How much is left", "median of n = 8 patients, the same both ways")
    figure.legend(*left.get_legend_handles_labels(), loc="outside upper left", ncols=3)

# %% [markdown]
# Eight patients at a made-up rate are a check that the law does what was meant, not a result.
#
# ## The page of equations
#
# It is printed from the same functions; in a checkout by `make reference`. The new law is there:

# %%
PAGE = """
from cartsim.model.latex.page import page
from cartsim.parameters import load_parameters
print(page({symbol: entry.unit for symbol, entry in load_parameters().items()}))
"""
lines = in_copy("-c", PAGE).split("\n")
place = next(row for row, line in enumerate(lines) if "trogocytosis" in line)
print(*lines[place : place + 8], sep="\n")

# %% [markdown]
# ## In a checkout
#
# 1. The three edits above, and a line for the process in `cartsim/model/sbml/terms.csv`, which names it for
#    other simulators; then `make kernel`. Read the difference of `kernel.py`, it is meant to be read.
# 2. The second implementation in `tests/reference/` is written by hand, from the equation and not from the
#    code. Add the law there, or the test that compares the two fails: that is its purpose.
# 3. `make test`, `make reference`. A change that moves a simulated number is said in `CHANGELOG.md`, with its
#    size.
#
# A law that is switched off by default changes no number; one that is on has to be calibrated again.
#
# ## What to try next
#
# - Free cells of the fluid can be stripped, too: `F_p -> F_n`, with `E_c` and `crowd_c`. Where does it go?
# - Write `P -> 0` instead of `P -> N` and run the check of conservation again.
# - Make it reversible: antigen comes back when nobody strips it.
# - The table of where things go: `CONTRIBUTING.md`, "Where a new thing goes". The steps with their tests:
#   [Change the biology](../how-to/change_the_biology.md). All laws: [Equations](../reference/equations.md)
# - Only another value, no law? An override in a scenario does: [Ask a question](../how-to/ask_a_question.md).
# - Next lesson: [A class for 150](a_class_for_150.py)
