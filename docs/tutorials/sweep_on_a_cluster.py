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
# # A sweep on a cluster
#
# **The question.** Which dose by which route, with which receptor? That is many trials in the same virtual
# patients. How are they planned, computed on many machines where anything may die at any moment, and read?
#
# This lesson does on your machine what a cluster does, with real Dask workers in processes of their own, and
# ends with the few words that change for SLURM. It needs the extra: `pip install 'cartsim[cluster]'`.

# %%
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import chdir
from pathlib import Path

import matplotlib.pyplot as plt
import xarray as xr

import cartsim as cs
from cartsim.cli import app
from cartsim.report.lettering import heading
from cartsim.report.style import arm_styles, journal_style
from cartsim.trial.compare import newcombe_paired, paired_table

plt.rcParams["figure.dpi"] = 150
near = (Path.cwd(), *Path.cwd().parents, *Path(cs.__file__).parents)  # the copy of the repository
base = next(place for place in near if (place / "scenarios" / "route_comparison.yaml").is_file())
scenarios = base / "scenarios"
kept = tempfile.TemporaryDirectory(prefix="cartsim-")
folder = Path(kept.name)


def cartsim(words):
    """What `cartsim <words>` does in a terminal that stands in the folder."""
    with chdir(folder):
        app(shlex.split(words), standalone_mode=False)


# %% [markdown]
# ## What is swept
#
# The block `sweep:` names the points, over any path of the scenario. Here every combination of three doses
# and two receptors; both routes are arms of each point. Twenty patients are for looking at the machinery, not
# at the result.

# %%
shutil.copy(scenarios / "route_comparison.yaml", folder)
(folder / "dose.yaml").write_text("""\
schema: cartsim.scenario/1
title: Dose by route and receptor
question: Which dose by which route, and does the receptor move it?
extends: route_comparison.yaml
run: {patients: 20}
sweep:
  grid:
    trial.arms[*].dose: [1e5 cells/kg, 1e6 cells/kg, 1e7 cells/kg]
    product.pdl1_receptor: [none, pd1_cd28]
""")
sweep = folder / "dose"

# %% [markdown]
# ## Plan
#
# `plan` writes one file and says what it will compute and cost, from a few patients tried at each point. The
# work is cut into shards: some patients of one arm at one point. A shard is the unit that is computed,
# written and checked.

# %%
cartsim("sweep plan dose.yaml --out dose --shard-size 20")

# %% [markdown]
# ## A task of a job array
#
# On a cluster without Dask each task of an array computes a range of shards and knows nothing of the others.
# This is one such task; imagine that the queue took the machine away afterwards.

# %%
cartsim("sweep run dose --shards 0:3")
cartsim("sweep status dose")

# %% [markdown]
# ## Workers
#
# Now a scheduler and two workers, each a process of its own, that find each other by a file. On a cluster
# they are jobs on other machines; nothing else changes. (Where one machine is all there is, the option
# `--workers 2` of `cartsim sweep run` starts them for you.)

# %%
meeting = folder / "dask.json"
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
quiet["env"] = os.environ | {"DASK_TEMPORARY_DIRECTORY": str(folder)}
start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
work = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard"]
at = ["--scheduler-file", str(meeting)]
processes = [subprocess.Popen([*start, "--host", "127.0.0.1", *at], **quiet)]
processes += [subprocess.Popen([*work, "--no-nanny", *at], **quiet) for _ in range(2)]
until = time.monotonic() + 60
while not meeting.exists() and time.monotonic() < until:
    time.sleep(0.1)

# %% [markdown]
# The run computes what lacks and nothing else:

# %%
try:
    cartsim("sweep run dose --scheduler-file dask.json")
finally:
    for process in reversed(processes):
        process.terminate()
        process.wait()
cartsim("sweep status dose")

# %% [markdown]
# ## Something breaks
#
# A disk flips a bit in one shard. Every shard carries its checksum, so the damage is found when it is next
# read, and only that shard is computed again. No result depends on the size of shards, the number of workers,
# their order or a restart.

# %%
shard = sorted(path for path in (sweep / "shards").rglob("*") if path.is_file())[0]
content = bytearray(shard.read_bytes())
content[len(content) // 2] ^= 1
shard.write_bytes(content)
cartsim("sweep status dose")

# %%
cartsim("sweep run dose --workers 0")

# %% [markdown]
# ## Merge and read
#
# One NetCDF file holds every patient and every arm's endpoints. An axis of the sweep is a coordinate of
# `point`.

# %%
cartsim("sweep merge dose")
merged = xr.open_dataset(sweep / "sweep.nc", engine="h5netcdf", decode_timedelta=False)
print(dict(merged.sizes))

# %%
endpoints = merged.drop_dims(["patient", "visit"])
grid = endpoints.drop_vars("point").set_index(point=["dose", "pdl1_receptor"]).unstack("point")
print((100 * grid.confirmed_orr).round(0).to_series().unstack("dose").to_string())

# %% tags=["hide-input"] mystnb={"image": {"alt": "Confirmed response over dose by route, one panel per receptor"}}
with journal_style():
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained", sharey=True)
    for ax, receptor in zip(axes, ("none", "pd1_cd28"), strict=True):
        here = grid.sel(pdl1_receptor=receptor)
        for shift, (arm, look) in enumerate(arm_styles(grid.arm.values).items()):
            dose = grid.dose * 1.06 ** (2 * shift - 1)
            mine = here.sel(arm=arm)
            low, share, high = (100 * mine[f"confirmed_orr{end}"] for end in ("_lower", "", "_upper"))
            ax.vlines(dose, low, high, color=look.colour)
            ax.plot(dose, share, look.marker, color=look.colour, linestyle=look.dash, label=arm)
        ax.set_xscale("log")
        ax.set(xlabel="Dose (cells/kg)", ylim=(-3, 100))
        note = f"n = {merged.sizes['patient']} per point; 95 % exact, Monte Carlo"
        heading(ax, f"Receptor: {receptor}", note)
    axes[0].set_ylabel("Confirmed response (%)")
    axes[0].legend(loc="upper left")

# %% [markdown]
# Two points of a sweep hold the same patients, so they are compared in pairs:


# %%
def responds(dose, arm, receptor="pd1_cd28"):
    """Which patients answer at a point."""
    chosen = merged.isel(point=((merged.dose == dose) & (merged.pdl1_receptor == receptor)).values)
    return chosen.response_by_primary.sel(arm=arm).values.squeeze() == 1


table = paired_table(responds(1e7, "IC"), responds(1e6, "IC"))
low, high = (100 * end for end in newcombe_paired(table))
more = 100 * table.difference
print(f"ten times the dose: {more:+.0f} points ({low:+.0f} to {high:+.0f}), {table.patients} pairs")

# %% [markdown]
# ## Analyse
#
# `analyse` does what the kind of sweep supports: here surfaces and best doses, with what cannot be told
# apart.

# %%
cartsim("sweep analyse dose/sweep.nc --dlt-limit 0.25")
print(*sorted(path.name for path in (sweep / "analysis").iterdir()))

# %% [markdown]
# Read the last column of that table first. With so few patients hardly any dose can be told from the best
# one, and where the best is the largest of the axis, the sweep ended too early. A difference of routes in it
# rests on four assumed numbers: before you quote one, sweep `parameters.tau_fit` from 14 days to infinity as
# well.
#
# ## What changes for SLURM
#
# - `run: {patients: 20}` becomes as many as the intervals need; `plan` says the core time.
# - The temporary folder becomes a shared one that every node sees under the same path.
# - `--shards 0:3` becomes `sbatch --array=0-19 ...` with the script
#   [sweep_array.slurm](../how-to/sweep_array.slurm).
# - The two workers become `--slurm partition=preemptible,jobs=20,cores=4,memory=8GB,walltime=01:00:00`, or
#   the script [sweep_workers.slurm](../how-to/sweep_workers.slurm), which keeps the scheduler off the login
#   node.
# - `status`, and `run` again, stay. A job that is taken away is asked for again.
#
# Run `cartsim warmup` once on each kind of node, or let the first worker compile while the others wait.
#
# ## What to try next
#
# - Add a fourth dose and `plan --update`: only the new points are computed.
# - Kill a worker while it computes (`processes[1].kill()` from another thread, or `--workers 2` and your task
#   manager).
# - Points that are no grid, designs for indices, draws of all uncertain numbers: [Run a
#   sweep](../how-to/run_a_sweep.md)
# - What the figures and tables of `analysis` mean: [Analyse a sweep](../how-to/analyse_a_sweep.md)
# - What is promised when things break, and how often it was tried:
#   [Reliability](../explanation/reliability.md)
# - Next lesson: [Adding a law](adding_a_law.py)
