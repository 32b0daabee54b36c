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
# # A class for 150
#
# **The question.** How do 150 students learn in 90 minutes what a virtual trial can tell, and what it cannot?
#
# For the lecturer: a plan, four exercises whose answers are *computed* by this page and compared with the
# student's number within Monte Carlo error, and what students get wrong. For the student: read from "Exercise
# 1". cartsim is for ranking and teaching, never for dosing a patient; say so in the first minute.
#
# ## Ninety minutes
#
# | minutes | what | with |
# |---|---|---|
# | 0–10 | cells by vein and by cavity, in one patient | `cartsim demo --static route_demo.html` |
# | 10–20 | one scenario read aloud, one run together | `scenarios/teaching/why_the_cavity.yaml` |
# | 20–35 | exercise 1: what an interval is | groups of three, each with a seed of its own |
# | 35–50 | exercise 2: where the cells go | the same run |
# | 50–65 | exercise 3: compare within patients | `scenarios/teaching/stop_becomes_go.yaml` |
# | 65–80 | exercise 4: what the answer rests on | one parameter |
# | 80–90 | all answers on one axis; what nobody may conclude | the last figure of this page |
#
# **Before the class.** Students install at home and run `cartsim warmup`, which compiles once for about a
# minute. The page that `cartsim demo --static` writes has sliders and a map of the body and needs neither
# network nor Python: put it on the course's site, and a student whose laptop fails still follows. Show it
# before any formula.
#
# **Own seeds.** Each group takes its number as seed. Then no two groups have the same virtual patients, and
# at the end the spread of the class's answers *is* the Monte Carlo error.

# %%
import functools
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import cartsim as cs
from cartsim.datasets import RESPONSE
from cartsim.report import figures
from cartsim.report.lettering import heading
from cartsim.report.plates.sheet import arm_lines
from cartsim.report.style import COLOURS, INK, QUIET, journal_style
from cartsim.trial.compare import newcombe_paired, paired_table
from cartsim.trial.intervals import clopper_pearson

plt.rcParams["figure.dpi"] = 150
near = (Path.cwd(), *Path.cwd().parents, *Path(cs.__file__).parents)  # the copy of the repository
base = next(place for place in near if (place / "scenarios" / "route_comparison.yaml").is_file())
teaching = base / "scenarios" / "teaching"
group = 17  # the number of your group
class_of = "run.patients=150"  # one virtual patient for each of you

# %% [markdown]
# ## How answers are checked
#
# The check runs the scenario by itself, with other virtual patients than yours. Two honest runs differ by
# chance, so your answer is right if it lies where 99 of 100 honest runs do. Where a usual mistake would give
# your number, it says which.


# %%
@functools.cache
def own_run(name, *sets):
    """The check's own run of a teaching scenario; kept, so that asking twice costs nothing."""
    fixed = ("run.seed=20261122", "run.route_basis=false", class_of)
    return cs.run(teaching / f"{name}.yaml", sets=[*fixed, *sets])


def check(answer, truth, error, mistakes=()):
    """Says whether `answer` agrees with `truth`, known within `error`, and what may be wrong."""
    allowed = 2.6 * np.sqrt(2) * error  # 99 % of honest pairs of runs
    if abs(answer - truth) <= allowed:
        print(f"Right: the check has {truth:.3g}; two runs may well differ by {allowed:.2g}.")
        return
    for wrong, words in mistakes:
        if abs(answer - wrong) <= allowed:
            print(f"Not yet. {words}")
            return
    hint = "too high" if answer > truth else "too low"
    print(f"Not yet: {hint}, by more than chance explains.")


# %% [markdown]
# ## Exercise 1: what an interval is
#
# Run `why_the_cavity` with your group's seed. Of the patients treated into the abdomen, which share is in CR
# or PR at the first scan, and what is its 95 % interval? **How many patients would make that interval half as
# wide?**

# %%
run = cs.run(teaching / "why_the_cavity.yaml", sets=[f"run.seed={group}", "run.route_basis=false", class_of])
found = run.endpoints.sel(arm="into the abdomen").isel(visit=1)
share, low, high = (float(found[f"orr{end}"]) for end in ("", "_lower", "_upper"))
print(f"{share:.0%} ({low:.0%} to {high:.0%}), n = {int(found.orr_n)}")


# %%
def check_1(answer):
    """Patients for half the width, found by trying numbers with the check's own share."""
    mine = own_run("why_the_cavity").endpoints.sel(arm="into the abdomen").isel(visit=1)
    n, part = int(mine.orr_n), float(mine.orr)
    wide = float(mine.orr_upper - mine.orr_lower)
    sizes = range(n, 20 * n)
    widths = ((size, np.diff(clopper_pearson(round(part * size), size))[0]) for size in sizes)
    enough = next(size for size, width in widths if width <= wide / 2)
    mistakes = [(2 * n, "The error falls with √n: twice as many help by √2 only.")]
    check(answer, enough, 0.04 * enough, mistakes)


check_1(2 * run.patients.sizes["patient"])

# %% tags=["hide-input"]
check_1(4 * run.patients.sizes["patient"])  # a solution: half the error, four times the patients

# %% [markdown]
# Ask the class: *so is the interval half as wide because we know more about the disease?* No. It is Monte
# Carlo error, and simulating more patients teaches nothing about the world.
#
# ## Exercise 2: where the cells go
#
# Same run. **On day 3, how many times as many CAR-T cells are in the tumour after the abdomen as after the
# vein** (ratio of the medians)?

# %% mystnb={"image": {"alt": "CAR-T cells in blood, lung and tumour in the first month, by route"}}
with journal_style():
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.2), layout="constrained")
    for ax, name in zip(axes, ("car_t_blood", "car_t_lung", "car_t_tumour"), strict=True):
        figures.course(run.summary.isel(arm=[0, 1]), ax, name, until=28)
    figure.legend(handles=arm_lines(run)[:2], loc="outside upper left", ncols=2)


# %%
def tumour_ratio(run, day=3.0, who=slice(None)):
    """Median CAR-T in the tumour, abdomen over vein."""
    cells = run.course.car_t_tumour.sel(time=day, method="nearest").isel(patient=who).median("patient")
    return float(cells.sel(arm="into the abdomen") / cells.sel(arm="into the vein"))


def check_2(answer):
    """The ratio, as a logarithm, with its error from resampled patients."""
    mine = own_run("why_the_cavity")
    size = mine.course.sizes["patient"]
    random = np.random.default_rng(1)
    again = [np.log(tumour_ratio(mine, who=random.integers(size, size=size))) for _ in range(50)]
    truth, month = (np.log(tumour_ratio(mine, day=day)) for day in (3.0, 28.0))
    mistakes = [
        (-truth, "You divided the other way round: abdomen over vein."),
        (month, "That is day 28, not day 3: the routes draw closer with time. Why?"),
    ]
    print("As a natural logarithm, since it is a ratio:")
    check(np.log(answer), truth, float(np.std(again)), mistakes)


check_2(tumour_ratio(run, day=28.0))

# %% tags=["hide-input"]
check_2(tumour_ratio(run))  # a solution

# %% [markdown]
# ## Exercise 3: compare within patients
#
# Run `stop_becomes_go`. Each patient is in both arms. **How many percentage points more patients have a
# confirmed response when the stop becomes a go?** And how many patients respond *only* without it?

# %%
go = cs.run(teaching / "stop_becomes_go.yaml", sets=[f"run.seed={group}", class_of])
contrast = "stop becomes go - stop is stop"

# %% mystnb={"image": {"alt": "Two-by-two table of confirmed response with and without the switch receptor"}}
with journal_style():
    figure, ax = plt.subplots(figsize=(4.6, 3.4), layout="constrained")
    figures.paired_table(go.endpoints, ax, contrast, "confirmed_orr")


# %%
def gain(run):
    """Paired difference in points and its standard error."""
    found = run.endpoints.sel(contrast=contrast, measure="confirmed_orr")
    return 100 * float(found.paired_difference), 100 * float(found.paired_se)


def check_3(answer):
    """The paired difference in percentage points."""
    mine = own_run("stop_becomes_go")
    truth, error = gain(mine)
    stop, switched = (100 * float(mine.endpoints.confirmed_orr[arm]) for arm in (0, 1))
    mistakes = [
        (-truth, "The sign: go minus stop."),
        (truth / 100, "That is a share; asked are percentage points."),
        (switched, "That is the rate of one arm; asked is the difference of the two."),
        (100 * (switched / max(stop, 1) - 1), "That is a change in per cent of the rate, not in points."),
    ]
    check(answer, truth, error, mistakes)


check_3(-gain(go)[0])

# %% tags=["hide-input"]
check_3(gain(go)[0])  # a solution
only_stop = int(go.endpoints.second_only.sel(contrast=contrast, measure="confirmed_orr"))
print(f"respond only without it: {only_stop}")

# %% [markdown]
# Ask the class for a p-value, then refuse it: the number of virtual patients is a setting, so any difference
# can be made as "significant" as one likes.
#
# ## Exercise 4: what the answer rests on
#
# Nobody knows how long an infused cell can keep dividing (`tau_fit`). Run `why_the_cavity` with 14 days and
# with infinity: `sets=["parameters.tau_fit=14 days"]`. **By how many points does the advantage of the abdomen
# (CR or PR on day 91) shrink from 14 days to infinity?**


# %%
def responds(run):
    """Who is in CR or PR on day 91, abdomen and vein."""
    seen = run.visits.overall_response.isel(visit=2) >= RESPONSE.index("PR")
    return seen.sel(arm="into the abdomen").values, seen.sel(arm="into the vein").values


def check_4(answer):
    """The change of the advantage: differences of differences in the same patients."""
    ends = [own_run("why_the_cavity", f"parameters.tau_fit={value}") for value in ("14 days", "infinity")]
    short, long = (100 * (abdomen.astype(int) - vein) for abdomen, vein in map(responds, ends))
    shrinks = short - long
    mistakes = [
        (-shrinks.mean(), "The sign: how much it shrinks is 14 days minus infinity."),
        (short.mean(), "That is the advantage at 14 days; asked is the change."),
    ]
    check(answer, shrinks.mean(), shrinks.std() / np.sqrt(shrinks.size), mistakes)


# %% tags=["hide-input"]
values, tables = ("14 days", "25 days", "50 days", "infinity"), {}
for value in values:
    sets = [f"run.seed={group}", "run.route_basis=false", class_of, f"parameters.tau_fit={value}"]
    tables[value] = paired_table(*responds(cs.run(teaching / "why_the_cavity.yaml", sets=sets)))
check_4(100 * (tables["14 days"].difference - tables["infinity"].difference))  # a solution

# %% mystnb={"image": {"alt": "Advantage of the abdomen on day 91 over tau_fit from 14 days to infinity"}}
with journal_style():
    figure, ax = plt.subplots(figsize=(6, 3.2), layout="constrained")
    for place, table in enumerate(tables.values()):
        ax.vlines(place, *(100 * end for end in newcombe_paired(table)), color=INK)
        ax.plot(place, 100 * table.difference, "o", color=INK)
    ax.axhline(0, color=QUIET, linewidth=0.8)
    ax.set_xticks(range(len(values)), values)
    ax.set(xlabel="tau_fit", ylabel="Abdomen minus vein (points)")
    heading(ax, "CR or PR on day 91", f"n = {table.patients} pairs; 95 % Newcombe interval, Monte Carlo")

# %% [markdown]
# An answer that depends on a number nobody has measured is reported over its range, from 14 days to infinity,
# or not at all. More patients shorten the lines; they do not move the points together.
#
# ## All answers on one axis
#
# Collect the class's answers to exercise 3. Here thirty groups of twenty patients are played by one large run
# that is cut into pieces: patients are independent draws, so that each piece is a group's own trial.

# %%
groups, size = 30, 20
large = [f"run.patients={groups * size}", "run.courses=none"]
many = cs.run(teaching / "stop_becomes_go.yaml", sets=large)
answered = many.endpoints.response_by_primary.values == 1
pieces = [
    paired_table(answered[1, start : start + size], answered[0, start : start + size])
    for start in range(0, groups * size, size)
]
whole = paired_table(answered[1], answered[0])

# %% tags=["hide-input"] mystnb={"image": {"alt": "Answers of thirty groups with their intervals, and of all patients"}}
with journal_style():
    figure, ax = plt.subplots(figsize=(8, 3.4), layout="constrained")
    for place, table in enumerate(pieces):
        low, high = (100 * end for end in newcombe_paired(table))
        holds = low <= 100 * whole.difference <= high
        colour, mark = (COLOURS[0], "o") if holds else (COLOURS[1], "s")
        ax.vlines(place, low, high, color=colour, linewidth=1.2)
        ax.plot(place, 100 * table.difference, mark, color=colour)
    ax.axhline(100 * whole.difference, color=INK, linewidth=1.2)
    ax.set(xlabel="Group", ylabel="Go minus stop (points)", xticks=range(0, groups, 5))
    note = f"n = {size} pairs each, 95 % Newcombe; line: all {whole.patients}; squares, if any, miss it"
    heading(ax, "Thirty groups, one question", note)

# %% [markdown]
# This is what the interval means, and all it means: groups with other virtual patients of the *same model*
# agree within it. Had the model been wrong, they would agree on the wrong number just as well.
#
# ## What students get wrong
#
# - **"The interval shows that it works."** It shows how many patients were simulated.
# - **"0 of 50 had severe CRS, so it is safe."** Read the upper limit.
# - **"The better arm has the longer duration of response."** Duration is counted among responders, and the
#   arms have different ones.
# - **"Two intervals overlap, so there is no difference."** Not within patients; look at the paired
#   difference.
# - **"The cavity is better."** By how much, over which `tau_fit`, and what was assumed?
# - **"Blood shows where the cells are."** Compare blood with tumour in exercise 2.
# - **"So we should treat this way."** Never. It ranks assumptions.
#
# ## What to try next
#
# - A longer exercise: each group writes a scenario of its own ([Your first trial](first_trial.py)) and
#   defends its question.
# - For statisticians: the same with draws of the uncertain numbers, [Say how sure a result
#   is](../how-to/say_how_sure.md).
# - For biologists: single cells in a nodule as a film, [Simulate a nodule](../how-to/simulate_a_nodule.md).
# - For clinicians: what is validated and what fails, row by row, [Validation](../validation.md).
