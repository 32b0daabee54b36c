"""Graded records: what is kept of the continuous monitoring of adverse events.

A record is a stretch of constant grade of one term, from the first time it is seen to the first time it is
not; the end is NaN where it was present when the patient was last seen. Records that follow each other
without a gap (the end of one is the start of the next) are one event; those of CRS and ICANS also across a
gap shorter than the scenario's `trial.crs_quiet`. Lasting, resolving and worst grades are read from records,
to the step of the monitoring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from cartsim.datasets import AE_TERMS

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

SLOT = ("arm", "patient", "ae_record")
QUIET_TERMS = ("Cytokine release syndrome", "ICANS")
"""Terms with episodes, which only a time without any sign ends."""
EMPTY = {"ae_record_term": 0, "ae_record_grade": 0, "ae_record_start": np.nan, "ae_record_end": np.nan}


class Records(NamedTuple):
    """Records of all patients in one list, sorted by `row` (arm * patients + patient), term, start.

    `shape` is (arms, patients); `end` is NaN where the record reached the last day seen.
    """

    row: Places
    term: Grades
    grade: Grades
    start: Floats
    end: Floats
    shape: tuple[int, int]

    def where(self, kept: Flags) -> Records:
        """Those of the records."""
        row, term, grade, start, end, shape = self
        return Records(row[kept], term[kept], grade[kept], start[kept], end[kept], shape)

    def of(self, term: str, grade: int = 1) -> Records:
        """The records of one term at a grade or worse."""
        return self.where((self.term == AE_TERMS.index(term)) & (self.grade >= grade))

    def spread(self, found: NDArray, places: Places, missing: float) -> NDArray:
        """Values of some rows as (arm, patient), `missing` elsewhere."""
        table = np.full(self.shape[0] * self.shape[1], missing, dtype=found.dtype)
        table[places] = found
        return table.reshape(self.shape)


def write_records(
    time: Floats, graded: Mapping[str, Grades], last_seen: Floats
) -> dict[str, tuple[tuple[str, ...], NDArray]]:
    """ae_record_* (arm, patient, ae_record) of grades (arm, patient, time), to the last day seen of each.

    >>> grades = np.array([[[0, 1, 1, 3, 0, 2]]], np.int8)
    >>> found = write_records(np.arange(6.0), {"Fever": grades}, np.array([[5.0]]))
    >>> [found[name][1][0, 0].tolist() for name in ("ae_record_grade", "ae_record_start", "ae_record_end")]
    [[1, 3, 2], [1.0, 3.0, 5.0], [3.0, 4.0, nan]]
    """
    last = last_seen.ravel()
    parts = [_stretches(time, grades, last, AE_TERMS.index(term)) for term, grades in graded.items()]
    row, term, grade, start, end = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((start, term, row))
    sizes = np.bincount(row, minlength=last.size)
    slot = np.arange(row.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    width = max(1, int(sizes.max(initial=0)))
    columns = {
        "ae_record_term": term.astype(np.int8),
        "ae_record_grade": grade,
        "ae_record_start": start.astype(np.float32),
        "ae_record_end": end.astype(np.float32),
    }
    found: dict[str, tuple[tuple[str, ...], NDArray]] = {}
    for name, values in columns.items():
        table = np.full((last.size, width), EMPTY[name], values.dtype)
        table[row[order], slot] = values[order]
        found[name] = (SLOT, table.reshape(*last_seen.shape, width))
    return found


def _stretches(
    time: Floats, grades: Grades, last: Floats, term: int
) -> tuple[Places, Places, Grades, Floats, Floats]:
    """Row, term, grade, start and end of every stretch of constant grade above 0."""
    table = np.where(time[None, :] <= last[:, None], grades.reshape(last.size, time.size), 0)
    changes = table[:, 1:] != table[:, :-1]
    edge = np.ones((last.size, 1), bool)
    row, first = np.nonzero(np.hstack([edge, changes]) & (table > 0))
    final = np.nonzero(np.hstack([changes, edge]) & (table > 0))[1]
    after = np.append(time, np.inf)[final + 1]
    end = np.where(after <= last[row], after, np.nan)
    return row, np.full(row.size, term), table[row, first], time[first], end


def read_records(visits: xr.Dataset) -> Records:
    """The records of the visits as a list; times are rounded to single precision, as the file keeps them."""
    term = visits["ae_record_term"].transpose(*SLOT).values
    columns = [visits[f"ae_record_{name}"].transpose(*SLOT).values for name in ("grade", "start", "end")]
    arms, patients, width = term.shape
    there = np.flatnonzero(term)
    grade, start, end = (values.ravel()[there] for values in columns)
    return Records(
        there // width, term.ravel()[there], grade, start.astype(float), end.astype(float), (arms, patients)
    )


def treatment_emergent(records: Records) -> Records:
    """Records that begin on or after the infusion, and cytopenia from the chemotherapy before it.

    A grade is written down only where it is worse than at the start of the monitoring; worsening after the
    infusion is a record of its own.
    """
    chemotherapy = np.array([term.endswith("(lymphodepletion)") for term in AE_TERMS])
    return records.where((records.start >= 0.0) | chemotherapy[records.term])


def quiet_days(records: Records, crs_quiet: float) -> Floats:
    """Days without a sign that end an event of each record's term: `crs_quiet` of CRS and ICANS, else 0.

    >>> table = {name: np.array([[[0, 1]]], np.int8) for name in ("ICANS", "Fever")}
    >>> records = read_records(xr.Dataset(write_records(np.arange(2.0), table, np.array([[9.0]]))))
    >>> quiet_days(records, 1.5).tolist()
    [1.5, 0.0]
    """
    return np.where(np.isin(records.term, [AE_TERMS.index(term) for term in QUIET_TERMS]), crs_quiet, 0.0)


def chains(records: Records, quiet: ArrayLike = 0.0) -> tuple[Places, Places]:
    """(first, last): where each event begins and ends in the list. What follows without a gap, or after less
    than `quiet` days (one number, or one per record), belongs to the same event.

    >>> table = {"Fever": np.array([[[0, 1, 2, 0, 1]]], np.int8)}
    >>> arrays = write_records(np.arange(5.0), table, np.array([[9.0]]))
    >>> [places.tolist() for places in chains(read_records(xr.Dataset(arrays)))]
    [[0, 2], [1, 2]]
    >>> [places.tolist() for places in chains(read_records(xr.Dataset(arrays)), 1.5)]
    [[0], [2]]
    """
    if not records.row.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    same = (records.row[1:] == records.row[:-1]) & (records.term[1:] == records.term[:-1])
    gap = records.start[1:] - records.end[:-1]
    joined = (gap <= 0.0) | (gap < np.broadcast_to(quiet, records.row.shape)[1:])
    broken = np.flatnonzero(~(same & joined))
    return np.append(0, broken + 1), np.append(broken, records.row.size - 1)


def first_lasting(records: Records, longer_than: float, last_seen: Floats) -> Floats:
    """Beginning (arm, patient) of the first unbroken event that lasts more than so many days; NaN: none.

    What is present when last seen has lasted until then.

    >>> table = {"Fever": np.array([[[0, 1, 1, 0, 1, 1, 1, 1]]], np.int8)}
    >>> last = np.array([[7.5]])
    >>> records = read_records(xr.Dataset(write_records(np.arange(8.0), table, last)))
    >>> first_lasting(records, 3.0, last).tolist(), first_lasting(records, 3.5, last).tolist()
    ([[4.0]], [[nan]])
    """
    first, final = chains(records)
    end = np.where(np.isnan(records.end[final]), last_seen.ravel()[records.row[final]], records.end[final])
    long_enough = first[end - records.start[first] > longer_than]
    rows, place = np.unique(records.row[long_enough], return_index=True)
    return records.spread(records.start[long_enough][place], rows, np.nan)


def present(records: Records, day: float, last_seen: Floats) -> Flags:
    """Whether any of the records (arm, patient) holds on a day."""
    until = np.where(np.isnan(records.end), last_seen.ravel()[records.row], records.end)
    open_end = np.isnan(records.end) & (until == day)
    holds = (records.start <= day) & ((day < until) | open_end)
    found = np.zeros(records.shape[0] * records.shape[1], bool)
    found[records.row[holds]] = True
    return found.reshape(records.shape)


def held(records: Records, grade: int, days: Floats, last_seen: Floats) -> NDArray[np.int64]:
    """How many patients of each arm are at exactly this grade on the days (arm, day).

    >>> rows = {"Fever": np.array([[[0, 1, 1, 2], [1, 1, 0, 0]]], np.int8)}
    >>> last = np.array([[3.0, 3.0]])
    >>> records = read_records(xr.Dataset(write_records(np.arange(4.0), rows, last)))
    >>> held(records, 1, np.arange(4.0), last).tolist()
    [[1, 2, 1, 0]]
    """
    here = records.where(records.grade == grade)
    until = np.where(np.isnan(here.end), np.nextafter(last_seen.ravel()[here.row], np.inf), here.end)
    arm = here.row // records.shape[1]
    return np.stack(
        [
            np.searchsorted(np.sort(here.start[arm == place]), days, side="right")
            - np.searchsorted(np.sort(until[arm == place]), days, side="right")
            for place in range(records.shape[0])
        ]
    )


def same_width(parts: Sequence[xr.Dataset], least: int = 1) -> list[xr.Dataset]:
    """Visits of several batches with as many slots for records as the fullest needs, so that they can be
    joined.

    >>> one = xr.Dataset({"ae_record_term": (("patient", "ae_record"), np.ones((1, 2), np.int8))})
    >>> [part.sizes["ae_record"] for part in same_width([one, one.isel(ae_record=[0])])]
    [2, 2]
    """
    width = max([least, *(part.sizes["ae_record"] for part in parts)])
    return [
        part
        if part.sizes["ae_record"] == width
        else part.pad(
            ae_record=(0, width - part.sizes["ae_record"]),
            constant_values={name: EMPTY[name] for name in EMPTY if name in part},
            keep_attrs=True,
        )
        for part in parts
    ]
