"""CAR-T cells given into a vein or into the pleura of a mouse (Tsai and others 2022, the pleural model).

Cells in arterial (a) and venous (v) blood, vessels and interstitium of lung (Lv, Li) and of all other
tissue (Ov, Oi), lymph nodes (LN), free in the pleura (P); tumour cells T and CAR-T cells bound to one of
them C; cx = x / Vx; flows mL/h, rates 1/h, time in hours:

    a'  = Qb cLv - Qo ca                       v'  = (Qo - Lo) cOv + Lln cLN - (Qb + Ll) cv
    Lv' = (Qb + Ll) cv - Jl Lv - Qb cLv        Li' = Jl Lv - (Ll - Lp) cLi - kel Li - Jp Li
    Ov' = Qo ca - Jo Ov - (Qo - Lo) cOv        Oi' = Jo Ov - Lo cOi
    LN' = (Ll - Lp) cLi + (Lp / Rp) cP + Lo cOi - Lln cLN
    P'  = Jp Li - (Lp / Rp) cP - bind + koff C + kkill C + kpro C / (1 + T / KI)
    T'  = kg (T - C) - kkill C                 C'  = bind - koff C - kkill C
    bind = kon P (T - C) TAA / Vp              Vp  = Vp0 + vcell T / .8

Tsai, Singh, Xia and Wang, Journal of Pharmacokinetics and Pharmacodynamics 49:525 (2022), doi
10.1007/s10928-022-09818-8. Values compared with the copy in the library nlmixr2lib, not re-read in the
paper. What is compared, and what had to be assumed for it, stands in `tsai2022_routes.py`.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal, get_args

from scipy.constants import Avogadro

from cartsim.errors import BadInput, Problem
from cartsim.published.integrate import RTOL, Course, integrate
from cartsim.published.values import Value, named

if TYPE_CHECKING:
    from collections.abc import Sequence

Route = Literal["intravenous", "intrapleural"]
STATES = ("a", "v", "Lv", "Li", "Ov", "Oi", "LN", "P", "T", "C")
FIXED = "Table S2; not re-read"
FITTED = "Table 1, estimated; not re-read"
VALUES = (
    Value("Qb", "mL/h", 678, FIXED),
    Value("Qo", "mL/h", 678, FIXED),
    Value("Ll", "mL/h", 0.746, FIXED),
    Value("Lo", "mL/h", 0.904, FIXED),
    Value("Lln", "mL/h", 1.65, FIXED),
    Value("Lp", "mL/h", 0.033, FIXED),
    Value("Va", "mL", 0.8585, FIXED),
    Value("Vv", "mL", 0.8585, FIXED),
    Value("VLv", "mL", 0.0536, FIXED),
    Value("VLi", "mL", 0.0384, FIXED),
    Value("VOv", "mL", 1.432, FIXED),
    Value("VOi", "mL", 4.870, FIXED),
    Value("VLN", "mL", 0.113, FIXED),
    Value("Vp0", "mL", 0.00728, FIXED),
    Value("Jl", "1/h", 1843, FIXED),
    Value("Jo", "1/h", 41.4, FIXED),
    Value("kel", "1/h", 0.84, FIXED),
    Value("Jp", "1/h", 0.119, FITTED),
    Value("Rp", "1", 2.88, FITTED),
    Value("kg", "1/h", 0.00385, FITTED),
    Value("kpro", "1/h", 0.115, FITTED),
    Value("KI", "cell", 3.84e7, FITTED),
    Value("kkill", "1/h", 0.0733, FITTED),
    Value("koff", "1/h", 6.85e-8, FITTED),
    Value("kon", "1/M/s", 1e6, FIXED),
    Value("TAA", "1/cell", 1e4, FIXED),
    Value("vcell", "mL/cell", 518.3e-12, "supplement, model equations; not re-read"),
)
PER_HOUR_AND_ML = 3600 * 1000 / Avogadro
"""From 1/M/s to mL/h per molecule: seconds in an hour, mL in a litre, molecules in a mole."""
INTERSTITIUM = 0.2
"""Share of a tumour's volume that is not cells (supplement; not re-read)."""


def pleural_volume(T: float, v: SimpleNamespace) -> float:
    """Volume that cells in the pleura find, mL: its fluid and the tumour."""
    return v.Vp0 + v.vcell * T / (1 - INTERSTITIUM)


def right_hand_side(hour: float, states: Sequence[float], v: SimpleNamespace) -> list[float]:
    """Supplement, model equations; amounts in cells."""
    a, v_, Lv, Li, Ov, Oi, LN, P, T, C = states
    Vp = pleural_volume(T, v)
    ca, cv, cLv, cLi = a / v.Va, v_ / v.Vv, Lv / v.VLv, Li / v.VLi
    cOv, cOi, cLN, cP = Ov / v.VOv, Oi / v.VOi, LN / v.VLN, P / Vp
    bind = v.kon * PER_HOUR_AND_ML * P * (T - C) * v.TAA / Vp
    return [
        v.Qb * cLv - v.Qo * ca,
        (v.Qo - v.Lo) * cOv + v.Lln * cLN - (v.Qb + v.Ll) * cv,
        (v.Qb + v.Ll) * cv - v.Jl * Lv - v.Qb * cLv,
        v.Jl * Lv - (v.Ll - v.Lp) * cLi - v.kel * Li - v.Jp * Li,
        v.Qo * ca - v.Jo * Ov - (v.Qo - v.Lo) * cOv,
        v.Jo * Ov - v.Lo * cOi,
        (v.Ll - v.Lp) * cLi + v.Lp / v.Rp * cP + v.Lo * cOi - v.Lln * cLN,
        v.Jp * Li - v.Lp / v.Rp * cP - bind + v.koff * C + v.kkill * C + v.kpro * C / (1 + T / v.KI),
        v.kg * (T - C) - v.kkill * C,
        bind - v.koff * C - v.kkill * C,
    ]


def solve(
    dose: float,
    route: Route,
    tumour: float,
    hours: float,
    v: SimpleNamespace | None = None,
    *,
    areas: bool = False,
    rtol: float = RTOL,
) -> Course:
    """Cells everywhere after `dose` cells given at 0 h to a mouse with `tumour` cells in its pleura."""
    if route not in get_args(Route):
        raise BadInput(Problem("", "route", f"{route!r} is unknown", " or ".join(get_args(Route))))
    initial = dict.fromkeys(STATES, 0.0) | {"v" if route == "intravenous" else "P": dose, "T": tumour}
    return integrate(right_hand_side, initial, hours, v or named(VALUES), atol=1e-6, rtol=rtol, areas=areas)
