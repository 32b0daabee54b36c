"""Few of a Dataset's variables: xarray takes a choice along a dim in every one it holds, hundreds here."""

from __future__ import annotations

import xarray as xr


def along(dataset: xr.Dataset, *dims: str) -> xr.Dataset:
    """The variables that have all of these dims, with their coordinates and the attributes.

    >>> table = xr.Dataset({"a": ("x", [1, 2]), "b": ("y", [3])})
    >>> list(along(table, "x").data_vars)
    ['a']
    """
    return dataset[[name for name in dataset.data_vars if set(dims) <= set(dataset.variables[name].dims)]]
