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
# # Which route for this disease?
#
# **The question.** For one disease, is it better to infuse CAR-T cells into the cavity or into a vein; why;
# what does the answer rest on; and when would it turn?
#
# A contrast of routes is the easiest result to overstate. Four numbers carry it, and no experiment that was
# found tells their values. So this lesson never shows a difference without its range over them, `tau_fit`
# (how long an infused cell can keep dividing) from 14 days to infinity first of all.

# %%
import textwrap
from pathlib import Path

import matplotlib.pyplot as plt

import cartsim as cs
from cartsim.parameters import load_diseases
from cartsim.report import figures
from cartsim.report.plates.sheet import arm_lines
from cartsim.report.route_words import route_paragraphs
from cartsim.report.style import journal_style

plt.rcParams["figure.dpi"] = 150
near = (Path.cwd(), *Path.cwd().parents, *Path(cs.__file__).parents)  # the copy of the repository
base = next(place for place in near if (place / "scenarios" / "route_comparison.yaml").is_file())
scenarios = base / "scenarios"

# %% [markdown]
# Change the disease here and run everything again. Eighty virtual patients are few; the intervals say how
# few.

# %%
disease, patients = "ovarian", 80
asked = [f"run.patients={patients}", f"disease.kinds={{{disease}: 1}}"]
print(f"{load_diseases()[disease].name}, spreads in the {load_diseases()[disease].site.value} cavity")
run = cs.run(scenarios / "route_comparison.yaml", sets=asked)
contrast = "IC - IV"
month_3 = "response_at_day_91"

# %% [markdown]
# ## The same patients by both routes
#
# Every virtual patient is in both arms: same tumour, same cells, same random numbers. So the table below
# counts patients, not arms. Only those who respond under one route alone tell the routes apart.

# %% mystnb={"image": {"alt": "Response on day 91 under either route, and all differences"}}
with journal_style():
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(9, 3.6), layout="constrained", gridspec_kw={"width_ratios": [1, 1.7]}
    )
    figures.paired_table(run.endpoints, left, contrast, month_3)
    figures.paired_differences(run.endpoints, right, contrast)

# %% [markdown]
# Comparing within patients saves patients. Two independent arms would need this many *each* for the same
# error:

# %%
needed = float(run.endpoints.independent_patients.sel(contrast=contrast, measure=month_3))
print(f"{needed:.0f} patients per arm instead of {patients} pairs")

# %% [markdown]
# ## Why
#
# Follow the cells. A dose into the vein is caught in the lung first and reaches the tumour by blood; a dose
# into the cavity starts beside it. What then counts is time: cells that stay able to divide grow out at the
# tumour by either way, cells that lose fitness on the way do not.

# %% mystnb={"image": {"alt": "CAR-T cells in fluid, tumour, lung and blood over the first month, by route"}}
with journal_style():
    figure, axes = plt.subplots(2, 2, figsize=(9, 5.6), layout="constrained")
    sites = ("car_t_cavity", "car_t_tumour", "car_t_lung", "car_t_blood")
    for ax, name in zip(axes.flat, sites, strict=True):
        figures.course(run.summary, ax, name, until=28)
    figure.legend(handles=arm_lines(run), loc="outside upper left", ncols=2)

# %%
for name in ("auc_0_28", "auc_0_28_tumour"):
    found = run.endpoints[f"{name}_median"]
    ratio = float(found.sel(arm="IC") / found.sel(arm="IV"))
    print(f"{found.attrs['long_name']}: cavity / vein = {ratio:.2f}")

# %% [markdown]
# Blood shows little of it: what a clinic can sample (the first ratio) is not where the routes differ (the
# second).
#
# ## What the answer rests on
#
# | symbol | what it is | values tried |
# |---|---|---|
# | `tau_fit` | how long an infused cell can keep dividing | 14 days to infinity |
# | `a_serosa` | healthy serosa that catches cells at a wall | 30 cm² to the anatomical area |
# | `k_ct` | how fast cells in the fluid reach its walls | a factor of three to either side |
# | `k_bt` | how well blood delivers cells to the tumour | what mice and imaging leave open |
#
# All four are assumed. Every run whose arms differ by route alone solves the contrast again at these values,
# one at a time.

# %% mystnb={"image": {"alt": "Difference between the routes at other values of the four assumed parameters"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 5.2), layout="constrained")
    figures.route_basis(run.endpoints, left, contrast, month_3)
    figures.route_basis(run.endpoints, right, contrast, "severe_crs")
    figure.legend(handles=figures.route_marks(), loc="outside upper left", ncols=2)

# %% [markdown]
# The line through a point is Monte Carlo error: more patients make it shorter. How far the points of a block
# lie apart is what the answer owes to that number, and no number of patients changes it. The report says the
# same in words:

# %%
for paragraph in route_paragraphs(run.endpoints):
    print(textwrap.fill(paragraph, 84))

# %% [markdown]
# ## The whole trial over `tau_fit`
#
# `scenarios/route_fitness_sweep.yaml` asks one of the four questions as a trial of its own, with every
# endpoint at every value. Its neighbours `route_surface_sweep`, `route_uptake_sweep` and
# `route_delivery_sweep` do the same for the others.

# %%
sweep = cs.run(
    scenarios / "route_fitness_sweep.yaml", sets=[*asked, "run.patients=60", "run.route_basis=false"]
)
arms = [str(arm) for arm in sweep.endpoints.arm.values]
tau = {arm: arm.partition("tau_fit ")[2] for arm in arms}
route = {arm: arm.partition(",")[0] for arm in arms}

# %% mystnb={"image": {"alt": "Confirmed response over tau_fit from 14 days to infinity, one line per route"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    figures.swept(sweep.endpoints, left, "tau_fit", tau, route)
    left.legend(loc="upper left")
    figures.paired_forest(sweep.endpoints, right, month_3)

# %% [markdown]
# ## When would the answer turn?
#
# One parameter at a time leaves out what they do together. So take the end of each that is worst for the
# cavity and set all four at once, then the ends that are best for it. And since nobody knows how much tumour
# *your* patients carry, a tenth and ten times of it.

# %%
against = [
    "parameters.tau_fit=infinity",
    "parameters.a_serosa=1.5e4 cm^2",
    "parameters.k_ct=0.1 per day",
    "parameters.k_bt=4e-3 1/day/mL",
]
in_favour = [
    "parameters.tau_fit=14 days",
    "parameters.a_serosa=30 cm^2",
    "parameters.k_ct=1 per day",
    "parameters.k_bt=1e-4 1/day/mL",
]
settings = {
    "as in the scenario": [],
    "all four against the cavity": against,
    "all four for the cavity": in_favour,
    "a tenth of the tumour": ["disease.burden={median: 1e9 cells, log10_sd: 0.45}"],
    "ten times the tumour": ["disease.burden={median: 1e11 cells, log10_sd: 0.45}"],
}


def difference(sets, measure=month_3):
    """Cavity minus vein in percentage points, with its 95 % Newcombe limits."""
    changed = cs.run(scenarios / "route_comparison.yaml", sets=[*asked, *sets, "run.route_basis=false"])
    found = changed.endpoints.sel(contrast=contrast, measure=measure)
    return [100 * float(found[f"paired_difference{end}"]) for end in ("", "_lower", "_upper")]


answers = {name: difference(sets) for name, sets in settings.items()}

# %%
print("Response on day 91, cavity minus vein, percentage points (95 % Newcombe, Monte Carlo)\n")
for name, (middle, low, high) in answers.items():
    verdict = "cavity" if low > 0 else "vein" if high < 0 else "not told apart"
    print(f"{name:28s} {middle:+5.1f} ({low:+5.1f} to {high:+5.1f})  {verdict}")

# %% [markdown]
# Read the verdicts with care. "Not told apart" says what *these* patients leave open, not that the routes are
# equal. And a verdict that holds in every row is still a verdict inside this model. Write the answer like
# this:
#
# > Under the assumptions of the model, in so many virtual patients, the cavity answers better on day 91 by so
# many points > (interval); over `tau_fit` from 14 days to infinity and the other three numbers by so many to
# so many points; with all > four against it, this is left.
#
# ## Does the name of the disease matter?
#
# Here is something the model does not hide. Run the same for other diseases:

# %%
others = [name for name in ("gastric", "breast", "nsclc") if name != disease]
by_name = {disease: answers["as in the scenario"]}
for name in others:
    by_name[name] = difference([f"disease.kinds={{{name}: 1}}"])
for name, (middle, low, high) in by_name.items():
    burden = load_diseases()[name].burden
    told = f"{middle:+5.1f} ({low:+5.1f} to {high:+5.1f})"
    print(f"{name:12s} {told}  burden {burden.value:.0e} cells, {burden.kind}")

# %% [markdown]
# The lines differ little, and not because the diseases do: no source was found that tells their burdens
# apart, so each has the same assumed one. What differs is the cavity, the fluid in it and, unless the
# scenario sets it, the mix of HER2 scores. A name is no data. If you know the burden, the fluid or the HER2
# scores of your patients, write them into `disease:`; the rows above show how much that can move the answer.
#
# ## What is assumed
#
# - The four parameters above, and most others ([Parameters](../reference/parameters.md)).
# - An infusion into the cavity is well mixed within it; adhesions and loculated fluid do not exist here.
# - Intervals are Monte Carlo error over virtual patients. They hold neither the uncertainty of the model nor
#   a real trial's.
#
# ## What to try next
#
# - Another endpoint: `difference(sets, "severe_crs")`. A route that answers better and harms more is no
#   simple winner.
# - Another dose: add `"trial.arms[*].dose=1e8 cells"` to `asked`. Does more dose buy what the better route
#   gives?
# - All uncertain numbers at once: [Say how sure a result is](../how-to/say_how_sure.md); which of them move
#   the contrast: [Find what moves a result](../how-to/find_what_moves_a_result.md).
# - The whole story of the four numbers: [What a contrast of routes rests
#   on](../explanation/route_contrast.md).
# - Next lesson: [How a stop signal becomes a go](stop_becomes_go.py)
