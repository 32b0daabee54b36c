"""The laws in LaTeX: a document of one patient, and the reference page of the documentation.

Needs sympy (the extra `latex`), so nothing here is imported but by the export itself.
"""
