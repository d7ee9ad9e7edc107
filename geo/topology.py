"""Polygons that share their edges: from lines to faces, and from faces back to lines with two sides.

Coordinates are longitude and latitude in degrees (EPSG:4326); edges are straight in them. Nothing here
knows what a face means: labels are any hashable values.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import shapely
from shapely import LineString, MultiLineString

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from numpy.typing import NDArray
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

    Ends = tuple[tuple[float, float], tuple[float, float]]

Label = TypeVar("Label", bound="Hashable")


class Arc(NamedTuple):
    """A line between two differently labelled faces, as seen when walking along it.

    Examples
    --------
    >>> found = arcs([shapely.box(0, 0, 1, 1)], ["land"], lambda middles, _: ["shore"] * len(middles))
    >>> found[0].left, found[0].right, bool(shapely.is_ccw(found[0].line))
    ('land', None, True)
    """

    left: Hashable  #: label of the face on the left; None: no face
    right: Hashable
    tag: Hashable  #: what `arcs` was told of its segments
    line: LineString


def faces(lines: Sequence[BaseGeometry], grid_deg: float) -> list[Polygon]:
    """Cut the plane along lines, after snapping all of them to one grid.

    Parameters
    ----------
    lines : sequence of lines
        Lines and rings that may cross, touch and overlap; loose ends bound nothing and are dropped.
    grid_deg : float
        Spacing of the grid. Snap-rounding moves a vertex by at most half of it.

    Returns
    -------
    list of Polygon
        Faces that share edges exactly, in no stated order; empty for no closed line.

    Examples
    --------
    >>> from shapely import LineString, box
    >>> halves = faces([box(0, 0, 2, 1).boundary, LineString([(1, -1), (1, 2)])], grid_deg=0.001)
    >>> sorted(half.area for half in halves)
    [1.0, 1.0]
    """
    network = shapely.union_all(np.asarray(lines, dtype=object), grid_size=grid_deg)
    return list(shapely.get_parts(shapely.polygonize(shapely.get_parts(network))))


def segments_with_sides(
    polygons: Iterable[BaseGeometry], labels: Iterable[Label]
) -> dict[Ends, tuple[Label | None, Label | None]]:
    """Find what lies left and right of each segment of a coverage.

    Segments between two polygons of one label are left out. Each other segment is listed once, in the
    direction that has a labelled polygon on its left. No polygons give no segments.

    Raises
    ------
    ValueError
        If there are more polygons than labels, or fewer.

    Examples
    --------
    >>> from shapely import box
    >>> sides = segments_with_sides([box(0, 0, 1, 1), box(1, 0, 2, 1)], ["west", "east"])
    >>> sides[((1.0, 0.0), (1.0, 1.0))]
    ('west', 'east')
    """
    left: dict[Ends, Label] = {}
    for polygon, label in zip(polygons, labels, strict=True):
        oriented = shapely.orient_polygons(polygon)
        for part in shapely.get_parts(oriented):
            for ring in (part.exterior, *part.interiors):
                points = [(float(x), float(y)) for x, y in ring.coords]
                left.update(dict.fromkeys(pairwise(points), label))
    found: dict[Ends, tuple[Label | None, Label | None]] = {}
    for (start, end), label in left.items():
        other = left.get((end, start))
        if other != label and (end, start) not in found:
            found[start, end] = (label, other)
    return found


def arcs(
    polygons: Iterable[BaseGeometry],
    labels: Iterable[Label],
    tag: Callable[[NDArray[np.float64], list[tuple[Label | None, Label | None]]], Sequence[Hashable]],
) -> list[Arc]:
    """Turn a labelled coverage into the lines between its labels.

    Parameters
    ----------
    polygons, labels : sequences of the same length
        Polygons that share edges exactly, with a label each.
    tag : callable
        Given midpoints, shape (n, 2), and the sides of n segments, gives a tag for each; a line ends
        where its tag or a side changes.

    Returns
    -------
    list of Arc
        In a fixed order: by sides, tag and first vertex.

    Examples
    --------
    >>> squares = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    >>> found = arcs(squares, ["west", "east"], lambda middles, _: ["edge"] * len(middles))
    >>> sorted((str(each.left), str(each.right)) for each in found)
    [('east', 'None'), ('west', 'None'), ('west', 'east')]
    """
    sides = segments_with_sides(polygons, labels)
    ends = np.array(list(sides), dtype=float).reshape(-1, 2, 2)
    tags = tag(ends.mean(axis=1), list(sides.values()))
    groups: dict[tuple[Label | None, Label | None, Hashable], list[LineString]] = defaultdict(list)
    for segment, pair, its_tag in zip(ends, sides.values(), tags, strict=True):
        groups[(*pair, its_tag)].append(LineString(segment))
    merged = [
        Arc(left, right, its_tag, _from_lowest(line))
        for (left, right, its_tag), segments in groups.items()
        for line in shapely.get_parts(shapely.line_merge(MultiLineString(segments), directed=True))
    ]
    return sorted(merged, key=lambda arc: (str(arc[:3]), arc.line.coords[0], arc.line.coords[1]))


def _from_lowest(line: LineString) -> LineString:
    """Start a closed line at its lowest vertex, so that the same ring always reads the same."""
    if not line.is_closed:
        return line
    points = shapely.get_coordinates(line)[:-1]
    first = np.lexsort(points.T[::-1])[0]
    turned = np.roll(points, -first, axis=0)
    return LineString(np.vstack([turned, turned[:1]]))
