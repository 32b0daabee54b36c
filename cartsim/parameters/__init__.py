"""What is known: every number with its unit, its spread between patients, its source and its reason."""

from __future__ import annotations

from cartsim.parameters.cite import Citation, citations, unknown_sources
from cartsim.parameters.correlations import Correlation, load_correlations
from cartsim.parameters.diseases import Disease, load_diseases
from cartsim.parameters.fact import Fact
from cartsim.parameters.load import assumed_symbols, load_parameters, model_symbols
from cartsim.parameters.parameter import Distribution, Kind, Parameter
from cartsim.parameters.references import Reference, load_references

__all__ = [
    "Citation",
    "Correlation",
    "Disease",
    "Distribution",
    "Fact",
    "Kind",
    "Parameter",
    "Reference",
    "assumed_symbols",
    "citations",
    "load_correlations",
    "load_diseases",
    "load_parameters",
    "load_references",
    "model_symbols",
    "unknown_sources",
]
