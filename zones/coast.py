"""The coast as part of an area's boundary: the way along it from one corner to the next.

The coast is that of the land that the regions end at, Natural Earth 1:10m. Longitude and latitude in degrees
(EPSG:4326), lengths in kilometres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely import LinearRing, LineString, Polygon

from geo.errors import DezoneError
from geo.geodesy import distance_km
from geo.shapes import rhumb_line
from zones import areas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Corner = tuple[float, float]

FARTHEST_KM = 10.0  #: a corner that lies farther from the coast than this is not on it
_LARGEST_SHARE = 0.5  # of the length between the corners: a coast farther off says nothing of the area
_SPECK = 0.001  # of the largest part: what is cut off beyond the tips of headlands
_KM_PER_DEG = 111.2
_FRAME_LON, _FRAME_LAT = (105.0, 165.0), (15.0, 62.0)  # where our land is cut off


class Closed(NamedTuple):
    """An area with the coast as part of its boundary.

    Examples
    --------
    >>> closed = close_along_coast([(136.72, 37.33), (136.9, 37.8), (137.33, 37.53)], [2])
    >>> len(closed.off_km), max(closed.off_km) < 5
    (2, True)
    """

    outline: BaseGeometry  #: without the land whose coast it is
    along_km: float  #: length of coast
    off_km: tuple[float, ...]  #: how far the corners lie from the coast, two for each edge


class _Way(NamedTuple):
    land: Polygon
    path: NDArray[np.float64]
    length_km: float
    off_km: tuple[float, float]


def close_along_coast(vertices: Sequence[Corner], shore_edges: Sequence[int]) -> Closed:
    """Draw an area whose boundary is the coast between some of its corners, elsewhere rhumb lines.

    Parameters
    ----------
    vertices : sequence of (longitude, latitude)
        The corners; two are enough.
    shore_edges : sequence of int
        Edge n runs from corner n, counted from 0, to the next.

    Returns
    -------
    Closed
        Both corners of such an edge are led to the nearest point of one coast, and of the two ways along it
        the one is taken that leaves the land outside.

    Raises
    ------
    DezoneError
        If a corner lies too far from the coast: 10 km, or half the length between the corners; if the two
        lie at different lands; or if the way leaves the part of the world whose land we have.

    Examples
    --------
    >>> closed = close_along_coast([(136.72, 37.33), (136.9, 37.8), (137.33, 37.53)], [2])
    >>> closed.outline.geom_type, round(closed.along_km)
    ('Polygon', 61)
    """
    chosen: dict[int, _Way] = {}
    for edge in shore_edges:
        drawn = [(way, _ring(vertices, {**chosen, edge: way})) for way in _ways(vertices, edge)]
        chosen[edge] = min(drawn, key=lambda each: _on_land(each[1], each[0].land))[0]
        lon, lat = chosen[edge].path.T
        if np.isin(lon, _FRAME_LON).any() or np.isin(lat, _FRAME_LAT).any():
            raise DezoneError("the coast between the corners runs out of the part of the world that we have")
    outline = _ring(vertices, chosen)
    for way in chosen.values():
        outline = shapely.difference(outline, way.land)
    parts = [part for part in shapely.get_parts(outline) if isinstance(part, Polygon)]
    if not parts:
        raise DezoneError("the coast and the corners enclose no sea")
    largest = max(part.area for part in parts)
    return Closed(
        shapely.union_all([part for part in parts if part.area > _SPECK * largest]),
        sum(way.length_km for way in chosen.values()),
        tuple(off for edge in sorted(chosen) for off in chosen[edge].off_km),
    )


def _ways(vertices: Sequence[Corner], edge: int) -> tuple[_Way, _Way]:
    """Find both ways along the coast between the corners of an edge."""
    one, two = vertices[edge], vertices[(edge + 1) % len(vertices)]
    names = f"corner {edge + 1}", f"corner {(edge + 1) % len(vertices) + 1}"
    gap_km = float(distance_km(one, two)[0])
    reach_km = min(FARTHEST_KM, _LARGEST_SHARE * gap_km)
    tree = areas.land_masses()
    reach_deg = FARTHEST_KM / (_KM_PER_DEG * max(0.05, np.cos(np.radians(max(abs(one[1]), abs(two[1]))))))
    at_either = [set(tree.query(shapely.Point(corner).buffer(reach_deg)).tolist()) for corner in (one, two)]
    near: list[tuple[float, float, int]] = []
    least = [np.inf, np.inf]
    for number in sorted(at_either[0] | at_either[1]):
        off = tuple(_off_km(tree.geometries[number].exterior, corner) for corner in (one, two))
        least = [min(least[0], off[0]), min(least[1], off[1])]
        if max(off) <= reach_km:
            near.append((sum(off), off[0], number))
    for name, off_km in zip(names, least, strict=True):
        if off_km > reach_km:
            where = f"{off_km:.1f} km" if off_km <= FARTHEST_KM else f"more than {FARTHEST_KM:.0f} km"
            raise DezoneError(f"{name} lies {where} from the coast that we have, too far to be on it")
    if not near:
        raise DezoneError(f"{names[0]} and {names[1]} lie at the coasts of different lands")
    land = tree.geometries[min(near)[2]]
    return _both_ways(land, one, two)


def _scaled(coordinates: NDArray[np.float64], lat: float) -> NDArray[np.float64]:
    return coordinates * (np.cos(np.radians(lat)), 1.0)


def _off_km(coast: LinearRing, corner: Corner) -> float:
    """Measure how far a corner lies from a coast, in the plane around it."""
    scaled = LineString(_scaled(shapely.get_coordinates(coast), corner[1]))
    return float(scaled.distance(shapely.Point(_scaled(np.array(corner), corner[1])))) * _KM_PER_DEG


def _both_ways(land: Polygon, one: Corner, two: Corner) -> tuple[_Way, _Way]:
    coast = shapely.get_coordinates(land.exterior)
    starts = [_foot(coast, corner) for corner in (one, two)]
    (at_one, foot_one), (at_two, foot_two) = starts
    off_km = (float(distance_km(one, foot_one)[0]), float(distance_km(two, foot_two)[0]))
    there = _between(coast, at_one, at_two)
    back = _between(coast, at_two, at_one)[::-1]
    ways = []
    for vertices in (there, back):
        path = np.array([foot_one, *vertices, foot_two])
        ways.append(_Way(land, path, float(distance_km(path[:-1], path[1:]).sum()), off_km))
    return ways[0], ways[1]


def _foot(coast: NDArray[np.float64], corner: Corner) -> tuple[float, Corner]:
    """Find the point of a ring nearest to a corner: the number of its edge and the share of it, the point."""
    plane = _scaled(coast - corner, corner[1])
    begins, steps = plane[:-1], np.diff(plane, axis=0)
    share = np.clip(-(begins * steps).sum(axis=1) / np.maximum((steps**2).sum(axis=1), 1e-30), 0, 1)
    edge = int(np.argmin(((begins + share[:, None] * steps) ** 2).sum(axis=1)))
    foot = coast[edge] + share[edge] * (coast[edge + 1] - coast[edge])
    return edge + float(share[edge]), (float(foot[0]), float(foot[1]))


def _between(coast: NDArray[np.float64], begin: float, end: float) -> NDArray[np.float64]:
    """Give the vertices of a ring behind one place and before another, in its own direction."""
    ring = coast[:-1]
    first, last = int(begin) + 1, int(np.ceil(end))
    if end < begin:
        last += len(ring)
    return ring[np.arange(first, last) % len(ring)]


def _ring(vertices: Sequence[Corner], ways: dict[int, _Way]) -> BaseGeometry:
    """Draw the area with these ways along the coast, and rhumb lines in place of the others."""
    count = len(vertices)
    pieces = []
    for edge in range(count):
        ends = vertices[edge], vertices[(edge + 1) % count]
        pieces.append(np.array([ends[0], *ways[edge].path]) if edge in ways else rhumb_line(ends)[:-1])
    area = shapely.make_valid(Polygon(np.concatenate(pieces)))
    return shapely.union_all([part for part in shapely.get_parts(area) if part.geom_type == "Polygon"])


def _on_land(area: BaseGeometry, land: Polygon) -> float:
    return float(shapely.intersection(area, land).area)
