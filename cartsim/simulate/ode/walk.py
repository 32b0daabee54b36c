"""Walking through accepted steps: readings, daily rules and extinction, from the dense output.

All lanes take their next point at once; a lane in which something acts is cut back to that day.
"""

from __future__ import annotations

from math import ceil, floor, inf

from cartsim._jit import inner
from cartsim._lanes import LANES, get, put, where
from cartsim._straight import straight
from cartsim.model.kernel import observe_
from cartsim.simulate.ode.daily import GIVEN, extinguish, obey, watch
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.values import (
    DUE,
    IDLE,
    LOOKED,
    PATIENT,
    REACH,
    READ,
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

NOTHING, LOOK, OBSERVATION = range(3)
"""What the next points of all lanes need: no more points, the states, the observables too."""
AFTER_RULE = 1.0
"""Day. Longest first step after a rule has acted."""


@inner
def walk(n_lesions, plan, problem, work, result):
    """Everything that lies inside the steps just accepted."""
    n = N_BORDER + N_LESION * n_lesions
    k1, k2, k3 = work.u[0], work.u[1], work.u[2]
    spans(plan, work)
    spanning, least = get(work.clock, WATCH), plan.extinct_below
    unsure = watch(work.y, work.new, k1, k2, k3, work.armed, n_lesions, spanning, least)
    put(work.clock, WATCH, spanning - unsure)
    skip_quiet_days(work)
    needs = next_points(plan, work)
    while needs > NOTHING:
        interpolate(work.y, work.new, k1, k2, k3, get(work.clock, SHARE), n, work.at)
        if needs == OBSERVATION:
            observe_(work.at, work.p, work.q, n_lesions, work.kept, work.seen, work.lesion_seen)
        for lane in range(LANES):
            if work.place[STATE, lane] == WALKING:
                stand(lane, work.place[PATIENT, lane], plan, problem, work, result)
        needs = next_points(plan, work)


@inner
def spans(plan, work):
    """WATCH <- 1 where a step spans days on which no rule is left to act, so that only extinction could."""
    clock = work.clock
    for lane in range(LANES):
        clock[WATCH, lane] = 0.0
        if work.place[PATIENT, lane] != IDLE and work.place[STATE, lane] == WALKING:
            spanning = last_day(lane, clock) > clock[LOOKED, lane]
            if spanning and (clock[REACH, lane] < 0.0 or not rules_left(lane, plan, work)):
                clock[WATCH, lane] = 1.0


@inner
def last_day(lane, clock):
    """Last whole day that lies within a step and before the lane's next stop."""
    reach = clock[REACH, lane]
    return floor(reach) if reach < clock[STOP, lane] else ceil(reach) - 1.0


@inner
def skip_quiet_days(work):
    """Where nothing can go extinct on the days that a step spans, they are passed over."""
    clock = work.clock
    for lane in range(LANES):
        if clock[WATCH, lane] == 1.0:
            clock[LOOKED, lane] = last_day(lane, clock)


@inner
def rules_left(lane, plan, work):
    """True while some rule may still act."""
    for r in range(plan.rules.shape[0]):
        if work.rule_state[r, GIVEN, lane] < plan.rules[r, RULE_AT_MOST]:
            return True
    return False


@inner
def next_points(plan, work):
    """Set each lane's next reading or daily look and its share of the step. Returns the most that any needs.

    A reading at the end of a step is left to the next step, so that what happens there is in it; but of two
    readings asked for at a stop, the first is taken before.
    """
    clock, place, times = work.clock, work.place, plan.times
    needs = NOTHING
    for lane in range(LANES):
        clock[SHARE, lane] = 1.0
        if place[PATIENT, lane] == IDLE or place[STATE, lane] != WALKING:
            continue
        reach, read, due = clock[REACH, lane], place[READ, lane], inf
        if read < times.size and times[read] <= reach:
            twice = read + 1 < times.size and times[read + 1] == reach == clock[STOP, lane]
            if times[read] < reach or twice:
                due = times[read]
        day = clock[LOOKED, lane] + 1.0
        look = day if day <= reach and day < clock[STOP, lane] else inf
        if min(due, look) == inf:
            place[STATE, lane] = WALKED
            continue
        needs = max(needs, OBSERVATION if due <= look or plan.rules.shape[0] > 0 else LOOK)
        clock[DUE, lane] = min(due, look)
        clock[SHARE, lane] = (min(due, look) - clock[T, lane]) / clock[STEP, lane]
    return needs


@straight
def interpolate(y, new, k1, k2, k3, s, n, at):
    """State at t + s h, 0 <= s <= 1, of every lane into `at`."""
    r = 1.0 - s
    for m in range(n):
        inside = get(k1, m) + s * (get(k2, m) + s * get(k3, m))
        put(at, m, r * get(y, m) + s * (get(new, m) + r * inside))


@inner
def stand(lane, i, plan, problem, work, result):
    """One lane at its next point: the daily look where it is due, then the readings."""
    clock, place = work.clock, work.place
    due = clock[DUE, lane]
    if due == clock[LOOKED, lane] + 1.0 and due < clock[STOP, lane]:
        clock[LOOKED, lane] = due
        ruled = obey(work.at, lane, i, due, plan, problem, work, result)
        least, n_lesions = plan.extinct_below, problem.n_lesions[i]
        if extinguish(work.at, work.armed, lane, n_lesions, i, due, least, result) or ruled:
            for m in range(work.y.shape[0]):
                work.y[m, lane] = work.at[m, lane]
            clock[T, lane] = due
            clock[H, lane] = min(clock[H, lane], AFTER_RULE) if ruled else clock[H, lane]
            place[STATE, lane] = ROLLED_BACK
            return
    read = place[READ, lane]
    while read < plan.times.size and plan.times[read] == due:
        write(work.at, lane, i, read, problem.n_lesions[i], work, result)
        read += 1
        if due == clock[REACH, lane]:
            break
    place[READ, lane] = read


@inner
def write(y, lane, i, read, n_lesions, work, result):
    """One reading: observables as last seen, and the state itself where it is asked for."""
    for j in range(result.body.shape[2]):
        result.body[i, read, j] = work.seen[j, lane]
    width = result.lesion.shape[3]
    for k in range(n_lesions):
        for j in range(width):
            result.lesion[i, read, k, j] = work.lesion_seen[width * k + j, lane]
    if result.state.shape[1] > 0:
        for m in range(N_BORDER + N_LESION * n_lesions):
            result.state[i, read, m] = y[m, lane]


@inner
def conclude(n_lesions, plan, problem, work, result):
    """Lanes at the end of the course: the last daily look, then the last readings."""
    observe_(work.y, work.p, work.q, n_lesions, work.kept, work.seen, work.lesion_seen)
    acted = False
    for lane in range(LANES):
        if work.ended[lane]:
            i, t = work.place[PATIENT, lane], work.clock[T, lane]
            if t == floor(t) and t > work.clock[LOOKED, lane]:
                acted |= obey(work.y, lane, i, t, plan, problem, work, result)
                least, own = plan.extinct_below, problem.n_lesions[i]
                acted |= extinguish(work.y, work.armed, lane, own, i, t, least, result)
    if acted:
        observe_(work.y, work.p, work.q, n_lesions, work.kept, work.seen, work.lesion_seen)
    for lane in range(LANES):
        if work.ended[lane]:
            i = work.place[PATIENT, lane]
            for read in range(work.place[READ, lane], plan.times.size):
                write(work.y, lane, i, read, problem.n_lesions[i], work, result)


@straight
def move(y, new, walked, n):
    """Lanes that have walked their step to its end, to where it has brought them."""
    for m in range(n):
        put(y, m, where(walked > 0.0, get(new, m), get(y, m)))
