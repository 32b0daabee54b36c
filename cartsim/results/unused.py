"""Which parameters have no effect in a scenario, and why: those of receptors, drugs and cavities it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cartsim.parameters import load_diseases, load_parameters
from cartsim.parameters.load import CELL_ROOMS
from cartsim.parameters.uncertainty import BY_CELLS
from cartsim.population.covariates import ENTRY_SCORES
from cartsim.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Part:
    """Parameters that only one part of a scenario needs, and when it lacks that part."""

    symbols: tuple[str, ...]
    why: str
    lacking: Callable[[Scenario], bool]


def receptors(scenario: Scenario) -> set[str]:
    """The second receptors that the arms carry."""
    return {scenario.receptor_of(arm) for arm in scenario.trial.arms}


def drugs(scenario: Scenario) -> set[str]:
    """What the rescue rules of any arm give."""
    return {rule.drug for arm in scenario.trial.arms for rule in scenario.trial.rescue_of(arm)}


def sites(scenario: Scenario) -> set[str]:
    """The cavities of those enrolled."""
    chosen = scenario.disease.site
    return {chosen or load_diseases()[kind].site.value for kind in scenario.disease.kinds}


def scores(scenario: Scenario) -> set[str]:
    """The HER2 scores of those enrolled."""
    written = scenario.disease.her2_ihc
    if written is None:
        return set(ENTRY_SCORES)
    return {str(score) for score, share in written.items() if share > 0.0}


def _conditioned(scenario: Scenario) -> bool:
    return any(scenario.trial.lymphodepletion_of(arm) for arm in scenario.trial.arms)


def _men(scenario: Scenario) -> bool:
    return any(load_diseases()[kind].male.value > 0.0 for kind in scenario.disease.kinds)


def _no_fluid_from(site: str) -> Callable[[Scenario], bool]:
    return lambda scenario: (
        scenario.disease.effusion is not None or "v_c0" in scenario.parameters or site not in sites(scenario)
    )


def _score(level: str) -> Part:
    return Part(
        (f"her2_ihc_{level}",), f"nobody enrolled scores {level}+", lambda s: f"{level}+" not in scores(s)
    )


PARTS = (
    Part(
        ("sw", "k_sw", "a_sw", "b_sw"), "no arm has a PD-L1 receptor", lambda s: not receptors(s) - {"none"}
    ),
    Part(
        ("kd_sw",),
        "no arm has an scFv against PD-L1",
        lambda s: not receptors(s) & {"scfv_cd28", "scfv_zeta"},
    ),
    Part(
        ("f_z", "pdl1_lung", "pdl1_heart"),
        "no arm has a PD-L1 receptor that signals through CD3-zeta",
        lambda s: "scfv_zeta" not in receptors(s),
    ),
    Part(
        ("k_ld", "h0", "tau_l", "e_ld_n", "e_ld_p", "kill_lym", "fludarabine_day", "cyclophosphamide_day"),
        "no arm is lymphodepleted",
        lambda s: not _conditioned(s),
    ),
    Part(("k_tz", "v_tz", "tz_50"), "no rule gives tocilizumab", lambda s: "tocilizumab" not in drugs(s)),
    Part(
        ("k_dx", "dx_50", "dex_division", "dex_secretion"),
        "no rule gives dexamethasone",
        lambda s: "dexamethasone" not in drugs(s),
    ),
    Part(("most_drained",), "no rule drains the cavity", lambda s: "drainage" not in drugs(s)),
    Part(("fluid_pleural",), "nobody's pleural fluid is drawn from it", _no_fluid_from("pleural")),
    Part(("fluid_peritoneal",), "nobody's ascites is drawn from it", _no_fluid_from("peritoneal")),
    Part(
        ("malignant_pleural", "oxygen_effusion"),
        "nobody has a pleural effusion",
        lambda s: "pleural" not in sites(s),
    ),
    Part(("malignant_peritoneal",), "nobody has ascites", lambda s: "peritoneal" not in sites(s)),
    Part(("tumour_burden",), "the scenario gives the burden", lambda s: s.disease.burden is not None),
    Part(
        ("free_tumour_cells",),
        "the scenario gives the free cells",
        lambda s: s.disease.free_cells is not None,
    ),
    Part(("weight_male", "height_male"), "nobody is a man", lambda s: not _men(s)),
    *map(_score, "123"),
)
"""The parts that are simple to know; an effect that vanishes for another reason is not looked for."""


def unused(scenario: Scenario) -> dict[str, str]:
    """Symbol -> why it has no effect. What an entry criterion bounds is used by it; what only single cells
    read is named where the scenario sets it.
    """
    by_cells = {symbol: BY_CELLS for symbol in scenario.parameters if not concerns(scenario, symbol)}
    lacking = {
        symbol: part.why
        for part in PARTS
        if part.lacking(scenario)
        for symbol in part.symbols
        if symbol not in scenario.disease.entry
    }
    return by_cells | _not_read(scenario) | lacking


def concerns(scenario: Scenario, symbol: str) -> bool:
    """Whether a parameter belongs to what the scenario runs: those of the equations and the trial always,
    those of the agent model where there is a nodule of single cells, those of the organoid where its rules
    are asked for.
    """
    room, asked = load_parameters()[symbol].room, scenario.agents
    return room not in CELL_ROOMS or (asked is not None and room in ("agents", asked.rules))


def _not_read(scenario: Scenario) -> dict[str, str]:
    """What single cells do not read, of their own values; of all values where there is nothing else."""
    if scenario.agents is None:
        return {}
    from cartsim.simulate.agents.prepare import symbols_read  # takes a second, which most runs need not wait

    read, alone = symbols_read(scenario), scenario.agents.mode == "alone"
    return {
        symbol: "the single cells of this run do not read it"
        for symbol, entry in load_parameters().items()
        if symbol not in read and concerns(scenario, symbol) and (alone or entry.room in CELL_ROOMS)
    }


def replaced_facts(scenario: Scenario) -> Iterator[str]:
    """The fields of a disease that the scenario replaces by its own."""
    own = scenario.disease
    if own.site is not None:
        yield "site"
    if own.burden is not None or "tumour_burden" in scenario.parameters:
        yield "burden"
    if own.her2_ihc is not None:
        yield "her2_ihc"
