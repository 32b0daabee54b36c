"""The numbered figures of the page: panels put together, with the sentence under them."""

from cartsim.report.plates.certainty import UNCERTAINTIES
from cartsim.report.plates.comparison import PAIRED, SENSITIVITY
from cartsim.report.plates.coupled import COUPLED
from cartsim.report.plates.courses import CAR_T, CYTOKINES, TUMOUR
from cartsim.report.plates.dose_finding import DOSE_FINDING
from cartsim.report.plates.glance import GLANCE
from cartsim.report.plates.nodules import NODULES
from cartsim.report.plates.response import FLOW, RESPONSE_RATES, SPIDER, SWIMMER, WATERFALL
from cartsim.report.plates.route_basis import ROUTE_BASIS
from cartsim.report.plates.safety import ADVERSE_EVENTS, CRS
from cartsim.report.plates.sheet import Plate
from cartsim.report.plates.survival import SURVIVAL

__all__ = ["PLATES", "Plate"]

PLATES = (
    GLANCE,
    FLOW,
    DOSE_FINDING,
    RESPONSE_RATES,
    WATERFALL,
    SPIDER,
    SWIMMER,
    PAIRED,
    UNCERTAINTIES,
    SURVIVAL,
    CRS,
    ADVERSE_EVENTS,
    CYTOKINES,
    CAR_T,
    TUMOUR,
    ROUTE_BASIS,
    SENSITIVITY,
    COUPLED,
    *NODULES,
)
