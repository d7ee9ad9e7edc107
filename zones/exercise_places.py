"""Places of an exercise, made of what was written: positions, bare geometries, and the values of a record."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, get_args

import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon

from geo.errors import DezoneError, PositionError, cut
from zones.exercises import ROLE_SURFACE, Exercise, Extent, Place, Surface, precision_km

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.positions import Position
    from zones.named_places import Resolution

STAND_IN_BASES = frozenset({"sea_centre", "host_country_centre"})
"""Bases of a geometry that stands in for a named area: the area is used, never the point at its centre."""

_UNITS_KM = {"km": 1.0, "m": 0.001, "nm": 1.852, "nmi": 1.852, "海里": 1.852}
_LENGTH = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)\s*(?P<unit>{'|'.join(_UNITS_KM)})?", re.IGNORECASE
)


def from_positions(positions: Sequence[Position], text: str, radius_km: float = 0.0) -> Exercise:
    """Make an exercise of positions in the order given.

    One is a place; two are a line; three or more are the corners of a closed area at sea, whose edges
    are rhumb lines, as on a chart. What was understood is a doubt of the exercise.

    Parameters
    ----------
    positions : sequence of Position
        At least one.
    text : str
        As it was given; its first 80 characters are the identifier.
    radius_km : float
        How well the positions are known.

    Raises
    ------
    PositionError
        If the edges of the area cross.

    Examples
    --------
    >>> from geo.coordinates import read_positions
    >>> text = "38N 125E, 38N 126E, 37N 126E"
    >>> area = from_positions(read_positions(text), text)
    >>> area.id, area.places[0].extent, area.places[0].surface
    ('38N 125E, 38N 126E, 37N 126E', 'footprint', 'sea')
    """
    points = [(position.lon, position.lat) for position in positions]
    doubts = [doubt for position in positions for doubt in position.doubts]
    role = "area"
    extent: Extent = "locator"
    geometry: BaseGeometry = Point(points[0])
    if len(points) == 2:
        geometry, extent = _charted(LineString(points)), "footprint"
        doubts.append("two positions were read as the ends of a line")
    elif len(points) > 2:
        ring = Polygon(points)
        if not ring.is_valid:
            raise PositionError(
                f"{len(points)} positions: their edges cross: give the corners in order around the area"
            )
        geometry, extent, role = _charted(ring), "footprint", "closure_area"
        doubts.append(f"{len(points)} positions were read as the corners of a closed area at sea")
    precision_deg = max(position.precision_deg for position in positions)
    place = Place(
        geometry=geometry,
        uncertainty_km=radius_km,
        surface=ROLE_SURFACE.get(role, "any"),
        extent=extent,
        role=role,
        precision_km=precision_km(precision_deg),
    )
    name = cut(" ".join(text.split()), 80)
    return Exercise(id=name, name="", places=(place,), doubts=tuple(doubts))


def from_geometry(geometry: BaseGeometry) -> Exercise:
    """Make an exercise of a bare geometry: a point is a place; a line, an area, several points a footprint.

    Raises
    ------
    PositionError
        If a latitude is beyond 90, as when longitude and latitude are swapped, or an outline is not valid.

    Examples
    --------
    >>> from_geometry(Point(125, 38)).places[0].extent
    'locator'
    >>> from_geometry(LineString([(125, 38), (126, 38)])).places[0].extent
    'footprint'
    """
    return Exercise(id="place", name="", places=tuple(members({}, sound(geometry))))


def sound(geometry: BaseGeometry, where: str = "") -> BaseGeometry:
    """Refuse a geometry from a program that lies nowhere on the Earth, or whose outline is not valid.

    Parameters
    ----------
    geometry : shapely geometry
        Longitude, latitude, EPSG:4326; empty ones and numbers that are not finite pass.
    where : str
        What the message begins with.

    Raises
    ------
    PositionError

    Examples
    --------
    >>> sound(Point(125, 38)).wkt
    'POINT (125 38)'
    """
    _, south, _, north = shapely.bounds(geometry)
    if max(abs(south), abs(north)) > 90 and math.isfinite(south + north):
        raise PositionError(
            f"{where}latitude {north if north > 90 else south:g} is beyond 90: longitude comes first in "
            "geometries: swap the two"
        )
    if shapely.get_dimensions(geometry) == 2 and not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        raise PositionError(
            f"{where}no valid outline ({reason}): correct it, for example with shapely.make_valid"
        )
    return geometry


def members(values: Mapping[str, Any], geometry: BaseGeometry | None) -> list[Place]:
    """Give the places of a feature or row: one for each member of a collection, however deep.

    Examples
    --------
    >>> line = LineString([(125, 38), (126, 38)])
    >>> [place.extent for place in members({}, GeometryCollection([Point(125, 38), line]))]
    ['locator', 'footprint']
    """
    if isinstance(geometry, GeometryCollection) and not geometry.is_empty:
        return [place for part in geometry.geoms for place in members(values, part)]
    return places_of(values, geometry)


def places_of(values: Mapping[str, Any], geometry: BaseGeometry | None) -> list[Place]:
    """Give the place of a feature or row; none if it has neither geometry nor named area.

    A name that the gazetteer knows may mean several places.

    Examples
    --------
    >>> [(place.named_area, place.geometry) for place in places_of({"named_area": "Bohai"}, None)]
    [('bohai_gulf', None)]
    >>> places_of({}, None)
    []
    """
    if geometry is None and not values.get("named_area"):
        return []
    if named := named_place(values, geometry):
        radius = radius_of(values.get("uncertainty_km"))
        return [
            place if place.geometry is None or radius is None else replace(place, uncertainty_km=radius)
            for place in named.places
        ]
    return [place_of(values, geometry, name=str(values.get("place") or values.get("name") or ""))]


def place_of(values: Mapping[str, Any], geometry: BaseGeometry | None, name: str) -> Place:
    """Make a place of a geometry and of what the values say of it: role, surface, extent, radius, named area.

    Parameters
    ----------
    values : mapping
        Of a feature, a row, or a place of an entry. A word that is not known is left aside.
    geometry : shapely geometry or None
        Longitude, latitude, EPSG:4326. The edges of a closed area are taken for rhumb lines.
    name : str

    Examples
    --------
    >>> place_of({"role": "sea_area", "uncertainty_km": "20 nmi"}, Point(125, 38), "a drill").uncertainty_km
    37.04
    """
    role, basis = str(values.get("role") or "area"), str(values.get("basis") or "")
    reported = str(values.get("named_area") or "")
    area = area_of(reported) if reported else None
    if basis in STAND_IN_BASES and area:
        geometry = None
    if isinstance(geometry, LineString) and not geometry.is_empty and not geometry.length:
        geometry = Point(geometry.coords[0])  # both ends are one position
    extended = geometry is not None and shapely.get_dimensions(geometry) > 0
    if geometry is not None and extended and role == "closure_area":
        geometry = _charted(geometry)
    surface: Surface = ROLE_SURFACE.get(role, "any")
    if values.get("surface") in get_args(Surface):
        surface = cast("Surface", values["surface"])
    several = geometry is not None and geometry.geom_type == "MultiPoint"
    extent: Extent = "footprint" if extended or several else "locator"
    if values.get("extent") in get_args(Extent):
        extent = cast("Extent", values["extent"])
    return Place(
        geometry=geometry,
        uncertainty_km=0.0 if geometry is None else radius_of(values.get("uncertainty_km")) or 0.0,
        named_area=area or reported or None,
        surface=surface,
        extent=extent,
        role=role,
        name=name,
        basis=basis,
    )


def _charted(geometry: BaseGeometry) -> BaseGeometry:
    """Take the edges for rhumb lines, as a chart shows them."""
    from geo.shapes import densify_rhumb  # noqa: PLC0415 a position on the command line needs no shapes

    return densify_rhumb(geometry)


def radius_of(value: object) -> float | None:
    """Read a radius in kilometres, also with its unit or a decimal comma; None if it is none.

    It lies between 0 and 5,000 km.

    Examples
    --------
    >>> radius_of(20), radius_of("12,5 km"), radius_of("10 nmi"), radius_of("some"), radius_of(None)
    (20.0, 12.5, 18.52, None, None)
    """
    match = _LENGTH.fullmatch(str(value).strip())
    if match is None:
        return None
    radius = float(match["number"].replace(",", ".")) * _UNITS_KM[(match["unit"] or "km").casefold()]
    return radius if 0 <= radius <= 5000 else None


# Names


def area_of(reported: str) -> str | None:
    """Find the named area that words mean; None if there is none, or if they mean several.

    Examples
    --------
    >>> area_of("yellow_sea"), area_of("Bohai"), area_of("Vladivostok")
    ('yellow_sea', 'bohai_gulf', None)
    """
    from zones import areas  # noqa: PLC0415 reads files

    if reported in areas.file_of_areas():
        return reported
    from zones import gazetteer  # noqa: PLC0415 an identifier needs no names

    try:
        places = resolve_words(reported).places
    except gazetteer.AmbiguousNameError:
        return None
    except DezoneError:
        return areas.identify(reported)
    return places[0].named_area if len(places) == 1 and places[0].geometry is None else None


def with_words_of_place(values: dict[str, Any]) -> dict[str, Any]:
    """Take the words for the place of what has no geometry as the name of one.

    A position among them says more than a named area; other words do not.

    Examples
    --------
    >>> with_words_of_place({"place": "off Vladivostok"})["named_area"]
    'off Vladivostok'
    >>> with_words_of_place({"place": "38-30N 131-00E", "named_area": "East Sea"})["named_area"]
    '38-30N 131-00E'
    """
    words = values.get("place")
    if not isinstance(words, str) or not words.strip() or values.keys() & {"places", "text"}:
        return values
    if "named_area" in values:
        from geo.coordinates import holds_position  # noqa: PLC0415 few files have both

        if not holds_position(words):
            return values
    return {**values, "named_area": words}


def resolve_words(reported: str) -> Resolution:
    """Find what words for a place mean: a name, a part of a sea, a position, a distance from one.

    Raises
    ------
    AmbiguousNameError, UnknownNameError, PositionError
        As `zones.named_places.resolve` and `zones.typed.read_place`.

    Examples
    --------
    >>> resolve_words("50 km east of 38.5N 128.2E").places[0].uncertainty_km
    19.1
    """
    found = _meaning(reported) if len(reported) <= _LONGEST_KEPT else _meaning.__wrapped__(reported)
    if isinstance(found, DezoneError):
        raise found.with_traceback(None)
    return found


_LONGEST_KEPT = 200  # characters; longer words are no place, and keeping them would fill the memory


@lru_cache(maxsize=2000)  # the same few places come again and again in a list
def _meaning(reported: str) -> Resolution | DezoneError:
    from zones import named_places, typed  # noqa: PLC0415 an identifier needs no names

    try:
        read = typed.read_place(reported) if any(map(str.isdigit, reported)) else None
        if read is None:
            return named_places.resolve(reported)
    except DezoneError as error:
        return error
    return named_places.Resolution(entries=(), places=read.places, understood="", doubts=read.doubts)


def named_place(values: Mapping[str, Any], geometry: BaseGeometry | None) -> Resolution | None:
    """Look up the name in ``named_area`` of what has no geometry: also an island, a port or a base.

    None if there is none, if it is a named area itself, or if it is not known or means several.

    Examples
    --------
    >>> named_place({"named_area": "Vladivostok"}, None).places[0].name
    'Vladivostok'
    """
    reported = str(values.get("named_area") or "")
    if geometry is not None or "places" in values or not reported or area_of(reported) is not None:
        return None
    try:
        return resolve_words(reported)
    except DezoneError:
        return None


def understood(named: Resolution, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Say as doubts what a name was understood as, and which radius counts.

    Examples
    --------
    >>> values = {"named_area": "Vladivostok", "uncertainty_km": 2}
    >>> understood(named_place(values, None), values)[0].rpartition("; ")[2]
    '2 km instead, as given'
    """
    radius = radius_of(values.get("uncertainty_km"))
    given = "" if radius is None else f"{radius:g} km instead, as given"
    said = f"understood as {named.understood}" if named.understood else ""
    return tuple(filter(None, ("; ".join(filter(None, (said, given))), *named.doubts)))
