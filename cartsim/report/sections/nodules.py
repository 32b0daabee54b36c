"""Sections of a run of single cells: what was simulated, what became of the nodule, and whether the fields
are to be trusted.
"""

from __future__ import annotations

from cartsim.report import nodule_tables, sentences, words
from cartsim.report.nodule_slices import days_kept, has_pictures
from cartsim.report.sections.section import Section, Table
from cartsim.results.run import Run
from cartsim.scenario.agents import Agents
from cartsim.scenario.doses import Arm

RULES = {
    "tissue": "every cell obeys the laws of the equations, read where it is",
    "organoid": "the published rules of an organoid in a dish (Luque 2024)",
}
PLACES = {"fluid": "free in the fluid", "serosa": "as a dome on the serosa"}
WAYS = {"vessels": "out of the vessels in the nodule", "cavity": "out of the fluid around it"}
ROUTE_CAVEAT = (
    "A route is here only the way in: every arm gets the same T cells, however many of them a route would "
    "bring to a nodule in a patient. What a route delivers is a question to the equations (cartsim run "
    "without agents)."
)
REPEATS = (
    "Repeats are the same nodule with other random numbers. Their spread is chance among cells: it is "
    "neither the uncertainty of the model nor a difference between patients."
)
READING = "Means over repeats, in brackets the least and the greatest. "
FIELDS = (
    "Every field is solved anew at each biology step until its relative residual is below {tolerance:g}. A "
    "field that did not converge would show cells wrong values; such a run ends with exit code 3."
)


LOOK = (
    "Cells and fields were kept at {moments}: `cartsim view run.nc` makes a page that shows them in three "
    "dimensions, to turn and to cut open, and `cartsim film run.nc` a film of cuts."
)
"""Of a run with snapshots."""
STEPPED = (
    " Oxygen is not solved so: it is stepped through time as the published program does, and has no residual."
)


def way_of(asked: Agents, arm: Arm) -> str:
    """Where the T cells of an arm come from."""
    way = asked.entry or ("vessels" if arm.doses[0].route == "intravenous" else "cavity")
    return WAYS[way]


def setting_words(asked: Agents) -> str:
    """The nodule and its rules in a sentence."""
    many = f"{asked.nodules} nodules" if asked.nodules > 1 else "One nodule"
    doses = "; ".join(
        f"{dose.ratio:g} T cells per tumour cell on day {dose.day:g}"
        + (f" over {24 * dose.over:g} h" if dose.over else "")
        for dose in asked.doses
    )
    return (
        f"{many} of radius {asked.radius:g} µm, {PLACES[asked.place]}, in a domain of {asked.domain:g} µm, "
        f"for {words.lasting(asked.duration)}; {RULES[asked.rules]}. T cells: {doses or 'none'}."
    )


def nodule_setting(run: Run) -> Section | None:
    """The nodule in a sentence, the arms in a table."""
    asked, scenario = run.scenario.agents, run.scenario
    if asked is None or not run.nodule.sizes:
        return None
    rows = [
        (
            arm.name,
            way_of(asked, arm),
            sentences.receptor(scenario.receptor_of(arm)),
            f"{scenario.affinity_of(arm):g} nM",
        )
        for arm in scenario.trial.arms
    ]
    header = ("Arm", "T cells come", "PD-L1 receptor", "CAR affinity")
    said = [setting_words(asked), REPEATS]
    if sentences.routes_differ(scenario):
        said.insert(1, ROUTE_CAVEAT)
    return Section("nodule-setting", "What was simulated", said, [Table(header, rows)])


def nodule(run: Run) -> Section | None:
    """What became of it."""
    if not run.nodule.sizes:
        return None
    table = Table(
        nodule_tables.header(run), nodule_tables.rows(run), note=f"{nodule_tables.what_was_run(run)}.",
        numbered_from=1, classes="dense",
    )  # fmt: skip
    plates = ["nodule-course", "nodule-slices", "nodule-profiles", "nodule-depth"]
    return Section("nodule", "The nodule", look(run), [table], plates)


def look(run: Run) -> list[str]:
    """How to look at the cells themselves, where they were kept."""
    if not has_pictures(run):
        return []
    many = days_kept(run.nodule).size
    return [LOOK.format(moments=f"{many} moment{'' if many == 1 else 's'}")]


def fields(run: Run) -> Section | None:
    """Solves of the fields, by arm."""
    if not run.nodule.sizes:
        return None
    n = run.nodule
    rows = [
        (
            str(arm),
            str(int(one["field_solves"].sum())),
            str(int(one["unsolved_fields"].sum())),
            f"{float(one['worst_residual'].max()):.1e}",
            str(int(one["mechanics_steps"].sum())),
        )
        for arm in n["arm"].values
        for one in (n.sel(arm=arm),)
    ]
    header = ("Arm", "Solves", "Not converged", "Worst relative residual", "Steps of the mechanics")
    said = FIELDS.format(tolerance=run.manifest["nodule"]["tolerance"])
    said += STEPPED if nodule_tables.in_a_dish(run) else ""
    return Section("fields", "Fields", [said], [Table(header, rows, numbered_from=1)])
