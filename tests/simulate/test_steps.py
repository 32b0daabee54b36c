"""The generated steps are what the coefficients say, and the coefficients are those of stable methods."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cartsim.simulate.ode import rodas4, rodas5p
from cartsim.simulate.ode.write_steps import STEPS, write


def test_the_committed_steps_are_those_of_the_coefficients():
    assert STEPS.read_text() == write(), "run `make kernel`"


def increments(method, z: complex) -> np.ndarray:
    """U of one step for y' = z y, y = 1, h = 1."""
    u = np.zeros(method.STAGES, dtype=complex)
    for i in range(method.STAGES):
        right = z * (1.0 + method.A[i, :i] @ u[:i]) + method.C[i, :i] @ u[:i]
        u[i] = right / (1.0 / method.GAMMA - z)
    return u


def stability(method, z: complex) -> complex:
    """R(z) of the method."""
    u = increments(method, z)
    return 1.0 + method.A[-1] @ u + u[-1]


@pytest.mark.parametrize("method", [rodas5p, rodas4])
def test_a_method_is_of_its_order_and_l_stable(method):
    """|R(z) - e^z| falls with z^(p+1) at least, |R| <= 1 on the imaginary axis, R(-inf) = 0."""
    errors = [abs(stability(method, z) - np.exp(z)) for z in (0.2, 0.1)]
    assert np.log2(errors[0] / errors[1]) >= method.ORDER + 0.8
    assert max(abs(stability(method, 1j * y)) for y in np.linspace(0.0, 50.0, 500)) <= 1.0 + 1e-12
    assert abs(stability(method, -1e12)) < 1e-9


@pytest.mark.parametrize(("method", "order"), [(rodas5p, 4), (rodas4, 3)])
def test_dense_output_is_of_its_order(method, order):
    """For y' = z y over one step: the greatest error within it, for a step half as long."""
    errors = []
    for z in (0.1, 0.05):
        k = [*(method.H @ increments(method, z)), 0.0][:3]
        s, new = np.linspace(0.0, 1.0, 41), stability(method, z)
        r = 1.0 - s
        inside = r + s * (new + r * (k[0] + s * (k[1] + s * k[2])))
        errors.append(np.abs(inside - np.exp(s * z)).max())
    assert np.log2(errors[0] / errors[1]) >= order + 0.7, errors


def test_generated_steps_call_the_generated_kernels_once_per_stage():
    text = STEPS.read_text()
    for method in (rodas5p, rodas4):
        body = text.split(f"def {method.NAME}_(y, new, p")[1].split("@")[0]
        assert len(re.findall(r"\bsolve_\(", body)) == method.STAGES
        assert len(re.findall(r"\brhs_\(", body)) == method.STAGES - 1  # matrix_ gives the first
        assert len(re.findall(r"\bmatrix_\(", body)) == len(re.findall(r"\bfactorise_\(", body)) == 1
