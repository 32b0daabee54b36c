"""Writes the page of the Python names from their docstrings: python docs/make_python.py FILE"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import cartsim

HERE = Path(__file__).parent
VERBS = ("load", "draw", "simulate", "observe", "assess", "save", "open", "run")
VALUES = (
    "results.Run", "errors.CartsimError", "errors.BadInput", "errors.Problem", "errors.TooManyFailures",
)  # fmt: skip
WORDS = ("datasets.words", "datasets.codes", "datasets.variable", "datasets.variable.Variable")
RULES = (
    "trial.recist.visit_responses",
    "trial.recist.best_overall_response",
    "trial.survival.time_to_event",
    "trial.survival.kaplan_meier",
    "trial.survival.log_rank",
    "trial.intervals.clopper_pearson",
    "trial.intervals.wilson",
    "trial.compare.paired_table",
    "trial.compare.newcombe_paired",
    "trial.ctcae.grade",
    "trial.crs.astct_grade",
    "trial.crs.icans_grade",
    "trial.escalation.three_plus_three",
    "trial.escalation.boin_boundaries",
    "trial.escalation.boin_next",
)
"""What works on anybody's data, without a scenario."""


class Named(NamedTuple):
    """A public object and the name it is imported by."""

    path: str
    value: Any


def text() -> str:
    """The page."""
    verbs = [Named(f"cs.{name}", getattr(cartsim, name)) for name in VERBS]
    if set(VERBS) != set(cartsim.__all__):
        raise ValueError("the verbs of the page are not those of the package")
    return (HERE / "python.md.txt").read_text(encoding="utf-8").format(
        verbs=_sections(verbs),
        values=_sections(map(_named, VALUES)),
        words=_sections(map(_named, WORDS)),
        rules=_sections(map(_named, RULES)),
    )


def _named(path: str) -> Named:
    module, _, name = f"cartsim.{path}".rpartition(".")
    return Named(f"cartsim.{path}", getattr(import_module(module), name))


def _sections(values: Any) -> str:
    return "\n".join(_section(*named) for named in values)


def _section(path: str, value: Any) -> str:
    name = path.rpartition(".")[2]
    code = f"```python\n{_signature(name, value)}\n```\n"
    parts = [f"### {path}\n", code, _markdown(inspect.getdoc(value) or "")]
    if inspect.isclass(value):
        parts += [f"- `{name}`: {said}" for name, said in _attributes(value)] + [""]
    return "\n".join(parts)


def _signature(name: str, value: Any) -> str:
    """As it is called, types as they are written; one argument a line where one line is too long."""
    if inspect.isclass(value):
        fields = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
        base = value.__mro__[1].__name__
        head = f"class {name}({base})".replace("(object)", "")
        return "\n".join([head, *(f"    {field.name}: {field.type}" for field in fields)])
    called = inspect.signature(value)
    arguments = [_argument(one) for one in called.parameters.values()]
    by_name = [one.kind is one.KEYWORD_ONLY for one in called.parameters.values()]
    if any(by_name):
        arguments.insert(by_name.index(True), "*")
    gives = f" -> {called.return_annotation}"
    said = f"({', '.join(arguments)}){gives}"
    if len(said) > 90:
        said = "(\n    " + ",\n    ".join(arguments) + f",\n){gives}"
    return f"{name}{said}"


def _argument(one: inspect.Parameter) -> str:
    default = "" if one.default is one.empty else f" = {one.default!r}"
    return f"{one.name}: {one.annotation}{default}"


def _attributes(value: type) -> Iterator[tuple[str, str]]:
    """What an instance tells beside its arguments."""
    for name, member in vars(value).items():
        if isinstance(member, property) and member.__doc__:
            yield name, " ".join(member.__doc__.split())


def _markdown(said: str) -> str:
    """A docstring as Markdown: worked examples become code, the rest stays prose."""
    blocks = []
    for block in said.split("\n\n"):
        if block.lstrip().startswith(">>>"):
            blocks.append(f"```pycon\n{inspect.cleandoc(block)}\n```")
        else:
            blocks.append(re.sub(r"([*<])", r"\\\1", block))
    text = "\n\n".join(blocks) + "\n"
    return re.sub(r"the\spage\sof\s(\w+)", r"the page of [\1](\1.md)", text)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
