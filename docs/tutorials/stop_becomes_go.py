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
# # How a stop signal becomes a go
#
# **The question.** A tumour under attack answers with PD-L1, which tells T cells to stop. What happens in a
# cell that carries a receptor which reads PD-L1 as a go, and is more PD-L1 then good for it?
#
# Four designs are compared, all beside the same HER2 CAR:
#
# | name | what binds PD-L1 | what it says inside |
# |---|---|---|
# | `none` | native PD-1 only | stop |
# | `pd1_cd28` | the head of PD-1 on the tail of CD28, as tightly as PD-1 | go, by co-stimulation |
# | `scfv_cd28` | an antibody fragment, far tighter than PD-1 | go, by co-stimulation |
# | `scfv_zeta` | the same fragment | go, as a second CAR: it also kills |

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import cartsim as cs
from cartsim.model import receptors
from cartsim.parameters import load_parameters
from cartsim.report import figures
from cartsim.report.lettering import heading
from cartsim.report.plates.sheet import arm_lines
from cartsim.report.style import arm_styles, journal_style, log_across
from cartsim.trial.compare import newcombe_paired, paired_table

plt.rcParams["figure.dpi"] = 150
near = (Path.cwd(), *Path.cwd().parents, *Path(cs.__file__).parents)  # the copy of the repository
base = next(place for place in near if (place / "scenarios" / "route_comparison.yaml").is_file())
scenarios = base / "scenarios"
typical = {symbol: entry.value for symbol, entry in load_parameters().items()}

# %% [markdown]
# ## One contact
#
# The laws of the model are plain functions: their arguments are what they depend on. So a single contact
# between a T cell and a tumour cell can be worked out by hand, law by law, at the typical values.

# %%
CHAIN = (
    receptors.pdl1_density,
    receptors.kd_sw_2d,
    receptors.scfv_bound,
    receptors.pool_bound,
    receptors.pd1_bound,
    receptors.switch_bound,
    receptors.switch_signal,
    receptors.inhibition,
    receptors.prol_block,
)


def contact(pdl1, design):
    """Everything the laws of the chain say of a contact at `pdl1` molecules per tumour cell."""
    flags = dict(zip(("design_pool", "design_scfv", "design_zeta"), receptors.DESIGNS[design], strict=True))
    known = {**typical, **flags, "L": pdl1}
    for law in CHAIN:
        known[law.name] = law(**{name: known[name] for name in law.arguments})
    return known


one = contact(typical["l0"] * typical["r_l"], "pd1_cd28")
for law in CHAIN[4:]:
    print(f"{law.name:14s} {one[law.name]:8.3f}  {law.law.__doc__.splitlines()[0]}")

# %% [markdown]
# `drive` is what both signals together leave of the rate of division: 1 is a cell that sees no PD-L1; below 1
# the answer is a stop, above 1 a go.

# %%
designs = list(receptors.DESIGNS)
levels = np.logspace(2, 6, 60)
contacts = {design: [contact(level, design) for level in levels] for design in designs}

# %% tags=["hide-input"] mystnb={"image": {"alt": "Positive signal and drive of division over PD-L1, four designs"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for design, look in arm_styles(designs).items():
        signal = np.array([each["switch_signal"] for each in contacts[design]])
        block = np.array([each["prol_block"] for each in contacts[design]])
        line = {"color": look.colour, "linestyle": look.dash}
        left.plot(levels, signal, label=design, **line)
        right.plot(levels, (1 + typical["a_sw"] * signal) * block, **line)
    for ax in (left, right):
        log_across(ax, levels[0], levels[-1])
        ax.set_xlabel("PD-L1 (molecules per tumour cell)")
        ax.axvspan(typical["l0"], typical["l0"] * typical["r_l"], color="#EEF2F5")
    right.axhline(1, color="#5B6B7A", linewidth=0.8, linestyle=":")
    left.set(ylabel="Signal (0 to 1)", ylim=(0, 1))
    right.set(ylabel="Drive of division (1: no PD-L1)", ylim=(0, None))
    heading(left, "Positive signal from PD-L1", "typical cell; grey: PD-L1 without and with full IFN-γ")
    heading(right, "Stop or go", "(1 + a_sw × signal) × what PD-1 leaves")
    figure.legend(*left.get_legend_handles_labels(), loc="outside upper left", ncols=4)

# %% [markdown]
# Three things to see. The receptor of `pd1_cd28` takes PD-L1 away from native PD-1 but does not silence it:
# the same PD-L1 still brakes. The fragment of the scFv designs binds first and tightly, so nothing is left
# for PD-1 until the fragments are full; there the line falls. And the go does not grow without end: both
# signals saturate, and their balance at high PD-L1 is set by two maxima, `a_sw` and `i_max_p`, both of them
# assumed.
#
# `scfv_zeta` lies on `scfv_cd28` here: that it also activates and kills by itself is left out of this curve.
#
# ## In time
#
# Now the same in patients. The teaching scenario `stop_becomes_go.yaml` has two arms; here it gets all four.

# %%
arms = ", ".join(
    f"{{name: {design}, dose: 1e8 cells, route: intracavitary, pdl1_receptor: {design}}}"
    for design in designs
)
asked = [f"trial.arms=[{arms}]", "run.patients=60"]


def trial(*sets):
    """The teaching scenario with four designs and what `sets` changes."""
    return cs.run(scenarios / "teaching" / "stop_becomes_go.yaml", sets=[*asked, *sets])


run = trial()

# %% mystnb={"image": {"alt": "IFN-gamma, PD-L1, receptor signal and CAR-T in the tumour by day"}}
with journal_style():
    figure, axes = plt.subplots(2, 2, figsize=(9, 5.6), layout="constrained")
    series = ("ifng_cavity", "pdl1", "switch_signal", "car_t_tumour")
    for ax, name in zip(axes.flat, series, strict=True):
        figures.course(run.summary, ax, name, until=28)
    figure.legend(handles=arm_lines(run), loc="outside upper left", ncols=4)

# %% [markdown]
# Read it as a chain: CAR-T cells that meet HER2 make IFN-γ; IFN-γ raises PD-L1; PD-L1 drives the receptor,
# where there is one; the receptor lets the cells divide and live; more cells make more IFN-γ. That is the
# loop.
#
# ## What it brings, and what it costs
#
# Each design against the CAR alone, in the same patients:

# %% mystnb={"image": {"alt": "Response and severe CRS of each design minus the CAR alone"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 2.6), layout="constrained")
    figures.paired_forest(run.endpoints, left, "confirmed_orr")
    figures.paired_forest(run.endpoints, right, "severe_crs")

# %% [markdown]
# The same strength that clears tumour releases cytokines. This scenario has no rescue drugs, so the CRS is
# what the product itself does.
#
# ## Cut the loop
#
# Is the IFN-γ loop the friend of such a cell? Set `r_l`, the factor by which IFN-γ raises PD-L1, to 1. PD-L1
# then stays at its resting level, in the very same patients, so the two runs can be compared patient by
# patient.

# %%
cut = trial("parameters.r_l=1")


def gained(with_loop, without, arm):
    """Response with the loop minus without it, same patients, percentage points with 95 % limits."""
    responds = [each.endpoints.response_by_primary.sel(arm=arm).values == 1 for each in (with_loop, without)]
    table = paired_table(*responds)
    return 100 * np.array([table.difference, *newcombe_paired(table)])


costs = {design: gained(run, cut, design) for design in designs}

# %% tags=["hide-input"] mystnb={"image": {"alt": "Response with and without the loop for each design, and the difference"}}
with journal_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    for row, (design, look) in enumerate(arm_styles(designs).items()):
        for shift, each, fill in ((0.12, run, look.colour), (-0.12, cut, "white")):
            found = each.endpoints.sel(arm=design)
            share, low, high = (100 * float(found[f"confirmed_orr{end}"]) for end in ("", "_lower", "_upper"))
            left.hlines(-row + shift, low, high, color=look.colour)
            left.plot(share, -row + shift, look.marker, color=look.colour, markerfacecolor=fill)
        middle, low, high = costs[design]
        right.hlines(-row, low, high, color=look.colour)
        right.plot(middle, -row, look.marker, color=look.colour)
    right.axvline(0, color="#5B6B7A", linewidth=0.8)
    for ax in (left, right):
        ax.set_yticks([-row for row in range(len(designs))], designs)
        ax.set_ylim(-len(designs) + 0.5, 0.5)
        ax.grid(axis="y", visible=False)
    left.set(xlim=(0, 100), xlabel="Confirmed response (%)")
    right.set(xlabel="With minus without the loop (points)")
    heading(left, "With the loop (full), without (open)", "n = 60 per arm; 95 % exact limits, Monte Carlo")
    heading(right, "What the loop does", "n = 60 pairs; 95 % Newcombe interval, Monte Carlo")

# %%
for design, (middle, low, high) in costs.items():
    verdict = "the loop helps" if low > 0 else "the loop harms" if high < 0 else "not told"
    print(f"{design:10s} {middle:+6.1f} points ({low:+.1f} to {high:+.1f}): {verdict}")

# %% [markdown]
# Did you expect the loop to help the cells that read PD-L1 as a go? Go back to the single contact, at rest
# and at full IFN-γ:

# %%
for design in designs:
    rest, full = (contact(level, design) for level in (typical["l0"], typical["l0"] * typical["r_l"]))
    drive = [(1 + typical["a_sw"] * each["switch_signal"]) * each["prol_block"] for each in (rest, full)]
    print(f"{design:10s} drive at rest {drive[0]:.2f}, at full IFN-γ {drive[1]:.2f}")

# %% [markdown]
# At its resting level PD-L1 already feeds the receptor well, while the brake has room left to grow. What such
# a receptor turns into a go, in this model, is that PD-L1 is *there*; whether its *rise* helps is another
# question, and the figure has the answer for each design.
#
# ## Take the receptor apart
#
# In the model the switch does three things: it takes PD-L1 from PD-1 (a decoy), it adds drive (`a_sw`), and
# it protects from activation-induced death and exhaustion (`b_sw`). Switch the last two off and on:

# %%
parts = {
    "decoy only": ("parameters.a_sw=0", "parameters.b_sw=0"),
    "decoy and drive": ("parameters.b_sw=0",),
    "decoy and protection": ("parameters.a_sw=0",),
    "all three": (),
}
for name, sets in parts.items():
    found = trial(*sets).endpoints.sel(contrast="pd1_cd28 - none", measure="confirmed_orr")
    middle, low, high = (100 * float(found[f"paired_difference{end}"]) for end in ("", "_lower", "_upper"))
    print(f"{name:22s} {middle:+6.1f} points over the CAR alone ({low:+.1f} to {high:+.1f})")

# %% [markdown]
# ## What is assumed
#
# The result stands on these numbers; the ranking of designs is the ranking *under them*.

# %%
for symbol in ("l0", "r_l", "g50", "sw", "k_sw", "a_sw", "b_sw", "f_z", "i_max_p", "pd1_50"):
    entry = load_parameters()[symbol]
    print(f"{symbol:8s} {entry.value:<8g} {entry.kind:8s} {entry.name}")

# %% [markdown]
# Two more choices hide in this lesson: the cells go into the cavity (see [Which route for this
# disease?](which_route.py)), and healthy organs carry PD-L1, too, which the second CAR can attack: look at
# pneumonitis in the report before you prefer it.
#
# ## What to try next
#
# - A tumour with ten times the PD-L1 at rest: `trial("parameters.l0=1.5e5 molecule/cell")`. Who is hurt most?
# - The vein instead of the cavity: replace `intracavitary` in `arms`, and quote no difference of routes from
#   it without its range over `tau_fit`.
# - Your own receptor is a row of numbers, not a new law: [Ask a question of your
#   own](../how-to/ask_a_question.md). A new law is [another lesson](adding_a_law.py).
# - The equations as printed from the functions above: [Equations](../reference/equations.md)
# - Next lesson: [When the tumour loses its antigen](antigen_escape.py)
