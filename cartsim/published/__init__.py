"""Published models of CAR-T cells, solved again from equations and values, with what they must give."""

from __future__ import annotations

from cartsim.published import (
    carrgo,
    kimmel2021,
    muellerschoell2021,
    singh2021,
    stein2019,
    tsai2022,
    tsai2022_routes,
)
from cartsim.published.comparison import Comparison, PublishedModel

MODELS = (
    PublishedModel(
        "stein2019",
        "Tisagenlecleucel in blood",
        "stein2019",
        "10.1002/psp4.12388",
        stein2019.VALUES,
        stein2019.reproduce,
        stein2019.figure,
    ),
    PublishedModel(
        "singh2021",
        "Ide-cel in blood and marrow",
        "singh2021",
        "10.1002/psp4.12598",
        singh2021.VALUES,
        singh2021.reproduce,
        singh2021.figure,
    ),
    PublishedModel(
        "tsai2022",
        "Into a vein or into the pleura of a mouse",
        "tsai2022",
        "10.1007/s10928-022-09818-8",
        tsai2022.VALUES,
        tsai2022_routes.reproduce,
        tsai2022_routes.figure,
    ),
    PublishedModel(
        "muellerschoell2021",
        "Axi-cel in four phenotypes",
        "muellerschoell2021",
        "10.3390/cancers13112782",
        muellerschoell2021.VALUES,
        muellerschoell2021.reproduce,
        muellerschoell2021.figure,
    ),
    PublishedModel(
        "kimmel2021",
        "Competition with host lymphocytes",
        "kimmel2021",
        "10.1098/rspb.2021.0229",
        kimmel2021.VALUES,
        kimmel2021.reproduce,
        kimmel2021.figure,
    ),
    PublishedModel(
        "carrgo",
        "Glioma cells in a dish",
        "brummer2022",
        "10.1371/journal.pcbi.1009504",
        carrgo.VALUES,
        carrgo.reproduce,
        carrgo.figure,
    ),
)
"""All of them, in the order in which they are shown."""
ALSO_CITED = ("sahoo2020", "carrgodex", "nlmixr2lib")
"""Sources of values and numbers beside the papers of MODELS."""


def sources() -> tuple[str, ...]:
    """Keys of the bibliography that the published models rest on."""
    return tuple(sorted({*(model.source for model in MODELS), *ALSO_CITED}))


__all__ = ["MODELS", "Comparison", "PublishedModel", "sources"]
