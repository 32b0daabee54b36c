"""`python -m cartsim.validation.credibility docs/credibility.md`: the credibility file, from what the
validation last found and from credibility.yaml."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from cartsim.parameters.load import plain_yaml
from cartsim.parameters.parameter_page import table
from cartsim.results.seal import write_whole
from cartsim.validation.page import count_line
from cartsim.validation.row import TABLES, Row

QUESTIONS = {
    "question": "Question of interest",
    "context": "Context of use",
    "influence": "Influence of the model",
    "consequence": "Consequence of a wrong answer",
    "risk": "Model risk",
}
"""Headings of V&V 40 and M15 for the first part."""
TITLE = """# Credibility

What is asked of cartsim, how much hangs on the answer, and where the evidence lies: in the shape of ASME
V&V 40 (Assessing credibility of computational modeling through verification and validation, 2018) and ICH
M15 (General principles for model-informed drug development, draft). Made by `make reference`.
"""


def main(path: str) -> None:
    """Write the page; the last validation lies beside it as validation.json."""
    write_whole(Path(path), page(Path(path).parent).encode())


def page(docs: Path) -> str:
    """The page as Markdown. Raises ValueError where it would link to what is not there."""
    content = load_content()
    parts = [TITLE]
    parts += [f"## {heading}\n\n{content[key].strip()}\n" for key, heading in QUESTIONS.items()]
    parts.append("## Evidence\n")
    lines = [_line(evidence, docs) for evidence in content["evidence"]]
    parts.append(table(("kind", "what it says", "shown by"), lines))
    parts.append(last_validation(docs))
    return "\n".join(parts)


def load_content() -> dict[str, Any]:
    """The content of credibility.yaml."""
    text = files("cartsim.validation").joinpath("credibility.yaml").read_text(encoding="utf-8")
    return dict(plain_yaml(text))


def last_validation(docs: Path) -> str:
    """How many rows of each table passed at the last validation, and which did not."""
    stored = docs / "validation.json"
    if not stored.exists():
        return "## Last validation\n\nNone yet: `cartsim validate --out docs`.\n"
    rows = [Row(**found) for found in json.loads(stored.read_text(encoding="utf-8"))["rows"]]
    lines = [f"- {name}: {count_line(rows, name)}" for name in TABLES if count_line(rows, name)]
    failed = [f"- {row.table}, {row.id}: {row.what}; asked {row.asked}, found {row.found}" for row in rows
              if row.verdict == "fail"]  # fmt: skip
    missed = "\nWhat failed, and stays failed:\n\n" + "\n".join(failed) + "\n" if failed else ""
    return "## Last validation\n\n" + "\n".join(lines) + "\n" + missed


def _line(evidence: Mapping[str, Any], docs: Path) -> tuple[str, str, str]:
    gone = [place for place in evidence["shown_by"] if not (docs / place).exists()]
    if gone:
        raise ValueError(f"{evidence['kind']} links to {', '.join(gone)}, which is not there")
    links = [f"[{Path(place).name}]({place})" for place in evidence["shown_by"]]
    return evidence["kind"], evidence["says"], ", ".join(links)


if __name__ == "__main__":
    main(sys.argv[1])
