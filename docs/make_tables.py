"""Writes the table of the published models into their page: `make figures`."""

from __future__ import annotations

import sys
from pathlib import Path

from cartsim.published import MODELS
from cartsim.published.table import HEAD, all_rows, markdown
from cartsim.report.page_table import put_table

if __name__ == "__main__":
    print(put_table(Path(sys.argv[1]), HEAD, markdown(all_rows(MODELS))))
