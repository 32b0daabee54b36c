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
# # Calibrate to your patients
#
# **The question.** You have CAR-T counts in the blood of a few patients, and their lesions. How do you carry
# them into a scenario, and how much of a scenario can they tell?
#
# **The data of this lesson are made up.** They come from virtual patients, so that the truth is known and the
# fit can be judged. With your own files you begin at "Fit". Never use a fit to dose a patient.

# %%
import csv
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import cartsim as cs
from cartsim.assessing import assess_files
from cartsim.datasets import LESION_KIND, LESION_STATE, RESPONSE, words
from cartsim.estimating import fit_plan, plan_fit
from cartsim.fitting.given import Options
from cartsim.measured.summary import share_rows
from cartsim.parameters import load_parameters
from cartsim.report import figures
from cartsim.report.lettering import heading
from cartsim.report.style import COLOURS, INK, QUIET, journal_style

plt.rcParams["figure.dpi"] = 150
near = (Path.cwd(), *Path.cwd().parents, *Path(cs.__file__).parents)  # the copy of the repository
base = next(place for place in near if (place / "scenarios" / "route_comparison.yaml").is_file())
scenarios = base / "scenarios"
kept = tempfile.TemporaryDirectory(prefix="cartsim-")
folder = Path(kept.name)

# %% [markdown]
# ## Patients whose truth is known
#
# A scenario says what was given. The truth of this lesson differs from the model's typical values in two of
# them: the product divides faster where it has room (`hom_e`), and the host leaves room for longer (`tau_l`).
# The fit will not be told.

# %%
given = folder / "given.yaml"
given.write_text("""\
schema: cartsim.scenario/1
title: Our first patients
question: What do the blood counts of our patients tell?
product: {pdl1_receptor: pd1_cd28, manufacturing_failure: 0}
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: IV, dose: 1e8 cells, route: intravenous}]
  lymphodepletion: {fludarabine: 30 mg/m^2/day, cyclophosphamide: 300 mg/m^2/day, days: [-5, -4, -3]}
  visits: {response: [30, 91, 182], safety: [0, 1, 3, 5, 7, 10, 14, 21, 28, 42, 60, 120]}
  response: {criteria: RECIST 1.1, confirmation: 28 days, stable_disease_from: 23 days}
run: {patients: 5, horizon: 190 days, seed: 4}
""")
entries = {symbol: load_parameters()[symbol] for symbol in ("hom_e", "tau_l")}
truth = {symbol: 1.2 * entry.value for symbol, entry in entries.items()}
hidden = [f"parameters.{symbol}={truth[symbol]} {entry.unit}" for symbol, entry in entries.items()]
ward = cs.run(given, sets=hidden)

# %% [markdown]
# Their samples, as a laboratory would report them: cells per µL of blood, and `BLQ` with the limit where
# nothing was found.

# %%
kinetics = folder / "kinetics.csv"
limit = load_parameters()["limit_qpcr"].value
samples = ward.visits.car_t_blood_sampled.sel(arm="IV")
with kinetics.open("w", newline="") as file:
    table = csv.writer(file)
    table.writerow(["subject", "day", "value", "unit", "limit"])
    for patient in samples.patient.values:
        for day, value in zip(samples.sample_day.values, samples.sel(patient=patient).values, strict=True):
            if day > 0 and np.isfinite(value):
                found = f"{value:.4g}" if value >= limit else "BLQ"
                table.writerow([f"P{patient + 1:02d}", f"{day:g}", found, "cells/uL", limit])
print(*kinetics.read_text().splitlines()[:8], sep="\n")

# %% [markdown]
# ## Fit
#
# In the terminal this is one line,
#
# ```
# cartsim fit kinetics.csv --scenario given.yaml --arm IV
# ```
#
# which also writes tables, figures and a page to send to a colleague. From Python:

# %%
plan = plan_fit(kinetics, "cartsim", True, 0.95, Options(scenario=given, arm="IV"))
fitting = fit_plan(plan)
fit = fitting.fit

# %% mystnb={"image": {"alt": "Samples in blood of four subjects with the fitted courses"}}
with journal_style():
    figure, axes = plt.subplots(2, 2, figsize=(9, 5.8), layout="constrained")
    for subject, ax in zip(fit.subjects[:4], axes.flat, strict=True):
        figures.blood_fit(subject, ax)
    figure.legend(handles=figures.blood_fit_legend(fit.level), loc="outside upper left", ncols=4)

# %% [markdown]
# ## Judge it
#
# Here the truth is known: each virtual patient's own values, drawn around the typical ones. A fit also says
# which parameters the samples do *not* tell, and those it leaves near the typical value (open marks below).


# %%
def judged(fit):
    """(subject, estimate, true value) of every parameter; says how many intervals hold the truth."""
    own, rows = ward.patients.parameter_value, []
    for subject in fit.subjects:
        patient = int(subject.samples.name[1:]) - 1
        for each in subject.estimates:
            rows.append((patient, each, float(own.sel(patient=patient, parameter=each.free.symbol))))
    told = [(each, true) for _, each, true in rows if each.identifiable]
    held = sum((each.lower or 0) <= true <= (each.upper or np.inf) for each, true in told)
    print(f"the samples tell {len(told)} of {len(rows)} parameters; {held} of these intervals hold the truth")
    return rows


rows = judged(fit)

# %% tags=["hide-input"] mystnb={"image": {"alt": "Estimate over truth of each parameter and subject with its interval"}}
symbols = [free.symbol for free in fit.free]
with journal_style():
    figure, ax = plt.subplots(figsize=(7, 3.8), layout="constrained")
    for patient, each, true in rows:
        row = -symbols.index(each.free.symbol) + 0.6 * (0.5 - (patient + 0.5) / len(fit.subjects))
        colour = COLOURS[0] if each.identifiable else QUIET
        face = colour if each.identifiable else "white"
        if each.identifiable:
            ends = (each.lower or 1e-9) / true, (each.upper or 1e9) / true
            ax.hlines(row, *ends, color=colour, linewidth=1.2)
        ax.plot(each.value / true, row, "o", color=colour, markersize=4, markerfacecolor=face)
    ax.axvline(1, color=INK, linewidth=0.8)
    ax.set_xscale("log")
    ax.set(xlim=(0.2, 5), xlabel="Estimate / truth", yticks=[-row for row in range(len(symbols))])
    ax.set_xticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
    ax.set_yticklabels(symbols)
    ax.minorticks_off()
    ax.grid(axis="y", visible=False)
    note = f"n = {len(fit.subjects)} subjects; 95 % profile intervals; open: not told by the samples"
    heading(ax, "Fitted against known", note)

# %% [markdown]
# Do fewer intervals hold the truth than the 95 % they promise? The promise is kept where a patient differs
# from the typical one in the *fitted* parameters alone. Virtual patients, and real ones all the more, differ
# in everything else, too: how cells move, how many memory cells they were given, how much tumour meets them.
# The fit takes all that as typical, so its intervals are too short. Read them as the least uncertainty there
# is.
#
# ## Into a scenario
#
# The fit ends with a `parameters:` block: medians over the subjects that tell a parameter, each with its
# reason. Paste it into the scenario. Every override is `{value, because}`, so that nobody has to guess later
# where a number came from.

# %%
print(fitting.carried)
ours = folder / "ours.yaml"
ours.write_text(given.read_text() + fitting.carried)
print(f"{'':8s}{'truth':>8s}{'typical':>9s}{'fitted':>9s}")
for symbol, entry in entries.items():
    print(f"{symbol:8s}{truth[symbol]:8.3f}{entry.value:9.3f}{cs.load(ours).parameters[symbol].value:9.3f}")

# %% [markdown]
# The prior is centred on the model's typical values and pulls towards them; fitting again with `ours.yaml` as
# the scenario centres it on the group. And few patients are few: their own median lies off the typical value
# of the group they come from.
#
# What counts is whether the *next* group is described better. Simulate one with the model as it comes, one
# with the fitted block, one with the truth:

# %%
more = ["run.patients=60", "run.seed=11"]
nexts = {
    "truth": cs.run(given, sets=[*more, *hidden]),
    "model as it comes": cs.run(given, sets=more),
    "with the fitted block": cs.run(ours, sets=more),
}

# %% tags=["hide-input"] mystnb={"image": {"alt": "CAR-T in blood of the next patients: usual, fitted, true values"}}
with journal_style():
    figure, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    looks = ((INK, "-"), (COLOURS[1], ":"), (COLOURS[0], "--"))
    for (name, each), (colour, dash) in zip(nexts.items(), looks, strict=True):
        median = each.summary.car_t_blood.sel(arm="IV", quantile=0.5, time=slice(0, 91))
        ax.plot(median.time, median, color=colour, linestyle=dash, label=name)
    ax.set_yscale("log")
    ax.set(xlim=(0, 91), ylim=(1e-2, None), xlabel="Days since infusion", ylabel="CAR-T in blood (cell/µL)")
    ax.legend()
    heading(ax, "The next patients", "median of n = 60 virtual patients each, the same draws")

# %%
for name, each in nexts.items():
    found = each.endpoints.sel(arm="IV")
    peak, response = float(found.cmax_median), 100 * float(found.confirmed_orr)
    print(f"{name:24s} median Cmax {peak:6.2f} cell/µL, confirmed response {response:.0f} %")

# %% [markdown]
# Blood tells blood. The parameters of the tumour (killing, growth, penetration) are not in these curves: a
# response rate that comes out right afterwards is luck, one that comes out wrong is no surprise.
#
# ## Measured lesions
#
# So look at the lesions by themselves. `cartsim assess` gives measured patients the very answers that virtual
# ones get, by the same code. Here the "measured" file is written from the readings of the same virtual ward.

# %%
lesions = folder / "lesions.csv"
seen, kind = ward.visits.sel(arm="IV"), words(ward.patients.lesion_kind, LESION_KIND)
state, size = words(seen.lesion_state, LESION_STATE), seen.lesion_reading.values
ROLE = {"target": "target", "carcinomatosis": "nontarget", "occult": "new"}
with lesions.open("w", newline="") as file:
    table = csv.writer(file)
    table.writerow(["subject", "day", "lesion", "type", "nodal", "measure"])
    for patient, visit, lesion in np.argwhere(state != "not read"):
        role = ROLE[kind[patient, lesion]]
        mark = state[patient, visit, lesion]
        if role == "new" and mark == "ABSENT":
            continue
        measure = f"{size[patient, visit, lesion]:.1f}" if mark == "measured" and role == "target" else mark
        measure = "PRESENT" if measure == "measured" else measure
        day = f"{seen.visit_day.values[patient, visit]:.0f}"
        table.writerow([f"P{patient + 1:02d}", day, f"L{lesion}", role, "no", measure])
print(*lesions.read_text().splitlines()[:6], sep="\n")

# %%
assessed = assess_files(lesions, None, None, {}, given)
virtual = words(ward.endpoints.confirmed_response.sel(arm="IV"), RESPONSE)
for subject, measured, model in zip(
    assessed.subjects, assessed.words_of(assessed.confirmed), virtual, strict=True
):
    print(f"{subject.name}: from the file {measured}, from the simulated trial {model}")

# %% [markdown]
# In the terminal that is `cartsim assess lesions.csv --scenario given.yaml`. The two columns may differ where
# the file says less than the clinic knew: an effusion that grew, a patient who left. Limits of measured
# patients are sampling intervals, real ones; only those of virtual patients are Monte Carlo error:

# %%
for row in share_rows(assessed)[:2]:
    limits = f"{100 * row['lower']:.0f} to {100 * row['upper']:.0f}"
    print(f"{row['endpoint']}, {row['population']}: {row['x']} of {row['n']} ({limits} %)")

# %% [markdown]
# ## What was assumed, and what this does not show
#
# - The samples came from the model that was fitted. Real ones do not: the residual error and the curves show
#   where the model misses, and a good fit does not show that it is right.
# - What the samples do not tell stays at its typical value. Count those before you call a scenario
#   calibrated.
# - The block holds medians of a group; the spread between patients stays the model's.
#
# ## What to try next
#
# - Drop the samples after day 28 (`day <= 28` in the cell that writes the file): what can still be told?
# - Ten times the limit of detection; more patients; `plan_fit(..., False, ...)` for no prior.
# - [Fit measured blood kinetics](../how-to/fit_blood_kinetics.md) has the files, the options and the measured
#   coverage; [Assess measured data](../how-to/assess_measured_data.md) has the rules of responses.
# - How the model itself was calibrated: [Calibration](../explanation/calibration.md)
# - Next lesson: [A sweep on a cluster](sweep_on_a_cluster.py)
