"""The table of a mutation run: after `mutmut run`, `python tests/mutation/table.py` writes results.csv and
survivors.txt beside it.

The share counts every survivor against the tests, also those that no test could tell from the original.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from importlib.metadata import version
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

HERE = Path(__file__).parent
FLOOR = Path("cartsim/trial")
KILLED = ("killed", "timeout")
NOT_RUN = ("not checked", "check was interrupted by user")
SAME = {
    "(?i)nan": "float() reads nan in any case",
    r", *(strict=(True|False|None))?(?=\))": "lists of one length: strict=True only guards the code",
    r"errstate\(.*?\)|simplefilter\(.*?\)": "silences a warning and moves no value",
}
"""No change to a test: lines that are the same once this is taken out of them, each with its reason."""


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


def main() -> None:
    """Write both files and print the total."""
    rows, survivors = [], []
    for path in sorted(FLOOR.glob("*.py")):
        found = {name: word for name, word in verdicts(path).items() if word not in NOT_RUN}
        alive = {name: change(name, path) for name, word in found.items() if word not in KILLED}
        survivors += [(name, found[name], reason(text), text) for name, text in alive.items()]
        if found:
            count = Counter(word in KILLED for word in found.values())
            same = sum(bool(reason(text)) for text in alive.values())
            rows.append((path.stem, len(found), count[True], count[False], same, count[True] / len(found)))
    mutants, killed, survived, same = (sum(column) for column in list(zip(*rows, strict=True))[1:5])
    rows.append(("all", mutants, killed, survived, same, killed / mutants))
    with (HERE / "results.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([f"# mutmut {version('mutmut')}, {date.today().isoformat()}"])
        table.writerow(["module", "mutants", "killed", "survived", "of_these_no_change", "share_killed"])
        table.writerows([*row[:5], f"{row[5]:.3f}"] for row in rows)
    blocks = [f"{name}: {word}{why and ' - ' + why}\n{text}\n" for name, word, why, text in survivors]
    (HERE / "survivors.txt").write_text("\n".join(blocks), encoding="utf-8")
    print(
        f"{killed} of {mutants} mutants killed ({killed / mutants:.1%}); the rest: {HERE / 'survivors.txt'}"
    )


if __name__ == "__main__":
    main()
