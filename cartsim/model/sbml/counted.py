"""States that are no substance to SBML."""

from __future__ import annotations

COUNTED_IN = {"V_c": "one_mL"}
"""State -> compartment: a species without a unit, that counts how many times there is the compartment's
volume. SBML has no species that is a volume, and no reactions of what is no species.
"""

COUNTED_AS = {name: f"{name}*{one}" for name, one in COUNTED_IN.items()}
"""State -> what stands for it, with its unit, in a formula."""
