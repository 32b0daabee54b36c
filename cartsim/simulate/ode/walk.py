"""Walking through accepted steps: readings, daily rules and extinction, from the dense output.

Moments of a step go on the film of its lane, up to eight at once; a lane in which something acts is cut back
to that day.
"""

from __future__ import annotations

from math import ceil, floor, inf

from cartsim._jit import inner
from cartsim._lanes import LANES, get, put, where
from cartsim._straight import straight
from cartsim.simulate.ode.daily import GIVEN, extinguish, obey, watch
from cartsim.simulate.ode.film import develop, finish_film, print_readings, shoot, shoot_inputs
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.values import (
    DAILY,
    DAY,
    EXPOSED,
    IDLE,
    LOOKED,
    NO_READING,
    OPEN,
    PATIENT,
    REACH,
    READ,
    READING,
    ROLLED_BACK,
    RULE_AT_MOST,
    SHARE,
    STATE,
    STEP,
    STOP,
    WALKED,
    WALKING,
    WATCH,
    H,
    T,
)

AFTER_RULE = 1.0
"""Day. Longest first step after a rule has acted."""
NOBODY = -1


@inner
def walk(n_lesions, plan, problem, work, result):
    """Everything that lies inside the steps just accepted. WATCH <- 1 where nothing can go extinct on the
    days that a step spans; with no rule left they are passed over.
    """
    spans(work)
    spanning, least = get(work.clock, WATCH), plan.extinct_below
    unsure = watch(work.y, work.new, work.k1, work.k2, work.k3, work.armed, n_lesions, spanning, least)
    put(work.clock, WATCH, spanning - unsure)
    for lane in range(LANES):
        i = work.place[PATIENT, lane]
        if i != IDLE and work.place[STATE, lane] == WALKING:
            if work.clock[WATCH, lane] == 1.0 and not rules_may_act(lane, plan, work):
                work.clock[LOOKED, lane] = last_day(lane, work.clock)
            walk_lane(lane, i, plan, problem, work, result)


@inner
def spans(work):
    """WATCH <- 1 where a step spans days."""
    clock = work.clock
    for lane in range(LANES):
        walking = work.place[PATIENT, lane] != IDLE and work.place[STATE, lane] == WALKING
        spanning = walking and last_day(lane, clock) > clock[LOOKED, lane]
        clock[WATCH, lane] = 1.0 if spanning else 0.0


@inner
def last_day(lane, clock):
    """Last whole day that lies within a step and before the lane's next stop."""
    reach = clock[REACH, lane]
    return floor(reach) if reach < clock[STOP, lane] else ceil(reach) - 1.0


@inner
def rules_may_act(lane, plan, work):
    """True while some rule of the lane may still act, from day 0 on."""
    if work.clock[REACH, lane] < 0.0:
        return False
    for r in range(plan.rules.shape[0]):
        if work.rule_state[r, GIVEN, lane] < plan.rules[r, RULE_AT_MOST]:
            return True
    return False


@inner
def walk_lane(lane, i, plan, problem, work, result):
    """One lane from the start of its step to the end, or to the first day on which something acts."""
    n_lesions = problem.n_lesions[i]
    while True:
        first = work.place[EXPOSED, lane]
        if first == LANES:
            finish_film(lane, i, n_lesions, work, result)
            first = 0
        looks = next_moments(lane, plan, work)
        if work.place[EXPOSED, lane] == first:
            work.place[STATE, lane] = WALKED
            return
        shoot(lane, n_lesions, work)
        if looks:
            observed = rules_may_act(lane, plan, work)
            if observed:
                develop(lane, n_lesions, work)
            j = first_act(lane, i, first, plan, problem, work, result)
            if j != NOBODY:
                cut_back(lane, j, n_lesions, work)
                return
            if observed:
                print_readings(lane, i, n_lesions, work, result)


@inner
def next_moments(lane, plan, work):
    """Open the film at the next readings and daily looks of the step, as many as it takes. True if a look is
    among them.

    A reading at the end of a step is left to the next step, so that what happens there is in it; but of two
    readings asked for at a stop, the first is taken before.
    """
    clock, place, times, columns = work.clock, work.place, plan.times, work.columns[lane]
    reach, stop, looks = clock[REACH, lane], clock[STOP, lane], False
    while place[EXPOSED, lane] < LANES:
        read, due = place[READ, lane], inf
        if read < times.size and times[read] <= reach:
            twice = read + 1 < times.size and times[read + 1] == reach == stop
            if times[read] < reach or twice:
                due = times[read]
        day = clock[LOOKED, lane] + 1.0
        look = day if day <= reach and day < stop else inf
        moment = min(due, look)
        if moment == inf:
            break
        j = place[EXPOSED, lane]
        columns[DAY, j], columns[OPEN, j] = moment, 1.0
        columns[SHARE, j] = (moment - clock[T, lane]) / clock[STEP, lane]
        columns[READING, j] = read if due == moment else NO_READING
        columns[DAILY, j] = look == moment
        place[READ, lane] += due == moment
        if look == moment:
            clock[LOOKED, lane] = day
            looks = True
        place[EXPOSED, lane] += 1
    return looks


@inner
def first_act(lane, i, first, plan, problem, work, result):
    """Rules and extinction at the daily looks just exposed. Returns the place on the film of the first at
    which something acted, NOBODY if nothing did.
    """
    columns, film = work.columns[lane], work.film[lane]
    for j in range(first, work.place[EXPOSED, lane]):
        if columns[DAILY, j] == 0.0:
            continue
        day, least, n_lesions = columns[DAY, j], plan.extinct_below, problem.n_lesions[i]
        ruled = obey(film, j, lane, i, day, plan, problem, work, result)
        gone = False
        if ruled or work.clock[WATCH, lane] != 1.0:
            gone = extinguish(film, j, work.armed, lane, n_lesions, i, day, least, result)
        if ruled:
            work.clock[H, lane] = min(work.clock[H, lane], AFTER_RULE)
        if ruled or gone:
            return j
    return NOBODY


@inner
def cut_back(lane, j, n_lesions, work):
    """Put the lane back to moment j of its film; that reading and later ones are taken again."""
    columns, film = work.columns[lane], work.film[lane]
    for m in range(N_BORDER + N_LESION * n_lesions):  # places without a group stay empty
        work.y[m, lane] = film[m, j]
    for later in range(work.place[EXPOSED, lane] - 1, j - 1, -1):
        if columns[READING, later] >= 0.0:
            work.place[READ, lane] = int(columns[READING, later])
    work.place[EXPOSED, lane] = j
    work.clock[T, lane] = work.clock[LOOKED, lane] = columns[DAY, j]
    work.place[STATE, lane] = ROLLED_BACK


@inner
def conclude(lane, i, plan, problem, work, result):
    """A lane at the end of the course: the last daily look, then the last readings."""
    t, n_lesions, columns = work.clock[T, lane], problem.n_lesions[i], work.columns[lane]
    finish_film(lane, i, n_lesions, work, result)
    columns[OPEN, 0], columns[SHARE, 0], columns[READING, 0] = 1.0, 0.0, NO_READING
    shoot(lane, n_lesions, work)
    if t == floor(t) and t > work.clock[LOOKED, lane]:
        develop(lane, n_lesions, work)
        obey(work.film[lane], 0, lane, i, t, plan, problem, work, result)
        extinguish(work.film[lane], 0, work.armed, lane, n_lesions, i, t, plan.extinct_below, result)
        shoot_inputs(lane, work)
    for read in range(work.place[READ, lane], plan.times.size):
        columns[READING, 0] = read
        work.place[EXPOSED, lane] = 1
        finish_film(lane, i, n_lesions, work, result)


@straight
def move(y, new, moved, n):
    """Lanes that have walked their step to its end, to where it has brought them."""
    for m in range(n):
        put(y, m, where(moved > 0.0, get(new, m), get(y, m)))
