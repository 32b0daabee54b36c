"""Global sensitivity of a route result: which typical values move it, by Sobol indices over one population.

Sobol 2001 (Math Comput Simul 55:271), Saltelli 2010 (Comput Phys Commun 181:259), Morris 1991 (Technometrics
33:161) as SALib computes them.
"""
