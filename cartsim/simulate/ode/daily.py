"""What is looked at once a day: rules of the protocol, and the extinction of pools below one cell."""

from __future__ import annotations

from cartsim._jit import inner
from cartsim.simulate.ode.actions import CAR_T, CAR_T_LESION, F_N, F_P, N, P, act, note
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
def due(rule, state, lane, seen, day):
    """Advance one rule's memory by a day; True when it acts today."""
    when = holds(seen[int(rule[RULE_SEES]), lane], rule[RULE_OP], rule[RULE_LEVEL])
    if state[ACTIVE, lane] == 0.0:
        if when:
            state[ACTIVE, lane] = 1.0
    elif rule[RULE_UNTIL_SEES] < 0:
        if not when:
            state[ACTIVE, lane] = 0.0
    elif holds(seen[int(rule[RULE_UNTIL_SEES]), lane], rule[RULE_UNTIL_OP], rule[RULE_UNTIL_LEVEL]):
        state[ACTIVE, lane] = 0.0
    rested = state[GIVEN, lane] == 0.0 or day - state[LAST, lane] >= rule[RULE_EVERY] - SAME_DAY
    if state[ACTIVE, lane] == 1.0 and state[GIVEN, lane] < rule[RULE_AT_MOST] and rested:
        state[GIVEN, lane] += 1.0
        state[LAST, lane] = day
        return True
    return False


@inner
def obey(y, lane, i, day, plan, problem, work, result):
    """Evaluate every rule on what the clinic sees today (`work.seen`); act now or put the action on the
    schedule. True if anything was done.
    """
    if plan.rules.shape[0] == 0 or day < 0:
        return False
    done = False
    for kind in range(WITHHOLD + 1):
        for r in range(plan.rules.shape[0]):
            rule = plan.rules[r]
            if int(rule[RULE_ACTION]) == kind and due(rule, work.rule_state[r], lane, work.seen, day):
                done = True
                amount = problem.rule_amounts[i, r]
                waiting = result.counts[i, PENDING]
                if kind == WITHHOLD:
                    result.counts[i, WITHHELD] = 1
                elif rule[RULE_DELAY] <= 0.0:
                    act(y, work.p, lane, i, day, kind, amount, 0.0, problem, result)
                elif waiting < PENDING_SLOTS:
                    work.pending[waiting, 0, lane] = day + rule[RULE_DELAY]
                    work.pending[waiting, 1, lane] = kind
                    work.pending[waiting, 2, lane] = amount
                    result.counts[i, PENDING] += 1
    return done


@inner
def extinguish(y, armed, lane, n_lesions, i, day, result):
    """A pool that has held a cell and now holds less is gone: a group's tumour, the free cells, any T-cell
    pool. True if anything changed.

    A pool that has not held a whole cell since is left alone: what trickles in stays a trickle, and no pool
    goes extinct twice without having come back.
    """
    done = False
    for k in range(n_lesions):
        a = P + N_LESION * k
        if vanish(y, armed, lane, a, N + N_LESION * k):
            note(result, i, day, EVENT_GROUP_EXTINCT, k)
            result.counts[i, EXTINCTIONS] += 1
            done = True
        for pool in CAR_T_LESION:
            if vanish(y, armed, lane, pool + N_LESION * k, -1):
                result.counts[i, EXTINCTIONS] += 1
                done = True
    if vanish(y, armed, lane, F_P, F_N):
        note(result, i, day, EVENT_FREE_EXTINCT, 0.0)
        result.counts[i, EXTINCTIONS] += 1
        done = True
    for pool in CAR_T:
        if vanish(y, armed, lane, pool, -1):
            result.counts[i, EXTINCTIONS] += 1
            done = True
    return done


@inner
def vanish(y, armed, lane, a, b):
    """Empty the pool in rows a and b (b < 0: a alone) if it has held a cell and holds less now."""
    cells = y[a, lane]
    if b >= 0:
        cells += y[b, lane]
    if cells >= 1.0:
        armed[a, lane] = 1
        return False
    if armed[a, lane] == 0:
        return False
    armed[a, lane] = 0
    y[a, lane] = 0.0
    if b >= 0:
        y[b, lane] = 0.0
    return True
