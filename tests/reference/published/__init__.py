"""Six published CAR-T models written a second time, from their papers' equations alone and by other means.

Each file computes the figures of one paper in `answers()`, a dict from the name of a figure to its value.
What a paper leaves open is settled in the docstring, with what speaks for the reading taken.
"""
