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
# # Your first trial in ten minutes
#
# **The question.** In the same virtual patients, what changes when CAR-T cells are infused into the cavity
# instead of a vein?
#
# You will run a simulated trial, read its response rate, its durations and its toxicity with honest
# intervals, and then ask a question of your own. Nothing of cartsim need be known. It is for ranking routes,
# doses and receptor designs and for teaching, never for dosing a patient.
#
# ## Install
#
# In a copy of the repository, with Python 3.11 or later:
#
# ```
# pip install .
# cartsim warmup        # compiles for this machine, once, about a minute
# ```
#
# This page is a notebook and a plain Python file at once: `python docs/tutorials/first_trial.py` runs it, and
# so does Jupyter with jupytext.

# %%
import shutil
import tempfile
import textwrap
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt

import cartsim as cs
from cartsim.errors import BadInput
from cartsim.parameters import load_parameters, model_symbols
from cartsim.report import figures
from cartsim.report.plates.sheet import arm_lines, arm_marks
from cartsim.report.route_words import route_line
from cartsim.report.style import journal_style
from cartsim.trial.intervals import clopper_pearson

plt.rcParams["figure.dpi"] = 150
near = (Path.cwd(), *Path.cwd().parents, *Path(cs.__file__).parents)  # the copy of the repository
base = next(place for place in near if (place / "scenarios" / "route_comparison.yaml").is_file())
scenarios = base / "scenarios"
kept = tempfile.TemporaryDirectory(prefix="cartsim-")  # whatever this page writes goes in here
folder = Path(kept.name)

# %% [markdown]
# ## One file asks one question
#
# A scenario is a short text file: the product, the disease, the arms of the trial, its visits and rules.

# %%
text = (scenarios / "route_comparison.yaml").read_text(encoding="utf-8")
print(text)

# %% [markdown]
# ## Run it
#
# `cs.run` is the command `cartsim run` from Python. It draws virtual patients, simulates each of them in
# every arm with the same random numbers, lets a clinic look at them at the planned visits, and computes
# endpoints from what the clinic saw. `sets` changes single fields without touching the file: sixty patients
# are enough to learn with.

# %%
run = cs.run(
    scenarios / "route_comparison.yaml",
    sets=["run.patients=60", "run.route_basis_patients=30"],
    out=folder / "first",
)
print(*sorted(path.name for path in (folder / "first").iterdir()))

# %% [markdown]
# `report.html` is the report: open it in a browser. It starts with the question and the answer, and counts
# how many of the numbers behind it are assumed. `run.nc` holds everything as one NetCDF file, and `cs.open`
# reads it again.

# %%
run = cs.open(folder / "first" / "run.nc")
print(run.scenario.question)
print(f"{run.patients.sizes['patient']} patients, each in {run.endpoints.sizes['arm']} arms")
print(f"failed solves: {int((run.summary.status != 0).sum())}")

# %% [markdown]
# ## What happens: the course
#
# The course is the truth of the model, which no clinic sees. Lines are medians over the patients; bands hold
# 50 % and 90 % of the patients, so they show how patients differ, not how sure anything is.

# %% mystnb={"image": {"alt": "CAR-T cells in the fluid of the cavity and in blood over a year, by arm"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    figures.course(run.summary, left, "car_t_cavity")
    figures.course(run.summary, right, "car_t_blood")
    figure.legend(handles=arm_lines(run), loc="outside upper left", ncols=2)

# %% [markdown]
# ## What the clinic sees: response
#
# Visits measure lesions with error, may be missed, and follow RECIST 1.1. The objective response rate (ORR)
# is a share of the *enrolled* patients. Each share carries the number it is a share of and an exact
# (Clopper-Pearson) 95 % interval.


# %%
def shares(run, name):
    """A share of every arm with its exact interval."""
    found = run.endpoints
    print(found[name].attrs["long_name"])
    for arm in found.arm.values:
        here = found.sel(arm=arm)
        middle, low, high = (100 * float(here[name + end]) for end in ("", "_lower", "_upper"))
        n = int(here[f"{name}_n"])
        print(f"  {arm}: {middle:5.1f} % ({low:.1f} to {high:.1f}), n = {n}")


shares(run, "confirmed_orr")

# %% mystnb={"image": {"alt": "Response at each scan, and confirmed best response, by arm"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    figures.response_by_visit(run.endpoints, left)
    figures.best_responses(run.endpoints, right)
    figure.legend(handles=arm_marks(run), loc="outside upper left", ncols=2)
    patches = figures.response_legend(("CR", "PR", "SD", "PD", "NE"))
    figure.legend(handles=patches, loc="outside upper right", ncols=5)

# %% [markdown]
# **What the interval is.** It is *Monte Carlo error*: how far the share would move with other virtual
# patients. You can make it as short as you like by simulating more of them, which is exactly why it is not
# evidence. What it leaves out is whether the model is right. See how it shrinks with the number of patients
# alone:

# %%
share = float(run.endpoints.confirmed_orr.sel(arm="IC"))
for n in (15, 60, 240, 960):
    low, high = clopper_pearson(round(share * n), n)
    print(f"{share:.0%} of {n:4d} patients: {low:.1%} to {high:.1%}")

# %% [markdown]
# ## How long it lasts
#
# The duration of response (DOR) is counted among responders only, from their first confirmed response to
# progression or death, by Kaplan-Meier: a patient who leaves without either is censored. Two warnings belong
# to each such curve. Arms have different responders, so the better arm may have the shorter DOR. And an event
# is dated to the scan that found it, so medians sit on the days of scans. NR means that the curve (or its
# limit) has not come down to one half.

# %% mystnb={"image": {"alt": "Kaplan-Meier curves of response and of progression, by arm"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for ax, curve in ((left, "dor"), (right, "pfs")):
        figures.kaplan_meier(run.endpoints, ax, curve)
        ax.legend(loc="upper right", fontsize=7.5)

# %% [markdown]
# ## What it costs: toxicity
#
# Cytokine release syndrome (CRS) is graded by ASTCT 2019; a dose-limiting toxicity (DLT) is a share of those
# who can be evaluated for it. Read the upper limit first. An arm in which nobody had the event has not been
# shown to be safe: the limit says which rates these patients still allow.

# %%
for name in ("severe_crs_rate", "severe_crs_unrescued_rate", "dlt_rate"):
    shares(run, name)

# %% mystnb={"image": {"alt": "Share of patients in CRS by grade and day over the first month, by arm"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained", sharey=True)
    for ax, arm in ((left, "IV"), (right, "IC")):
        figures.crs_shares(run.visits, ax, arm)
    figure.legend(*left.get_legend_handles_labels(), loc="outside upper left", ncols=4)

# %% [markdown]
# ## Compare within patients
#
# Each patient is in both arms with the same random numbers, so the arms are compared patient by patient. The
# difference has its own interval, which is shorter than two separate ones suggest.

# %% mystnb={"image": {"alt": "Differences between the arms with their intervals, a row per endpoint"}}
with journal_style():
    figure, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
    figures.paired_differences(run.endpoints, ax, "IC - IV")

# %% [markdown]
# And one line that has to travel with any contrast of routes, here from a handful of patients. It says how
# far the difference moves over four numbers that nobody has measured, `tau_fit` (how long an infused cell can
# keep dividing: 14 days to infinity) first of all. [Which route for this disease?](which_route.py) is about
# nothing else.

# %%
print(textwrap.fill(route_line(run.endpoints), 84))

# %% [markdown]
# ## A scenario of your own
#
# Copy the nearest scenario, or extend it and write down only what differs. Here: does ten times the dose buy
# responses, and at what price?

# %%
shutil.copy(scenarios / "route_comparison.yaml", folder)
mine = folder / "mine.yaml"
mine.write_text("""\
schema: cartsim.scenario/1
title: Ten times the dose into the cavity
question: What does ten times the dose add, and what does it cost?
extends: route_comparison.yaml
trial:
  arms:
    - {name: one million, dose: 1e6 cells/kg, route: intracavitary}
    - {name: ten million, dose: 1e7 cells/kg, route: intracavitary}
run: {patients: 60}
""")
own = cs.run(mine)

# %% mystnb={"image": {"alt": "Differences between the two doses, one row per endpoint"}}
with journal_style():
    figure, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
    figures.paired_differences(own.endpoints, ax, "ten million - one million")

# %%
for name in ("confirmed_orr", "severe_crs_rate", "dlt_rate"):
    shares(own, name)

# %% [markdown]
# A mistake is told with line, column, field and what would be right, before anything is simulated:

# %%
mine.write_text(mine.read_text().replace("1e7 cells/kg", "1e7 cell/kilo"))
try:
    cs.load(mine)
except BadInput as error:
    print(textwrap.fill(str(error).replace(str(folder), "..."), 84))

# %% [markdown]
# ## What was assumed
#
# Everything that was not in the file is a default, and most of the biology behind the file is a number that
# somebody chose. This is the list by kind of evidence; the [parameter page](../reference/parameters.md) has
# each with its reason.

# %%
kinds = Counter(load_parameters()[symbol].kind for symbol in model_symbols())
print(", ".join(f"{number} {kind}" for kind, number in kinds.most_common()))

# %% [markdown]
# ## What to try next
#
# - Another seed (`sets=["run.seed=7"]`): do the shares move within their intervals?
# - More patients (`run.patients=500`): the intervals shrink by a factor of about three. Does the conclusion
#   change?
# - [Ask a question of your own](../how-to/ask_a_question.md) goes on from here; [Read a run
#   file](../how-to/read_a_run_file.md) says what else is in `run.nc`; [Say how sure a result
#   is](../how-to/say_how_sure.md) adds what the Monte Carlo interval leaves out.
# - Next lesson: [Which route for this disease?](which_route.py)
