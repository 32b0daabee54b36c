"""Second implementation of the fields: sparse matrices, one direction at a time, from the textbook."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import spsolve


def second_difference(count, spacing, low, high):
    """-d2/dx2 on cell centres, and what values on the faces (None: no flux) add to the right-hand side."""
    matrix = sparse.lil_matrix((count, count))
    source = np.zeros(count)
    for i in range(count):
        for j, face in ((i - 1, low), (i + 1, high)):
            if 0 <= j < count:
                matrix[i, i] += 1
                matrix[i, j] -= 1
            elif face is not None:
                matrix[i, i] += 2
                source[i] += 2 * face
    return matrix.tocsr() / spacing**2, source / spacing**2


def directions(grid, values):
    """The differences along x, y and z, on flattened (z, y, x), and their sources."""
    faces = [value if fixed else None for value, fixed in zip(values, grid.fixed, strict=True)]
    parts = [second_difference(n, grid.spacing, *faces[2 * a : 2 * a + 2]) for a, n in enumerate(grid.counts)]
    units = [sparse.identity(n) for n in grid.counts]
    ones = [np.ones(n) for n in grid.counts]
    found = []
    for axis in range(3):
        matrices = [parts[a][0] if a == axis else units[a] for a in range(3)]
        sources = [parts[a][1] if a == axis else ones[a] for a in range(3)]
        matrix = sparse.kron(matrices[2], sparse.kron(matrices[1], matrices[0]))
        found.append((matrix, np.kron(sources[2], np.kron(sources[1], sources[0]))))
    return found


def steady(grid, diffusion, s, q, values):
    """D lap u - s u + q = 0 by sparse elimination."""
    parts = directions(grid, values)
    matrix = diffusion * sum(part for part, _ in parts) + sparse.diags(s.ravel())
    source = diffusion * sum(part for _, part in parts) + q.ravel()
    return spsolve(matrix.tocsc(), source).reshape(grid.shape)


def backward_euler(grid, start, diffusion, s, q, values, dt, steps):
    """du/dt = D lap u - s u + q, unsplit."""
    u = start
    for _ in range(steps):
        u = steady(grid, diffusion, s + 1 / dt, q + u / dt, values)
    return u


def split(grid, start, diffusion, decay, s, q, values, dt, steps):
    """Reaction, then x, y, z, each implicit, a third of the decay in each."""
    u = start.ravel()
    unit = sparse.identity(u.size)
    for _ in range(steps):
        u = (u + dt * q.ravel()) / (1 + dt * s.ravel())
        for matrix, source in directions(grid, values):
            left = (1 + dt * decay / 3) * unit + dt * diffusion * matrix
            u = spsolve(left.tocsc(), u + dt * diffusion * source)
    return u.reshape(grid.shape)


def increments(grid, start, diffusion, decay, s, q, values, dt, steps):
    """The change of a step, divided by (1 + dt s) and by each direction in turn."""
    u = start.ravel()
    unit, parts = sparse.identity(u.size), directions(grid, values)
    for _ in range(steps):
        rate = q.ravel() - (decay + s.ravel()) * u
        rate = rate + diffusion * sum(source - matrix @ u for matrix, source in parts)
        change = dt * rate / (1 + dt * s.ravel())
        for matrix, _ in parts:
            change = spsolve(((1 + dt * decay / 3) * unit + dt * diffusion * matrix).tocsc(), change)
        u = u + change
    return u.reshape(grid.shape)
