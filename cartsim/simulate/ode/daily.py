"""What is looked at once a day: rules of the protocol, and the extinction of pools below one cell."""

from __future__ import annotations

from cartsim._jit import kernel
from cartsim.model.kernel import observe_
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


@kernel
def holds(value, op, level):
    """Comparison by code: 0 >=, 1 >, 2 <=, 3 <."""
    if op == 0:
        return value >= level
    if op == 1:
        return value > level
    if op == 2:
        return value <= level
    return value < level


@kernel
def due(rule, state, seen, day):
    """Advance one rule's memory by a day; True when it acts today."""
    when = holds(seen[int(rule[RULE_SEES])], rule[RULE_OP], rule[RULE_LEVEL])
    if state[ACTIVE] == 0.0:
        if when:
            state[ACTIVE] = 1.0
    elif rule[RULE_UNTIL_SEES] < 0:
        if not when:
            state[ACTIVE] = 0.0
    elif holds(seen[int(rule[RULE_UNTIL_SEES])], rule[RULE_UNTIL_OP], rule[RULE_UNTIL_LEVEL]):
        state[ACTIVE] = 0.0
    rested = state[GIVEN] == 0.0 or day - state[LAST] >= rule[RULE_EVERY] - SAME_DAY
    if state[ACTIVE] == 1.0 and state[GIVEN] < rule[RULE_AT_MOST] and rested:
        state[GIVEN] += 1.0
        state[LAST] = day
        return True
    return False


@kernel
def obey(y, case, day, plan, work, log):
    """Evaluate every rule on what the clinic sees today; act now or put the action on the schedule. True if
    anything was done.
    """
    if plan.rules.shape[0] == 0 or day < 0:
        return False
    observe_(y, case.p, case.q, case.n_lesions, work.seen, work.lesion_seen)
    amounts = case.rule_amounts
    done = False
    for kind in range(WITHHOLD + 1):
        for r in range(plan.rules.shape[0]):
            rule = plan.rules[r]
            if int(rule[RULE_ACTION]) == kind and due(rule, work.rule_state[r], work.seen, day):
                done = True
                if kind == WITHHOLD:
                    log.counts[WITHHELD] = 1
                elif rule[RULE_DELAY] <= 0.0:
                    act(y, case, day, kind, amounts[r], 0.0, log)
                elif log.counts[PENDING] < PENDING_SLOTS:
                    row = work.pending[log.counts[PENDING]]
                    row[0], row[1], row[2] = day + rule[RULE_DELAY], kind, amounts[r]
                    log.counts[PENDING] += 1
    return done


@kernel
def extinguish(y, n_lesions, day, log):
    """Pools below one cell are gone: a group's tumour, the free cells, any T-cell pool. True if anything
    changed.
    """
    done = False
    for k in range(n_lesions):
        a, b = P + N_LESION * k, N + N_LESION * k
        if y[a] + y[b] < 1.0 and (y[a] != 0.0 or y[b] != 0.0):
            y[a], y[b] = 0.0, 0.0
            note(log, day, EVENT_GROUP_EXTINCT, k)
            log.counts[EXTINCTIONS] += 1
            done = True
        for i in CAR_T_LESION:
            done |= empty(y, i + N_LESION * k, log)
    if y[F_P] + y[F_N] < 1.0 and (y[F_P] != 0.0 or y[F_N] != 0.0):
        y[F_P], y[F_N] = 0.0, 0.0
        note(log, day, EVENT_FREE_EXTINCT, 0.0)
        log.counts[EXTINCTIONS] += 1
        done = True
    for i in CAR_T:
        done |= empty(y, i, log)
    return done


@kernel
def empty(y, i, log):
    """Set one T-cell pool to zero if it holds less than a cell; counted when it held something."""
    if y[i] >= 1.0 or y[i] == 0.0:
        return False
    if y[i] > 0.0:
        log.counts[EXTINCTIONS] += 1
    y[i] = 0.0
    return True
