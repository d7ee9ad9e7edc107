"""How a scene is made of a zone, exercises and the bundled areas.

Verdicts come from `zones`; every text that came from outside is kept as text, only freed of characters that
cannot be shown.
"""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import tee
from typing import TYPE_CHECKING, Any, cast

import shapely
from shapely.geometry import LineString, Point, shape

from geo.errors import DezoneError
from maps.safe_text import clean_text, isolated, web_address
from maps.scene import Area, Basemap, Event, EventPlace, EventSource, Limit, Reading, Region, Scene
from maps.scene_words import degrees_minutes
from zones import __version__
from zones.exercises import ROLE_SURFACE
from zones.readings import PRESETS
from zones.words import CAVEAT
from zones.zone import CUT_ID, REGION_IDS, UNCUT_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from shapely.geometry.base import BaseGeometry

    from maps.scene import PlaceKind
    from zones.exercises import Exercise, Place
    from zones.verdict import PlaceVerdict, Verdict
    from zones.zone import Zone

LAND_ID = REGION_IDS[0]  # the one region that is land

TITLE = "Exercises and the de-escalation zone proposed for Northeast Asia in 2017"
ATTRIBUTION = "Made with Natural Earth"
LANGUAGES = ("en", "ko", "zh-Hans", "zh-Hant", "ja", "ru")  #: of the names of seas, straits and places


def make_scene(
    zone: Zone,
    exercises: Iterable[Exercise],
    *,
    readings: Mapping[str, Zone] | None = None,
    language: str = "en",
    data: Traversable | None = None,
) -> Scene:
    """Gather what a map of the zone and of these exercises shows.

    Parameters
    ----------
    zone : Zone
        The zone under the reading in force; it gives every verdict.
    exercises : iterable of Exercise
        May be empty: the map then shows the zone alone.
    readings : mapping of str to Zone, optional
        The readings that the map compares. By default the three presets, with the islands of `zone`.
    language : {"en", "ko", "zh-Hans", "zh-Hant", "ja", "ru"}
        Language of the names of seas, straits and places; all other texts are English.
    data : Traversable, optional
        Folder that holds ``regions.geojson``, ``areas.geojson``, ``land.geojson`` and ``basemap.geojson``; by
        default the bundled one.

    Returns
    -------
    Scene
        Geometries in degrees, EPSG:4326, as precise as those of the zone.

    Raises
    ------
    DezoneError
        If the language is not one of these.

    Examples
    --------
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> scene = make_scene(load_zone(), [find(load_exercises(), "joint-sea-2017-pacific")])
    >>> scene.events[0].verdict, [region.name for region in scene.regions][1]
    ('partly', 'Sea of Japan / East Sea')
    """
    if language not in LANGUAGES:
        raise DezoneError(f"no names in {language!r}: choose one of {', '.join(LANGUAGES)}")
    data = data or files("zones") / "data"
    readings = _presets(zone) if readings is None else readings
    areas = tuple(
        _area(feature, language)
        for name in ("regions", "areas", "land")
        for feature in _read(data, name)["features"]
    )
    by_id = {area.id: area for area in areas}
    shown, asked = tee(exercises)
    verdicts = cast("list[Verdict]", zone.check(asked))
    events = tuple(_event(*judged, by_id) for judged in zip(shown, verdicts, strict=True))
    return Scene(
        title=TITLE,
        subtitle=_subtitle(zone),
        caveat=CAVEAT,
        attribution=ATTRIBUTION,
        version=__version__,
        reading=_reading_name(zone),
        southern_limit=zone.southern_limit,
        islands=zone.islands,
        language=language,
        data_date=clean_text(_read(data, "regions")["about"]["date"]),
        regions=_regions(zone, readings, language),
        limits=_limits(zone, readings),
        outlines={} if zone.islands == "sea" else _widest([zone, *readings.values()]).shapes,
        readings=_readings(zone, readings),
        events=events,
        areas=areas,
        basemap=_basemap(data),
    )


def _presets(zone: Zone) -> dict[str, Zone]:
    from zones import load_zone  # noqa: PLC0415  only where no readings are given

    return {name: load_zone(reading=name, islands=zone.islands) for name in PRESETS}


def _reading_name(zone: Zone) -> str:
    return zone.reading or degrees_minutes(zone.southern_limit, "NS")


def _subtitle(zone: Zone) -> str:
    """Name the reading in force and what it means."""
    limit = degrees_minutes(zone.southern_limit, "NS")
    reading = f"{zone.reading.capitalize()} reading" if zone.reading else "Reading on request"
    islands = {
        "sea": "small islands count as the sea around them",
        "land": "islands follow their state",
    }.get(zone.islands, zone.islands)
    return f"{reading}: the northern East China Sea ends at {limit}; {islands}."


# The zone


def _regions(zone: Zone, readings: Mapping[str, Zone], language: str) -> tuple[Region, ...]:
    zones = [zone, *readings.values()]
    regions = []
    for region_id in zone.region_ids:
        shapes = [each.shapes[region_id] for each in zones]
        # Readings differ by a cut along a parallel, so the shortest and the longest shape hold all others.
        ordered = sorted(shapes, key=lambda one: one.bounds[1] if not one.is_empty else 90.0)
        widest, certain = ordered[0], ordered[-1]
        doubtful = (
            shapely.difference(widest, certain) if widest.bounds != certain.bounds else shapely.Polygon()
        )
        names = zone.names(region_id)
        regions.append(
            Region(
                id=region_id,
                name=_name(names, language),
                english=_name(names),
                certain=certain,
                doubtful=doubtful,
            )
        )
    return tuple(regions)


def _limits(zone: Zone, readings: Mapping[str, Zone]) -> tuple[Limit, ...]:
    """Take the edges of the widest reading, which holds those of all others.

    The southern limits are left to `_readings`: they hang on the reading, the others do not.
    """
    return tuple(
        Limit(
            name=clean_text(entry["name"]),
            kind=entry["kind"],
            source=clean_text(entry["source"]),
            outer=entry["outer"],
            left=entry["left"],
            right=entry["right"],
            line=entry["geometry"],
        )
        for entry in _widest([zone, *readings.values()]).limits
        if {entry["left"], entry["right"]} != {CUT_ID, UNCUT_ID}
    )


def _widest(zones: Iterable[Zone]) -> Zone:
    return min(zones, key=lambda each: each.southern_limit)


def _readings(zone: Zone, readings: Mapping[str, Zone]) -> tuple[Reading, ...]:
    """Draw the southern limit of each reading across the widest of them."""
    named = dict(readings)
    if all(each.southern_limit != zone.southern_limit for each in readings.values()):
        named[_reading_name(zone)] = zone
    sea = _widest(named.values()).shapes[CUT_ID]
    return tuple(
        Reading(
            name=name,
            label=_label(name, degrees_minutes(each.southern_limit, "NS")),
            southern_limit=each.southern_limit,
            in_force=each.southern_limit == zone.southern_limit,
            limit_name=_southern_limit_name(each),
            line=_along_parallel(sea, each.southern_limit),
        )
        for name, each in named.items()
    )


def _label(name: str, latitude: str) -> str:
    return latitude if name == latitude else f"{latitude} {name}"


def _southern_limit_name(zone: Zone) -> str:
    names = [entry["name"] for entry in zone.limits if {entry["left"], entry["right"]} == {CUT_ID, UNCUT_ID}]
    return clean_text(names[0]) if names else degrees_minutes(zone.southern_limit, "NS")


def _along_parallel(sea: BaseGeometry, latitude: float) -> BaseGeometry:
    west, _, east, _ = sea.bounds
    parallel = shapely.segmentize(LineString([(west - 1, latitude), (east + 1, latitude)]), 0.1)
    crossing = shapely.intersection(sea, parallel)
    lines = [part for part in shapely.get_parts(crossing) if isinstance(part, LineString)]
    return shapely.line_merge(shapely.multilinestrings(lines))


# Exercises


def _event(exercise: Exercise, verdict: Verdict, areas: Mapping[str, Area]) -> Event:
    limit = verdict.nearest_limit or {}
    return Event(
        id=clean_text(exercise.id),
        name=clean_text(exercise.name) or clean_text(exercise.id),
        start=clean_text(exercise.start),
        end=clean_text(exercise.end),
        parties=tuple(map(clean_text, exercise.parties)),
        kinds=tuple(map(clean_text, exercise.kinds)),
        verdict=verdict.verdict,
        readings=verdict.readings,
        reason=isolated(clean_text(verdict.reason), (clean_text(place.name) for place in exercise.places)),
        distance_km=verdict.distance_km,
        nearest_limit=clean_text(limit.get("name")),
        flips=_flips(verdict),
        location=clean_text(exercise.location_reported),
        verification=clean_text(exercise.verification).replace("_", " "),
        notes=clean_text(exercise.notes),
        doubts=tuple(dict.fromkeys(map(clean_text, (*exercise.doubts, *verdict.doubts)))),
        places=tuple(
            _place(place, judged, areas)
            for place, judged in zip(exercise.places, verdict.places, strict=True)
        ),
        sources=tuple(
            EventSource(
                title=clean_text(source.title),
                publisher=clean_text(source.publisher),
                date=clean_text(source.date),
                url=web_address(source.url),
            )
            for source in exercise.sources
        ),
    )


def _flips(verdict: Verdict) -> str:
    if verdict.flips_at_lat is not None:
        return (
            f"Another southern limit: the verdict changes at {degrees_minutes(verdict.flips_at_lat, 'NS')}."
        )
    if verdict.depends_on:
        return f"Another choice of {', '.join(map(clean_text, verdict.depends_on)).replace('_', ' ')}."
    return ""


def _place(place: Place, judged: PlaceVerdict, areas: Mapping[str, Area]) -> EventPlace:
    area = areas.get(judged.named_area or "")
    kind, position = _stands_at(place.geometry, area)
    return EventPlace(
        name=clean_text(place.name) or (area.name if area else ""),
        role=clean_text(place.role).replace("_", " "),
        kind=kind,
        verdict=judged.verdict,
        counts=judged.counts,
        position=position,
        geometry=place.geometry,
        uncertainty_km=place.uncertainty_km,
        area_id=area.id if area else None,
        distance_km=judged.distance_km,
        reason=clean_text(judged.reason),
        named="" if area else clean_text(place.named_area),
        surface="" if place.surface == ROLE_SURFACE.get(place.role, "any") else place.surface,
        extent=""
        if place.extent == ("footprint" if kind in {"line", "polygon"} else "locator")
        else place.extent,
    )


def _stands_at(
    geometry: BaseGeometry | None, area: Area | None
) -> tuple[PlaceKind, tuple[float, float] | None]:
    """Find what a place is drawn as and where its mark stands: never a false point in a named area."""
    if geometry is None or geometry.is_empty:
        return ("named_area", area.label_at) if area and area.label_at else ("unknown", None)
    if isinstance(geometry, Point):
        return "point", (geometry.x, geometry.y)
    if geometry.geom_type in {"LineString", "MultiLineString"}:
        longest = max(shapely.get_parts(geometry), key=lambda part: part.length)
        middle = longest.interpolate(0.5, normalized=True)
        return "line", (middle.x, middle.y)
    inner = geometry.representative_point()
    return "polygon", (inner.x, inner.y)


# Areas and ground


def _read(data: Traversable, name: str) -> dict[str, Any]:
    collection: dict[str, Any] = json.loads((data / f"{name}.geojson").read_text("utf-8"))
    return collection


def _area(feature: Mapping[str, Any], language: str) -> Area:
    properties = feature["properties"]
    at = properties.get("label_at")
    return Area(
        id=properties["id"],
        name=_name(properties["names"], language),
        kind=properties["kind"],
        label_kind=_label_kind(properties["id"], properties["kind"]),
        label_at=(at[0], at[1]) if at else None,
        geometry=shape(feature["geometry"]) if feature.get("geometry") else None,
    )


def _label_kind(area_id: str, kind: str) -> str:
    """Write seas as seas, whether or not they are regions of the zone; bays as small as straits."""
    if kind == "region":
        return "region" if area_id == LAND_ID else "sea"
    return {"land": "country", "bay": "strait"}.get(kind, kind)


def _basemap(data: Traversable) -> Basemap:
    land: list[BaseGeometry] = []
    borders: list[BaseGeometry] = []
    for feature in _read(data, "basemap")["features"]:
        (borders if feature["properties"]["kind"] == "border" else land).append(shape(feature["geometry"]))
    return Basemap(land=tuple(land), borders=tuple(borders))


def _name(names: Mapping[str, str], language: str = "en") -> str:
    return clean_text(names.get(language) or names["en"])
