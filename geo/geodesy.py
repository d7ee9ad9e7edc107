"""Distances, directions, lengths and areas on the WGS 84 ellipsoid.

Points are longitude and latitude in degrees, longitude first (EPSG:4326); a longitude may be in any
turn (185 is -175). Edges of lines and polygons are straight in longitude and latitude, as RFC 7946 has
them: along a parallel they stay on the parallel. An edge from 175 to 185 goes 10 degrees east, one
from 175 to -175 goes 350 degrees west; `geo.shapes.unwrap` mends lines that mean the short way.
"""

from __future__ import annotations

from functools import cache
from math import pi, sqrt
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import shapely

from geo.errors import PositionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

KM_PER_NMI = 1.852  #: exactly, by definition
EQUATORIAL_RADIUS_KM = 6378.137  #: NGA.STND.0036 (2014), table 3.1
FLATTENING = 1 / 298.257223563  #: the same
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)


@cache
def wgs84() -> Geod:
    """Give the ellipsoid for geodesics; pyproj loads at the first call, not when the program starts.

    Examples
    --------
    >>> round(wgs84().a / 1000, 3)
    6378.137
    """
    from pyproj import Geod  # noqa: PLC0415  # slow to load, and not every answer needs it

    return Geod(ellps="WGS84")


def distance_km(start: ArrayLike, end: ArrayLike) -> NDArray[np.float64]:
    """Measure the shortest way over the ellipsoid between pairs of points.

    Parameters
    ----------
    start, end : array_like, shape (n, 2) or (2,)
        Longitude and latitude in degrees. One point against many is measured against each of them.

    Returns
    -------
    ndarray, shape (n,)
        Kilometres, never negative. NaN where an input is NaN or a longitude is infinite.

    Raises
    ------
    PositionError
        If a latitude lies outside [-90, 90], as when the columns are swapped.

    Notes
    -----
    C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013),
    doi:10.1007/s00190-012-0578-z; the error is far below a millimetre.

    Examples
    --------
    >>> seoul, pyongyang, qingdao = (126.98, 37.57), (125.75, 39.02), (120.38, 36.07)
    >>> distance_km(seoul, [pyongyang, qingdao]).round(1)
    array([193.6, 611.8])
    """
    start, end = np.broadcast_arrays(_points(start), _points(end))
    known = np.isfinite(start).all(axis=1) & np.isfinite(end).all(axis=1)
    distance = np.full(len(start), np.nan)
    metres = wgs84().inv(*start[known].T, *end[known].T)[2]
    distance[known] = np.asarray(metres) / 1000.0
    return distance


def azimuth_and_km(
    start_lon: NDArray[np.float64],
    start_lat: NDArray[np.float64],
    end_lon: NDArray[np.float64],
    end_lat: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Measure geodesics without pyproj, for a quick start of the program.

    Parameters
    ----------
    start_lon, start_lat, end_lon, end_lat : ndarray, shape (n,)
        Finite longitudes and latitudes in degrees.

    Returns
    -------
    azimuth_deg, distance_km : ndarray, shape (n,)
        Direction at the start, clockwise from north in [-180, 180], and the length, right to 1 mm.
        Nearly antipodal points, where the method fails, are left to pyproj.

    Notes
    -----
    T. Vincenty, Direct and inverse solutions of geodesics on the ellipsoid, Survey Review 23 (1975),
    doi:10.1179/sre.1975.23.176.88.

    Examples
    --------
    >>> azimuth, distance = azimuth_and_km(*np.array([[126.98], [37.57], [125.75], [39.02]]))
    >>> azimuth.round(1), distance.round(1)
    (array([-33.4]), array([193.6]))
    """
    f = FLATTENING
    lat1, lat2 = np.radians(start_lat), np.radians(end_lat)
    # Not by the tangent, which changes its sign when rounding goes beyond a pole.
    u1 = np.arctan2((1 - f) * np.sin(lat1), np.cos(lat1))
    u2 = np.arctan2((1 - f) * np.sin(lat2), np.cos(lat2))
    sin1, cos1, sin2, cos2 = np.sin(u1), np.cos(u1), np.sin(u2), np.cos(u2)
    apart = end_lon - start_lon
    apart = np.radians(apart - 360.0 * np.round(apart / 360.0))
    on_sphere, change = apart, np.full(apart.shape, np.inf)
    for _ in range(20):
        across, ahead = cos2 * np.sin(on_sphere), cos1 * sin2 - sin1 * cos2 * np.cos(on_sphere)
        sine, cosine = np.hypot(across, ahead), sin1 * sin2 + cos1 * cos2 * np.cos(on_sphere)
        arc = np.arctan2(sine, cosine)
        # One point twice has no direction, and the equator no latitude of its vertex: both count as 0.
        sin_equator = cos1 * across / np.where(sine > 0, sine, 1.0)
        cos2_equator = 1 - sin_equator**2
        on_equator = cos2_equator < 1e-15
        middle = np.where(on_equator, 0.0, cosine - 2 * sin1 * sin2 / np.where(on_equator, 1.0, cos2_equator))
        c = f / 16 * cos2_equator * (4 + f * (4 - 3 * cos2_equator))
        series = arc + c * sine * (middle + c * cosine * (2 * middle**2 - 1))
        following = apart + (1 - c) * f * sin_equator * series
        change = np.abs(following - on_sphere)
        if (change < 1e-14).all():
            break
        # What has converged stays as it is, so that no answer hangs on the others beside it.
        on_sphere = np.where(change < 1e-14, on_sphere, following)
    polar_radius = EQUATORIAL_RADIUS_KM * (1 - f)
    u_squared = cos2_equator * ECCENTRICITY_SQUARED / (1 - f) ** 2
    a = 1 + u_squared / 16384 * (4096 + u_squared * (-768 + u_squared * (320 - 175 * u_squared)))
    b = u_squared / 1024 * (256 + u_squared * (-128 + u_squared * (74 - 47 * u_squared)))
    inner = cosine * (2 * middle**2 - 1) - b / 6 * middle * (4 * sine**2 - 3) * (4 * middle**2 - 3)
    distance = polar_radius * a * (arc - b * sine * (middle + b / 4 * inner))
    azimuth = np.degrees(np.arctan2(across, ahead))
    lost = ~(change < 1e-12) | (np.abs(on_sphere) > pi)
    if lost.any():
        found = wgs84().inv(start_lon[lost], start_lat[lost], end_lon[lost], end_lat[lost])
        azimuth[lost], distance[lost] = found[0], np.asarray(found[2]) / 1000.0
    return azimuth, distance


def destination(start: ArrayLike, azimuth_deg: ArrayLike, along_km: ArrayLike) -> NDArray[np.float64]:
    """Walk along geodesics and tell where they end.

    Parameters
    ----------
    start : array_like, shape (n, 2) or (2,)
        Longitude and latitude in degrees.
    azimuth_deg, along_km : array_like, shape (n,) or ()
        Direction at the start, clockwise from north, and the way to go; a negative way goes back.

    Returns
    -------
    ndarray, shape (n, 2)
        Longitude in [-180, 180] and latitude. NaN where an input is NaN or infinite.

    Raises
    ------
    PositionError
        If a latitude of a start lies outside [-90, 90].

    Examples
    --------
    >>> destination((126.98, 37.57), 90, 100).round(4)
    array([[128.1119,  37.5646]])
    """
    start = _points(start)
    lon, lat, azimuth, along = np.broadcast_arrays(
        start[:, 0], start[:, 1], np.asarray(azimuth_deg, float), np.asarray(along_km, float)
    )
    known = np.isfinite(lon) & np.isfinite(lat) & np.isfinite(azimuth) & np.isfinite(along)
    end = np.full((len(lon), 2), np.nan)
    end_lon, end_lat, _ = wgs84().fwd(lon[known], lat[known], azimuth[known], along[known] * 1000.0)
    end[known, 0], end[known, 1] = end_lon, end_lat
    return end


@overload
def area_km2(geometry: BaseGeometry) -> float: ...
@overload
def area_km2(geometry: Iterable[BaseGeometry | None]) -> NDArray[np.float64]: ...
def area_km2(
    geometry: BaseGeometry | Iterable[BaseGeometry | None],
) -> float | NDArray[np.float64]:
    """Measure the area of polygons on the ellipsoid; holes do not count.

    Parameters
    ----------
    geometry : shapely geometry, or array_like of n geometries
        In degrees, EPSG:4326; edges are straight in them. Only polygons have an area: points and lines,
        also within a collection, have 0. Rings may run either way, and the polygon should be valid.

    Returns
    -------
    float, or ndarray of shape (n,)
        Square kilometres. 0 for an empty geometry, NaN where it is None or has a coordinate that is NaN.

    Notes
    -----
    By Green's theorem the area is the integral of ``a**2 / 2 * q(latitude)`` over longitude along the
    boundary, where ``q`` is that of authalic latitude: J. P. Snyder, Map Projections: A Working Manual
    (USGS Professional Paper 1395, 1987), eq. 3-12. It is integrated along each edge by Gauss-Legendre
    quadrature, so that long edges need no vertices between.

    Examples
    --------
    >>> from shapely import box
    >>> round(area_km2(box(120, 30, 130, 40)), 3)
    1011460.703
    >>> area_km2([box(0, 0, 1, 1), box(0, 60, 1, 61)]).round(1)
    array([12308.5,  6123.1])
    """
    geometries, single = _as_array(geometry)
    parts, owner = _simple_parts(geometries)
    polygonal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner = parts[polygonal], owner[polygonal]
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    start, end, ring = _edges(rings)
    integral = np.abs(np.bincount(ring, _authalic_integral(start, end), minlength=len(rings)))
    is_shell = np.diff(ring_part, prepend=-1) > 0  # the first ring of each polygon
    areas = np.bincount(
        owner[ring_part], np.where(is_shell, integral, -integral), minlength=len(geometries)
    ).astype(float)
    areas[shapely.is_missing(geometries)] = np.nan
    return float(areas[0]) if single else areas


@overload
def length_km(geometry: BaseGeometry) -> float: ...
@overload
def length_km(geometry: Iterable[BaseGeometry | None]) -> NDArray[np.float64]: ...
def length_km(
    geometry: BaseGeometry | Iterable[BaseGeometry | None],
) -> float | NDArray[np.float64]:
    """Measure the length of lines on the ellipsoid, and of the rings of polygons.

    Parameters
    ----------
    geometry : shapely geometry, or array_like of n geometries
        In degrees, EPSG:4326; edges are straight in them: along a parallel, the length of the parallel.

    Returns
    -------
    float, or ndarray of shape (n,)
        Kilometres. 0 for points and empty geometries, NaN where it is None or has a coordinate that is NaN.

    Examples
    --------
    >>> from shapely import LineString
    >>> round(length_km(LineString([(120, 30), (130, 30)])), 3)  # a geodesic is 964.556
    964.863
    """
    geometries, single = _as_array(geometry)
    parts, owner = _simple_parts(geometries)
    polygonal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_part = shapely.get_rings(parts[polygonal], return_index=True)
    paths = np.concatenate([parts[~polygonal], rings])
    path_owner = np.concatenate([owner[~polygonal], owner[polygonal][ring_part]])
    start, end, path = _edges(paths)
    lengths = np.bincount(path_owner[path], _arc_length(start, end), minlength=len(geometries)).astype(float)
    lengths[shapely.is_missing(geometries)] = np.nan
    return float(lengths[0]) if single else lengths


def _points(points: ArrayLike) -> NDArray[np.float64]:
    """Give points as an array of shape (n, 2), and refuse impossible latitudes."""
    array = np.atleast_2d(np.asarray(points, dtype=np.float64))
    if array.ndim != 2 or array.shape[1] != 2:
        if array.size:
            raise PositionError(
                f"points have the shape {array.shape}: give pairs of longitude and latitude, (n, 2)"
            )
        array = array.reshape(0, 2)
    beyond = np.abs(array[:, 1]) > 90
    if beyond.any():
        lon, lat = array[beyond][0]
        raise PositionError(
            f"latitude {lat:g} of the point ({lon:g}, {lat:g}) is beyond 90: give longitude first"
        )
    return array


def _as_array(geometry: BaseGeometry | Iterable[BaseGeometry | None]) -> tuple[NDArray[Any], bool]:
    """Give geometries as an array of objects, and whether a single one came in."""
    single = isinstance(geometry, shapely.Geometry)
    return np.atleast_1d(np.asarray(geometry, dtype=object)), single


def _simple_parts(geometries: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Take apart collections, however deep: points, lines and polygons, each with its owner's index."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts, index = shapely.get_parts(parts, return_index=True)
        owner = owner[index]
    return parts, owner


def _edges(
    paths: NDArray[Any],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Give both ends of each edge of lines and rings in radians, and the index of its path."""
    points, path = shapely.get_coordinates(paths, return_index=True)
    points = np.radians(points)
    same = path[1:] == path[:-1]
    return points[:-1][same], points[1:][same], path[1:][same]


@cache
def _quadrature() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give where to measure along an edge, as fractions of it, and the share of each in the whole.

    Ten nodes integrate edges of up to 10 degrees to 1e-13 and of 90 degrees to 1e-9.
    """
    nodes, weights = np.polynomial.legendre.leggauss(10)
    return (nodes + 1) / 2, weights / 2


def _authalic_integral(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Integrate the area between each edge and the equator, signed, in square kilometres."""
    step_lon, step_lat = (end - start).T
    fractions, shares = _quadrature()
    sine = np.sin(start[:, 1, None] + step_lat[:, None] * fractions)
    e = sqrt(ECCENTRICITY_SQUARED)
    q = (1 - e * e) * (sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e)
    return np.asarray(EQUATORIAL_RADIUS_KM**2 / 2 * (q @ shares) * step_lon)


def _arc_length(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Integrate the length of each edge in kilometres, by the radii of curvature of the ellipsoid."""
    step_lon, step_lat = (end - start).T
    fractions, shares = _quadrature()
    lat = start[:, 1, None] + step_lat[:, None] * fractions
    w = 1 - ECCENTRICITY_SQUARED * np.sin(lat) ** 2
    north = EQUATORIAL_RADIUS_KM * (1 - ECCENTRICITY_SQUARED) / w**1.5 * step_lat[:, None]
    east = EQUATORIAL_RADIUS_KM / np.sqrt(w) * np.cos(lat) * step_lon[:, None]
    return np.asarray(np.hypot(north, east) @ shares)
