"""The table of a mutation run: after `mutmut run`, `python tests/mutation/table.py` writes results.csv and
survivors.txt beside it.

A module of which every mutant was run takes the place of its earlier row and survivors; others stay as they
were. The share counts every survivor against the tests, also those that no test could tell from the original.
A reason written by hand behind a survivor in survivors.txt stays as long as the same change survives.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

HERE = Path(__file__).parent
FLOOR = Path("cartsim/trial")
RESULTS, SURVIVORS = HERE / "results.csv", HERE / "survivors.txt"
KILLED = ("killed", "timeout")
NOT_RUN = ("not checked", "check was interrupted by user")
SAME = {
    r'(?i)(?<=float\(")nan': "float() reads nan in any case",
    r", *(strict=(True|False|None))?(?=\))": "lists of one length: strict=True only guards the code",
    r"errstate\(.*?\)|simplefilter\(.*?\)": "silences a warning and moves no value",
}
"""No change to a test: lines that are the same once this is taken out of them, each with its reason."""


class Survivor(NamedTuple):
    """A mutant that no test noticed: its name, what became of it, why none could (or nothing), the lines it
    changes."""

    name: str
    word: str
    why: str
    text: str

    @property
    def module(self) -> str:
        return self.name.split(".")[2]

    @property
    def change(self) -> tuple[str, str]:
        """The function and the lines: what stays when mutants are numbered anew."""
        return self.name.partition("__mutmut_")[0], self.text


class Row(NamedTuple):
    """One module: its mutants, how many were killed, and the day of the run."""

    mutants: int
    killed: int
    measured: str


def verdicts(path: Path) -> dict[str, str]:
    """Mutant -> what became of it, for one module."""
    data = SourceFileMutationData(path=path)
    data.load()
    return {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}


def change(name: str, path: Path) -> str:
    """The lines a mutant changes, with - and +."""
    lines = get_diff_for_mutant(name, path=path).splitlines()
    return "\n".join(line for line in lines if re.match(r"[-+](?![-+]{2})", line))


def reason(text: str) -> str:
    """Why no test can notice the change; empty where one might."""
    old, new = ([line[1:] for line in text.splitlines() if line[0] == sign] for sign in "-+")
    for part, why in SAME.items():
        if [re.sub(part, "", line) for line in old] == [re.sub(part, "", line) for line in new]:
            return why
    return ""


def earlier_rows() -> dict[str, Row]:
    """The modules of results.csv."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines()[1:] if RESULTS.exists() else []
    rows = {line["module"]: line for line in csv.DictReader(lines) if line["module"] != "all"}
    return {
        name: Row(int(line["mutants"]), int(line["killed"]), line["measured"]) for name, line in rows.items()
    }


def earlier_survivors() -> list[Survivor]:
    """The blocks of survivors.txt."""
    found = []
    for block in SURVIVORS.read_text(encoding="utf-8").split("\n\n") if SURVIVORS.exists() else []:
        head, _, text = block.strip("\n").partition("\n")
        name, _, rest = head.partition(": ")
        word, _, why = rest.partition(" - ")
        found.append(Survivor(name, word, why, text))
    return [survivor for survivor in found if survivor.name]


def measure(path: Path, known: dict[tuple[str, str], str]) -> tuple[Row, list[Survivor]] | None:
    """The row and the survivors of one module; None where a mutant of it was not run."""
    found = verdicts(path)
    if not found or set(found.values()) & set(NOT_RUN):
        return None
    alive = [
        Survivor(name, word, "", change(name, path)) for name, word in found.items() if word not in KILLED
    ]
    explained = [one._replace(why=reason(one.text) or known.get(one.change, "")) for one in alive]
    return Row(len(found), len(found) - len(alive), date.today().isoformat()), explained


def write(rows: dict[str, Row], survivors: list[Survivor]) -> None:
    """Both files."""
    explained = [survivor.module for survivor in survivors if survivor.why]
    lines = [(name, *row[:2], explained.count(name), row.measured) for name, row in sorted(rows.items())]
    total = [sum(column) for column in list(zip(*lines, strict=True))[1:4]]
    with RESULTS.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([f"# mutmut {version('mutmut')}"])
        header = ["module", "mutants", "killed", "survived", "of_these_no_change", "share_killed", "measured"]
        table.writerow(header)
        for name, mutants, killed, same, day in (*lines, ("all", *total, "")):
            table.writerow([name, mutants, killed, mutants - killed, same, f"{killed / mutants:.3f}", day])
    blocks = [f"{name}: {word}{why and ' - ' + why}\n{text}\n" for name, word, why, text in survivors]
    SURVIVORS.write_text("\n".join(blocks), encoding="utf-8")
    print(f"{total[1]} of {total[0]} mutants killed ({total[1] / total[0]:.1%}); the rest: {SURVIVORS}")


def main() -> None:
    """Put what was run in its place and print the total."""
    rows, before = earlier_rows(), earlier_survivors()
    known = {survivor.change: survivor.why for survivor in before}
    by_module = {name: [one for one in before if one.module == name] for name in rows}
    for path in sorted(FLOOR.glob("*.py")):
        if fresh := measure(path, known):
            rows[path.stem], by_module[path.stem] = fresh
    write(rows, [one for name in sorted(by_module) for one in by_module[name]])


if __name__ == "__main__":
    main()
