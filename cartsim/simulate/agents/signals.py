"""What a T cell would sense on each tumour cell, and what it makes of it: the receptor laws, cell by cell."""

from __future__ import annotations

from cartsim._held import held
from cartsim._jit import inner, kernel
from cartsim.simulate.agents import laws
from cartsim.simulate.agents.cells import HER2, KIND, PDL1, TUMOUR

SIGNALS = ("kill", "proliferate", "inhibition", "kill_block", "gain", "survival", "switch")
KILL, PROLIFERATE, INHIBITION, KILL_BLOCK, GAIN, SURVIVAL, SWITCH = range(len(SIGNALS))


@inner
def contact(her2, pdl1, proliferate, fitness, v):
    """Signals of a contact with a tumour cell of `her2` and `pdl1` molecules, in the order of SIGNALS.

    `proliferate` is the antigen-weighted mean of a group where contacts are not single, negative where the
    cell's own counts.
    """
    proof = laws.proofreading(v.kd_car, v.k_on, v.tau_p, v.n_p)
    kd_car = laws.kd_car_2d(v.kd_car, v.nm_um3, v.h_syn)
    kd_sw = laws.kd_sw_2d(v.kd_sw, v.nm_um3, v.h_syn)
    complexes = laws.car_complexes(her2, v.car, v.a_t, v.a_c, kd_car, proof)
    density = laws.pdl1_density(pdl1, v.a_c)
    scfv = laws.scfv_bound(v.sw, v.design_scfv, v.a_t, density, kd_sw)
    pool = laws.pool_bound(v.pd1, v.sw, v.design_pool, v.a_t, density, scfv, v.kd_pd)
    braking = laws.pd1_bound(pool, v.pd1, v.sw, v.design_pool)
    driving = laws.switch_bound(pool, scfv, v.pd1, v.sw, v.design_pool)
    switch = laws.switch_signal(driving, v.k_sw)
    zeta = laws.zeta_signal(switch, v.design_zeta, v.f_z)
    kill = laws.kill_signal(complexes, v.k50_k, zeta)
    own = laws.proliferation_signal(complexes, v.k50_p, zeta)
    prol = own if proliferate < 0.0 else proliferate
    inhibited = laws.inhibition(braking, v.pd1_50, v.n_pd1)
    gain = laws.gain(prol, v.a_sw, switch, laws.prol_block(inhibited, v.i_max_p), fitness)
    survives = laws.survival(v.b_sw, switch)
    return kill, prol, inhibited, laws.kill_block(inhibited, v.i_max_k), gain, survives, switch


@kernel
def sense(begin, end, real, whole, values, now, signals):
    """Signals (SIGNALS, cell) of each live tumour cell of a range; 0 on others."""
    v = held(values)
    for i in range(begin, end):
        if whole[KIND, i] == TUMOUR:
            found = contact(real[HER2, i], real[PDL1, i], -1.0, now.fitness, v)
            for row in range(7):
                signals[row, i] = found[row]
        else:
            for row in range(7):
                signals[row, i] = 0.0
