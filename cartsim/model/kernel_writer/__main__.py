"""`python -m cartsim.model.kernel_writer`: write `model/kernel.py` anew."""

from __future__ import annotations

from pathlib import Path

from cartsim.model.kernel_writer.write import write

KERNEL = Path(__file__).parents[1] / "kernel.py"

if __name__ == "__main__":
    KERNEL.write_text(write())
    print(f"wrote {KERNEL.name}: {len(KERNEL.read_text().splitlines())} lines")
