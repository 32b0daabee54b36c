"""The one file of a run: scenario, patients, courses, visits, endpoints and where they came from.

`save` writes it, `open` reads it back as a `Run`. It is NetCDF4, so xarray, h5py and ncdump read it too.
"""

from cartsim.results.file import open, save
from cartsim.results.run import Run, collect

__all__ = ["Run", "collect", "open", "save"]
