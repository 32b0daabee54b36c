"""The value of every parameter of the equations in every patient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cartsim.datasets import CAVITY_SITE
from cartsim.model.receptors import DESIGNS
from cartsim.parameters import load_parameters, model_symbols
from cartsim.population.candidates import Candidates
from cartsim.population.covariates import Covariates
from cartsim.population.distributions import Values, quantile
from cartsim.population.lesions import fluid


def parameter_values(who: Candidates, covariates: Covariates, bathed: Values) -> Values:
    """Values [patient, parameter] in the order of `model_symbols`, each in its parameter's unit, from the
    covariates and the tumour cells that the fluid bathes [patient].
    """
    special = product(who) | {
        "her2_p": her2(who, covariates["her2_ihc"]),
        "v_c0": fluid(who, covariates["cavity_site"]),
        "tumour_c0": tumour_at_rest(who, bathed),
        "oxygen_effusion": oxygen_per_litre(who, covariates["cavity_site"]),
    }
    columns = (special[symbol] if symbol in special else who.value(symbol) for symbol in model_symbols())
    return np.stack(list(columns), axis=1)


def product(who: Candidates) -> dict[str, Values]:
    """What the product decides: CAR affinity and density, memory share, design of the PD-L1 receptor."""
    made = who.scenario.product
    memory = replace(load_parameters()["f_m"], spread=made.memory_fraction.cv)
    flags = zip(("design_pool", "design_scfv", "design_zeta"), DESIGNS[made.pdl1_receptor], strict=True)
    return {
        "car": who.value("car", made.car.density),
        "kd_car": np.full(who.ids.size, made.car.affinity),
        "f_m": quantile(memory, who.score("f_m"), made.memory_fraction.median),
        **{symbol: np.full(who.ids.size, flag) for symbol, flag in flags},
    }


def her2(who: Candidates, score: Values) -> Values:
    """HER2 per antigen-positive cell [molecule/cell, patient] by score; a scenario's value replaces them."""
    by_score = [f"her2_ihc_{level}" for level in (1, 2, 3)]
    typical = who.typical("her2_p") if "her2_p" in who.scenario.parameters else None
    drawn = np.stack([who.value(symbol, typical, trait="her2_p") for symbol in by_score])
    return drawn[score.astype(int) - 1, np.arange(who.ids.size)]


def tumour_at_rest(who: Candidates, bathed: Values) -> Values:
    """Tumour at which the effusion stands still [cell, patient]: baseline's, or as the scenario says."""
    if "tumour_c0" in who.scenario.parameters:
        return np.full_like(bathed, who.typical("tumour_c0"))
    return np.maximum(bathed, load_parameters()["tumour_c0"].bounds[0])


def oxygen_per_litre(who: Candidates, site: Values) -> Values:
    """Oxygen need per litre of fluid [L/min/L, patient]; ascites leaves the lung alone."""
    return np.where(site == CAVITY_SITE.index("pleural"), who.typical("oxygen_effusion"), 0.0)
