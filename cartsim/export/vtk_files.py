"""VTK files in XML, as ParaView reads them: points with arrays (.vtp), arrays in voxels (.vti), series
(.pvd).

The VTK User's Guide, chapter "VTK File Formats"; arrays are base64 after their length in bytes,
little-endian.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

import numpy as np

TYPES = {"f4": "Float32", "f8": "Float64", "i1": "Int8", "i4": "Int32", "i8": "Int64"}
HEAD = '<VTKFile type="{}" version="1.0" byte_order="LittleEndian" header_type="UInt64">\n'


def points(places: np.ndarray, arrays: Mapping[str, np.ndarray]) -> str:
    """A .vtp file of points (point, 3), each a vertex, with arrays [point]."""
    n = len(places)
    data = "".join(_array(name, values) for name, values in arrays.items())
    vertices = _array("connectivity", np.arange(n)) + _array("offsets", np.arange(1, n + 1))
    return (
        HEAD.format("PolyData")
        + f'<PolyData>\n<Piece NumberOfPoints="{n}" NumberOfVerts="{n}" NumberOfLines="0" NumberOfStrips="0" '
        + f'NumberOfPolys="0">\n<Points>\n{_array("places", places, 3)}</Points>\n'
        + f"<Verts>\n{vertices}</Verts>\n<PointData>\n{data}</PointData>\n</Piece>\n</PolyData>\n</VTKFile>\n"
    )


def voxels(
    origin: tuple[float, float, float], spacing: float, arrays: Mapping[str, np.ndarray]
) -> str:
    """A .vti file of arrays in voxels (z, y, x) of one edge length, from the low corner on."""
    nz, ny, nx = next(iter(arrays.values())).shape
    extent = f"0 {nx} 0 {ny} 0 {nz}"
    corner, edges = (" ".join(f"{value:.10g}" for value in three) for three in (origin, (spacing,) * 3))
    data = "".join(_array(name, values.ravel()) for name, values in arrays.items())
    return (
        HEAD.format("ImageData")
        + f'<ImageData WholeExtent="{extent}" Origin="{corner}" Spacing="{edges}">\n'
        + f'<Piece Extent="{extent}">\n<CellData>\n{data}</CellData>\n</Piece>\n</ImageData>\n</VTKFile>\n'
    )


def series(files: Iterable[tuple[float, str]]) -> str:
    """A .pvd file: (time, file) in order."""
    row = '<DataSet timestep="{:.10g}" group="" part="0" file={}/>\n'
    rows = "".join(row.format(time, quoteattr(name)) for time, name in files)
    return HEAD.format("Collection") + f"<Collection>\n{rows}</Collection>\n</VTKFile>\n"


def _array(name: str, values: np.ndarray, components: int = 1) -> str:
    little = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    content = little.tobytes()
    packed = base64.b64encode(len(content).to_bytes(8, "little") + content).decode()
    kind = TYPES[little.dtype.str[1:]]
    parts = f' NumberOfComponents="{components}"' if components > 1 else ""
    return f'<DataArray type="{kind}" Name={quoteattr(name)}{parts} format="binary">{packed}</DataArray>\n'
