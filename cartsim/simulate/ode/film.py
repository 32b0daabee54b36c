"""The film of a lane: eight moments of one patient side by side, so that observing is full-width work too."""

from __future__ import annotations

from math import nan

from cartsim._jit import inner
from cartsim._lanes import LANES, get, put, put_along, spread, where
from cartsim._straight import straight
from cartsim.model import kernel as k_
from cartsim.model.kernel import observe_
from cartsim.model.state import MAX_LESIONS
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION, N_P, N_Q
from cartsim.simulate.ode.values import EXPOSED, OPEN, READING, SHARE

INPUTS = len(k_.PARAMETERS)
N_INPUTS, N_ALL_Q = len(k_.INPUTS), N_Q * MAX_LESIONS


@straight
def load_film(p, q, lane, film_p, film_q):
    """Parameters of the lane's patient beside every moment."""
    for m in range(N_P):
        put(film_p, m, spread(p, m, lane))
    for m in range(N_ALL_Q):
        put(film_q, m, spread(q, m, lane))


@straight
def expose(y, new, k1, k2, k3, p, lane, n, columns, film, film_p):
    """State at the open moments, t + s h for a share s of the step, and the inputs that run then."""
    s = get(columns, SHARE)
    fresh = get(columns, OPEN)
    r = 1.0 - s
    for m in range(n):
        inside = spread(k1, m, lane) + s * (spread(k2, m, lane) + s * spread(k3, m, lane))
        state = r * spread(y, m, lane) + s * (spread(new, m, lane) + r * inside)
        put(film, m, where(fresh > 0.0, state, get(film, m)))
    for m in range(N_INPUTS):
        put(film_p, INPUTS + m, where(fresh > 0.0, spread(p, INPUTS + m, lane), get(film_p, INPUTS + m)))


@inner
def shoot(lane, n_lesions, work):
    """Expose the open moments of the lane's film."""
    y, new, k1, k2, k3 = work.y, work.new, work.k1, work.k2, work.k3
    n = N_BORDER + N_LESION * n_lesions
    columns, film, film_p = work.columns[lane], work.film[lane], work.film_p[lane]
    expose(y, new, k1, k2, k3, work.p, lane, n, columns, film, film_p)
    for j in range(LANES):
        columns[OPEN, j] = 0.0


@inner
def shoot_inputs(lane, work):
    """The inputs that run now beside the first moment of the lane's film."""
    for m in range(INPUTS, INPUTS + N_INPUTS):
        work.film_p[lane, m, 0] = work.p[m, lane]


@inner
def develop(lane, n_lesions, work):
    """Observe every moment of the lane's film, into `work.seen` and `work.lesion_seen`."""
    p, q, kept = work.film_p[lane], work.film_q[lane], work.kept
    observe_(work.film[lane], p, q, n_lesions, kept, work.seen, work.lesion_seen)


@inner
def print_readings(lane, i, n_lesions, work, result):
    """Write what the film shows at the moments that are readings, and begin a new film."""
    columns, shot = work.columns[lane], work.place[EXPOSED, lane]
    if shot > 0 and follow_one_another(columns, shot, result.body.shape[2]):
        print_film(i, int(columns[READING, 0]), n_lesions, work, result)
    else:
        for j in range(shot):
            if columns[READING, j] >= 0.0:
                print_reading(i, int(columns[READING, j]), j, n_lesions, work, result)
    if result.state.shape[1] > 0:
        for j in range(shot):
            if columns[READING, j] >= 0.0:
                for m in range(N_BORDER + N_LESION * n_lesions):
                    result.state[i, int(columns[READING, j]), m] = work.film[lane, m, j]
    work.place[EXPOSED, lane] = 0


@inner
def follow_one_another(columns, shot, n_times):
    """True if the moments on a film are one reading after another, not the last of all."""
    for j in range(shot):
        if columns[READING, j] < 0.0 or columns[READING, j] != columns[READING, 0] + j:
            return False
    return columns[READING, 0] + LANES <= n_times


@inner
def print_film(i, first, n_lesions, work, result):
    """All eight moments; those that are no reading are written over by later films."""
    body, codes, lesion = result.body, result.codes, result.lesion
    for m in range(body.shape[1]):
        put_along(body, (i * body.shape[1] + m) * body.shape[2] + first, get(work.seen, m))
    for m in range(codes.shape[1]):
        place = (i * codes.shape[1] + m) * codes.shape[2] + first
        put_along(codes, place, get(work.seen, body.shape[1] + m))
    for m in range(lesion.shape[1]):
        for k in range(n_lesions):
            place = ((i * lesion.shape[1] + m) * lesion.shape[2] + k) * lesion.shape[3] + first
            put_along(lesion, place, get(work.lesion_seen, lesion.shape[1] * k + m))


@inner
def print_reading(i, read, j, n_lesions, work, result):
    """One reading, from moment j of what was observed."""
    body, codes, lesion = result.body, result.codes, result.lesion
    for m in range(body.shape[1]):
        body[i, m, read] = work.seen[m, j]
    for m in range(codes.shape[1]):
        codes[i, m, read] = int(work.seen[body.shape[1] + m, j])
    for m in range(lesion.shape[1]):
        for k in range(n_lesions):
            lesion[i, m, k, read] = work.lesion_seen[lesion.shape[1] * k + m, j]


@inner
def print_nothing(i, first, result):
    """The readings from `first` on were not reached. Codes have no NaN."""
    result.body[i, :, first:] = nan
    result.codes[i, :, first:] = 0
    result.lesion[i, :, :, first:] = nan
    result.state[i, first:] = nan


@inner
def finish_film(lane, i, n_lesions, work, result):
    """Observe and write what is on the film."""
    if work.place[EXPOSED, lane] > 0:
        develop(lane, n_lesions, work)
        print_readings(lane, i, n_lesions, work, result)
