"""Writes `model/kernel.py` from the laws: collect -> classify -> differentiate -> factorise -> print.

Run `python -m cartsim.model.kernel_writer` after any change of a state, quantity or reaction.
"""
