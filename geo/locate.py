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
one sign for each edge is enough, and it is exact: by floating point where its error bound allows, else
by sums of exact products (J. R. Shewchuk, Adaptive precision floating-point arithmetic and fast robust
geometric predicates, Discrete & Computational Geometry 18 (1997), doi:10.1007/PL00009321).

With the extra ``bulk`` the same look-up runs as a compiled loop (`geo.kernels`).
"""

from __future__ import annotations

import json
import math
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import DezoneError, InputFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]
    Indices = NDArray[np.intp]
    Masks = NDArray[np.uint64]

OUTSIDE = -1
FORMAT = 1  #: of the file; to be raised when its arrays or their meaning change
MOST_POLYGONS = 64  # a bit for each

_COARSE_BITS, _FINE_BITS = 8, 4
_COARSE, _SPLIT = 1 << _COARSE_BITS, 1 << _FINE_BITS
_CELLS = _COARSE * _SPLIT  # fine cells along each side of the grid
_MARGIN = _SPLIT + 1  # fine cells around the polygons, so that no edge is in the coarse cells at the rim
_PADDING = 1e-3  # of a fine cell: far more than the rounding errors by which a position finds its cell
_SPLIT_CELL = -2  # stands for a label in the table of coarse cells
_SHORT = 1 << 13  # positions at a time that stay in the processor's cache
_LONG = 1 << 18  # positions at a time: bounds the memory
COMPILED_FROM = 10_000_000  #: positions for which loading the compiled loop pays
_HEADER_BYTES = 1024
_LEFT_BEYOND, _RIGHT_BEYOND = 1, 2  # flags of an item: the end of the edge lies beyond the cell

# Shewchuk's bound for the sign of an orientation by plain floating point.
_SIGN_BOUND = (3.0 + 16.0 * 2.0**-53) * 2.0**-53
_SPLITTER = 2.0**27 + 1.0


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

        Raises
        ------
        DezoneError
            If there are too many, or one is no valid polygon.
        """
        _check(polygons)
        edges, owners = _edges_of(polygons)
        if not len(edges):
            return _empty()
        frame = _frame_of(edges)
        cell, items = _items_of(edges, frame)
        mixed, starts = np.unique(cell, return_index=True)
        block_of, sub = np.divmod(mixed, _SPLIT * _SPLIT)
        blocks, block = np.unique(block_of, return_inverse=True)
        coarse = np.full(_COARSE * _COARSE, -1, dtype=np.int32)
        coarse[blocks] = np.arange(len(blocks))
        fine = np.full((len(blocks), _SPLIT * _SPLIT), -1, dtype=np.int32)
        fine[block, sub] = np.arange(len(mixed))
        for shapes in polygons:
            shapely.prepare(shapes)
        _fill_pure(coarse.reshape(_COARSE, _COARSE), _coarse_places(frame), polygons)
        _fill_pure(fine.reshape(-1, _SPLIT), _fine_places(frame, blocks), polygons)
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
        index.holders[:] = _holders(index, mixed, polygons)
        return index

    @property
    def nbytes(self) -> int:
        """Size of the arrays in bytes."""
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
        column = ((lon - self.frame[0]) * (self.frame[2] * _SPLIT)).astype(np.int32)
        row = ((lat - self.frame[1]) * (self.frame[3] * _SPLIT)).astype(np.int32)
        block = self.coarse[(row >> _FINE_BITS << _COARSE_BITS) + (column >> _FINE_BITS)]
        inner = ((row & (_SPLIT - 1)) << _FINE_BITS) + (column & (_SPLIT - 1))
        cell = self.fine[(block << (2 * _FINE_BITS)) + inner]
        labels[at] = -2 - cell
        mixed = np.flatnonzero(cell >= 0)
        holders, touched = self.passed(cell[mixed], lon[mixed], lat[mixed])
        labels[at[mixed]] = _lowest(holders | touched)

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
            side = _sides(ends, lon, lat)
            under = ((item & _LEFT_BEYOND).astype(np.bool_) | (lon >= ends[0])) & (
                (item & _RIGHT_BEYOND).astype(np.bool_) | (lon < ends[2])
            )
            owners = self.owners[edge]
            holders[at] ^= owners * (under & (side > 0))
            level = np.flatnonzero(side == 0)
            if len(level):
                on = level[_within(ends[:, level], lon[level], lat[level])]
                touched[on if isinstance(at, slice) else at[on]] |= owners[on]
            more = np.flatnonzero(left > 1)
            at = more if isinstance(at, slice) else at[more]
            item_at, left, lon, lat = item_at[more] + 1, left[more] - 1, lon[more], lat[more]
        return holders, touched

    @cached_property
    def _coarse_labels(self) -> NDArray[np.int8]:
        return np.where(self.coarse >= 0, _SPLIT_CELL, -2 - self.coarse).astype(np.int8)

    def to_bytes(self, checksum: str) -> bytes:
        """Give the index as the content of a file, for `from_file`."""
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


def cache_folder() -> Path:
    """Give the folder of this program in the user's cache folder, which need not exist.

    ``XDG_CACHE_HOME`` if it is set, else the custom of the platform.
    """
    chosen = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if chosen and Path(chosen).is_absolute():
        return Path(chosen) / "dezone"
    return Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache").expanduser() / "dezone"


def load_compiled() -> bool:
    """Load the compiled loops, so that they are used from now on; tell whether numba is there."""
    return compiled_loops(many=True) is not None


def compiled_loops(*, many: bool, compiled: bool | None = None) -> ModuleType | None:
    """Give the module of the compiled loops, if it is wanted and there.

    Parameters
    ----------
    many : bool
        Whether there are so many positions that loading it pays.
    compiled : bool, optional
        What the caller wants; if he does not say, it is used if it has been loaded or there are many.

    Raises
    ------
    DezoneError
        If it is wanted and numba is not there.
    """
    if compiled is False or (compiled is None and not many and "geo.kernels" not in sys.modules):
        return None
    try:
        return import_module("geo.kernels")  # numba takes a third of a second
    except ImportError:
        if compiled:
            raise DezoneError(
                'the compiled loops need numba, which is missing: pip install "dezone[bulk]"'
            ) from None
        return None


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Give an array as the compiled loops take it, so that they are compiled for one kind only."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


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
            np.minimum(beyond, np.uint32(_COARSE - 1), out=beyond)
        np.left_shift(rows, _COARSE_BITS, out=rows)
        np.bitwise_or(rows, columns, out=rows)
        return rows


# The build


def _check(polygons: Sequence[BaseGeometry]) -> None:
    if len(polygons) > MOST_POLYGONS:
        raise DezoneError(
            f"{len(polygons)} polygons are too many for one index: make one of at most {MOST_POLYGONS}"
        )
    for number, shape in enumerate(polygons):
        if shapely.get_dimensions(shape) != 2 and not shapely.is_empty(shape):
            raise DezoneError(f"polygon {number} is a {shape.geom_type}: give polygons or multipolygons")
        if not shapely.is_valid(shape):
            raise DezoneError(
                f"polygon {number} is not valid ({shapely.is_valid_reason(shape)}): mend its outline"
            )


def _edges_of(polygons: Sequence[BaseGeometry]) -> tuple[Floats, Masks]:
    """Give each edge once, from its left end to its right, and the polygons whose edge it is."""
    found, owner = [np.empty((0, 4))], [np.empty(0, dtype=np.uint64)]
    for number, shape in enumerate(polygons):
        rings = shapely.get_rings(shapely.get_parts(shape))
        points, ring = shapely.get_coordinates(rings, return_index=True)
        edges = np.hstack([points[:-1], points[1:]])[ring[:-1] == ring[1:]]
        backwards = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
        edges[backwards] = edges[backwards][:, [2, 3, 0, 1]]
        edges = edges[(edges[:, :2] != edges[:, 2:]).any(axis=1)]
        found.append(edges + 0.0)  # -0 is 0
        owner.append(np.full(len(edges), 1 << number, dtype=np.uint64))
    edges, owners = np.concatenate(found), np.concatenate(owner)
    order = np.lexsort(edges.T)
    edges, owners = edges[order], owners[order]
    first = np.flatnonzero(np.append(True, (edges[1:] != edges[:-1]).any(axis=1))[: len(edges)])
    if not len(first):
        return edges, owners
    return edges[first], np.bitwise_or.reduceat(owners, first)


def _empty() -> PolygonIndex:
    none = np.empty(0, dtype=np.int32)
    masks = np.empty(0, dtype=np.uint64)
    outside = np.full(_COARSE * _COARSE, -2 - OUTSIDE, dtype=np.int32)
    starts, edges = np.zeros(1, dtype=np.int32), np.empty((0, 4))
    return PolygonIndex(np.array([0.0, 0, 1, 1]), outside, none, starts, masks, none, edges, masks)


def _frame_of(edges: Floats) -> Floats:
    """Lay the grid over the edges with a margin, in cells that are wide against rounding errors."""
    low = edges.reshape(-1, 2).min(axis=0)
    high = edges.reshape(-1, 2).max(axis=0)
    least = 1e-11 * np.abs(edges).max()
    width = np.maximum((high - low) / (_CELLS - 2 * _MARGIN), least)
    return np.concatenate([low - _MARGIN * width, 1 / (width * _SPLIT)])


def _items_of(edges: Floats, frame: Floats) -> tuple[Indices, Ints]:
    """Give each pair of a fine cell and an edge through it, in the order of the cells."""
    width, height = 1 / (frame[2:] * _SPLIT)
    west, south = frame[:2]
    x1, y1, x2, y2 = edges.T
    # Fine rows that an edge may meet, and in each of these the fine columns: one more on each side.
    lowest = np.floor((np.minimum(y1, y2) - south) / height).astype(np.intp) - 1
    rows = np.floor((np.maximum(y1, y2) - south) / height).astype(np.intp) + 2 - lowest
    edge = np.repeat(np.arange(len(edges)), rows)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(rows) - rows - lowest, rows)
    rise = np.where(y1 == y2, 1.0, y2 - y1)[edge]
    ends = (south + (row + np.array([[-0.1], [1.1]])) * height - y1[edge]) / rise
    ends = np.where((y1 == y2)[edge], np.array([[0.0], [1.0]]), np.clip(ends, 0.0, 1.0))
    along = x1[edge] + ends * (x2 - x1)[edge]
    first = np.floor((along.min(axis=0) - west) / width).astype(np.intp) - 1
    columns = np.floor((along.max(axis=0) - west) / width).astype(np.intp) + 2 - first
    row, edge = np.repeat(row, columns), np.repeat(edge, columns)
    column = np.arange(len(row)) - np.repeat(np.cumsum(columns) - columns - first, columns)

    # A cell has an edge if an end lies in it, or if it lies in the box of the edge and on both sides of it.
    x1, y1, x2, y2 = edges[edge].T
    left, right = (west + (column + by) * width for by in (-_PADDING, 1 + _PADDING))
    bottom, top = (south + (row + by) * height for by in (-_PADDING, 1 + _PADDING))
    left_end, right_end = (
        (left <= x) & (x <= right) & (bottom <= y) & (y <= top) for x, y in ((x1, y1), (x2, y2))
    )
    in_box = (x1 <= right) & (x2 >= left) & (np.minimum(y1, y2) <= top) & (np.maximum(y1, y2) >= bottom)
    corners = np.stack(
        [(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for x in (left, right) for y in (bottom, top)]
    )
    met = left_end | right_end | (in_box & (corners.min(axis=0) <= 0) & (corners.max(axis=0) >= 0))

    block = (row >> _FINE_BITS << _COARSE_BITS) + (column >> _FINE_BITS)
    cell = (block << (2 * _FINE_BITS)) + ((row & (_SPLIT - 1)) << _FINE_BITS) + (column & (_SPLIT - 1))
    items = 4 * edge + np.where(left_end, 0, _LEFT_BEYOND) + np.where(right_end, 0, _RIGHT_BEYOND)
    cell, items = cell[met], items[met]
    order = np.argsort(cell, kind="stable")
    return cell[order], items[order].astype(np.int32)


def _coarse_places(frame: Floats) -> Callable[[Indices], Floats]:
    """Give the middle of coarse cells."""

    def places(cells: Indices) -> Floats:
        row, column = np.divmod(cells, _COARSE)
        return np.stack([frame[0] + (column + 0.5) / frame[2], frame[1] + (row + 0.5) / frame[3]])

    return places


def _fine_places(
    frame: Floats, blocks: Indices, by: tuple[float, float] = (0.5, 0.5)
) -> Callable[[Indices], Floats]:
    """Give a place of fine cells, by the number of the block and of the cell in it."""

    def places(cells: Indices) -> Floats:
        block, inner = np.divmod(cells, _SPLIT * _SPLIT)
        row, column = np.divmod(blocks[block], _COARSE)
        inner_row, inner_column = np.divmod(inner, _SPLIT)
        return np.stack(
            [
                frame[0] + (column * _SPLIT + inner_column + by[0]) / (frame[2] * _SPLIT),
                frame[1] + (row * _SPLIT + inner_row + by[1]) / (frame[3] * _SPLIT),
            ]
        )

    return places


def _fill_pure(cells: Ints, places: Callable[[Indices], Floats], polygons: Sequence[BaseGeometry]) -> None:
    """Label the cells without edges, -1 so far; neighbours in a row of the table have the same label."""
    pure = cells < 0
    begins = pure.copy()
    begins[:, 1:] &= ~pure[:, :-1]
    first = np.flatnonzero(begins)
    codes = -2 - _lowest(_held(polygons, *places(first)))
    run = np.cumsum(begins.ravel()) - 1
    cells[pure] = codes[run[pure.ravel()]]


def _holders(index: PolygonIndex, mixed: Indices, polygons: Sequence[BaseGeometry]) -> Masks:
    """Find what each mixed cell starts from, by asking shapely for one place of it that is on no edge."""
    holders = np.zeros(len(mixed), dtype=np.uint64)
    todo = np.arange(len(mixed))
    every = np.arange(_COARSE * _COARSE)
    for attempt in range(1000):  # the places are spread so evenly that no edge is on more than a few
        by = ((0.5 + attempt * 0.7548776662466927) % 1.0, (0.5 + attempt * 0.5698402909980532) % 1.0)
        lon, lat = _fine_places(index.frame, every, by)(mixed[todo])
        passed, touched = index.passed(todo.astype(np.int32), lon, lat)
        holders[todo] = passed ^ _held(polygons, lon, lat)
        todo = todo[touched != 0]
        if not len(todo):
            break
    return holders


def _held(polygons: Sequence[BaseGeometry], lon: Floats, lat: Floats) -> Masks:
    """Give the polygons that hold positions, by shapely."""
    held = np.zeros(len(lon), dtype=np.uint64)
    for number, shape in enumerate(polygons):
        held |= shapely.intersects_xy(shape, lon, lat).astype(np.uint64) << np.uint64(number)
    return held


def _lowest(masks: Masks) -> NDArray[np.int8]:
    """Give the number of the lowest bit, -1 where there is none."""
    lowest = masks & (~masks + np.uint64(1))
    return (np.frexp(lowest.astype(np.float64))[1] - 1).astype(np.int8)


# Which side of an edge


def _sides(ends: Floats, lon: Floats, lat: Floats) -> NDArray[np.float64]:
    """Tell the side of edges on which positions are: above (left of the way) > 0, below < 0, in line 0."""
    x1, y1, x2, y2 = ends
    one = (x1 - lon) * (y2 - lat)
    other = (y1 - lat) * (x2 - lon)
    sides = one - other
    doubtful = np.flatnonzero(~(np.abs(sides) > _SIGN_BOUND * (np.abs(one) + np.abs(other))))
    if len(doubtful):
        sides[doubtful] = _exact_sides(ends[:, doubtful], lon[doubtful], lat[doubtful])
    return np.asarray(sides)


def _exact_sides(ends: Floats, lon: Floats, lat: Floats) -> Floats:
    """Give the sides with the right sign, however near the position is to the edge.

    The products of (x1 - lon) * (y2 - lat) - (y1 - lat) * (x2 - lon), multiplied out, are each the sum of
    two doubles exactly, and `math.fsum` rounds the sum of all twelve correctly.
    """
    x1, y1, x2, y2 = ends
    sides = np.zeros(len(lon))
    between = np.flatnonzero(~(((x1 == lon) & (y1 == lat)) | ((x2 == lon) & (y2 == lat))))
    x1, y1, x2, y2, lon, lat = (each[between] for each in (x1, y1, x2, y2, lon, lat))
    products = [(x1, y2), (-x1, lat), (-lon, y2), (-y1, x2), (y1, lon), (lat, x2)]
    terms = np.concatenate([_exact_product(a, b) for a, b in products])
    sides[between] = [math.fsum(each) for each in terms.T.tolist()]
    return sides


def _exact_product(a: Floats, b: Floats) -> Floats:
    """Give products as rounded and what the rounding took, shape (2, n) (T. J. Dekker's method)."""
    product = a * b
    a_high, b_high = (_SPLITTER * each - (_SPLITTER * each - each) for each in (a, b))
    a_low, b_low = a - a_high, b - b_high
    return np.stack(
        [product, a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)]
    )


def _within(ends: Floats, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Tell which positions in line with edges are on them."""
    x1, y1, x2, y2 = ends
    return np.asarray((x1 <= lon) & (lon <= x2) & (np.minimum(y1, y2) <= lat) & (lat <= np.maximum(y1, y2)))
