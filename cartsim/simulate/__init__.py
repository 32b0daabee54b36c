"""Patients -> Course: the only floor that runs kernels."""

from cartsim.simulate.course import simulate

__all__ = ["simulate"]
