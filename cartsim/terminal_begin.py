"""What `cartsim init` answers, on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cartsim import terminal

if TYPE_CHECKING:
    from cartsim.beginning import Begun


def begun(done: Begun, *, as_json: bool) -> None:
    """What was written and what to do next."""
    if as_json:
        files = {"scenario": str(done.file), "schema": None if done.schema is None else str(done.schema)}
        terminal.print_json({"files": files, "next": list(done.next_commands)})
        return
    print(f"scenario      {done.file}")
    if done.schema is not None:
        print(f"for editors   {done.schema}")
    print("\nnext          " + "\n              ".join(done.next_commands))


def listed(rows: list[dict[str, str]], *, as_json: bool) -> None:
    """The templates with their questions."""
    if as_json:
        terminal.print_json(rows)
    else:
        header = ("Template", "Question")
        terminal.print_table(header, [(row["template"], row["question"]) for row in rows])
        print("\ncartsim init my.yaml --template NAME")
