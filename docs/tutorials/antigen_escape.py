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
# # When the tumour loses its antigen
#
# **The question.** A HER2 CAR-T cell kills what carries HER2. When a tumour comes back after a response, what
# is it that comes back: cells that lost HER2 under treatment, or cells that never had it? And does a second
# receptor that kills by PD-L1 hold them?
#
# Two ways lead to a HER2-low relapse, and a biopsy at relapse cannot tell one from the other:
#
# - **loss**: HER2-positive cells turn HER2-low at a rate `k_loss` per day,
# - **selection**: HER2-low cells were there from the first day, a share `frac_n` of the tumour, and are what
#   is left.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import cartsim as cs
from cartsim.datasets import RESPONSE
from cartsim.parameters import load_parameters
from cartsim.report import figures
from cartsim.report.lettering import heading
from cartsim.report.style import COLOURS, DASHES, QUIET, arm_styles, journal_style, log_axis, time_axis

plt.rcParams["figure.dpi"] = 150
near = (Path.cwd(), *Path.cwd().parents, *Path(cs.__file__).parents)  # the copy of the repository
base = next(place for place in near if (place / "scenarios" / "route_comparison.yaml").is_file())
scenarios = base / "scenarios"

# %% [markdown]
# ## The trial
#
# `antigen_escape.yaml` puts the same patients through two receptors at four rates of loss. `state_cube` keeps
# every state of the model, which takes room and is therefore asked for.

# %%
print((scenarios / "antigen_escape.yaml").read_text(encoding="utf-8"))
whole = ["run.patients=40", "run.courses=all", "run.state_cube=true"]
run = cs.run(scenarios / "antigen_escape.yaml", sets=whole)
arms = [str(arm) for arm in run.endpoints.arm.values]
rate = {arm: arm.partition("k_loss ")[2].removesuffix(" per day") for arm in arms}
receptor = {arm: arm.partition(",")[0] for arm in arms}

# %% [markdown]
# ## What the clinic sees
#
# The response rate, and a measure that compares arms without picking responders: the mean number of days that
# an enrolled patient spends in confirmed response.

# %% tags=["hide-input"] mystnb={"image": {"alt": "Response and mean days in response over the rate of antigen loss"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    figures.swept(run.endpoints, left, "k_loss (per day)", rate, receptor)
    left.legend(loc="lower left")
    for shift, (group, look) in enumerate(arm_styles(dict.fromkeys(receptor.values())).items()):
        here = run.endpoints.sel(arm=[arm for arm in arms if receptor[arm] == group])
        place = np.arange(here.sizes["arm"]) + 0.06 * (shift - 0.5)
        right.vlines(
            place, here.mean_time_in_response_lower, here.mean_time_in_response_upper, color=look.colour
        )
        right.plot(place, here.mean_time_in_response, look.marker, color=look.colour, linestyle=look.dash)
    right.set_xticks(range(4), list(dict.fromkeys(rate.values())))
    right.set(xlabel="k_loss (per day)", ylabel="Days in confirmed response, to day 365", ylim=(0, None))
    note = "n = 40 enrolled per point, the same patients; 95 % interval, Monte Carlo"
    heading(right, "Time in response", note)

# %% [markdown]
# ## What is in the tumour
#
# The states of the model are there by name: `P.0` are the HER2-positive cells of the first group of lesions,
# `N.0` its HER2-low ones, `F_p` and `F_n` float in the fluid.


# %%
def cells(kind):
    """Tumour cells of all lesions, HER2-positive ("P") or HER2-low ("N"): (arm, patient, time)."""
    cube = run.course.state_value
    named = [name for name in cube.state.values if name.partition(".")[0] == kind]
    return cube.sel(state=named).sum("state")


positive, low = cells("P"), cells("N")
tumour = positive + low
low_share = low / tumour.where(tumour > 0)
responded = run.endpoints.best_overall_response >= RESPONSE.index("PR")

# %% [markdown]
# First one patient: the first who responds to the switch receptor and progresses later, without any loss
# (`k_loss` 0).

# %%
arm = arms[0]
relapsed = responded.sel(arm=arm) & (run.endpoints.pfs_event.sel(arm=arm) == 1)
patient = int(relapsed.patient[relapsed.values.argmax()])
one = {"arm": arm, "patient": patient}

# %% tags=["hide-input"] mystnb={"image": {"alt": "HER2-positive and HER2-low tumour cells and CAR-T of one patient over a year"}}
with journal_style():
    figure, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    lines = {
        "HER2-positive tumour": positive,
        "HER2-low tumour": low,
        "CAR-T in tumour": run.course.car_t_tumour,
    }
    for (name, course), colour, dash in zip(lines.items(), COLOURS, DASHES, strict=False):
        ax.plot(course.time, course.sel(one).clip(min=1e4), color=colour, linestyle=dash, label=name)
    time_axis(ax, float(run.course.time[-1]))
    log_axis(ax, 1e4, 1e12)
    ax.axvline(float(run.endpoints.pfs.sel(one)), color=QUIET, linewidth=0.8, linestyle=":")
    ax.set_ylabel("Cells")
    ax.legend(loc="lower left")
    heading(ax, f"Patient {patient}, {arm}", "one course; dotted: the scan that found the progression")

# %% [markdown]
# Then all. Among the responders of each arm the median share of HER2-low cells, by rate of loss:

# %% tags=["hide-input"] mystnb={"image": {"alt": "Share of HER2-low cells over time, responders and others, by rate of loss"}}
with journal_style():
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", sharey=True)
    chosen = [arm for arm in arms if receptor[arm] == "switch receptor"]
    for ax, who, name in zip(axes, (responded, ~responded), ("Responders", "All others"), strict=True):
        for arm, look in arm_styles(chosen).items():
            some = who.sel(arm=arm)
            median = 100 * low_share.sel(arm=arm).where(some).median("patient")
            label = f"k_loss {rate[arm]}, n = {int(some.sum())}"
            ax.plot(median.time, median, color=look.colour, linestyle=look.dash, label=label)
        time_axis(ax, float(run.course.time[-1]))
        ax.legend(loc="lower right" if who is responded else "upper left", fontsize=7.5)
        heading(ax, name, "median over patients, switch receptor")
    axes[0].set(ylim=(0, 102), ylabel="HER2-low share of the tumour (%)")

# %% [markdown]
# Look at the line for `k_loss` 0. Nothing is lost there; whatever the line climbs is selection. The better
# the cells kill, the harder they select. In the others, whose tumour was never much reduced, HER2 stays, and
# it is not the antigen that failed them.

# %%
for who, name in ((responded, "responders"), (~responded, "all others")):
    some = low_share.sel(arm=arms[0]).where(who.sel(arm=arms[0]))
    start, end = (100 * float(some.isel(time=place).median()) for place in (0, -1))
    print(f"without any loss, {name}: HER2-low {start:.0f} % at the start, {end:.0f} % at the end (medians)")

# %% [markdown]
# ## Loss or selection?
#
# To tell the two apart, take each away: no loss (`k_loss` 0), no HER2-low cells at the start (`frac_n` next
# to 0), or neither.

# %%
designs = {
    "selection only": ("parameters.k_loss=0 per day",),
    "loss only": ("parameters.frac_n=1e-9", "parameters.k_loss=1e-3 per day"),
    "both": ("parameters.k_loss=1e-3 per day",),
    "neither": ("parameters.frac_n=1e-9", "parameters.k_loss=0 per day"),
}
two = (
    "trial.arms=[{name: switch receptor, dose: 1e6 cells/kg, route: intracavitary}, "
    "{name: PD-L1 CAR beside it, dose: 1e6 cells/kg, route: intracavitary, pdl1_receptor: scfv_zeta}]"
)
trials = {
    name: cs.run(scenarios / "route_comparison.yaml", sets=[two, "run.patients=40", *sets]).endpoints
    for name, sets in designs.items()
}

# %% tags=["hide-input"] mystnb={"image": {"alt": "Mean days in response with and without loss and selection, two receptors"}}
with journal_style():
    figure, ax = plt.subplots(figsize=(7, 3.2), layout="constrained")
    looks = arm_styles(trials["both"].arm.values)
    for row, found in enumerate(trials.values()):
        for shift, (arm, look) in zip((0.12, -0.12), looks.items(), strict=True):
            here = found.sel(arm=arm)
            middle, least, most = (
                float(here[f"mean_time_in_response{end}"]) for end in ("", "_lower", "_upper")
            )
            ax.hlines(shift - row, least, most, color=look.colour)
            ax.plot(middle, shift - row, look.marker, color=look.colour, label=arm if row == 0 else None)
    ax.set_yticks([-row for row in range(len(trials))], list(trials))
    ax.set(xlim=(0, None), ylim=(0.5 - len(trials), 0.5), xlabel="Days in confirmed response, to day 365")
    ax.grid(axis="y", visible=False)
    figure.legend(*ax.get_legend_handles_labels(), loc="outside upper left", ncols=2)
    heading(ax, "What shortens the response", "mean of n = 40 enrolled, the same; 95 % interval, Monte Carlo")

# %% [markdown]
# Which lever moves the bars, the rate of loss or the cells that were there? And does the second receptor hold
# what the CAR cannot see? It kills by PD-L1, so it needs PD-L1 on the HER2-low cells, which IFN-γ from the
# killing of their neighbours brings: a bystander effect that ends with the neighbours.
#
# ## What relapses
#
# At the scan that found each progression, how much of the tumour is HER2-low? A relapse that is mostly
# HER2-positive was not an escape: the CAR-T cells were gone.

# %%
day = run.endpoints.pfs.where(run.endpoints.pfs_event == 1)
at_relapse = low_share.sel(time=day.fillna(0), method="nearest").where(day.notnull())
print(f"{'arm':42s} progressions of responders   of which mostly HER2-low")
for arm in arms:
    share = at_relapse.sel(arm=arm).where(responded.sel(arm=arm)).values
    share = share[np.isfinite(share)]
    print(f"{arm:42s} {share.size:10d} {int((share > 0.5).sum()):25d}")

# %% [markdown]
# What a clinic would need to see this is a biopsy at relapse, with HER2 read again. It would show HER2-low
# cells in either case; only HER2-low cells in the biopsy *before* treatment speak for selection.
#
# ## What is assumed

# %%
for symbol in ("frac_n", "k_loss", "her2_n", "f_z"):
    entry = load_parameters()[symbol]
    print(f"{symbol:8s} {entry.value:<9.3g} {entry.unit:14s} {entry.kind}: {entry.reason}")

# %% [markdown]
# - All of these are choices, the share at baseline above all. Vary it before you believe a ranking.
# - HER2 has two levels here, positive and low. Real tumours have a spread; a partial loss that a better CAR
#   still sees does not exist.
# - Intervals are Monte Carlo error over virtual patients.
#
# ## What to try next
#
# - More patients whose tumours start with HER2-low cells: `parameters.frac_n=0.3`. From which share on does a
#   stronger killer no longer help?
# - HER2 2+ alone against 3+ alone: `disease.her2_ihc={2+: 1}`.
# - A whole axis as a sweep instead of four trials: [Run a sweep](../how-to/run_a_sweep.md).
# - T cells that strip antigen from the cells they touch are a third way to lose it, and no part of the model:
#   you add it in [Adding a law](adding_a_law.py).
# - Next lesson: [Calibrate to your patients](calibrate_to_your_patients.py)
