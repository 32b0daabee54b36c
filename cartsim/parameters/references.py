"""The bibliography: what every source key stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from cartsim.parameters.load import read_text

ENTRY = re.compile(r"^@(\w+)\{([\w:-]+),(.*?)^\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"(\w+)\s*=\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
ACCENTS = {r"{\'e}": "é", r"{\"i}": "ï", r"{\o}": "ø", r"\&": "&"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of references.bib; `checked`: compared with the record, not written from memory."""

    key: str
    fields: Mapping[str, str]

    @property
    def checked(self) -> bool:
        return "checked" in self.fields.get("note", "")

    @property
    def locator(self) -> str:
        """A link where the entry has one."""
        return f"https://doi.org/{self.fields['doi']}" if "doi" in self.fields else self.fields.get("url", "")

    def __str__(self) -> str:
        """`Liu, X. and others (2015). Title. Journal 75:3596-3607. link`"""
        get = self.fields.get
        place = " ".join(part for part in (get("journal", get("series", "")), get("volume", "")) if part)
        place += f":{get('pages')}" if "pages" in self.fields else ""
        parts = (f"{get('author')} ({get('year')})", get("title"), place, self.locator)
        return ". ".join(part.strip() for part in parts if part and part.strip())


@cache
def load_references() -> Mapping[str, Reference]:
    """Every reference by key, in file order."""
    entries = ENTRY.findall(read_text("references.bib"))
    return MappingProxyType({key: Reference(key, _fields(body)) for _, key, body in entries})


def _fields(body: str) -> Mapping[str, str]:
    return MappingProxyType({name.lower(): _plain(text) for name, text in FIELD.findall(body)})


def _plain(text: str) -> str:
    """BibTeX text as people read it."""
    for written, meant in ACCENTS.items():
        text = text.replace(written, meant)
    return " ".join(re.sub(r"[{}]", "", text).replace("--", "-").split())
