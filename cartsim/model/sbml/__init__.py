"""The model of one patient as an SBML document: formulas (of the laws), units, annotation, document.

Needs sympy and python-libsbml (the extra `sbml`), so nothing here is imported but by the export itself.
"""
