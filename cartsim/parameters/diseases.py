"""What each primary tumour brings: its cavity, burden, HER2 mix and share of men."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from cartsim.errors import BadInput, Problem
from cartsim.parameters.fact import Fact, read_fact
from cartsim.parameters.load import read_values

FIELDS = ("site", "burden", "her2_ihc", "male")


@dataclass(frozen=True, slots=True)
class Disease:
    """A primary tumour. `burden` is the median number of tumour cells in the large lesion groups [cell];
    `her2_ihc` the shares of 1+, 2+, 3+ among tumours that stain; `male` the share of men."""

    kind: str
    name: str
    site: Fact[Literal["pleural", "peritoneal"]]
    burden: Fact[float]
    her2_ihc: Fact[Mapping[str, float]]
    male: Fact[float]

    def facts(self) -> Iterator[tuple[str, Fact[Any]]]:
        """Each fact with its field's name."""
        yield from ((field, getattr(self, field)) for field in FIELDS)


@cache
def load_diseases() -> Mapping[str, Disease]:
    """Every disease by its kind, in the order of their codes in the Datasets."""
    return MappingProxyType({kind: _disease(kind, block) for kind, block in read_values("diseases").items()})


def _disease(kind: str, block: dict[str, Any]) -> Disease:
    if set(block) != {"name", *FIELDS}:
        raise BadInput(Problem("diseases.yaml", kind, f"needs exactly the keys name, {', '.join(FIELDS)}"))
    facts = {field: read_fact("diseases.yaml", f"{kind}.{field}", block[field]) for field in FIELDS}
    disease = Disease(kind=kind, name=block["name"], **facts)
    if abs(sum(disease.her2_ihc.value.values()) - 1.0) > 1e-9 or not 0.0 <= disease.male.value <= 1.0:
        raise BadInput(Problem("diseases.yaml", kind, "her2_ihc does not add up to 1, or male is no share"))
    return disease
