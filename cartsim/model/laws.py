"""The table of contents: every quantity and every reaction of the model, by name. What is not listed here
does not exist.
"""

from __future__ import annotations

from cartsim.model import (
    blood_counts,
    car_t,
    cytokines,
    drugs,
    geometry,
    neurotoxicity,
    observables,
    organs,
    receptors,
    trafficking,
    tumour,
    vital_signs,
)
from cartsim.model.reaction import Quantity, Reaction

QUANTITIES: tuple[Quantity, ...] = (
    receptors.proofreading, receptors.kd_car_2d, receptors.kd_sw_2d, receptors.complexes_pos,
    receptors.complexes_neg, receptors.complexes_lung, receptors.complexes_heart, receptors.pdl1_density,
    receptors.pdl1_density_c, receptors.pdl1_density_p, receptors.pdl1_density_h, receptors.scfv_bound,
    receptors.pool_bound, receptors.pd1_bound, receptors.switch_bound, receptors.switch_signal,
    receptors.zeta_signal, receptors.kill_pos, receptors.kill_neg, receptors.kill_organ,
    receptors.kill_organ_h, receptors.prol_pos, receptors.prol_neg, receptors.prol_organ,
    receptors.inhibition, receptors.kill_block, receptors.prol_block, receptors.prol_signal,
    receptors.prol_signal_c, receptors.gain, receptors.survival,
    geometry.tumour, geometry.volume, geometry.radius, geometry.rim, geometry.phi, geometry.accessible,
    geometry.crowd, geometry.engaged, geometry.surface, geometry.surface_total, geometry.reach_pos,
    geometry.reach_neg, geometry.tumour_cavity, geometry.tumour_bathed, geometry.volume_total,
    geometry.live_lesions, geometry.accessible_c, geometry.volume_c, geometry.crowd_c,
    trafficking.live_systemic, trafficking.live_regional, trafficking.renewal,
    car_t.dex, car_t.homeostatic_drive,
    tumour.strike, tumour.strike_c, tumour.pdl1_target,
    cytokines.secretion, cytokines.distribution_volume, cytokines.ifng_local, cytokines.ifng_local_c,
    cytokines.tumour_leak, cytokines.inflow, cytokines.occupancy, cytokines.il6_signal,
    blood_counts.baseline_n, blood_counts.baseline_p, blood_counts.k_transit, blood_counts.feedback,
    vital_signs.severity, vital_signs.temperature, vital_signs.mean_arterial_pressure,
    vital_signs.oxygen_crs, vital_signs.oxygen_need, vital_signs.pressure_level,
    vital_signs.oxygen_level, vital_signs.crs_grade,
    observables.car_t_blood, observables.car_t_lung, observables.car_t_lymphoid, observables.car_t_cavity,
    observables.lesion_car_t, observables.car_t_tumour, observables.lesion_burden,
    observables.free_tumour_cells, observables.tumour_cells, observables.pdl1_mass, observables.pdl1_mean,
    observables.engaged_cells, observables.engaged_total, observables.switched_total,
    observables.switch_signal_mean, observables.lesion_diameter,
    blood_counts.lymphocytes, blood_counts.white_cells,
    neurotoxicity.neuro_severity, neurotoxicity.ice_score,
)

REACTIONS: tuple[Reaction, ...] = (
    trafficking.homing, trafficking.egress, trafficking.margination, trafficking.release,
    trafficking.extravasation, trafficking.exudation, trafficking.tissue_return, trafficking.shedding,
    trafficking.seeding, trafficking.lymph_drainage, trafficking.fitness_loss, trafficking.fitness_brought,
    trafficking.fitness_diluted, trafficking.fitness_infused_iv, trafficking.fitness_infused_cavity,
    trafficking.infused_memory_lung, trafficking.infused_effector_lung, trafficking.infused_memory_blood,
    trafficking.infused_effector_blood, trafficking.infused_memory_cavity,
    trafficking.infused_effector_cavity,
    car_t.memory_death, car_t.effector_death, car_t.lung_death, car_t.exhausted_death,
    car_t.activation_death, car_t.memory_homeostasis, car_t.effector_homeostasis, car_t.memory_formation,
    car_t.memory_division, car_t.differentiation, car_t.effector_division, car_t.exhaustion,
    tumour.growth, tumour.free_growth, tumour.antigen_loss, tumour.free_antigen_loss,
    tumour.kill_antigen_positive, tumour.kill_antigen_negative, tumour.kill_free_positive,
    tumour.kill_free_negative, tumour.clearance, tumour.pdl1_expression, tumour.free_pdl1_expression,
    tumour.pdl1_turnover, tumour.free_pdl1_turnover,
    cytokines.weeping, cytokines.absorption, cytokines.ifng_from_fluid, cytokines.ifng_from_cavity_lesion,
    cytokines.ifng_fluid_loss, cytokines.ifng_spill_fluid, cytokines.ifng_spill_lesion,
    cytokines.ifng_from_lung, cytokines.ifng_plasma_loss, cytokines.myeloid_activation,
    cytokines.myeloid_rest, cytokines.il6_secretion, cytokines.il6_clearance, cytokines.crp_synthesis,
    cytokines.crp_loss,
    organs.lung_injury_onset, organs.heart_injury_onset, organs.organ_repair, organs.host_recovery,
    blood_counts.production, blood_counts.maturation, blood_counts.lymphocyte_return,
    blood_counts.lymphocyte_loss,
    neurotoxicity.barrier_opening, neurotoxicity.barrier_healing,
    drugs.chemotherapy_loss, drugs.tocilizumab_loss, drugs.dexamethasone_loss,
)
