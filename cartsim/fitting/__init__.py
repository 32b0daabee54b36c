"""Measured CAR-T kinetics in blood: the few parameters of each patient that the samples can tell."""
