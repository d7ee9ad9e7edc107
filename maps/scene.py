"""What is to be drawn, as plain values: the page, the printed figure and the report all read this.

Geometries are longitude and latitude in degrees, EPSG:4326, at full precision; lengths are kilometres.
A scene decides nothing: verdicts come from `zones`, and every text that came from outside is kept as
text, only freed of characters that cannot be shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlsplit

import shapely
from shapely.geometry import LineString, Point, shape

from geo.errors import DezoneError
from zones import __version__
from zones.exercises import ROLE_SURFACE
from zones.words import CAVEAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from shapely.geometry.base import BaseGeometry

    from zones.assess import State
    from zones.compare import Counts
    from zones.exercises import Exercise, Place
    from zones.verdict import PlaceVerdict, Verdict, VerdictWord
    from zones.zone import Zone

PRESETS = ("narrow", "central", "broad")
LAND_REGION = "korean_peninsula"
WHOLE_SEA, CUT_SEA = "east_china_sea", "northern_east_china_sea"  # a reading says where the first is cut
TITLE = "Exercises and the de-escalation zone proposed for Northeast Asia in 2017"
ATTRIBUTION = "Made with Natural Earth"
LANGUAGES = ("en", "ko", "zh-Hans", "zh-Hant", "ja", "ru")  #: of the names of seas, straits and places
LONGEST_TEXT = 4000  # characters; a longer text says nothing more to a reader and drowns the page

PlaceKind = Literal["point", "line", "polygon", "named_area", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One of the regions, parted into what every reading holds and what hangs on the reading."""

    id: str
    name: str
    english: str  #: its name in English, in which the rest of the page is written
    certain: BaseGeometry  #: inside under every reading shown
    doubtful: BaseGeometry  #: inside under some readings only; empty for most regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """An edge of a region, with its kind and source."""

    name: str
    kind: str  #: parallel, rhumb_line, coast or border
    source: str
    outer: bool  #: False where both sides are regions of the zone
    left: str  #: what lies on the left when walking along the line: a region or another area
    right: str
    line: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A southern limit that the map shows, and whether it is the one in force."""

    name: str  #: narrow, central, broad, or the latitude
    southern_limit: float  #: degrees north
    in_force: bool
    limit_name: str  #: as verdicts name it
    line: BaseGeometry

    @property
    def label(self) -> str:
        """What is written beside the line: the latitude, and the name if it has another."""
        latitude = degrees_minutes(self.southern_limit, "NS")
        return latitude if self.name == latitude else f"{latitude} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlace:
    """One place of an exercise, as it is drawn."""

    name: str
    role: str
    kind: PlaceKind
    verdict: VerdictWord
    counts: bool  #: False: shown, but no part of the verdict
    position: tuple[float, float] | None  #: where a mark stands; for a named area, its label point
    geometry: BaseGeometry | None  #: what is known of the place; None for a named area
    uncertainty_km: float
    area_id: str | None
    distance_km: float | None
    reason: str
    named: str = ""  #: the area's name as reported, where it is none that the map knows
    surface: str = ""  #: sea, land or any; empty if it is what the role says
    extent: str = ""  #: footprint or locator; empty if it is what the geometry says


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSource:
    """Where it was published; `url` is empty unless it is http or https."""

    title: str
    publisher: str
    date: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An exercise with its verdict, as it is drawn and listed."""

    id: str
    name: str
    start: str
    end: str
    parties: tuple[str, ...]
    kinds: tuple[str, ...]
    verdict: VerdictWord
    readings: Mapping[str, VerdictWord]
    reason: str
    distance_km: float | None  #: signed: negative inside
    nearest_limit: str
    flips: str  #: what would change the verdict; empty if nothing does
    location: str
    verification: str
    notes: str
    doubts: tuple[str, ...]
    places: tuple[EventPlace, ...]
    sources: tuple[EventSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A named area: a region, a sea, a strait, a country."""

    id: str
    name: str
    kind: str  #: as in the data: region, sea, strait, bay, land
    label_kind: str  #: how its name is written: region, sea, strait, country
    label_at: tuple[float, float] | None
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """Land and borders behind the regions."""

    land: tuple[BaseGeometry, ...]
    borders: tuple[BaseGeometry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeAnswer:
    """What a regime says of an exercise and a party."""

    state: State
    lead: str  #: a sentence in the words of the kind of regime; empty if the reason says all
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeShown:
    """A regime that the map can be asked about."""

    id: str
    title: str
    date: str
    about: str  #: what it is, what it asks, and how its zone was read
    regions: bool  #: whether its zone is the five regions
    outline: tuple[BaseGeometry, ...]  #: of its other zones; empty if it asks wherever it is
    answers: tuple[tuple[RegimeAnswer, ...], ...]  #: for each event, in the order of its participants
    counts: Mapping[str, Counts]  #: by party


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Lines for reference, off until they are asked for."""

    id: str
    name: str
    source: str
    caveat: str
    outline: tuple[BaseGeometry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimes:
    """What regimes say of the events of a scene."""

    participants: tuple[tuple[str, ...], ...]  #: of each event, those who conduct it first
    counted: tuple[int, ...]  #: of each event, how many of them the counts hold: none if it was called off
    names: Mapping[str, str]  #: of the participants and of the six
    shown: tuple[RegimeShown, ...]  #: the oldest first
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that a map of the zone shows."""

    title: str
    subtitle: str
    caveat: str
    attribution: str
    version: str
    reading: str
    southern_limit: float
    islands: str
    language: str  #: of the names of seas, straits and places
    data_date: str  #: day on which the limits and regions were last revised
    regions: tuple[Region, ...]
    limits: tuple[Limit, ...]
    outlines: Mapping[str, BaseGeometry]  #: regions under the widest reading; empty where the limits close
    readings: tuple[Reading, ...]
    events: tuple[Event, ...]
    areas: tuple[Area, ...]
    basemap: Basemap
    regimes: Regimes | None = None  #: see `maps.scene_regimes`


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
    events = tuple(_event(exercise, cast("Verdict", zone.check(exercise)), by_id) for exercise in exercises)
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


def degrees_minutes(value: float, hemispheres: str) -> str:
    """Write a latitude or longitude for people, to a tenth of a minute where it is needed.

    Parameters
    ----------
    value : float
        Degrees; negative is south or west.
    hemispheres : str
        The letters for positive and negative values: ``"NS"`` or ``"EW"``.

    Examples
    --------
    >>> degrees_minutes(30.0, "NS"), degrees_minutes(30 + 40 / 60, "NS"), degrees_minutes(-120.9851, "EW")
    ('30°N', '30°40′N', '120°59.1′W')
    """
    tenths = round(abs(value) * 600)
    degrees, tenths = divmod(tenths, 600)
    minutes = f"{tenths // 10:02d}" + (f".{tenths % 10}" if tenths % 10 else "")
    return f"{degrees}°{minutes + '′' if tenths else ''}{hemispheres[value < 0]}"


def distance_words(distance_km: float | None) -> str:
    """Say a signed distance from the limit in words, in km and nautical miles.

    Examples
    --------
    >>> distance_words(-41.3), distance_words(0.42), distance_words(None)
    ('41 km (22 nmi) inside', '0.4 km (0.2 nmi) outside', '')
    """
    if distance_km is None or distance_km != distance_km:  # noqa: PLR0124  NaN is the one value unlike itself
        return ""
    if round(distance_km, 1) == 0:
        return "on the limit"
    km, nmi = abs(distance_km), abs(distance_km) / 1.852
    digits = 0 if km >= 10 else 1
    return f"{km:,.{digits}f} km ({nmi:,.{digits}f} nmi) {'outside' if distance_km > 0 else 'inside'}"


def distance_of_event(event: Event) -> str:
    """Say how far an exercise is from the limit and, where it has several places, which of them is measured.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> near, far, named = (Some(counts=True, distance_km=km) for km in (3.3, 120.0, None))
    >>> distance_of_event(Some(distance_km=3.3, places=(near,)))
    '3.3 km (1.8 nmi) outside'
    >>> distance_of_event(Some(distance_km=3.3, places=(near, far)))
    '3.3 km (1.8 nmi) outside; innermost of 2'
    >>> distance_of_event(Some(distance_km=3.3, places=(near, far, named)))
    '3.3 km (1.8 nmi) outside; innermost of 2 placed, others known by name'
    """
    said = distance_words(event.distance_km)
    counted = [place for place in event.places if place.counts]
    placed = [place for place in counted if place.distance_km is not None]
    if not said or len(counted) < 2:
        return said
    if len(placed) == len(counted):
        return f"{said}; innermost of {len(placed)}"
    which = f"innermost of {len(placed)} placed" if len(placed) > 1 else "the one placed"
    return f"{said}; {which}, others known by name"


def date_words(start: str, end: str) -> str:
    """Write an interval of dates, once where both ends are the same.

    Examples
    --------
    >>> date_words("2017-03-01", "2017-04-30"), date_words("2017-03", ""), date_words("", "")
    ('2017-03-01 – 2017-04-30', '2017-03', 'date unknown')
    """
    if not start and not end:
        return "date unknown"
    if not end or start == end:
        return start
    return f"{start or '?'} – {end}"


def clean_text(text: object) -> str:
    r"""Make text from outside fit to be shown: characters that no page or file may hold become U+FFFD.

    Control characters other than line breaks and tabs, and halves of surrogate pairs, are replaced; a text of
    more than 4,000 characters is cut and ends with an ellipsis. None gives an empty string. Escaping is the
    work of whoever writes the text into a page.

    Examples
    --------
    >>> clean_text("a\x00b\ud800"), clean_text(None), len(clean_text("x" * 9999))
    ('a�b�', '', 4000)
    """
    if text is None:
        return ""
    shown = "".join(letter if _showable(ord(letter)) else "\ufffd" for letter in str(text))
    return shown if len(shown) <= LONGEST_TEXT else shown[: LONGEST_TEXT - 1] + "…"


def web_address(url: object) -> str:
    """Return an address only if it is http or https and names a host; else an empty string.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address("//example.org")
    ('https://example.org/a', '', '')
    """
    text = str(url or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:  # such as an unclosed bracket of an IPv6 host
        return ""
    fine = parts.scheme in {"http", "https"} and parts.hostname and text.isprintable() and " " not in text
    return text if fine and len(text) <= LONGEST_TEXT else ""


def _showable(code: int) -> bool:
    return code in {0x09, 0x0A} or not (
        code < 0x20 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF}
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
        if {entry["left"], entry["right"]} != {CUT_SEA, WHOLE_SEA}
    )


def _widest(zones: Iterable[Zone]) -> Zone:
    return min(zones, key=lambda each: each.southern_limit)


def _readings(zone: Zone, readings: Mapping[str, Zone]) -> tuple[Reading, ...]:
    """Draw the southern limit of each reading across the widest of them."""
    named = dict(readings)
    if all(each.southern_limit != zone.southern_limit for each in readings.values()):
        named[_reading_name(zone)] = zone
    sea = _widest(named.values()).shapes[CUT_SEA]
    return tuple(
        Reading(
            name=name,
            southern_limit=each.southern_limit,
            in_force=each.southern_limit == zone.southern_limit,
            limit_name=_southern_limit_name(each),
            line=_along_parallel(sea, each.southern_limit),
        )
        for name, each in named.items()
    )


def _southern_limit_name(zone: Zone) -> str:
    names = [
        entry["name"] for entry in zone.limits if {entry["left"], entry["right"]} == {CUT_SEA, WHOLE_SEA}
    ]
    return clean_text(names[0]) if names else degrees_minutes(zone.southern_limit, "NS")


def _along_parallel(sea: BaseGeometry, latitude: float) -> BaseGeometry:
    west, _, east, _ = sea.bounds
    parallel = shapely.segmentize(LineString([(west - 1, latitude), (east + 1, latitude)]), 0.1)
    crossing = shapely.intersection(sea, parallel)
    lines = [part for part in shapely.get_parts(crossing) if isinstance(part, LineString)]
    return shapely.line_merge(shapely.multilinestrings(lines))


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
        reason=clean_text(verdict.reason),
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
        return "region" if area_id == LAND_REGION else "sea"
    return {"land": "country", "bay": "strait"}.get(kind, kind)


def _basemap(data: Traversable) -> Basemap:
    land: list[BaseGeometry] = []
    borders: list[BaseGeometry] = []
    for feature in _read(data, "basemap")["features"]:
        (borders if feature["properties"]["kind"] == "border" else land).append(shape(feature["geometry"]))
    return Basemap(land=tuple(land), borders=tuple(borders))


def _name(names: Mapping[str, str], language: str = "en") -> str:
    return clean_text(names.get(language) or names["en"])
