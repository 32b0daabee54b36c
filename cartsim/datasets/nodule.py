"""Nodule: single cells of one nodule over time, of every arm and repeat.

Cells and fields of the moments that were kept are ragged arrays (CF conventions, contiguous): snapshot after
snapshot along `cell`, each with as many as `snapshot_cells` says.
"""

from __future__ import annotations

from cartsim.datasets.categories import CELL_KIND, NO_YES
from cartsim.datasets.variable import coded, table

_TIME = "arm repeat time"
_SHELL = "arm repeat time shell"

NODULE = [
    *table(
        _TIME,
        "i4",
        ("live_tumour", "1", "live tumour cells"),
        ("apoptotic_tumour", "1", "tumour cells that were killed and are not yet cleared"),
        ("necrotic_tumour", "1", "tumour cells that starved and are not yet cleared"),
        ("memory_t", "1", "memory CAR-T cells"),
        ("effector_t", "1", "effector CAR-T cells"),
        ("exhausted_t", "1", "exhausted CAR-T cells"),
        ("spent_t", "1", "dead CAR-T cells that are not yet cleared (organoid rules)"),
        ("t_inside", "1", "live CAR-T cells within the surface of the nearest nodule"),
        ("t_outside", "1", "live CAR-T cells beyond the surface of every nodule"),
        ("t_holding", "1", "CAR-T cells that hold a tumour cell"),
        ("tumour_at_edge", "1", "tumour cells, dead or alive, that touch a face of the domain"),
        ("tumour_born", "1", "divisions of tumour cells from the start"),
        ("tumour_killed", "1", "tumour cells killed by CAR-T cells from the start"),
        ("tumour_starved", "1", "tumour cells starved from the start"),
        ("dead_cleared", "1", "dead cells cleared from the start"),
        ("t_entered", "1", "CAR-T cells come in from the start"),
        ("t_born", "1", "divisions of CAR-T cells from the start"),
        ("t_died", "1", "deaths of CAR-T cells from the start"),
        ("t_exhausted", "1", "CAR-T cells exhausted from the start"),
        ("t_left_to_blood", "1", "CAR-T cells gone back to the blood from the start"),
        ("t_left_to_fluid", "1", "CAR-T cells shed to the fluid from the start"),
        ("kills", "1", "tumour cells killed since the output before"),
    ),
    *table(
        _TIME,
        "f8",
        ("effector_days", "day", "lives of effectors summed from the start"),
        ("radius_max", "um", "greatest distance of a tumour cell, dead or alive, from its nodule's centre"),
        ("radius_surface", "um", "surface: distance that holds 95 % of the tumour cells, dead or alive"),
        ("radius_equivalent", "um", "radius of a ball (on the serosa a half ball) of the tumour volume"),
        ("tumour_volume", "mm3", "summed volume of the tumour cells, dead or alive"),
        ("oxygen_mean", "mmHg", "oxygen pressure at live tumour cells, mean"),
        ("oxygen_min", "mmHg", "lowest oxygen pressure of any voxel"),
        ("ifng_mean", "pg mL-1", "interferon gamma at live tumour cells, mean"),
        ("pdl1_mean", "1", "PD-L1 of live tumour cells, mean (molecule/cell)"),
        ("her2_mean", "1", "HER2 of live tumour cells, mean (molecule/cell; organoid rules: relative)"),
        ("antigen_low_share", "1", "share of live tumour cells without more HER2 than antigen-negative ones"),
        ("killing_left", "1", "share of its killing that hours of contact have left to an effector, mean"),
        ("kill_depth_mean", "um", "depth of the kills since the output before below the surface, mean"),
    ),
    *table(
        "arm repeat time depth_quantile",
        "f8",
        ("kill_depth", "um", "depth of the kills since the output before below the surface, quantiles"),
    ),
    *table(
        _SHELL,
        "i4",
        ("shell_live", "1", "live tumour cells in the shell"),
        ("shell_dead", "1", "dead tumour cells in the shell"),
        ("shell_memory_t", "1", "memory CAR-T cells in the shell"),
        ("shell_effector_t", "1", "effector CAR-T cells in the shell"),
        ("shell_exhausted_t", "1", "exhausted CAR-T cells in the shell"),
        ("shell_kills", "1", "tumour cells killed in the shell since the output before"),
    ),
    *table(
        _SHELL,
        "f4",
        ("shell_pdl1", "1", "PD-L1 of live tumour cells in the shell, mean (molecule/cell)"),
        ("shell_her2", "1", "HER2 of live tumour cells in the shell, mean (molecule/cell)"),
        ("shell_oxygen", "mmHg", "oxygen pressure at live tumour cells in the shell, mean"),
        ("shell_ifng", "pg mL-1", "interferon gamma at live tumour cells in the shell, mean"),
        ("shell_exhausted_share", "1", "share of the shell's live CAR-T cells that are exhausted"),
    ),
    *table(
        "arm repeat",
        "i8",
        ("unsolved_fields", "1", "solves of a field that did not converge"),
        ("field_solves", "1", "solves of a field"),
        ("biology_steps", "1", "steps of the biology"),
        ("mechanics_steps", "1", "steps of the mechanics"),
    ),
    *table("arm repeat", "f8", ("worst_residual", "1", "largest relative residual of any solve of a field")),
    *table("shell", "f8", ("shell_inner", "um", "inner radius"), ("shell_outer", "um", "outer radius")),
    *table(
        "snapshot",
        "i8",
        ("snapshot_arm", "1", "place of the arm, from 0"),
        ("snapshot_repeat", "1", "repeat"),
        ("snapshot_cells", "1", "cells of the snapshot"),
    ),
    *table("snapshot", "f8", ("snapshot_day", "day", "day of the snapshot")),
    *table(
        "cell",
        "f4",
        ("cell_x", "um", "centre, x"),
        ("cell_y", "um", "centre, y"),
        ("cell_z", "um", "centre, z"),
        ("cell_radius", "um", "radius"),
        ("cell_her2", "1", "HER2 (molecule/cell; organoid rules: antigen, relative)"),
        ("cell_pdl1", "1", "PD-L1 (molecule/cell)"),
    ),
    *table(
        "cell",
        "i8",
        ("cell_identity", "1", "identity of the cell, given once in a run"),
        ("cell_nodule", "1", "nodule it began in, from 0 (tumour cells)"),
    ),
    *coded(
        "cell",
        ("cell_kind", CELL_KIND, "kind of cell"),
        ("cell_holds", NO_YES, "a CAR-T cell that holds a tumour cell"),
    ),
    *table(
        "snapshot field voxel_z voxel_y voxel_x",
        "f4",
        ("field_value", "1", "value of the field in the voxel, in the field's own unit"),
    ),
    *table("field", "U", ("field_unit", "1", "unit of the field")),
]

NODULE_COORDINATES = [
    *table("repeat", "i8", ("repeat", "1", "the same nodule with other random numbers")),
    *table("shell", "f8", ("shell", "um", "middle of the shell, distance from the centre of the nodule")),
    *table("depth_quantile", "f8", ("depth_quantile", "1", "quantile over the kills")),
    *table("snapshot", "i8", ("snapshot", "1", "snapshot")),
    *table("field", "U", ("field", "1", "what diffuses")),
    *table("voxel_x", "f8", ("voxel_x", "um", "centre of the voxel, x")),
    *table("voxel_y", "f8", ("voxel_y", "um", "centre of the voxel, y")),
    *table("voxel_z", "f8", ("voxel_z", "um", "centre of the voxel, z")),
]
