"""The README does what it says."""

from __future__ import annotations

import re
from pathlib import Path

from cartsim import cli, cli_evidence, cli_nodules, cli_teaching
from cartsim.scenario import loads

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = PAGES[0].read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def named(program: str) -> set[str]:
    """First words after `make` or `cartsim`, at the start of a line of a code block or of inline code."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    code = [
        line
        for text in texts
        for block in re.findall(r"```\n(.*?)```", text, re.DOTALL)
        for line in block.split("\n")
    ]
    inline = [span for text in texts for span in re.findall(r"`([^`\n]+)`", text)]
    found = [re.match(rf"{program} ([a-z]+)", line) for line in code + inline]
    return {match[1] for match in found if match}


def test_the_python_example_is_twelve_lines():
    """It runs with the code of all pages: tests/docs/test_page_code.py."""
    (example,) = blocks("python")
    assert len([line for line in example.splitlines() if line.strip()]) <= 12


def test_the_yaml_example_is_a_scenario():
    (example,) = blocks("yaml")
    assert [arm.name for arm in loads(example, "README.md").trial.arms] == ["IV", "IC"]


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"run", "test"} <= named("make") <= targets


def test_every_command_that_is_named_exists():
    apps = (cli.app, cli_evidence.app, cli_nodules.app, cli_teaching.app)
    known = {command.callback.__name__ for app in apps for command in app.registered_commands}
    groups = [group for app in apps for group in app.registered_groups]
    known |= {name for group in groups for name in (group.name, group.typer_instance.info.name) if name}
    assert {"run", "check", "replay"} <= named("cartsim") <= known


def test_every_link_leads_somewhere():
    for page in PAGES:
        links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == [], page
