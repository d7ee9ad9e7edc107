"""Shapes on the WGS 84 ellipsoid: rhumb lines, circles, everything within a distance, runs of longitude.

Positions are longitude and latitude in degrees, longitude first (EPSG:4326). Edges are straight in
longitude and latitude and go as they stand: from 175 to 185 is 10 degrees east, from 175 to -175 is
350 degrees west; `unwrap` mends lines and rings that mean the short way. Heights are dropped.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, cos, pi, sqrt
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely
from shapely import LinearRing, LineString, Point, Polygon

from geo.errors import DezoneError, PositionError
from geo.geodesy import ECCENTRICITY_SQUARED, destination, wgs84

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    Path = NDArray[np.float64]  # the vertices of a line or ring, shape (n, 2)

_CIRCLE_VERTICES = 120  #: an edge circumscribed to a circle departs from it by 1/2900 of the radius
LARGEST_RADIUS_KM = 5000.0  #: half way to the antipode, where circles turn inside out
_POLAR_LAT = 85.0  # beyond it a step of a circle may span many degrees of longitude
_POLAR_VERTICES = 3600
_KM_PER_DEG = 110.5  # the shortest degree of latitude, so that a reach in degrees is never too small
_PIECE_KM = 300.0


def rhumb_line(points: ArrayLike, max_step_deg: float = 0.1) -> Path:
    """Place vertices along the rhumb lines through points: lines of constant course, as charts show them.

    Parameters
    ----------
    points : array_like, shape (n, 2)
        Longitude and latitude; the line goes through them in their order.
    max_step_deg : float
        Neighbouring vertices differ by no more in longitude and in latitude.

    Returns
    -------
    ndarray, shape (m, 2)
        The given points themselves and vertices between them. A parallel stays at exactly its
        latitude and a meridian at exactly its longitude. The line from B to A has exactly the
        vertices of the line from A to B, so that neighbouring areas keep a common edge. NaN gives NaN.

    Raises
    ------
    PositionError
        If a latitude is beyond 90, or a rhumb line other than a meridian ends at a pole, round which
        it would turn for ever.

    Notes
    -----
    Straight on the ellipsoidal Mercator chart: J. P. Snyder, Map Projections: A Working Manual (USGS
    Professional Paper 1395, 1987), eq. 7-7 and 7-9.

    Examples
    --------
    >>> rhumb_line([(120, 30), (121, 30)], max_step_deg=0.5)
    array([[120. ,  30. ],
           [120.5,  30. ],
           [121. ,  30. ]])
    >>> rhumb_line([(0, 0), (60, 60)], max_step_deg=40).round(2)
    array([[ 0.  ,  0.  ],
           [30.  , 35.31],
           [60.  , 60.  ]])
    """
    _check_step(max_step_deg)
    path = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if (np.abs(path[:, 1]) > 90).any():
        raise PositionError(f"latitude {np.abs(path[:, 1]).max():g} is beyond 90: give longitude first")
    runs = [_rhumb_run(a, b, max_step_deg) for a, b in pairwise(path)]
    return np.concatenate([*[run[:-1] for run in runs], path[-1:]])


def circle(lon: float, lat: float, radius_km: float) -> Polygon:
    """Draw all points within a geodesic distance of a point.

    Parameters
    ----------
    lon, lat : float
        The centre, in degrees.
    radius_km : float
        Above 0 and at most 5,000.

    Returns
    -------
    Polygon
        Of 120 vertices; of 3,600 if it comes within 5 degrees of a pole.
        Circumscribed: its edges touch the circle from outside, so that with 120 vertices it is larger
        by at most 1/2900 of the radius at the corners and by 0.023% in area. That edges are straight
        in longitude and latitude adds at most ``tan(lat) * radius / 6371 km`` times as much, inwards
        on the side of the pole. The longitudes form one run around `lon`. A circle that holds a pole
        becomes the area between its edge and the pole, 360 degrees wide.

    Raises
    ------
    PositionError
        If the centre is no position.
    DezoneError
        If the radius is not a number above 0, or above 5,000 km.

    Examples
    --------
    >>> from geo.geodesy import area_km2
    >>> ring = circle(125, 38, 100)
    >>> round(area_km2(ring) / (3.14159 * 100**2), 4)
    1.0002
    """
    if not (np.isfinite([lon, lat]).all() and abs(lat) <= 90):
        raise PositionError(f"({lon:g}, {lat:g}) is no centre of a circle: give a longitude and a latitude")
    _check_radius(radius_km)
    if radius_km == 0:
        raise DezoneError("a circle has the radius 0 km: give a radius above 0, or keep the point")
    reach_lat = abs(lat) + radius_km / _KM_PER_DEG
    vertices = _POLAR_VERTICES if reach_lat > _POLAR_LAT else _CIRCLE_VERTICES
    pole = np.copysign(90.0, lat)
    holds_pole = reach_lat > 90 and wgs84().inv(lon, lat, lon, pole)[2] < radius_km * 1000

    # A polar circle starts on the far side of the pole, so that its run of longitudes is centred on `lon`.
    azimuth = np.linspace(0, 360, vertices + 1) + (180 if holds_pole and lat < 0 else 0)
    ring = destination((lon, lat), azimuth, radius_km / cos(pi / vertices))
    if holds_pole:
        ring[:, 0] = np.unwrap(ring[:, 0], period=360)
        turn = np.copysign(360.0, ring[-1, 0] - ring[0, 0])
        ring[-1] = ring[0] + (turn, 0)
        ring = np.vstack([ring, [(ring[-1, 0], pole), (ring[0, 0], pole)]])
        ring[:, 0] += _turns(lon, (ring[0, 0] + ring[-1, 0] + turn) / 2)
    else:
        ring[:, 0] += _turns(lon, ring[:, 0])
        ring[-1] = ring[0]
    return Polygon(ring)


def widen(geometry: BaseGeometry, radius_km: float) -> BaseGeometry:
    """Give all points within a geodesic distance of a point, line or polygon.

    Parameters
    ----------
    geometry : shapely geometry
        Valid; of any type, collections included.
    radius_km : float
        0 gives the geometry back unchanged; at most 5,000.

    Returns
    -------
    shapely geometry
        Polygon or MultiPolygon, in the run of longitudes of `geometry`. Its limit lies within 0.2% of
        the radius and 10 m of the true one, for geometries up to 75 degrees of latitude. The geometry
        itself if it is empty.

    Raises
    ------
    DezoneError
        If the radius is negative, not a number or above 5,000 km, or if a line or polygon would reach
        a pole.

    Notes
    -----
    Boundaries are cut into pieces of at most 300 km, each is widened in the azimuthal equidistant
    projection around its middle, which is true to within 1/10,000 there, and all are united.

    Examples
    --------
    >>> from geo.geodesy import area_km2
    >>> from shapely import LineString
    >>> corridor = widen(LineString([(124, 37), (124, 39)]), 10)
    >>> round(area_km2(corridor))  # 222 km by 20 km, and a half circle at both ends
    4756
    """
    _check_radius(radius_km)
    if radius_km == 0 or geometry.is_empty:
        return geometry
    simple = _simple_parts(geometry)
    points = [part for part in simple if isinstance(part, Point)]
    areas = [part for part in simple if isinstance(part, Polygon)]
    lines = [part for part in simple if isinstance(part, LineString)]
    lines += [ring for area in areas for ring in (area.exterior, *area.interiors)]
    pieces: list[BaseGeometry] = [circle(point.x, point.y, radius_km) for point in points]
    if lines:
        reach_lat = max(max(-line.bounds[1], line.bounds[3]) for line in lines) + radius_km / _KM_PER_DEG
        if reach_lat > 89:
            raise DezoneError(
                f"a line or area widened by {radius_km:g} km reaches a pole: "
                "give a smaller radius, or a point"
            )
        edge_km = max(10.0, radius_km / 20)  # departs by 7 m, or 1/2900 of the radius, at 75 degrees
        pieces += [
            _widen_piece(piece, radius_km, edge_km) for line in lines for piece in _cut_line(line, edge_km)
        ]
    return shapely.union_all([*areas, *pieces])


def densify(geometry: BaseGeometry, max_step_deg: float = 0.1) -> BaseGeometry:
    """Add vertices on edges, straight in longitude and latitude, so that none is longer.

    Parameters
    ----------
    geometry : shapely geometry
        Points, lines of no length and empty geometries come back unchanged.
    max_step_deg : float
        The greatest length of an edge in degrees, above 0.

    Examples
    --------
    >>> from shapely import LineString
    >>> densify(LineString([(0, 60), (2, 60)]), 1).wkt
    'LINESTRING (0 60, 1 60, 2 60)'
    """
    _check_step(max_step_deg)
    return _rebuild(geometry, lambda path: _straight_path(path, max_step_deg))


def densify_rhumb(geometry: BaseGeometry, max_step_deg: float = 0.1) -> BaseGeometry:
    """Add vertices along edges that are rhumb lines, as in a polygon from a chart or a notice.

    Parameters
    ----------
    geometry : shapely geometry
        Points and empty geometries come back unchanged.
    max_step_deg : float
        Neighbouring vertices differ by no more in longitude and in latitude.

    Returns
    -------
    shapely geometry
        Of the same type, through the same vertices; see `rhumb_line`.

    Examples
    --------
    >>> from shapely import LineString
    >>> densify_rhumb(LineString([(0, 60), (2, 60)]), 1).wkt
    'LINESTRING (0 60, 1 60, 2 60)'
    """
    _check_step(max_step_deg)
    return _rebuild(geometry, lambda path: rhumb_line(path, max_step_deg))


def unwrap(geometry: BaseGeometry, near_lon: float) -> BaseGeometry:
    """Bring every part of a geometry into one run of longitudes, all of them around one longitude.

    Parameters
    ----------
    geometry : shapely geometry
        Neighbouring vertices more than 180 (and less than 360) degrees apart mean the short way over
        the antimeridian.
    near_lon : float
        Each part is moved by whole turns so that its middle is at most 180 degrees from here.

    Returns
    -------
    shapely geometry
        Of the same type. Longitudes that need no change keep their bits. Parts that were split at the
        antimeridian lie side by side, and are not united.

    Raises
    ------
    PositionError
        If a ring runs once round the Earth, so that it encloses a pole without touching it.

    Examples
    --------
    >>> from shapely import LineString, MultiPoint
    >>> unwrap(LineString([(179, 50), (-178, 52)]), near_lon=130).wkt
    'LINESTRING (179 50, 182 52)'
    >>> unwrap(MultiPoint([(179, 50), (-179, 50)]), near_lon=180).wkt
    'MULTIPOINT ((179 50), (181 50))'
    """
    if geometry.is_empty:
        return geometry
    same_type: Any = type(geometry)
    if hasattr(geometry, "geoms"):
        return cast("BaseGeometry", same_type([unwrap(part, near_lon) for part in geometry.geoms]))
    if isinstance(geometry, Polygon):
        shell = _near(_continuous(shapely.get_coordinates(geometry.exterior)), near_lon)
        middle = (shell[:, 0].min() + shell[:, 0].max()) / 2
        holes = [_near(_continuous(shapely.get_coordinates(hole)), middle) for hole in geometry.interiors]
        return Polygon(shell, holes)
    path = _near(_continuous(shapely.get_coordinates(geometry)), near_lon)
    return cast("BaseGeometry", same_type(path))


def _check_step(max_step_deg: float) -> None:
    if not max_step_deg > 0:
        raise DezoneError(f"the step between vertices is {max_step_deg:g} degrees: give a number above 0")


def _check_radius(radius_km: float) -> None:
    if not 0 <= radius_km <= LARGEST_RADIUS_KM:
        raise DezoneError(f"the radius is {radius_km:g} km: give a number from 0 to {LARGEST_RADIUS_KM:g} km")


def _turns(near_lon: float, lon: Any) -> Any:  # noqa: ANN401  # a number gives a number, an array an array
    """Tell by which multiple of 360 a longitude must move to lie nearest to another."""
    return 360.0 * np.round((near_lon - lon) / 360.0)


def _rhumb_run(a: Path, b: Path, max_step_deg: float) -> Path:
    """Place vertices from `a` to `b`, both included, the same ones whichever of them comes first."""
    if tuple(b) < tuple(a):
        return _rhumb_run(b, a, max_step_deg)[::-1]
    span = np.abs(b - a)
    if not np.isfinite(span).all():
        return np.stack([a, b])
    if 0 in span:
        return np.linspace(a, b, max(1, ceil(float(span.max()) / max_step_deg)) + 1)
    if 90 in np.abs((a[1], b[1])):
        raise PositionError(
            f"the rhumb line from ({a[0]:g}, {a[1]:g}) to ({b[0]:g}, {b[1]:g}) never arrives, since it "
            "winds round the pole: end it before the pole, or let it run along a meridian"
        )
    ends = _isometric(np.array([a[1], b[1]]))
    # No arc of a meridian is longer in degrees than on the Mercator chart by more than 0.7%.
    steps = ceil(max(float(span[0]), 1.007 * float(np.degrees(abs(ends[1] - ends[0])))) / max_step_deg)
    lat = _latitude(np.linspace(ends[0], ends[1], steps + 1))
    run = np.stack([np.linspace(a[0], b[0], steps + 1), lat], axis=1)
    run[0], run[-1] = a, b
    return run


def _isometric(lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the isometric latitude: the ordinate of the Mercator chart, in radians (Snyder 7-7)."""
    sine, e = np.sin(np.radians(lat)), sqrt(ECCENTRICITY_SQUARED)
    return np.asarray(np.arctanh(sine) - e * np.arctanh(e * sine))


def _latitude(isometric: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo `_isometric`; each round wins at least two digits (Snyder 7-9)."""
    e = sqrt(ECCENTRICITY_SQUARED)
    sine = np.tanh(isometric)
    for _ in range(8):
        sine = np.tanh(isometric + e * np.arctanh(e * sine))
    # From the sine alone latitudes near the pole would lose digits.
    return np.degrees(np.arctan(np.sinh(isometric + e * np.arctanh(e * sine))))


def _straight_path(path: Path, max_step_deg: float) -> Path:
    """Add vertices between those of a line, straight in longitude and latitude."""
    if (path == path[0]).all():  # GEOS refuses lines of no length
        return path
    return shapely.get_coordinates(shapely.segmentize(LineString(path), max_step_deg))


def _simple_parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Take apart collections, however deep; empty parts are left out."""
    if geometry.is_empty:
        return []
    if hasattr(geometry, "geoms"):
        return [simple for part in geometry.geoms for simple in _simple_parts(part)]
    return [geometry]


def _rebuild(geometry: BaseGeometry, change: Callable[[Path], Path]) -> BaseGeometry:
    """Make the same kind of geometry with each line and ring changed."""
    if geometry.is_empty or isinstance(geometry, Point):
        return geometry
    same_type: Any = type(geometry)
    if hasattr(geometry, "geoms"):
        return cast("BaseGeometry", same_type([_rebuild(part, change) for part in geometry.geoms]))
    if isinstance(geometry, Polygon):
        rings = (geometry.exterior, *geometry.interiors)
        shell, *holes = (change(shapely.get_coordinates(ring)) for ring in rings)
        return Polygon(shell, holes)
    return cast("BaseGeometry", same_type(change(shapely.get_coordinates(geometry))))


def _continuous(path: Path) -> Path:
    """Let a line or ring run on over the antimeridian instead of jumping back."""
    jump = np.diff(path[:, 0])
    # An edge of a full turn is meant: it is the edge of a map of the world.
    crosses = (np.abs(jump) > 180) & (np.abs(jump) < 360)
    if not crosses.any():
        return path
    turns = np.cumsum(np.where(crosses, -360 * np.round(jump / 360), 0))
    lon = path[:, 0] + np.concatenate([[0.0], turns])
    if (path[0] == path[-1]).all() and lon[0] != lon[-1]:
        raise PositionError(
            f"the ring from ({path[0, 0]:g}, {path[0, 1]:g}) runs once round the Earth and holds a pole: "
            "cut it at the antimeridian and lead it along the cut to the pole"
        )
    return np.stack([lon, path[:, 1]], axis=1)


def _near(path: Path, near_lon: float) -> Path:
    """Move a line, ring or point by whole turns so that its middle is nearest to a longitude."""
    shift = _turns(near_lon, (path[:, 0].min() + path[:, 0].max()) / 2)
    return path + np.array([shift, 0.0]) if shift else path


def _cut_line(line: LineString | LinearRing, edge_km: float) -> list[Path]:
    """Cut a line into runs of vertices of at most 300 km, with edges of at most `edge_km` between."""
    # A degree is nowhere longer than 111.7 km in either direction.
    path = _straight_path(shapely.get_coordinates(line), edge_km / 111.7)
    # An upper bound of the lengths is all that the cut needs.
    step = np.diff(path, axis=0)
    step[:, 0] *= np.cos(np.radians(np.minimum(np.abs(path[1:, 1]), np.abs(path[:-1, 1]))))
    along = np.cumsum(111.7 * np.hypot(step[:, 0], step[:, 1]))
    piece = np.floor(along / (_PIECE_KM - edge_km)) if along[-1] > _PIECE_KM else np.zeros(len(along))
    cuts = np.flatnonzero(np.diff(piece)) + 1
    return [path[a : b + 1] for a, b in zip([0, *cuts], [*cuts, len(step)], strict=True)]


def _widen_piece(path: Path, radius_km: float, edge_km: float) -> BaseGeometry:
    """Widen a short run of vertices in the azimuthal equidistant projection around its middle."""
    lon, lat = path[len(path) // 2]
    azimuth, _, metres = wgs84().inv(np.full(len(path), lon), np.full(len(path), lat), *path.T)
    turn, along = np.radians(azimuth), np.asarray(metres) / 1000.0
    plane = LineString(np.stack([along * np.sin(turn), along * np.cos(turn)], axis=1))
    wide = _buffer(plane, radius_km / cos(pi / _CIRCLE_VERTICES))

    def back(points: Path) -> Path:
        azimuth = np.degrees(np.arctan2(points[:, 0], points[:, 1]))
        placed = destination((lon, lat), azimuth, np.hypot(points[:, 0], points[:, 1]))
        placed[:, 0] += _turns(lon, placed[:, 0])
        return placed

    return shapely.transform(shapely.segmentize(wide, edge_km), back)


def _buffer(line: LineString, radius: float) -> BaseGeometry:
    """Widen a line in the plane, and check it: GEOS loses parts of winding lines under a wide radius."""
    quarter = _CIRCLE_VERTICES // 4
    wide = shapely.buffer(line, radius, quad_segs=quarter)
    shapely.prepare(line)
    away = shapely.distance(line, shapely.points(shapely.get_coordinates(wide)))
    if np.abs(away - radius).max() <= radius / 1000 and wide.covers(line):
        return wide
    path = shapely.get_coordinates(line)
    edges = shapely.linestrings(np.stack([path[:-1], path[1:]], axis=1))
    return shapely.union_all(shapely.buffer(edges, radius, quad_segs=quarter))
