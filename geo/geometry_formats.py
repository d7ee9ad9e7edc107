"""Geometries out of GeoJSON, WKT and WKB, and the checks that each of them must pass.

Coordinates are longitude and latitude in degrees, longitude first (EPSG:4326). Nothing is repaired in
silence: a broken outline or a swapped pair of coordinates is reported with its place, not mended here.
"""

from __future__ import annotations

import difflib
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import InputFileError, cut
from geo.faults import RecordError, SwappedError, shown, shown_pair
from geo.values import decode_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_WRITE_POSITIONS = "write [longitude, latitude] in degrees"
_LARGEST = 1e9  # beyond any coordinate, even in millimetres of a national grid
_MAX_COLLECTIONS = 1_000  # nested collections in WKT and WKB recurse in GEOS: far below what its stack bears


def geometry_from_geojson(member: object) -> BaseGeometry | None:
    """Make a sound geometry of a parsed GeoJSON geometry, or say what is wrong with it.

    Parameters
    ----------
    member : object
        As it comes from a JSON parser; None gives None.

    Returns
    -------
    geometry or None
        2D, longitude first, EPSG:4326, valid and not empty.

    Raises
    ------
    InputFileError
        If it is no GeoJSON geometry, is empty or no valid outline, or lies beyond the ranges of longitude and
        latitude; the text has the problem and the mend.

    Examples
    --------
    >>> geometry_from_geojson({"type": "Point", "coordinates": [128.5, 38.2]}).wkt
    'POINT (128.5 38.2)'
    >>> geometry_from_geojson({"type": "Point", "coordinates": "38.2N"})
    Traceback (most recent call last):
    ...
    geo.errors.InputFileError: has '38.2N' in place of a position: write [longitude, latitude] in degrees
    """
    try:
        return checked_geometry(parse_geojson(member))
    except RecordError as error:
        raise InputFileError(f"{error.problem}: {error.mend}") from None


def parse_geojson(member: object, level: int = 0) -> BaseGeometry | None:
    """Make a geometry of a GeoJSON one; shapely's own reader would not say what is wrong with it.

    Parameters
    ----------
    member : object
        As it comes from a JSON parser; None gives None.
    level : int
        How many collections it lies in.

    Returns
    -------
    geometry or None
        In 2D; its ranges and validity are not checked yet: `checked_geometry` does that.

    Raises
    ------
    RecordError
        If it is no GeoJSON geometry.

    Examples
    --------
    >>> parse_geojson({"type": "Point", "coordinates": [125, 38, 12]}).wkt
    'POINT (125 38)'
    """
    if member is None:
        return None
    if not isinstance(member, dict):
        raise RecordError(
            f"is {shown(member)}, not an object", "write a GeoJSON geometry or null", "geometry"
        )
    kind = member.get("type")
    if kind == "GeometryCollection":
        return _collection(member.get("geometries"), level)
    build = _BUILDERS.get(kind) if isinstance(kind, str) else None
    if build is None:
        near = difflib.get_close_matches(str(kind).title(), _BUILDERS, n=1, cutoff=0.5)
        mend = (
            f"did you mean {near[0]}?" if near else f"known are {', '.join(_BUILDERS)} and GeometryCollection"
        )
        raise RecordError(f"has the unknown type {shown(kind)}", mend, "geometry")
    try:
        return build(member.get("coordinates"))
    except RecordError as error:
        error.field = error.field or "geometry"
        raise


def _collection(members: object, level: int) -> BaseGeometry:
    if level >= 8:
        raise RecordError("has collections within collections", "write one flat collection", "geometry")
    parts = [parse_geojson(member, level + 1) for member in _filled(members)]
    return shapely.GeometryCollection([part for part in parts if part is not None])


def _filled(value: object) -> list[object]:
    if not isinstance(value, list):
        raise RecordError(f"has {shown(value)} in place of an array of coordinates", _WRITE_POSITIONS)
    if not value:
        raise RecordError(
            "is empty", "give it coordinates, or write null if the place is not known", "geometry"
        )
    return value


def _position(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) == 1:
        raise RecordError(f"has {shown(value)} in place of a position", _WRITE_POSITIONS)
    x, y = _filled(value)[:2]
    if not (isinstance(x, (int, float)) and isinstance(y, (int, float))) or {type(x), type(y)} & {bool}:
        raise RecordError(f"coordinates {shown(value)} are not numbers", "write numbers, without quotes")
    if not (abs(x) < _LARGEST and abs(y) < _LARGEST):  # NaN fails here, too
        raise RecordError(f"coordinates {shown(value)} are not finite numbers", _WRITE_POSITIONS)
    return x, y


def _line(value: object) -> list[tuple[float, float]]:
    line = [_position(position) for position in _filled(value)]
    if len(line) < 2:
        raise RecordError("has a line of one position", "give it two or more, or write a Point")
    return line


def _ring(value: object) -> list[tuple[float, float]]:
    ring = [_position(position) for position in _filled(value)]
    if ring[0] != ring[-1]:
        raise RecordError(
            f"has a ring that is not closed, from {shown_pair(*ring[0])}", "repeat its first position last"
        )
    if len(ring) < 4:
        raise RecordError(
            f"has a ring of {len(ring)} positions", "give it four or more, the last equal to the first"
        )
    return ring


def _polygon(value: object) -> shapely.Polygon:
    shell, *holes = [_ring(ring) for ring in _filled(value)]
    return shapely.Polygon(shell, holes)


_BUILDERS: dict[str, Callable[[object], BaseGeometry]] = {
    "Point": lambda value: shapely.Point(_position(value)),
    "MultiPoint": lambda value: shapely.MultiPoint([_position(part) for part in _filled(value)]),
    "LineString": lambda value: shapely.LineString(_line(value)),
    "MultiLineString": lambda value: shapely.MultiLineString([_line(part) for part in _filled(value)]),
    "Polygon": _polygon,
    "MultiPolygon": lambda value: shapely.MultiPolygon([_polygon(part) for part in _filled(value)]),
}
GEOMETRY_TYPES = frozenset({*_BUILDERS, "GeometryCollection"})  #: of GeoJSON


def parse_text(text: str, column: str) -> BaseGeometry | None:
    """Make a geometry of WKT, EWKT, hexadecimal WKB or GeoJSON.

    Parameters
    ----------
    text : str
        The text of a cell.
    column : str
        The name of its column, for the message.

    Returns
    -------
    geometry or None
        As it stands, not checked.

    Raises
    ------
    RecordError
        If it is none of these, or names a coordinate system other than EPSG:4326.

    Examples
    --------
    >>> parse_text("SRID=4326;POINT (128.5 38.2)", "wkt").wkt
    'POINT (128.5 38.2)'
    """
    text = text.strip()
    if text.startswith("{"):
        with suppress(json.JSONDecodeError):
            return parse_geojson(decode_json(text, 0)[0])
    prefix, _, rest = text.partition(";")
    if prefix.upper().startswith("SRID=") and prefix[5:].strip() != "4326":
        raise RecordError(f"is in the coordinate system {prefix[5:]}", "transform it to EPSG:4326", column)
    wkt = rest if prefix.upper().startswith("SRID=") else text
    if wkt.upper().count("COLLECTION") > _MAX_COLLECTIONS:
        raise RecordError("has too many collections", "write one flat collection", column)
    try:
        with np.errstate(invalid="ignore"):  # nan is what it says: whoever checks it says so
            geometry = (
                parse_wkb(bytes.fromhex(text))
                if re.fullmatch(r"[0-9A-Fa-f]+", text)
                else shapely.from_wkt(wkt)
            )
    except (shapely.errors.ShapelyError, ValueError) as error:
        reason = cut(str(error).rpartition("Exception: ")[2], 80)
        raise RecordError(
            f"cannot be read: {reason}", "write WKT, such as POINT (128.5 38.2), longitude first", column
        ) from None
    return geometry


# Multi-parts, collections, curves; in either byte order, of ISO and extended types.
_COLLECTION_HEADER = re.compile(
    rb"\x01(?:[\x04-\x0f]\x00|[\xec-\xf7]\x03|[\xd4-\xdf]\x07|[\xbc-\xc7]\x0b)\x00"
    rb"|\x00.\x00(?:\x00[\x04-\x0f]|\x03[\xec-\xf7]|\x07[\xd4-\xdf]|\x0b[\xbc-\xc7])",
    re.DOTALL,
)


def parse_wkb(wkb: bytes) -> BaseGeometry:
    """Make a geometry of WKB, ISO or extended; it is not checked.

    Raises
    ------
    RecordError
        If it is broken, or so full of collections that reading it would exhaust the stack.

    Examples
    --------
    >>> parse_wkb(shapely.to_wkb(shapely.Point(125, 38))).wkt
    'POINT (125 38)'
    """
    if len(wkb) > 9 * _MAX_COLLECTIONS and len(_COLLECTION_HEADER.findall(wkb)) > _MAX_COLLECTIONS:
        raise RecordError("has too many collections", "write one flat collection", "geometry")
    try:
        geometry: BaseGeometry = shapely.from_wkb(wkb)
    except shapely.errors.ShapelyError as error:
        reason = cut(str(error).rpartition("Exception: ")[2], 80)
        raise RecordError(
            f"is broken: {reason}", "give rings four or more positions, the last the first", "geometry"
        ) from None
    return geometry


def checked_geometry(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """Give the geometry in 2D if it is sound, within ±180° if it lies beyond as a whole.

    Parameters
    ----------
    geometry : geometry or None
        Longitude first, EPSG:4326; None gives None.

    Raises
    ------
    RecordError
        If it is empty, not valid, or beyond the ranges of longitude and latitude; `SwappedError` if these
        are in each other's place.

    Examples
    --------
    >>> checked_geometry(shapely.Point(231.5, 38, 7)).wkt
    'POINT (-128.5 38)'
    """
    if geometry is None:
        return None
    geometry = shapely.force_2d(geometry)
    if geometry.is_empty:
        raise RecordError(
            "is empty", "give it coordinates, or leave it out if the place is not known", "geometry"
        )
    xy = shapely.get_coordinates(geometry)
    usual = bool((np.abs(xy) <= (180.0, 90.0)).all())  # False for NaN, too
    if not usual:
        _check_ranges(xy)
    if geometry.geom_type != "Point" and not geometry.is_valid:
        reason, _, place = shapely.is_valid_reason(geometry).partition("[")
        x, _, y = place.rstrip("]").partition(" ")
        at = f" at longitude {x}, latitude {y}" if y else ""
        raise RecordError(
            f"is not a valid outline: {reason.strip().lower()}{at}",
            "correct it there, nothing is guessed",
            "geometry",
        )
    return geometry if usual else _turned(geometry, xy)


def _turned(geometry: BaseGeometry, xy: NDArray[np.float64]) -> BaseGeometry:
    """Bring a geometry that lies beyond 180° as a whole to within."""
    turn = -360.0 if xy[:, 0].min() > 180 else 360.0 if xy[:, 0].max() < -180 else 0.0
    return shapely.transform(geometry, lambda old: old + np.array((turn, 0.0))) if turn else geometry


def _check_ranges(xy: NDArray[np.float64]) -> None:
    """Raise if a coordinate is not finite or not within the ranges of longitude and latitude."""
    if not np.isfinite(xy).all():
        raise RecordError("has a coordinate that is not a finite number", _WRITE_POSITIONS, "geometry")
    beyond = (np.abs(xy) > (360.0, 90.0)).any(axis=1)
    if not beyond.any():
        return
    x, y = xy[np.argmax(beyond)]
    if abs(x) <= 90 < abs(y) <= 360:
        raise SwappedError(
            f"{shown_pair(x, y)} would lie at latitude {y:.10g}",
            f"did you mean longitude {y:.10g}, latitude {x:.10g}?",
            "geometry",
        )
    name, value, limit = ("latitude", y, 90) if abs(y) > 90 else ("longitude", x, 360)
    mend = "correct it"
    if max(abs(x), abs(y)) > 1_000:
        mend = "these look like metres of a map projection: transform them to degrees (EPSG:4326)"
    raise RecordError(f"{shown_pair(x, y)} has {name} {value:.10g}, beyond {limit}", mend, "geometry")
