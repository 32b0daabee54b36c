"""Names and units of the model as LaTeX mathematics."""

from __future__ import annotations

import re

GREEK = {"rho", "gamma", "delta", "phi", "mu", "tau"}
SHORT = 2
"""Letters of a head that takes the rest of its name as an index (`kd_car`), and of a part that is one at the
end of a longer name (`kill_pos_c`).
"""
GROUP = "k"
"""Index of a lesion group."""
UNITS = {"um": r"\mu m", "ug": r"\mu g", "uL": r"\mu L", "degC": r"{}^{\circ}C"}


def symbol(name: str, of_group: bool = False) -> str:
    """`k_bl` -> k with index bl, `kill_pos_c` -> kill pos with index c; `of_group`: with the group's too."""
    head, *rest = name.split("_")
    words = [head]
    if len(head) > SHORT and head not in GREEK:
        while any(len(part) > SHORT for part in rest):
            words.append(rest.pop(0))
    letter = f"\\{head}" if head in GREEK else head
    words_text = r"\,".join(words)
    text = letter if len(head) == 1 or head in GREEK else rf"\mathrm{{{words_text}}}"
    index = [rf"\mathrm{{{part}}}" for part in rest] + [GROUP] * of_group
    return f"{text}_{{{','.join(index)}}}" if index else text


def unit(text: str) -> str:
    """`molecule/um**2` as it is printed; 1 for none."""
    parts = re.split(r"([*/]+)", text)
    out = ""
    for operator, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        if operator == "**":
            out += f"^{{{part}}}"
        else:
            out += {"": "", "*": r"\cdot ", "/": "/"}[operator] + UNITS.get(part, part)
    return rf"\mathrm{{{out}}}"


def number(value: float) -> str:
    """`1.5e+09` as 1.5 times a power of ten."""
    if value in (float("inf"), float("-inf")):
        return r"\infty" if value > 0 else r"-\infty"
    mantissa, _, exponent = f"{value:.6g}".partition("e")
    if not exponent:
        return mantissa
    power = f"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else rf"{mantissa} \times {power}"
