"""What escalation trials select, over the doses."""

from __future__ import annotations

from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cartsim.report import figures
from cartsim.report.lettering import distinct
from cartsim.report.plates.sheet import NAME, Panel, Plate, sheet
from cartsim.report.style import arm_styles
from cartsim.results.run import Run


def draw_dose_finding(run: Run) -> Figure | None:
    """Selection, OBD, DLT, response, patients and utility by level, a line per arm that escalates."""
    design, endpoints = run.scenario.design, run.endpoints
    if design is None or "design_selected" not in endpoints:
        return None
    trials = f"{int(endpoints['design_trials'])} trials per arm; 95 % limits over trials"
    pool = f"n = {int(endpoints['design_pool'])} virtual patients per point; 95 % exact limits, Monte Carlo"
    chosen = partial(
        figures.selection,
        endpoints,
        name="design_selected",
        none="design_none_selected",
        title="Selected by the escalation",
        note=trials,
    )
    treated = partial(
        figures.by_level,
        endpoints,
        name="design_patients",
        title="Evaluable patients in an escalation",
        label="Patients, mean over trials",
        note=trials,
    )
    evaluable = f"the DLT-evaluable of {pool.removeprefix('n = ')}"
    toxic = _with_line("design_dlt_rate", "Dose-limiting toxicity", design.target, "target", run, evaluable)
    panels: list[Panel] = [chosen, toxic]
    if design.obd:
        best = partial(
            figures.selection,
            endpoints,
            name="design_obd_selected",
            none="design_obd_none",
            title="Chosen as optimal biological dose",
            note=trials,
        )
        floor = design.obd.least_response
        response = _with_line("design_response_rate", "Confirmed response", floor, "least wanted", run, pool)
        worth = partial(
            figures.by_level,
            endpoints,
            name="design_utility",
            title="Mean utility",
            label="Utility (0 to 100)",
            note=f"n = {int(endpoints['design_pool'])} virtual patients per point; 95 % limits, Monte Carlo",
        )
        return sheet([chosen, best, toxic, response, treated, worth], 2, 2.9, _legend(run))
    panels += [_with_line("design_response_rate", "Confirmed response", None, "", run, pool), treated]
    return sheet(panels, 2, 2.9, _legend(run))


def _with_line(name: str, title: str, rate: float | None, word: str, run: Run, note: str) -> Panel:
    """A panel of a rate over the levels with a dashed line at a rate of the protocol."""

    def draw(ax: Axes) -> Axes:
        said = f"{note}; dashed: {word} {100 * rate:g} %" if rate is not None else note
        figures.by_level(run.endpoints, ax, name, title, "Patients (%)", said)
        if rate is not None:
            figures.target_line(ax, rate)
            top = min(102, max(ax.get_ylim()[1], 115 * rate))
            ax.set_ylim(-top / 50, top)
        return ax

    return draw


def _legend(run: Run) -> list[Line2D]:
    looks = arm_styles(run.endpoints["design_arm"].values)
    return [
        Line2D([], [], color=look.colour, linestyle=look.dash, marker=look.marker, label=name)
        for name, look in zip(distinct(looks, NAME), looks.values(), strict=True)
    ]


DOSE_FINDING = Plate(
    "dose-finding",
    "What escalation trials select, and what they choose from",
    draw_dose_finding,
    "Selection and patients: means over repeated trials drawn from the simulated patients, each arm its own "
    "trials. Rates and utility: all simulated patients at each level, which no trial sees. A trial does well "
    "where it selects the highest level under the target, and the OBD where utility is highest.",
    all_arms=True,
)
