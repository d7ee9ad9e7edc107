"""Exercises and their places: frozen values, and how they are read from files and the catalogue.

The small values are named tuples, which are made in a tenth of the time that a dataclass takes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon

from geo.errors import DezoneError, InputFileError, PositionError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import geopandas
    from shapely.geometry.base import BaseGeometry

    from geo.faults import Fault
    from geo.positions import Position
    from geo.records import Record
    from zones.gazetteer import Resolution

Surface = Literal["sea", "land", "any"]
Extent = Literal["footprint", "locator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of an exercise: a geometry, a named area, or both; with its doubt."""

    geometry: BaseGeometry | None = None  #: longitude, latitude, EPSG:4326; None: only a name is known
    uncertainty_km: float = 0.0  #: radius within which the truth lies
    named_area: str | None = None  #: identifier of a named area: ``yellow_sea``
    surface: Surface = "any"
    extent: Extent = "locator"  #: footprint: the geometry is the area used; locator: somewhere in it
    role: str = "area"
    name: str = ""
    basis: str = ""  #: where the geometry comes from: ``published_coordinates``
    precision_km: float = 0.0  #: what the digits of a written position leave open; no part of the verdict


class Source(NamedTuple):
    """Where a statement was published."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


class Scale(NamedTuple):
    """How large: in words, and in figures where one can be defended."""

    text: str = ""
    personnel: int | None = None
    ships: int | None = None
    aircraft: int | None = None
    unit: str = ""  #: largest unit that takes part as a whole: ``battalion``, ``regiment`` and so on


class Launch(NamedTuple):
    """One missile or launcher."""

    id: str
    weapon: str = ""
    weapon_class: str = ""
    time_utc: str = ""  #: YYYY-MM-DDThh:mmZ
    distance_km: float | None = None
    apogee_km: float | None = None
    bearing_deg: float | None = None
    outcome: str = ""


class Claim(NamedTuple):
    """What a party says and others dispute."""

    about: str
    claimant: str  #: ISO 3166-1 alpha-3 for a state, else a name
    statement: str
    date: str = ""
    source: Source | None = None


class Erratum(NamedTuple):
    """A slip in a known text, kept so that nobody takes it over."""

    where: str
    printed: str
    correct: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A military exercise or test that was announced or reported."""

    id: str
    name: str
    places: tuple[Place, ...]
    start: str = ""  #: first day, local: YYYY-MM-DD, YYYY-MM or YYYY
    end: str = ""  #: last day, local, itself included; may be as coarse as the start
    parties: tuple[str, ...] = ()  #: ISO 3166-1 alpha-3
    kinds: tuple[str, ...] = ()
    series: str = ""
    sources: tuple[Source, ...] = ()
    location_reported: str = ""
    verification: str = ""
    notes: str = ""
    parties_complete: bool = True  #: False: of a large event only states of interest are listed
    other_participants: tuple[str, ...] = ()  #: states with small contingents, staff or observers
    scale: Scale = Scale()  # noqa: RUF009 a tuple never changes
    date_utc: str = ""  #: day or instant in UTC where it differs or is published
    evidence: str = ""  #: ``planned``, ``warned``, ``reported``, ``confirmed`` or ``cancelled``
    clause: str = ""  #: what the proposal asks: ``area_exercise``, ``dprk_test`` and so on
    launches: tuple[Launch, ...] = ()
    claims: tuple[Claim, ...] = ()
    errata: tuple[Erratum, ...] = ()
    unverified_details: tuple[str, ...] = ()
    confidence: str = ""  #: ``high``, ``medium`` or ``low``
    doubts: tuple[str, ...] = ()  #: what reading the record had to assume


ROLE_SURFACE: dict[str, Surface] = {
    **dict.fromkeys(("sea_area", "closure_area", "strait", "impact_area"), "sea"),
    **dict.fromkeys(("range", "base", "headquarters", "launch_site", "firing_site"), "land"),
}
"""Where a place of a role is expected: corners of closed areas often lie on land, ranges not at sea."""

STAND_IN_BASES = frozenset({"sea_centre", "host_country_centre"})
"""Bases of a geometry that stands in for a named area: the area is used, never the point at its centre."""

_UNITS_KM = {"km": 1.0, "m": 0.001, "nm": 1.852, "nmi": 1.852, "海里": 1.852}
_LENGTH = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)\s*(?P<unit>{'|'.join(_UNITS_KM)})?", re.IGNORECASE
)
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")


def load_exercises() -> list[Exercise]:
    """Load the bundled catalogue, in the order of its start dates.

    Examples
    --------
    >>> next(e for e in load_exercises() if e.id == "joint-sea-2017-pacific").parties
    ('CHN', 'RUS')
    """
    from zones import store  # noqa: PLC0415 reads files

    return [_from_entry(entry) for entry in store.document("exercises.json")["exercises"]]


def read_exercises(source: str) -> tuple[list[Exercise], list[Fault]]:
    """Read exercises from a file of any usual kind, or from standard input (``-``).

    Features and rows may carry ``id``, ``name``, ``start``, ``end``, ``parties``, ``kinds``,
    ``uncertainty_km``, ``named_area``, ``role``, ``surface``, ``extent``; usual other names, ACLED exports
    and Darwin Core are translated (`zones.importers`). Without a geometry ``named_area`` may be any name of
    the gazetteer (`zones.gazetteer`), and what was understood is a doubt. Several with one ``id``, or a
    GeometryCollection, are one exercise with several places. Entries of our own catalogue, and of other
    JSON with ``entries`` or ``exercises`` that hold ``places``, are read as well; of a record without a
    place its ``text`` is read as a warning, ``issued`` tells when it was given out.

    Returns
    -------
    exercises, faults
        What could be read, and what is wrong with the rest. A fault of a date or a party does not
        lose its exercise: the verdict needs only the place.

    Raises
    ------
    InputFileError
        If nothing of the file can be read.
    """
    from geo.files import read_records  # noqa: PLC0415 a position on the command line needs no files
    from zones.importers import translated  # noqa: PLC0415 likewise

    records, faults = read_records(source, named_by=["named_area"])
    pieces: list[tuple[Record, tuple[str, ...]]] = []
    for record in records:
        values, notes = translated(record.properties)
        known = record if values is record.properties else replace(record, properties=values)
        if named := _named_place(values, record.geometry):
            notes = (*notes, *_understood(named, values))
        pieces += [(piece, notes) for piece in _unpacked(known)]
    taken = {str(piece.properties["id"]) for piece, _ in pieces if "id" in piece.properties}
    groups: dict[tuple[str, int], list[Record]] = {}
    assumed: dict[tuple[str, int], dict[str, None]] = {}
    for number, (piece, notes) in enumerate(pieces, start=1):
        if piece.geometry is not None and "places" in piece.properties:
            kept = {key: value for key, value in piece.properties.items() if key != "places"}
            piece = replace(piece, properties=kept)  # noqa: PLW2901 the geometry of a feature is its place
        values = piece.properties
        name = str(values["id"]) if "id" in values else _free(f"{Path(piece.file).stem}-{number}", taken)
        key = (name, number if "places" in values else 0)  # an entry with places is whole
        groups.setdefault(key, []).append(piece)
        assumed.setdefault(key, {}).update(dict.fromkeys(notes))
    exercises = []
    for key, group in groups.items():
        warned = _warned(key[0], group[0]) if len(group) == 1 else None
        if warned and warned.places:
            exercises.append(warned)
            continue
        found = list(_faults_of(group))
        faults += found
        told = (
            fault for fault in found if not (fault.field == "geometry" and "places" in group[0].properties)
        )
        doubts = (
            *(warned.doubts if warned else ()),
            *assumed[key],
            *(f"{fault.field}: {fault.problem}" for fault in told),
        )
        values = {**group[0].properties, "id": key[0]}
        if "places" in values:
            exercise = _from_entry(values)
            exercise = replace(exercise, doubts=exercise.doubts + doubts)
        else:
            places = tuple(
                place for record in group for place in _places_of(record.properties, record.geometry)
            )
            exercise = _exercise(key[0], values, places, doubts)
        exercises.append(exercise)
    return exercises, faults


def _warned(key: str, record: Record) -> Exercise | None:
    """Read the words of a warning where a record has them and no place of its own."""
    values = record.properties
    words = values.get("text")
    if (
        record.geometry is not None
        or "places" in values
        or values.get("named_area")
        or not isinstance(words, str)
    ):
        return None
    from geo.notices.dates import reference_of  # noqa: PLC0415 only for warnings
    from zones.notices import issued_by_identifier, read_exercise  # noqa: PLC0415 likewise

    try:
        issued = reference_of(str(values.get("issued") or "")) or issued_by_identifier(key)
    except DezoneError:
        issued = None
    exercise = read_exercise(words, issued, key)
    name = str(values.get("name") or exercise.name)
    return replace(exercise, name=name, parties=_words(values.get("parties")))


def _free(name: str, taken: Collection[str]) -> str:
    """Make a name that is not taken."""
    while name in taken:
        name += "-"
    return name


def from_geometry(geometry: BaseGeometry) -> Exercise:
    """Make an exercise of a bare geometry: a point is a place, a line or an area a footprint.

    Raises
    ------
    PositionError
        If a latitude is beyond 90, as when longitude and latitude are swapped.
    """
    _, south, _, north = shapely.bounds(geometry)
    if max(abs(south), abs(north)) > 90:
        raise PositionError(
            f"latitude {north if north > 90 else south:g} is beyond 90: longitude comes first in geometries: "
            "swap the two"
        )
    return Exercise(id="place", name="", places=tuple(_members({}, geometry)))


def from_table(table: geopandas.GeoDataFrame) -> list[Exercise]:
    """Make an exercise of each row of a GeoDataFrame, brought to EPSG:4326.

    Raises
    ------
    DezoneError
        If the table has no coordinate system.
    """
    from zones.importers import translated  # noqa: PLC0415 a position on the command line needs no files

    if table.crs is None:
        raise DezoneError("the GeoDataFrame has no coordinate system: set one with table.set_crs(4326)")
    table = table.to_crs(4326).reset_index(drop=True)
    exercises = []
    for number, row in enumerate(table.drop(columns=table.geometry.name).to_dict("records"), start=1):
        values = {str(key): value for key, value in row.items() if value is not None and value == value}  # noqa: PLR0124 NaN
        geometry = table.geometry.iloc[number - 1]
        values, notes = translated(values)
        if named := _named_place(values, geometry):
            notes = (*notes, *_understood(named, values))
        key = str(values.get("id", f"row-{number}"))
        exercises.append(_exercise(key, values, tuple(_members(values, geometry)), notes))
    return exercises


def _unpacked(record: Record) -> list[Record]:
    """Give each member of a GeometryCollection as a record of its own with a common id."""
    if not isinstance(record.geometry, GeometryCollection):
        return [record]
    key = record.properties.get("id", f"{Path(record.file).stem}-{record.where.replace(' ', '-')}")
    return [
        replace(record, geometry=part, properties={**record.properties, "id": key})
        for part in record.geometry.geoms
    ]


def _exercise(
    key: str, values: Mapping[str, object], places: tuple[Place, ...], doubts: tuple[str, ...]
) -> Exercise:
    return Exercise(
        id=key,
        name=str(values.get("name") or ""),
        places=places,
        start=str(values.get("start") or ""),
        end=str(values.get("end") or ""),
        parties=_words(values.get("parties")),
        kinds=_words(values.get("kinds")),
        series=str(values.get("series") or ""),
        location_reported=str(values.get("location_reported") or ""),
        verification=str(values.get("verification") or ""),
        notes=str(values.get("notes") or ""),
        doubts=doubts,
        sources=tuple(_source(source) for source in _objects(values.get("sources"))),
        parties_complete=values.get("parties_complete") is not False,
        other_participants=_words(values.get("other_participants")),
        scale=_scale(values),
        date_utc=str(values.get("date_utc") or ""),
        evidence=str(values.get("evidence") or ""),
        clause=str(values.get("clause") or ""),
        launches=tuple(_launch(launch) for launch in _objects(values.get("launches"))),
        claims=tuple(_claim(claim) for claim in _objects(values.get("claims"))),
        errata=tuple(_erratum(erratum) for erratum in _objects(values.get("errata"))),
        unverified_details=_texts(values.get("unverified_details")),
        confidence=str(values.get("confidence") or ""),
    )


def _objects(value: object) -> list[dict[str, Any]]:
    """Give the objects of a list; none of what is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(value: object) -> tuple[str, ...]:
    """Give the texts of a list, or one text."""
    return tuple(str(each) for each in (value if isinstance(value, list) else [value]) if each)


def _number(value: object) -> float | None:
    """Read a finite number, which a table may hold as text."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _strings(values: Mapping[str, Any], *keys: str) -> dict[str, str]:
    return {key: str(values.get(key) or "") for key in keys}


def _source(values: Mapping[str, Any]) -> Source:
    return Source(**_strings(values, "title", "publisher", "date", "url"))


def _scale(values: Mapping[str, Any]) -> Scale:
    """Read the scale of an entry, or the columns of a table."""
    scale = values.get("scale")
    figures = scale if isinstance(scale, dict) else values
    numbers = {key: _number(figures.get(key)) for key in ("personnel", "ships", "aircraft")}
    return Scale(
        text=str(scale.get("text") or "") if isinstance(scale, dict) else str(scale or ""),
        unit=str(figures.get("unit") or ""),
        **{key: None if number is None else int(number) for key, number in numbers.items()},
    )


def _launch(values: Mapping[str, Any]) -> Launch:
    return Launch(
        id=str(values.get("id") or ""),
        weapon=str(values.get("weapon") or ""),
        weapon_class=str(values.get("weapon_class") or ""),
        time_utc=str(values.get("time_utc") or ""),
        distance_km=_number(values.get("distance_km")),
        apogee_km=_number(values.get("apogee_km")),
        bearing_deg=_number(values.get("bearing_deg")),
        outcome=str(values.get("outcome") or ""),
    )


def _claim(values: Mapping[str, Any]) -> Claim:
    source = values.get("source")
    return Claim(
        **_strings(values, "about", "claimant", "statement", "date"),
        source=_source(source) if isinstance(source, dict) else None,
    )


def _erratum(values: Mapping[str, Any]) -> Erratum:
    source = values.get("source")
    return Erratum(
        **_strings(values, "where", "printed", "correct"),
        source=_source(source) if isinstance(source, dict) else None,
    )


def _words(value: object) -> tuple[str, ...]:
    """Read a list, or text divided by commas, semicolons or spaces."""
    if isinstance(value, (list, tuple)):
        return tuple(str(each) for each in value)
    return tuple(re.split(r"[\s,;|/]+", str(value).strip())) if value else ()


def _members(values: Mapping[str, Any], geometry: BaseGeometry | None) -> list[Place]:
    """Give a place for each member of a collection, however deep."""
    if isinstance(geometry, GeometryCollection) and not geometry.is_empty:
        return [place for part in geometry.geoms for place in _members(values, part)]
    return _places_of(values, geometry)


def _places_of(values: Mapping[str, Any], geometry: BaseGeometry | None) -> list[Place]:
    """Give the place of a feature or row; none if it has neither geometry nor named area."""
    if geometry is None and not values.get("named_area"):
        return []
    if named := _named_place(values, geometry):
        radius = _radius(values.get("uncertainty_km"))
        return [
            place if place.geometry is None or radius is None else replace(place, uncertainty_km=radius)
            for place in named.places
        ]
    return [_place(values, geometry, name=str(values.get("place") or values.get("name") or ""))]


def _place(values: Mapping[str, Any], geometry: BaseGeometry | None, name: str) -> Place:

    role, basis = str(values.get("role") or "area"), str(values.get("basis") or "")
    reported = str(values.get("named_area") or "")
    area = _area_of(reported) if reported else None
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
    extent: Extent = "footprint" if extended else "locator"
    if values.get("extent") in get_args(Extent):
        extent = cast("Extent", values["extent"])
    return Place(
        geometry=geometry,
        uncertainty_km=0.0 if geometry is None else _radius(values.get("uncertainty_km")) or 0.0,
        named_area=area or reported or None,
        surface=surface,
        extent=extent,
        role=role,
        name=name,
        basis=basis,
    )


def _area_of(reported: str) -> str | None:
    """Find the named area that words mean; None if there is none, or if they mean several."""
    from zones import areas  # noqa: PLC0415 reads files

    if reported in areas.file_of_areas():
        return reported
    from zones import gazetteer  # noqa: PLC0415 an identifier needs no names

    try:
        places = gazetteer.resolve(reported).places
    except gazetteer.AmbiguousNameError:
        return None
    except gazetteer.UnknownNameError:
        return areas.identify(reported)
    return places[0].named_area if len(places) == 1 and places[0].geometry is None else None


def _named_place(values: Mapping[str, Any], geometry: BaseGeometry | None) -> Resolution | None:
    """Look up the name in ``named_area`` of what has no geometry: also an island, a port or a base."""
    reported = str(values.get("named_area") or "")
    if geometry is not None or "places" in values or not reported or _area_of(reported) is not None:
        return None
    from zones import gazetteer  # noqa: PLC0415 an identifier needs no names

    try:
        return gazetteer.resolve(reported)
    except (gazetteer.AmbiguousNameError, gazetteer.UnknownNameError):
        return None


def _understood(named: Resolution, values: Mapping[str, Any]) -> tuple[str, ...]:
    radius = _radius(values.get("uncertainty_km"))
    given = "" if radius is None else f"; {radius:g} km instead, as given"
    return (f"understood as {named.understood}{given}", *named.doubts)


def _charted(geometry: BaseGeometry) -> BaseGeometry:
    """Take the edges for rhumb lines, as a chart shows them."""
    from geo.shapes import densify_rhumb  # noqa: PLC0415 a position on the command line needs no shapes

    return densify_rhumb(geometry)


def _radius(value: object) -> float | None:
    """Read a radius in kilometres, also with its unit or a decimal comma; None if it is none."""
    match = _LENGTH.fullmatch(str(value).strip())
    if match is None:
        return None
    radius = float(match["number"].replace(",", ".")) * _UNITS_KM[(match["unit"] or "km").casefold()]
    return radius if 0 <= radius <= 5000 else None


def _from_entry(entry: Mapping[str, Any]) -> Exercise:
    """Make an exercise of an entry with ``places``, of our catalogue or of its facts."""
    from geo.geometry_formats import geometry_from_geojson  # noqa: PLC0415 a position needs no files

    doubts = []
    places = []
    for place in _objects(entry.get("places")):
        try:
            geometry = geometry_from_geojson(place.get("geometry"))
        except InputFileError as error:
            geometry = None
            doubts.append(f"{place.get('name') or 'a place'}: the geometry {error}; it was left out")
        if geometry is not None or place.get("named_area"):
            places.append(_place(place, geometry, name=str(place.get("name") or "")))
    return _exercise(str(entry.get("id") or "entry"), entry, tuple(places), tuple(doubts))


def _faults_of(group: Sequence[Record]) -> Iterable[Fault]:
    """Find what is wrong with the words of a record; none of it keeps the places from being judged."""
    from geo.faults import Fault  # noqa: PLC0415 a position on the command line needs no files

    for record in group:
        values = record.properties
        alone = record.geometry is None and "places" not in values
        for field, problem, mend in (*_faults_of_dates(values), *_faults_of_words(values, alone=alone)):
            yield Fault(file=record.file, where=record.where, field=field, problem=problem, mend=mend)
        places = _objects(values.get("places"))
        for number, place in enumerate(places, start=1):
            for field, problem, mend in (*_faults_of_words(place), *_faults_of_geometry(place)):
                yield Fault(
                    file=record.file,
                    where=f"{record.where}, place {number}",
                    field=field,
                    problem=problem,
                    mend=mend,
                )
        if record.geometry is None and not places and not values.get("named_area"):
            yield Fault(
                file=record.file,
                where=record.where,
                field="geometry",
                problem="there is no place",
                mend="give a position, or a named_area",
            )


def _faults_of_geometry(place: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Find what keeps a geometry from being used: field, problem and mend."""
    from geo.geometry_formats import geometry_from_geojson  # noqa: PLC0415 a position needs no files

    try:
        geometry_from_geojson(place.get("geometry"))
    except InputFileError as error:
        problem, _, mend = str(error).rpartition(": ")
        yield "geometry", problem, mend


def _faults_of_dates(values: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Find dates that do not exist, and an end before the start: field, problem and mend."""
    from zones.importers import read_days  # noqa: PLC0415 a position on the command line needs no files

    for field in ("start", "end"):
        value = values.get(field)
        if value is not None and not _is_day(str(value)):
            problem, mend = f"{str(value)[:40]!r} is no date", ""
            try:
                read_days(str(value))
            except ValueError as error:
                problem, _, mend = str(error).partition(": ")
            yield field, problem, mend or "write YYYY-MM-DD, YYYY-MM or YYYY"
    start, end = (str(values.get(key) or "") for key in ("start", "end"))
    if _is_day(start) and _is_day(end) and end[: len(start)] < start[: len(end)]:
        yield "end", f"{end} is before the start, {start}", "swap the two dates"


def _faults_of_area(reported: str, *, alone: bool = False) -> Iterable[tuple[str, str, str]]:
    """Find a named area that means several, or that is unknown and `alone`: no geometry stands for it."""
    if not reported or _area_of(reported) is not None:
        return
    from zones import gazetteer  # noqa: PLC0415 an identifier needs no names

    try:
        gazetteer.resolve(reported)
    except gazetteer.AmbiguousNameError as error:
        meanings = str(error).split(": write one")[0]
        yield "named_area", f"{meanings}: it was left aside", "write the English name of the one meant"
    except gazetteer.UnknownNameError as error:
        if alone:
            problem, _, mend = str(error).partition(": ")
            yield "named_area", problem, mend


def _faults_of_words(values: Mapping[str, Any], *, alone: bool = False) -> Iterable[tuple[str, str, str]]:
    """Find words and figures of an exercise or a place that mean nothing here: field, problem and mend."""
    from zones import vocabulary  # noqa: PLC0415 reads files

    for field in ("parties", "other_participants"):
        for party in _words(values.get(field)):
            if not vocabulary.is_country(party):
                code = vocabulary.country_code(party)
                mend = f"did you mean {code}?" if code else "write ISO 3166-1 alpha-3 codes: USA, KOR, CHN"
                yield field, f"{party[:40]!r} is no country code", mend
    for field in ("kinds", "role", "extent", "surface"):
        value = values.get(field)
        for word in _words(value) if field == "kinds" else _texts(value):
            known = vocabulary.meanings(field)
            if word not in known:
                yield field, f"{word[:40]!r} is not known", vocabulary.mend(word, known)
    yield from _faults_of_area(str(values.get("named_area") or ""), alone=alone)
    radius = values.get("uncertainty_km")
    if radius is not None and _radius(radius) is None:
        yield (
            "uncertainty_km",
            f"{str(radius)[:40]!r} is no radius: no uncertainty was counted",
            "write kilometres, 0 to 5000",
        )


def _is_day(text: str) -> bool:
    """Tell whether a text is a year, a month or a day that exists."""
    text = text[:10] if re.match(r"\d{4}-\d\d-\d\d[T ]", text) else text
    if not _DAY.match(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def from_positions(positions: Sequence[Position], text: str, radius_km: float = 0.0) -> Exercise:
    """Make an exercise of positions in the order given.

    One is a place; two are a line; three or more are the corners of a closed area at sea, whose edges
    are rhumb lines, as on a chart. What was understood is a doubt of the exercise.

    Raises
    ------
    PositionError
        If the edges of the area cross.
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
        precision_km=111.2 * precision_deg if precision_deg < 0.5 else 0.0,  # whole degrees are round figures
    )
    shown = " ".join(text.split())
    name = shown if len(shown) <= 80 else shown[:79] + "…"
    return Exercise(id=name, name="", places=(place,), doubts=tuple(doubts))
