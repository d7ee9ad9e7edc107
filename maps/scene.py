"""What is to be drawn, as plain values: the page, the printed figure and the report all read this.

Geometries are longitude and latitude in degrees, EPSG:4326, at full precision; lengths are kilometres.
`maps.scene_build` makes a scene; it decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from zones.assess import State
    from zones.compare import Counts
    from zones.verdict import VerdictWord

PlaceKind = Literal["point", "line", "polygon", "named_area", "unknown"]
PLACE_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
VERDICTS: tuple[VerdictWord, ...] = ("inside", "partly", "outside", "uncertain")  #: as they are listed


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
    label: str  #: what is written beside the line: the latitude, and the name if it has another
    southern_limit: float  #: degrees north
    in_force: bool
    limit_name: str  #: as verdicts name it
    line: BaseGeometry


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
class Regimes:
    """What regimes say of the events of a scene."""

    participants: tuple[tuple[str, ...], ...]  #: of each event, those who conduct it first
    counted: tuple[int, ...]  #: of each event, how many of them the counts hold: none if it was called off
    names: Mapping[str, str]  #: of the participants and of the six
    shown: tuple[RegimeShown, ...]  #: the oldest first
    layers: tuple[Layer, ...]


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
class RegimeAnswer:
    """What a regime says of an exercise and a party."""

    state: State
    lead: str  #: a sentence in the words of the kind of regime; empty if the reason says all
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Lines for reference, off until they are asked for."""

    id: str
    name: str
    source: str
    caveat: str
    outline: tuple[BaseGeometry, ...]
