"""Which of some polygons each of many positions lies in: exact, and fast enough for hundreds of millions.

Polygons are closed sets, edges are straight in longitude and latitude, and where several polygons hold a
position the first of them counts: this is what `shapely.intersects_xy` says of each polygon in turn.
Polygons may share edges, touch or overlap.

How it works: a grid of 256 x 256 cells lies over the polygons, and each cell that an edge runs through is
split into 16 x 16. In a cell without edges every position has the same answer, found by look-up. The other
cells keep the few edges that run through them and, as a bit for each polygon, which polygons hold a
certain place of the cell. The answer for another place of the cell differs by those edges that the ray
going down from it passes, if each edge is thought to run on along its own line beyond the cell: in
the cell nothing has changed, and what lies beyond it changes the start and the end of the count alike. So
one sign for each edge is enough, and it is exact (`geo.sides`).

`geo.locate_build` builds the index. With the extra ``bulk`` the same look-up runs as a compiled loop
(`geo.kernels`).
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.cache import cache_folder
from geo.compiled import COMPILED_FROM, compiled_loops, read_only
from geo.errors import InputFileError
from geo.locate_build import (
    COARSE,
    COARSE_BITS,
    FINE_BITS,
    LEFT_BEYOND,
    RIGHT_BEYOND,
    SPLIT,
    check,
    coarse_places,
    edges_of,
    fill_pure,
    fine_places,
    frame_of,
    holders_of,
    items_of,
    lowest_bit,
)
from geo.sides import sides_of, within

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.arrays import Floats, Indices, Ints, Masks

OUTSIDE = -1
FORMAT = 1  #: of the file; to be raised when its arrays or their meaning change

_SPLIT_CELL = -2  # stands for a label in the table of coarse cells
_SHORT = 1 << 13  # positions at a time that stay in the processor's cache
_LONG = 1 << 18  # positions at a time: bounds the memory
_HEADER_BYTES = 1024


@dataclass(frozen=True, eq=False)
class PolygonIndex:
    """An index over polygons, to be asked for the first polygon that holds each position.

    Make it with `build`, or with `cached_index`, which keeps it in a file. Its arrays may be
    memory-mapped and are never written to.

    Examples
    --------
    >>> west, east = shapely.box(120, 30, 125, 40), shapely.box(125, 30, 130, 40)
    >>> index = PolygonIndex.build([west, east])
    >>> index.locate([122.0, 125.0, 127.0, 130.0, 131.0, np.nan], [35.0, 35.0, 40.0, 35.0, 35.0, 35.0])
    array([ 0,  0,  1,  1, -1, -1], dtype=int8)
    """

    frame: Floats  #: west, south, coarse cells to a degree of longitude and of latitude
    coarse: Ints  #: for each coarse cell, row by row: a block of fine cells, or -2 - label
    fine: Ints  #: for each fine cell, block by block: a mixed cell, or -2 - label
    starts: Ints  #: for each mixed cell its first item, and at the end the number of items
    holders: Masks  #: for each mixed cell the polygons that hold a place infinitely far below it, so to say
    items: Ints  #: 4 * edge + flags
    edges: Floats  #: (n, 4) longitude and latitude of the left end and of the right
    owners: Masks  #: the polygons on whose boundary the edge is

    @classmethod
    def build(cls, polygons: Sequence[BaseGeometry]) -> PolygonIndex:
        """Build the index of up to 64 polygons or multipolygons, of which the first has precedence.

        Longitude and latitude are degrees. Empty polygons, and no polygons at all, hold no position.

        Raises
        ------
        DezoneError
            If there are too many, or one is no valid polygon.

        Examples
        --------
        >>> index = PolygonIndex.build([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)])
        >>> index.locate([1.5, 2.5], [1.5, 2.5])
        array([0, 1], dtype=int8)
        """
        check(polygons)
        edges, owners = edges_of(polygons)
        if not len(edges):
            return _empty()
        frame = frame_of(edges)
        cell, items = items_of(edges, frame)
        mixed, starts = np.unique(cell, return_index=True)
        block_of, sub = np.divmod(mixed, SPLIT * SPLIT)
        blocks, block = np.unique(block_of, return_inverse=True)
        coarse = np.full(COARSE * COARSE, -1, dtype=np.int32)
        coarse[blocks] = np.arange(len(blocks))
        fine = np.full((len(blocks), SPLIT * SPLIT), -1, dtype=np.int32)
        fine[block, sub] = np.arange(len(mixed))
        for shapes in polygons:
            shapely.prepare(shapes)
        fill_pure(coarse.reshape(COARSE, COARSE), coarse_places(frame), polygons)
        fill_pure(fine.reshape(-1, SPLIT), fine_places(frame, blocks), polygons)
        index = cls(
            frame,
            coarse,
            fine.ravel(),
            np.append(starts, len(items)).astype(np.int32),
            np.zeros(len(mixed), dtype=np.uint64),
            items,
            edges,
            owners,
        )
        index.holders[:] = holders_of(index, mixed, polygons)
        return index

    @property
    def nbytes(self) -> int:
        """Size of the arrays in bytes.

        Examples
        --------
        >>> PolygonIndex.build([shapely.box(0, 0, 2, 2)]).nbytes < 15_000_000
        True
        """
        return sum(getattr(self, each.name).nbytes for each in fields(self))

    def locate(self, lon: ArrayLike, lat: ArrayLike, *, compiled: bool | None = None) -> NDArray[np.int8]:
        """Find the first polygon that holds each position.

        Parameters
        ----------
        lon, lat : array_like, shape (n,) or ()
            Degrees, in the same turn as the polygons.
        compiled : bool, optional
            Whether to use the compiled loop, which needs numba; the answers are the same. If not given, it
            is used when it has been loaded, or the positions are many and numba is there.

        Returns
        -------
        ndarray of int8, shape (n,)
            Index of the polygon; -1 outside all, and where a number is NaN or infinite.

        Examples
        --------
        >>> index = PolygonIndex.build([shapely.box(0, 0, 2, 2)])
        >>> index.locate([1.0, 2.0, 5.0, np.nan], [1.0, 2.0, 1.0, 1.0])
        array([ 0,  0, -1, -1], dtype=int8)
        """
        lon, lat = np.broadcast_arrays(
            np.atleast_1d(np.asarray(lon, np.float64)), np.asarray(lat, np.float64)
        )
        labels = np.empty(len(lon), dtype=np.int8)
        kernels = compiled_loops(many=len(lon) >= COMPILED_FROM, compiled=compiled)
        if kernels is not None:
            arrays = (getattr(self, each.name) for each in fields(self))
            kernels.locate(*map(read_only, (lon, lat)), labels, *map(read_only, arrays))
            return labels
        scratch = _Scratch()
        for begin in range(0, len(lon), _LONG):
            part = slice(begin, begin + _LONG)
            self._locate(lon[part], lat[part], labels[part], scratch)
        return labels

    def _locate(self, lon: Floats, lat: Floats, labels: NDArray[np.int8], scratch: _Scratch) -> None:
        """Find the polygons of so many positions that memory is no matter."""
        split = [np.empty(0, dtype=np.intp)]
        for begin in range(0, len(lon), _SHORT):
            part = slice(begin, begin + _SHORT)
            cells = scratch.coarse_cells(self.frame, lon[part], lat[part])
            np.take(self._coarse_labels, cells, out=labels[part], mode="clip")
            split.append(np.flatnonzero(labels[part] == _SPLIT_CELL) + begin)
        at = np.concatenate(split)
        lon, lat = lon[at], lat[at]
        # A sixteenth is exact, so a position has its fine cell in its coarse cell.
        column = ((lon - self.frame[0]) * (self.frame[2] * SPLIT)).astype(np.int32)
        row = ((lat - self.frame[1]) * (self.frame[3] * SPLIT)).astype(np.int32)
        block = self.coarse[(row >> FINE_BITS << COARSE_BITS) + (column >> FINE_BITS)]
        inner = ((row & (SPLIT - 1)) << FINE_BITS) + (column & (SPLIT - 1))
        cell = self.fine[(block << (2 * FINE_BITS)) + inner]
        labels[at] = -2 - cell
        mixed = np.flatnonzero(cell >= 0)
        holders, touched = self.passed(cell[mixed], lon[mixed], lat[mixed])
        labels[at[mixed]] = lowest_bit(holders | touched)

    def passed(self, cell: Ints, lon: Floats, lat: Floats) -> tuple[Masks, Masks]:
        """Give the polygons that hold positions of mixed cells, and those with an edge through them."""
        holders = self.holders[cell]
        touched = np.zeros(len(cell), dtype=np.uint64)
        item_at = self.starts[cell]
        left = self.starts[cell + 1] - item_at
        at: slice | Indices = slice(None)
        while len(item_at):
            item = self.items[item_at]
            edge = item >> 2
            ends = self.edges[edge].T
            side = sides_of(ends, lon, lat)
            under = ((item & LEFT_BEYOND).astype(np.bool_) | (lon >= ends[0])) & (
                (item & RIGHT_BEYOND).astype(np.bool_) | (lon < ends[2])
            )
            owners = self.owners[edge]
            holders[at] ^= owners * (under & (side > 0))
            level = np.flatnonzero(side == 0)
            if len(level):
                on = level[within(ends[:, level], lon[level], lat[level])]
                touched[on if isinstance(at, slice) else at[on]] |= owners[on]
            more = np.flatnonzero(left > 1)
            at = more if isinstance(at, slice) else at[more]
            item_at, left, lon, lat = item_at[more] + 1, left[more] - 1, lon[more], lat[more]
        return holders, touched

    @cached_property
    def _coarse_labels(self) -> NDArray[np.int8]:
        return np.where(self.coarse >= 0, _SPLIT_CELL, -2 - self.coarse).astype(np.int8)

    def to_bytes(self, checksum: str) -> bytes:
        """Give the index as the content of a file, for `from_file`.

        Examples
        --------
        >>> one, again = (PolygonIndex.build([shapely.box(0, 0, 2, 2)]) for _ in range(2))
        >>> one.to_bytes("abc") == again.to_bytes("abc")
        True
        """
        arrays = {each.name: np.ascontiguousarray(getattr(self, each.name)) for each in fields(self)}
        about: dict[str, Any] = {"format": FORMAT, "checksum": checksum, "arrays": {}}
        offset = _HEADER_BYTES
        for name, array in arrays.items():
            about["arrays"][name] = [array.dtype.str, array.shape, offset]
            offset += -(-array.nbytes // 64) * 64
        content = bytearray(offset)
        content[:_HEADER_BYTES] = json.dumps(about).encode().ljust(_HEADER_BYTES)
        for name, array in arrays.items():
            begin = about["arrays"][name][2]
            content[begin : begin + array.nbytes] = array.tobytes()
        return bytes(content)

    @classmethod
    def from_file(cls, path: str | os.PathLike[str], checksum: str) -> PolygonIndex:
        """Map an index into memory.

        Raises
        ------
        InputFileError
            If the file is not there, or not what `to_bytes` gave for this checksum and this format.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> index = PolygonIndex.build([shapely.box(0, 0, 2, 2)])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "one.index")
        ...     _ = path.write_bytes(index.to_bytes("abc"))
        ...     print(PolygonIndex.from_file(path, "abc").locate(1.0, 1.0))
        [0]
        """
        try:
            content = np.memmap(path, mode="r")
            about = json.loads(content[:_HEADER_BYTES].tobytes())
            made_of = about["format"], about["checksum"]
            arrays = {
                name: np.ndarray(shape, dtype, buffer=content.data, offset=offset)
                for name, (dtype, shape, offset) in about["arrays"].items()
            }
            index = cls(**arrays)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputFileError(f"{path}: no usable index ({error}): build it again") from None
        if made_of != (FORMAT, checksum):
            raise InputFileError(f"{path}: made of other polygons or by another version: build it again")
        return index


def cached_index(polygons: Callable[[], Sequence[BaseGeometry]], checksum: str) -> PolygonIndex:
    """Map the index of some polygons from the user's cache folder; build it if it is not there.

    Parameters
    ----------
    polygons : callable
        Gives the polygons; called only if they are needed.
    checksum : str
        Of what the polygons are made from, in letters and digits; another checksum is another file.

    Notes
    -----
    Where the folder cannot be written, the index is kept in memory only.

    Examples
    --------
    >>> import os
    >>> import tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, XDG_CACHE_HOME=folder):
    ...     index = cached_index(lambda: [shapely.box(0, 0, 2, 2)], "abc")
    ...     again = cached_index(lambda: 1 / 0, "abc")  # not called: the file is there
    >>> again.locate(1.0, 1.0)
    array([0], dtype=int8)
    """
    path = cache_folder() / f"polygons-{FORMAT}-{checksum}.index"
    with suppress(InputFileError):
        return PolygonIndex.from_file(path, checksum)
    index = PolygonIndex.build(polygons())
    from geo.writing import write_whole  # noqa: PLC0415 only where there is something to write

    with suppress(InputFileError, OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, index.to_bytes(checksum))
    return index


class _Scratch:
    """Room for the numbers of one stretch of positions, used again and again."""

    def __init__(self) -> None:
        self._floats = np.empty(_SHORT)
        self._columns, self._rows = np.empty((2, _SHORT), dtype=np.int32)

    def coarse_cells(self, frame: Floats, lon: Floats, lat: Floats) -> Ints:
        """Give the coarse cell of each position; those beyond the grid, and NaN, get a cell at its rim."""
        size = len(lon)
        columns, rows = self._columns[:size], self._rows[:size]
        for values, origin, scale, cells in (
            (lon, frame[0], frame[2], columns),
            (lat, frame[1], frame[3], rows),
        ):
            scaled = self._floats[:size]
            np.subtract(values, origin, out=scaled)
            np.multiply(scaled, scale, out=scaled)
            with np.errstate(invalid="ignore"):  # what is no cell number comes out as one beyond the grid
                np.copyto(cells, scaled, casting="unsafe")
            beyond = cells.view(np.uint32)  # numbers below 0 are large ones, too
            np.minimum(beyond, np.uint32(COARSE - 1), out=beyond)
        np.left_shift(rows, COARSE_BITS, out=rows)
        np.bitwise_or(rows, columns, out=rows)
        return rows


def _empty() -> PolygonIndex:
    none = np.empty(0, dtype=np.int32)
    masks = np.empty(0, dtype=np.uint64)
    outside = np.full(COARSE * COARSE, -2 - OUTSIDE, dtype=np.int32)
    starts, edges = np.zeros(1, dtype=np.int32), np.empty((0, 4))
    return PolygonIndex(np.array([0.0, 0, 1, 1]), outside, none, starts, masks, none, edges, masks)
