"""Rodas4: six-stage stiffly accurate Rosenbrock method of order 4(3), dense output of order 3.

Hairer and Wanner, Solving Ordinary Differential Equations II, 2nd ed. (1996), section IV.7 and their program
RODAS. Same form as Rodas5P.
"""

from __future__ import annotations

import numpy as np

NAME = "rodas4"
ORDER = 4
STAGES = 6
GAMMA = 0.25

_LAST = [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950]

A = np.zeros((STAGES, STAGES))
A[1, :1] = [1.544]
A[2, :2] = [0.9466785280815826, 0.2557011698983284]
A[3, :3] = [3.314825187068521, 2.896124015972201, 0.9986419139977817]
A[4, :4] = _LAST
A[5, :5] = [*_LAST, 1.0]
"""Stage i starts at y + sum_j A[i, j] U_j; the solution adds U_6 to the last, and U_6 is the error estimate.
"""

C = np.zeros((STAGES, STAGES))
C[1, :1] = [-5.6688]
C[2, :2] = [-2.430093356833875, -0.2063599157091915]
C[3, :3] = [-0.1073529058151375, -9.594562251023355, -20.47028614809616]
C[4, :4] = [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160]
C[5, :5] = [
    8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054,
]  # fmt: skip
"""(1/(h gamma) - J) U_i = f(stage i) + sum_j C[i, j] U_j / h."""

H = np.array(
    [
        [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662, 0],
        [-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872, 0],
    ]
)  # fmt: skip
"""Dense output: y(t + s h) = (1-s) y0 + s (y1 + (1-s)(K1 + s K2)), K = H U."""
