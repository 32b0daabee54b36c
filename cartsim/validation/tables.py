"""All rows of the validation, table after table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cartsim.validation.calibrated import calibration_rows
from cartsim.validation.predicted import prediction_rows
from cartsim.validation.published import published_rows
from cartsim.validation.row import TABLES, Row, Table
from cartsim.validation.verification import verification_rows

MAKERS: dict[Table, Callable[[], list[Row]]] = {
    "verification": verification_rows,
    "published": published_rows,
    "calibration": calibration_rows,
    "prediction": prediction_rows,
}
Watch = Callable[[int, int], None]


def validate(tables: Sequence[Table] = (), watch: Watch | None = None) -> list[Row]:
    """The rows of these tables, all of them when none is named. `watch` is told after each table."""
    wanted = [name for name in TABLES if not tables or name in tables]
    rows: list[Row] = []
    for done, name in enumerate(wanted, start=1):
        rows += MAKERS[name]()
        if watch is not None:
            watch(done, len(wanted))
    return rows
