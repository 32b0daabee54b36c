"""Who the patients are: disease, cavity, HER2 score, body, fitness for the trial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import ndtr

from cartsim.datasets import CAVITY_SITE
from cartsim.parameters import load_diseases
from cartsim.population.candidates import Candidates
from cartsim.population.distributions import Values

SCORES = ("1+", "2+", "3+")
ENTRY_SCORES = ("2+", "3+")
"""HER2 scores a trial enrols when its scenario does not say."""

Covariates = dict[str, Values]


def covariates(who: Candidates) -> Covariates:
    """Every covariate by name [patient], codes as numbers."""
    disease = kind(who)
    site = cavity_site(who, disease)
    return {
        "disease": disease,
        "cavity_site": site,
        "her2_ihc": her2_ihc(who, disease),
        "manufacturing_failure": _share(
            who, "manufacturing failure", who.scenario.product.manufacturing_failure
        ),
        "effusion_malignant": _cytology(who, site),
        **body(who, disease),
        **{name: who.value(name) for name in ("age", "lvef0", "haemoglobin0")},
        "ecog": performance(who),
    }


def kind(who: Candidates) -> Values:
    """Code of the disease, from the shares in the scenario."""
    shares = who.scenario.disease.kinds
    return _choice(who.uniforms("disease")[:, 0], [shares.get(name, 0.0) for name in load_diseases()])


def cavity_site(who: Candidates, disease: Values) -> Values:
    """Code of the cavity: the scenario's, else the disease's."""
    chosen = who.scenario.disease.site
    sites = [CAVITY_SITE.index(chosen or brought.site.value) for brought in load_diseases().values()]
    return _of_disease(sites, disease)


def her2_ihc(who: Candidates, disease: Values) -> Values:
    """HER2 score 1 to 3: the scenario's mix, else the disease's among the scores a trial enrols."""
    written = who.scenario.disease.her2_ihc or {}
    chosen = {str(score): share for score, share in written.items()}
    mixes = [chosen or entry_mix(brought.her2_ihc.value) for brought in load_diseases().values()]
    edges = np.cumsum([[mix.get(score, 0.0) for score in SCORES] for mix in mixes], axis=1)
    edge = edges[disease.astype(int)]
    draw = who.uniforms("HER2 score")[:, 0]
    return 1.0 + (draw > edge[:, 0]) + ((draw > edge[:, 1]) & (edge[:, 1] < edge[:, 2]))


def entry_mix(mix: Mapping[str, float]) -> dict[str, float]:
    """The shares of the scores that a trial enrols by default, made to add up to 1."""
    total = sum(mix[score] for score in ENTRY_SCORES)
    return {score: mix[score] / total for score in ENTRY_SCORES}


def body(who: Candidates, disease: Values) -> Covariates:
    """Sex, weight [kg] and body surface area [m^2] by Mosteller: sqrt(cm kg/3600).

    N Engl J Med 1987;317:1098.
    """
    share = _of_disease([brought.male.value for brought in load_diseases().values()], disease)
    male = _share(who, "sex", share)
    weight, height = (
        np.where(male == 1.0, who.value(f"{what}_male", trait=what), who.value(f"{what}_female", trait=what))
        for what in ("weight", "height")
    )
    return {"sex": male, "weight": weight, "bsa": np.sqrt(height * weight / 3600.0)}


def performance(who: Candidates) -> Values:
    """ECOG performance status 0, 1 or 2."""
    first, second = who.typical("ecog_0"), who.typical("ecog_1")
    return _choice(ndtr(who.score("ecog")), [first, second, max(0.0, 1.0 - first - second)])


def _cytology(who: Candidates, site: Values) -> Values:
    """1 where cytology of the effusion would be positive."""
    by_site = np.array([who.typical(f"malignant_{name}") for name in CAVITY_SITE])
    return _share(who, "cytology", by_site[site.astype(int)])


def _share(who: Candidates, purpose: str, share: float | Values) -> Values:
    """1 for the given share of patients, else 0."""
    return (who.uniforms(purpose)[:, 0] < share).astype(np.float64)


def _choice(draw: Values, shares: Sequence[float]) -> Values:
    """The position in `shares` that a number in (0, 1) falls into; a share of 0 is never chosen."""
    edges = np.cumsum(shares)
    chosen = np.searchsorted(edges / edges[-1], draw, side="right")
    return np.minimum(chosen, np.flatnonzero(shares)[-1]).astype(np.float64)


def _of_disease(values: Sequence[float], disease: Values) -> Values:
    return np.array(values, dtype=np.float64)[disease.astype(int)]
