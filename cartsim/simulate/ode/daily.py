"""What is looked at once a day: rules of the protocol, and the extinction of pools below one cell."""

from __future__ import annotations

from cartsim._jit import inner
from cartsim._lanes import absolute, full, get, largest, put, where
from cartsim._straight import formula
from cartsim.simulate.ode.actions import CAR_T, CAR_T_LESION, F_N, F_P, M, N, P, act, note
from cartsim.simulate.ode.sizes import N_LESION
from cartsim.simulate.ode.values import (
    EVENT_FREE_EXTINCT,
    EVENT_GROUP_EXTINCT,
    EXTINCTIONS,
    PENDING,
    PENDING_SLOTS,
    RULE_ACTION,
    RULE_AT_MOST,
    RULE_DELAY,
    RULE_EVERY,
    RULE_LEVEL,
    RULE_OP,
    RULE_SEES,
    RULE_UNTIL_LEVEL,
    RULE_UNTIL_OP,
    RULE_UNTIL_SEES,
    WITHHELD,
    WITHHOLD,
)

N_CAR_T, N_CAR_T_LESION = len(CAR_T), len(CAR_T_LESION)
if not (list(CAR_T) == list(range(N_CAR_T)) and list(CAR_T_LESION) == [M, M + 1, M + 2] and N == P + 1):
    raise ValueError("daily.watch walks rows that follow one another; the order of the states has changed")

ACTIVE, GIVEN, LAST = range(3)
SAME_DAY = 1e-9


@inner
def holds(value, op, level):
    """Comparison by code: 0 >=, 1 >, 2 <=, 3 <."""
    if op == 0:
        return value >= level
    if op == 1:
        return value > level
    if op == 2:
        return value <= level
    return value < level


@inner
def due(rules, r, state, lane, seen, j, day):
    """Advance the memory of rule r by a day; True when it acts today."""
    when = holds(seen[int(rules[r, RULE_SEES]), j], rules[r, RULE_OP], rules[r, RULE_LEVEL])
    if state[r, ACTIVE, lane] == 0.0:
        if not when:
            return False
        state[r, ACTIVE, lane] = 1.0
    elif rules[r, RULE_UNTIL_SEES] < 0:
        if not when:
            state[r, ACTIVE, lane] = 0.0
    elif holds(seen[int(rules[r, RULE_UNTIL_SEES]), j], rules[r, RULE_UNTIL_OP], rules[r, RULE_UNTIL_LEVEL]):
        state[r, ACTIVE, lane] = 0.0
    rested = state[r, GIVEN, lane] == 0.0 or day - state[r, LAST, lane] >= rules[r, RULE_EVERY] - SAME_DAY
    if state[r, ACTIVE, lane] == 1.0 and state[r, GIVEN, lane] < rules[r, RULE_AT_MOST] and rested:
        state[r, GIVEN, lane] += 1.0
        state[r, LAST, lane] = day
        return True
    return False


@inner
def obey(y, j, lane, i, day, plan, problem, work, result):
    """Evaluate every rule on what the clinic sees at moment j (`work.seen`), in order of their actions; act
    now, on column j of y, or put the action on the schedule. True if anything was done.
    """
    if day < 0:
        return False
    done, rules = False, plan.rules
    for r in range(rules.shape[0]):
        if due(rules, r, work.rule_state, lane, work.seen, j, day):
            done = True
            kind, amount = int(rules[r, RULE_ACTION]), problem.rule_amounts[i, r]
            waiting = result.counts[i, PENDING]
            if kind == WITHHOLD:
                result.counts[i, WITHHELD] = 1
            elif rules[r, RULE_DELAY] <= 0.0:
                act(y, j, work.p, lane, i, day, kind, amount, 0.0, problem, result)
            elif waiting < PENDING_SLOTS:
                work.pending[waiting, 0, lane] = day + rules[r, RULE_DELAY]
                work.pending[waiting, 1, lane] = kind
                work.pending[waiting, 2, lane] = amount
                result.counts[i, PENDING] += 1
    return done


@inner
def extinguish(y, j, armed, lane, n_lesions, i, day, least, result):
    """A pool that has held `least` cells (one) and now holds less is gone: a group's tumour, the free cells,
    any T-cell pool. True if anything changed.

    A pool that has not held a whole cell since is left alone: what trickles in stays a trickle, and no pool
    goes extinct twice without having come back.
    """
    done = False
    for k in range(n_lesions):
        a = P + N_LESION * k
        if vanish(y, j, armed, lane, a, N + N_LESION * k, least):
            note(result, i, day, EVENT_GROUP_EXTINCT, k)
            result.counts[i, EXTINCTIONS] += 1
            done = True
        for pool in CAR_T_LESION:
            if vanish(y, j, armed, lane, pool + N_LESION * k, -1, least):
                result.counts[i, EXTINCTIONS] += 1
                done = True
    if vanish(y, j, armed, lane, F_P, F_N, least):
        note(result, i, day, EVENT_FREE_EXTINCT, 0.0)
        result.counts[i, EXTINCTIONS] += 1
        done = True
    for pool in CAR_T:
        if vanish(y, j, armed, lane, pool, -1, least):
            result.counts[i, EXTINCTIONS] += 1
            done = True
    return done


@inner
def vanish(y, j, armed, lane, a, b, least):
    """Empty the pool in column j, rows a and b (b < 0: a alone) if it has held `least` cells and holds less
    now.
    """
    cells = y[a, j]
    if b >= 0:
        cells += y[b, j]
    if cells >= least:
        armed[a, lane] = 1.0
        return False
    if armed[a, lane] == 0.0:
        return False
    armed[a, lane] = 0.0
    y[a, j] = 0.0
    if b >= 0:
        y[b, j] = 0.0
    return True


@formula
def watch_pool(y, new, k1, k2, k3, armed, a, b, pair, spans, least):
    """1 in lanes where the pool in row a, or in rows a and b (pair = 1), may fall below a cell, or rise
    above, within the step. The dense output stays within (|k1| + |k2| + |k3|)/4 of its ends. A pool that
    holds a cell throughout a step that spans a daily look is armed.
    """
    before = get(y, a) + pair * get(y, b)
    after = get(new, a) + pair * get(new, b)
    bow = absolute(get(k1, a)) + absolute(get(k2, a)) + absolute(get(k3, a))
    bow = 0.25 * (bow + pair * (absolute(get(k1, b)) + absolute(get(k2, b)) + absolute(get(k3, b))))
    low = where(before < after, before, after) - bow
    high = largest(before, after) + bow
    was = get(armed, a)
    whole = where(low < least, 0.0, 1.0) * spans
    put(armed, a, where(whole > 0.0, 1.0, was))
    return where(low < least, where(high < least, was, 1.0), 0.0)


@formula
def watch(y, new, k1, k2, k3, armed, n_lesions, spans, least):
    """Lanes in which any pool needs a look on the days of the step."""
    unsure = full(0.0)
    for i in range(N_CAR_T):
        unsure = unsure + watch_pool(y, new, k1, k2, k3, armed, i, i, 0.0, spans, least)
    unsure = unsure + watch_pool(y, new, k1, k2, k3, armed, F_P, F_N, 1.0, spans, least)
    for k in range(n_lesions):
        for i in range(N_CAR_T_LESION):
            row = M + N_LESION * k + i
            unsure = unsure + watch_pool(y, new, k1, k2, k3, armed, row, row, 0.0, spans, least)
        row = P + N_LESION * k
        unsure = unsure + watch_pool(y, new, k1, k2, k3, armed, row, row + 1, 1.0, spans, least)
    return unsure * spans
