"""How the index of `geo.locate` is built: the grid, the edges in each cell, and the answers of the others.

shapely is asked for one place of each cell, or of each run of cells without edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import DezoneError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.arrays import Floats, Indices, Ints, Masks
    from geo.locate import PolygonIndex

MOST_POLYGONS = 64  #: a bit for each
COARSE_BITS, FINE_BITS = 8, 4
COARSE, SPLIT = 1 << COARSE_BITS, 1 << FINE_BITS
_CELLS = COARSE * SPLIT  # fine cells along each side of the grid
_MARGIN = SPLIT + 1  # fine cells around the polygons, so that no edge is in the coarse cells at the rim
_PADDING = 1e-3  # of a fine cell: far more than the rounding errors by which a position finds its cell
LEFT_BEYOND, RIGHT_BEYOND = 1, 2  # flags of an item: the end of the edge lies beyond the cell


def check(polygons: Sequence[BaseGeometry]) -> None:
    """Refuse too many polygons, and what is no valid polygon.

    Raises
    ------
    DezoneError
        If there are more than 64, or one is no valid polygon.

    Examples
    --------
    >>> check([shapely.Point(0, 0).buffer(1), shapely.Point(0, 0)])
    Traceback (most recent call last):
        ...
    geo.errors.DezoneError: polygon 1 is a Point: give polygons or multipolygons
    """
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


def edges_of(polygons: Sequence[BaseGeometry]) -> tuple[Floats, Masks]:
    """Give each edge once, from its left end to its right, and the polygons whose edge it is.

    Returns
    -------
    edges : ndarray, shape (n, 4)
        Longitude and latitude of both ends in degrees.
    owners : ndarray of uint64, shape (n,)
        A bit for each polygon: 1, 2, 4 and so on.

    Examples
    --------
    >>> edges, holders = edges_of([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> edges.shape, sorted(holders.tolist())
    ((7, 4), [1, 1, 1, 2, 2, 2, 3])
    """
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


def frame_of(edges: Floats) -> Floats:
    """Lay the grid over the edges with a margin, in cells that are wide against rounding errors.

    Parameters
    ----------
    edges : ndarray, shape (n, 4)
        Longitude and latitude of both ends in degrees; at least one edge.

    Returns
    -------
    ndarray, shape (4,)
        West, south, and the coarse cells to a degree of longitude and of latitude.

    Examples
    --------
    >>> frame_of(np.array([[120.0, 30.0, 130.0, 35.0]])).round(3)
    array([119.958,  29.979,  25.388,  50.775])
    """
    low = edges.reshape(-1, 2).min(axis=0)
    high = edges.reshape(-1, 2).max(axis=0)
    least = 1e-11 * np.abs(edges).max()
    width = np.maximum((high - low) / (_CELLS - 2 * _MARGIN), least)
    return np.concatenate([low - _MARGIN * width, 1 / (width * SPLIT)])


def items_of(edges: Floats, frame: Floats) -> tuple[Indices, Ints]:
    """Give each pair of a fine cell and an edge through it, in the order of the cells.

    Returns
    -------
    cells, items : ndarray, shape (n,)
        The number of the cell, block by block, and 4 * edge with a flag for each end that lies beyond it.

    Examples
    --------
    >>> cells, items = items_of(np.array([[120.3, 30.3, 120.45, 30.3]]), np.array([120.0, 30.0, 1.0, 1.0]))
    >>> cells.tolist(), items.tolist()  # edge 0: its right end lies beyond, both, both, its left end
    ([68, 69, 70, 71], [2, 3, 3, 1])
    """
    width, height = 1 / (frame[2:] * SPLIT)
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

    block = (row >> FINE_BITS << COARSE_BITS) + (column >> FINE_BITS)
    cell = (block << (2 * FINE_BITS)) + ((row & (SPLIT - 1)) << FINE_BITS) + (column & (SPLIT - 1))
    items = 4 * edge + np.where(left_end, 0, LEFT_BEYOND) + np.where(right_end, 0, RIGHT_BEYOND)
    cell, items = cell[met], items[met]
    order = np.argsort(cell, kind="stable")
    return cell[order], items[order].astype(np.int32)


def coarse_places(frame: Floats) -> Callable[[Indices], Floats]:
    """Give the middle of coarse cells.

    Examples
    --------
    >>> places = coarse_places(np.array([120.0, 30.0, 1.0, 1.0]))  # a degree wide
    >>> places(np.array([1, COARSE])).tolist()  # longitudes, then latitudes
    [[121.5, 120.5], [30.5, 31.5]]
    """

    def places(cells: Indices) -> Floats:
        row, column = np.divmod(cells, COARSE)
        return np.stack([frame[0] + (column + 0.5) / frame[2], frame[1] + (row + 0.5) / frame[3]])

    return places


def fine_places(
    frame: Floats, blocks: Indices, by: tuple[float, float] = (0.5, 0.5)
) -> Callable[[Indices], Floats]:
    """Give a place of fine cells, by the number of the block and of the cell in it.

    Parameters
    ----------
    frame : ndarray, shape (4,)
        As of `frame_of`.
    blocks : ndarray of int
        The coarse cell of each block.
    by : (float, float)
        Where in the cell, from its south-western corner: fractions of its width and of its height.

    Examples
    --------
    >>> places = fine_places(np.array([120.0, 30.0, 1.0, 1.0]), blocks=np.array([COARSE]), by=(0.0, 0.0))
    >>> places(np.array([0, 1])).tolist()  # longitudes, then latitudes
    [[120.0, 120.0625], [31.0, 31.0]]
    """

    def places(cells: Indices) -> Floats:
        block, inner = np.divmod(cells, SPLIT * SPLIT)
        row, column = np.divmod(blocks[block], COARSE)
        inner_row, inner_column = np.divmod(inner, SPLIT)
        return np.stack(
            [
                frame[0] + (column * SPLIT + inner_column + by[0]) / (frame[2] * SPLIT),
                frame[1] + (row * SPLIT + inner_row + by[1]) / (frame[3] * SPLIT),
            ]
        )

    return places


def fill_pure(cells: Ints, places: Callable[[Indices], Floats], polygons: Sequence[BaseGeometry]) -> None:
    """Label the cells without edges, -1 so far; neighbours in a row of the table have the same label.

    Examples
    --------
    >>> cells = np.array([[-1, 0, -1]])  # an edge runs through the second
    >>> fill_pure(cells, lambda at: np.stack([at + 0.5, at * 0 + 0.5]), [shapely.box(0, 0, 1.5, 1)])
    >>> cells.tolist()  # -2 - label: the polygon is 0, outside is -1
    [[-2, 0, -1]]
    """
    pure = cells < 0
    begins = pure.copy()
    begins[:, 1:] &= ~pure[:, :-1]
    first = np.flatnonzero(begins)
    codes = -2 - lowest_bit(_held(polygons, *places(first)))
    run = np.cumsum(begins.ravel()) - 1
    cells[pure] = codes[run[pure.ravel()]]


def holders_of(index: PolygonIndex, mixed: Indices, polygons: Sequence[BaseGeometry]) -> Masks:
    """Find what each mixed cell starts from, by asking shapely for one place of it that is on no edge."""
    holders = np.zeros(len(mixed), dtype=np.uint64)
    todo = np.arange(len(mixed))
    every = np.arange(COARSE * COARSE)
    for attempt in range(1000):  # the places are spread so evenly that no edge is on more than a few
        by = ((0.5 + attempt * 0.7548776662466927) % 1.0, (0.5 + attempt * 0.5698402909980532) % 1.0)
        lon, lat = fine_places(index.frame, every, by)(mixed[todo])
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


def lowest_bit(masks: Masks) -> NDArray[np.int8]:
    """Give the number of the lowest bit, -1 where there is none.

    Examples
    --------
    >>> lowest_bit(np.array([0, 1, 6, 8], dtype=np.uint64))
    array([-1,  0,  1,  3], dtype=int8)
    """
    lowest = masks & (~masks + np.uint64(1))
    return (np.frexp(lowest.astype(np.float64))[1] - 1).astype(np.int8)
