"""Zones of regimes: built from the regions, a land and a distance, a line and a distance, or two parallels.

Each is drawn from what its text says, under choices where the text is silent (`Choice`): a southern limit,
a distance at sea, the ends of a line, a meridian to seaward. `alternatives` gives the other choices to try,
so that an answer can say on which of them it hangs. Longitude and latitude in degrees (EPSG:4326); lengths
in km.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import shapely

from geo.positions import format_latitude
from zones import areas, possible, store
from zones.readings import HIGHEST_SOUTHERN_LIMIT, PRESETS, Reading
from zones.verdict import counts
from zones.zone import Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from geo.edges import Edges
    from zones.exercises import Exercise, Place
    from zones.readings import Islands
    from zones.regimes import ZoneOf
    from zones.verdict import Answer

SOUTHERN_LIMITS = (HIGHEST_SOUTHERN_LIMIT, 32.0, 31.0, *PRESETS.values(), 28.0)
"""Southern limits to try: from none of the East China Sea to its northern half."""

_SMALL_KM2 = 100.0  # Baengnyeong-do has 46, Ganghwa-do 300
_MIDDLE = (131.0, 39.0)  # of the five regions
_FAR_KM = 4000.0  # from there on nobody speaks of Northeast Asia: the Baltic, Hawaii, Australia
_SIMPLER_DEG = 0.005  # a coast that is widened by tens of kilometres needs no finer bends


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How what a text leaves open is read; what is None follows the file of the regime.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> korea = load_regimes()["cn-dual-2017"].zone("korea")
    >>> label(korea, Choice()), label(korea, Choice(distance_km=370))
    ('100 km from the land', '370 km from the land')
    """

    southern_limit: float = PRESETS["central"]  #: of the five regions, degrees north
    islands: Islands = "sea"
    unlimited: bool = False  #: “Northeast Asia” without the five names: beyond them nothing can be said
    distance_km: float | None = None  #: from a land, where the text gives none
    seaward_lon: float | None = None
    ends: Literal["round", "flat"] = "round"  #: of a line: all points within the distance, or square to it


class Presence(NamedTuple):
    """Whether places lie in a zone.

    Examples
    --------
    >>> from zones.exercises import Place
    >>> from zones.regime_files import load_regimes
    >>> zone = load_regimes()["expanded-2017"].zone("five-seas")
    >>> inside, outside = (Place(geometry=shapely.Point(123.5, lat)) for lat in (36.0, 20.0))
    >>> presence([inside, outside], zone, Choice())
    Presence(touches='yes', within='no', share=0.5)
    """

    touches: Answer
    within: Answer
    share: float | None  #: of the possible area, length or points; not a probability


def outline(zone: ZoneOf, choice: Choice) -> BaseGeometry:
    """Draw a zone as a polygon in degrees (EPSG:4326).

    Raises
    ------
    DezoneError
        If a choice is out of range.

    Examples
    --------
    >>> from geo.geodesy import area_km2
    >>> from zones.regime_files import load_regimes
    >>> ground = load_regimes()["cma-2018"].zone("ground")
    >>> 2_200 < area_km2(outline(ground, Choice())) < 2_400
    True
    """
    return _drawn(_built_alike(zone), _that_matter(zone, choice))


@cache
def _built_alike(zone: ZoneOf) -> ZoneOf:
    """Leave out the words about a zone: several regimes have zones that are built alike, each drawn once."""
    return replace(zone, id="", assumption="", try_km=(), try_lon=())


def _that_matter(zone: ZoneOf, choice: Choice) -> Choice:
    """Leave out the choices that another kind of zone needs, so that each is drawn once."""
    if zone.build == "regions":
        return replace(Choice(), southern_limit=choice.southern_limit, islands=choice.islands)
    if zone.build == "land_and_distance":
        return replace(Choice(), distance_km=choice.distance_km)
    if zone.build == "parallels":
        return replace(Choice(), seaward_lon=choice.seaward_lon)
    return replace(Choice(), ends=choice.ends)


@cache
def _drawn(zone: ZoneOf, choice: Choice) -> BaseGeometry:
    drawn: BaseGeometry
    if zone.build == "regions":
        reading = Reading(southern_limit=choice.southern_limit, islands=choice.islands)
        drawn = shapely.union_all(list(Zone(reading).shapes.values()))
    elif zone.build == "land_and_distance":
        distance_km = zone.distance_km if choice.distance_km is None else choice.distance_km
        drawn = _land_and_sea(zone.lands, distance_km)
    elif zone.build == "line_buffer":
        drawn = _along(zone.line, zone.distance_km, choice.ends)
        if zone.side == "east":
            drawn = shapely.intersection(drawn, shapely.box(zone.split_lon or 0.0, -90, 180, 90))
        elif zone.side == "west":
            drawn = shapely.intersection(drawn, shapely.box(-180, -90, zone.split_lon or 0.0, 90))
    else:
        west = -180.0 if zone.west is None else zone.west
        east = 180.0 if zone.east is None else zone.east
        if choice.seaward_lon is not None:
            west, east = (choice.seaward_lon, east) if zone.west is not None else (west, choice.seaward_lon)
        band = shapely.box(west, zone.south or 0.0, east, zone.north or 0.0)
        drawn = shapely.intersection(shapely.union_all([areas.outline(zone.sea), *_small_islands()]), band)
    shapely.prepare(drawn)
    return drawn


def _land_and_sea(lands: tuple[str, ...], distance_km: float) -> BaseGeometry:
    """Give lands with their islands and the sea within a distance of them, without the land of others."""
    from geo.shapes import widen  # noqa: PLC0415 brings pyproj

    own = shapely.union_all([areas.outline(land) for land in lands])
    if not distance_km:
        return own
    wide = widen(shapely.simplify(own, _SIMPLER_DEG), distance_km)
    return shapely.union_all([own, areas.cut_to_surface(wide, "sea")])


def _small_islands() -> list[BaseGeometry]:
    """Give the Korean islands that count as the sea around them in the zones of 2018: below 100 km²."""
    from geo.geodesy import area_km2  # noqa: PLC0415 brings pyproj

    parts = [
        part for land in ("south_korea", "north_korea") for part in shapely.get_parts(areas.outline(land))
    ]
    return [part for part in parts if area_km2(part) < _SMALL_KM2]


def _along(line_id: str, distance_km: float, ends: str) -> BaseGeometry:
    """Give all points within a distance of a line; with flat ends, only those beside it."""
    from geo.shapes import widen  # noqa: PLC0415 brings pyproj

    line = store.geometry(LINES, line_id)
    wide = widen(line, distance_km)
    if ends == "round":
        return wide
    return shapely.difference(wide, shapely.union_all([_beyond(line, end, distance_km) for end in (0, -1)]))


def _beyond(line: BaseGeometry, end: int, distance_km: float) -> BaseGeometry:
    """Give the half disc beyond an end of a line, square to its general direction.

    The last kilometres of a line that winds say little of where it goes: the direction is that from
    the point half the distance before.
    """
    from geo.geodesy import azimuth_and_km, destination  # noqa: PLC0415 bring pyproj

    points = shapely.get_coordinates(line)
    if end == 0:
        points = points[::-1]
    tip = points[-1]
    _, away_km = azimuth_and_km(*tip, *points.T)
    far = np.flatnonzero(away_km >= distance_km / 2)
    before = points[far[-1]] if len(far) else points[0]
    azimuth_deg = float(np.atleast_1d(azimuth_and_km(*before, *tip)[0])[0])
    reach_km = 1.5 * distance_km
    turns = (-90, -45, 0, 45, 90)
    corners = destination(np.tile(tip, (5, 1)), [azimuth_deg + turn for turn in turns], [reach_km] * 5)
    return shapely.Polygon([tip, *corners])


LINES = "regimes/lines.geojson"
"""Lines that zones are built from, and lines and areas that are only for reference."""


def overlaps(geometry: BaseGeometry) -> dict[str, tuple[float, float]]:
    """Measure how much of an area lies in each region under the central reading, and how much of the region.

    Parameters
    ----------
    geometry : shapely geometry
        An area, EPSG:4326.

    Returns
    -------
    dict
        For each region that it meets: the common area in km², and its share of the region.

    Examples
    --------
    >>> found = overlaps(store.geometry(LINES, "triangle"))
    >>> list(found), round(found["bohai_gulf"][1], 1)
    (['yellow_sea', 'bohai_gulf'], 0.6)
    """
    from geo.geodesy import area_km2  # noqa: PLC0415 brings pyproj

    found = {}
    for region, shape in Zone().shapes.items():
        common = float(area_km2(shapely.intersection(shape, geometry)))
        if common > 0:
            found[region] = common, common / float(area_km2(shape))
    return found


def alternatives(zone: ZoneOf, choice: Choice) -> dict[str, Choice]:
    """Give the other choices to try, one at a time, each with its name.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> list(alternatives(load_regimes()["cn-dual-2017"].zone("korea"), Choice()))
    ['0 km from the land', '200 km from the land', '370 km from the land']
    """
    tried: list[Choice] = []
    if zone.build == "regions":
        tried = [replace(choice, southern_limit=lat, unlimited=False) for lat in SOUTHERN_LIMITS]
        tried += [replace(choice, unlimited=True)]
    elif zone.build == "land_and_distance":
        tried = [replace(choice, distance_km=km) for km in zone.try_km]
    elif zone.build == "line_buffer":
        tried = [replace(choice, ends="round"), replace(choice, ends="flat")]
    elif zone.build == "parallels":
        tried = [replace(choice, seaward_lon=lon) for lon in (None, *zone.try_lon)]
    named = {label(zone, each): each for each in tried}
    named.pop(label(zone, choice), None)
    return named


def label(zone: ZoneOf, choice: Choice) -> str:
    """Name a choice as an answer shows it.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> label(load_regimes()["expanded-2017"].zone("five-seas"), Choice(southern_limit=29.0))
    'broad (29°00′N)'
    """
    if zone.build == "regions":
        preset = next((name for name, lat in PRESETS.items() if lat == choice.southern_limit), None)
        lat = format_latitude(choice.southern_limit)
        named = f"{preset} ({lat})" if preset else lat
        return f"Northeast Asia without limit ({named} for the five names)" if choice.unlimited else named
    if zone.build == "land_and_distance":
        km = zone.distance_km if choice.distance_km is None else choice.distance_km
        return f"{km:g} km from the land"
    if zone.build == "parallels":
        lon = choice.seaward_lon
        lon = lon if lon is not None else zone.west if zone.west is not None else zone.east
        return f"to {lon:g}°E" if lon is not None else "to the shores of the sea"
    return f"within {zone.distance_km:g} km of the line, {choice.ends} ends"


def presence(places: Iterable[Place], zone: ZoneOf, choice: Choice) -> Presence:
    """Tell whether any, and whether all, of some places lie in a zone.

    Any place that touches is enough to touch; the share is the mean over the places that are known. Without a
    known place the answers are ``unknown`` and the share is None.

    Examples
    --------
    >>> from zones.exercises import Place
    >>> from zones.regime_files import load_regimes
    >>> ground = load_regimes()["cma-2018"].zone("ground")
    >>> near, far = (Place(geometry=shapely.Point(126.68, lat)) for lat in (37.95, 36.0))
    >>> presence([near, far], ground, Choice())
    Presence(touches='yes', within='no', share=0.5)
    """
    each = [presence_of(place, zone, choice) for place in places]
    if not each:
        return Presence("unknown", "unknown", None)
    touches, within = {one.touches for one in each}, {one.within for one in each}
    shares = [one.share for one in each if one.share is not None]
    return Presence(
        "yes" if "yes" in touches else "unknown" if "unknown" in touches else "no",
        "no" if "no" in within else "unknown" if "unknown" in within else "yes",
        float(np.mean(shares)) if shares else None,
    )


def counting(exercise: Exercise) -> list[Place]:
    """Give the places that decide: ports and air bases beside others do not, as in `zones.verdict`.

    Examples
    --------
    >>> from zones.exercises import Exercise, Place
    >>> port = Place(geometry=shapely.Point(131.88, 43.11), role="port", name="port")
    >>> sea = Place(named_area="sea_of_japan", role="sea_area", name="sea")
    >>> [place.name for place in counting(Exercise(id="a", name="", places=(port, sea)))]
    ['sea']
    """
    known = [place for place in exercise.places if not shapely.is_empty(_positions(place))]
    return [place for place in known if counts(place, exercise.places)] or known


def presence_of(place: Place, zone: ZoneOf, choice: Choice) -> Presence:
    """Tell whether a place lies in a zone: the rules of `zones.verdict`, for any zone.

    Examples
    --------
    >>> from zones.exercises import Place
    >>> from zones.regime_files import load_regimes
    >>> ground = load_regimes()["cma-2018"].zone("ground")
    >>> presence_of(Place(geometry=shapely.Point(126.68, 37.95)), ground, Choice())
    Presence(touches='yes', within='yes', share=1.0)
    """
    found = _found(place, _built_alike(zone), _that_matter(zone, choice))
    if choice.unlimited and zone.build == "regions" and not (found.touches == "no" and _is_far(place)):
        # Whether a place beyond the five names is in Northeast Asia, nobody has said.
        unknown: Answer = "unknown"
        return Presence(
            found.touches if found.touches == "yes" else unknown,
            found.within if found.within == "yes" else unknown,
            found.share,
        )
    return found


@cache
def _is_far(place: Place) -> bool:
    """Tell whether all of a place is so far away that no reading of “Northeast Asia” holds it."""
    from geo.geodesy import distance_km  # noqa: PLC0415 brings pyproj

    return bool((distance_km(_MIDDLE, shapely.get_coordinates(_positions(place))) > _FAR_KM).all())


@cache
def _positions(place: Place) -> BaseGeometry:
    return possible.possible_positions(place)[0]


@cache
def _margins(zone: ZoneOf, choice: Choice) -> tuple[BaseGeometry, BaseGeometry]:
    """Give the zone without and with the 50 m beside its limit that do not count."""
    whole = _drawn(zone, choice)
    both = (
        shapely.buffer(whole, -possible.TOLERANCE_DEG, quad_segs=1),
        shapely.buffer(whole, possible.TOLERANCE_DEG, quad_segs=1),
    )
    for each in both:
        shapely.prepare(each)
    return both


@cache
def _found(place: Place, zone: ZoneOf, choice: Choice) -> Presence:
    where = _positions(place)
    if shapely.is_empty(where):
        return Presence("unknown", "unknown", None)
    whole = _drawn(zone, choice)
    inner, outer = (whole, whole) if shapely.get_dimensions(where) == 0 else _margins(zone, choice)
    if shapely.covers(outer, where):
        return Presence("yes", "yes", 1.0)
    if not shapely.intersects(inner, where):
        return Presence("no", "no", 0.0)
    common = shapely.intersection(where, whole)
    share = min(1.0, possible.size(common) / possible.size(where))
    if place.extent != "footprint" or place.geometry is None:
        return Presence("unknown", "unknown", share)
    if not place.uncertainty_km:
        return Presence("yes", "no", share)
    lon, lat = possible.samples(place.geometry).T
    beyond_doubt = _edges(zone, choice).nearest(lon, lat)[0] > place.uncertainty_km
    in_zone = shapely.intersects_xy(whole, lon, lat)
    return Presence(
        "yes" if (beyond_doubt & in_zone).any() else "unknown",
        "no" if (beyond_doubt & ~in_zone).any() else "unknown",
        share,
    )


@cache
def _edges(zone: ZoneOf, choice: Choice) -> Edges:
    """Give the limit of a zone, to be asked for the nearest point."""
    from geo.edges import Edges  # noqa: PLC0415 brings pyproj

    rings = shapely.get_parts(shapely.boundary(_drawn(zone, choice)))
    return Edges.from_lines(map(shapely.get_coordinates, rings))
